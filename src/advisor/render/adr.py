"""An architecture decision record in the form of MADR 4: every considered option with the reason for its fate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from advisor.advise import Advice
from advisor.explain.around import FactShown
from advisor.explain.model import DecisionAdvice, OptionAdvice
from advisor.render import spending
from advisor.render.markdown import computation, escape, reason, reproduction
from advisor.render.mermaid import mermaid
from advisor.render.picture import picture
from advisor.rulebase.schema import Thing
from advisor.scenario.model import Scenario
from advisor.vocabulary import Status, Strength, Verdict


def record(given: Advice, scenario: Scenario, things: Mapping[str, Thing]) -> str:
    """The record of one advice as Markdown; it is proposed, because people decide."""
    return "\n".join(_lines(given, scenario, things)) + "\n"


def _lines(given: Advice, scenario: Scenario, things: Mapping[str, Thing]) -> Iterator[str]:
    yield from ("---", "status: proposed", f"date: {given.as_of.isoformat()}", "---", "")
    yield from (f"# {escape(given.scenario.title or 'Architecture of a machine learning workload')}", "")
    yield from ("## Context and Problem Statement", "")
    if scenario.prompt:
        yield from (escape(scenario.prompt), "")
    if given.scenario.objective:
        yield from (escape(given.scenario.objective), "")
    yield from ("## Decision Drivers", "")
    for fact in given.scenario.facts:
        binding = "must" if fact.strength is Strength.MUST else "nice to have"
        yield f"* {escape(fact.text)} ({binding}{_origin(fact)})"
    yield from ("", "## Considered Options", "")
    for item in given.decisions:
        yield f"* {escape(item.question)}"
        yield from (f"  * {escape(option.name)}" for option in item.options)
    yield from ("", "## Decision Outcome", "")
    yield from (_outcome(item) for item in given.decisions)
    drawn = picture(given, things)
    if not drawn.empty:
        yield from ("", "```mermaid", mermaid(drawn).rstrip(), "```")
    yield from _consequences(given)
    yield from ("", "### Confirmation", "")
    yield (
        "The reasons below name the rule and the source of each verdict. Read the sources before building: limits and "
        "lifecycles change."
    )
    yield from ("", "## Pros and Cons of the Options")
    for item in given.decisions:
        yield from ("", f"### {escape(item.question)}")
        for option in item.options:
            yield from _option(option, spending.of_option(given.cost, item.decision, option.option))
    yield from ("", "## More Information", "")
    yield from reproduction(given, scenario, "adr")


def _origin(fact: FactShown) -> str:
    if fact.computed:
        return f", computed: {computation(fact.computed)}"
    if fact.words:
        return f", in the words “{escape(fact.words)}”"
    return f", concluded by `{fact.rules[0]}`" if fact.rules else ""


def _outcome(item: DecisionAdvice) -> str:
    question = escape(item.question)
    if item.status is Status.CONFLICT:
        return f"* {question} **Nothing fits**: {' '.join(escape(clash.text) for clash in item.conflicts[:1])}"
    if item.status is Status.OPEN:
        waits = "; ".join(escape(unknown.question) for unknown in item.depends_on)
        return f"* {question} **Open** until this is known: {waits}"
    best = item.options[0]
    return f"* {question} Chosen option: **{escape(best.name)}**, because {escape(best.reasons[0].text)}"


def _consequences(given: Advice) -> Iterator[str]:
    costs = spending.whole(given.cost)
    if given.companions or given.warnings or costs:
        yield from ("", "### Consequences", "")
        yield from (f"* Needs {escape(one.name)}: {escape(one.because)} (`{one.rule}`)" for one in given.companions)
        yield from (f"* Beware: {escape(one.text)} (`{one.rule}`)" for one in given.warnings)
        yield from (f"* {escape(text)}" for text in filter(None, [costs]))


def _option(option: OptionAdvice, costs: str) -> Iterator[str]:
    yield from ("", f"#### {escape(option.name)}", "")
    stance = {
        Verdict.RECOMMENDED: "Good, because",
        Verdict.VIABLE: "Neutral, because",
        Verdict.ELIMINATED: "Ruled out, because",
    }[option.verdict]
    yield from (f"* {stance} {reason(given)}" for given in option.reasons)
    if costs:
        yield f"* Costs {escape(costs)}"
    way = option.would_change.text if option.would_change else option.cannot_change
    if way and option.verdict is not Verdict.RECOMMENDED:
        yield f"* What would make it right: {escape(way)}"
