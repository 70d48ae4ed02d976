"""What a change must touch to make an option right, and which stated facts the reasons against it rest on."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from advisor.engine.direct import compile_condition
from advisor.engine.infer import ASSUMED
from advisor.facts import Value
from advisor.rulebase.condition import Leaf
from advisor.scenario.model import Scenario
from advisor.solver.space import Space
from advisor.solver.steps import Step
from advisor.verdict import Settled, Standing


class Blame:
    """What the steps on one scenario can undo, worked out once for each rule however many options it speaks against."""

    def __init__(self, space: Space, scenario: Scenario, settled: Mapping[str, Settled], steps: Sequence[Step]) -> None:
        self._space, self._stated, self._settled, self._steps = space, scenario.by_name, settled, steps
        self._undone: dict[str, list[Step]] = {}

    def needed(self, standing: Standing, decision: str) -> tuple[tuple[Step, ...], ...]:
        """Lists of steps on different facts, of each of which every change takes one."""
        chosen: list[tuple[Step, ...]] = []
        touched: set[str] = set()
        for undoing in sorted(self._blamed(standing, self._settled[decision]), key=len):
            facts = {step.fact for step in undoing}
            if touched.isdisjoint(facts):
                chosen.append(tuple(undoing))
                touched |= facts
        return tuple(chosen)

    def _blamed(self, standing: Standing, decision: Settled) -> Iterator[list[Step]]:
        """For each thing that eliminates an option, the steps of which it takes one to undo it."""
        for outcome in standing.against:
            yield self._undoing(outcome.rule.id)
        upstream = decision.decision.upstream
        if standing.lost_hosts and upstream is not None:
            home = self._settled[upstream]
            each = [list(self._blamed(home.of(host), home)) for host in standing.lost_hosts]
            for combination in itertools.islice(itertools.product(*each), 50):
                yield list(dict.fromkeys(step for part in combination for step in part))

    def _undoing(self, rule: str) -> list[Step]:
        """The steps that make a difference to one of the leaves which decide whether a rule holds."""
        if rule not in self._undone:
            bearing = self._space.bearing(rule)
            self._undone[rule] = [step for step in self._steps if self._bears(step, bearing.get(step.fact, ()))]
        return self._undone[rule]

    def _bears(self, step: Step, leaves: Iterable[Leaf]) -> bool:
        now = self._stated[step.fact].value if step.fact in self._stated else ASSUMED.get(step.fact)
        return any(_answer(leaf, now) is not _answer(leaf, step.value) for leaf in leaves)


def _answer(leaf: Leaf, value: Value | None) -> bool | None:
    return None if value is None else compile_condition(leaf)({leaf.fact: value})


def cited(settled: Mapping[str, Settled], decision: str, option: str) -> frozenset[str]:
    """The stated facts that the reasons against an option rest on."""
    found: set[str] = set()
    names: tuple[str, ...] = (option,)
    here = settled[decision]
    while names:
        standings = [here.of(name) for name in names]
        outcomes = [o for item in standings for o in (*item.against, *item.misses, *item.pushes)]
        found |= {fact for outcome in outcomes for fact in outcome.roots}
        names = tuple(dict.fromkeys(host for item in standings for host in (*item.lost_hosts, *item.unchosen_host)))
        if here.decision.upstream is not None:
            here = settled[here.decision.upstream]
    return frozenset(found)
