"""Advice as Markdown; what a user wrote stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.advise import Advice
from advisor.cost.model import Cost
from advisor.explain.around import FactShown
from advisor.explain.model import DecisionAdvice, Reason
from advisor.render import spending
from advisor.render.stamp import command, made_from
from advisor.scenario.model import Computed, Scenario
from advisor.scenario.write import scenario_text
from advisor.vocabulary import Origin, Status

# Only what Markdown reads is escaped: a document is also read as it is written.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$]|&(?=[#\w]))")
_AT_THE_START = re.compile(r"^(\d*)([#+\-=.)])")


def escape(text: str) -> str:
    r"""Text on one line that Markdown shows as it is.

    >>> escape("<b>*4 MB*</b>, SSE-KMS (yours)")
    '\\<b\\>\\*4 MB\\*\\</b\\>, SSE-KMS (yours)'
    """
    return _AT_THE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(text.split())))


def advice(given: Advice, scenario: Scenario) -> str:
    """The whole advice as one Markdown document, with the scenario that makes it again."""
    return "\n".join(_lines(given, scenario)) + "\n"


def reproduction(given: Advice, scenario: Scenario, format: str) -> Iterator[str]:
    """What the document was made from, and how to make it again: the scenario file and the command."""
    yield from (f"* {label}: {text}" for label, text in made_from(given).items())
    again = f"`{command(given, format)}`"
    yield from ("", f"To make this document again, save the scenario as `scenario.yaml` and run {again}:", "")
    text = scenario_text(scenario)
    # A fence must be longer than any run of its own character inside.
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    yield from (f"{fence}yaml", text.rstrip(), fence)


def _lines(given: Advice, scenario: Scenario) -> Iterator[str]:
    yield f"# {escape(given.scenario.title or 'Advice')}"
    yield ""
    if given.scenario.objective:
        yield f"**Objective.** {escape(given.scenario.objective)}"
        yield ""
    yield "| Fact | Value | Strength | From |"
    yield "|---|---|---|---|"
    for fact in given.scenario.facts:
        yield f"| `{fact.name}` | {escape(fact.text)} | {fact.strength.value} | {_origin(fact)} |"
    for item in given.decisions:
        yield from _decision(item, given.cost)
    if given.companions:
        yield from ("", "## Needed beside it", "")
        yield from (f"- **{escape(one.name)}**: {escape(one.because)} (`{one.rule}`)" for one in given.companions)
    if given.warnings:
        yield from ("", "## Traps", "")
        yield from (f"- {escape(one.text)} (`{one.rule}`)" for one in given.warnings)
    if costs := spending.whole(given.cost):
        yield from ("", "## What it costs", "", escape(costs))
    yield from ("", "## Where this comes from", "")
    yield from reproduction(given, scenario, "markdown")


def _origin(fact: FactShown) -> str:
    if fact.computed:
        return f"computed: {computation(fact.computed)}"
    if fact.origin is Origin.ASSUMED and fact.rules:
        return f"concluded by `{fact.rules[0]}`"
    return f"“{escape(fact.words)}”" if fact.words else "stated"


def computation(given: Computed) -> str:
    """A formula with its numbers, its id and its source."""
    source = f"<{given.source}>" if given.source.startswith("https://") else escape(given.source)
    return f"{escape(given.text)} (`{given.formula}`; {source})"


def _decision(item: DecisionAdvice, cost: Cost | None) -> Iterator[str]:
    yield from ("", f"## {escape(item.question)}", "")
    if item.status is Status.CONFLICT:
        yield from (f"**Nothing survives.** {escape(clash.text)}" for clash in item.conflicts)
    elif item.status is Status.OPEN:
        yield f"**Open**: it depends on {', '.join(f'`{one.fact}`' for one in item.depends_on)}."
    else:
        yield f"**Recommended: {escape(item.options[0].name)}**"
    yield from ("", "| Option | Verdict | Why | Cost |", "|---|---|---|---|")
    for option in item.options:
        why = "<br>".join(reason(one) for one in option.reasons)
        costs = escape(spending.of_option(cost, item.decision, option.option)) or "–"
        yield f"| {escape(option.name)} | {option.verdict.value} | {why} | {costs} |"


def reason(given: Reason) -> str:
    """One reason on one line: the sentence, its rule, its limits with their dates, and its sources."""
    limits = "".join(f"; {escape(one.value)}, checked {one.checked}" for one in given.limits)
    sources = " ".join(f"<{source}>" for source in given.references if source.startswith("https://"))
    return f"{escape(given.text)} (`{given.rule}`{limits}{' ' + sources if sources else ''})"
