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
            "difference in proportions",
            "0.20",
            "0.60",
        ),
        # (700 - 300) / 1,000 = 0.4
        (
            "To measure bias: 700 rows describe tenants (facet a) and 300 rows describe owners. What is CI?",
            "class imbalance",
            "0.4, tenants prevail",
            "0.7, tenants prevail",
        ),
        # 90/200 - 30/100 = 0.15
        (
            "Of bias: 90 of 200 loans of facet a carry the label yes, and 30 of 100 loans of facet d do. DPL?",
            "difference in proportions",
            "0.15",
            "-0.15",
        ),
        # 40 rightly and 10 wrongly flagged; 2 x 40 / (50 + 80) = 0.615
        (
            "A model flags 50 pears. Of these, 40 are rotten. In the whole set 80 pears are rotten. F1?",
            "F1",
            "0.62",
            "0.50",
        ),
        # 40 of 80 are found, 40 of 50 flags are right
        (
            "Of 1,000 pears, 80 are rotten. It marks 50 pears, and 40 of these are rotten. Recall and precision?",
            "recall",
            "Recall 0.50 and precision 0.80",
            "Recall 0.80 and precision 0.50",
        ),
        # 49,000 others for 1,000
        ("Of 50,000 cards, 1,000 are stolen. Which scale_pos_weight?", "scale_pos_weight", "49", "50"),
        # 2,000 records of 2 kB are 4 MB; three readers take 12 MB a second, and a shard gives 2
        (
            "2,000 records arrive each second, each of 2 KB. Three applications read all of it without enhanced "
            "fan-out. How many shards?",
            "shards",
            "6 shards",
            "4 shards",
        ),
        # 10 x 0.5 x 60 = 300
        (
            "One instance bears 10 requests per second, the safety factor is 0.5. Which target has "
            "SageMakerVariantInvocationsPerInstance?",
            "InvocationsPerInstance target",
            "300",
            "5",
        ),
        # the line from 100 to 31 passes 82.75 at 2 and 65.5 at 3: 12.75 and 30.5 above the curve, at 4 it is 15.25
        (
            "The sum of squares is 100 for k = 1, 70 for k = 2, 35 for k = 3, 33 for k = 4, 31 for k = 5. Elbow?",
            "clusters at the elbow",
            "k = 3",
            "k = 5",
        ),
        (
            "For k from 2 to 6 the within-cluster sums of squares are 900, 500, 200, 190 and 180. By the elbow method?",
            "clusters at the elbow",
            "Four",
            "Six",
        ),
        # (70 - 100) / 20
        (
            "With a mean of 100 and a variance of 400 the value 70 is standardised. What does it become?",
            "standard score",
            "-1.5",
            "1.5",
        ),
        # (0 + 6) / 2 = 3, the root of 36 / 2 is 4.24
        ("The errors are 0 and 6. MAE and RMSE?", "MAE", "MAE 3 and RMSE 4.24", "MAE 4.24 and RMSE 3"),
        ("The errors are 0, 6. MAE and RMSE?", "RMSE", "MAE 3 and RMSE 4.24", "MAE 4.24 and RMSE 3"),
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
    result = next(found for found in compute(stem, (), SNAPSHOT) if found.name == name)
    assert names_value(right, result)
    assert not names_value(wrong, result)


def test_nothing_is_computed_where_a_number_is_missing() -> None:
    unpriced = "A miss costs $9. Threshold 0.3 misses 5 with 4 false alarms, 0.6 misses 9 with 1."
    assert not list(compute(unpriced, (), SNAPSHOT))
    assert not list(compute("The first quartile is 12. Which values are outliers?", (), SNAPSHOT))
    assert not list(compute("60 messages were recognised. What is the F1 score?", (), SNAPSHOT))


def test_a_formula_is_asked_for_by_the_options_too() -> None:
    stem = "1,500 of 150,000 rows are positive. What should be set?"
    options = ("Set scale_pos_weight to 0.01", "Set scale_pos_weight to 99")
    (result,) = compute(stem, options, SNAPSHOT)
    assert [names_value(option, result) for option in options] == [False, True]
