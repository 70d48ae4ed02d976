"""Decision notes: found by their words, completed with the proof of a lab, taken along."""

from __future__ import annotations

import streamlit as st

from advisor import Note, notebook_as_markdown, search_notebook
from components import plain_text
from studying import now, store

kept = store()


def _note(note: Note) -> None:
    written = note.note
    about = " ".join(written.problem.split())[:70]
    with st.expander(plain_text(f"{written.title} {about}…" if about else written.title), key=f"note-{note.id}"):
        parts = (
            ("Problem", written.problem),
            ("Constraints", written.constraints),
            ("Best AWS pattern", written.pattern),
            ("Why not the alternatives", written.alternatives),
        )
        for heading, text in parts:
            st.markdown(f"**{heading}**")
            st.text(text.replace("**", "") or "—")
        key = f"lab-{note.id}"
        st.session_state.setdefault(key, written.lab)
        st.text_area("Minimal lab proof", key=key, max_chars=5_000, height=120, on_change=_prove, args=(note, key))
        st.button("Remove this note", key=f"drop-{note.id}", on_click=kept.drop_note, args=(note.id,))


def _prove(note: Note, key: str) -> None:
    changed = note.note.model_copy(update={"lab": st.session_state[key]})
    kept.save_note(note.model_copy(update={"note": changed, "changed_at": now()}))


st.title("Notes", anchor=False)
notes = kept.notes()
if not notes:
    st.info(
        "No notes yet. After a question, “Keep a note” writes one: the problem, its constraints, the best pattern, "
        "and why not the others."
    )
    st.stop()
words = st.text_input("Find notes with these words", key="notes_words", type="search", persist_state="session") or ""
found = search_notebook(notes, words)
st.caption(f"{len(found)} of {len(notes)} notes" if words else f"{len(notes)} {'note' if len(notes) == 1 else 'notes'}")
for one in found:
    _note(one)
if found:
    st.download_button(
        "These notes as Markdown", notebook_as_markdown(found), "decision-notes.md", "text/markdown",
        key="notes-download", on_click="ignore",
    )  # fmt: skip
else:
    st.info("No note holds all of these words.")
