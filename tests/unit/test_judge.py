"""What an option says of a technique in plain words counts: it describes how the technique is varied."""

from __future__ import annotations

import datetime

import pytest

from advisor.advise import advisor_at
from advisor.answer.answer import Answerer
from advisor.answer.model import Question, Standing
from advisor.answer.naming import Names
from advisor.reading.text import take_apart
from advisor.rulebase.load import shipped

STEM = (
    "A clinic has several scans per patient. All scans of one patient must stay in the same fold. "
    "How should the model be validated?"
)
OPTIONS = {
    "A": "Use 5-fold cross-validation, and keep all scans of a patient in the same fold.",
    "B": "Use 5-fold cross-validation, and shuffle the scans before.",
}


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(advisor_at(datetime.date(2026, 3, 31)))


def test_a_technique_that_the_option_varies_is_not_eliminated(answerer: Answerer) -> None:
    found = answerer.answer(Question(id="folds", stem=STEM, options=OPTIONS, choose=1))
    assert found.answer == ("A",)
    assert found.options["B"].verdict is Standing.ELIMINATED
    assert not any("cannot" in reason.rule for reason in found.options["A"].reasons)
    assert any("cannot--keep-groups-together" in reason.rule for reason in found.options["B"].reasons)


def test_an_acronym_with_a_small_letter_is_no_plain_word() -> None:
    names = Names(shipped())
    named = {
        text: {one.thing for one in names.find(take_apart(text))} for text in ("Map the hour.", "Judge it by mAP.")
    }
    assert "mean-average-precision" not in named["Map the hour."]
    assert "mean-average-precision" in named["Judge it by mAP."]
