"""The ways to change one stated fact, each with its cost: a bound relaxed is a smaller step than a fact left open."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Iterator
from enum import IntEnum

from advisor.engine.infer import ASSUMED
from advisor.engine.program import Program
from advisor.facts import FactSpec, Value
from advisor.facts.fields import FactKind
from advisor.facts.model import ORDERED_PAIRS
from advisor.facts.spec import NEEDS
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario, Statement
from advisor.solver.cone import Cone
from advisor.solver.regions import edges, in_order, plain_number, positions
from advisor.vocabulary import Strength

# So many words of a list can be combined freely; of more, one or two are added or taken away.
_FREELY = 5


class Kind(IntEnum):
    """What is done to a fact; the number is its cost."""

    RELAX = 1
    """A number is moved to another side of a threshold."""
    ALTER = 2
    """Another answer or another word takes the place of the stated one, or a preference becomes a must."""
    STATE = 3
    """A fact that was open is stated."""
    LEAVE = 4
    """A stated fact is left open."""


@dataclasses.dataclass(frozen=True)
class Step:
    """One changed fact. `far` counts the thresholds or words passed, `distance` is the relative change of a number."""

    fact: str
    value: Value | None
    kind: Kind
    far: int = 0
    distance: float = 0.0

    def applied(self, scenario: Scenario) -> Scenario:
        """The scenario with this fact changed; what is stated anew is a must, as with `--set`."""
        if self.value is None:
            return scenario.without(self.fact)
        return scenario.having(Statement(name=self.fact, value=self.value))


Cost = tuple[int, int, int, int, float, tuple[tuple[str, str], ...]]


def cost(steps: tuple[Step, ...], cited: frozenset[str]) -> Cost:
    """The order of changes of the same number of facts.

    First what is done to the facts (`Kind`, added up); then how many are not cited by the reasons against the
    option; how many are needs; the thresholds passed; the distances; and the names, so that it is total.
    """
    return (
        sum(step.kind for step in steps),
        sum(step.fact not in cited for step in steps),
        sum(step.fact.startswith(f"{NEEDS}.") for step in steps),
        sum(step.far for step in steps),
        round(sum(step.distance for step in steps), 9),
        tuple(sorted((step.fact, repr(step.value)) for step in steps)),
    )


def steps_for(snapshot: Snapshot, program: Program, scenario: Scenario, cone: Cone) -> list[Step]:
    """Every change of one fact that can make a difference to a decision, one for each difference, by fact."""
    stated = scenario.by_name
    found: list[Step] = []
    for fact in sorted(cone.changeable(stated)):
        spec = snapshot.base.vocabulary[fact]
        if spec.kind is FactKind.ORDER:
            continue
        now = stated.get(fact)
        if now is not None and now.strength is Strength.SHOULD and fact not in ASSUMED:
            found.append(Step(fact, now.value, Kind.ALTER))
        # A number whose partner changes may have to make room for it where nothing else is gained.
        seen = set() if in_pair(fact) else {cone.signature(fact, now.value if now else None)}
        for step in sorted(_steps(snapshot, program, cone, spec, scenario), key=_first):
            signature = cone.signature(fact, step.value)
            if signature not in seen:
                seen.add(signature)
                found.append(step)
    return found


def _first(step: Step) -> tuple[int, int, float, str]:
    return (step.kind, step.far, step.distance, repr(step.value))


def _steps(snapshot: Snapshot, program: Program, cone: Cone, spec: FactSpec, scenario: Scenario) -> Iterator[Step]:
    statement = scenario.by_name.get(spec.name)
    now = statement.value if statement else None
    # What follows from numbers that stay is known, whether it is said or not.
    if statement is not None and statement.computed is None:
        yield Step(spec.name, None, Kind.LEAVE)
    if spec.kind is FactKind.NUMBER:
        yield from _numbers(program, spec, scenario)
        return
    if spec.kind is FactKind.MEMBERS:
        yield from _words(cone, spec, now)
        return
    kind = Kind.STATE if now is None else Kind.ALTER
    for value in (True, False) if spec.kind is FactKind.FLAG else spec.words:
        if value != now:
            yield Step(spec.name, value, kind)


def _numbers(program: Program, spec: FactSpec, scenario: Scenario) -> Iterator[Step]:
    statement = scenario.by_name.get(spec.name)
    now = _number(statement) if statement else None
    places = positions(program, spec)
    here = places.index(program.position(spec.name, now)) if now is not None else None
    for index, place in enumerate(places):
        value = value_at(program, spec, place, scenario)
        if value is None or value == now:
            continue
        if now is None or here is None:
            yield Step(spec.name, value, Kind.STATE, 0 if place % 2 else 1, float(index))
        else:
            distance = abs(math.log((value + 1e-9) / (now + 1e-9)))
            yield Step(spec.name, value, Kind.RELAX, abs(index - here), distance)


def value_at(program: Program, spec: FactSpec, place: int, scenario: Scenario) -> int | float | None:
    """A plain number at a position, close to the stated one; where it can be, in order with the stated partner."""
    least, greatest = edges(program, spec, place)
    stated = scenario.by_name
    now = _number(stated[spec.name]) if spec.name in stated else None
    low, high = least, greatest
    for lower, upper in ORDERED_PAIRS:
        if spec.name == lower and upper in stated:
            high = min(high, (_number(stated[upper]), True), key=lambda edge: (edge[0], edge[1]))
        if spec.name == upper and lower in stated:
            low = max(low, (_number(stated[lower]), True), key=lambda edge: (edge[0], not edge[1]))
    fitting = plain_number(spec, low, high, now)
    return plain_number(spec, least, greatest, now) if fitting is None else fitting


def in_pair(fact: str) -> str | None:
    """The fact that another one may not exceed, or may not fall below."""
    return next((one if fact == other else other for one, other in ORDERED_PAIRS if fact in (one, other)), None)


def mended(snapshot: Snapshot, program: Program, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps, with values in order where both facts of a pair are changed."""
    by_fact = {step.fact: step for step in steps}
    for lower, upper in ORDERED_PAIRS:
        one, other = by_fact.get(lower), by_fact.get(upper)
        if one is None or other is None or one.value is None or other.value is None:
            continue
        assert isinstance(one.value, (int, float)) and isinstance(other.value, (int, float))
        if one.value > other.value:
            vocabulary = snapshot.base.vocabulary
            at = [
                (vocabulary[step.fact], program.position(step.fact, float(step.value)))
                for step in (one, other)
                if isinstance(step.value, (int, float))
            ]
            pair = in_order(program, at[0], at[1])
            assert pair is not None, "steps that cannot be in order are no variant"
            by_fact[lower] = dataclasses.replace(one, value=pair[0])
            by_fact[upper] = dataclasses.replace(other, value=pair[1])
    return tuple(by_fact[step.fact] for step in steps)


def _number(statement: Statement) -> float:
    assert isinstance(statement.value, (int, float))
    return float(statement.value)


def _words(cone: Cone, spec: FactSpec, now: Value | None) -> Iterator[Step]:
    """Other sets of the words that the cone asks for; words it does not ask for stay as they are."""
    asked: dict[str, None] = {}
    for leaf in cone.leaves.get(spec.name, ()):
        asked.update(dict.fromkeys(leaf.operand if isinstance(leaf.operand, tuple) else ()))
    have = frozenset(now if isinstance(now, tuple) else ())
    kind = Kind.STATE if now is None else Kind.ALTER
    most = len(asked) if len(asked) <= _FREELY else 2
    for count in range(0 if now is None else 1, most + 1):
        for toggled in itertools.combinations(asked, count):
            yield Step(spec.name, tuple(sorted(have ^ set(toggled))), kind, count)
    for value in cone.values.get(spec.name, ()):
        if isinstance(value, tuple) and frozenset(value) != have:
            yield Step(spec.name, tuple(sorted(value)), kind, len(have ^ set(value)))


def answers(program: Program, spec: FactSpec) -> Iterator[Value]:
    """One value of an unknown fact for each way that rules could tell its values apart."""
    if spec.kind is FactKind.FLAG:
        yield from (True, False)
    elif spec.kind is FactKind.NUMBER:
        found = (plain_number(spec, *edges(program, spec, place)) for place in positions(program, spec))
        yield from (value for value in found if value is not None)
    elif spec.kind is FactKind.MEMBERS:
        yield from ((word,) for word in program.members.get(spec.name, ()))
    else:
        yield from spec.words
