"""What an author sees of one rule, and what an edited text of it would change. Nothing is written to disk."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor.advise import Advisor, build
from advisor.authoring.deciding import seen_on
from advisor.errors import InputError, Problem
from advisor.rulebase.condition import facts_of, limits_of
from advisor.rulebase.english import conclusion, english
from advisor.rulebase.load import assemble
from advisor.rulebase.schema import Rule, RuleBase
from advisor.scenario.read import read_scenario
from advisor.verify.cases import failing_cases


@dataclass(frozen=True)
class Changed:
    """One shipped scenario in which a decision ends differently."""

    scenario: str
    decision: str
    before: str
    after: str


@dataclass(frozen=True)
class Trial:
    """An edited rule: what is wrong with its text, or the base with it and the cases that fail."""

    problems: tuple[Problem, ...] = ()
    failing: tuple[str, ...] = ()
    base: RuleBase | None = None


def in_english(base: RuleBase, rule: Rule) -> tuple[str, str]:
    """The condition and the conclusion of a rule as clauses."""
    return english(rule.when, base.vocabulary), conclusion(base, rule)


def limits_of_rule(base: RuleBase, rule: Rule) -> dict[str, str]:
    """The limits that a rule compares with, by name: each in words, with its source, and whether sources disagree."""
    found = {}
    for name in limits_of(rule.when):
        limit = base.limit(name)
        disputed = f". Sources disagree: {limit.disputed}" if limit.disputed else ""
        found[name] = f"{limit.words} ({limit.source}, checked {limit.checked}){disputed}"
    return found


def graph(base: RuleBase, rule: Rule) -> str:
    """Facts → rule → what it speaks of, in the DOT language."""
    verb, targets = _targets(rule)
    lines = ["digraph {", 'rankdir=TB; node [shape=box, style="rounded", fontname="sans-serif"];']
    lines.append(f"rule [label={_quoted(rule.title)}, style=bold];")
    for index, name in enumerate(facts_of(rule.when)):
        lines += [f"f{index} [label={_quoted(base.vocabulary[name].question.says)}];", f"f{index} -> rule;"]
    for index, name in enumerate(targets):
        shown = base.things[name].name if name in base.things else name
        lines += [f"t{index} [label={_quoted(shown)}];", f"rule -> t{index} [label={_quoted(verb)}];"]
    return "\n".join([*lines, "}"])


def _targets(rule: Rule) -> tuple[str, tuple[str, ...]]:
    then = rule.then
    others = then.adds or then.needs or tuple(then.implies) or ((then.warns,) if then.warns else ())
    return then.word.replace("_", " "), then.options or others


def _quoted(text: str) -> str:
    """A DOT string of short lines; a wide node makes a graph unreadable."""
    lines, line = [], ""
    for word in text.replace("\\", " ").replace('"', "'").split():
        if line and len(line) + len(word) > 26:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return '"' + "\\n".join([*lines, line]) + '"'


def try_text(texts: Mapping[str, str], rule: Rule, text: str) -> Trial:
    """The rule base with one rule's text replaced; `texts` are those of the files below rules/."""
    try:
        base = assemble({**texts, rule.place.removeprefix("rules/"): text})
    except InputError as error:
        return Trial(problems=error.problems)
    return Trial(failing=tuple(failing_cases(base, base.rules[rule.id])), base=base)


def changed_verdicts(before: RuleBase, after: RuleBase, scenarios: Mapping[str, Path]) -> Iterator[Changed]:
    """Each shipped scenario and decision that ends differently, seen at the scenario's own date."""
    advisors: dict[datetime.date, tuple[Advisor, Advisor]] = {}
    for name in sorted(scenarios):
        path = scenarios[name]  # fetched one by one: a caller can see how far it is
        date = seen_on(path)
        if date not in advisors:
            advisors[date] = build(before, date, at_once=True), build(after, date, at_once=True)
        old, new = (_ends(advisor, path) for advisor in advisors[date])
        for decision in dict.fromkeys([*old, *new]):
            was, becomes = old.get(decision, "does not apply"), new.get(decision, "does not apply")
            if was != becomes:
                yield Changed(name, decision, was, becomes)


def _ends(advisor: Advisor, path: Path) -> dict[str, str]:
    base = advisor.snapshot.base
    _, settled = advisor.settle(read_scenario(path, base.vocabulary))
    return {
        name: "; ".join(f"{standing.option} {standing.verdict.value}" for standing in item.standings)
        for name, item in settled.items()
    }
