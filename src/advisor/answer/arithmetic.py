"""Questions whose answer is a number: the formula, the numbers of the stem in it, and the result.

Nothing is computed where a number that it needs is missing from the stem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from advisor.answer.counts import counts_of
from advisor.answer.groups import label_bias
from advisor.answer.lists import components, heaviest_term, term_matrix, whiskers
from advisor.answer.measures import elbow, errors, standard_score
from advisor.answer.quantiles import best_quantile
from advisor.answer.result import IN_WORDS, NUMBER, Result, number
from advisor.answer.thresholds import cheapest
from advisor.engine.complete import complete
from advisor.facts import parse_value
from advisor.reading.read import read
from advisor.rulebase.formulas import Formula
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Statement

_WORKED_OUT = (
    whiskers, cheapest, best_quantile, label_bias, components, heaviest_term,
    term_matrix, elbow, standard_score, errors,
)  # fmt: skip


def compute(stem: str, options: Iterable[str], snapshot: Snapshot) -> Iterator[Result]:
    """Every result that the numbers of a stem allow and its words or several options ask for."""
    yield from _by_formulas(stem, tuple(options), snapshot)
    for working_out in _WORKED_OUT:
        yield from working_out(stem)


def _by_formulas(stem: str, options: tuple[str, ...], snapshot: Snapshot) -> Iterator[Result]:
    asked = [
        formula
        for formula in snapshot.base.formulas.values()
        if _asks_for(stem, formula) or sum(_asks_for(option, formula) for option in options) > 1
    ]
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
    for fact, amount in counts_of(stem).items():
        try:
            yield Statement(name=fact, value=parse_value(snapshot.base.vocabulary[fact], amount))
        except ValueError:  # a number that this fact cannot have is another one
            continue


def names_value(option: str, result: Result) -> bool:
    """Whether an option gives the result, as a number, a percentage or a percentile, to the digits it shows."""
    if result.written:
        # "(2, 13)" and "2 by 13" as "2 x 13".
        pair = re.sub(r"\(([0-9]+), ?([0-9]+)\)", r"\1 x \2", option.lower())
        return result.written in re.sub(r"\s*(?:[x\u00d7*]|by)\s*", " x ", pair)
    shown = _beside_its_name(option, result) or option
    words = rf"\b(?:{'|'.join(IN_WORDS)})\b"
    shown = re.sub(words, lambda word: str(IN_WORDS.index(word[0].lower()) + 1), shown, flags=re.IGNORECASE)
    for match in re.finditer(rf"(\bP)?((?<![\w.])[-\u2212])?{NUMBER}\s?(%|percent|th percentile)?", shown):
        sign = -1 if match[2] else 1
        digits = len(match[3].partition(".")[2])
        for value, percent in ((result.value, False), (result.value * 100, True)):
            near = abs(value - sign * number(match[3])) <= 0.5 * 10**-digits + 1e-9
            if near and percent == bool(match[1] or match[4]):
                return True
    return False


def _beside_its_name(option: str, result: Result) -> str:
    """What an option that names several results says of this one: "Precision 0.75, recall 0.60"."""
    name = re.escape(result.name)
    found = re.search(
        rf"\b{name}(?: score)?,?(?: of| is|:| ?=)? ?(-?[0-9][^ ;]{{0,14}}(?: percent)?)", option, re.IGNORECASE
    )
    return found[1].rstrip(",.") if found else ""
