"""How a session begins: a blank form, a shipped scenario or a file, and the date the answer is as of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import streamlit as st

from advising import library, scenario_title
from advisor import Scenario, Vocabulary
from components import day, problem_list
from state import OTHER_DATE, TODAY, as_of, open_scenario, open_text, started_from


def draw(vocabulary: Vocabulary, exam_days: Mapping[str, datetime.date], *, changed: bool) -> None:
    """The widgets above the form."""
    _scenario(vocabulary)
    _again(vocabulary, changed)
    _date(exam_days)
    _file(vocabulary)


def _scenario(vocabulary: Vocabulary) -> None:
    titles = {"": "A blank form", **{name: scenario_title(name, item) for name, item in library().items()}}

    def chosen() -> None:
        name = st.session_state["scenario"]
        open_scenario(library().get(name, Scenario()), vocabulary, name)

    st.session_state.setdefault("scenario", "")
    st.selectbox(
        "Start from",
        list(titles),
        format_func=lambda name: titles.get(name, name),
        key="scenario",
        on_change=chosen,
        persist_state="session",
    )


def _again(vocabulary: Vocabulary, changed: bool) -> None:
    """A way back to the scenario as it was opened, and to a blank form."""
    begun = started_from()
    if not changed and not begun.statements:
        return
    with st.container(horizontal=True):
        if changed and begun.statements:
            name = st.session_state["scenario"]
            st.button("Undo my changes", key="undo", on_click=open_scenario, args=(begun, vocabulary, name))
        st.button("Clear everything", key="clear", on_click=open_scenario, args=(Scenario(), vocabulary))


def _date(exam_days: Mapping[str, datetime.date]) -> None:
    labels = {TODAY: f"Today, {day(datetime.date.today())}"}
    labels |= {code: f"Last day of {code}, {day(last)}" for code, last in sorted(exam_days.items())}
    labels[OTHER_DATE] = "Another date"
    st.session_state.setdefault("as_of", TODAY)
    st.selectbox(
        "As of",
        list(labels),
        format_func=lambda choice: labels.get(choice, choice),
        key="as_of",
        help="Services close and limits change. The answer uses what held on this date.",
        persist_state="session",
    )
    if st.session_state["as_of"] == OTHER_DATE:
        st.session_state.setdefault("as_of_date", as_of(exam_days))
        st.date_input(
            "Date",
            key="as_of_date",
            min_value=datetime.date(2015, 1, 1),
            max_value=datetime.date(2099, 12, 31),
            format="YYYY-MM-DD",
            persist_state="session",
        )


def _file(vocabulary: Vocabulary) -> None:
    def uploaded() -> None:
        file = st.session_state["upload"]
        if file is not None:
            st.session_state["file_problems"] = open_text(file.getvalue(), file.name, vocabulary)

    def pasted() -> None:
        text = st.session_state["pasted"]
        st.session_state["file_problems"] = open_text(text, "pasted text", vocabulary)

    with st.expander("Open a scenario file (YAML or JSON)", key="file"):
        st.file_uploader(
            "A file from this computer",
            type=["yaml", "yml", "json"],
            max_upload_size=1,
            key="upload",
            on_change=uploaded,
        )
        st.text_area(
            "Or paste its text",
            placeholder="title: My workload\nfacts:\n  traffic.shape: spiky\n  request.payload_mb: 5 MB",
            key="pasted",
            persist_state="session",
        )
        st.button("Read the pasted text", key="read_pasted", on_click=pasted)
    if problems := st.session_state.get("file_problems"):
        problem_list("The file cannot be used yet; the form is unchanged", problems)
