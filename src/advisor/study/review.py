"""Spaced review: FSRS over decisions and confusable pairs, worked out anew from the attempts and aimed at the exam.

The scheduler is deterministic (no fuzzing), so that nothing but the attempts has to be kept: the same answers give
the same cards on every machine, after an import as before it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fsrs import Card, Rating, Scheduler

from advisor.rulebase.schema import RuleBase
from advisor.study.clock import local_day, start_of
from advisor.study.model import Frozen
from advisor.study.records import Attempt, Confidence, StudySettings

RETENTION = 0.9  # the recall that reviews aim at where the days are long enough
LEAST = 0.7  # what is remembered worse than this should not wait for another day
_SCHEDULER = Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_REVEAL_S, _USUAL_S = 30, 75


class CardKey(Frozen):
    """What a card asks: a decision as a whole, or to choose `right` where `wrong` tempts."""

    decision: str
    right: str = ""
    wrong: str = ""

    def words(self, base: RuleBase) -> str:
        """The card as a learner reads it."""
        question = base.decisions[self.decision].question if self.decision in base.decisions else self.decision
        if not self.right:
            return question
        names = [base.things[thing].name if thing in base.things else thing for thing in (self.right, self.wrong)]
        return f"{names[0]}, not {names[1]}: {question[0].lower()}{question[1:]}"


@dataclass(frozen=True)
class CardState:
    """A card after its reviews; it is `due` when its predicted recall has fallen to 90 %."""

    key: CardKey
    card: Card
    due: datetime.datetime
    reviews: int
    lapses: int

    def recall(self, at: datetime.datetime) -> float:
        """The predicted probability of recall at a moment, 0 to 1 (FSRS-6)."""
        return float(_SCHEDULER.get_card_retrievability(self.card, at.astimezone(datetime.UTC)))


def rating(attempt: Attempt) -> Rating:
    """FSRS's rating of an answer: wrong → Again; right but not sure → Hard; right and sure → Good; never Easy."""
    if not attempt.correct:
        return Rating.Again
    return Rating.Good if attempt.confidence is Confidence.SURE else Rating.Hard


def cards(attempts: Sequence[Attempt], now: datetime.datetime) -> dict[CardKey, CardState]:
    """Every card after the attempts so far. A pair becomes a card when it is first confused."""
    now = now.astimezone(datetime.UTC)
    state: dict[CardKey, Card] = {}
    reviews: dict[CardKey, int] = {}
    lapses: dict[CardKey, int] = {}
    for attempt in sorted(attempts, key=lambda item: (item.answered_at, item.id)):
        if not attempt.decision:
            continue
        # An answer from the future was given under a wrong clock; it counts as given now.
        at = min(attempt.answered_at, now)
        for key in _touched(attempt, state):
            grade = rating(attempt)
            card = state.get(key) or Card(card_id=1, due=at)
            state[key] = _SCHEDULER.review_card(card, grade, at)[0]
            reviews[key] = reviews.get(key, 0) + 1
            lapses[key] = lapses.get(key, 0) + (grade is Rating.Again)
    return {
        key: CardState(
            key=key,
            card=card,
            due=card.due,
            reviews=reviews[key],
            lapses=lapses[key],
        )
        for key, card in state.items()
    }


def _touched(attempt: Attempt, known: Mapping[CardKey, Card]) -> Iterable[CardKey]:
    """The decision, the pair that was just confused, and each known pair that a right answer told apart."""
    yield CardKey(decision=attempt.decision)
    if attempt.right and attempt.wrong:
        yield CardKey(decision=attempt.decision, right=attempt.right, wrong=attempt.wrong)
    if attempt.correct and attempt.right:
        for rival in attempt.rivals:
            pair = CardKey(decision=attempt.decision, right=attempt.right, wrong=rival)
            if pair in known:
                yield pair


def exam_moment(settings: StudySettings, now: datetime.datetime) -> datetime.datetime:
    """When it has to be known: the start of the exam's day, or the end of the plan where no date is set."""
    today = local_day(now, settings.zone)
    end = settings.exam_date or (settings.began or today) + datetime.timedelta(days=settings.days)
    return max(start_of(end, settings.zone), now)


def minutes_for(attempts: Sequence[Attempt]) -> float:
    """How many minutes one item takes this learner: the median of the last 50, with half a minute for the reveal."""
    times = sorted(min(attempt.seconds, 300.0) for attempt in attempts[-50:] if attempt.seconds > 0)
    usual = times[len(times) // 2] if len(times) >= 5 else _USUAL_S
    return (max(usual, 20.0) + _REVEAL_S) / 60


def due(
    states: Iterable[CardState], settings: StudySettings, now: datetime.datetime, most: int | None = None
) -> list[CardState]:
    """What is due by the end of the learner's day, the worst remembered first: one card for each decision.

    A question on a decision reviews the decision and the pairs it tells apart, so only the worst of them stands here.
    Where more is due than `most`, the day aims at less than 90 % recall: what is remembered better can wait.
    """
    end = start_of(local_day(now, settings.zone) + datetime.timedelta(days=1), settings.zone)
    ready = [(state.recall(end), state) for state in states if state.due < end]
    # Of two that are remembered alike, the pair: it says what to ask.
    ready.sort(key=lambda pair: (pair[0], not pair[1].key.right, str(pair[1].key)))
    worst: dict[str, CardState] = {}
    for _, state in ready:
        worst.setdefault(state.key.decision, state)
    return list(worst.values())[: None if most is None else max(most, 0)]


def aim(states: Iterable[CardState], settings: StudySettings, now: datetime.datetime, most: int) -> float:
    """The recall at which a day's reviews hold what is known, 0 to 1: what `most` cards of those due leave waiting.

    FSRS's interval for a card is the shorter, the higher the recall that is asked for. Many decisions in few days
    cannot all be held at 90 %; the day then reviews what is below this, the worst first.
    """
    waiting = due(states, settings, now)[max(most, 0) :]
    end = start_of(local_day(now, settings.zone) + datetime.timedelta(days=1), settings.zone)
    return min((state.recall(end) for state in waiting), default=RETENTION)


def interleaved(keys: Iterable[CardKey], base: RuleBase) -> list[CardKey]:
    """The same cards so ordered that neighbours differ in decision, and in area, where that is possible."""
    waiting = list(keys)
    found: list[CardKey] = []
    while waiting:
        last = found[-1] if found else None

        def closeness(key: CardKey, last: CardKey | None = last) -> int:
            if last is None:
                return 0
            areas = [
                base.decisions[name].area if name in base.decisions else name for name in (key.decision, last.decision)
            ]
            return (key.decision == last.decision) + (areas[0] == areas[1])

        best = min(waiting, key=closeness)
        waiting.remove(best)
        found.append(best)
    return found


def queue(
    states: Mapping[CardKey, CardState],
    settings: StudySettings,
    base: RuleBase,
    now: datetime.datetime,
    most: int,
) -> list[CardKey]:
    """Today's review, interleaved: what is due, then what will have faded by the exam; `most` cards in all."""
    wanted = due(states.values(), settings, now, most)
    exam = exam_moment(settings, now)
    today = local_day(now, settings.zone)
    taken = {state.key.decision for state in due(states.values(), settings, now)}
    fading = [
        state
        for state in states.values()
        if not state.key.right
        and state.key.decision not in taken
        and state.recall(exam) < RETENTION
        and (state.card.last_review is None or local_day(state.card.last_review, settings.zone) < today)
    ]
    fading.sort(key=lambda state: (state.recall(exam), state.key.decision))
    keys = [state.key for state in (*wanted, *fading)]
    return interleaved(keys[: max(most, 0)], base)
