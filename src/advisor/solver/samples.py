"""Thousands of random scenarios in one sweep: most of what can happen to a decision happens in one of them.

What does not is left to proof; what does needs none.
"""

from __future__ import annotations

import copy
import functools
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence

from advisor.engine.infer import ASSUMED
from advisor.engine.program import Program
from advisor.facts import FactSpec, Value
from advisor.facts.fields import FactKind
from advisor.facts.model import ORDERED_PAIRS
from advisor.rulebase.condition import Op, leaves
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario, Statement
from advisor.solver.columns import PRIORITIES, Bits, Column
from advisor.solver.cone import chain_of, cone_of
from advisor.solver.regions import example, positions
from advisor.solver.sweep import Sweep
from advisor.vocabulary import Criterion, Strength

SIZE = 16_384
# In how many of a fact's scenarios it is stated: few facts in most of them, half of all facts in some.
_DENSITIES = (5, 4, 3, 3, 2, 2, 1, 1)


class Sample:
    """Random scenarios about one decision; the same ones every time."""

    def __init__(self, snapshot: Snapshot, program: Program, decision: str) -> None:
        self._snapshot, self._program = snapshot, program
        self._rng = random.Random(decision)
        self.full: Bits = (1 << SIZE) - 1
        chain = [snapshot.decisions[name] for name in chain_of(snapshot, decision)]
        asked = [leaf for item in chain for leaf in leaves(item.applies)]
        affirmed = {leaf.fact for leaf in asked if leaf.op is Op.IS and leaf.operand is True}
        self._stated: dict[str, Column] = {}
        for fact in sorted({*cone_of(snapshot, decision).facts, PRIORITIES}):
            self._stated[fact] = self._column(snapshot.base.vocabulary[fact], fact in affirmed)
        self.sweep = self._swept(self._stated)

    def about(self, given: Mapping[str, Value], criterion: Criterion | None) -> Sample:
        """The random scenarios once more, all of them with some facts stated, half with a criterion as the priority."""
        other = copy.copy(self)
        binding = other._random(1)
        # Half of the scenarios are about nothing but musts here, the others about a mixture.
        stated = {fact: Column({value: other.full}, binding | other._random(1)) for fact, value in given.items()}
        if criterion is not None and PRIORITIES not in given:
            first, others = other._random(1), self._stated[PRIORITIES]
            stated[PRIORITIES] = others.within(other.full & ~first)
            stated[PRIORITIES].say((criterion.value,), first, first)
        other._stated = {**self._stated, **stated}
        other.sweep = self._swept(other._stated)
        return other

    def _swept(self, stated: Mapping[str, Column]) -> Sweep:
        facts = {name: column.within(self.full) for name, column in stated.items()}
        for name, value in ASSUMED.items():
            assumed = facts.setdefault(name, Column())
            assumed.say(value, self.full & ~assumed.known, self.full)
        sweep = Sweep(self._snapshot, facts, self.full)
        sweep.contradictory |= _disordered(stated)
        return sweep

    def scenario(self, where: Bits) -> Scenario:
        """The first of some scenarios that states as little as any of the first hundred."""
        stated = [column.known for column in self._stated.values()]
        bit = min(itertools.islice(_each(where), 100), key=lambda bit: sum(1 for known in stated if known & bit))
        return Scenario(
            statements=tuple(
                Statement(name=name, value=value, strength=Strength.MUST if column.must & bit else Strength.SHOULD)
                for name, column in sorted(self._stated.items())
                for value, there in column.values.items()
                if there & bit
            )
        )

    def _column(self, spec: FactSpec, affirmed: bool) -> Column:
        column = Column()
        values = self._values(spec)
        if not values:
            return column
        known = self._known()
        if affirmed:
            yes = self._random(1) | self._random(1)
            column.say(True, yes, yes)
            known &= ~yes
        binding = self.full & ~self._random(3)
        for value, where in self._split(values, known):
            column.say(value, where, where & binding)
        return column

    def _known(self) -> Bits:
        part = SIZE // len(_DENSITIES)
        known = 0
        for index, density in enumerate(_DENSITIES):
            known |= (self._random(density) & ((1 << part) - 1)) << (index * part)
        return known

    def _random(self, halvings: int) -> Bits:
        """Each scenario with a probability of one half, halved so many times less one."""
        return functools.reduce(int.__and__, (self._rng.getrandbits(SIZE) for _ in range(halvings)))

    def _split(self, values: Sequence[Value], where: Bits) -> list[tuple[Value, Bits]]:
        if len(values) == 1:
            return [(values[0], where)]
        middle, side = len(values) // 2, self._rng.getrandbits(SIZE)
        return [*self._split(values[:middle], where & side), *self._split(values[middle:], where & ~side)]

    def _values(self, spec: FactSpec) -> list[Value]:
        if spec.kind is FactKind.FLAG:
            return [True, True, True, False] if spec.group == "needs" else [True, False]
        if spec.kind is FactKind.NUMBER:
            found = (example(self._program, spec, place) for place in positions(self._program, spec))
            return [value for value in found if value is not None]
        if spec.kind is FactKind.CHOICE:
            return list(spec.words)
        if spec.kind is FactKind.ORDER:
            return [tuple(self._rng.sample(spec.words, count)) for count in (1, 1, 1, 1, 2, 2, 3, 4)]
        asked = self._program.members.get(spec.name, ())
        pairs = [tuple(sorted(self._rng.sample(asked, min(2, len(asked))))) for _ in range(3)]
        return list(dict.fromkeys([(), *((word,) for word in asked), *pairs]))


def _each(where: Bits) -> Iterator[Bits]:
    while where:
        bit = where & -where
        yield bit
        where ^= bit


def _disordered(stated: Mapping[str, Column]) -> Bits:
    """The scenarios that state a median above its p95."""
    bad = 0
    for lower, upper in ORDERED_PAIRS:
        if lower in stated and upper in stated:
            for low, where in stated[lower].values.items():
                for high, where2 in stated[upper].values.items():
                    if low > high:  # type: ignore[operator]  # pairs are numbers
                        bad |= where & where2
    return bad
