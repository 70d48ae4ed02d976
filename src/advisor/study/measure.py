"""What answers show: a share with its interval, how well confidence fits, and where errors lie."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Sequence

from advisor.rulebase.schema import Exam
from advisor.study.model import Frozen
from advisor.study.records import Attempt, Confidence, Miss

_Z = 1.959963984540054  # 95 %


class Share(Frozen):
    """How many of how many, with the 95 % Wilson interval."""

    right: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself; 0 where there is nothing to share."""
        return self.right / self.of if self.of else 0.0


def share(right: int, of: int) -> Share:
    """A share with its Wilson score interval (Wilson 1927), which stays within 0 and 1 however few there are.

    >>> found = share(8, 10)
    >>> round(found.low, 3), round(found.high, 3)
    (0.49, 0.943)
    """
    if of == 0:
        return Share(right=0, of=0, low=0.0, high=1.0)
    p, z2 = right / of, _Z * _Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Share(right=right, of=of, low=max(0.0, middle - half), high=min(1.0, middle + half))


class Calibration(Frozen):
    """One point of the calibration curve: what was stated, and how often it came true."""

    confidence: Confidence
    stated: float
    share: Share


def stated(attempt: Attempt) -> float:
    """The probability that a stated confidence stands for: chance for a guess, 60 % unsure, 90 % sure."""
    return {Confidence.GUESS: attempt.chance, Confidence.UNSURE: 0.6, Confidence.SURE: 0.9}[attempt.confidence]


def brier(attempts: Sequence[Attempt]) -> float | None:
    """The mean squared distance between stated probability and outcome (Brier 1950): 0 is perfect; None without any."""
    if not attempts:
        return None
    return sum((stated(attempt) - attempt.correct) ** 2 for attempt in attempts) / len(attempts)


def calibration(attempts: Sequence[Attempt]) -> tuple[Calibration, ...]:
    """The calibration curve, one point for each confidence that was stated."""
    found = []
    for confidence in Confidence:
        mine = [attempt for attempt in attempts if attempt.confidence is confidence]
        if mine:
            mean = sum(map(stated, mine)) / len(mine)
            right = share(sum(attempt.correct for attempt in mine), len(mine))
            found.append(Calibration(confidence=confidence, stated=mean, share=right))
    return tuple(found)


def domain_of(tasks: Iterable[str], exam: Exam) -> int | None:
    """The exam's domain that an item with these tasks belongs to; None where it is not in the exam.

    Where tasks of several domains are named, the domain with most of them counts, the first of equals.
    """
    wanted = {f"{exam.code}/{task.id}": domain.id for domain in exam.domains for task in domain.tasks}
    found = Counter(wanted[task] for task in tasks if task in wanted)
    return max(found, key=lambda domain: (found[domain], -domain)) if found else None


class Trend(Frozen):
    """Right answers of a domain, or errors of a class, in the last seven days and in the seven days before."""

    name: str
    now: Share
    before: Share

    @property
    def words(self) -> str:
        """Better, worse or too early to say: only where the intervals lie apart is there a trend."""
        if not self.now.of or not self.before.of:
            return "no comparison yet"
        if self.now.low > self.before.high:
            return "rising"
        return "falling" if self.now.high < self.before.low else "no clear change"


def domain_trends(attempts: Sequence[Attempt], exam: Exam, now: datetime.datetime) -> tuple[Trend, ...]:
    """The share of right answers in each domain of the exam."""
    homes = {attempt.id: domain_of(attempt.tasks, exam) for attempt in attempts}
    found = []
    for domain in exam.domains:
        mine = [attempt for attempt in attempts if homes[attempt.id] == domain.id]
        shares = [share(sum(a.correct for a in part), len(part)) for part in _weeks(mine, now)]
        found.append(Trend(name=domain.title, now=shares[0], before=shares[1]))
    return tuple(found)


def error_trends(attempts: Sequence[Attempt], now: datetime.datetime) -> tuple[Trend, ...]:
    """The share of answers that were wrong for each class of error."""
    found = []
    for miss in Miss:
        shares = [share(sum(a.error is miss for a in part), len(part)) for part in _weeks(attempts, now)]
        found.append(Trend(name=miss.value, now=shares[0], before=shares[1]))
    return tuple(found)


def _weeks(attempts: Iterable[Attempt], now: datetime.datetime) -> tuple[list[Attempt], list[Attempt]]:
    week = datetime.timedelta(days=7)
    this, last = [], []
    for attempt in attempts:
        age = now - attempt.answered_at
        if age < week:
            this.append(attempt)
        elif age < 2 * week:
            last.append(attempt)
    return this, last
