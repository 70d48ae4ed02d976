"""How well labelled prompts are read, against what has been reached (`python tests/reading/measure.py` prints more)."""

from __future__ import annotations

import datetime

import pytest

from advisor.advise import Advisor, advisor_at
from reading import measure


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    return advisor_at(datetime.date(2026, 11, 23))


def test_facts_of_labelled_prompts_are_read(advisor: Advisor) -> None:
    score = measure.facts(advisor)
    assert score.prompts >= 100
    assert score.precision >= 0.95
    assert score.recall >= 0.85


def test_paraphrases_lead_to_the_same_verdicts(advisor: Advisor) -> None:
    said, same = measure.paraphrases(advisor)
    assert said >= 40
    assert same / said >= 0.9
