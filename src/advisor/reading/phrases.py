"""Patterns of phrases as token patterns of the matcher. Words match by their stem."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

import snowballstemmer

from advisor.reading.numerals import NUMBERS
from advisor.rulebase.patterns import Part, parse_pattern

_STEMMER = snowballstemmer.stemmer("english")
# The stemmer takes "organize" and "organise" for two words, and "customize" and "customer" for one.
_AMERICAN = re.compile(r"(?<=[a-z]{3})([iy])z(?=(?:e|es|ed|er|ers|ing|ation|ations|able)\Z)")
_OTHERWISE = {
    "behavior": "behaviour",
    "color": "colour",
    "favor": "favour",
    "neighbor": "neighbour",
    "center": "centre",
}
_SPELT_SHORTER = re.compile(rf"\A({'|'.join(_OTHERWISE)})")


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case word: `requests` and `request` are one, and so are British and American spelling."""
    british = _SPELT_SHORTER.sub(lambda found: _OTHERWISE[found[1]], _AMERICAN.sub(r"\1s", word))
    return str(_STEMMER.stemWord(british))


@dataclass(frozen=True)
class Compiled:
    """A pattern for the matcher. A text holds one lemma of every set in `needed`, or the pattern cannot match.

    `written` are all its stems. `kinds` are the quantities it captures; `ends_with_quantity` tells which is meant
    where there are several.
    """

    tokens: list[dict[str, Any]]
    needed: tuple[frozenset[str], ...]
    written: frozenset[str]
    kinds: frozenset[str]
    ends_with_quantity: bool


def compile_pattern(pattern: str) -> Compiled:
    """A pattern of rules/phrases/ for the matcher.

    Raises PatternError for one that could match anywhere.
    """
    parts = parse_pattern(pattern)
    lemmas = [_lemmas(part) for part in parts]
    needed = tuple(found for part, found in zip(parts, lemmas, strict=True) if found and not part.optional)
    return Compiled(
        [_token(part, found) for part, found in zip(parts, lemmas, strict=True)],
        needed,
        frozenset().union(*lemmas),
        frozenset(kind for part in parts for kind in part.quantities),
        bool(parts[-1].quantities),
    )


def _lemmas(part: Part) -> frozenset[str]:
    """What may stand in a part's place. A number in words ("two") also finds one that was read as a count."""
    counted = {"<count>"} if any(word in NUMBERS for word in part.words) else set()
    return frozenset({*map(stem, part.words), *(f"<{kind}>" for kind in part.quantities), *counted})


def _token(part: Part, lemmas: frozenset[str]) -> dict[str, Any]:
    if part.gap:
        return {"OP": "{0,4}"}
    token: dict[str, Any] = {"LEMMA": {"IN": sorted(lemmas)}} if len(lemmas) > 1 else {"LEMMA": next(iter(lemmas))}
    return {**token, "OP": "?"} if part.optional else token
