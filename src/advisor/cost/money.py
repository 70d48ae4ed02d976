"""Typed money and quantities: what has another currency or another unit cannot be added, and does not type-check."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Generic, TypeVar

from advisor.cost.exact import Exact, exact
from advisor.rulebase.prices import Price


class Currency:
    """What money is counted in."""


class Usd(Currency):
    """US dollars."""


class Unit:
    """What a quantity is counted in; `name` is how price lists write it."""

    name: ClassVar[str]


class InstanceHour(Unit):
    """An instance running for an hour."""

    name = "instance-hour"


class Second(Unit):
    """A second of computing on a container of a given size."""

    name = "second"


class GBSecond(Unit):
    """A gigabyte of memory for a second."""

    name = "GB-second"


class GBHour(Unit):
    """A gigabyte of memory for an hour."""

    name = "GB-hour"


class VcpuHour(Unit):
    """A virtual processor for an hour."""

    name = "vCPU-hour"


class GB(Unit):
    """A gigabyte moved or read."""

    name = "GB"


class TB(Unit):
    """A terabyte read."""

    name = "TB"


class GBMonth(Unit):
    """A gigabyte kept for a month."""

    name = "GB-month"


class Hour(Unit):
    """An hour of whatever the price is for: a shard, a gateway, a cluster, a processing unit."""

    name = "hour"


class Million(Unit):
    """A million requests, records, tokens or units."""

    name = "million"


class Thousand(Unit):
    """A thousand requests or objects."""

    name = "thousand"


class HundredThousand(Unit):
    """A hundred thousand objects kept for a month."""

    name = "hundred thousand"


C = TypeVar("C", bound=Currency)
U = TypeVar("U", bound=Unit)


@dataclass(frozen=True)
class Money(Generic[C]):
    """An amount of one currency; only money of the same currency can be added to it or compared with it."""

    amount: Decimal
    currency: type[C]

    def __add__(self, other: Money[C]) -> Money[C]:
        return Money(self.amount + other.amount, self.currency)

    def __lt__(self, other: Money[C]) -> bool:
        return self.amount < other.amount

    def __le__(self, other: Money[C]) -> bool:
        return self.amount <= other.amount


@dataclass(frozen=True, eq=False)
class Quantity(Generic[U]):
    """So much of a unit; only a quantity of the same unit can be added to it."""

    size: Exact
    unit: type[U]

    def __add__(self, other: Quantity[U]) -> Quantity[U]:
        return Quantity(self.size + other.size, self.unit)

    def times(self, count: Exact | Fraction | Decimal | int) -> Quantity[U]:
        """So many times as much."""
        return Quantity(self.size * count, self.unit)


def of(size: Exact | Fraction | Decimal | int, unit: type[U]) -> Quantity[U]:
    """A quantity: `of(730, InstanceHour)`."""
    return Quantity(exact(size), unit)


@dataclass(frozen=True)
class Rate(Generic[C, U]):
    """What one unit costs in a currency, as a price list has it; `share` of it where a discount is taken off."""

    price: Price
    currency: type[C]
    unit: type[U]
    share: Fraction = Fraction(1)

    def less(self, discount: Fraction) -> Rate[C, U]:
        """The rate with a share of it taken off."""
        return Rate(self.price, self.currency, self.unit, self.share * (1 - discount))

    def steps(self) -> list[tuple[Decimal, Fraction]]:
        """From how many units on each unit costs how much; the first step starts at 0."""
        tiers = [(Decimal(0), self.price.usd), *((tier.above, tier.usd) for tier in self.price.tiers)]
        return [(above, Fraction(usd) * self.share) for above, usd in tiers]
