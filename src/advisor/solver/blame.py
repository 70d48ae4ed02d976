"""What a change must touch to make an option right, and which stated facts the reasons against it rest on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from advisor.engine.direct import compile_condition
from advisor.engine.infer import ASSUMED
from advisor.facts import Value
from advisor.rulebase.condition import Leaf
from advisor.scenario.model import Scenario
from advisor.solver.space import Space
from advisor.solver.steps import Step
from advisor.verdict import Settled, Standing


def needed(
    space: Space,
    scenario: Scenario,
    settled: Mapping[str, Settled],
    steps: Sequence[Step],
    standing: Standing,
    decision: str,
) -> list[list[Step]]:
    """Lists of steps on different facts, of each of which every change takes one."""
    chosen: list[list[Step]] = []
    touched: set[str] = set()
    for undoing in sorted(_blamed(space, scenario, settled, steps, standing, settled[decision]), key=len):
        facts = {step.fact for step in undoing}
        if touched.isdisjoint(facts):
            chosen.append(undoing)
            touched |= facts
    return chosen


def _blamed(
    space: Space,
    scenario: Scenario,
    settled: Mapping[str, Settled],
    steps: Sequence[Step],
    standing: Standing,
    decision: Settled,
) -> Iterator[list[Step]]:
    """For each thing that eliminates an option, the steps of which it takes one to undo it."""
    for outcome in standing.against:
        yield _undoing(space, scenario, steps, outcome.rule.id)
    upstream = decision.decision.upstream
    if standing.lost_hosts and upstream is not None:
        home = settled[upstream]
        each = [list(_blamed(space, scenario, settled, steps, home.of(host), home)) for host in standing.lost_hosts]
        for combination in itertools.islice(itertools.product(*each), 50):
            yield list(dict.fromkeys(step for part in combination for step in part))


def _undoing(space: Space, scenario: Scenario, steps: Sequence[Step], rule: str) -> list[Step]:
    """The steps that make a difference to one of the leaves which decide whether a rule holds."""
    bearing, stated = space.bearing(rule), scenario.by_name
    found = []
    for step in steps:
        now = stated[step.fact].value if step.fact in stated else ASSUMED.get(step.fact)
        if any(_answer(leaf, now) is not _answer(leaf, step.value) for leaf in bearing.get(step.fact, ())):
            found.append(step)
    return found


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
