"""Advice in the terminal, with Rich: the recommendation first, then every elimination."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from advisor.advise import Advice
from advisor.explain.model import DecisionAdvice, OptionAdvice, Reason
from advisor.render import costs
from advisor.vocabulary import Origin, Status, Strength, Verdict

_STYLE = {Verdict.RECOMMENDED: "bold green", Verdict.VIABLE: "yellow", Verdict.ELIMINATED: "red"}
_MARK = {Verdict.RECOMMENDED: "✔", Verdict.VIABLE: "·", Verdict.ELIMINATED: "✘"}
_SHOWN_BY_DEFAULT = 3


def advice(given: Advice, *, every_reason: bool = False) -> RenderableType:
    """The whole advice. Three reasons an option are shown unless `every_reason` is set."""
    return Group(*_advice(given, every_reason))


def _advice(given: Advice, every_reason: bool) -> Iterator[RenderableType]:
    if given.scenario.title:
        yield Line(Text(given.scenario.title, "bold"), style="dim")
    yield from _decomposition(given)
    if not given.decisions:
        yield Text(
            "No decision applies yet: state something about the workload, such as a latency or the traffic.", "bold"
        )
    else:
        yield Text("\nRecommendation", "bold")
        yield _summary(given)
    for item in given.decisions:
        yield Text("")
        yield from decision(item, every_reason=every_reason)
    if given.ask_next is not None:
        yield Text("\nTo ask next", "bold")
        yield _bullet(Text(given.ask_next.question), given.ask_next.fact)
    if given.companions:
        yield Text("\nNeeded beside it", "bold")
        for companion in given.companions:
            yield _bullet(Text.assemble((companion.name, "bold"), ": ", companion.because), companion.rule)
    if given.cost is not None:
        yield from costs.summary(given.cost)
    if given.warnings:
        yield Text("\nTraps in this scenario", "bold")
        for warning in given.warnings:
            yield _bullet(Text(warning.text), warning.rule)
    yield Text("")
    seen = f"Seen as of {given.as_of:%-d %B %Y}; rule base {given.rulebase.version}; engine: {given.engine}."
    yield Text(seen, "dim")


def _decomposition(given: Advice) -> Iterator[RenderableType]:
    if given.scenario.objective:
        yield Text.assemble(("Objective  ", "bold"), given.scenario.objective)
    if given.scenario.domain:
        yield Text.assemble(("Domain     ", "bold"), given.scenario.domain.value)
    stated = [fact for fact in given.scenario.facts if fact.origin not in (Origin.ASSUMED, Origin.COMPUTED)]
    for strength, heading in ((Strength.MUST, "Must"), (Strength.SHOULD, "Should")):
        facts = [fact for fact in stated if fact.strength is strength]
        for index, fact in enumerate(facts):
            said = f" “{fact.words}”" if fact.words else ""
            yield Text.assemble((f"{heading if index == 0 else '':11}", "bold"), fact.text, (said, "dim"))
    computed = [(fact, fact.computed) for fact in given.scenario.facts if fact.computed]
    for index, (fact, how) in enumerate(computed):
        yield Text.assemble((f"{'Computed' if index == 0 else '':11}", "bold"), fact.text)
        yield Padding(Text(how.text), (0, 0, 0, 13))
        yield Padding(Text(f"{how.because} · formula: {how.formula} · source: {how.source}", "dim"), (0, 0, 0, 13))
    concluded = [fact for fact in given.scenario.facts if fact.origin is Origin.ASSUMED]
    for index, fact in enumerate(concluded):
        because = f"  ({', '.join(fact.rules[:1])})"
        yield Text.assemble((f"{'Concluded' if index == 0 else '':11}", "bold"), fact.text, (because, "dim"))


def _summary(given: Advice) -> Table:
    table = Table.grid(padding=(0, 2))
    for item in given.decisions:
        if item.status is Status.RECOMMENDED:
            answer = Text(item.options[0].name, "bold green")
        elif item.status is Status.OPEN:
            answer = Text(f"open: it depends on {', '.join(d.fact for d in item.depends_on)}", "bold yellow")
        else:
            answer = Text("nothing survives: the requirements clash", "bold red")
        table.add_row(Text(item.question), answer)
    return table


def decision(item: DecisionAdvice, *, every_reason: bool = False) -> Iterator[RenderableType]:
    """One decision: each option with its verdict and reasons, then what it depends on or what clashes."""
    yield Line(Text.assemble((item.question, "bold"), f"  {item.decision}"), align="left", style="dim")
    for option in item.options:
        yield from _option(option, every_reason)
    shown = item.conflicts if every_reason else item.conflicts[:_SHOWN_BY_DEFAULT]
    for clash in shown:
        yield _bullet(Text.assemble((clash.text, "red"), f" {clash.because}".rstrip()), ", ".join(clash.rules))
    if len(item.conflicts) > len(shown):
        yield _bullet(Text(f"and {len(item.conflicts) - len(shown)} more clashes (--all shows them)", "dim"))
    for way in item.ways_out if every_reason else item.ways_out[:_SHOWN_BY_DEFAULT]:
        yield _bullet(Text(f"One way out: {way.text}"), f"gives {way.gives}")
    if item.depends_on:
        heading = "Open until this is known:" if item.status is Status.OPEN else "Would change if this were known:"
        yield Padding(Text(heading, "italic"), (0, 0, 0, 2))
        for dependence in item.depends_on:
            given = "; ".join(f"{value} → {option}" for value, option in dependence.values.items())
            yield _bullet(Text.assemble(dependence.question, " ", (given, "dim")), dependence.fact)


def _option(option: OptionAdvice, every_reason: bool) -> Iterator[RenderableType]:
    yield Text.assemble(
        (f" {_MARK[option.verdict]} {option.name}", _STYLE[option.verdict]),
        (f"  {option.verdict.value}", _STYLE[option.verdict]),
        (f"  {option.option}", "dim"),
    )
    shown = option.reasons if every_reason else option.reasons[:_SHOWN_BY_DEFAULT]
    for given in shown:
        yield from reason(given)
    if len(option.reasons) > len(shown):
        yield Padding(Text(f"and {len(option.reasons) - len(shown)} more (--all shows them)", "dim"), (0, 0, 0, 5))
    if option.would_change is not None:
        yield Padding(Text.assemble(("What would make it right: ", "italic"), option.would_change.text), (0, 0, 0, 5))
    elif option.cannot_change:
        yield Padding(Text.assemble(("What would make it right: ", "italic"), option.cannot_change), (0, 0, 0, 5))


def reason(given: Reason) -> Iterator[RenderableType]:
    """One reason: the sentence, the scenario's words, the limit with its date, the rule and its source."""
    yield Padding(Text(given.text), (0, 0, 0, 5))
    small: list[str] = []
    if given.words:
        small.append("said: " + ", ".join(f"“{words}”" for words in given.words))
    elif given.facts:
        small.append("from: " + ", ".join(given.facts))
    small += [f"{limit.limit} = {limit.value} (checked {limit.checked})" for limit in given.limits]
    small.append(f"rule: {given.rule}")
    small += [f"source: {source}" for source in given.references[:1]]
    yield Padding(Text(" · ".join(small), "dim"), (0, 0, 0, 5))
    for limit in given.limits:
        if limit.disputed:
            yield Padding(Text(f"Sources disagree: {limit.disputed}", "dim italic"), (0, 0, 0, 5))
    if given.instead:
        yield Padding(Text(f"Instead: {given.instead}"), (0, 0, 0, 5))


def _bullet(text: Text, rule: str = "") -> Padding:
    if rule:
        text = Text.assemble(text, (f"  [{rule}]", "dim"))
    return Padding(Text.assemble("- ", text), (0, 0, 0, 2))
