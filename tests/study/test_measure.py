"""Shares with their intervals, calibration, trends, and the classes of errors."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.rulebase.schema import RuleBase
from advisor.study.measure import brier, calibration, domain_of, domain_trends, error_trends, share
from advisor.study.misses import classify
from advisor.study.model import Item, ItemReason
from advisor.study.practice import attempt_of
from advisor.study.records import Attempt, Confidence, Miss, Mode

from .conftest import NOON, small_item


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, table I, method 3 (Wilson without continuity correction)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(right: int, of: int, low: float, high: float) -> None:
    found = share(right, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(0, 200), st.integers(0, 200))
def test_an_interval_holds_its_share_and_stays_within_0_and_1(right: int, more: int) -> None:
    found = share(right, right + more)
    assert 0 <= found.low <= found.high <= 1
    if found.of:
        assert found.low - 1e-12 <= found.value <= found.high + 1e-12


def attempt(
    base: RuleBase, ok: bool, sure: Confidence, *, at: datetime.datetime = NOON, decision: str = "inference-mode"
) -> Attempt:
    item = small_item(base, decision, 0)
    return attempt_of(base, item, f"{decision}{at}{ok}{sure}", ["A" if ok else "B"], sure, Mode.PRACTICE, at, 60)[0]


def test_brier_and_calibration_of_known_answers(base: RuleBase) -> None:
    given_ = [
        attempt(base, True, Confidence.SURE),
        attempt(base, False, Confidence.SURE),
        attempt(base, True, Confidence.UNSURE),
        attempt(base, False, Confidence.GUESS),
    ]
    assert brier(given_) == pytest.approx((0.1**2 + 0.9**2 + 0.4**2 + 0.25**2) / 4)
    assert brier([]) is None
    points = {point.confidence: point for point in calibration(given_)}
    assert points[Confidence.SURE].stated == pytest.approx(0.9)
    assert points[Confidence.SURE].share == share(1, 2)
    assert points[Confidence.GUESS].stated == pytest.approx(0.25)


def test_the_chance_of_a_guess_depends_on_how_many_are_chosen_of_how_many(base: RuleBase) -> None:
    item = small_item(base, "inference-mode", 0)
    two = item.model_copy(update={"options": {**item.options, "E": "x"}, "answer": ("A", "B")})
    found = attempt_of(base, two, "x", ["A", "C"], Confidence.GUESS, Mode.PRACTICE, NOON, 60)[0]
    assert found.chance == pytest.approx(1 / 10)  # 5 choose 2
    assert not found.correct
    assert attempt_of(base, two, "x", ["b", "A"], Confidence.GUESS, Mode.PRACTICE, NOON, 60)[0].correct


def test_an_items_domain_is_the_one_with_most_of_its_tasks(base: RuleBase) -> None:
    exam = base.exams["MLA-C02"]
    assert domain_of(["MLA-C02/3.1"], exam) == 3
    assert domain_of(["MLA-C02/4.2", "MLA-C02/3.1", "MLA-C02/4.3"], exam) == 4
    assert domain_of(["MLA-C02/4.2", "MLA-C02/3.1"], exam) == 3
    assert domain_of(["MLS-C01/1.1"], exam) is None
    assert domain_of([], exam) is None


def test_a_trend_is_named_only_where_the_intervals_lie_apart(base: RuleBase) -> None:
    week = datetime.timedelta(days=8)
    before = [attempt(base, False, Confidence.SURE, at=NOON - week + datetime.timedelta(minutes=n)) for n in range(20)]
    now = [attempt(base, True, Confidence.SURE, at=NOON - datetime.timedelta(minutes=n)) for n in range(20)]
    exam = base.exams["MLA-C02"]
    rising = [trend.words for trend in domain_trends([*before, *now], exam, NOON) if trend.now.of]
    assert rising == ["rising"]
    assert {trend.words for trend in domain_trends(now, exam, NOON)} == {"no comparison yet"}
    two_each = domain_trends([*before[:2], *now[:2]], exam, NOON)
    assert {trend.words for trend in two_each if trend.now.of} == {"no clear change"}
    errors = {trend.name: trend for trend in error_trends([*before, *now], NOON)}
    assert errors["service-mismatch"].before == share(20, 20)
    assert errors["service-mismatch"].now == share(0, 20)


# --- the error taxonomy --------------------------------------------------------------------------------------------

LARGE = ItemReason(rule="large-request-exceeds-serverless", text="too large", words=("payloads of 20 MB",))


def serving(base: RuleBase, wrong: ItemReason, stem: str = "Which?") -> Item:
    item = small_item(base, "inference-mode", 0)
    return item.model_copy(update={"reasons": {**item.reasons, "B": wrong}, "stem": stem})


def test_words_that_a_rule_rests_on_were_overlooked(base: RuleBase) -> None:
    assert LARGE.rule in base.rules
    found = classify(base, serving(base, LARGE), ("B",), Confidence.SURE, 60)
    assert found.miss is Miss.CONSTRAINT
    assert "“payloads of 20 MB”" in found.because
    assert (found.rule, found.ignored) == (LARGE.rule, LARGE.words)


def test_who_guessed_did_not_overlook_but_did_not_know(base: RuleBase) -> None:
    assert classify(base, serving(base, LARGE), ("B",), Confidence.GUESS, 60).miss is Miss.SERVICE


def test_a_thing_that_cannot_do_it_at_all_is_a_service_mismatch(base: RuleBase) -> None:
    lacks = ItemReason(rule="serverless-endpoint--cannot--gpu-inference", text="no GPU", words=("needs a GPU",))
    assert classify(base, serving(base, lacks), ("B",), Confidence.SURE, 60).miss is Miss.SERVICE


@pytest.mark.parametrize("decision", ["metric", "split-strategy", "imbalance", "fit-diagnosis"])
def test_a_wrong_metric_split_or_remedy_is_ml_reasoning(base: RuleBase, decision: str) -> None:
    item = small_item(base, decision, 0)
    assert classify(base, item, ("B",), Confidence.UNSURE, 60).miss is Miss.REASONING


def test_a_way_of_getting_data_in_is_no_ml_reasoning(base: RuleBase) -> None:
    item = small_item(base, "ingestion-mode", 0)
    assert classify(base, item, ("B",), Confidence.UNSURE, 60).miss is not Miss.REASONING


def test_an_answer_faster_than_reading_is_careless_unless_it_was_a_guess(base: RuleBase) -> None:
    item = serving(base, LARGE, stem="word " * 160)
    assert classify(base, item, ("B",), Confidence.SURE, 5).miss is Miss.CARELESS
    assert classify(base, item, ("B",), Confidence.SURE, 60).miss is Miss.CONSTRAINT
    assert classify(base, item, ("B",), Confidence.SURE, 0).miss is Miss.CONSTRAINT  # not measured
    assert classify(base, item, ("B",), Confidence.GUESS, 5).miss is Miss.SERVICE


def test_too_few_choices_are_careless(base: RuleBase) -> None:
    item = serving(base, LARGE).model_copy(update={"answer": ("A", "C")})
    found = classify(base, item, ("A",), Confidence.SURE, 60)
    assert found.miss is Miss.CARELESS
    assert "asks for 2 options" in found.because


def test_what_was_sure_and_right_three_times_is_a_slip(base: RuleBase) -> None:
    hour = datetime.timedelta(hours=1)
    known = [attempt(base, True, Confidence.SURE, at=NOON + number * hour) for number in range(3)]
    item = serving(base, LARGE)
    assert classify(base, item, ("B",), Confidence.SURE, 60, known).miss is Miss.CARELESS
    assert classify(base, item, ("B",), Confidence.SURE, 60, known[:2]).miss is Miss.CONSTRAINT
    unsure = [*known[:2], attempt(base, True, Confidence.UNSURE, at=NOON + 5 * hour)]
    assert classify(base, item, ("B",), Confidence.SURE, 60, unsure).miss is Miss.CONSTRAINT
