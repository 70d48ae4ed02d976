"""The form, made from the vocabulary: one field for each fact, and unknown is an answer like any other."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from advisor import FactSpec, Vocabulary
from components import plain_text, sentence
from state import (
    NEED_LISTS,
    NEEDS,
    NONE_OF_THESE,
    UNKNOWN,
    Filled,
    fact_key,
    is_unknown,
    soft_key,
)

_SECTIONS = {
    "goal": "Goal",
    "request": "One request",
    "traffic": "Traffic",
    "models": "Models",
    "security": "Security",
    "access": "Callers",
    "account": "Account",
    "priorities": "Priorities",
    "ai": "Managed AI services",
    "fm": "Foundation models",
    NEEDS: "What it must be able to do",
}
_NEED_LABELS = {
    "needs:must": "It must be able to…",
    "needs:should": "It would be nice if it could…",
    "needs:not": "It certainly need not…",
}
_EXAMPLES = {
    "ms": "100 ms",
    "s": "30 s",
    "min": "15 min",
    "hours": "2 hours",
    "days": "7 days",
    "KB": "500 KB",
    "MB": "5 MB",
    "GB": "2 GB",
    "TB": "1 TB",
    "MB/s": "10 MB/s",
    "GB/day": "50 GB/day",
    "per second": "20/s",
    "per day": "500/day",
    "share": "80 %",
    "count": "300",
    "USD/month": "500",
}


def section_name(group: str) -> str:
    """What a group of facts is called on the page."""
    return _SECTIONS.get(group, sentence(group.replace("_", " ")))


def draw(vocabulary: Vocabulary, filled: Filled) -> None:
    """A search over all facts, then every section; the fields of a section are drawn while it is open."""
    _search(vocabulary, filled)
    groups: dict[str, list[FactSpec]] = {}
    for spec in vocabulary:
        groups.setdefault(spec.group, []).append(spec)
    for group, specs in groups.items():
        key = f"section:{group}"
        # A heading that counts is a new widget whenever the count changes; said again, it stays open.
        st.session_state[key] = bool(st.session_state.get(key))
        with st.expander(_heading(group, specs, filled), key=key, on_change="rerun") as section:
            if not section.open:
                continue
            if group == NEEDS:
                _needs(specs, filled)
            else:
                for spec in specs:
                    fact(spec, filled)


def _search(vocabulary: Vocabulary, filled: Filled) -> None:
    """One field out of hundreds, by the words of its question; the section that holds it opens."""

    def found() -> None:
        name = st.session_state["find"]
        if name:
            st.session_state[f"section:{vocabulary[name].group}"] = True

    asks = {spec.name: spec.question.ask for spec in vocabulary if spec.group != NEEDS}
    name = st.selectbox(
        "Find a question",
        list(asks),
        index=None,
        format_func=lambda one: asks.get(one, one),
        placeholder="Type a word, such as latency",
        key="find",
        on_change=found,
    )
    if name:
        st.caption(f"It stands in “{plain_text(section_name(vocabulary[name].group))}”, opened below.")


def _heading(group: str, specs: Iterable[FactSpec], filled: Filled) -> str:
    names = {spec.name for spec in specs}
    stated = sum(statement.name in names for statement in filled.statements)
    wrong = sum(name in names for name in filled.problems)
    parts = [f"{stated} stated"] if stated else []
    parts += [f"{wrong} to correct"] if wrong else []
    return f"**{section_name(group)}**" + (f" · {', '.join(parts)}" if parts else "")


def fact(spec: FactSpec, filled: Filled) -> None:
    """The field of one fact, with the switch that makes it a wish once it is stated."""
    _DRAWERS[spec.kind.value](spec, fact_key(spec), plain_text(spec.question.ask))
    _problem(spec.name, filled)
    stated = not is_unknown(st.session_state[fact_key(spec)]) and spec.name not in filled.problems
    # An order of priorities is a preference by nature.
    if stated and spec.kind.value != "order":
        st.toggle("Nice to have, not a must", key=soft_key(spec.name), persist_state="session")


def _problem(name: str, filled: Filled) -> None:
    if name in filled.problems:
        why = filled.problems[name].replace("`", "'")
        st.error(f"{plain_text(sentence(why))}. For now it counts as unknown.")


def _flag(spec: FactSpec, key: str, label: str) -> None:
    st.session_state.setdefault(key, UNKNOWN)
    st.segmented_control(
        label,
        [UNKNOWN, "yes", "no"],
        format_func=str.capitalize,
        required=True,
        key=key,
        persist_state="session",
    )


def _choice(spec: FactSpec, key: str, label: str) -> None:
    labels = {UNKNOWN: "Unknown", **{word: sentence(text) for word, text in spec.labels.items()}}
    st.selectbox(
        label, [UNKNOWN, *spec.words], format_func=lambda word: labels.get(word, word), key=key, persist_state="session"
    )


def _number(spec: FactSpec, key: str, label: str) -> None:
    example = _EXAMPLES.get(spec.question.unit.value if spec.question.unit else "", "")
    hint = f"Unknown – or a value such as {example}" if example else "Unknown"
    st.text_input(label, placeholder=hint, key=key, persist_state="session")


def _members(spec: FactSpec, key: str, label: str) -> None:
    _list(spec, key, label, [*spec.words, NONE_OF_THESE], "Unknown")


def _order(spec: FactSpec, key: str, label: str) -> None:
    _list(spec, key, label, list(spec.words), "Unknown – or choose, the most important first")


def _list(spec: FactSpec, key: str, label: str, words: list[str], placeholder: str) -> None:
    labels = {NONE_OF_THESE: "None of these", **{word: sentence(text) for word, text in spec.labels.items()}}
    st.multiselect(
        label,
        words,
        format_func=lambda word: labels.get(word, word),
        placeholder=placeholder,
        key=key,
        persist_state="session",
    )


def _needs(specs: list[FactSpec], filled: Filled) -> None:
    labels = {spec.name: sentence(spec.question.says.removeprefix("needed: ")) for spec in specs}
    for key in NEED_LISTS:
        st.multiselect(
            _NEED_LABELS[key],
            list(labels),
            format_func=lambda name: labels.get(name, name),
            placeholder="Type to search, such as GPU",
            key=key,
            persist_state="session",
        )
    for spec in specs:
        if spec.name in filled.problems:
            st.error(f"{plain_text(labels[spec.name])}: {plain_text(filled.problems[spec.name])}.")


_DRAWERS = {"flag": _flag, "choice": _choice, "number": _number, "members": _members, "order": _order}
