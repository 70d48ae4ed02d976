"""Costs in words: money, ranges of it, and quantities with their unit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from advisor.cost.exact import decimal
from advisor.cost.model import Figure


def usd(number: Decimal) -> str:
    """Money as read in a table: cents below a hundred dollars, whole dollars above."""
    if 0 < number < Decimal("0.01"):
        return "< $0.01"
    return f"${number:,.2f}" if number < 100 else f"${number:,.0f}"


def span(figure: Figure) -> str:
    """Low, typical and high in a sentence; one number where they are the same."""
    if figure.low == figure.high:
        return usd(figure.typical)
    return f"{usd(figure.typical)} ({usd(figure.low)} to {usd(figure.high)})"


def plain(number: Decimal) -> Decimal:
    """A number without trailing zeros and without an exponent."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def significant(number: Fraction, digits: int = 4) -> Decimal:
    """A number rounded to so many significant digits, written out."""
    rounded = +decimal(number, 12)
    return plain(Decimal(f"{rounded:.{digits}g}"))


def amount(number: Decimal, unit: str) -> str:
    """A quantity in words: `3.1 per second`, `60 %`, `4`."""
    if unit == "share":
        return f"{plain(number * 100):,f} %"
    return f"{number:,f}" if unit == "count" else f"{number:,f} {unit}"
