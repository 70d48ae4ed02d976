"""Counts and rates that a stem tells in plain words, as the facts that formulas compute with.

No phrase can tell them apart by themselves; they count only because a formula is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from advisor.answer.result import IN_WORDS, NUMBER, number
from advisor.reading.quantities import Quantity, find_quantities

# What people say of results without the terms of the field: words that follow the number, and words before it.
_TOLD = {
    "evaluation.true_positives": (
        r"(?:(?:were|was) )?(?:correctly )?(?:recogni[sz]ed|caught|detected|found|identified)|correct",
        r"correctly",
    ),
    "evaluation.false_negatives": (
        r"(?:(?:were|was) )?(?:missed|overlooked|not (?:recogni[sz]ed|caught|detected|found))",
        r"miss(?:es|ed)|overlook(?:s|ed)",
    ),
    "evaluation.false_positives": (
        r"(?:were|was) (?:wrongly|falsely|mistakenly|marked as|flagged as)|false alarms?",
        r"wrongly flag(?:s|ged)",
    ),
}
# "10,000 transactions, of which 200 are fraud", "Of 1,000 welds, 80 are cracked"; the other way round,
# "1,500 of 150,000 rows are positive".
_TOTAL_FIRST = (
    rf"{NUMBER} (?:[a-z-]{{2,20}} ){{0,4}}?[a-z-]{{2,20}},? of (?:which|whom) (?:only )?{NUMBER}\b",
    rf"\bof (?:the |these )?{NUMBER} (?:[a-z-]{{2,20}} ){{0,3}}?[a-z-]{{2,20}}, (?:only )?{NUMBER} (?:are|were)\b",
)
_PART_FIRST = rf"\b{NUMBER} of (?:the |its |all )?{NUMBER} (?:[a-z-]{{2,20}} ){{1,3}}(?:are|were|is)\b"
_ALL_POSITIVES = rf"\bin (?:the whole|all|total)\b[^.;0-9]{{0,30}}{NUMBER}"
# "The model flags 200 bottles. Of these, 120 are cracked."
_FLAGGED = (
    rf"\b(?:flag|mark|predict|report|raise|alert)(?:s|ed)?\b[^.;0-9]{{0,40}}{NUMBER}[^0-9]{{1,60}}?"
    rf"(?:\bof (?:these|them|which),? (?:only )?{NUMBER}|\b{NUMBER} of (?:these|them|which)\b)"
)
_WORDS = {word: str(count) for count, word in enumerate(IN_WORDS, 1) if 2 <= count <= 8}
_READERS = (
    rf"\b({'|'.join(_WORDS)}|[2-9]) (?:[a-z]{{2,20}} ){{0,2}}?"
    r"(?:consumers|consumer applications|applications|programs|readers)\b"
)
_SHARED = r"\bshared[ -]throughput|\bGetRecords\b|\b(?:without|no|not (?:use|pay for)) enhanced fan-?out"
_ONE_INSTANCE = r"\b(?:one|an?|a single|each|per) (?:ml\.[a-z0-9.]+ )?instance\b"


def counts_of(stem: str) -> dict[str, str]:
    """The value of each fact that a stem tells in plain words."""
    quantities = list(find_quantities(stem))
    rates = [quantity.text for quantity in quantities if quantity.kind == "rate" and quantity.unit == "/s"]
    return {
        **_results(stem),
        **_confusion(stem),
        **_classes(stem),
        **_records(rates, quantities),
        **_readers(stem),
        **_load(stem, rates),
    }


def _results(stem: str) -> dict[str, str]:
    """So many recognised, missed, wrongly marked."""
    found: dict[str, str] = {}
    for fact, (after, before) in _TOLD.items():
        match = re.search(rf"(?:{before})\s{NUMBER}", stem, re.IGNORECASE) or re.search(
            rf"{NUMBER}\s(?:[a-z-]{{2,20}}\s){{0,4}}?(?:{after})\b", stem, re.IGNORECASE
        )
        if match:
            found[fact] = match[1]
    return found


def _confusion(stem: str) -> dict[str, str]:
    """The four results where a stem tells how many were flagged and how many of these rightly."""
    flagged = re.search(_FLAGGED, stem, re.IGNORECASE)
    if flagged is None:
        return {}
    marked, right = number(flagged[1]), number(flagged[2] or flagged[3])
    found = {"evaluation.true_positives": right, "evaluation.false_positives": marked - right}
    total = _total_and_part(stem[: flagged.start()])
    whole = re.search(_ALL_POSITIVES, stem, re.IGNORECASE)
    positives = total[1] if total else number(whole[1]) if whole else None
    if positives is not None:
        found["evaluation.false_negatives"] = positives - right
    if total:
        found["evaluation.true_negatives"] = total[0] - total[1] - (marked - right)
    return {} if min(found.values()) < 0 else {fact: f"{amount:g}" for fact, amount in found.items()}


def _total_and_part(text: str) -> tuple[float, float] | None:
    for pattern in _TOTAL_FIRST:
        match = re.search(pattern, text, re.IGNORECASE)
        if match:
            return number(match[1]), number(match[2])
    match = re.search(_PART_FIRST, text, re.IGNORECASE)
    return (number(match[2]), number(match[1])) if match else None


def _classes(stem: str) -> dict[str, str]:
    """So many of one kind and so many of another, or of all: the rarer ones are the positives."""
    pair = re.search(rf"{NUMBER} (?:[a-z-]{{2,20}} ){{1,3}}and {NUMBER} [a-z]{{3}}", stem, re.IGNORECASE)
    if pair is not None:
        rare, common = sorted(pair.groups(), key=number)
        return {"dataset.positives": rare, "dataset.negatives": common}
    found = _total_and_part(stem)
    if found is None or found[1] >= found[0]:
        return {}
    return {"dataset.positives": f"{found[1]:.15g}", "dataset.negatives": f"{found[0] - found[1]:.15g}"}


def _records(rates: Sequence[str], quantities: Iterable[Quantity]) -> dict[str, str]:
    """What arrives in a stream: the first rate, and the first size of a record."""
    sizes = [q.text for q in quantities if q.kind == "size" and q.unit in ("kB", "KiB", "byte")]
    found = {"ingestion.records_per_second": rates[:1], "ingestion.record_kb": sizes[:1]}
    return {fact: first for fact, amounts in found.items() for first in amounts}


def _readers(stem: str) -> dict[str, str]:
    """How many applications read a stream together, where they share its throughput."""
    match = re.search(_READERS, stem, re.IGNORECASE)
    if match is None or not re.search(_SHARED, stem, re.IGNORECASE):
        return {}
    return {"ingestion.shared_readers": _WORDS.get(match[1].lower(), match[1])}


def _load(stem: str, rates: Sequence[str]) -> dict[str, str]:
    """What one instance bore in a load test."""
    if len(rates) != 1 or not re.search(_ONE_INSTANCE, stem, re.IGNORECASE):
        return {}
    return {"traffic.instance_requests_per_second": rates[0]}
