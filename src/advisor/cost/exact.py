"""Numbers that stay exact, and may depend on one unknown: what makes break-even points solvable.

A formula written for plain numbers is also a formula for `x`: as long as no comparison in it changes its outcome, a
bill is a straight line over `x`, and `Along` notes how far that holds.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


class NotLinearError(ArithmeticError):
    """A formula multiplies or divides by the unknown itself, so the bill is no chain of straight lines."""


@dataclass
class Along:
    """The place from which a bill is followed upwards, and the place up to which it stays a straight line."""

    start: Fraction
    until: Fraction | None = None

    def turns_at(self, place: Fraction) -> None:
        """Notes a place at which some comparison changes its outcome."""
        if place > self.start and (self.until is None or place < self.until):
            self.until = place


@dataclass(frozen=True, eq=False, slots=True)
class Exact:
    """`constant + slope * x`, where x is the unknown of `along`; just beyond its start where comparisons are made.

    `rests_on` names the assumptions that went into the number.
    """

    constant: Fraction
    slope: Fraction = Fraction(0)
    along: Along | None = None
    rests_on: frozenset[str] = frozenset()

    @property
    def here(self) -> Fraction:
        """The value at the start."""
        return self.constant + self.slope * self.along.start if self.along is not None else self.constant

    @property
    def fixed(self) -> Fraction:
        """The value of a number that does not depend on the unknown; NotLinearError otherwise."""
        if self.slope:
            raise NotLinearError("the unknown occurs where only a fixed number can stand")
        return self.constant

    def at(self, place: Fraction) -> Fraction:
        """The value where the unknown has a value."""
        return self.constant + self.slope * place

    def __add__(self, other: Exact | Fraction | Decimal | int) -> Exact:
        more = exact(other)
        slope = self.slope + more.slope if self.slope and more.slope else self.slope or more.slope
        return Exact(self.constant + more.constant, slope, self.along or more.along, self._with(more))

    __radd__ = __add__

    def __neg__(self) -> Exact:
        return Exact(-self.constant, -self.slope if self.slope else self.slope, self.along, self.rests_on)

    def __sub__(self, other: Exact | Fraction | Decimal | int) -> Exact:
        more = exact(other)
        slope = self.slope - more.slope if more.slope else self.slope
        return Exact(self.constant - more.constant, slope, self.along or more.along, self._with(more))

    def __rsub__(self, other: Fraction | Decimal | int) -> Exact:
        return exact(other) - self

    def __mul__(self, other: Exact | Fraction | Decimal | int) -> Exact:
        more = exact(other)
        if self.slope and more.slope:
            raise NotLinearError("the unknown is multiplied by itself")
        one, factor = (self, more.constant) if self.slope else (more, self.constant)
        slope = one.slope * factor if one.slope else one.slope
        return Exact(one.constant * factor, slope, self.along or more.along, self._with(more))

    __rmul__ = __mul__

    def __truediv__(self, other: Exact | Fraction | Decimal | int) -> Exact:
        divisor = exact(other)
        size = divisor.fixed
        slope = self.slope / size if self.slope else self.slope
        return Exact(self.constant / size, slope, self.along, self._with(divisor))

    def __rtruediv__(self, other: Fraction | Decimal | int) -> Exact:
        return exact(other) / self

    def __lt__(self, other: Exact | Fraction | Decimal | int) -> bool:
        return self._against(other) < 0

    def __le__(self, other: Exact | Fraction | Decimal | int) -> bool:
        return self._against(other) <= 0

    def __gt__(self, other: Exact | Fraction | Decimal | int) -> bool:
        return self._against(other) > 0

    def __ge__(self, other: Exact | Fraction | Decimal | int) -> bool:
        return self._against(other) >= 0

    def _against(self, other: Exact | Fraction | Decimal | int) -> int:
        more = exact(other)
        if not self.slope and not more.slope:
            return (self.constant > more.constant) - (self.constant < more.constant)
        return (self - more)._sign()

    def ceil(self) -> Exact:
        """The next whole number."""
        if not self.slope or self.along is None:
            return Exact(Fraction(math.ceil(self.constant)), rests_on=self.rests_on)
        whole = math.floor(self.here) + 1 if self.slope > 0 else math.ceil(self.here)
        self.along.turns_at(((whole if self.slope > 0 else whole - 1) - self.constant) / self.slope)
        return Exact(Fraction(whole), rests_on=self.rests_on)

    def resting_on(self, names: frozenset[str]) -> Exact:
        """The same number, which some more assumptions went into."""
        return Exact(self.constant, self.slope, self.along, self.rests_on | names)

    def _with(self, other: Exact) -> frozenset[str]:
        if not other.rests_on or self.rests_on is other.rests_on:
            return self.rests_on
        return self.rests_on | other.rests_on if self.rests_on else other.rests_on

    def _sign(self) -> int:
        if not self.slope or self.along is None:
            return (self.constant > 0) - (self.constant < 0)
        self.along.turns_at(-self.constant / self.slope)
        value = self.here or self.slope
        return 1 if value > 0 else -1


def exact(number: Exact | Fraction | Decimal | int) -> Exact:
    """Any exact number as an Exact; a float is not exact, so none is taken."""
    return number if isinstance(number, Exact) else _fixed(number)


@functools.lru_cache(maxsize=4096)
def _fixed(number: Fraction | Decimal | int) -> Exact:
    return Exact(Fraction(number))


def decimal(number: Fraction, places: int) -> Decimal:
    """A fraction rounded half up to so many decimal places."""
    scaled = abs(number) * 10**places
    whole = math.floor(scaled + Fraction(1, 2))
    return Decimal(whole if number >= 0 else -whole).scaleb(-places)


def greater(one: Exact | Fraction | Decimal | int, other: Exact | Fraction | Decimal | int) -> Exact:
    """The greater of two numbers."""
    first, second = exact(one), exact(other)
    return (first if first >= second else second).resting_on(first.rests_on | second.rests_on)


def smaller(one: Exact | Fraction | Decimal | int, other: Exact | Fraction | Decimal | int) -> Exact:
    """The smaller of two numbers."""
    return -greater(-exact(one), -exact(other))
