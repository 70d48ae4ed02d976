"""A decision note: half a page for whoever has to agree, without the details."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.advise import Advice
from advisor.explain.model import DecisionAdvice
from advisor.render import spending
from advisor.render.markdown import escape, reproduction
from advisor.scenario.model import Scenario
from advisor.vocabulary import Status, Verdict


def note(given: Advice, scenario: Scenario) -> str:
    """The note as Markdown: what is proposed, what fell and why in one line each, and what is still open."""
    return "\n".join(_lines(given, scenario)) + "\n"


def _lines(given: Advice, scenario: Scenario) -> Iterator[str]:
    yield from (f"# Decision note: {escape(given.scenario.title or 'machine learning on AWS')}", "")
    if given.scenario.objective:
        yield from (escape(given.scenario.objective), "")
    settled = [item for item in given.decisions if item.status is Status.RECOMMENDED]
    if settled:
        yield from ("## We propose", "")
        yield from (f"- **{escape(item.options[0].name)}** – {escape(item.question)}" for item in settled)
    if given.companions:
        yield f"- With it: {', '.join(escape(one.name) for one in given.companions)}"
    if costs := spending.whole(given.cost):
        yield from ("", escape(costs))
    fallen = [line for item in given.decisions for line in _fallen(item)]
    if fallen:
        yield from ("", "## We do not propose", "", *fallen)
    waiting = [line for item in given.decisions for line in _waiting(item)]
    if waiting:
        yield from ("", "## Before we can go on", "", *waiting)
    if given.warnings:
        yield from ("", "## To watch", "", *(f"- {escape(one.text)}" for one in given.warnings))
    yield from ("", "## Where this comes from", "")
    yield from reproduction(given, scenario, "note")


def _fallen(item: DecisionAdvice) -> Iterator[str]:
    for option in item.options:
        if option.verdict is Verdict.ELIMINATED:
            yield f"- {escape(option.name)}: {escape(option.reasons[0].text)}"


def _waiting(item: DecisionAdvice) -> Iterator[str]:
    if item.status is Status.OPEN:
        yield from (f"- {escape(unknown.question)}" for unknown in item.depends_on)
    elif item.status is Status.CONFLICT:
        clash = escape(item.conflicts[0].text) if item.conflicts else ""
        yield f"- {escape(item.question)} Nothing fits. {clash}".rstrip()
