"""Differences shown in the engine: what both bases make of one scenario, and the smallest scenario that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.advise import Advisor
from advisor.engine.complete import complete
from advisor.engine.derivation import Derivation
from advisor.engine.infer import infer
from advisor.errors import InputError
from advisor.facts import FactSpec
from advisor.scenario.model import Scenario
from advisor.solver.compare import CONFLICT, ELIMINATED, NOT_DECIDED, SILENT, SPEAKS, SURVIVES, About, Difference
from advisor.solver.regions import example, positions
from advisor.verdict import Settled, decide
from advisor.vocabulary import Status, Strength, Verdict


@dataclass(frozen=True)
class Outcome:
    """What one base makes of a scenario; None where the scenario contradicts itself there."""

    derivation: Derivation
    settled: Mapping[str, Settled]


def outcome(advisor: Advisor, scenario: Scenario) -> Outcome | None:
    """The outcome of those statements that the base has words for."""
    vocabulary = advisor.snapshot.base.vocabulary
    known = tuple(statement for statement in scenario.statements if statement.name in vocabulary)
    try:
        completed = complete(advisor.snapshot, scenario.model_copy(update={"statements": known}))
        derivation = infer(advisor.snapshot, completed, advisor.direct)
    except InputError:
        return None
    return Outcome(derivation, decide(advisor.snapshot, derivation))


def ending(found: Outcome, decision: str) -> str:
    """How a decision ends: an option, a conflict, or not at all."""
    settled = found.settled.get(decision)
    if settled is None:
        return NOT_DECIDED
    return CONFLICT if settled.status is Status.CONFLICT else settled.recommended or CONFLICT


def standing(found: Outcome, decision: str, option: str) -> str:
    """Whether an option survives; the decision's not being made counts as neither."""
    settled = found.settled.get(decision)
    if settled is None or option not in settled.decision.options:
        return NOT_DECIDED
    return ELIMINATED if settled.of(option).verdict is Verdict.ELIMINATED else SURVIVES


def speaks(found: Outcome, rule: str) -> str:
    """Whether a rule adds its companion or warns."""
    outcomes = [*found.derivation.implications]
    for decision, settled in found.settled.items():
        chosen = settled.recommended
        outcomes += [
            item
            for item in found.derivation.outcomes[decision]
            if not item.rule.then.only_with or chosen in item.rule.then.only_with
        ]
    fires = any(item.truth and item.rule.id == rule for item in outcomes)
    return SPEAKS if fires else SILENT


def shows(old: Advisor, new: Advisor, scenario: Scenario, difference: Difference) -> bool:
    """Whether a scenario shows a difference, when both bases are asked."""
    sides = [outcome(advisor, scenario) for advisor in (old, new)]
    if sides[0] is None or sides[1] is None:
        return False
    if difference.about is About.OPTION:
        endings = {ending(side, difference.decision) for side in sides if side}
        if len(endings) != 1:
            return False
    return (_said(sides[0], difference), _said(sides[1], difference)) == (difference.old, difference.new)


def _said(side: Outcome, difference: Difference) -> str:
    if difference.about is About.ENDING:
        return ending(side, difference.decision)
    if difference.about is About.OPTION:
        return standing(side, difference.decision, difference.subject)
    return speaks(side, difference.subject)


def _fewer_words(old: Advisor, new: Advisor, scenario: Scenario, difference: Difference) -> Scenario:
    """The scenario without those words of its lists that the difference does not need."""
    for statement in scenario.statements:
        if not isinstance(statement.value, tuple):
            continue
        for word in statement.value:
            kept = scenario.by_name[statement.name]
            assert isinstance(kept.value, tuple)
            value = tuple(other for other in kept.value if other != word)
            fewer = scenario.having(kept.model_copy(update={"value": value}))
            if shows(old, new, fewer, difference):
                scenario = fewer
    return scenario


def _lower(old: Advisor, new: Advisor, scenario: Scenario, difference: Difference) -> Scenario:
    """The scenario with numbers no larger than the difference needs: each just past a threshold of its fact."""
    for statement in scenario.statements:
        if not isinstance(statement.value, (int, float)) or isinstance(statement.value, bool):
            continue
        spec = _spec(old, new, statement.name)
        found = {example(side.program, spec, place) for side in (old, new) for place in positions(side.program, spec)}
        for value in sorted(number for number in found if number is not None and number < statement.value):
            lower = scenario.having(statement.model_copy(update={"value": value}))
            if shows(old, new, lower, difference):
                scenario = lower
                break
    return scenario


def _spec(old: Advisor, new: Advisor, fact: str) -> FactSpec:
    vocabulary = new.snapshot.base.vocabulary
    return vocabulary[fact] if fact in vocabulary else old.snapshot.base.vocabulary[fact]


def smallest(old: Advisor, new: Advisor, scenario: Scenario, difference: Difference) -> Scenario:
    """The scenario without any statement that the difference does not need; as binding as can be."""
    while True:
        before = scenario
        # What is concluded from other facts is better not stated: needs go first.
        for name in sorted(scenario.by_name, key=lambda name: (not name.startswith("needs."), name)):
            fewer = scenario.without(name)
            if shows(old, new, fewer, difference):
                scenario = fewer
        if scenario == before:
            break
    scenario = _lower(old, new, _fewer_words(old, new, scenario, difference), difference)
    for statement in scenario.statements:
        firm = scenario.having(statement.model_copy(update={"strength": Strength.MUST}))
        if shows(old, new, firm, difference):
            scenario = firm
    return scenario
