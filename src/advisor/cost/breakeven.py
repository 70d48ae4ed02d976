"""Break-even points: where two bills cross as one quantity grows. Solved piece by piece, not scanned."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from advisor.cost.exact import Along, Exact, NotLinearError

Curve = Callable[[Exact], Exact]

# A bill over a request rate has a step for each further instance; beyond so many pieces the rest is left out.
PIECES = 120


@dataclass(frozen=True)
class Piece:
    """A stretch on which a cost is `constant + slope * x`; `until` is None where it goes on to the end."""

    start: Fraction
    until: Fraction | None
    constant: Fraction
    slope: Fraction

    def at(self, place: Fraction) -> Fraction:
        """The cost at a place of the stretch."""
        return self.constant + self.slope * place


@dataclass(frozen=True)
class Crossing:
    """A place at which one cost passes another; -1 says that the first of the two is the lower one, 1 the other."""

    at: Fraction
    before: int
    after: int


class Followed:
    """A cost followed from `least` to `most`, piece by piece and only as far as somebody asks."""

    def __init__(self, curve: Curve, least: Fraction, most: Fraction, pieces: int = PIECES) -> None:
        self._curve, self.least, self.most, self._most_pieces = curve, least, most, pieces
        self._pieces: list[Piece] = []

    def reach(self, most: Fraction) -> Fraction:
        """How far the cost is known, up to `most`."""
        end = self.least
        for piece in self:
            if piece.until is None or piece.until >= most:
                return most
            end = piece.until
        return end

    def __iter__(self) -> Iterator[Piece]:
        """The pieces in order. Raises NotLinearError where the cost is no chain of straight lines."""
        for index in itertools.count():
            if index == len(self._pieces):
                if index == self._most_pieces or (index and self._pieces[-1].until is None):
                    return
                self._pieces.append(self._next())
            yield self._pieces[index]

    def _next(self) -> Piece:
        until = self._pieces[-1].until if self._pieces else self.least
        assert until is not None
        along = Along(until)
        here = self._curve(Exact(Fraction(0), Fraction(1), along))
        reach = along.until if along.until is not None and along.until < self.most else None
        return Piece(until, reach, here.constant, here.slope)


def crossings(one: Followed, other: Followed) -> Iterator[Crossing]:
    """Where one cost passes the other: at a common point, or in a jump."""
    sign = 0
    for piece in _difference(one, other):
        end = piece.until if piece.until is not None else one.most
        first = _sign(piece.at(piece.start)) or _sign(piece.slope)
        if sign and first and first != sign:
            yield Crossing(piece.start, sign, first)
        sign = first or sign
        if piece.slope:
            root = -piece.constant / piece.slope
            if piece.start < root < end:
                yield Crossing(root, sign, -sign)
                sign = -sign


def _difference(one: Followed, other: Followed) -> Iterator[Piece]:
    """The straight pieces of the first cost less the second."""
    mine, theirs = iter(one), iter(other)
    a, b = next(mine, None), next(theirs, None)
    while a is not None and b is not None:
        ends = [piece.until for piece in (a, b) if piece.until is not None]
        until = min(ends, default=None)
        yield Piece(max(a.start, b.start), until, a.constant - b.constant, a.slope - b.slope)
        if until is None:
            return
        a_ends, b_ends = a.until == until, b.until == until
        a = next(mine, None) if a_ends else a
        b = next(theirs, None) if b_ends else b


def nearest(one: Followed, other: Followed, now: Fraction) -> Crossing | None:
    """The crossing nearest to where things are now; None where there is none, or it cannot be solved."""
    best: Crossing | None = None
    try:
        for crossing in crossings(one, other):
            if best is None or abs(crossing.at - now) < abs(best.at - now):
                best = crossing
            if crossing.at >= now:
                break
    except NotLinearError:
        return None
    return best


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
