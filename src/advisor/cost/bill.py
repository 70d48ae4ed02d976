"""A bill: charges, each a quantity times the unit price of one tier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from advisor.cost.exact import Exact, decimal, exact, smaller
from advisor.cost.money import Money, Quantity, Rate, Unit, Usd
from advisor.rulebase.prices import Price

U = TypeVar("U", bound=Unit)

# Below a hundredth of a cent nothing is shown; a line's amount is rounded there, and totals add up rounded lines.
PLACES = 4


@dataclass(frozen=True, eq=False)
class Charge:
    """One line of a bill. Made by `charge` alone, which holds the units together."""

    item: str
    quantity: Exact
    unit: str
    unit_price: Fraction
    price: Price

    @property
    def amount(self) -> Exact:
        """Quantity times unit price, unrounded."""
        return self.quantity * self.unit_price

    @property
    def billed(self) -> Money[Usd]:
        """The amount as it stands on the bill."""
        return Money(decimal(self.amount.fixed, PLACES), Usd)


Bill = tuple[Charge, ...]


def charge(item: str, quantity: Quantity[U], rate: Rate[Usd, U]) -> Bill:
    """What a quantity costs: nothing for none, otherwise a line for each price tier that it reaches."""
    steps = rate.steps()
    found = []
    for index, (above, usd) in enumerate(steps):
        if not quantity.size > above:
            break
        upper = steps[index + 1][0] if index + 1 < len(steps) else None
        size = quantity.size if upper is None else smaller(quantity.size, upper)
        label = f"{item}, above {above:f}" if above else item
        found.append(Charge(label, size - above, rate.price.unit, usd, rate.price))
    return tuple(found)


def total(bill: Iterable[Charge]) -> Exact:
    """The sum of a bill, unrounded."""
    return sum((line.amount for line in bill), exact(0))


def billed(bill: Iterable[Charge]) -> Money[Usd]:
    """The sum of a bill's lines as they stand on it."""
    return sum((line.billed for line in bill), Money(decimal(Fraction(0), PLACES), Usd))
