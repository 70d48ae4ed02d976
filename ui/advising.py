"""The advisor as the pages ask it: loaded once for all sessions, each answer kept for the next rerun."""

from __future__ import annotations

import datetime
import gc
from typing import TypeVar

import streamlit as st

from advisor import (
    REGION,
    Advice,
    Advisor,
    Answered,
    Answerer,
    Cost,
    InputError,
    Question,
    Reading,
    Scenario,
    advisor_at,
    question_files,
    read,
    read_question,
    read_scenario,
    shipped_scenarios,
    with_statements,
)

Loaded = TypeVar("Loaded")


@st.cache_resource(max_entries=8, show_spinner="Reading the rules…")
def advisor_for(date: datetime.date) -> Advisor:
    """The advisor that sees the world as of a date."""
    return _for_good(advisor_at(date))


def _for_good(loaded: Loaded) -> Loaded:
    """What was loaded and stays; the collector, which stops every visitor, need not look through it again."""
    gc.collect()
    gc.freeze()
    return loaded


@st.cache_resource(max_entries=100, show_spinner=False)
def _advice(date: datetime.date, scenario: str, changes: bool, costs: bool) -> Advice:
    return advisor_for(date).advise(Scenario.model_validate_json(scenario), changes=changes, costs=costs)


def advice_for(date: datetime.date, scenario: Scenario, *, changes: bool = False, costs: bool = False) -> Advice:
    """The advice for a scenario as of a date: the verdicts, which come soon, and what else is asked for.

    `changes` are the ways to the other options. Raises InputError where its facts contradict each other.
    """
    return _advice(date, with_statements(scenario, (), "The form").model_dump_json(), changes, costs)


@st.cache_resource(max_entries=100, show_spinner=False)
def _cost(date: datetime.date, scenario: str, region: str) -> Cost:
    return advisor_for(date).cost(Scenario.model_validate_json(scenario), region=region, crossings=False)


def cost_for(date: datetime.date, scenario: Scenario, region: str = REGION) -> Cost:
    """What a scenario costs in a month, without the points where the cheaper option changes.

    Raises InputError where its facts contradict each other, and where the region has no prices.
    """
    return _cost(date, scenario.model_dump_json(), region)


@st.cache_resource(max_entries=1, show_spinner=False)
def library() -> dict[str, Scenario]:
    """The shipped scenarios by name; one that cannot be read is left out here and fails in the tests."""
    vocabulary = advisor_for(datetime.date.today()).snapshot.base.vocabulary
    found = {}
    for name, path in shipped_scenarios().items():
        try:
            found[name] = read_scenario(path, vocabulary)
        except InputError:
            continue
    return found


def scenario_title(name: str, scenario: Scenario) -> str:
    """What a shipped scenario is called in a list."""
    return scenario.title or name.replace("-", " ").capitalize()


@st.cache_data(max_entries=100, show_spinner="Reading the text…")
def _reading(text: str, date: datetime.date) -> Reading:
    return read(text, advisor_for(date).snapshot.base)


def reading_of(text: str) -> Reading:
    """What a prompt says.

    Raises InputError where it is empty or too long.
    """
    if not text.strip():
        raise InputError.one("the prompt", "there is no text yet", "describe the workload in a sentence or more")
    return _reading(text, datetime.date.today())


@st.cache_resource(max_entries=2, show_spinner="Reading the rules…")
def _answerer(date: datetime.date) -> Answerer:
    return _for_good(Answerer(advisor_for(date)))


@st.cache_resource(max_entries=100, show_spinner="Judging the options…")
def _answer(date: datetime.date, question: str) -> Answered:
    return _answerer(date).answer(Question.model_validate_json(question))


def answer_for(question: Question) -> Answered:
    """The answer to a question, as of today."""
    return _answer(datetime.date.today(), question.model_dump_json())


@st.cache_resource(max_entries=1, show_spinner=False)
def question_library() -> dict[str, Question]:
    """The shipped questions by name, without their keys; one that cannot be read fails in the tests."""
    found = {}
    for name, path in question_files().items():
        try:
            keyed = read_question(name, path)
        except InputError:
            continue
        found[name] = Question(id=name, stem=keyed.stem, options=keyed.options, choose=keyed.choose)
    return found
