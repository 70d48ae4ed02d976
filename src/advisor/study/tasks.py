"""What a plan is made of: days with tasks, and what each kind of task says."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from enum import StrEnum

from advisor.rulebase.schema import Exam, RuleBase
from advisor.study.labs import Lab
from advisor.study.model import Frozen
from advisor.study.review import CardState

_CHECKLIST_MINUTES = 10


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


def exam_task(exam: Exam) -> Task:
    """The exam itself."""
    return Task(
        id="exam",
        kind=Kind.EXAM,
        title=f"The exam: {exam.code}",
        why="Read the constraint words first, strike out what breaks one, flag what takes long, come back to it.",
        minutes=exam.minutes,
    )


def mock_task(exam: Exam) -> Task:
    """A whole mock exam."""
    return Task(
        id="mock",
        kind=Kind.MOCK,
        title=f"Mock exam, {exam.minutes} minutes in one sitting",
        why="It shows what still breaks under time, with a week left to mend it. Nothing else today.",
        minutes=exam.minutes,
        count=exam.scored_questions + exam.unscored_questions,
    )


def misses_task(minutes: int) -> Task:
    """What the day after a mock exam is for."""
    return Task(
        id="misses",
        kind=Kind.MISSES,
        title="Go through every miss of the mock exam, and confirm its class",
        why="The classes decide what the coming days drill.",
        minutes=minutes,
    )


def sheet_task(minutes: int) -> Task:
    """The blank-sheet drill."""
    return Task(
        id="sheet",
        kind=Kind.SHEET,
        title="Write the quick-reference sheet of your weakest domain from memory, then compare",
        why="Writing it anew shows the gaps that reading it hides.",
        minutes=minutes,
    )


def checklist_task(room: int) -> Task:
    """What is left to do on the last day."""
    return Task(
        id="checklist",
        kind=Kind.CHECKLIST,
        title="Exam-day checklist: identification, route or room, time plan",
        why="What is settled today costs no thought tomorrow.",
        minutes=min(_CHECKLIST_MINUTES, room),
    )


def lab_task(lab: Lab) -> Task:
    """One of the labs."""
    return Task(
        id=f"lab:{lab.id}",
        kind=Kind.LAB,
        title=f"Lab: {lab.title[0].lower()}{lab.title[1:]}",
        why=f"Proof that it works: {lab.proof[0].lower()}{lab.proof[1:]}",
        minutes=lab.minutes,
    )


def review_task(reviews: Sequence[CardState], minutes: int, why: str) -> Task:
    """The review of some cards."""
    count = len(reviews)
    return Task(
        id="review",
        kind=Kind.REVIEW,
        title=f"Review, {count} card{'s' * (count != 1)}",
        why=why,
        minutes=minutes,
        decisions=tuple(dict.fromkeys(state.key.decision for state in reviews)),
        count=count,
    )


def mixed_task(kind: Kind, title: str, count: int, minutes: int) -> Task:
    """Questions over all domains."""
    return Task(
        id=kind.value,
        kind=kind,
        title=f"{title}, {count} questions",
        why="Mixed questions show whether the choice is made from the text or from the topic of the day.",
        minutes=minutes,
        count=count,
    )


def drill_task(base: RuleBase, decisions: Sequence[str], count: int, minutes: int, advice: str) -> Task:
    """Questions on the decisions where most is to be gained."""
    shown = "; ".join(base.decisions[name].question for name in decisions[:3])
    more = f" … and {len(decisions) - 3} more" if len(decisions) > 3 else ""
    return Task(
        id="drill",
        kind=Kind.DRILL,
        title=f"Drill, {count} question{'s' * (count != 1)}: {shown}{more}",
        why=f"Most is to be gained here, by the exam's weights and your misses.{advice}",
        minutes=minutes,
        decisions=tuple(decisions),
        count=count,
    )
