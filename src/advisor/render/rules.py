"""The rule base in the terminal, for authors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from advisor.authoring.deciding import Deciding
from advisor.facts import FactSpec, plain
from advisor.facts.fields import FactKind
from advisor.rulebase.condition import limits_of
from advisor.rulebase.english import conclusion, ending, english
from advisor.rulebase.formulas import Formula
from advisor.rulebase.schema import Rule, RuleBase
from advisor.vocabulary import RuleStatus


def listing(base: RuleBase, decisions: Iterable[str], shown: Callable[[Rule], bool], everywhere: bool) -> str:
    """Decisions with their options and the rules that are to be shown; then, with `everywhere`, the implications.

    Plain lines that are never broken: an id that is cut off cannot be copied, and a line holds one rule.
    """
    lines: list[str] = []
    for name in decisions:
        item = base.decisions[name]
        rules = _lines(base, name, shown)
        lines += ["", f"{name}: {item.question}", f"  options: {', '.join(item.options)}", *rules]
    if everywhere:
        lines += ["", "implications: What follows from facts, in every decision", *_lines(base, None, shown)]
    return "\n".join(lines[1:])


def _lines(base: RuleBase, decision: str | None, shown: Callable[[Rule], bool]) -> list[str]:
    rules = [rule for rule in base.rules.values() if rule.decision == decision and shown(rule)]
    width = max((len(rule.id) for rule in rules), default=0)
    rules.sort(key=lambda rule: (rule.then.word, rule.id))
    return [f"  {rule.id:{width}}  {_concludes(base, rule)}" for rule in rules]


def _concludes(base: RuleBase, rule: Rule) -> str:
    return ("draft: " if rule.status is RuleStatus.DRAFT else "") + conclusion(base, rule)


def rule(base: RuleBase, item: Rule, decides: Sequence[Deciding]) -> RenderableType:
    """One rule in English: when, then, because, its limits, sources and cases, and where it decides."""
    return Group(*_rule(base, item), *_decides(item, decides))


def _decides(item: Rule, decides: Sequence[Deciding]) -> Iterator[RenderableType]:
    if item.status is RuleStatus.DRAFT:
        yield Text.assemble(("Decides  ", "bold"), "nothing while it is a draft")
    elif not decides:
        yield Text.assemble(("Decides  ", "bold"), "no shipped scenario")
    for found in decides:
        yield Text.assemble(("Decides  ", "bold"), f"{found.scenario} ({'; '.join(found.what)})")
    yield Text(item.place, "dim", no_wrap=True, overflow="ignore")


def _rule(base: RuleBase, item: Rule) -> Iterator[RenderableType]:
    draft = "  draft" if item.status is RuleStatus.DRAFT else ""
    yield Text.assemble((item.title, "bold"), (f"  {item.id}{draft}", "dim"))
    yield Text.assemble(("When     ", "bold"), english(item.when, base.vocabulary))
    yield Text.assemble(("Then     ", "bold"), conclusion(base, item))
    yield Text.assemble(("Because  ", "bold"), item.because)
    if item.instead:
        yield Text.assemble(("Instead  ", "bold"), item.instead)
    for name in limits_of(item.when):
        limit = base.limit(name)
        disputed = f" Sources disagree: {limit.disputed}" if limit.disputed else ""
        yield Text.assemble(
            ("Limit    ", "bold"), f"{name} = {limit.words} ({limit.source}, checked {limit.checked}).{disputed}"
        )
    for name in item.overrides:
        yield Text.assemble(("Except   ", "bold"), f"it overrides {name}: {base.rules[name].title}")
    for other in base.rules.values():
        if item.id in other.overrides:
            yield Text.assemble(("Unless   ", "bold"), f"{other.id} holds: {other.title}")
    for gap in item.known_gaps:
        yield Text.assemble(("Gap      ", "bold"), gap)
    for source in item.references:
        # A broken address cannot be followed.
        yield Text.assemble(("Source   ", "bold"), source, no_wrap=True, overflow="ignore")
    for case in item.cases:
        facts = _stated(case.facts)
        ends = f"; {ending(base, case.ends)}" if case.ends else ""
        yield Text.assemble(("Case     ", "bold"), f"{case.name} ({facts}) → fires: {str(case.fires).lower()}{ends}")


def formula(base: RuleBase, item: Formula) -> RenderableType:
    """One formula: what it gives, from what, its source and cases."""
    return Group(*_formula(base, item))


def _formula(base: RuleBase, item: Formula) -> Iterator[RenderableType]:
    yield Text.assemble((item.title, "bold"), (f"  {item.id}", "dim"))
    yield Text.assemble(("Formula  ", "bold"), item.written)
    yield Text.assemble(("Gives    ", "bold"), f"{item.gives}: {base.vocabulary[item.gives].question.says}")
    for symbol, fact in item.facts.items():
        yield Text.assemble(("Where    ", "bold"), f"{symbol} is {fact}: {base.vocabulary[fact].question.says}")
    for symbol, name in item.limits.items():
        limit = base.limit(name)
        yield Text.assemble(
            ("Where    ", "bold"), f"{symbol} is {name} = {limit.words} ({limit.source}, checked {limit.checked})"
        )
    yield Text.assemble(("Because  ", "bold"), item.because)
    yield Text.assemble(("Source   ", "bold"), item.source, no_wrap=True, overflow="ignore")
    for case in item.cases:
        gives = case.gives if isinstance(case.gives, str) else f"{case.gives:.12g}"
        yield Text.assemble(("Case     ", "bold"), f"{case.name} ({_stated(case.facts)}) → {gives}")
    yield Text(item.place, "dim", no_wrap=True, overflow="ignore")


def _stated(facts: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {_plainly(value)}" for name, value in facts.items()) or "nothing known"


def _plainly(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def facts(specs: Iterable[FactSpec]) -> RenderableType:
    """Facts with their questions, and what a rule can write after their names."""
    table = Table.grid(padding=(0, 2))
    for spec in specs:
        table.add_row(Text(spec.name, "bold"), spec.question.ask, Text(_accepted(spec), "dim"))
    return table


def _accepted(spec: FactSpec) -> str:
    question = spec.question
    if spec.words:
        return ("" if spec.kind is FactKind.CHOICE else "any of ") + ", ".join(spec.words)
    if spec.kind is FactKind.NUMBER:
        return f"{plain(spec, question.low)} to {plain(spec, question.high)}"
    return "true, false" if spec.kind is FactKind.FLAG else "nothing yet"
