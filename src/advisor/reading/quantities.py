"""Quantities in running text: numbers in digits or words, with the unit that follows them.

"under a tenth of a second", "50 million rows", "10 TB/day", "1% of transactions", "8 GPUs"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0,
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "ninety": 90.0, "hundred": 100.0,
}  # fmt: skip
_FRACTIONS = {"half": 0.5, "tenth": 0.1, "quarter": 0.25, "third": 1 / 3, "fifth": 0.2, "hundredth": 0.01}
_SCALES = {
    "hundred": 1e2, "hundreds": 1e2, "thousand": 1e3, "thousands": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6,
    "m": 1e6, "billion": 1e9, "billions": 1e9, "bn": 1e9,
}  # fmt: skip
_UNITS = {
    "duration": {
        "ms": "ms", "msec": "ms", "millisecond": "ms", "milliseconds": "ms", "s": "s", "sec": "s", "secs": "s",
        "second": "s", "seconds": "s", "min": "min", "mins": "min", "minute": "min", "minutes": "min", "hour": "hour",
        "hours": "hour", "hr": "hour", "hrs": "hour", "h": "hour", "day": "day", "days": "day", "week": "week",
        "weeks": "week", "month": "month", "months": "month", "year": "year", "years": "year",
    },
    "size": {
        "kb": "kB", "kib": "KiB", "mb": "MB", "mib": "MiB", "gb": "GB", "gib": "GiB", "tb": "TB", "tib": "TiB",
        "pb": "PB", "pib": "PiB", "byte": "byte", "bytes": "byte", "kilobyte": "kB", "kilobytes": "kB",
        "megabyte": "MB", "megabytes": "MB", "gigabyte": "GB", "gigabytes": "GB", "terabyte": "TB", "terabytes": "TB",
        "petabyte": "PB", "petabytes": "PB",
    },
    "share": {"%": "%", "percent": "%"},
}  # fmt: skip
_KIND = {unit: kind for kind, units in _UNITS.items() for unit in units}
_PERIOD = {
    "second": "s", "sec": "s", "s": "s", "minute": "min", "min": "min", "hour": "hour", "h": "hour", "day": "day",
    "night": "day", "week": "week", "month": "month",
}  # fmt: skip
_COUNTED = (
    "requests?|transactions?|events?|messages?|records?|rows?|images?|invocations?|predictions?|calls?|queries|query|"
    "inferences?|files?|documents?|times|orders|users|readings|data points|clicks"
)

_NUMBER = r"(?:\$\s?)?[0-9][0-9,]*(?:\.[0-9]+)?"
_NUMBER_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_FRACTION = "|".join(_FRACTIONS)
_SCALE = r"(?:hundreds?|thousands?|millions?|billions?|bn|k(?![a-z])|m(?![a-z]))"
_AMOUNT = (
    rf"(?:(?:a\s+)?(?:{_FRACTION})\s+(?:of\s+)?(?:an?\s+)?|{_NUMBER}"
    rf"|\b(?:{_NUMBER_WORD})\b|\b(?:hundreds|thousands|millions|billions)\b)"
)
_UNIT = "|".join(sorted((re.escape(unit) for unit in _KIND), key=len, reverse=True))
# Bounded repetition only: the expression is linear in the length of the text.
QUANTITY = re.compile(
    rf"(?P<amount>{_AMOUNT})(?:[\s-]{{0,2}}(?P<scale>{_SCALE})(?:\s+of)?)?"
    rf"(?:[\s-]{{0,2}}(?P<unit>{_UNIT})(?![a-z]))?"
    rf"(?:\s{{0,2}}(?P<counted>{_COUNTED}))?"
    rf"(?:\s{{0,2}}(?:/|\bper\b|\ban?\b|\beach\b|\bevery\b)\s{{0,2}}(?P<period>{'|'.join(_PERIOD)})(?![a-z]))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quantity:
    """A quantity in a text: `kind` is duration, size, share, money, rate, volume-rate or count.

    `amount` is in `unit` (as pint writes it; empty for counts); `start` to `end` are characters, end excluded.
    """

    kind: str
    amount: float
    unit: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The quantity as `parse_value` reads it."""
        return f"{self.amount:.12g} {self.unit}".strip()


def find_quantities(text: str) -> Iterator[Quantity]:
    """Every quantity of a text, in order. A bare number word ('one', 'a') counts only with a unit or period."""
    for match in QUANTITY.finditer(text):
        found = _quantity(text, match)
        if found is not None:
            yield found


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    amount = _amount(match["amount"].strip().lower())
    if amount is None:
        return None
    if match["scale"]:
        amount *= _SCALES[match["scale"].lower()]
    before = text[match.start() - 1] if match.start() else " "
    if before.isalnum() or (
        before in "_-." and match["amount"][0].isdigit() and match.start() > 1 and text[match.start() - 2].isalnum()
    ):
        return None
    unit = (match["unit"] or "").lower()
    period = _PERIOD.get((match["period"] or "").lower())
    digits = match["amount"].lstrip("$ ")[0].isdigit()
    if match["amount"].startswith("$"):
        return Quantity(
            "money", amount, "", match.start(), match.end("scale") if match["scale"] else match.end("amount")
        )
    if unit:
        kind, written = _KIND[unit], _UNITS[_KIND[unit]][unit]
        if period and kind == "size":
            return Quantity("volume-rate", amount, f"{written}/{period}", match.start(), match.end())
        return Quantity(kind, amount, written, match.start(), match.end("unit"))
    if period and (match["counted"] or digits or match["scale"]):
        return Quantity("rate", amount, f"1/{period}", match.start(), match.end())
    if digits or match["scale"] or match["amount"].lower() not in ("a", "an", "one"):
        end = match.end("scale") if match["scale"] else match.end("amount")
        return Quantity("count", amount, "", match.start(), end)
    return None


def _amount(written: str) -> float | None:
    plain = written.replace(",", "").lstrip("$ ")
    if plain[:1].isdigit():
        return float(plain)
    if plain in _WORDS:
        return _WORDS[plain]
    if plain in _SCALES:
        return _SCALES[plain]
    return next((value for word, value in _FRACTIONS.items() if word in plain), None)
