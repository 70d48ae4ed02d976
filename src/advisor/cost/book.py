"""The price book: typed rates of one region, and the instance types that have a price in it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from advisor.cost.money import InstanceHour, Rate, Unit, Usd
from advisor.errors import InputError
from advisor.rulebase.prices import Instance, Price, Prices

U = TypeVar("U", bound=Unit)

REGION = "us-east-1"


class NotPricedError(LookupError):
    """There is no price for what is asked, so there is no figure either."""


@dataclass(frozen=True)
class Book:
    """The prices of one region by key, and the instance types by name."""

    region: str
    prices: Mapping[str, Price]
    instances: Mapping[str, Instance]

    def rate(self, key: str, unit: type[U]) -> Rate[Usd, U]:
        """The rate under a key. Raises NotPricedError where there is none, TypeError where its unit is another one."""
        price = self.prices.get(key)
        if price is None:
            raise NotPricedError(key)
        if price.unit.split(" (")[0] != unit.name:
            raise TypeError(f"{key} is charged by the {price.unit}, not by the {unit.name}")
        return Rate(price, Usd, unit)

    def instance_rate(self, part: str, instance: str) -> Rate[Usd, InstanceHour]:
        """What an hour of an instance type costs in a part of SageMaker AI: hosting, training, processing...

        Every part charges the same for a type wherever bills were seen, so the price for hosting stands in.
        """
        key = f"sagemaker/{part}/{instance}"
        return self.rate(key if key in self.prices else f"sagemaker/hosting/{instance}", InstanceHour)

    def smallest(self, memory_gb: Fraction, gpu: bool) -> str:
        """The cheapest instance type for hosting with so much memory; NotPricedError where none is large enough."""
        fitting = [
            (self.prices[f"sagemaker/hosting/{name}"].usd, name)
            for name, spec in self.instances.items()
            if f"sagemaker/hosting/{name}" in self.prices
            and Fraction(spec.memory_gib) >= memory_gb
            and bool(spec.gpus) == gpu
        ]
        if not fitting:
            raise NotPricedError(f"an instance with {float(memory_gb):g} GB")
        return min(fitting)[1]

    def expired(self, date: datetime.date) -> Iterator[tuple[str, Price]]:
        """The prices that should have been read again by a date."""
        return ((key, price) for key, price in self.prices.items() if price.expires < date)


def check_region(prices: Prices, region: str) -> None:
    """Raises InputError where a region has no prices, while others have."""
    if prices.regions and region not in prices.regions:
        known = ", ".join(sorted(prices.regions))
        raise InputError.one(
            "region",
            f"there are no prices for `{region}`",
            f"prices are known for: {known}; for another Region add rules/prices/{region}.yaml",
        )


def book_of(prices: Prices, region: str = REGION) -> Book:
    """The book of a region. Raises NotPricedError where the rule base has no prices for it."""
    if region not in prices.regions:
        raise NotPricedError(region)
    return Book(region, prices.regions[region].prices, prices.instances)
