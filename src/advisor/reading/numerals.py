"""Numbers as people write them: "1,500", "10k", "twenty-five", "half a million", "hundreds of thousands"."""

from __future__ import annotations

import re

_UNITS = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0,
    "nine": 9.0,
}  # fmt: skip
_TENS = {
    "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0,
    "ninety": 90.0,
}  # fmt: skip
_TEENS = {
    "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "thirteen": 13.0, "fourteen": 14.0, "fifteen": 15.0, "sixteen": 16.0,
    "seventeen": 17.0, "eighteen": 18.0, "nineteen": 19.0,
}  # fmt: skip
_MANY = {"dozens": 12.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9}
_FRACTIONS = {"half": 0.5, "tenth": 0.1, "quarter": 0.25, "third": 1 / 3, "fifth": 0.2, "hundredth": 0.01}
ARTICLES = ("a", "an")
_PAIRS = ("a couple of", "a couple")
_WORDS = {**_UNITS, **_TENS, **_TEENS, **_MANY, **dict.fromkeys(ARTICLES, 1.0), **dict.fromkeys(_PAIRS, 2.0)}
# Words that a pattern may write and a text may hold as a count.
NUMBERS = {word: value for word, value in {"zero": 0.0, **_UNITS, **_TENS, **_TEENS}.items() if word != "one"}
SCALES = {
    "hundreds": 1e2, "hundred": 1e2, "thousands": 1e3, "thousand": 1e3, "millions": 1e6, "million": 1e6,
    "billions": 1e9, "billion": 1e9, "dozen": 12.0, "bn": 1e9, "k": 1e3, "m": 1e6, "b": 1e9,
}  # fmt: skip
# Written straight after the digits: "10k", "1.5M", "7B".
SHORT_SCALES = "(?<=[0-9])(?:k|m|bn|b)"

_DIGITS = r"(?:(?:us)?\$\s?)?[0-9]{1,20}(?:,[0-9]{3}){0,6}(?:\.[0-9]{1,12})?"
_ANY_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_FRACTION = rf"(?:\ban?\s)?\b(?:{'|'.join(_FRACTIONS)})\b(?:\sof\b)?(?:\san?\b)?"
AMOUNT = rf"(?:{_FRACTION}|{_DIGITS}|\b(?:{'|'.join(_TENS)})[\s-](?:{'|'.join(_UNITS)})\b|\b(?:{_ANY_WORD})\b)"
FRACTION = re.compile(_FRACTION)
_BELOW_TEN = rf"\b(?:{'|'.join((*_UNITS, *_TENS, *_TEENS))})\b"


def number_name(value: float) -> str:
    """What a number is called in a text that was taken apart, however it was written.

    >>> number_name(3.0)
    '#3'
    """
    return f"#{value:g}"


def low_end(units: str) -> str:
    """The expression for the first end of a range, up to where its second end begins.

    "2 KB to a stream" is no range.
    """
    number = rf"(?:{_DIGITS}|\b(?:{'|'.join((*_UNITS, *_TENS, *_TEENS))})\b)"
    measure = rf"(?:[kmb]\b|[\s-]{{0,2}}(?:{units}|thousand|million)(?![a-z0-9]))?"
    return (
        rf"(?:\bbetween\s{number}{measure}\sand\s|{number}{measure}\sto\s(?!(?:an?|one)\b)"
        rf"|{_DIGITS}{measure}\s?[\u2013\u2014-]\s?)"
    )


def amount_of(written: str) -> float | None:
    """The number of an amount in lower case, without its scale; None for a word that is none."""
    plain = written.replace(",", "").removeprefix("us").lstrip("$ ")
    if plain[:1].isdigit():
        return float(plain)
    if plain in _WORDS:
        return _WORDS[plain]
    tens, _, units = plain.replace("-", " ").partition(" ")
    if tens in _TENS and units in _UNITS:
        return _TENS[tens] + _UNITS[units]
    return next((value for word, value in _FRACTIONS.items() if word in plain.split()), None)
