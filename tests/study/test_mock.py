"""The mock exam: composed by the blueprint, timed by the store, silent until it is submitted."""

from __future__ import annotations

import datetime
import threading
from collections import Counter
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from advisor.errors import InputError
from advisor.rulebase.schema import RuleBase
from advisor.study.compose import apportioned, compose, question_types
from advisor.study.measure import Share, share
from advisor.study.mock import DomainResult, Mock, readiness
from advisor.study.model import ItemKind
from advisor.study.pool import Pool
from advisor.study.records import Confidence, Miss, Mode, Sitting
from advisor.study.store.store import Store

from .conftest import HandClock, small_item

SECOND = datetime.timedelta(seconds=1)


def right(sitting: Sitting, position: int) -> tuple[str, ...]:
    return sitting.sheets[position].item.answer


def wrong(sitting: Sitting, position: int) -> tuple[str, ...]:
    item = sitting.sheets[position].item
    return (next(letter for letter in item.options if letter not in item.answer),)


@pytest.mark.parametrize("code", ["MLA-C01", "MLA-C02", "MLS-C01", "AIP-C01", "DEA-C01"])
def test_every_blueprint_is_apportioned_by_its_weights(base: RuleBase, code: str) -> None:
    exam = base.exams[code]
    counts = apportioned(exam, 65)
    assert sum(counts.values()) == 65
    for domain in exam.domains:
        assert abs(counts[domain.id] - 65 * domain.weight / 100) < 1


def test_a_mock_has_the_blueprints_count_minutes_and_weights(file_store: Store, pool: Pool, clock: HandClock) -> None:
    sitting = Mock(file_store, pool).start(clock())
    exam = pool.base.exams["MLA-C02"]
    assert len(sitting.sheets) == exam.scored_questions + exam.unscored_questions
    assert sitting.deadline - sitting.started_at == datetime.timedelta(minutes=exam.minutes)
    assert Counter(sheet.domain for sheet in sitting.sheets) == apportioned(exam, 65)
    assert len({sheet.item.id for sheet in sitting.sheets}) == 65
    most = Counter(sheet.item.decision for sheet in sitting.sheets).most_common(1)[0][1]
    assert most <= 4  # a mock is about many decisions


@pytest.mark.parametrize("code", ["MLA-C01", "MLA-C02", "MLS-C01"])
def test_the_question_types_are_those_that_the_blueprint_names(base: RuleBase, code: str) -> None:
    single = [small_item(base, name, right) for name in base.decisions for right in range(2)]
    more = [
        item.model_copy(update={"id": f"{item.id}/{kind}", "kind": kind})
        for item in single
        for kind in (ItemKind.RESPONSE, ItemKind.ORDERING, ItemKind.MATCHING)
    ]
    exam = base.exams[code]
    sheets = compose(Pool(base, [*single, *more]), exam, [], 7, 65)
    kinds = Counter(sheet.item.kind for sheet in sheets)
    assert {kind.value for kind in kinds} == set(exam.question_types)
    assert kinds[ItemKind.RESPONSE] == 10
    assert kinds[ItemKind.CHOICE] == 65 - sum(question_types(exam, 65).values())
    assert Counter(sheet.domain for sheet in sheets) == apportioned(exam, 65)


def test_a_shorter_mock_has_proportionally_less_time(file_store: Store, pool: Pool, clock: HandClock) -> None:
    sitting = Mock(file_store, pool).start(clock(), count=13)
    assert sitting.deadline - sitting.started_at == datetime.timedelta(minutes=26)  # 130 min · 13 / 65


def test_the_beta_has_its_own_count_and_minutes(file_store: Store, pool: Pool, clock: HandClock) -> None:
    beta = pool.base.exams["MLA-C02"].beta
    assert beta is not None
    sitting = Mock(file_store, pool).start(clock(), count=beta.questions)
    assert len(sitting.sheets) == 85
    assert sitting.deadline - sitting.started_at == datetime.timedelta(minutes=beta.minutes)


def test_what_was_entered_survives_another_window_and_a_restart(
    open_store: Callable[..., Store], pool: Pool, clock: HandClock
) -> None:
    mock = Mock(open_store(), pool)
    sitting = mock.start(clock(), count=10)
    clock.advance(seconds=40)
    mock.enter(sitting, clock(), 0, chosen=["b"], confidence=Confidence.UNSURE, go_to=3)
    clock.advance(seconds=20)
    mock.enter(sitting, clock(), 3, flagged=True)
    again = Mock(open_store(), pool).running(clock())
    assert again is not None
    assert again.id == sitting.id
    assert again.current == 3
    assert (again.sheets[0].chosen, again.sheets[0].confidence) == (("B",), Confidence.UNSURE)
    assert again.sheets[3].flagged
    assert (again.sheets[0].seconds, again.sheets[3].seconds) == (40, 20)
    assert again.deadline == sitting.deadline


def test_a_second_window_gets_the_sitting_that_is_running(
    open_store: Callable[..., Store], pool: Pool, clock: HandClock
) -> None:
    found: list[Sitting] = []
    stores = [open_store() for _ in range(4)]
    threads = [
        threading.Thread(target=lambda store=store: found.append(Mock(store, pool).start(clock(), count=5)))
        for store in stores
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len({sitting.id for sitting in found}) == 1
    assert all(len(sitting.sheets) == 5 for sitting in found)


def test_two_windows_write_into_one_sitting(open_store: Callable[..., Store], pool: Pool, clock: HandClock) -> None:
    one, two = Mock(open_store(), pool), Mock(open_store(), pool)
    sitting = one.start(clock(), count=6)
    one.enter(sitting, clock(), 0, chosen=["A"])
    two.enter(sitting, clock(), 1, chosen=["B"])
    two.enter(sitting, clock(), 0, confidence=Confidence.SURE)
    seen = one.running(clock())
    assert seen is not None
    assert [sheet.chosen for sheet in seen.sheets[:2]] == [("A",), ("B",)]
    assert seen.sheets[0].confidence is Confidence.SURE
    one.submit(sitting, clock())
    with pytest.raises(InputError, match="has been submitted"):
        two.enter(sitting, clock(), 2, chosen=["A"])
    result = two.submit(sitting, clock.advance(seconds=9))
    assert result.sitting.submitted_at == clock() - 9 * SECOND
    assert result.unanswered == 4


def test_the_deadline_submits_by_itself_at_the_next_touch(store: Store, pool: Pool, clock: HandClock) -> None:
    mock = Mock(store, pool)
    sitting = mock.start(clock(), count=10)
    mock.enter(sitting, clock(), 0, chosen=right(sitting, 0), confidence=Confidence.SURE)
    clock.moment = sitting.deadline - SECOND
    assert mock.running(clock()) is not None
    clock.moment = sitting.deadline
    with pytest.raises(InputError, match="before the deadline counts"):
        mock.enter(sitting, clock(), 1, chosen=right(sitting, 1))
    [result] = mock.results()
    assert result.sitting.submitted_at == sitting.deadline
    assert (result.share.right, result.unanswered) == (1, 9)
    assert mock.running(clock()) is None
    assert [attempt.mode for attempt in store.attempts()] == [Mode.MOCK]


def test_coming_back_days_later_finds_it_submitted_at_its_deadline(store: Store, pool: Pool, clock: HandClock) -> None:
    mock = Mock(store, pool)
    sitting = mock.start(clock(), count=10)
    mock.enter(sitting, clock(), 0, chosen=right(sitting, 0))
    assert mock.running(clock.advance(days=3)) is None
    [result] = mock.results()
    assert result.sitting.submitted_at == sitting.deadline
    assert store.attempts()[0].answered_at == sitting.deadline


def test_a_clock_set_back_gives_no_time_back(store: Store, pool: Pool, clock: HandClock) -> None:
    mock = Mock(store, pool)
    sitting = mock.start(clock(), count=10)  # 20 minutes
    mock.enter(sitting, clock.advance(minutes=19), 0, chosen=["A"])
    mock.enter(sitting, clock.advance(minutes=-60), 1, chosen=["A"])
    clock.moment = sitting.deadline - 30 * SECOND
    assert mock.running(clock()) is not None
    clock.moment = sitting.started_at + datetime.timedelta(hours=5)
    assert mock.running(clock()) is None
    clock.moment = sitting.started_at
    assert mock.running(clock()) is None  # what was submitted stays so
    assert all(sheet.seconds >= 0 for sheet in mock.results()[0].sitting.sheets)


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        ("Europe/Berlin", (2026, 10, 25, 1, 30)),  # at 3 o'clock the clock goes back to 2
        ("Europe/Berlin", (2026, 3, 29, 1, 30)),  # at 2 o'clock the clock jumps to 3
        ("America/New_York", (2026, 11, 28, 23, 0)),  # across midnight
        ("Asia/Kolkata", (2026, 12, 31, 23, 30)),  # into another year
    ],
)
def test_midnight_and_daylight_saving_change_nothing_about_the_minutes(
    file_store: Store, pool: Pool, zone: str, begins: tuple[int, ...]
) -> None:
    year, month, day, hour, minute = begins
    start = datetime.datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone))
    mock = Mock(file_store, pool)
    sitting = mock.start(start)
    elapsed = sitting.deadline - start.astimezone(datetime.UTC)
    assert elapsed == datetime.timedelta(minutes=130)
    end = start.astimezone(datetime.UTC) + datetime.timedelta(minutes=130)
    assert mock.running((end - SECOND).astimezone(ZoneInfo(zone))) is not None
    assert mock.running(end.astimezone(ZoneInfo(zone))) is None


def test_nothing_is_explained_before_the_submission(store: Store, pool: Pool, clock: HandClock) -> None:
    mock = Mock(store, pool)
    sitting = mock.start(clock(), count=5)
    with pytest.raises(InputError, match="still running"):
        mock.result(sitting)
    assert store.attempts() == ()


def test_the_result_counts_by_domain_and_by_class(store: Store, pool: Pool, clock: HandClock) -> None:
    mock = Mock(store, pool)
    sitting = mock.start(clock(), count=20)
    for position in range(20):
        clock.advance(seconds=60)
        choice = right(sitting, position) if position < 12 else wrong(sitting, position)
        level = Confidence.SURE if position < 16 else Confidence.GUESS
        if position < 19:
            mock.enter(sitting, clock(), position, chosen=choice, confidence=level, go_to=position + 1)
    result = mock.submit(sitting, clock())
    assert result.share == share(12, 20)
    assert sum(domain.share.right for domain in result.domains) == 12
    assert sum(domain.share.of for domain in result.domains) == 20
    assert result.unanswered == 1
    assert sum(count for _, count in result.errors) == 7
    points = {point.confidence: point.share for point in result.calibration}
    assert points[Confidence.SURE] == share(12, 16)
    assert points[Confidence.GUESS] == share(0, 3)
    # 12 right and 4 wrong at 90 %, 3 wrong at chance; the options of an item are four or fewer.
    chances = [1 / len(sheet.item.options) for sheet in sitting.sheets[16:19]]
    expected = (12 * 0.1**2 + 4 * 0.9**2 + sum(chance**2 for chance in chances)) / 19
    assert result.brier == pytest.approx(expected)
    assert result.minutes_used == pytest.approx(20)
    assert result.seconds_each == pytest.approx(60)
    kept = store.attempts()
    assert len(kept) == 19
    assert {attempt.error for attempt in kept if not attempt.correct} <= set(Miss)


@pytest.mark.parametrize(
    ("hits", "of", "said"),
    [(62, 65, "Ready"), (50, 65, "Probably ready"), (42, 65, "Close"), (20, 65, "Not ready"), (9, 10, "Too few")],
)
def test_readiness_is_said_in_words_and_never_as_a_scaled_score(hits: int, of: int, said: str) -> None:
    domains = [DomainResult(title="One", weight=50, share=share(hits, of))]
    text = readiness(share(hits, of), domains)
    assert text.startswith(said)
    assert f"{hits} of {of} right" in text
    assert not any(number in text for number in ("720", "750", "1000"))


def test_the_weakest_domain_is_named() -> None:
    parts: list[tuple[str, Share]] = [("Strong", share(20, 20)), ("Weak", share(4, 20))]
    domains = [DomainResult(title=title, weight=50, share=given) for title, given in parts]
    assert "“Weak” (4 of 20)" in readiness(share(24, 40), domains)


def test_letters_that_are_not_there_are_refused_and_nothing_changes(store: Store, pool: Pool, clock: HandClock) -> None:
    mock = Mock(store, pool)
    sitting = mock.start(clock(), count=3)
    with pytest.raises(InputError, match="no option `Z`"):
        mock.enter(sitting, clock(), 0, chosen=["Z"])
    with pytest.raises(InputError, match="no question 4"):
        mock.enter(sitting, clock(), 3, chosen=["A"])
    running = mock.running(clock())
    assert running is not None
    assert all(not sheet.chosen for sheet in running.sheets)


def test_a_pool_with_too_little_makes_a_shorter_mock(file_store: Store, base: RuleBase, clock: HandClock) -> None:
    few = Pool(base, [small_item(base, "inference-mode", right) for right in range(4)])
    sitting = Mock(file_store, few).start(clock())
    assert len(sitting.sheets) == 4
    assert sitting.deadline - sitting.started_at == datetime.timedelta(minutes=130 * 4 / 65)
    file_store.change_settings(exam="DEA-C01")
    with pytest.raises(InputError, match="no questions for DEA-C01"):
        mock = Mock(file_store, few)
        mock.submit(sitting, clock())
        mock.start(clock())
