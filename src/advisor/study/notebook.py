"""The learner's notebook: decision notes as they are kept, found again and put together for reading."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence

from advisor.study.notes import DecisionNote, note_as_markdown, search_notes
from advisor.study.records import Note


def keep(note: DecisionNote, now: datetime.datetime) -> Note:
    """A note as it is kept; one made again from the same origin takes the place of the earlier one."""
    name = f"{note.origin}/{note.decision}" if note.origin else uuid.uuid4().hex
    return Note(id=uuid.uuid5(uuid.NAMESPACE_URL, name).hex, note=note, written_at=now, changed_at=now)


def search_notebook(notes: Sequence[Note], words: str) -> list[Note]:
    """The notes that hold every word, the best match first; all of them, the latest first, where none is given."""
    if not words.strip():
        return list(notes)
    found = search_notes([kept.note for kept in notes], words)
    places = {id(kept.note): kept for kept in notes}
    return [places[id(note)] for note in found]


def notebook_as_markdown(notes: Iterable[Note]) -> str:
    """Notes one after the other, each as its Markdown file."""
    return "\n".join(note_as_markdown(kept.note) for kept in notes)
