"""What each surviving option costs in a month, and what would change that."""

from __future__ import annotations

import datetime

import streamlit as st

import address
import costs
import state
from advising import advisor_for, library, scenario_title
from advisor import InputError
from components import plain_text, problem_list

_EXAMPLE = "spiky-internal-tool"

try:
    base = advisor_for(datetime.date.today()).snapshot.base
except InputError as error:
    problem_list("The rules cannot be read", error.problems)
    st.stop()

vocabulary = base.vocabulary
exam_days = {code: exam.last_day for code, exam in base.exams.items() if exam.last_day}
missed = address.follow(vocabulary, exam_days)
st.title("What does it cost?", anchor=False)
for line in missed:
    st.warning(plain_text(line))


def begin(name: str) -> None:
    """Opens a shipped scenario; what was tried for another one is forgotten."""
    state.open_scenario(library()[name], vocabulary, name)
    for key in [key for key in st.session_state if str(key).startswith("try:")]:
        del st.session_state[key]


scenario = state.scenario_of(state.read_form(vocabulary))
if not scenario.statements:
    st.info("Nothing is stated yet. Fill in the form on the page for advice, or start from an example.")
    titles = {name: scenario_title(name, item) for name, item in library().items()}
    with st.form("cost-example", border=False):
        first = list(titles).index(_EXAMPLE) if _EXAMPLE in titles else 0
        picked = st.selectbox("Example", list(titles), index=first, format_func=titles.__getitem__)
        if st.form_submit_button("Show what it costs", type="primary") and picked:
            begin(picked)
            st.rerun()
    st.stop()

if scenario.title:
    st.markdown(f"For: **{plain_text(scenario.title)}**")
address.write(scenario, state.as_of(exam_days))
region = st.selectbox(
    "Region", sorted(base.prices.regions), accept_new_options=True, key="cost-region", persist_state="session"
)
try:
    costs.explore(advisor_for(state.as_of(exam_days)), scenario, region)
except InputError as error:
    problem_list("This cannot be priced", error.problems)
