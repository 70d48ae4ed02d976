"""State what is known about a workload; read what fits, and why every other option falls."""

from __future__ import annotations

import datetime

import streamlit as st

import answer
import form
import opening
import options
import prompt
import state
from advising import advice_for, advisor_for
from advisor import Advice, InputError
from components import plain_text, problem_list

try:
    base = advisor_for(datetime.date.today()).snapshot.base
except InputError as error:
    problem_list("The rules cannot be read", error.problems)
    st.stop()

vocabulary = base.vocabulary
exam_days = {code: exam.last_day for code, exam in base.exams.items() if exam.last_day}
missed = state.follow_link(vocabulary, exam_days)
state.fill_gaps(vocabulary)
filled = state.read_form(vocabulary)
scenario = state.scenario_of(filled)
date = state.as_of(exam_days)

st.title("Which option fits, and why not the others?", anchor=False)
for line in missed:
    st.warning(plain_text(line))

prompt.draw(vocabulary, filled)
asking, answering = st.columns([2, 3], gap="large")
with asking, st.container(key="form"):
    opening.draw(vocabulary, exam_days, changed=scenario != state.started_from())
    with st.container(key="past-the-form"):
        st.markdown("[Go to the answer](#answer)")
    form.draw(vocabulary, filled)

with answering:
    answer.problems(vocabulary, filled)
    advice: Advice | None = None
    try:
        advice = advice_for(date, scenario)
    except InputError as error:
        problem_list("These facts contradict each other", error.problems)
    if advice is not None:
        if prompt.current() is not None:
            prompt.summary(advice)
        answer.draw(advice, scenario, vocabulary, read=prompt.current() is not None)
        options.draw(advice, {rule.id: rule.title for rule in base.rules.values()}, scenario, vocabulary)
        answer.foot(advice)
state.write_link(exam_days)
