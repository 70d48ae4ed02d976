"""Cards from attempts: FSRS's ratings, days in the learner's zone, and the exam in sight."""

from __future__ import annotations

import datetime
import itertools
from zoneinfo import ZoneInfo

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from advisor.rulebase.schema import RuleBase
from advisor.study.practice import attempt_of
from advisor.study.records import Attempt, Confidence, Mode, StudySettings
from advisor.study.review import (
    RETENTION,
    CardKey,
    aim,
    cards,
    due,
    exam_moment,
    interleaved,
    minutes_for,
    queue,
    rating,
)

from .conftest import NOON, small_item

DAY = datetime.timedelta(days=1)
MODE = CardKey(decision="inference-mode")


def answer(
    base: RuleBase,
    decision: str = "inference-mode",
    *,
    ok: bool = True,
    sure: Confidence = Confidence.SURE,
    at: datetime.datetime = NOON,
    right: int = 0,
    identifier: str = "",
    seconds: float = 60,
) -> Attempt:
    item = small_item(base, decision, right)
    chosen = item.answer if ok else ("ABCD"[(right + 1) % len(item.options)],)
    name = identifier or f"{decision}-{at.isoformat()}-{right}-{ok}"
    return attempt_of(base, item, name, chosen, sure, Mode.PRACTICE, at, seconds)[0]


@pytest.mark.parametrize(
    ("ok", "sure", "expected"),
    [
        (False, Confidence.SURE, Rating.Again),
        (False, Confidence.GUESS, Rating.Again),
        (True, Confidence.GUESS, Rating.Hard),
        (True, Confidence.UNSURE, Rating.Hard),
        (True, Confidence.SURE, Rating.Good),
    ],
)
def test_the_rating_follows_from_answer_and_confidence(
    base: RuleBase, ok: bool, sure: Confidence, expected: Rating
) -> None:
    assert rating(answer(base, ok=ok, sure=sure)) is expected


def test_a_miss_makes_a_pair_and_a_right_answer_of_the_other_kind_does_not(base: RuleBase) -> None:
    missed = answer(base, ok=False)
    assert set(cards([missed], NOON)) == {
        MODE,
        CardKey(decision="inference-mode", right=missed.right, wrong=missed.wrong),
    }
    assert set(cards([answer(base)], NOON)) == {MODE}


def test_a_later_right_answer_reviews_the_pair_too(base: RuleBase) -> None:
    missed = answer(base, ok=False)
    pair = CardKey(decision="inference-mode", right=missed.right, wrong=missed.wrong)
    later = answer(base, at=NOON + 2 * DAY)
    other = answer(base, at=NOON + 3 * DAY, right=2)
    states = cards([missed, later, other], NOON + 4 * DAY)
    assert (states[pair].reviews, states[pair].lapses) == (2, 1)
    assert states[MODE].reviews == 3


def test_a_miss_is_due_the_next_day_and_a_sure_answer_later(base: RuleBase) -> None:
    missed = cards([answer(base, ok=False)], NOON)[MODE]
    known = cards([answer(base)], NOON)[MODE]
    assert missed.due - NOON == DAY
    assert known.due - NOON >= 2 * DAY


def test_the_order_in_which_attempts_arrive_changes_nothing(base: RuleBase) -> None:
    given_ = [answer(base, at=NOON + number * DAY, ok=number % 3 != 0) for number in range(6)]
    assert cards(given_, NOON + 9 * DAY) == cards(given_[::-1], NOON + 9 * DAY)


def test_a_card_that_is_due_after_the_exam_would_still_be_known_there(base: RuleBase) -> None:
    """Why no due date has to be brought forward: FSRS calls a card due when its recall has fallen to 90 %."""
    given_ = [answer(base, at=NOON + number * 2 * DAY) for number in range(5)]
    state = cards(given_, NOON + 9 * DAY)[MODE]
    assert state.due > NOON + 14 * DAY
    assert state.recall(NOON + 14 * DAY) >= 0.9
    assert state.recall(state.due) == pytest.approx(0.9, abs=0.01)


def test_due_counts_by_the_learners_days(base: RuleBase) -> None:
    """Missed at 23:30 in Tokyo: due at 23:30 tomorrow there, so at half past nine that morning it is on the list."""
    tokyo = ZoneInfo("Asia/Tokyo")
    late = datetime.datetime(2026, 11, 28, 23, 30, tzinfo=tokyo)
    settings = StudySettings(zone="Asia/Tokyo")
    states = cards([answer(base, ok=False, at=late)], late).values()
    morning = datetime.datetime(2026, 11, 29, 9, 30, tzinfo=tokyo)
    assert due(states, settings, late + datetime.timedelta(minutes=20)) == []
    assert [state.key.decision for state in due(states, settings, morning)] == ["inference-mode"]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 23), ("2026-10-24", 25)])
def test_a_day_that_the_clock_change_makes_shorter_or_longer_is_one_day(base: RuleBase, day: str, hours: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    at = datetime.datetime.fromisoformat(f"{day}T23:45").replace(tzinfo=berlin)
    settings = StudySettings(zone="Europe/Berlin")
    states = cards([answer(base, ok=False, at=at)], at).values()
    next_day = datetime.datetime.combine(at.date() + DAY, datetime.time(8), berlin)
    length = datetime.datetime.combine(at.date() + 2 * DAY, datetime.time(), berlin).astimezone(datetime.UTC)
    length_h = length - datetime.datetime.combine(at.date() + DAY, datetime.time(), berlin).astimezone(datetime.UTC)
    assert length_h == datetime.timedelta(hours=hours)
    # 24 hours after a quarter to midnight is past midnight of a 23-hour day: then it is due the day after.
    expected = hours >= 24
    assert bool(due(states, settings, next_day)) is expected
    assert due(states, settings, next_day + DAY)


def test_an_answer_given_under_a_clock_in_the_future_does_not_hide_its_card(base: RuleBase) -> None:
    wrong_clock = answer(base, ok=False, at=NOON + 400 * DAY)
    assert cards([wrong_clock], NOON)[MODE].due <= NOON + DAY


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.booleans(), st.sampled_from(list(Confidence)), st.integers(0, 3)), max_size=12
    )
)
def test_cards_are_sound_whatever_was_answered(
    base: RuleBase, history: list[tuple[int, bool, Confidence, int]]
) -> None:
    given_ = [
        answer(base, ok=ok, sure=sure, at=NOON + hour * DAY / 3, right=right, identifier=f"{number:02}")
        for number, (hour, ok, sure, right) in enumerate(history)
    ]
    now = NOON + 20 * DAY
    for state in cards(given_, now).values():
        assert 0 <= state.recall(now) <= 1
        assert state.due > (state.card.last_review or now)
        assert state.lapses <= state.reviews


def test_neighbours_differ_where_they_can(base: RuleBase) -> None:
    names = ["inference-mode", "endpoint-scaling", "metric", "feature-store"]
    keys = [CardKey(decision=name, right=right) for name in names for right in ("a", "b")]
    order = interleaved(keys, base)
    assert sorted(map(str, order)) == sorted(map(str, keys))
    assert all(one.decision != two.decision for one, two in itertools.pairwise(order))


def test_the_queue_holds_what_is_due_before_what_will_fade_and_no_more_than_fits(base: RuleBase) -> None:
    now = NOON + 2 * DAY
    settings = StudySettings(exam_date=(NOON + 14 * DAY).date())
    given_ = [answer(base, ok=False), *(answer(base, name, at=now - DAY) for name in ("metric", "feature-store"))]
    states = cards(given_, now)
    due_now = {state.key for state in due(states.values(), settings, now)}
    assert [(key.decision, bool(key.right)) for key in due_now] == [("inference-mode", True)]
    assert due_now <= set(queue(states, settings, base, now, 2))
    assert set(queue(states, settings, base, now, 1)) == due_now
    everything = queue(states, settings, base, now, 50)
    assert {key.decision for key in everything} == {"inference-mode", "metric", "feature-store"}
    assert queue(states, settings, base, now, 0) == []


def test_what_was_answered_today_is_not_pulled_forward_again(base: RuleBase) -> None:
    states = cards([answer(base)], NOON)
    assert queue(states, StudySettings(exam_date=(NOON + 30 * DAY).date()), base, NOON, 10) == []


def test_the_moment_of_the_exam_is_the_start_of_its_day_in_the_zone() -> None:
    settings = StudySettings(exam_date=datetime.date(2026, 12, 10), zone="America/New_York")
    assert exam_moment(settings, NOON) == datetime.datetime(2026, 12, 10, 5, tzinfo=datetime.UTC)


def test_minutes_follow_the_learners_own_times(base: RuleBase) -> None:
    assert minutes_for([]) == pytest.approx(1.75)
    quick = [answer(base, seconds=30, identifier=str(number)) for number in range(9)]
    assert minutes_for(quick) == pytest.approx(1.0)
    away = [answer(base, seconds=50_000, identifier=str(number)) for number in range(9)]
    assert minutes_for(away) == pytest.approx(5.5)


def test_one_card_for_each_decision_is_due_and_it_is_the_worst(base: RuleBase) -> None:
    missed = [answer(base, ok=False), answer(base, ok=False, right=1), answer(base, at=NOON + DAY)]
    now = NOON + 2 * DAY
    states = cards(missed, now)
    ready = due(states.values(), StudySettings(), now)
    assert len(states) == 3
    assert [state.key.decision for state in ready] == ["inference-mode"]
    end = NOON.replace(hour=0) + 3 * DAY
    assert ready[0].recall(end) == min(state.recall(end) for state in states.values())


def test_where_too_much_is_due_the_better_remembered_wait(base: RuleBase) -> None:
    now = NOON + 4 * DAY
    missed = [answer(base, name, ok=False) for name in ("metric", "feature-store")]
    known = [answer(base, name) for name in ("inference-mode", "algorithm", "rollout")]
    states = cards([*missed, *known], now).values()
    assert len(due(states, StudySettings(), now)) == 5
    few = due(states, StudySettings(), now, 2)
    assert {state.key.decision for state in few} == {"metric", "feature-store"}
    assert len(due(states, StudySettings(), now, 1)) == 1
    assert len(due(states, StudySettings(), now, 5)) == 5
    end = NOON.replace(hour=0) + 5 * DAY
    waiting = [state.recall(end) for state in due(states, StudySettings(), now)][2:]
    assert aim(states, StudySettings(), now, 2) == min(waiting)
    assert max(state.recall(end) for state in few) <= aim(states, StudySettings(), now, 2) < RETENTION
    assert aim(states, StudySettings(), now, 5) == RETENTION
