"""Whether a recommendation could still change: each unknown fact is tried with every value that matters."""

from __future__ import annotations

import math
from collections.abc import Iterator

from advisor.engine.derivation import Derivation, Outcome
from advisor.engine.program import Program
from advisor.explain.model import Dependence
from advisor.facts import FactSpec, Value, plain
from advisor.facts.fields import FactKind
from advisor.facts.spec import NEEDS
from advisor.rulebase.condition import facts_of
from advisor.scenario.model import Scenario
from advisor.solver.space import Space
from advisor.solver.sweep import Sweep, columns
from advisor.verdict import Settled

_JUDGING = ("rules_out", "requires", "favours", "disfavours")


def dependences(
    space: Space, scenario: Scenario, derivation: Derivation, settled: dict[str, Settled]
) -> dict[str, tuple[Dependence, ...]]:
    """For each settled decision, the unknown facts that would change its recommendation if they were known.

    Only measured facts are tried, one at a time. A capability that nobody asked for is taken as not needed:
    asking for each of hundreds of them would make no answer ever final.
    """
    vocabulary = space.snapshot.base.vocabulary
    found = {}
    for name in settled:
        tried = _tried(space, scenario, name, sorted(_relevant(derivation, settled, name)))
        given = settled[name].recommended or "conflict"
        found[name] = tuple(
            Dependence(fact=fact, question=vocabulary[fact].question.ask, values=values)
            for fact, values in tried.items()
            if set(values.values()) - {given}
        )
    return found


def _tried(space: Space, scenario: Scenario, decision: str, facts: list[str]) -> dict[str, dict[str, str]]:
    """What a decision gives for each value of each unknown fact, all in one sweep.

    Values that contradict what is known, or with which the decision does not apply, are left out.
    """
    vocabulary = space.snapshot.base.vocabulary
    variants = [
        (fact, label, value) for fact in facts for label, value in representatives(space.asked, vocabulary[fact])
    ]
    if not variants:
        return {}
    changes: dict[str, list[tuple[Value | None, int]]] = {}
    for index, (fact, _, value) in enumerate(variants):
        changes.setdefault(fact, []).append((value, 1 << index))
    full = (1 << len(variants)) - 1
    bearing = space.cone(decision).changeable(scenario.by_name) | frozenset(facts)
    sweep = Sweep(space.narrowed(decision, bearing), columns(scenario.by_name, changes, full), full)
    swept = sweep.decision(decision)
    tried: dict[str, dict[str, str]] = {}
    for index, (fact, label, _) in enumerate(variants):
        if swept.applies >> index & 1:
            best = (option for option in swept.decision.options if swept.first[option] >> index & 1)
            tried.setdefault(fact, {})[label] = next(best, "conflict")
    return tried


def _relevant(derivation: Derivation, settled: dict[str, Settled], name: str) -> set[str]:
    """The unknown measured facts that undecided rules of a decision (or of its upstream) wait for."""
    found: set[str] = set()
    chain: str | None = name
    while chain is not None:
        waiting = [o for o in derivation.outcomes[chain] if o.truth is None and o.rule.then.word in _JUDGING]
        found |= _unknown(waiting, derivation)
        chain = settled[chain].decision.upstream
    return {fact for fact in found if not fact.startswith(f"{NEEDS}.")}


def _unknown(waiting: list[Outcome], derivation: Derivation) -> set[str]:
    open_facts = {fact for outcome in waiting for fact in facts_of(outcome.rule.when)} - set(derivation.facts)
    while True:
        feeding = [
            outcome
            for outcome in derivation.implications
            if outcome.truth is None and any(fact in open_facts for fact, _ in outcome.rule.implied)
        ]
        more = (
            {fact for outcome in feeding for fact in facts_of(outcome.rule.when)} - set(derivation.facts) - open_facts
        )
        if not more:
            return open_facts
        open_facts |= more


def hangs_on_a_pivot(item: Settled, settled: dict[str, Settled], unknowns: tuple[Dependence, ...]) -> bool:
    """Whether an unknown fact that a decision (or an upstream one) calls pivotal would change it: it stays open."""
    pivots: set[str] = set(item.decision.pivotal)
    upstream = item.decision.upstream
    while upstream is not None:
        pivots |= set(settled[upstream].decision.pivotal)
        upstream = settled[upstream].decision.upstream
    return any(unknown.fact in pivots for unknown in unknowns)


def representatives(program: Program, spec: FactSpec) -> Iterator[tuple[str, Value]]:
    """Values of a fact, one for each way the rules could tell them apart, with a label."""
    if spec.kind is FactKind.FLAG:
        yield from (("yes", True), ("no", False))
    elif spec.kind is FactKind.CHOICE:
        yield from ((word, word) for word in spec.words)
    elif spec.kind is FactKind.MEMBERS:
        yield from ((word, (word,)) for word in program.members.get(spec.name, ()))
    elif spec.kind is FactKind.NUMBER:
        yield from _number_regions(program.thresholds.get(spec.name, ()), spec)


def _number_regions(thresholds: tuple[float, ...], spec: FactSpec) -> Iterator[tuple[str, Value]]:
    """One number below, at and between the thresholds, within the fact's bounds."""
    low, high = spec.question.low, spec.question.high
    marks = [mark for mark in thresholds if low <= mark <= high]
    edges = [low, *marks, high]
    for index, mark in enumerate([*marks, None]):
        between = _between(edges[index], edges[index + 1], spec)
        if marks and between is not None:
            yield _region(marks, index, spec), between
        if mark is not None:
            yield f"exactly {plain(spec, mark)}", int(mark) if spec.question.integer else mark


def _between(lower: float, upper: float, spec: FactSpec) -> Value | None:
    """A number strictly between two others, or None where the fact has none there."""
    middle = (lower + upper) / 2
    if spec.question.integer:
        middle = math.floor(middle)
        return int(middle) if lower < middle < upper else None
    return middle if lower < middle < upper else None


def _region(marks: list[float], index: int, spec: FactSpec) -> str:
    if index == 0:
        return f"below {plain(spec, marks[0])}"
    if index == len(marks):
        return f"above {plain(spec, marks[-1])}"
    return f"between {plain(spec, marks[index - 1])} and {plain(spec, marks[index])}"
