"""Advice as Markdown; what a user wrote stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.advise import Advice
from advisor.explain.model import DecisionAdvice, Reason
from advisor.vocabulary import Origin, Status

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~-])")


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def advice(given: Advice) -> str:
    """The whole advice as one Markdown document."""
    return "\n".join(_lines(given)) + "\n"


def _lines(given: Advice) -> Iterator[str]:
    yield f"# {escape(given.scenario.title or 'Advice')}"
    yield ""
    if given.scenario.objective:
        yield f"**Objective.** {escape(given.scenario.objective)}"
        yield ""
    yield "| Fact | Value | Strength | From |"
    yield "|---|---|---|---|"
    for fact in given.scenario.facts:
        said = f"“{escape(fact.words)}”" if fact.words else fact.origin.value
        origin = f"concluded by `{fact.rules[0]}`" if fact.origin is Origin.ASSUMED and fact.rules else said
        yield f"| `{fact.name}` | {escape(fact.text)} | {fact.strength.value} | {origin} |"
    for item in given.decisions:
        yield from _decision(item)
    if given.companions:
        yield from ("", "## Needed beside it", "")
        yield from (f"- **{escape(one.name)}**: {escape(one.because)} (`{one.rule}`)" for one in given.companions)
    if given.warnings:
        yield from ("", "## Traps", "")
        yield from (f"- {escape(one.text)} (`{one.rule}`)" for one in given.warnings)
    yield ""
    yield f"Seen as of {given.as_of}; rule base {given.rulebase.version}; engine {given.engine}."


def _decision(item: DecisionAdvice) -> Iterator[str]:
    yield from ("", f"## {escape(item.question)}", "")
    if item.status is Status.CONFLICT:
        yield from (f"**Nothing survives.** {escape(clash.text)}" for clash in item.conflicts)
    elif item.status is Status.OPEN:
        yield f"**Open**: it depends on {', '.join(f'`{one.fact}`' for one in item.depends_on)}."
    else:
        yield f"**Recommended: {escape(item.options[0].name)}**"
    yield from ("", "| Option | Verdict | Why |", "|---|---|---|")
    for option in item.options:
        why = "<br>".join(_reason(reason) for reason in option.reasons)
        yield f"| {escape(option.name)} | {option.verdict.value} | {why} |"


def _reason(given: Reason) -> str:
    sources = " ".join(f"<{source}>" for source in given.references if source.startswith("https://"))
    return f"{escape(given.text)} (`{given.rule}`{' ' + sources if sources else ''})"
