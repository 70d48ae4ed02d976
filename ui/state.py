"""What one visitor has on the page: the widgets' values, the scenario they began with, and the date."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from advisor import (
    FactSpec,
    InputError,
    Problem,
    Scenario,
    Statement,
    Strength,
    Value,
    Vocabulary,
    parse_scenario,
    parse_value,
    plain,
)

UNKNOWN = "unknown"
NONE_OF_THESE = "none of these"
NEEDS = "needs"
TODAY, OTHER_DATE = "today", "other"
_MOST_BYTES = 1_000_000

# Under which strength, and as needed or not, a capability is stated.
NEED_LISTS: Mapping[str, tuple[Strength, bool]] = {
    "needs:must": (Strength.MUST, True),
    "needs:should": (Strength.SHOULD, True),
    "needs:not": (Strength.MUST, False),
}


@dataclass
class Filled:
    """What the form says: the statements, and for each fact that could not be read why not."""

    statements: list[Statement] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)


def fact_key(spec: FactSpec) -> str:
    """The key of a fact's widget."""
    return f"fact:{spec.name}"


def soft_key(name: str) -> str:
    """The key of the switch that makes a fact a wish instead of a must."""
    return f"soft:{name}"


# --- from a scenario to the widgets ---------------------------------------------------------------------------


def started_from() -> Scenario:
    """The scenario that the visitor began with; empty for a blank form."""
    found: Scenario = st.session_state.get("started_from", Scenario())
    return found


def open_scenario(scenario: Scenario, vocabulary: Vocabulary, name: str = "") -> None:
    """Fills the form. Call it before the widgets are drawn, or from a callback."""
    st.session_state["started_from"] = scenario
    st.session_state["scenario"] = name
    fill_form(scenario, vocabulary)


def fill_form(scenario: Scenario, vocabulary: Vocabulary) -> None:
    """Gives every widget what a scenario says; what the visitor began with stays."""
    stated, kept = scenario.by_name, set(st.session_state)
    for key, (strength, needed) in NEED_LISTS.items():
        st.session_state[key] = [
            item.name
            for item in scenario.statements
            if item.name.startswith(f"{NEEDS}.") and item.value is needed and (not needed or item.strength == strength)
        ]
    for spec in vocabulary:
        statement = stated.get(spec.name)
        # A field that was never drawn needs no value to be unknown; Streamlit copies every value at every widget.
        if statement is not None or soft_key(spec.name) in kept:
            st.session_state[soft_key(spec.name)] = statement is not None and statement.strength == Strength.SHOULD
        if spec.group != NEEDS and (statement is not None or fact_key(spec) in kept):
            st.session_state[fact_key(spec)] = _shown(spec, statement)


def set_fact(spec: FactSpec, value: Value | None, strength: Strength = Strength.MUST) -> None:
    """States one fact anew in the form, or makes it unknown (None). Call it from a callback."""
    statement = None if value is None else Statement(name=spec.name, value=value, strength=strength)
    if spec.group != NEEDS:
        st.session_state[fact_key(spec)] = _shown(spec, statement)
        st.session_state[soft_key(spec.name)] = statement is not None and strength == Strength.SHOULD
        return
    for key, (wanted, needed) in NEED_LISTS.items():
        rest = [name for name in st.session_state.get(key, ()) if name != spec.name]
        here = statement is not None and value is needed and (not needed or strength == wanted)
        st.session_state[key] = [*rest, spec.name] if here else rest


def apply_changes(changes: Mapping[str, Value | None], scenario: Scenario, vocabulary: Vocabulary) -> None:
    """Opens the changed scenario: each fact keeps how binding it was."""
    before = scenario.by_name
    for name, value in changes.items():
        strength = before[name].strength if name in before else Strength.MUST
        set_fact(vocabulary[name], value, strength)


def _shown(spec: FactSpec, statement: Statement | None) -> Any:
    """The value of a fact's widget."""
    kind = spec.kind.value
    if statement is None:
        return {"number": "", "members": [], "order": []}.get(kind, UNKNOWN)
    value = statement.value
    if kind == "flag":
        return "yes" if value else "no"
    if kind == "number":
        return _written(spec, statement)
    if isinstance(value, tuple):
        return list(value) or [NONE_OF_THESE]
    return value


def _written(spec: FactSpec, statement: Statement) -> str:
    """A number with its unit where that reads back as the same number, otherwise the bare number."""
    text = plain(spec, statement.value)
    try:
        same = parse_value(spec, text) == statement.value
    except ValueError:
        same = False
    return text if same else repr(statement.value)


def open_text(data: str | bytes, name: str, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """Fills the form from a file's text; the problems where it cannot be read, and then nothing is changed."""
    try:
        if len(data) > _MOST_BYTES:
            raise InputError.one(name, "the file is too large", "at most 1 MB is read")
        try:
            text = data if isinstance(data, str) else data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError.one(name, "this is not a text file", "save it as UTF-8 text") from None
        open_scenario(parse_scenario(text, name, vocabulary), vocabulary)
    except InputError as error:
        return error.problems
    return ()


# --- from the widgets to statements ---------------------------------------------------------------------------


def read_form(vocabulary: Vocabulary) -> Filled:
    """What the widgets say now; one without a value says nothing."""
    filled, kept = Filled(), set(st.session_state)
    for spec in vocabulary:
        if spec.group != NEEDS and fact_key(spec) in kept:
            _read_fact(spec, filled)
    for key, (strength, needed) in NEED_LISTS.items():
        for name in st.session_state.get(key, ()):
            if any(statement.name == name for statement in filled.statements):
                filled.problems[name] = "it stands in two of these lists; keep it in one"
            elif name in vocabulary:
                filled.statements.append(_statement(name, needed, strength if needed else _strength(name)))
    return filled


def _read_fact(spec: FactSpec, filled: Filled) -> None:
    raw = st.session_state[fact_key(spec)]
    if is_unknown(raw):
        return
    if isinstance(raw, list):
        if NONE_OF_THESE in raw and len(raw) > 1:
            filled.problems[spec.name] = "choose either “None of these” or some of the others"
            return
        raw = [word for word in raw if word != NONE_OF_THESE]
    try:
        filled.statements.append(_statement(spec.name, parse_value(spec, raw), _strength(spec.name)))
    except ValueError as error:
        filled.problems[spec.name] = str(error)


def is_unknown(raw: Any) -> bool:
    """Whether a widget's value says nothing."""
    return raw is None or raw == UNKNOWN or raw == [] or (isinstance(raw, str) and not raw.strip())


def _strength(name: str) -> Strength:
    return Strength.SHOULD if st.session_state.get(soft_key(name)) else Strength.MUST


def _statement(name: str, value: Any, strength: Strength) -> Statement:
    """The statement, with the prompt's words for it as long as it says what the prompt said."""
    before = started_from().by_name.get(name)
    if before is not None and before.value == value:
        return before.model_copy(update={"strength": strength})
    return Statement(name=name, value=value, strength=strength)


def scenario_of(filled: Filled) -> Scenario:
    """The scenario on the page."""
    statements = sorted(filled.statements, key=lambda statement: statement.name)
    return started_from().model_copy(update={"statements": tuple(statements)})


def as_of(exam_days: Mapping[str, datetime.date]) -> datetime.date:
    """The date the answer is asked for."""
    choice = st.session_state.get("as_of", TODAY)
    if choice == OTHER_DATE:
        picked: datetime.date | None = st.session_state.get("as_of_date")
        return picked or datetime.date.today()
    return exam_days.get(choice, datetime.date.today())


def set_date(date: datetime.date, exam_days: Mapping[str, datetime.date]) -> None:
    """Sees the world at a date: as the last day of an exam where it is one."""
    codes = [code for code, last in exam_days.items() if last == date]
    today = date == datetime.date.today()
    st.session_state["as_of"] = TODAY if today else codes[0] if codes else OTHER_DATE
    st.session_state["as_of_date"] = date
