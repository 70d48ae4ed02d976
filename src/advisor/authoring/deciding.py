"""Where a rule decides: the shipped scenarios in whose verdicts it is among the reasons."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor.advise import Advice, Advisor, advisor_on, build
from advisor.engine.derivation import Derivation
from advisor.files import read_document
from advisor.rulebase import snapshot as snapshots
from advisor.rulebase.schema import RuleBase
from advisor.scenario.model import Scenario
from advisor.scenario.read import read_scenario
from advisor.solver.cone import reach_of


@dataclass(frozen=True)
class Deciding:
    """One scenario in which a rule decides, and each thing it decides there."""

    scenario: str
    what: tuple[str, ...]


def seen_on(scenario: Path) -> datetime.date:
    """The date a shipped scenario is seen at: that of its expectation, or today."""
    expected = scenario.parent / "expected.yaml"
    value = read_document(expected).value if expected.exists() else None
    as_of = value.get("as_of") if isinstance(value, dict) else None
    return datetime.date.fromisoformat(as_of) if isinstance(as_of, str) else datetime.date.today()


def deciding(base: RuleBase, rule: str, scenarios: Mapping[str, Path]) -> Iterator[Deciding]:
    """Every scenario in which a rule of `base` is among the reasons, by the scenario's name."""
    advisors: dict[datetime.date, tuple[Advisor, Advisor]] = {}
    for name in sorted(scenarios):
        path = scenarios[name]  # fetched one by one: a caller can see how far it is
        date = seen_on(path)
        if date not in advisors:
            advisors[date] = reached(base, date, base.rules[rule].decision), build(base, date, at_once=True)
        part, whole = advisors[date]
        scenario = read_scenario(path, base.vocabulary)
        # Whether the rule speaks at all is told by the part that it can change; few scenarios are advised on.
        what = tuple(decided(whole, scenario, rule)) if _heard(part, scenario, rule) else ()
        if what:
            yield Deciding(name, what)


def reached(base: RuleBase, date: datetime.date, decision: str | None) -> Advisor:
    """What judges as much as the rules of a decision can change; of None, where rules hold everywhere, all."""
    snapshot = snapshots.at(base, date)
    return advisor_on(reach_of(snapshot, decision) if decision else snapshot, at_once=True)


def _heard(advisor: Advisor, scenario: Scenario, rule: str) -> bool:
    derivation, _ = advisor.settle(scenario)
    return _speaks(derivation, rule) or any(_lifted(derivation, rule))


def _speaks(derivation: Derivation, rule: str) -> bool:
    outcomes = [*derivation.implications, *(item for found in derivation.outcomes.values() for item in found)]
    return any(outcome.truth and (outcome.rule.id == rule or rule in outcome.via) for outcome in outcomes)


def decided(advisor: Advisor, scenario: Scenario, rule: str) -> Iterator[str]:
    """What a rule decides in one scenario, each thing once."""
    derivation, _ = advisor.settle(scenario)
    if _speaks(derivation, rule):
        yield from dict.fromkeys(_in(advisor.advise(scenario, changes=False), rule))
    yield from _lifted(derivation, rule)


def _in(advice: Advice, rule: str) -> Iterator[str]:
    for decision in advice.decisions:
        for option in decision.options:
            if any(reason.rule == rule or rule in reason.via for reason in option.reasons):
                yield f"{decision.decision}: {option.option} {option.verdict.value}"
    for companion in advice.companions:
        if companion.rule == rule:
            yield f"adds {companion.item}"
    for warning in advice.warnings:
        if warning.rule == rule:
            yield f"warns of {warning.trap}"


def _lifted(derivation: Derivation, rule: str) -> Iterator[str]:
    """The rules that would hold here and are silenced by this one, their exception."""
    for found in derivation.outcomes.values():
        for outcome in found:
            if outcome.lifted_by == rule:
                yield f"silences {outcome.rule.id}"
