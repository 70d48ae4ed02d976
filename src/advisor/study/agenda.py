"""What to ask today: reviews within their share of the day, and new matter that the coming days can carry."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence

from advisor.study.clock import local_day, start_of
from advisor.study.model import Frozen
from advisor.study.pool import Pool
from advisor.study.practice import at_first_sight, exam_of, weakest_first
from advisor.study.records import Attempt, StudySettings
from advisor.study.review import LEAST, CardKey, CardState, cards, minutes_for, queue

# Of a day's minutes at most: the rest finds out what is not known yet. In tests/benchmarks/learner.py half is better
# than 60 %, at which less is met, and than 40 %, at which more fades.
REVIEW_SHARE = 0.5


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
    met = {key.decision for key in states}
    new = [name for name in order if name not in met][: _bearable(known, review, attempts, settings, now, fits)]
    drill = [name for name in order if name in met or name in new]
    return Today(review=tuple(review), drill=tuple(drill[: fits - len(review)]))


def _bearable(
    states: Mapping[CardKey, CardState],
    review: Collection[CardKey],
    attempts: Sequence[Attempt],
    settings: StudySettings,
    now: datetime.datetime,
    fits: int,
) -> int:
    """How many decisions may be met for the first time today.

    What is missed today comes back tomorrow. So tomorrow's share for reviews, less what must not wait any longer then
    and what today's reviews are likely to bring back, is what first answers may miss.
    """
    end = start_of(local_day(now, settings.zone) + datetime.timedelta(days=2), settings.zone)
    asked = {key.decision for key in review}
    waiting = {key.decision for key, state in states.items() if state.recall(end) < LEAST} - asked
    again = sum(1 - states[key].recall(now) for key in review)
    room = int(fits * REVIEW_SHARE) - len(waiting) - again
    return max(0, int(room / (1 - at_first_sight(attempts))))
