"""Whether a recommendation could still change: each unknown fact is tried with every value that matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.cost.figures import Figures
from advisor.cost.options import DECIDED
from advisor.engine.derivation import Derivation, Outcome
from advisor.engine.infer import infer_again
from advisor.engine.program import Program
from advisor.explain.model import Dependence
from advisor.facts import FactSpec, Value, plain
from advisor.facts.fields import FactKind
from advisor.facts.spec import NEEDS
from advisor.rulebase.condition import facts_of
from advisor.scenario.model import Scenario, Statement
from advisor.solver.columns import columns
from advisor.solver.cone import chain_of
from advisor.solver.regions import Edge, edges, example, positions
from advisor.solver.space import Space
from advisor.solver.sweep import Sweep
from advisor.verdict import Settled, cost_comes_first, decide

# A word, or the edges of a range of numbers.
Label = str | tuple[Edge, Edge]
_JUDGING = ("rules_out", "requires", "favours", "disfavours")


def dependences(
    space: Space, scenario: Scenario, derivation: Derivation, settled: dict[str, Settled]
) -> dict[str, tuple[Dependence, ...]]:
    """For each settled decision, the unknown facts that would change its recommendation if they were known.

    Only measured facts are tried, one at a time. A capability that nobody asked for is taken as not needed:
    asking for each of hundreds of them would make no answer ever final.
    """
    vocabulary = space.snapshot.base.vocabulary
    replay = _Replay(space, scenario, derivation, settled) if cost_comes_first(derivation) else None
    found = {}
    for name in settled:
        estimated = not DECIDED.isdisjoint(chain_of(space.snapshot, name))
        facts = sorted(_relevant(derivation, settled, name))
        tried = _tried(space, scenario, name, facts, replay if estimated else None)
        given = settled[name].recommended or "conflict"
        found[name] = tuple(
            Dependence(fact=fact, question=vocabulary[fact].question.ask, values=values)
            for fact, values in tried.items()
            if set(values.values()) - {given}
        )
    return found


class _Replay:
    """What a decision gives once a fact is known, by the engine: sweeps are about rules and leave costs out."""

    def __init__(self, space: Space, scenario: Scenario, derivation: Derivation, settled: dict[str, Settled]) -> None:
        self._space, self._scenario, self._before = space, scenario, (derivation, settled)
        self._figures = Figures()

    def __call__(self, decision: str, fact: str, value: Value) -> str:
        snapshot = self._space.only(decision)
        scenario = self._scenario.having(Statement(name=fact, value=value))
        derivation = infer_again(snapshot, scenario, self._before[0])
        after = decide(snapshot, derivation, self._before, costs=self._figures)
        return after[decision].recommended or "conflict"


def _tried(
    space: Space, scenario: Scenario, decision: str, facts: list[str], replay: _Replay | None
) -> dict[str, dict[str, str]]:
    """What a decision gives for each value of each unknown fact, all in one sweep.

    Values that contradict what is known, or with which the decision does not apply, are left out.
    """
    vocabulary = space.snapshot.base.vocabulary
    variants = [
        (fact, label, value)
        for fact in facts
        for label, value in representatives(space.asked(decision), vocabulary[fact])
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
    tried: dict[str, list[tuple[Label, str]]] = {}
    for index, (fact, label, value) in enumerate(variants):
        if swept.applies >> index & 1:
            best = (option for option in swept.decision.options if swept.first[option] >> index & 1)
            gives = next(best, "conflict") if replay is None else replay(decision, fact, value)
            tried.setdefault(fact, []).append((label, gives))
    return {fact: _told(vocabulary[fact], found) for fact, found in tried.items()}


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


def representatives(program: Program, spec: FactSpec) -> Iterator[tuple[Label, Value]]:
    """Values of a fact, one for each way the rules could tell them apart, with a label."""
    if spec.kind is FactKind.FLAG:
        yield from (("yes", True), ("no", False))
    elif spec.kind is FactKind.CHOICE:
        yield from ((word, word) for word in spec.words)
    elif spec.kind is FactKind.MEMBERS:
        yield from ((word, (word,)) for word in program.members.get(spec.name, ()))
    elif spec.kind is FactKind.NUMBER:
        for place in positions(program, spec):
            number = example(program, spec, place)
            if number is not None:
                yield edges(program, spec, place), number


def _told(spec: FactSpec, tried: Iterable[tuple[Label, str]]) -> dict[str, str]:
    """What each value gives, with neighbouring ranges that give the same told as one."""
    ranges: list[tuple[tuple[Edge, Edge], str]] = []
    found: dict[str, str] = {}
    for label, given in tried:
        if isinstance(label, str):
            found[label] = given
        elif ranges and ranges[-1][1] == given and ranges[-1][0][1][0] == label[0][0]:
            ranges[-1] = ((ranges[-1][0][0], label[1]), given)
        else:
            ranges.append((label, given))
    return found | {_range(spec, *region): given for region, given in ranges}


def _range(spec: FactSpec, least: Edge, greatest: Edge) -> str:
    """A range in words: 'below 6 MB', 'from 6 MB to below 25 MB', 'exactly 25 MB', 'above 25 MB'."""
    (low, from_low), (high, to_high) = least, greatest
    bottom, top = low <= spec.question.low, high >= spec.question.high
    if bottom and top:
        return "any"
    if low == high:
        return f"exactly {plain(spec, low)}"
    if bottom:
        return f"{'at most' if to_high else 'below'} {plain(spec, high)}"
    if top:
        return f"{'at least' if from_low else 'above'} {plain(spec, low)}"
    start = f"{'from' if from_low else 'above'} {plain(spec, low)}"
    return f"{start} {'to' if to_high else 'to below'} {plain(spec, high)}"
