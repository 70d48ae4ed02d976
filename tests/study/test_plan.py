"""The plan: what a day holds, how it follows what was missed, and that it fits into the day."""

from __future__ import annotations

import datetime
import itertools

import pytest
from icalendar import Calendar

from advisor.rulebase.schema import RuleBase
from advisor.study.agenda import agenda
from advisor.study.exports import plan_calendar
from advisor.study.plan import make_plan
from advisor.study.pool import Pool, tasks_of
from advisor.study.practice import Wish, attempt_of, choose, weakest_first, weights
from advisor.study.records import Attempt, Confidence, Miss, Mode, StudySettings, Tick
from advisor.study.review import cards
from advisor.study.tasks import Kind, Plan

from .conftest import NOON, small_item

DAY = datetime.timedelta(days=1)
TODAY = NOON.date()


def settings(days: int = 12, **further: object) -> StudySettings:
    return StudySettings(exam_date=TODAY + days * DAY, began=TODAY, **further)


def plan(
    pool: Pool, given: StudySettings, attempts: list[Attempt] | None = None, now: datetime.datetime = NOON
) -> Plan:
    return make_plan(pool, attempts or [], [], given, now)


def answer(
    base: RuleBase, decision: str, ok: bool, at: datetime.datetime, mode: Mode = Mode.PRACTICE, number: int = 0
) -> Attempt:
    item = small_item(base, decision, 0, number)
    chosen = ["A" if ok else "B"]
    return attempt_of(base, item, f"{decision}{at}{number}", chosen, Confidence.SURE, mode, at, 60)[0]


def kinds(made: Plan, left: int) -> set[Kind]:
    return {task.kind for day in made.days if day.left == left for task in day.tasks}


@pytest.mark.parametrize("days", [1, 2, 3, 5, 7, 8, 14, 40])
@pytest.mark.parametrize("minutes", [10, 30, 45, 180])
def test_a_days_tasks_fit_into_its_minutes_but_for_mock_and_exam(pool: Pool, days: int, minutes: int) -> None:
    made = plan(pool, settings(days, minutes=minutes))
    assert [day.date for day in made.days] == [TODAY + number * DAY for number in range(days + 1)]
    for day in made.days:
        assert day.tasks
        if not {Kind.MOCK, Kind.EXAM} & {task.kind for task in day.tasks}:
            assert day.minutes <= minutes
    assert kinds(made, 0) == {Kind.EXAM}


def test_the_last_week_is_the_courses(pool: Pool) -> None:
    made = plan(pool, settings(14))
    assert kinds(made, 7) == {Kind.MOCK}
    assert Kind.MISSES in kinds(made, 6)
    for left in (4, 3, 2):
        assert Kind.DRILL in kinds(made, left)
        assert Kind.LAB not in kinds(made, left)
    assert Kind.MIXED in kinds(made, 3)
    assert kinds(made, 1) <= {Kind.REVIEW, Kind.CHECKLIST}
    assert [day.left for day in made.days if Kind.MOCK in {task.kind for task in day.tasks}] == [7]


def test_checkpoints_come_every_three_days_and_the_labs_in_their_order(pool: Pool) -> None:
    made = plan(pool, settings(14))
    at = [day.left for day in made.days if Kind.CHECKPOINT in {task.kind for task in day.tasks}]
    assert at[:2] == [12, 9]
    assert all(one - two <= 3 for one, two in itertools.pairwise(at))
    labs = [task.id for day in made.days for task in day.tasks if task.kind is Kind.LAB]
    assert labs == ["lab:bucket-layout", "lab:role", "lab:pipeline", "lab:registry", "lab:monitor"]


def test_a_lab_that_was_done_is_not_planned_again(pool: Pool) -> None:
    ticks = [Tick(day=TODAY - DAY, task="lab:bucket-layout", done_at=NOON - DAY)]
    made = make_plan(pool, [], ticks, settings(14), NOON)
    assert made.days[0].tasks[0].id == "lab:role"
    done = make_plan(pool, [], [Tick(day=TODAY, task="drill", done_at=NOON)], settings(14), NOON)
    assert [task.id for task in done.days[0].tasks if task.done] == ["drill"]


def test_without_a_date_the_plan_has_the_days_that_were_asked_for(pool: Pool) -> None:
    made = plan(pool, StudySettings(began=TODAY, days=7))
    assert len(made.days) == 7
    assert all(task.kind is not Kind.EXAM for day in made.days for task in day.tasks)
    assert plan(pool, StudySettings(began=TODAY, days=7), now=NOON + 20 * DAY).days == ()


def test_after_the_exam_nothing_is_planned(pool: Pool) -> None:
    assert plan(pool, settings(-1)).days == ()
    [only] = plan(pool, settings(0)).days
    assert [task.kind for task in only.tasks] == [Kind.EXAM]


def test_a_mock_that_was_missed_moves_to_the_next_day_and_one_that_was_sat_does_not_return(
    pool: Pool, base: RuleBase
) -> None:
    late = plan(pool, settings(12), now=NOON + 6 * DAY)  # day −6, nothing sat
    assert Kind.MOCK in {task.kind for task in late.days[0].tasks}
    at = NOON + 5 * DAY
    sat = [answer(base, "inference-mode", True, at, Mode.MOCK, number) for number in range(60)]
    few = plan(pool, settings(12), sat[:10], now=NOON + 6 * DAY)
    assert Kind.MOCK in {task.kind for task in few.days[0].tasks}
    after = plan(pool, settings(12), sat, now=NOON + 6 * DAY)
    assert all(task.kind is not Kind.MOCK for day in after.days for task in day.tasks)
    assert Kind.MISSES in {task.kind for task in after.days[0].tasks}


def test_a_days_plan_does_not_move_while_it_is_worked_on(pool: Pool, base: RuleBase) -> None:
    before = plan(pool, settings())
    worked = [answer(base, name, False, NOON + datetime.timedelta(minutes=n)) for n, name in enumerate(pool.decisions)]
    evening = plan(pool, settings(), worked, now=NOON + datetime.timedelta(hours=9))
    assert evening.days[0] == before.days[0]
    assert evening.days[1] != before.days[1]


def test_what_was_missed_is_reviewed_the_next_day(pool: Pool, base: RuleBase) -> None:
    missed = [answer(base, "inference-mode", False, NOON)]
    made = plan(pool, settings(), missed)
    review = next(task for task in made.days[1].tasks if task.kind is Kind.REVIEW)
    assert review.decisions == ("inference-mode",)
    tomorrow = plan(pool, settings(), missed, now=NOON + DAY)
    assert tomorrow.days[0].tasks[0].kind is Kind.REVIEW


def test_the_day_changes_at_the_learners_midnight(pool: Pool) -> None:
    late = datetime.datetime(2026, 11, 28, 22, 30, tzinfo=datetime.UTC)
    assert plan(pool, settings(zone="UTC"), now=late).days[0].date == TODAY
    assert plan(pool, settings(zone="Europe/Berlin"), now=late).days[0].date == TODAY
    assert plan(pool, settings(zone="Asia/Tokyo"), now=late).days[0].date == TODAY + DAY


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_clock_changes_neither_drop_nor_double_a_day(pool: Pool, zone: str) -> None:
    start = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    given = StudySettings(exam_date=datetime.date(2026, 4, 12), began=start.date(), zone=zone)
    days = [day.date for day in plan(pool, given, now=start).days]
    assert days == [days[0] + number * DAY for number in range((given.exam_date - days[0]).days + 1)]


def test_more_due_than_fits_leaves_room_for_new_things(pool: Pool, base: RuleBase) -> None:
    missed = [answer(base, name, False, NOON - 3 * DAY) for name in pool.decisions]
    given = settings(12, minutes=45)
    today = agenda(pool, missed, given, NOON)
    assert len(today.review) == int(45 / 1.5) // 2  # 60 s and half a minute for the reveal: 30 items fit
    assert len(today.review) + len(today.drill) <= 30
    assert today.drill


def test_no_more_is_met_than_the_coming_days_can_review(pool: Pool, base: RuleBase) -> None:
    """30 questions fit into a day, 15 of them reviews; of first answers, half are taken to be missed."""
    names = list(pool.decisions)
    fresh = agenda(pool, [], settings(12, minutes=45), NOON)
    assert len(fresh.drill) == 24  # 25 fit at 75 s each; 12 places tomorrow hold the misses of 24
    waiting = [answer(base, name, False, NOON - 3 * DAY) for name in names[:40]]
    full = agenda(pool, waiting, settings(12, minutes=45), NOON)
    assert set(full.drill) <= set(names[:40]), "25 that are still to be reviewed leave no room for new ones"


def test_the_plan_says_what_recall_its_reviews_hold(pool: Pool, base: RuleBase) -> None:
    missed = [answer(base, name, False, NOON - 3 * DAY) for name in pool.decisions]
    [task] = [t for t in plan(pool, settings(12), missed).days[0].tasks if t.kind is Kind.REVIEW]
    assert " % recall, not 90 %" in task.why
    [task] = [t for t in plan(pool, settings(12), missed[:5]).days[0].tasks if t.kind is Kind.REVIEW]
    assert "not 90 %" not in task.why


def test_weights_are_the_exams(pool: Pool, base: RuleBase) -> None:
    for exam in base.exams.values():
        share = weights(pool, exam)
        assert sum(share.values()) == pytest.approx(1)
        homes = pool.of_exam(exam)
        for domain in exam.domains:
            only = sum(share[name] for name, domains in homes.items() if domains == (domain.id,))
            assert only <= domain.weight / 100 + 1e-9


def test_what_is_missed_comes_before_what_is_known(pool: Pool, base: RuleBase) -> None:
    exam = base.exams["MLA-C02"]
    names = [name for name, domains in pool.of_exam(exam).items() if domains == (3,)]
    known, missed = names[0], names[1]
    attempts = [answer(base, known, True, NOON - DAY), answer(base, missed, False, NOON - DAY)]
    order = weakest_first(pool, exam, cards(attempts, NOON), attempts, settings(), NOON)
    assert order.index(missed) < order.index(known)


def test_practice_takes_a_decision_a_domain_or_a_pair(pool: Pool, base: RuleBase) -> None:
    given = StudySettings()
    one = choose(pool, Wish(decision="metric"), [], given, NOON, 5)
    assert [item.decision for item in one] == ["metric"] * 5
    assert len({item.id for item in one}) == 5
    homes = pool.of_exam(base.exams["MLA-C02"])
    domain = choose(pool, Wish(domain=4), [], given, NOON, 10)
    assert all(4 in homes[item.decision] for item in domain)
    assert all(left.decision != right.decision for left, right in itertools.pairwise(domain))
    right, wrong = base.decisions["inference-mode"].options[:2]
    pair = choose(pool, Wish(decision="inference-mode", right=right, wrong=wrong), [], given, NOON, 2)
    assert [item.things[item.answer[0]] for item in pair] == [right, right]


def test_an_unseen_item_comes_before_a_seen_one_and_the_longest_unseen_of_those(pool: Pool, base: RuleBase) -> None:
    seen: list[Attempt] = []
    for number in range(8):
        item = pool.pick("inference-mode", seen)
        assert item is not None
        assert item.id not in {attempt.item_id for attempt in seen}
        at = NOON + number * DAY
        seen.append(attempt_of(base, item, str(number), ["A"], Confidence.SURE, Mode.PRACTICE, at, 60)[0])
    again = pool.pick("inference-mode", seen)
    assert again is not None
    assert again.id == seen[0].item_id


def test_the_calendar_has_a_day_each_and_the_same_ids_again(pool: Pool) -> None:
    made = plan(pool, settings(9, zone="Europe/Berlin"))
    first, again = (Calendar.from_ical(plan_calendar(made, "ann", moment)) for moment in (NOON, NOON + DAY))
    events = first.walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [day.date for day in made.days]
    assert [event["DTEND"].dt - event["DTSTART"].dt for event in events] == [DAY] * len(events)
    assert [event["UID"] for event in events] == [event["UID"] for event in again.walk("VEVENT")]
    assert len({event["UID"] for event in events}) == len(events)
    assert "Mock exam" in next(event for event in events if event["DTSTART"].dt == TODAY + 2 * DAY)["DESCRIPTION"]
    other = Calendar.from_ical(plan_calendar(made, "ben", NOON)).walk("VEVENT")
    assert {event["UID"] for event in other}.isdisjoint(event["UID"] for event in events)


def test_the_drill_says_what_the_class_of_the_latest_misses_calls_for(pool: Pool, base: RuleBase) -> None:
    missed = [answer(base, "inference-mode", False, NOON - DAY, number=number) for number in range(3)]
    assert {attempt.error for attempt in missed} == {Miss.SERVICE}

    def said(attempts: list[Attempt]) -> str:
        return next(task.why for task in plan(pool, settings(), attempts).days[0].tasks if task.kind is Kind.DRILL)

    assert "service mismatch" in said(missed)
    corrected = [attempt.model_copy(update={"confirmed": Miss.CARELESS}) for attempt in missed]
    assert "careless" in said(corrected)
    assert "misses this week" not in said(missed[:2])
    mixed = [*missed, *(attempt.model_copy(update={"id": f"{attempt.id}x"}) for attempt in corrected)]
    assert "misses this week" not in said(mixed)


def test_an_item_counts_for_the_exams_of_its_decision_too(base: RuleBase) -> None:
    item = small_item(base, "metric", 0).model_copy(update={"tasks": ("MLS-C01/3.5",)})
    tasks = tasks_of(base, item)
    assert tasks[0] == "MLS-C01/3.5"
    assert {task for task in tasks if task.startswith("MLS-C01")} == {"MLS-C01/3.5"}
    assert {task for task in tasks if task.startswith("MLA-C02")} == {
        task for task in base.decisions["metric"].tasks if task.startswith("MLA-C02")
    }
