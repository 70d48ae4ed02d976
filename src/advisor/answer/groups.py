"""Bias measures before training, from the rows and the positive labels of two groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.answer.result import Result, number

_NUMBER = r"([0-9][0-9,]{0,12})(?![0-9%.])"
# "900 rows, of which 540 were admitted", twice.
_OF_WHICH = re.compile(rf"{_NUMBER}[^.;0-9]{{1,60}}?\bof (?:which|whom|these|them)\s{_NUMBER}")
# "900 came from towns and 400 from rural areas. Approved were 558 of the town ones and 120 of the rural ones."
_SIZES = re.compile(rf"{_NUMBER}\s(?:came|come|are|were|belong)[^.;0-9]{{1,40}}?\band\s{_NUMBER}")
_LABELS = re.compile(rf"{_NUMBER}\sof the\s[^.;0-9]{{1,60}}?\band\s{_NUMBER}\sof the\b")

_MEASURES = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-measure-data-bias.html"
_IMBALANCE = re.compile(r"\bCI\b|class imbalance \(CI\)")
_DIFFERENCE = re.compile(r"\bDPL\b|proportions? of labels")


def label_bias(stem: str) -> Iterator[Result]:
    """Class imbalance and the difference in proportions of labels; nothing without the counts.

    The group that is told first is the advantaged one, as in the definitions: CI = (na - nd) / (na + nd), and
    DPL = qa - qd with the shares of positive labels.
    """
    asked = [pattern for pattern in (_IMBALANCE, _DIFFERENCE) if pattern.search(stem)]
    if not asked:
        return
    found = _OF_WHICH.findall(stem)
    if len(found) == 2:
        (large, good), (small, fair) = found
    else:
        sizes, labels = _SIZES.search(stem), _LABELS.search(stem)
        if sizes is None or labels is None:
            return
        (large, small), (good, fair) = sizes.groups(), labels.groups()
    na, ka, nd, kd = map(number, (large, good, small, fair))
    if not na or not nd or ka > na or kd > nd:
        return
    imbalance, difference = (na - nd) / (na + nd), ka / na - kd / nd
    results = {
        _IMBALANCE: ("class imbalance", imbalance, f"CI = ({na:g} - {nd:g}) / ({na:g} + {nd:g}) = {imbalance:.4g}"),
        _DIFFERENCE: ("difference in labels", difference, f"DPL = {ka:g}/{na:g} - {kd:g}/{nd:g} = {difference:.4g}"),
    }
    yield from (Result(*results[pattern], _MEASURES) for pattern in asked)
