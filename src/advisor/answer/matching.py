"""Matching: options that pair labels, such as `1-S, 2-R`, judged pair by pair as small questions of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping

from advisor.answer.sequence import steps_of

_PAIR = re.compile(r"\(?([A-Z0-9])\)?\s{0,2}(?:[-–—=:→]|->|with|to)\s{0,2}\(?([A-Z0-9])\)?(?![\w])")
_NAMED = re.compile(r"\b([A-Z])\s?=\s?([^,;.\n]{2,120})")
Pairs = Mapping[str, str]


def pairs_of(option: str) -> dict[str, str]:
    """The pairs an option lists, from the first label to the second; empty where it lists fewer than two."""
    found = dict(_PAIR.findall(option))
    return found if len(found) > 1 else {}


def sides_of(stem: str, rows: Mapping[str, Pairs]) -> tuple[dict[str, str], dict[str, str]] | None:
    """The texts behind the labels on both sides; None where the stem does not give one for each."""
    found = {**dict(_NAMED.findall(stem)), **steps_of(stem)}
    # The last item of one list runs into the heading of the next: "a file share. Services: P = ...".
    texts = {label: re.split(r"\.\s+[A-Z]\w+:", text)[0].strip(" ,;.") for label, text in found.items()}
    left = {label for row in rows.values() for label in row}
    right = {label for row in rows.values() for label in row.values()}
    if not (left | right) <= texts.keys() or left & right:
        return None
    return {label: texts[label] for label in sorted(left)}, {label: texts[label] for label in sorted(right)}
