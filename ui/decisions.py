"""Every decision in full: how it ends, the elimination matrix, and the way to any other option."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import answer
from advisor import Advice, DecisionAdvice, OptionAdvice, RuleBase, Scenario, Verdict, Vocabulary
from components import plain_text
from matrix import Known, matrix
from state import apply_changes

_ORDERS = {"rank": "best first", "name": "by name", "against": "fewest reasons against first"}


def sorting() -> str:
    """The order that the reader wants the options in."""
    st.session_state.setdefault("order", "rank")
    return str(
        st.segmented_control(
            "Sort the options",
            list(_ORDERS),
            format_func=lambda order: _ORDERS.get(order, order),
            required=True,
            key="order",
            persist_state="session",
        )
    )


Slots = list[tuple[DeltaGenerator, DeltaGenerator]]


def draw(advice: Advice, base: RuleBase, order: str) -> Slots:
    """One frame for each decision, with its matrix; what is returned holds the places for what is known later."""
    known = _known(advice, base)
    slots = []
    for item in advice.decisions:
        with st.container(border=True, key=f"decision:{item.decision}"):
            answer.decision(item, advice, base.vocabulary)
            table, ways = st.empty(), st.empty()
            table.html(matrix(item, known, order))
            if any(option.verdict != Verdict.RECOMMENDED for option in item.options):
                ways.caption("Looking for what would make the other options right…")
            slots.append((table, ways))
    return slots


def complete(slots: Slots, advice: Advice, base: RuleBase, scenario: Scenario, order: str) -> None:
    """Adds to each decision what would make its other options right."""
    known = _known(advice, base)
    for item, (table, ways) in zip(advice.decisions, slots, strict=True):
        table.html(matrix(item, known, order))
        with ways.container():
            _ways(item, scenario, base.vocabulary)


def _known(advice: Advice, base: RuleBase) -> Known:
    return Known(
        said={fact.name: fact.text for fact in advice.scenario.facts},
        titles={rule.id: rule.title for rule in base.rules.values()},
    )


def _ways(item: DecisionAdvice, scenario: Scenario, vocabulary: Vocabulary) -> None:
    """The smallest change that would make an option right, with a button that opens the changed scenario."""
    others = [option for option in item.options if option.verdict != Verdict.RECOMMENDED and _told(option)]
    if not others:
        return
    names = {option.option: option.name for option in others}
    chosen = st.pills(
        "What would make another option right?" if item.recommended else "What would make an option right?",
        list(names),
        format_func=lambda name: names.get(name, name),
        key=f"way:{item.decision}",
    )
    option = next((option for option in others if option.option == chosen), None)
    if option is None:
        return
    st.markdown(plain_text(_told(option)))
    if option.would_change is not None:
        st.button(
            "Open the scenario with this change",
            key=f"try:{item.decision}:{option.option}",
            on_click=apply_changes,
            args=(option.would_change.set, scenario, vocabulary),
        )


def _told(option: OptionAdvice) -> str:
    return option.would_change.text if option.would_change else option.cannot_change
