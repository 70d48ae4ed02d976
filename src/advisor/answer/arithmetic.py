"""Questions whose answer is a number: the formula, the numbers of the stem in it, and the result.

Nothing is computed where a number that it needs is missing from the stem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.answer.groups import label_bias
from advisor.answer.lists import components, heaviest_term, term_matrix, whiskers
from advisor.answer.quantiles import best_quantile
from advisor.answer.result import NUMBER, Result, number
from advisor.answer.thresholds import cheapest
from advisor.engine.complete import complete
from advisor.facts import OutOfBoundsError, parse_value
from advisor.reading.quantities import find_quantities
from advisor.reading.read import read
from advisor.rulebase.formulas import Formula
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Statement

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


def compute(stem: str, snapshot: Snapshot) -> Iterator[Result]:
    """Every result that the numbers of a stem allow and its words ask for."""
    yield from _by_formulas(stem, snapshot)
    for working_out in (whiskers, cheapest, best_quantile, label_bias, components, heaviest_term, term_matrix):
        yield from working_out(stem)


def _by_formulas(stem: str, snapshot: Snapshot) -> Iterator[Result]:
    asked = [formula for formula in snapshot.base.formulas.values() if _asks_for(stem, formula)]
    if not asked:
        return
    scenario = read(stem, snapshot.base).scenario
    said = [statement for statement in _told(stem, snapshot) if statement.name not in scenario.by_name]
    known = complete(snapshot, scenario.having(*said)).by_name
    for formula in asked:
        found = known.get(formula.gives)
        if found is not None and found.computed is not None and found.computed.formula == formula.id:
            assert isinstance(found.value, (int, float))
            yield Result(formula.name, float(found.value), found.computed.text, formula.source)


def _asks_for(stem: str, formula: Formula) -> bool:
    """Whether a stem names what a formula gives, also at the end of a longer name in one word."""
    names = "|".join(re.escape(name) for name in (formula.name, *formula.also_called))
    return bool(re.search(rf"(?:\b|SageMakerVariant)(?:{names})\b", stem, re.IGNORECASE))


def _told(stem: str, snapshot: Snapshot) -> Iterator[Statement]:
    """Numbers in plain words that no phrase can tell apart: they count only because a formula is asked for."""
    amounts = {**_results(stem), **_classes(stem), **_records(stem)}
    for fact, amount in amounts.items():
        try:
            yield Statement(name=fact, value=parse_value(snapshot.base.vocabulary[fact], amount))
        except OutOfBoundsError:
            continue


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


def _classes(stem: str) -> dict[str, str]:
    """So many of one kind and so many of another: the rarer ones are the positives."""
    pair = re.search(rf"{NUMBER} (?:[a-z-]{{2,20}} ){{1,3}}and {NUMBER} [a-z]{{3}}", stem, re.IGNORECASE)
    if pair is None:
        return {}
    rare, common = sorted(pair.groups(), key=number)
    return {"dataset.positives": rare, "dataset.negatives": common}


def _records(stem: str) -> dict[str, str]:
    """What arrives in a stream: the first rate, and the first size of a record."""
    quantities = list(find_quantities(stem))
    rates = [q.text for q in quantities if q.kind == "rate" and q.unit == "/s"]
    sizes = [q.text for q in quantities if q.kind == "size" and q.unit in ("kB", "KiB", "byte")]
    found = {"ingestion.records_per_second": rates[:1], "ingestion.record_kb": sizes[:1]}
    return {fact: first for fact, amounts in found.items() for first in amounts}


def names_value(option: str, result: Result) -> bool:
    """Whether an option gives the result, as a number, a percentage or a percentile, to the digits it shows."""
    if result.written:
        return result.written in re.sub(r"\s*(?:[x\u00d7*]|by)\s*", " x ", option.lower())
    for match in re.finditer(rf"(\bP)?{NUMBER}\s?(%|percent|th percentile)?", option):
        shown = number(match[2])
        digits = len(match[2].partition(".")[2])
        for value, percent in ((result.value, False), (result.value * 100, True)):
            if percent == bool(match[1] or match[3]) and abs(value - shown) <= 0.5 * 10**-digits + 1e-9:
                return True
    return False
