"""Results that questions ask for, computed by hand from the definitions."""

from __future__ import annotations

import datetime

import pytest

from advisor.advise import advisor_at
from advisor.answer.arithmetic import compute, names_value

SNAPSHOT = advisor_at(datetime.date(2026, 11, 23)).snapshot


@pytest.mark.parametrize(
    ("stem", "name", "right", "wrong"),
    [
        # IQR 8: 20 + 12 = 32
        (
            "The first quartile is 12 and the third quartile is 20. Where do outliers begin?",
            "upper whisker",
            "32",
            "28",
        ),
        # a, b, c, d and ab, bc, bd: 7 terms in two sentences
        ('Size of a TF-IDF matrix of unigrams and bigrams of "a b c" and "b d"?', "term matrix", "2 x 7", "2 x 4"),
        # 2 x 60 / (120 + 20 + 40) = 0.667
        ("60 frauds were recognised, 40 frauds were missed, 20 sales were marked as fraud. F1?", "F1", "0.67", "0.75"),
        # 2 x 30 / (60 + 10 + 30) = 0.6
        ("It makes 30 correct calls, raises 10 false alarms and misses 30 leaks. F1?", "F1", "0.60", "0.75"),
        # 2,000 records of 3 kB are 6 MB a second, and a shard takes 1
        ("A stream takes 2,000 records per second of 3 KB each. How many shards?", "shards", "6", "2"),
        # 400 of 1,000 seconds are billed, so 60 % are saved
        (
            "TrainingTimeInSeconds is 1,000 and BillableTimeInSeconds is 400. Which savings are these?",
            "saving",
            "60%",
            "40%",
        ),
        # 9,000 of the common class for 1,000 of the rare one
        ("9,000 healthy and 1,000 sick trees; scale_pos_weight?", "scale_pos_weight", "9", "0.11"),
    ],
)
def test_the_option_with_the_result_is_found(stem: str, name: str, right: str, wrong: str) -> None:
    result = next(found for found in compute(stem, SNAPSHOT) if found.name == name)
    assert names_value(right, result)
    assert not names_value(wrong, result)


def test_nothing_is_computed_where_a_number_is_missing() -> None:
    assert not list(compute("The first quartile is 12. Which values are outliers?", SNAPSHOT))
    assert not list(compute("60 messages were recognised. What is the F1 score?", SNAPSHOT))
