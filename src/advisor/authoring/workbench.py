"""What an author sees of one rule, and what an edited text of it would change. Nothing is written to disk."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor.advise import Advisor
from advisor.authoring.deciding import reached, seen_on
from advisor.errors import InputError, Problem
from advisor.rulebase.condition import facts_of, limits_of
from advisor.rulebase.english import conclusion, english
from advisor.rulebase.load import amended
from advisor.rulebase.schema import Rule, RuleBase
from advisor.scenario.model import Scenario
from advisor.scenario.read import read_scenario
from advisor.verify.cases import Cases

_NO = "does not apply"


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


def try_text(base: RuleBase, texts: Mapping[str, str], rule: Rule, text: str) -> Trial:
    """The rule base with one rule's text replaced; `texts` are those of the files below rules/ that make `base`."""
    name = rule.place.removeprefix("rules/")
    try:
        tried = amended(base, [name], {**texts, name: text})
    except InputError as error:
        return Trial(problems=error.problems)
    return Trial(failing=tuple(Cases(tried).failing(tried.rules[rule.id])), base=tried)


def changed_verdicts(
    before: RuleBase, after: RuleBase, rule: Rule, scenarios: Mapping[str, Path]
) -> Iterator[tuple[Changed, ...]]:
    """For each shipped scenario the decisions that end differently with another text of a rule, at its own date."""
    sides: dict[datetime.date, tuple[Advisor, Advisor]] = {}
    for name, path in sorted(scenarios.items()):
        date = seen_on(path)
        if date not in sides:
            sides[date] = reached(before, date, rule.decision), reached(after, date, rule.decision)
        scenario = read_scenario(path, before.vocabulary)
        old, new = (_ends(advisor, scenario) for advisor in sides[date])
        ends = ((home, old.get(home, _NO), new.get(home, _NO)) for home in dict.fromkeys([*old, *new]))
        yield tuple(Changed(name, home, was, becomes) for home, was, becomes in ends if was != becomes)


def _ends(advisor: Advisor, scenario: Scenario) -> dict[str, str]:
    _, settled = advisor.settle(scenario)
    return {
        name: "; ".join(f"{standing.option} {standing.verdict.value}" for standing in item.standings)
        for name, item in settled.items()
    }
