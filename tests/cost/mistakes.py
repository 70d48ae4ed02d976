"""Mixing up currencies, units and counts does not type-check: mypy is asked, line by line.

Nothing runs here. mypy reads this file with the sources, and a mistake that it would let pass leaves an ignore that is
not needed, which it reports.
"""

from __future__ import annotations

from decimal import Decimal

from advisor.cost.bill import charge
from advisor.cost.money import GB, Currency, GBMonth, Hour, InstanceHour, Money, Rate, Usd, of


class Eur(Currency):
    """Another currency."""


def fine(dollars: Money[Usd], an_hour: Rate[Usd, Hour]) -> tuple[object, ...]:
    return (
        dollars + dollars,
        of(3, GB) + of(4, GB),
        charge("x", of(2, Hour), an_hour),
        of(3, GB).times(2),
        dollars < dollars,
    )


def wrong(
    dollars: Money[Usd], euros: Money[Eur], an_hour: Rate[Usd, Hour], in_euros: Rate[Eur, GB]
) -> tuple[object, ...]:
    return (
        dollars + euros,  # type: ignore[operator]
        dollars < euros,  # type: ignore[operator]
        dollars + 3,  # type: ignore[operator]
        dollars + Decimal(3),  # type: ignore[operator]
        of(3, GB) + of(4, GBMonth),  # type: ignore[arg-type]
        of(3, GB) + 4,  # type: ignore[operator]
        of(3, GB) + dollars,  # type: ignore[operator]
        charge("x", of(2, GB), an_hour),  # type: ignore[misc]
        charge("x", of(2, InstanceHour), an_hour),  # type: ignore[misc]
        charge("x", of(2, GB), in_euros),  # type: ignore[arg-type]
        charge("x", 2, an_hour),  # type: ignore[arg-type]
        of(3, int),  # type: ignore[type-var]
        of(2.5, GB),  # type: ignore[arg-type]
    )
