"""Every combination of a few steps as variants: bit (i, j) takes the i-th step of one list and the j-th of the next."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence

from advisor.facts import Value
from advisor.facts.spec import NEEDS
from advisor.solver.columns import Bits
from advisor.solver.steps import Step


class Grid:
    """The variants that take one step of each list; where a fact comes twice, a variant is not `valid`."""

    def __init__(self, lists: Sequence[Sequence[Step]]) -> None:
        self._lists = lists
        self.size = functools.reduce(int.__mul__, map(len, lists), 1)
        self.full: Bits = (1 << self.size) - 1
        self._uncited: dict[frozenset[str], dict[int, Bits]] = {}

    @functools.cached_property
    def _masks(self) -> list[list[Bits]]:
        """For each list, the variants that take each of its steps."""
        found, before, run = [], 1, self.size
        for steps in self._lists:
            period, run = run, run // max(1, len(steps))
            first = _repeated((1 << run) - 1, period, before)
            found.append([first << (index * run) for index in range(len(steps))])
            before *= len(steps)
        return found

    @functools.cached_property
    def _facts(self) -> list[dict[str, Bits]]:
        """For each list, the variants that change a fact there."""
        found = []
        for steps, masks in zip(self._lists, self._masks, strict=True):
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
        for steps, masks in zip(self._lists, self._masks, strict=True):
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
        """For each list, the variants by the key of the step they take."""
        found = []
        for steps, masks in zip(self._lists, self._masks, strict=True):
            classes: dict[int, Bits] = {}
            for step, mask in zip(steps, masks, strict=True):
                weight = int(key(step))
                classes[weight] = classes.get(weight, 0) | mask
            found.append(classes)
        return found

    def members(self, bits: Bits) -> Iterator[tuple[Step, ...]]:
        """The combinations of a set of variants."""
        digits = bin(bits)[:1:-1]
        position = digits.find("1")
        while position >= 0:
            rest, chosen = position, []
            for steps in reversed(self._lists):
                rest, index = divmod(rest, len(steps))
                chosen.append(steps[index])
            yield tuple(sorted(chosen, key=lambda step: step.fact))
            position = digits.find("1", position + 1)


def _repeated(pattern: Bits, period: int, times: int) -> Bits:
    """A pattern several times, each a period after the one before."""
    if times <= 1:
        return pattern
    half = _repeated(pattern, period, times // 2)
    half |= half << (period * (times // 2))
    return half | pattern << (period * (times - 1)) if times % 2 else half
