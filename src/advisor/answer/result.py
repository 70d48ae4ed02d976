"""A result that was worked out from the numbers of a stem, and how numbers stand in one."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Digits with commas between thousands, and decimals; bounded, so that a search stays linear in the text.
NUMBER = r"([0-9]{1,15}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,9})?)"
SIGNED = NUMBER.replace("(", "(-?", 1)
# How small numbers are written in words, from one on.
IN_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# An amount of money, its sign before or its name behind.
MONEY = re.compile(rf"(?:[$€]|\b(?:USD|EUR)\s)\s?{NUMBER}|\b{NUMBER}\s?(?:USD|EUR|dollars|euros?)\b")


@dataclass(frozen=True)
class Result:
    """A computed value: `formula` with the numbers in it, as a learner would write it down.

    `written` is the text an option must show where the result is no single number.
    """

    name: str
    value: float
    formula: str
    source: str
    written: str = ""


def number(text: str) -> float:
    """The number that digits with commas stand for."""
    return float(text.replace(",", ""))
