"""State what is known about a workload; read what fits, and why every other option falls."""

from __future__ import annotations

import datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import address
import answer
import costs
import decisions
import documents
import form
import opening
import prompt
import state
import studying
from advising import advice_for, advisor_for, cost_for
from advisor import Advice, InputError, Scenario
from components import plain_text, problem_list

try:
    base = advisor_for(datetime.date.today()).snapshot.base
except InputError as error:
    problem_list("The rules cannot be read", error.problems)
    st.stop()


def keep(scenario: Scenario) -> None:
    """Pins the scenario as it stands, for the page that compares."""
    st.session_state["pinned"] = scenario


vocabulary = base.vocabulary
exam_days = {code: exam.last_day for code, exam in base.exams.items() if exam.last_day}
missed = address.follow(vocabulary, exam_days)
filled = state.read_form(vocabulary)
scenario = state.scenario_of(filled)
date = state.as_of(exam_days)

st.title("Which option fits, and why not the others?", anchor=False)
for line in missed:
    st.warning(plain_text(line))

# The places in the order of reading; they are filled in the order in which somebody waits for them.
prompting = st.container()
asking, answering = st.columns([2, 3], gap="large")
below = st.container()

advice: Advice | None = None
picture: DeltaGenerator | None = None
slots: decisions.Slots = []
order = "rank"
with answering:
    answer.problems(vocabulary, filled)
    try:
        advice = advice_for(date, scenario)
    except InputError as error:
        problem_list("These facts contradict each other", error.problems)
    if advice is not None:
        if prompt.current() is not None:
            prompt.summary(advice)
        picture = answer.draw(advice, scenario, read=prompt.current() is not None)
if advice is not None and advice.decisions:
    with below:
        st.header("Every option", anchor="options")
        st.markdown("A row for each option, a column for each constraint. A cell opens to its rule, limit and source.")
        order = decisions.sorting()
        slots = decisions.draw(advice, base, order)

with prompting:
    prompt.draw(vocabulary, filled)
with asking, st.container(key="form"):
    opening.draw(vocabulary, exam_days, changed=scenario != state.started_from())
    with st.container(key="past-the-form"):
        st.markdown("[Go to the answer](#answer)")
    form.draw(vocabulary, filled)
address.write(scenario, date)

if advice is not None and picture is not None:
    with picture:
        answer.architecture(advice)
    with answering:
        if st.button("Keep this and change something", key="keep", on_click=keep, args=(scenario,)):
            st.switch_page("views/compare.py")
        if st.button("Keep its decision notes", key="keep-notes"):
            studying.keep_notes(advice_for(date, scenario, changes=True), base, scenario.prompt)
        documents.draw(advice, scenario)
        with st.expander("What it costs in a month", key="advice-costs", on_change="rerun") as opened:
            if opened.open:
                costs.draw(cost_for(date, scenario), "advice-cost")
    with below:
        answer.around(advice)
        answer.foot(advice)
    decisions.complete(slots, advice_for(date, scenario, changes=True), base, scenario, order)
