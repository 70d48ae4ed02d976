"""The positions of a number among its thresholds, as sets of values: what each stands for."""

from __future__ import annotations

import dataclasses
import functools
import math

from advisor.engine.program import Program
from advisor.facts import FactSpec, Value
from advisor.rulebase.condition import NUMERIC, Op, leaves
from advisor.rulebase.snapshot import Snapshot

# An edge of a region: its number, and whether the region holds that number itself.
Edge = tuple[float, bool]


def marked(snapshot: Snapshot, program: Program) -> Program:
    """The program with the numbers and words that no rule compares with but proofs do.

    A conclusion clashes with every other number, so its own number is a position of its own; and declared conflicts
    have conditions of their own.
    """
    marks = {fact: set(numbers) for fact, numbers in program.thresholds.items()}
    words = {fact: set(asked) for fact, asked in program.members.items()}
    for stratum in snapshot.strata:
        for fact, value in (pair for rule in stratum for pair in rule.implied):
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                marks.setdefault(fact, set()).add(float(value))
    declared = [item.when for decision in snapshot.decisions.values() for item in decision.declared_conflicts]
    for leaf in (leaf for condition in declared for leaf in leaves(condition)):
        if leaf.op in NUMERIC and isinstance(leaf.operand, (int, float)):
            marks.setdefault(leaf.fact, set()).add(float(leaf.operand))
        elif leaf.op in (Op.INCLUDES, Op.LACKS) and isinstance(leaf.operand, tuple):
            words.setdefault(leaf.fact, set()).update(leaf.operand)
    return dataclasses.replace(
        program,
        thresholds={fact: tuple(sorted(found)) for fact, found in marks.items()},
        members={fact: tuple(sorted(found)) for fact, found in words.items()},
    )


@functools.lru_cache(maxsize=4096)
def _places(spec: FactSpec, marks: tuple[float, ...]) -> tuple[int, ...]:
    found = (place for place in range(2 * len(marks) + 1))
    return tuple(place for place in found if plain_number(spec, *_edges(spec, marks, place)) is not None)


def positions(program: Program, spec: FactSpec) -> tuple[int, ...]:
    """The positions that hold at least one value within the fact's bounds, ascending."""
    return _places(spec, program.thresholds.get(spec.name, ()))


def edges(program: Program, spec: FactSpec, place: int) -> tuple[Edge, Edge]:
    """The least and the greatest edge of a position."""
    return _edges(spec, program.thresholds.get(spec.name, ()), place)


def _edges(spec: FactSpec, marks: tuple[float, ...], place: int) -> tuple[Edge, Edge]:
    index = place // 2
    if place % 2:
        return (marks[index], True), (marks[index], True)
    least = (marks[index - 1], False) if index > 0 else (-math.inf, False)
    greatest = (marks[index], False) if index < len(marks) else (math.inf, False)
    low, high = spec.question.low, spec.question.high
    return (least if least[0] >= low else (low, True)), (greatest if greatest[0] <= high else (high, True))


def example(program: Program, spec: FactSpec, place: int, near: float | None = None) -> float | int | None:
    """A plain value that stands at a position: close to `near`, or else to a threshold; None where there is none."""
    return plain_number(spec, *edges(program, spec, place), near)


def plain_number(spec: FactSpec, least: Edge, greatest: Edge, near: float | None = None) -> float | int | None:
    """A plain number between two edges and within the fact's bounds, close to `near`; None where there is none.

    >>> from advisor.facts import SPECS
    >>> plain_number(SPECS["request.payload_mb"], (0.001, True), (4.0, False), near=5)
    3.0

    The least number that there is can only be given as it stands.

    >>> plain_number(SPECS["traffic.requests_per_second"], (0.0, False), (5e-324, True))
    5e-324
    """
    least = max(least, (spec.question.low, True), key=lambda edge: (edge[0], not edge[1]))
    greatest = min(greatest, (spec.question.high, True), key=lambda edge: (edge[0], edge[1]))
    (low, low_in), (high, high_in) = least, greatest
    if near is None:
        near = low if low > spec.question.low else high if high < spec.question.high else low
    goal = min(max(near, low), high)
    if low > high or (low == high and not (low_in and high_in)):
        return None
    if _inside(goal, least, greatest) and _kept(spec, goal) == goal:
        return _kept(spec, goal)
    return _rounded(spec, least, greatest, goal)


def _rounded(spec: FactSpec, least: Edge, greatest: Edge, goal: float) -> float | int | None:
    """The number nearest to a goal outside the region that has as few digits as the region leaves room for."""
    size = abs(goal) or greatest[0] or 1.0
    first = math.floor(math.log10(size))
    for exponent in range(first, -1 if spec.question.integer else first - 12, -1):
        step = 10.0**exponent
        if step == 0.0:
            break  # below the smallest number that there is
        near = round(goal / step)
        for count in sorted(range(near - 1, near + 2), key=lambda count: abs(count * step - goal)):
            number = float(f"{count * step:.12g}")
            if _inside(number, least, greatest):
                return _kept(spec, number)
    edge = next((edge for edge, held in (greatest, least) if held and _inside(edge, least, greatest)), None)
    return None if edge is None else _kept(spec, edge)


def _inside(number: float, least: Edge, greatest: Edge) -> bool:
    above = number > least[0] or (number == least[0] and least[1])
    return above and (number < greatest[0] or (number == greatest[0] and greatest[1]))


def _kept(spec: FactSpec, number: float) -> float | int | None:
    """A number as `parse_value` keeps it, or None where it is no whole number and must be."""
    if spec.question.integer:
        return int(number) if number == int(number) else None
    return float(f"{number:.12g}")


def can_be_in_order(program: Program, lower: tuple[FactSpec, int], upper: tuple[FactSpec, int]) -> bool:
    """Whether some value at the first position is at most some value at the second."""
    (least, least_in), _ = edges(program, *lower)
    _, (greatest, greatest_in) = edges(program, *upper)
    return least < greatest or (least == greatest and least_in and greatest_in)


def in_order(program: Program, lower: tuple[FactSpec, int], upper: tuple[FactSpec, int]) -> tuple[Value, Value] | None:
    """Plain values at two positions, the first not above the second; None where there are none."""
    (spec, place), (other, there) = lower, upper
    bound, ceiling = edges(program, other, there)
    least, greatest = edges(program, spec, place)
    low = plain_number(spec, least, min(greatest, ceiling, key=lambda edge: (edge[0], edge[1])))
    if low is None:
        return None
    high = plain_number(other, max(bound, (low, True), key=lambda edge: (edge[0], not edge[1])), ceiling)
    return None if high is None else (low, high)
