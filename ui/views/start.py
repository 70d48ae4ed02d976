"""Where everybody begins: one box that takes anything, and three doors."""

from __future__ import annotations

import datetime

import streamlit as st

from advisor import InputError, Pasted, recognise
from components import problem_list

_EXAMPLE = (
    "A claims team uploads photos of 5 MB, a caller waits for each answer, and traffic comes in bursts. "
    "It needs the MOST cost-effective solution.\n\nOr a question with its options, each on its own line: A. … B. …"
)

# A link from elsewhere that names a scenario means the page that shows it; whoever comes back here stays.
if "here_before" not in st.session_state:
    st.session_state["here_before"] = True
    if st.query_params.keys() & {"scenario", "facts", "text", "as_of"}:
        st.switch_page("views/advise.py", query_params=st.query_params.to_dict())
    if "question" in st.query_params:
        st.switch_page("views/question.py", query_params=st.query_params.to_dict())


def _go_on(text: str) -> None:
    """Opens the page that the text is for; the text travels in the address."""
    from address import packed, to_scenario
    from advising import advisor_for, reading_of
    from advisor import parse_scenario

    kind = recognise(text)
    if kind is Pasted.QUESTION:
        st.switch_page("views/question.py", query_params={"text": packed(text)})
    if kind is Pasted.FILE:
        vocabulary = advisor_for(datetime.date.today()).snapshot.base.vocabulary
        scenario = parse_scenario(text, "pasted text", vocabulary)
        st.switch_page("views/advise.py", query_params=to_scenario(scenario))
    reading_of(text)
    st.switch_page("views/advise.py", query_params={"text": packed(text.strip())})


def _door(view: str, title: str, text: str, label: str) -> None:
    with st.container(border=True, height="stretch", key=f"door:{view}"):
        st.header(title, anchor=False)
        st.markdown(text)
        if st.button(label, key=f"go:{view}", width="stretch"):
            st.switch_page(f"views/{view}.py")


st.title("Which AWS services fit, and why does everything else fall?", anchor=False)
st.markdown(
    "Paste a workload in your own words, an exam question with its options, or a scenario file. "
    "It is read by written rules on this machine; nothing is sent anywhere."
)
with st.form("start", border=False):
    text = st.text_area(
        "A scenario or a question", placeholder=_EXAMPLE, key="start_text", max_chars=20_000, height=180
    )
    if st.form_submit_button("Show me the answer", type="primary", key="start_go"):
        try:
            _go_on(text)
        except InputError as error:
            problem_list("This cannot be used yet", error.problems)

with st.grid(3, min_column_width=260, key="doors"):
    _door(
        "advise",
        "Advise",
        "Describe a workload fact by fact. See what fits, and for every other option the constraint that rules it out.",
        "Describe a workload",
    )
    _door(
        "practise",
        "Practise",
        "Answer questions with proved keys, see the rule that each wrong option breaks, and plan until your exam.",
        "Start practising",
    )
    _door(
        "workbench",
        "Author",
        "Read any rule with its sources and cases, and try a change of it without writing anything.",
        "Open the rules",
    )
st.caption("New here? Open one of the examples under “Scenarios”, or read “About” on how to read an answer.")

# The page is there before the rules are: what reads and advises is loaded while the visitor types.
from advising import advisor_for  # noqa: E402

try:
    advisor_for(datetime.date.today())
except InputError as error:
    problem_list("The rules cannot be read", error.problems)
