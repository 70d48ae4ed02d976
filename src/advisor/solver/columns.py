"""What is stated in many variants of a scenario at once: an integer of n bits is a set of n variants."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from advisor.engine.infer import ASSUMED
from advisor.facts import Value
from advisor.scenario.model import Statement
from advisor.vocabulary import Strength

Bits = int
PRIORITIES = "priorities.order"


@dataclass
class Column:
    """One fact over all variants: for each value the variants where it is known to have it, and where it binds."""

    values: dict[Value, Bits] = field(default_factory=dict)
    must: Bits = 0

    @property
    def known(self) -> Bits:
        """The variants where the fact is known."""
        return functools.reduce(int.__or__, self.values.values(), 0)

    def within(self, variants: Bits) -> Column:
        """The fact over some of the variants."""
        found = {value: bits for value, where in self.values.items() if (bits := where & variants)}
        return Column(found, self.must & variants)

    def say(self, value: Value, where: Bits, must: Bits) -> None:
        """The fact has a value in some variants; in those of `must` it binds."""
        self.values[value] = self.values.get(value, 0) | where
        self.must |= must


# What each variant states differently: for each fact the values (None: left open), and the variants that have them.
Changes = Mapping[str, Sequence[tuple[Value | None, Bits]]]


def columns(statements: Mapping[str, Statement], changes: Changes, full: Bits) -> dict[str, Column]:
    """The stated facts of all variants. A changed fact binds: it is stated anew, as `--set` does."""
    found: dict[str, Column] = {}
    for name in sorted({*statements, *changes, *ASSUMED}):
        column, changed = Column(), 0
        for value, where in changes.get(name, ()):
            changed |= where
            if value is not None:
                column.say(value, where, where)
        stated = statements.get(name)
        if stated is not None:
            rest = full & ~changed
            column.say(stated.value, rest, rest if stated.strength is Strength.MUST or name in ASSUMED else 0)
        if name in ASSUMED:
            rest = full & ~column.known
            column.say(ASSUMED[name], rest, rest)
        found[name] = column
    return found
