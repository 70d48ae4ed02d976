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
        # 5 x 100 + 40 x 10 = 900; 9 x 100 + 10 x 10 = 1,000
        (
            "A missed leak costs $100, a needless visit $10. Threshold 0.3 misses 5 leaks and causes 40 needless "
            "visits, 0.6 misses 9 and causes 10. Which threshold is cheapest?",
            "threshold",
            "0.3",
            "0.6",
        ),
        # 80 x 20 - 300 x 2 = 1,000 saved; 70 x 20 - 100 x 2 = 1,200 saved
        (
            "Thresholds: 0.2: 80 true positives, 300 false positives; 0.4: 70 true positives, 100 false positives. "
            "Each fraud that is missed costs 20 USD and each false positive costs 2 USD. Lowest total cost?",
            "threshold",
            "0.4",
            "0.2",
        ),
        # 1.60 / (1.60 + 0.40) = 0.8
        (
            "Each croissant asked for in vain costs 1.60 dollars; each unsold croissant costs 0.40 dollars. "
            "Which quantile of the forecast should be baked?",
            "quantile",
            "The P80 forecast",
            "The P75 forecast",
        ),
        # 9 / (9 + 1) = 0.9
        (
            "A jar that is missing on the shelf costs $9 and a surplus jar costs $1. Which quantile is ordered?",
            "quantile",
            "The 0.9 quantile",
            "The 0.1 quantile",
        ),
        # (800 - 200) / 1,000 = 0.6
        (
            "800 rows are from the north, of which 400 are positive, and 200 rows from the south, of which 60 are "
            "positive. What is CI?",
            "class imbalance",
            "0.60",
            "0.20",
        ),
        # 400/800 - 60/200 = 0.5 - 0.3
        (
            "800 came from the north and 200 from the south. Paid back were 400 of the northern and 60 of the southern "
            "loans. DPL?",
            "difference in labels",
            "0.20",
            "0.60",
        ),
        # (5 + 2) / 10 = 0.7 and (5 + 2 + 2) / 10 = 0.9
        ("The eigenvalues are 5, 2, 2, 0.5 and 0.5; at least 85% must be explained.", "components", "3", "2"),
        # 9 x log(100/100) = 0, 2 x log(100/10) = 2, 1 x log(100/4) = 1.4
        (
            'TF-IDF in 100 letters: "the" occurs 9 times, "rent" twice and "mould" once. "the" is found in all 100 '
            'letters, "rent" in 10 and "mould" in 4.',
            "heaviest term",
            "The term rent",
            "The term mould",
        ),
    ],
)
def test_the_option_with_the_result_is_found(stem: str, name: str, right: str, wrong: str) -> None:
    result = next(found for found in compute(stem, SNAPSHOT) if found.name == name)
    assert names_value(right, result)
    assert not names_value(wrong, result)


def test_nothing_is_computed_where_a_number_is_missing() -> None:
    unpriced = "A miss costs $9. Threshold 0.3 misses 5 with 4 false alarms, 0.6 misses 9 with 1."
    assert not list(compute(unpriced, SNAPSHOT))
    assert not list(compute("The first quartile is 12. Which values are outliers?", SNAPSHOT))
    assert not list(compute("60 messages were recognised. What is the F1 score?", SNAPSHOT))
