"""Every combination of a few steps as variants: bit (i, j) takes the i-th step of one list and the j-th of the next.

Where two of the same steps are taken, whichever they are, the last digit counts the pairs instead.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence

from advisor.facts import Value
from advisor.facts.spec import NEEDS
from advisor.solver.columns import Bits
from advisor.solver.steps import Step


class Grid:
    """The variants that take one step of each list, and two of `pairs`.

    Where a fact comes twice, a variant is not `valid`.
    """

    def __init__(self, lists: Sequence[Sequence[Step]], pairs: Sequence[Step] = ()) -> None:
        self._lists, self._pairs = lists, pairs
        self.size = variants(lists, pairs)
        self.full: Bits = (1 << self.size) - 1
        self._uncited: dict[frozenset[str], dict[int, Bits]] = {}

    @functools.cached_property
    def _taken(self) -> list[tuple[Sequence[Step], list[Bits]]]:
        """For each step that a variant takes, those it can be, and the variants that take each of them."""
        found: list[tuple[Sequence[Step], list[Bits]]] = []
        before, run = 1, self.size
        for steps in self._lists:
            period, run = run, run // max(1, len(steps))
            first = _repeated((1 << run) - 1, period, before)
            found.append((steps, [first << (index * run) for index in range(len(steps))]))
            before *= len(steps)
        if self._pairs:
            found += [
                (self._pairs, [_repeated(where, run, before) for where in side]) for side in _sides(len(self._pairs))
            ]
        return found

    @functools.cached_property
    def _facts(self) -> list[dict[str, Bits]]:
        """For each step that is taken, the variants that change a fact by it."""
        found = []
        for steps, masks in self._taken:
            facts: dict[str, Bits] = {}
            for step, mask in zip(steps, masks, strict=True):
                facts[step.fact] = facts.get(step.fact, 0) | mask
            found.append(facts)
        return found

    @functools.cached_property
    def valid(self) -> Bits:
        """The combinations of different facts."""
        twice = 0
        for index, facts in enumerate(self._facts):
            for other in self._facts[:index]:
                for fact in facts.keys() & other.keys():
                    twice |= facts[fact] & other[fact]
        return self.full & ~twice

    @functools.cached_property
    def changes(self) -> dict[str, list[tuple[Value | None, Bits]]]:
        """For each fact the values it takes, and the variants where it does."""
        found: dict[Step, Bits] = {}
        for steps, masks in self._taken:
            for step, mask in zip(steps, masks, strict=True):
                found[step] = found.get(step, 0) | mask
        by_fact: dict[str, list[tuple[Value | None, Bits]]] = {}
        for step, where in found.items():
            by_fact.setdefault(step.fact, []).append((step.value, where))
        return by_fact

    def cheapest(self, bits: Bits, cited: frozenset[str]) -> Bits:
        """Those of a set of variants with the least sum of kinds, then the fewest uncited facts, then the fewest needs.

        This is how `steps.cost` begins.
        """
        for sums in (self._by_kind, self._by_uncited(cited), self._by_needs):
            for _, where in sorted(sums.items()):
                if found := where & bits:
                    bits = found
                    break
        return bits

    @functools.cached_property
    def _by_kind(self) -> dict[int, Bits]:
        return self._by_sum(lambda step: step.kind)

    @functools.cached_property
    def _by_needs(self) -> dict[int, Bits]:
        return self._by_sum(lambda step: step.fact.startswith(f"{NEEDS}."))

    def _by_uncited(self, cited: frozenset[str]) -> dict[int, Bits]:
        if cited not in self._uncited:
            self._uncited[cited] = self._by_sum(lambda step: step.fact not in cited)
        return self._uncited[cited]

    def _by_sum(self, key: Callable[[Step], int]) -> dict[int, Bits]:
        """The variants by the sum of the keys of their steps."""
        sums = {0: self.full}
        for classes in self._classes(key):
            added: dict[int, Bits] = {}
            for total, where in sums.items():
                for weight, mask in classes.items():
                    added[total + weight] = added.get(total + weight, 0) | (where & mask)
            sums = added
        return sums

    def _classes(self, key: Callable[[Step], int]) -> list[dict[int, Bits]]:
        """For each step that is taken, the variants by its key."""
        found = []
        for steps, masks in self._taken:
            classes: dict[int, Bits] = {}
            for step, mask in zip(steps, masks, strict=True):
                weight = int(key(step))
                classes[weight] = classes.get(weight, 0) | mask
            found.append(classes)
        return found

    def members(self, bits: Bits) -> Iterator[tuple[Step, ...]]:
        """The combinations of a set of variants."""
        for position in _set(bits):
            rest, chosen = position, list[Step]()
            if self._pairs:
                rest, index = divmod(rest, math.comb(len(self._pairs), 2))
                chosen += (self._pairs[place] for place in _pair(len(self._pairs), index))
            for steps in reversed(self._lists):
                rest, index = divmod(rest, len(steps))
                chosen.append(steps[index])
            yield tuple(sorted(chosen, key=lambda step: step.fact))


# A byte that is not empty, found at the speed of the machine: most variants of a large grid are left out.
_BYTE = re.compile(rb"[^\0]")


def _set(bits: Bits) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    for found in _BYTE.finditer(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        byte = found[0][0]
        yield from (found.start() * 8 + place for place in range(8) if byte >> place & 1)


def variants(lists: Sequence[Sequence[Step]], pairs: Sequence[Step] = ()) -> int:
    """How many variants a grid has."""
    return math.prod(map(len, lists)) * (math.comb(len(pairs), 2) if pairs else 1)


@functools.lru_cache(maxsize=64)
def _sides(count: int) -> tuple[tuple[Bits, ...], tuple[Bits, ...]]:
    """For each of so many things, the pairs that it comes first in, and those that it comes second in."""
    first, second = [], [0] * count
    for index, place in enumerate(_starts(count)):
        rest = count - index - 1
        first.append(((1 << rest) - 1) << place)
        for other in range(rest):
            second[index + 1 + other] |= 1 << (place + other)
    return tuple(first), tuple(second)


@functools.lru_cache(maxsize=64)
def _starts(count: int) -> tuple[int, ...]:
    """For each of so many things, the first of the pairs that it comes first in."""
    return tuple(itertools.accumulate(range(count - 1, 0, -1), initial=0))


def _pair(count: int, index: int) -> tuple[int, int]:
    """The pair of two of so many things at a place in their order."""
    starts = _starts(count)
    first = bisect.bisect_right(starts, index, hi=count - 1) - 1
    return first, first + 1 + index - starts[first]


def _repeated(pattern: Bits, period: int, times: int) -> Bits:
    """A pattern several times, each a period after the one before."""
    if times <= 1:
        return pattern
    half = _repeated(pattern, period, times // 2)
    half |= half << (period * (times // 2))
    return half | pattern << (period * (times - 1)) if times % 2 else half
