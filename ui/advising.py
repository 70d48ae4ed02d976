"""The advisor as the pages ask it: loaded once for all sessions, each answer kept for the next rerun."""

from __future__ import annotations

import datetime

import streamlit as st

from advisor import Advice, Advisor, InputError, Scenario, advisor_at, read_scenario, shipped_scenarios, with_statements


@st.cache_resource(max_entries=8, show_spinner="Reading the rules…")
def advisor_for(date: datetime.date) -> Advisor:
    """The advisor that sees the world as of a date."""
    return advisor_at(date)


@st.cache_resource(max_entries=200, show_spinner=False)
def _advice(date: datetime.date, scenario: str) -> Advice:
    return advisor_for(date).advise(Scenario.model_validate_json(scenario))


def advice_for(date: datetime.date, scenario: Scenario) -> Advice:
    """The advice for a scenario as of a date.

    Raises InputError where its facts contradict each other.
    """
    return _advice(date, with_statements(scenario, (), "The form").model_dump_json())


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
