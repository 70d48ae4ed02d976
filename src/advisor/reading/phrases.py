"""Patterns of phrases as token patterns of the matcher. Words match by their stem."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import snowballstemmer

from advisor.reading.numerals import NUMBERS, number_name
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
# Words that the stemmer takes for others: what is important is not imported, what consists of parts is not consistent,
# and an hour is not hourly.
_APART = {
    f"{word}{ending}": word
    for word in (
        "customer", "important", "objective", "production", "transformer", "container", "rating", "recording",
        "authority", "relational", "meaning", "relative", "presentation", "validity", "publication", "labeller",
        "annotator", "officer", "predictable", "validation", "classifier", "identifier", "distribution", "useful",
        "understandable", "versioning", "provenance", "hourly", "nightly", "weekly", "monthly", "quarterly", "yearly",
    )
    for ending in ("", "s")
} | {
    "importance": "important", "labeler": "labeller", "labelers": "labeller", "valid": "validity",
    "ragged": "ragged", "repeatable": "repeatable", "logistics": "logistics",
    "seasonal": "seasonality", "seasonality": "seasonality",
    "consistent": "consistent", "consistently": "consistent", "consistency": "consistent",
}  # fmt: skip
_SPELT_SHORTER = re.compile(rf"\A({'|'.join(_OTHERWISE)})")


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case word: `requests` and `request` are one, and so are British and American spelling."""
    if word in _APART:
        return _APART[word]
    british = _SPELT_SHORTER.sub(lambda found: _OTHERWISE[found[1]], _AMERICAN.sub(r"\1s", word))
    return str(_STEMMER.stemWord(british))


@dataclass(frozen=True)
class Compiled:
    """A pattern for the matcher: `rows` of tokens that a sentence must all hold, the first of them the head.

    A text holds one lemma of every set in `needed`, or the pattern cannot match. `written` are all its stems.
    `kinds` are the quantities it captures; `ends_with_quantity` tells which is meant where there are several.
    """

    rows: tuple[list[dict[str, Any]], ...]
    needed: tuple[frozenset[str], ...]
    written: frozenset[str]
    kinds: frozenset[str]
    ends_with_quantity: bool


def compile_pattern(pattern: str, alike: Mapping[str, frozenset[str]]) -> Compiled:
    """A pattern of rules/phrases/ for the matcher; `alike` are the stems that mean the same as a stem.

    Raises PatternError for one that could match anywhere.
    """
    rows = parse_pattern(pattern)
    parts = [part for row in rows for part in row]
    needed = tuple(found for part in parts if (found := _lemmas(part, alike)) and not part.optional)
    return Compiled(
        tuple([_token(part, _lemmas(part, alike)) for part in row] for row in rows),
        needed,
        frozenset().union(*(_lemmas(part, alike) for part in parts)),
        frozenset(kind for part in parts for kind in part.quantities),
        bool(rows[-1][-1].quantities),
    )


def alike_of(synonyms: Iterable[Iterable[str]]) -> dict[str, frozenset[str]]:
    """For each stem of rules/synonyms.yaml the stems that mean the same, itself included."""
    groups = [frozenset(map(stem, group)) for group in synonyms]
    return {word: group for group in groups for word in group}


def _lemmas(part: Part, alike: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What may stand in a part's place. A number in words ("two") also finds one that was read as a count."""
    if part.exact:
        return frozenset(map(stem, part.words))
    counted = {"<count>"} if any(word in NUMBERS for word in part.words) else set()
    stems = {lemma for word in part.words for lemma in alike.get(stem(word), (stem(word),))}
    return frozenset({*stems, *(f"<{kind}>" for kind in part.quantities), *counted})


def _token(part: Part, lemmas: frozenset[str]) -> dict[str, Any]:
    if part.gap:
        return {"OP": "{0,4}"}
    if part.exact:
        token: dict[str, Any] = {"LOWER": {"IN": sorted(part.words)}}
    elif not part.quantities and any(word in NUMBERS for word in part.words):
        # "three variables" is not said by "40 variables", though both are counts.
        names = {number_name(NUMBERS[word]) for word in part.words if word in NUMBERS}
        token = {"NORM": {"IN": sorted({*lemmas, *names} - {"<count>"})}}
    else:
        token = {"LEMMA": {"IN": sorted(lemmas)}} if len(lemmas) > 1 else {"LEMMA": next(iter(lemmas))}
    return {**token, "OP": "?"} if part.optional else token
