"""What an evaluator is given: named blocks of named conditions, and the scale of every number in them."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from advisor.facts import Value
from advisor.rulebase.condition import NUMERIC, Condition, Op, leaves
from advisor.rulebase.snapshot import Snapshot

Truth = bool | None


class Evaluator(Protocol):
    """Something that tells, for each condition of a block, whether it is true, false or unknown."""

    name: str

    def evaluate(self, block: str, values: Mapping[str, Value]) -> Mapping[str, Truth]:
        """The truth of every condition of `block`, given the values of the known facts."""


@dataclass(frozen=True)
class Program:
    """The conditions of a snapshot.

    `thresholds` lists, for each numeric fact, the numbers it is compared with; `members`, for each fact
    that holds several words, the words that conditions ask for.
    """

    blocks: Mapping[str, Mapping[str, Condition]]
    thresholds: Mapping[str, tuple[float, ...]]
    members: Mapping[str, tuple[str, ...]]

    def position(self, fact: str, value: float) -> int:
        """Where a number stands among the thresholds of its fact: 2i+1 on the i-th, even between two.

        Comparisons with thresholds give the same result on positions as on the numbers, and small
        integers survive every serialisation.
        """
        marks = self.thresholds.get(fact, ())
        index = bisect.bisect_left(marks, value)
        return 2 * index + 1 if index < len(marks) and marks[index] == value else 2 * index


def stratum_block(index: int) -> str:
    """The block of the implications of one stratum."""
    return f"implications/{index}"


APPLIES = "applies"


def compile_snapshot(snapshot: Snapshot) -> Program:
    """The program of a snapshot."""
    blocks: dict[str, dict[str, Condition]] = {}
    for index, stratum in enumerate(snapshot.strata):
        blocks[stratum_block(index)] = {rule.id: rule.when for rule in stratum}
    for decision in snapshot.decisions.values():
        conditions = {rule.id: rule.when for rule in snapshot.rules[decision.id]}
        blocks[decision.id] = {APPLIES: decision.applies, **conditions}
    return Program(blocks, *_operands(blocks))


def _operands(
    blocks: Mapping[str, Mapping[str, Condition]],
) -> tuple[dict[str, tuple[float, ...]], dict[str, tuple[str, ...]]]:
    numbers: dict[str, set[float]] = {}
    words: dict[str, set[str]] = {}
    for conditions in blocks.values():
        for leaf in (leaf for condition in conditions.values() for leaf in leaves(condition)):
            if leaf.op in NUMERIC:
                assert isinstance(leaf.operand, (int, float))
                numbers.setdefault(leaf.fact, set()).add(float(leaf.operand))
            elif leaf.op in (Op.INCLUDES, Op.LACKS):
                assert isinstance(leaf.operand, tuple)
                words.setdefault(leaf.fact, set()).update(leaf.operand)
    return (
        {fact: tuple(sorted(marks)) for fact, marks in numbers.items()},
        {fact: tuple(sorted(asked)) for fact, asked in words.items()},
    )
