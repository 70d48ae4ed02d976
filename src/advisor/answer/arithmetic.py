"""Questions whose answer is a number: the formula, the numbers of the stem in it, and the result.

Each formula names its source. Nothing is computed where a number that it needs is missing from the stem.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from advisor.answer.groups import label_bias
from advisor.answer.lists import components, heaviest_term, term_matrix, whisker
from advisor.answer.thresholds import cheapest
from advisor.reading.quantities import find_quantities

_COUNTS = {
    "tp": r"true[\s-]positives?|\bTPs?\b",
    "fp": r"false[\s-]positives?|\bFPs?\b",
    "fn": r"false[\s-]negatives?|\bFNs?\b",
    "tn": r"true[\s-]negatives?|\bTNs?\b",
}
# What people say of results without the terms of the field: words that follow the number, and words before it.
_TOLD = {
    "tp": (
        r"(?:(?:were|was) )?(?:correctly )?(?:recogni[sz]ed|caught|detected|found|identified)|correct",
        r"correctly",
    ),
    "fn": (
        r"(?:(?:were|was) )?(?:missed|overlooked|not (?:recogni[sz]ed|caught|detected|found))",
        r"miss(?:es|ed)|overlook(?:s|ed)",
    ),
    "fp": (r"(?:were|was) (?:wrongly|falsely|mistakenly|marked as|flagged as)|false alarms?", r"wrongly flag(?:s|ged)"),
}
_NUMBER = r"([0-9][0-9,]*(?:\.[0-9]+)?)"


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


def compute(stem: str) -> Iterator[Result]:
    """Every result that the numbers of a stem allow and its words ask for."""
    counts = _confusion(stem)
    for name, (pattern, needed, formula, text) in _METRICS.items():
        if re.search(pattern, stem, re.IGNORECASE) and all(key in counts for key in needed):
            value = formula(counts)
            if value is not None:
                shown = re.sub(r"[a-z]{2}", lambda match: f"{counts[match[0]]:g}", text)
                yield Result(name, value, f"{name} = {text.upper()} = {shown} = {value:.4g}", "course 3.5")
    for name, end, written in whisker(stem):
        yield Result(name, end, written, "textbook: Tukey, Exploratory Data Analysis")
    least = cheapest(stem)
    if least is not None:
        yield Result("threshold", least[0], f"errors times what each costs: {least[1]}", "course 3.5")
    for name, value, text in label_bias(stem):
        source = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-measure-data-bias.html"
        yield Result(name, value, text, source)
    kept = components(stem)
    if kept is not None:
        yield Result("components", float(kept[0]), kept[1], "textbook: Jolliffe, Principal Component Analysis")
    term = heaviest_term(stem)
    if term is not None:
        source = "textbook: Manning, Raghavan and Schütze, Introduction to Information Retrieval, 6.2"
        yield Result("heaviest term", 0.0, term[1], source, written=term[0])
    matrix = term_matrix(stem)
    if matrix:
        source = "https://docs.aws.amazon.com/machine-learning/latest/dg/data-transformations-reference.html"
        written = f"sentences x distinct terms = {matrix[0]} x {matrix[1]}"
        yield Result("term matrix", float(matrix[1]), written, source, written=f"{matrix[0]} x {matrix[1]}")
    yield from _shards(stem)
    yield from _invocations(stem)
    yield from _positive_weight(stem)


def _confusion(stem: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, words in _COUNTS.items():
        label = rf"(?:{words})"
        for pattern in (
            rf"{label}\)?\s{{0,2}}(?:\(\w{{2}}\)\s?)?(?:=|:|is|are|of|was|were)?\s{{0,2}}{_NUMBER}",
            rf"{_NUMBER}\s{{1,2}}{label}",
        ):
            match = re.search(pattern, stem, re.IGNORECASE)
            if match:
                found[key] = float(match[1].replace(",", ""))
                break
    if "tp" not in found:
        found |= _told(stem)
    return found


def _told(stem: str) -> dict[str, float]:
    """Counts in plain words: so many recognised, missed, wrongly marked."""
    found: dict[str, float] = {}
    for key, (after, before) in _TOLD.items():
        match = re.search(rf"(?:{before})\s{_NUMBER}", stem, re.IGNORECASE) or re.search(
            rf"{_NUMBER}\s(?:[a-z-]{{2,20}}\s){{0,4}}?(?:{after})\b", stem, re.IGNORECASE
        )
        if match:
            found[key] = float(match[1].replace(",", ""))
    return found


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _f1(c: Mapping[str, float]) -> float | None:
    return _ratio(2 * c["tp"], 2 * c["tp"] + c["fp"] + c["fn"])


Formula = Callable[[Mapping[str, float]], float | None]
_METRICS: dict[str, tuple[str, tuple[str, ...], Formula, str]] = {
    "precision": (r"\bprecision\b", ("tp", "fp"), lambda c: _ratio(c["tp"], c["tp"] + c["fp"]), "tp / (tp + fp)"),
    "recall": (
        r"\brecall\b|sensitivity|true positive rate",
        ("tp", "fn"),
        lambda c: _ratio(c["tp"], c["tp"] + c["fn"]),
        "tp / (tp + fn)",
    ),
    "specificity": (
        r"specificity|true negative rate",
        ("tn", "fp"),
        lambda c: _ratio(c["tn"], c["tn"] + c["fp"]),
        "tn / (tn + fp)",
    ),
    "false positive rate": (
        r"false positive rate",
        ("tn", "fp"),
        lambda c: _ratio(c["fp"], c["tn"] + c["fp"]),
        "fp / (tn + fp)",
    ),
    "accuracy": (
        r"\baccuracy\b",
        ("tp", "tn", "fp", "fn"),
        lambda c: _ratio(c["tp"] + c["tn"], sum(c.values())),
        "(tp + tn) / (tp + tn + fp + fn)",
    ),
    "F1": (r"\bF1\b|F-?1 score|f-measure", ("tp", "fp", "fn"), _f1, "2 tp / (2 tp + fp + fn)"),
}


def _shards(stem: str) -> Iterator[Result]:
    """Kinesis Data Streams, provisioned: a shard takes 1 MB and 1,000 records a second."""
    if not re.search(r"\bshards?\b", stem, re.IGNORECASE):
        return
    records = next((q.amount for q in find_quantities(stem) if q.kind == "rate" and q.unit == "/s"), None)
    size = next((q for q in find_quantities(stem) if q.kind == "size"), None)
    volume = next((q.amount for q in find_quantities(stem) if q.kind == "volume-rate" and q.unit == "MB/s"), None)
    if volume is None and records is not None and size is not None and size.unit in ("kB", "KiB"):
        volume = records * size.amount / 1000
    if volume is None and records is None:
        return
    by_volume, by_records = math.ceil(volume or 0), math.ceil((records or 0) / 1000)
    most = max(by_volume, by_records)
    volumes = f"{by_volume} for {volume or 0:g} MB/s"
    text = f"shards = max({volumes}, {by_records} for {records or 0:g} records/s) = {most}"
    source = "https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html"
    yield Result("shards", float(most), text, source)


def _invocations(stem: str) -> Iterator[Result]:
    """Target for InvocationsPerInstance: requests a second an instance bears, times a safety factor, times 60."""
    if not re.search(r"InvocationsPerInstance", stem, re.IGNORECASE):
        return
    rate = next((q.amount for q in find_quantities(stem) if q.kind == "rate" and q.unit == "/s"), None)
    safety = re.search(r"safety factor\s{0,2}(?:=|of|is)?\s{0,2}(0?\.[0-9]+|[0-9]{1,2}\s?%)", stem, re.IGNORECASE)
    if rate is None or safety is None:
        return
    given = safety[1].rstrip("% ")
    factor = float(given) / (100 if "%" in safety[1] else 1)
    value = rate * factor * 60
    source = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html"
    yield Result("InvocationsPerInstance", value, f"target = {rate:g} x {factor:g} x 60 = {value:g}", source)


def _positive_weight(stem: str) -> Iterator[Result]:
    """scale_pos_weight of XGBoost: records of the common class for each of the rare one."""
    pair = re.search(rf"{_NUMBER} (?:[a-z-]{{2,20}} ){{1,3}}and {_NUMBER} [a-z]{{3}}", stem, re.IGNORECASE)
    if pair is None or not re.search(r"scale_pos_weight", stem, re.IGNORECASE):
        return
    rare, common = sorted(float(number.replace(",", "")) for number in pair.groups())
    if rare:
        source = "https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost_hyperparameters.html"
        text = f"scale_pos_weight = negatives / positives = {common:g} / {rare:g} = {common / rare:.4g}"
        yield Result("scale_pos_weight", common / rare, text, source)


def names_value(option: str, result: Result) -> bool:
    """Whether an option gives the result, as a number or a percentage, to the digits it shows."""
    if result.written:
        return result.written in re.sub(r"\s*(?:[x\u00d7*]|by)\s*", " x ", option.lower())
    for match in re.finditer(rf"{_NUMBER}\s?(%|percent)?", option):
        number = float(match[1].replace(",", ""))
        digits = len(match[1].partition(".")[2])
        for value, percent in ((result.value, False), (result.value * 100, True)):
            if percent == bool(match[2]) and abs(value - number) <= 0.5 * 10**-digits + 1e-9:
                return True
    return False
