"""Matching: options that pair labels, such as `1-S, 2-R`, judged pair by pair as small questions of their own.

A row of labels alone, such as `S, R, P`, pairs them with what the stem numbers 1, 2, 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_PAIR = re.compile(
    r"(?<![\w.])\(?([A-Za-z0-9])\)?\s{0,2}(?:[-–—=:→]|->|with|to)\s{0,2}\(?([A-Za-z0-9])\)?(?![\w]|\.[0-9])"
)
_ROW = re.compile(r"\s*([A-Za-z])(?:\s*(?:,|-|–|;|->|→|then)\s*([A-Za-z]))+\s*\.?\s*\Z")
_END = re.compile(r"[;\n]|\.\s+[A-Z]\w|\.\s*\Z")
Pairs = Mapping[str, str]


@dataclass(frozen=True)
class Sides:
    """The texts behind the labels on both sides, and for each option the pairs it makes of them."""

    left: dict[str, str]
    right: dict[str, str]
    rows: dict[str, Pairs]


def sides_of(stem: str, options: Mapping[str, str]) -> Sides | None:
    """The two sides that options match; None where they match nothing, or the stem has no text for a label."""
    rows: dict[str, Pairs] = {letter: _pairs(text) for letter, text in options.items()}
    if not all(rows.values()):
        return None
    left = {label for row in rows.values() for label in row}
    right = {label for row in rows.values() for label in row.values()}
    texts = _texts(stem, left | right)
    if left & right or not (left | right) <= texts.keys():
        return None
    return Sides(
        {label: texts[label] for label in sorted(left)}, {label: texts[label] for label in sorted(right)}, rows
    )


def _pairs(option: str) -> dict[str, str]:
    """The pairs an option makes, from the first label to the second; empty where it makes fewer than two."""
    if _ROW.match(option):
        return {str(number): label for number, label in enumerate(re.findall(r"\b[A-Za-z]\b", option), 1)}
    found = dict(_PAIR.findall(option))
    return found if len(found) > 1 else {}


def _texts(stem: str, labels: Iterable[str]) -> dict[str, str]:
    """What stands behind each label: `(1) text`, `1. text`, `P = text`, `P, text`; the first time it is explained."""
    marks = re.compile(
        rf"(?:^|(?<=[\s(]))\(?([{''.join(sorted(labels))}])(?:\)|[.:,]|\s?=|\s-)\s{{1,3}}(?=\S)", re.MULTILINE
    )
    found: dict[str, str] = {}
    places = list(marks.finditer(stem))
    ends = [*(place.start() for place in places[1:]), len(stem)]
    for place, end in zip(places, ends, strict=False):
        text = stem[place.end() : end]
        over = _END.search(text)
        found.setdefault(place[1], text[: over.start()] if over else text)
    return {label: text.strip(" ,;.(") for label, text in found.items() if text.strip(" ,;.(")}
