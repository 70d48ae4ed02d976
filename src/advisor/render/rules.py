"""The rule base in the terminal, for authors."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from advisor.facts import describe
from advisor.rulebase.condition import limits_of
from advisor.rulebase.english import english
from advisor.rulebase.schema import Rule, RuleBase


def listing(base: RuleBase, decision: str | None) -> RenderableType:
    """Every decision (or one) with its options and rules, then the implications."""
    parts: list[RenderableType] = []
    for name in [decision] if decision else base.decisions:
        item = base.decisions[name]
        parts.append(Text.assemble((f"\n{name}", "bold"), f"  {item.question}"))
        parts.append(Padding(Text("options: " + ", ".join(item.options), "dim"), (0, 0, 0, 2)))
        parts.append(_table(base, [rule for rule in base.rules.values() if rule.decision == name]))
    if decision is None:
        parts.append(Text("\nimplications  What follows from facts, in every decision", "bold"))
        parts.append(_table(base, [rule for rule in base.rules.values() if rule.decision is None]))
    return Group(*parts)


def _table(base: RuleBase, rules: list[Rule]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    for rule in sorted(rules, key=lambda rule: (rule.then.word, rule.id)):
        table.add_row("  " + rule.id, Text(conclusion(base, rule), "dim"))
    return table


def conclusion(base: RuleBase, rule: Rule) -> str:
    """What a rule concludes, as a phrase."""
    then = rule.then
    if then.requires:
        return f"requires {then.requires}"
    if then.rules_out:
        return f"rules out {', '.join(then.rules_out)}"
    if then.by:
        return f"{'favours' if then.favours else 'disfavours'} {', '.join(then.options)} on {then.by.value}"
    if then.adds:
        return f"adds {', '.join(then.adds)}"
    if then.warns:
        return f"warns of {then.warns}"
    return "implies " + "; ".join(describe(base.vocabulary[fact], value) for fact, value in rule.implied)


def rule(base: RuleBase, item: Rule) -> RenderableType:
    """One rule in English: when, then, because, its limits, sources and cases."""
    return Group(*_rule(base, item))


def _rule(base: RuleBase, item: Rule) -> Iterator[RenderableType]:
    yield Text.assemble((item.title, "bold"), (f"  {item.id}", "dim"))
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
        yield Text.assemble(("Except   ", "bold"), f"it overrides {name}")
    for gap in item.known_gaps:
        yield Text.assemble(("Gap      ", "bold"), gap)
    for source in item.references:
        yield Text.assemble(("Source   ", "bold"), source)
    for case in item.cases:
        facts = ", ".join(f"{name}: {value}" for name, value in case.facts.items()) or "nothing known"
        yield Text.assemble(("Case     ", "bold"), f"{case.name} ({facts}) → fires: {str(case.fires).lower()}")
    yield Text(item.place, "dim")
