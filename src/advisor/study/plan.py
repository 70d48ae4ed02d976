"""The plan: every day anew from what was missed, the exam's weights and what is due; a day's plan is stable in itself.

It is worked out from the attempts made before the learner's day began, so that answering does not move the goal.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

from advisor.study.agenda import REVIEW_SHARE
from advisor.study.clock import local_day, start_of
from advisor.study.labs import LABS
from advisor.study.misses import MISS_NAMES
from advisor.study.pool import Pool
from advisor.study.practice import exam_of, weakest_first
from advisor.study.records import Attempt, Miss, Mode, StudySettings, Tick
from advisor.study.review import LEAST, RETENTION, CardState, aim, cards, due, minutes_for
from advisor.study.tasks import (
    Day,
    Kind,
    Plan,
    Task,
    checklist_task,
    drill_task,
    exam_task,
    lab_task,
    misses_task,
    mixed_task,
    mock_task,
    review_task,
    sheet_task,
)

_SHEET, _AFTER_MOCK = 10, 15
_MANY = 3
_REMEDIES = {
    Miss.SERVICE: "After each question ask what would make the option you passed over right.",
    Miss.CONSTRAINT: "Say the constraint words to yourself before you read the options.",
    Miss.REASONING: "Name the cost of each kind of error, and what may leak, before you choose.",
    Miss.CARELESS: "Read the last sentence twice, and answer no sooner than you can say why three options fall.",
}
_EACH, _CHECKPOINT_EVERY, _CHECKPOINT, _MIXED = 2, 3, 10, 20
_MOCK_DAYS, _LAST_MOCK_DAY = 7, 3


def make_plan(
    pool: Pool,
    attempts: Sequence[Attempt],
    ticks: Sequence[Tick],
    settings: StudySettings,
    now: datetime.datetime,
) -> Plan:
    """The plan from the learner's today on."""
    today = local_day(now, settings.zone)
    began = settings.began or today
    end = settings.exam_date or began + datetime.timedelta(days=settings.days)
    before = [attempt for attempt in attempts if attempt.answered_at < start_of(today, settings.zone)]
    planner = _Planner(pool, before, attempts, ticks, settings, start_of(today, settings.zone), now, today, end)
    span = range((end - today).days)
    days = [planner.day(today + datetime.timedelta(days=offset)) for offset in span]
    if settings.exam_date is not None and today <= settings.exam_date:
        days.append(Day(date=settings.exam_date, left=0, tasks=(exam_task(exam_of(pool.base, settings.exam)),)))
    return Plan(exam=settings.exam, exam_date=settings.exam_date, days=tuple(days))


class _Planner:
    """What the days of one plan share."""

    def __init__(
        self,
        pool: Pool,
        attempts: Sequence[Attempt],
        all_attempts: Sequence[Attempt],
        ticks: Sequence[Tick],
        settings: StudySettings,
        now: datetime.datetime,
        later: datetime.datetime,
        today: datetime.date,
        end: datetime.date,
    ) -> None:
        self.pool, self.attempts, self.settings, self.today, self.end = pool, attempts, settings, today, end
        self.exam = exam_of(pool.base, settings.exam)
        self.each = minutes_for(attempts)
        self.states = cards(attempts, now)
        self.later = cards(all_attempts, later)
        self.order = weakest_first(pool, self.exam, self.states, attempts, settings, now)
        self.done = {(tick.day, tick.task) for tick in ticks}
        earlier = {tick.task for tick in ticks if tick.day < today}
        self.labs = [lab for lab in LABS if f"lab:{lab.id}" not in earlier]
        self.advice = _advice(attempts, now)
        self.now = now
        self.at = 0
        recent = start_of(today - datetime.timedelta(days=_MOCK_DAYS), settings.zone)
        # A mock of a few questions does not stand for the whole one.
        sat = Counter(a.answered_at for a in attempts if a.mode is Mode.MOCK and a.answered_at >= recent)
        whole = [at for at, answers in sat.items() if answers >= self.exam.scored_questions // 2]
        self.mock_on: datetime.date | None = local_day(max(whole), settings.zone) if whole else None

    def day(self, date: datetime.date) -> Day:
        left = (self.end - date).days
        if left == 1:
            tasks = self._last(date)
        elif left <= _MOCK_DAYS and left >= _LAST_MOCK_DAY and self.mock_on is None:
            self.mock_on = date
            tasks = [mock_task(self.exam)]
        else:
            tasks = self._ordinary(date, left)
        marked = [task.model_copy(update={"done": (date, task.id) in self.done}) for task in tasks]
        return Day(date=date, left=left, tasks=tuple(marked))

    def _last(self, date: datetime.date) -> list[Task]:
        light = max(1, self.settings.minutes // 2)
        reviews = self._due_on(date)
        found = []
        if reviews:
            most = int(light / self.each)
            found.append(self._review(reviews, most, "Light today: only what is due. New matter would not stay."))
        return [*found, checklist_task(light)]

    def _ordinary(self, date: datetime.date, left: int) -> list[Task]:
        room = float(self.settings.minutes)
        found: list[Task] = []
        offset = (date - (self.settings.began or self.today)).days
        drills = 2 <= left <= 4
        lab = None
        after_mock = self.mock_on is not None and (date - self.mock_on).days == 1
        if self.labs and not drills and not after_mock and (offset == 1 or offset % _CHECKPOINT_EVERY == 0):
            lab = self.labs.pop(0) if room >= self.labs[0].minutes + _SHEET else None
        room -= lab.minutes if lab else 0
        reviews = self._due_on(date)
        if reviews:
            most = int(room * (1 if lab else REVIEW_SHARE) / self.each)
            why = "Due today: recalling just before it fades is what makes it last."
            review = self._review(reviews, most, why + (self._aim(most) if date == self.today else ""))
            found.append(review)
            room -= review.minutes
        if after_mock and room >= _AFTER_MOCK:
            found.append(misses_task(_AFTER_MOCK))
            room -= _AFTER_MOCK
        if lab:
            found.append(lab_task(lab))
        if drills and left == _LAST_MOCK_DAY:
            room -= self._mixed(found, Kind.MIXED, "A mixed set over all domains", _MIXED, room)
        elif not drills and offset % _CHECKPOINT_EVERY == _CHECKPOINT_EVERY - 1:
            room -= self._mixed(found, Kind.CHECKPOINT, "Checkpoint: a mixed set", _CHECKPOINT, room)
        if offset % 2 == 1 and room >= 2 * _SHEET:
            found.append(sheet_task(_SHEET))
            room -= _SHEET
        self._drill(found, room)
        return found

    def _mixed(self, found: list[Task], kind: Kind, title: str, count: int, room: float) -> int:
        count = min(count, int(room / self.each))
        if count < 3:
            return 0
        task = mixed_task(kind, title, count, _up(count * self.each, room))
        found.append(task)
        return task.minutes

    def _drill(self, found: list[Task], room: float) -> None:
        count = int(room / self.each)
        if count < 1 or not self.order:
            return
        names = max(1, count // _EACH)
        around = self.order[self.at :] + self.order[: self.at]
        decisions = tuple(around[:names])
        self.at = (self.at + names) % len(self.order)
        minutes = _up(count * self.each, room)
        found.append(drill_task(self.pool.base, decisions, count, minutes, self.advice))

    def _due_on(self, date: datetime.date) -> list[CardState]:
        """The cards due on a day: today's by the answers up to yesterday, a later day's as far as is known now.

        Tomorrow has what is left over from today; what is due between is taken to be done by then.
        """
        end = start_of(date, self.settings.zone)
        states = self.states if date == self.today else self.later
        known = [state for state in states.values() if state.key.decision in self.pool.decisions]
        ready = due(known, self.settings, max(end, self.now), int(self.settings.minutes / self.each))
        if date == self.today:
            return ready
        return [state for state in ready if state.due >= end or date == self.today + datetime.timedelta(days=1)]

    def _review(self, reviews: list[CardState], most: int, why: str) -> Task:
        shown = reviews[: max(1, most)]
        return review_task(shown, _up(len(shown) * self.each, self.settings.minutes), why)

    def _aim(self, most: int) -> str:
        """What today's reviews aim at, where that is less than usual."""
        at = aim(self.states.values(), self.settings, max(self.now, start_of(self.today, self.settings.zone)), most)
        if at >= RETENTION - 0.005:
            return ""
        said = (
            " So much has to be kept until the exam that your minutes aim at "
            f"{round(100 * at)} % recall, not {round(100 * RETENTION)} %."
        )
        return said if at >= LEAST else f"{said} More minutes a day would help."


def _advice(attempts: Sequence[Attempt], now: datetime.datetime) -> str:
    """What the class of the latest errors calls for; nothing where there are few, or no class stands out."""
    week = now - datetime.timedelta(days=7)
    recent = Counter(a.error for a in attempts if a.error is not None and a.answered_at >= week)
    ranked = recent.most_common(2)
    if not ranked or ranked[0][1] < _MANY or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return f" Most of your misses this week: {MISS_NAMES[ranked[0][0]]}. {_REMEDIES[ranked[0][0]]}"


def _up(minutes: float, room: float) -> int:
    """Whole minutes, rounded up, within the room."""
    return max(1, min(int(minutes + 0.999), int(room)))
