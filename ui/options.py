"""Every option of every decision: the matrix of options and reasons, then each reason with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import streamlit as st

from advisor import Advice, DecisionAdvice, OptionAdvice, Reason, Scenario, Status, Strength, Verdict, Vocabulary
from components import code, day, plain_text, sentence, source, verdict_badge
from state import apply_changes

_REASONS_IN_A_CELL = 3
_CRITERIA = {"fit": "match to the workload", "operations": "operational overhead", "time-to-market": "time to market"}


def draw(advice: Advice, titles: Mapping[str, str], scenario: Scenario, vocabulary: Vocabulary) -> None:
    """One matrix for each decision, each followed by its details; `titles` are the rules' own, by id."""
    if not advice.decisions:
        return
    said = {fact.name: fact.text for fact in advice.scenario.facts}
    st.header("Every option", anchor="options")
    for item in advice.decisions:
        st.subheader(plain_text(item.question), anchor=False)
        rows = [
            {
                "Option and verdict": f"**{plain_text(option.name)}**  \n{verdict_badge(option.verdict, item.status)}",
                "Because": _because(option, item, said, titles),
            }
            for option in item.options
        ]
        st.table(rows, border="horizontal", hide_index=True, alt=f"Options, verdicts and reasons: {item.question}")
        with st.expander("Every reason with its sources", key=f"details:{item.decision}"):
            for option in item.options:
                _option(option, item, said)
                _way_there(option, item, scenario, vocabulary)


def _waits(option: OptionAdvice, item: DecisionAdvice) -> bool:
    """While a decision is open, its survivors wait for the unknowns that stand above."""
    return item.status == Status.OPEN and option.verdict != Verdict.ELIMINATED


def _because(option: OptionAdvice, item: DecisionAdvice, said: Mapping[str, str], titles: Mapping[str, str]) -> str:
    if _waits(option, item):
        return "It depends on what is not known yet."
    lines = [_cause(reason, said, titles) for reason in option.reasons[:_REASONS_IN_A_CELL]]
    more = len(option.reasons) - len(lines)
    if more > 0:
        lines.append(f"and {more} more below")
    return lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)


def _cause(reason: Reason, said: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """The constraint in the scenario's words, or as the facts say it, and the rule that it meets."""
    told = [f"“{words}”" for words in reason.words] or [said.get(name, name) for name in reason.facts]
    rule = plain_text(titles.get(reason.rule) or reason.text.rstrip("."))
    return f"**{plain_text('; '.join(map(sentence, told)))}** – {rule}" if told else rule


def _option(option: OptionAdvice, item: DecisionAdvice, said: Mapping[str, str]) -> None:
    st.markdown(f"**{plain_text(option.name)}** {verdict_badge(option.verdict, item.status)}")
    for reason in option.reasons:
        _reason(reason, said)


def _way_there(option: OptionAdvice, item: DecisionAdvice, scenario: Scenario, vocabulary: Vocabulary) -> None:
    """The smallest change that would make an option right, with a button that opens the changed scenario."""
    if option.would_change is not None:
        st.markdown(f"What would make it right? {plain_text(option.would_change.text)}")
        st.button(
            "Open the scenario with this change",
            key=f"try:{item.decision}:{option.option}",
            on_click=apply_changes,
            args=(option.would_change.set, scenario, vocabulary),
        )
    elif option.cannot_change:
        st.markdown(plain_text(option.cannot_change))


def _reason(reason: Reason, said: Mapping[str, str]) -> None:
    lines = [plain_text(reason.text), *(f"Instead: {plain_text(reason.instead)}" for _ in [0] if reason.instead)]
    st.markdown("- " + "  \n  ".join([*lines, f":small[{' · '.join(_evidence(reason, said))}]"]))
    for limit in reason.limits:
        if limit.disputed:
            st.warning(f"{plain_text(limit.disputed)} {code(limit.limit)}", title="The sources disagree on this number")


def _evidence(reason: Reason, said: Mapping[str, str]) -> Iterator[str]:
    """What a reason rests on, from the facts to the documentation."""
    if reason.facts:
        yield "from: " + plain_text("; ".join(said.get(name, name) for name in reason.facts))
    if reason.words:
        yield plain_text("said: " + ", ".join(f"“{words}”" for words in reason.words))
    if reason.strength == Strength.SHOULD and reason.facts:
        yield "a wish, so it only weighs"
    if reason.criterion is not None:
        yield f"counts for: {plain_text(_CRITERIA.get(reason.criterion.value, reason.criterion.value))}"
    yield f"rule: {code(reason.rule)}"
    if reason.via:
        yield f"concluded through: {', '.join(map(code, reason.via))}"
    for limit in reason.limits:
        value, checked = plain_text(limit.value), day(limit.checked)
        yield f"limit: {value} ({code(limit.limit)}), checked {checked}, {source(limit.source)}"
    if reason.references:
        yield "sources: " + ", ".join(map(source, reason.references))
