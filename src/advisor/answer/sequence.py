"""Ordering and matching: options that are rows of letters, judged by what the steps they point at need first."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

from advisor.answer.naming import Names
from advisor.reading.text import take_apart
from advisor.rulebase.schema import RuleBase
from advisor.vocabulary import Domain

_STEP = re.compile(
    r"(?:^|\n|;|(?<=[.:?)\s]))\s{0,3}\(?([A-Z0-9])[).:]\s{1,3}([^\n;]{3,300}?)(?=\n|;|\s\(?[A-Z0-9][).:]\s|$)"
)
_LANES = list(Domain)


def steps_of(stem: str) -> dict[str, str]:
    """The labelled steps that a stem lists: `1. Create the model`, `(B) Deploy it`."""
    return {label: text.strip() for label, text in _STEP.findall(stem)}


def row_of(option: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """The labels an option lists, in its order; empty where it is no row of labels."""
    found = re.findall(r"[A-Z0-9]+", option.strip())
    row = tuple(itertools.chain.from_iterable(list(item) if item not in labels else [item] for item in found))
    return row if len(row) >= 2 and all(label in labels for label in row) else ()


class Sequences:
    """Counts, for a row of steps, the pairs that stand in the wrong order."""

    def __init__(self, base: RuleBase, names: Names) -> None:
        self._base, self._names = base, names

    def violations(self, row: tuple[str, ...], steps: Mapping[str, str]) -> int:
        """The pairs of a row whose second step has to come before the first."""
        things = {label: self._things(steps[label]) for label in row}
        return sum(self._precedes(things[later], things[earlier]) for earlier, later in itertools.combinations(row, 2))

    def _things(self, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(mention.thing for mention in self._names.find(take_apart(text))))

    def _precedes(self, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """Whether something in `one` has to be there before something in `other`."""
        if any(first in self._before(second) for first in one for second in other):
            return True
        if any(second in self._before(first) for first in one for second in other) or not one or not other:
            return False
        return max(map(self._lane, one)) < min(map(self._lane, other))

    def _before(self, thing: str) -> frozenset[str]:
        found: set[str] = set()
        waiting = list(self._base.things[thing].after)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self._base.things[name].after)
        return frozenset(found)

    def _lane(self, thing: str) -> int:
        return _LANES.index(self._base.things[thing].area)
