"""What a month's usage is: what the scenario states, and for the rest the table of assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from advisor.cost.exact import Exact, exact
from advisor.facts import Value
from advisor.rulebase.prices import Assumption, Prices, Range


class Corner(StrEnum):
    """At which end of their ranges the assumptions are taken: where things are cheapest, usual or dearest."""

    LOW = "low"
    TYPICAL = "typical"
    HIGH = "high"


@dataclass
class Usage:
    """Usage by name, as formulas ask for it; what was asked is kept in `asked`.

    `tried` are the reader's own numbers, which go before facts and assumptions. `varying` is the one unknown along
    which costs are followed. `chosen` are the options that decisions made earlier have settled on.
    """

    prices: Prices
    facts: Mapping[str, Value]
    corner: Corner = Corner.TYPICAL
    tried: Mapping[str, Decimal] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    varying: tuple[str, Exact] | None = None
    asked: dict[str, Exact] = field(default_factory=dict)

    def __call__(self, name: str) -> Exact:
        """A quantity in the unit of its assumption, or of its fact."""
        if name not in self.asked:
            self.asked[name] = self._found(name)
        return self.asked[name]

    def _found(self, name: str) -> Exact:
        if self.varying is not None and self.varying[0] == name:
            return self.varying[1]
        if name in self.tried:
            return Exact(Fraction(self.tried[name]))
        if self.knows(name):
            return exact(Decimal(str(self.facts[name])))
        number = getattr(self.range(name), self.corner.value)
        certain = self.range(name).low == self.range(name).high
        return Exact(Fraction(number), rests_on=frozenset() if certain else frozenset([name]))

    def knows(self, name: str) -> bool:
        """Whether the scenario states a number, or the reader tries one."""
        value = self.facts.get(name)
        return name in self.tried or (isinstance(value, (int, float)) and not isinstance(value, bool))

    def says(self, fact: str, *words: str) -> bool:
        """Whether a yes-or-no fact is true, or a word one of those given."""
        value = self.facts.get(fact)
        return value in words if words else value is True

    def range(self, name: str) -> Range:
        """The range assumed under the circumstances that are known."""
        return range_of(self.prices.assumptions[name], self.facts)


def range_of(assumption: Assumption, facts: Mapping[str, Value]) -> Range:
    """The first case whose facts are as given, or the assumption's own range."""
    fitting = (case for case in assumption.cases if all(facts.get(name) == value for name, value in case.given.items()))
    return next(fitting, assumption)
