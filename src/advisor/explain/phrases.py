"""A change of facts in the scenario's own terms."""

from __future__ import annotations

from advisor.engine.program import Program
from advisor.facts import FactSpec, Value, describe, plain
from advisor.facts.fields import FactKind
from advisor.facts.spec import NEEDS
from advisor.scenario.model import Scenario
from advisor.solver.regions import edges
from advisor.solver.search import Search
from advisor.solver.space import Space
from advisor.solver.steps import Step


def phrase(
    space: Space,
    search: Search,
    scenario: Scenario,
    option: str,
    steps: tuple[Step, ...],
    step: Step,
    *,
    estimated: bool = False,
) -> str:
    """What one step changes, as a clause behind `if`: `the payload of a request were at most 4 MB (now 5 MB)`.

    Where costs were `estimated`, only the number that was replayed is named: rules alone do not tell its range.
    """
    spec = space.snapshot.base.vocabulary[step.fact]
    stated = scenario.by_name.get(step.fact)
    now = stated.value if stated else None
    if step.value is None:
        assert now is not None
        return _left_open(spec, now)
    if step.value == now:
        return f"“{describe(spec, step.value)}” were a must (now a preference)"
    if spec.kind is FactKind.NUMBER and estimated:
        return f"the {spec.question.says} were {plain(spec, step.value)} ({_now(spec, now)})"
    if spec.kind is FactKind.NUMBER:
        return f"the {spec.question.says} were {_bounds(space, search, option, steps, step, spec)} ({_now(spec, now)})"
    return f"{_said(spec, step.value, now)} ({_now(spec, now)})"


def crossed(spec: FactSpec, at: float, now: Value | None, *, up: bool) -> str:
    """A number moved past a place, as a clause behind `if`: `the average request rate were above 3.1 per second`."""
    number = int(at) if spec.question.integer else at
    return f"the {spec.question.says} were {'above' if up else 'below'} {plain(spec, number)} ({_now(spec, now)})"


def changed_to(spec: FactSpec, value: Value | None, now: Value) -> str:
    """One relaxed statement as a demand: `payload of a request: 4 MB instead of 5 MB`."""
    if value is None:
        return f"leave open what was stated: {describe(spec, now)}"
    if spec.kind is FactKind.FLAG:
        return f"{describe(spec, value)}, instead of: {describe(spec, now)}"
    return f"{describe(spec, value)} instead of {plain(spec, now)}"


def _left_open(spec: FactSpec, now: Value) -> str:
    if spec.group == NEEDS:
        return f"it were left open whether this is {spec.question.says}"
    if spec.kind is FactKind.FLAG:
        return f"it were left open whether {spec.question.says}"
    return f"nothing were said of “{spec.question.says}” (now {plain(spec, now)})"


def _now(spec: FactSpec, now: Value | None) -> str:
    if now is None:
        return "not stated so far"
    if spec.group == NEEDS:
        return f"now {'' if now else 'not '}needed"
    if spec.kind is FactKind.FLAG:
        return f"now {spec.question.says if now else spec.question.denies}"
    return f"now {plain(spec, now)}"


def _said(spec: FactSpec, value: Value, now: Value | None) -> str:
    if spec.group == NEEDS:
        return f"this were {spec.question.says if value else spec.question.denies}"
    if spec.kind is FactKind.FLAG:
        return spec.question.says if value else spec.question.denies
    if spec.kind is FactKind.ORDER and isinstance(value, tuple):
        return f"what matters most were {', then '.join(value)}"
    if isinstance(value, tuple):
        before = set(now if isinstance(now, tuple) else ())
        more, less = sorted(set(value) - before), sorted(before - set(value))
        changes = [f"with {', '.join(more)}"] * bool(more) + [f"without {', '.join(less)}"] * bool(less)
        return f"“{spec.question.says}” were stated {' and '.join(changes) or 'as none'}"
    return f"the {spec.question.says} were {plain(spec, value)}"


def _bounds(space: Space, search: Search, option: str, steps: tuple[Step, ...], step: Step, spec: FactSpec) -> str:
    """The numbers around a step's that do as well: `at most 4 MB`, `above 100 ms`, `exactly 1`."""
    assert isinstance(step.value, (int, float)) and step.value is not None
    reach = search.reach(option, steps, step)
    if reach is None:
        return plain(spec, step.value)
    first, last, lowest, highest = reach
    low, high = _edge(space.program, spec, first, 0), _edge(space.program, spec, last, 1)
    if lowest and highest:
        return f"known, whatever it is, such as {plain(spec, step.value)}"
    if lowest:
        return f"{'at most' if last % 2 else 'below'} {plain(spec, high)}"
    if highest:
        return f"{'at least' if first % 2 else 'above'} {plain(spec, low)}"
    if first == last and first % 2:
        return f"exactly {plain(spec, low)}"
    left, right = "at least" if first % 2 else "above", "at most" if last % 2 else "below"
    return f"{left} {plain(spec, low)} and {right} {plain(spec, high)}"


def _edge(program: Program, spec: FactSpec, place: int, side: int) -> float:
    number = edges(program, spec, place)[side][0]
    return int(number) if spec.question.integer else number
