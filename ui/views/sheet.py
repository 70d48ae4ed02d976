"""The quick-reference sheet of an exam's domain: to read, to take along, and to rebuild from memory."""

from __future__ import annotations

import datetime

import streamlit as st

from advising import advisor_for
from advisor import (
    ReferenceSheet,
    Section,
    current_exam,
    drill_sections,
    mark_all,
    sheet_as_html,
    sheet_as_markdown,
    sheets,
)
from components import plain_text

_SECTIONS = 6  # as many as fit before a pause; the next ones follow

today = datetime.date.today()
base = advisor_for(today).snapshot.base


def _chosen() -> ReferenceSheet:
    left, right = st.columns(2)
    exams = list(base.exams)
    with left:
        code = st.selectbox(
            "Exam", exams, index=exams.index(current_exam(base, today)), key="sheet-exam", persist_state="session"
        )
    domains = {domain.id: domain.title for domain in base.exams[code].domains}
    with right:
        domain = st.selectbox(
            "Domain",
            list(domains),
            format_func=lambda number: f"{number}. {domains[number]}",
            key="sheet-domain",
            persist_state="session",
        )
    # An exam that is over is seen on its last day.
    day = min(base.exams[code].last_day or today, today)
    return sheets(advisor_for(day), code, domain)[0]


def _drill(sheet: ReferenceSheet) -> None:
    asked = drill_sections(sheet)
    last = max((len(asked) - 1) // _SECTIONS, 0) + 1
    part = int(st.number_input("Part", 1, last, 1, key="drill-part", help=f"The blank sheet has {last} parts."))
    shown = asked[(part - 1) * _SECTIONS : part * _SECTIONS]
    with st.form(f"drill-{part}", border=False):
        typed = {section.id: _field(section) for section in shown}
        if not st.form_submit_button("Mark what I wrote", type="primary", key="drill-mark"):
            return
    marks = {marked.section: marked for marked in mark_all(sheet, typed, base)}
    for section in shown:
        marked = marks[section.id]
        st.markdown(f"**{plain_text(section.prompt)}** {marked.share:.0%}")
        for text in marked.found:
            st.markdown(f"- Yes: {plain_text(text)}")
        for text in marked.missing:
            st.markdown(f"- Gap: {plain_text(text)}")
        for text in marked.strangers:
            st.markdown(f"- Does not belong here: {plain_text(text)}")


def _field(section: Section) -> str:
    return st.text_area(section.prompt, key=f"drill:{section.id}", max_chars=2_000, height=100)


st.title("Quick-reference sheet", anchor=False)
sheet = _chosen()
ways = ["Read it", "Rebuild it from memory"]
way = st.segmented_control(
    "How to use it", ways, default=ways[0], required=True, key="sheet-way", label_visibility="collapsed"
)
if way == ways[0]:
    name = f"{sheet.exam.lower()}-domain-{sheet.domain}"
    st.download_button(
        "Download the page to print", sheet_as_html([sheet]), f"{name}.html", "text/html", key="sheet-html",
        on_click="ignore",
    )  # fmt: skip
    st.html("<style>.st-key-sheet td { overflow-wrap: anywhere; }</style>")
    # Boxes to tick are for paper; here nothing can be ticked, and they have no names.
    with st.container(key="sheet"):
        st.markdown(sheet_as_markdown([sheet]).replace("- [ ] ", "- "))
else:
    st.markdown("Write what you remember, a line each. What is missing is what to read again.")
    _drill(sheet)
