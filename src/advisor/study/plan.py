"""The plan: every day anew from what was missed, the exam's weights and what is due; a day's plan is stable in itself.

It is worked out from the attempts made before the learner's day began, so that answering does not move the goal.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from advisor.study.clock import local_day, start_of
from advisor.study.labs import LABS, Lab
from advisor.study.misses import MISS_NAMES
from advisor.study.model import Frozen
from advisor.study.pool import Pool
from advisor.study.practice import exam_of, weakest_first
from advisor.study.records import Attempt, Miss, Mode, StudySettings, Tick
from advisor.study.review import CardKey, CardState, cards, due, minutes_for, queue

REVIEW_SHARE = 0.6  # of a day's minutes at most: the rest finds out what is not known yet
_SHEET = 10
_MANY = 3
_FRESH = 6  # every sixth question may be on something new, whatever is due
_REMEDIES = {
    Miss.SERVICE: "After each question ask what would make the option you passed over right.",
    Miss.CONSTRAINT: "Say the constraint words to yourself before you read the options.",
    Miss.REASONING: "Name the cost of each kind of error, and what may leak, before you choose.",
    Miss.CARELESS: "Read the last sentence twice, and answer no sooner than you can say why three options fall.",
}
_EACH, _CHECKPOINT_EVERY, _CHECKPOINT, _MIXED = 2, 3, 10, 20
_MOCK_DAYS, _LAST_MOCK_DAY = 7, 3


class Kind(StrEnum):
    """What a task of the plan is."""

    REVIEW = "review"
    DRILL = "drill"
    LAB = "lab"
    CHECKPOINT = "checkpoint"
    MIXED = "mixed"
    MOCK = "mock"
    MISSES = "misses"
    SHEET = "sheet"
    CHECKLIST = "checklist"
    EXAM = "exam"


class Task(Frozen):
    """One thing to do; `decisions` are those it is about, `count` the number of questions."""

    id: str
    kind: Kind
    title: str
    why: str
    minutes: int
    decisions: tuple[str, ...] = ()
    count: int = 0
    done: bool = False


class Day(Frozen):
    """One day of the plan. `left` counts the days to the exam: 0 is the exam's own day."""

    date: datetime.date
    left: int
    tasks: tuple[Task, ...]

    @property
    def minutes(self) -> int:
        """The minutes of all tasks."""
        return sum(task.minutes for task in self.tasks)


class Plan(Frozen):
    """The days from today to the exam, or to the end of the plan where no date is set."""

    exam: str
    exam_date: datetime.date | None
    days: tuple[Day, ...]

    @property
    def today(self) -> Day | None:
        """The first day; None where the exam is over."""
        return self.days[0] if self.days else None


class Today(Frozen):
    """What to ask today: the cards to review, then the decisions to drill."""

    review: tuple[CardKey, ...]
    drill: tuple[str, ...]


def agenda(pool: Pool, attempts: Sequence[Attempt], settings: StudySettings, now: datetime.datetime) -> Today:
    """The questions of an ordinary day: due reviews first, then the weakest decisions, within the day's minutes."""
    exam = exam_of(pool.base, settings.exam)
    states = cards(attempts, now)
    fits = int(settings.minutes / minutes_for(attempts))
    known = {key: state for key, state in states.items() if key.decision in pool.decisions}
    review = queue(known, settings, pool.base, now, int(fits * REVIEW_SHARE))
    asked = {key.decision for key in review}
    order = [name for name in weakest_first(pool, exam, states, attempts, settings, now) if name not in asked]
    # What is met for the first time today comes back tomorrow: no more of it than the days can carry.
    room = fits - len(review)
    fresh = max(room - max(0, len(due(known.values(), settings, now)) - len(review)), fits // _FRESH)
    met = {key.decision for key in states}
    new = [name for name in order if name not in met][:fresh]
    drill = [name for name in order if name in met or name in new]
    return Today(review=tuple(review), drill=tuple(drill[:room]))


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
        exam = exam_of(pool.base, settings.exam)
        sit = Task(
            id="exam",
            kind=Kind.EXAM,
            title=f"The exam: {exam.code}",
            why="Read the constraint words first, strike out what breaks one, flag what takes long, come back to it.",
            minutes=exam.minutes,
        )
        days.append(Day(date=settings.exam_date, left=0, tasks=(sit,)))
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
            tasks = [self._mock()]
        else:
            tasks = self._ordinary(date, left)
        marked = [task.model_copy(update={"done": (date, task.id) in self.done}) for task in tasks]
        return Day(date=date, left=left, tasks=tuple(marked))

    def _mock(self) -> Task:
        return Task(
            id="mock",
            kind=Kind.MOCK,
            title=f"Mock exam, {self.exam.minutes} minutes in one sitting",
            why="It shows what still breaks under time, with a week left to mend it. Nothing else today.",
            minutes=self.exam.minutes,
            count=self.exam.scored_questions + self.exam.unscored_questions,
        )

    def _last(self, date: datetime.date) -> list[Task]:
        light = max(1, self.settings.minutes // 2)
        reviews = self._due_on(date)
        found = []
        if reviews:
            count = max(1, min(len(reviews), int(light / self.each)))
            found.append(self._review(reviews, count, "Light today: only what is due. New matter would not stay."))
        checklist = Task(
            id="checklist",
            kind=Kind.CHECKLIST,
            title="Exam-day checklist: identification, route or room, time plan",
            why="What is settled today costs no thought tomorrow.",
            minutes=min(10, light),
        )
        return [*found, checklist]

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
            count = max(1, min(len(reviews), int(room * (1 if lab else REVIEW_SHARE) / self.each)))
            review = self._review(reviews, count, "Due today: recalling just before it fades is what makes it last.")
            found.append(review)
            room -= review.minutes
        if after_mock and room >= 15:
            found.append(
                Task(
                    id="misses",
                    kind=Kind.MISSES,
                    title="Go through every miss of the mock exam, and confirm its class",
                    why="The classes decide what the coming days drill.",
                    minutes=15,
                )
            )
            room -= 15
        if lab:
            found.append(_lab(lab))
        if drills and left == _LAST_MOCK_DAY:
            room -= self._add(found, Kind.MIXED, "mixed", "A mixed set over all domains", _MIXED, room)
        elif not drills and offset % _CHECKPOINT_EVERY == _CHECKPOINT_EVERY - 1:
            room -= self._add(found, Kind.CHECKPOINT, "checkpoint", "Checkpoint: a mixed set", _CHECKPOINT, room)
        if offset % 2 == 1 and room >= 2 * _SHEET:
            found.append(
                Task(
                    id="sheet",
                    kind=Kind.SHEET,
                    title="Write the quick-reference sheet of your weakest domain from memory, then compare",
                    why="Writing it anew shows the gaps that reading it hides.",
                    minutes=_SHEET,
                )
            )
            room -= _SHEET
        self._drill(found, room)
        return found

    def _add(self, found: list[Task], kind: Kind, name: str, title: str, count: int, room: float) -> int:
        count = min(count, int(room / self.each))
        if count < 3:
            return 0
        why = "Mixed questions show whether the choice is made from the text or from the topic of the day."
        task = Task(
            id=name,
            kind=kind,
            title=f"{title}, {count} questions",
            why=why,
            minutes=_up(count * self.each, room),
            count=count,
        )
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
        shown = "; ".join(self.pool.base.decisions[name].question for name in decisions[:3])
        more = f" … and {len(decisions) - 3} more" if len(decisions) > 3 else ""
        found.append(
            Task(
                id="drill",
                kind=Kind.DRILL,
                title=f"Drill, {count} question{'s' * (count != 1)}: {shown}{more}",
                why=f"Most is to be gained here, by the exam's weights and your misses.{self.advice}",
                minutes=_up(count * self.each, room),
                decisions=decisions,
                count=count,
            )
        )

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

    def _review(self, reviews: list[CardState], count: int, why: str) -> Task:
        decisions = dict.fromkeys(state.key.decision for state in reviews[:count])
        return Task(
            id="review",
            kind=Kind.REVIEW,
            title=f"Review, {count} card{'s' * (count != 1)}",
            why=why,
            minutes=_up(count * self.each, self.settings.minutes),
            decisions=tuple(decisions),
            count=count,
        )


def _advice(attempts: Sequence[Attempt], now: datetime.datetime) -> str:
    """What the class of the latest errors calls for; nothing where there are few, or no class stands out."""
    week = now - datetime.timedelta(days=7)
    recent = Counter(a.error for a in attempts if a.error is not None and a.answered_at >= week)
    ranked = recent.most_common(2)
    if not ranked or ranked[0][1] < _MANY or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return f" Most of your misses this week: {MISS_NAMES[ranked[0][0]]}. {_REMEDIES[ranked[0][0]]}"


def _lab(lab: Lab) -> Task:
    return Task(
        id=f"lab:{lab.id}",
        kind=Kind.LAB,
        title=f"Lab: {lab.title[0].lower()}{lab.title[1:]}",
        why=f"Proof that it works: {lab.proof[0].lower()}{lab.proof[1:]}",
        minutes=lab.minutes,
    )


def _up(minutes: float, room: float) -> int:
    """Whole minutes, rounded up, within the room."""
    return max(1, min(int(minutes + 0.999), int(room)))
