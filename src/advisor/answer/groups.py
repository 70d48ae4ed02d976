"""Bias measures before training, from the rows and the positive labels of two groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.answer.result import Result, number

_NUMBER = r"([0-9][0-9,]{0,12})(?![0-9%]|\.[0-9])"
# Rows and those of them with the positive label, for one group and then for the other: "900 rows, of which 540 were
# admitted", "6,000 applications, 2,400 of which", "out of 1,400 applications, 630"; the part first, "450 of 1,000".
_WHOLE_AND_PART = (
    re.compile(rf"{_NUMBER}[^.;0-9]{{1,60}}?\bof (?:which|whom|these|them)\s{_NUMBER}"),
    re.compile(rf"{_NUMBER}[^.;0-9]{{1,60}}?,\s{_NUMBER}\sof (?:which|whom|these|them)\b"),
    re.compile(rf"\b[Oo]ut of {_NUMBER}[^.;0-9]{{1,60}}?,\s{_NUMBER}"),
)
_PART_AND_WHOLE = re.compile(rf"\b{_NUMBER}\sof\s(?:the\s)?{_NUMBER}\s")
# "900 came from towns and 400 from rural areas. Approved were 558 of the town ones and 120 of the rural ones."
_ROWS = r"(?:(?:rows|records|applications|applicants|samples)\s)?"
_SIZES = re.compile(rf"{_NUMBER}\s{_ROWS}(?:came|come|are|were|belong|describe)[^.;0-9]{{1,60}}?\band\s{_NUMBER}")
_LABELS = re.compile(rf"{_NUMBER}\sof the\s[^.;0-9]{{1,60}}?\band\s{_NUMBER}\sof the\b")

_MEASURES = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-measure-data-bias.html"
# Without their short names, the measures are meant only where groups are compared.
_GROUPS = re.compile(r"\bCI\b|\bDPL\b|\bfacet|advantaged|\bbias\b")
_IMBALANCE = re.compile(r"\bCI\b|class imbalance")
_DIFFERENCE = re.compile(r"\bDPL\b|difference in proportions|proportions? of labels")


def label_bias(stem: str) -> Iterator[Result]:
    """Class imbalance and the difference in proportions of labels; nothing without the counts.

    The group that is told first is the advantaged one, as in the definitions: CI = (na - nd) / (na + nd), and
    DPL = qa - qd with the shares of positive labels.
    """
    asked = [pattern for pattern in (_IMBALANCE, _DIFFERENCE) if pattern.search(stem)]
    groups = _two_groups(stem) if asked and _GROUPS.search(stem) else None
    if groups is None:
        return
    na, nd, labels = groups
    imbalance = (na - nd) / (na + nd)
    results = {
        _IMBALANCE: ("class imbalance", imbalance, f"CI = ({na:g} - {nd:g}) / ({na:g} + {nd:g}) = {imbalance:.4g}")
    }
    if labels is not None:
        ka, kd = labels
        difference = ka / na - kd / nd
        told = f"DPL = {ka:g}/{na:g} - {kd:g}/{nd:g} = {difference:.4g}"
        results[_DIFFERENCE] = ("difference in proportions", difference, told)
    elif _DIFFERENCE in asked:
        return
    yield from (Result(*results[pattern], _MEASURES) for pattern in asked)


def _two_groups(stem: str) -> tuple[float, float, tuple[float, float] | None] | None:
    """The rows of both groups and, where they are told, how many of each have the positive label."""
    pairs = next((found for pattern in _WHOLE_AND_PART if len(found := pattern.findall(stem)) == 2), None)
    parts = _PART_AND_WHOLE.findall(stem)
    if pairs is None and len(parts) == 2:
        pairs = [(whole, part) for part, whole in parts]
    if pairs is not None:
        (na, ka), (nd, kd) = [(number(whole), number(part)) for whole, part in pairs]
        return (na, nd, (ka, kd)) if na and nd and ka <= na and kd <= nd else None
    sizes, labels = _SIZES.search(stem), _LABELS.search(stem)
    if sizes is None:
        return None
    na, nd = map(number, sizes.groups())
    if labels is None:
        return (na, nd, None) if na and nd else None
    ka, kd = map(number, labels.groups())
    return (na, nd, (ka, kd)) if na and nd and ka <= na and kd <= nd else None
