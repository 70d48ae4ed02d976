"""Measures worked out from a few numbers of a stem: the elbow of a curve, a standard score, mean errors."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from advisor.answer.result import NUMBER, SIGNED, Result, number

_KNEEDLE = "https://doi.org/10.1109/ICDCSW.2011.20"
_COURSE = "course 3.5"
_SCALING = "https://scikit-learn.org/stable/modules/preprocessing.html"
_SQUARES = r"sums? of square|\bWCSS\b|\binertia\b|\bdistortion"
_PLAIN = SIGNED.strip("()")
# Values with commas and an "and" between them.
_LIST = rf"({_PLAIN}(?:, {_PLAIN}){{0,30}}(?:,? and {_PLAIN})?)"


def elbow(stem: str) -> Iterator[Result]:
    """The number of clusters at the elbow: the point farthest below the line from the first to the last one."""
    if not re.search(r"\belbow\b", stem, re.IGNORECASE) or not re.search(_SQUARES, stem, re.IGNORECASE):
        return
    points = _points(stem)
    if len(points) < 4:
        return
    (left, high), (right, low) = min(points.items()), max(points.items())
    below = {k: high + (low - high) * (k - left) / (right - left) - value for k, value in points.items()}
    best = max(below, key=lambda k: below[k])
    told = ", ".join(f"k = {k}: {value:g}" for k, value in sorted(points.items()))
    yield Result("clusters at the elbow", float(best), f"{told}; the curve bends most at k = {best}", _KNEEDLE)


def _points(stem: str) -> dict[int, float]:
    """The value at each number of clusters: "610 for k = 3", or a range of k and a list of as many values."""
    told = re.findall(rf"{NUMBER} (?:for|at|with) k ?= ?([0-9]+)", stem)
    if told:
        return {int(k): number(value) for value, k in told}
    ends = re.search(r"\bk\b[^.;0-9]{0,15}([0-9]+) (?:to|through) ([0-9]+)", stem)
    listed = re.search(rf"(?:{_SQUARES})[^.;]{{0,60}}?{_LIST}", stem)
    if ends is None or listed is None:
        return {}
    first, last = int(ends[1]), int(ends[2])
    values = _values(listed[1])
    return dict(zip(range(first, last + 1), values, strict=True)) if len(values) == last - first + 1 else {}


def standard_score(stem: str) -> Iterator[Result]:
    """A value less the mean, in standard deviations."""
    if not re.search(r"standardi[sz]|z-score|standard score", stem, re.IGNORECASE):
        return
    mean = re.search(rf"\bmean (?:value )?(?:of|is|=) {SIGNED}", stem, re.IGNORECASE)
    spread = re.search(rf"\bstandard deviation (?:of|is|=) {NUMBER}", stem, re.IGNORECASE)
    variance = re.search(rf"\bvariance (?:of|is|=) {NUMBER}", stem, re.IGNORECASE)
    value = re.search(rf"\b(?:the|a) (?:new )?value (?:of |is )?{SIGNED}", stem, re.IGNORECASE)
    if mean is None or value is None or not (spread or variance):
        return
    deviation = number(spread[1]) if spread else math.sqrt(number(variance[1])) if variance else 0.0
    if deviation:
        at, middle = number(value[1]), number(mean[1])
        score = (at - middle) / deviation
        yield Result("standard score", score, f"z = ({at:g} - {middle:g}) / {deviation:g} = {score:g}", _SCALING)


def errors(stem: str) -> Iterator[Result]:
    """The mean absolute error and the root mean squared error of a short list of errors, as far as asked for."""
    listed = re.search(rf"\berrors (?:of|are|were)[^.;0-9-]{{0,10}}{_LIST}", stem)
    values = _values(listed[1]) if listed else []
    if len(values) < 2:
        return
    told = ", ".join(f"{value:g}" for value in values)
    if re.search(r"\bMAE\b|mean absolute error", stem):
        mean = sum(map(abs, values)) / len(values)
        yield Result("MAE", mean, f"MAE of {told} = {mean:g}", _COURSE)
    if re.search(r"\bRMSE\b|root mean squared? error", stem):
        root = math.sqrt(sum(value * value for value in values) / len(values))
        yield Result("RMSE", root, f"RMSE of {told} = {root:.4g}", _COURSE)


def _values(listed: str) -> list[float]:
    return [number(value) for value in re.findall(_PLAIN, listed)]
