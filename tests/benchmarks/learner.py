"""A simulated learner over 14 days: the plan against random practice at equal time.

Run it with `python tests/benchmarks/learner.py`. It prints its numbers and fails where the plan does not do what it is
for. The learner's memory is deliberately not FSRS's: knowledge fades exponentially, each retrieval lengthens its life
by how much was at stake, and a miss with feedback teaches less than a recall. What the learner knows at the start is
drawn for each decision; the plan sees answers only.
"""

from __future__ import annotations

import datetime
import math
import random
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from advisor import advisor_at
from advisor.study.agenda import REVIEW_SHARE, agenda
from advisor.study.model import Item
from advisor.study.pool import Pool
from advisor.study.practice import attempt_of, exam_of, items_for, weakest_first, weights
from advisor.study.records import Attempt, Confidence, Mode, StudySettings
from advisor.study.review import LEAST, CardKey, aim, cards, due, minutes_for

START = datetime.datetime(2026, 11, 28, 17, 0, tzinfo=datetime.UTC)
DAYS, MINUTES, SECONDS = 14, 45, 75
LEARNERS = 30
DAY = datetime.timedelta(days=1)


@dataclass
class Learner:
    """Answers by a strength per decision; `strength` is the life of a memory in days, 0 for what was never known."""

    strength: dict[str, float]
    seen: dict[str, datetime.datetime]
    rng: random.Random
    log: list[Attempt] = field(default_factory=list)

    def knows(self, decision: str, at: datetime.datetime) -> float:
        """The probability of recalling a decision."""
        life = self.strength[decision]
        days = (at - self.seen[decision]) / DAY
        return math.exp(-days / life) if life else 0.0

    def answer(self, pool: Pool, item: Item, mode: Mode, at: datetime.datetime) -> None:
        """Answers, is told, and learns."""
        chance = self.knows(item.decision, at)
        recalled = self.rng.random() < chance
        guessed = not recalled and self.rng.random() < 1 / len(item.options)
        wrong = sorted(set(item.options) - set(item.answer))
        chosen = item.answer if recalled or guessed else (self.rng.choice(wrong),)
        sure = Confidence.SURE if recalled else self.rng.choice([Confidence.GUESS, Confidence.UNSURE])
        name = f"{len(self.log):05}"
        self.log.append(attempt_of(pool.base, item, name, chosen, sure, mode, at, SECONDS, self.log)[0])
        life = self.strength[item.decision]
        if recalled:  # the nearer to forgetting, the more a recall is worth
            self.strength[item.decision] = life * (1 + 1.5 * (1 - chance) + 0.2)
        else:
            self.strength[item.decision] = max(life, 1.5) * 1.15
        self.seen[item.decision] = at


def small_pool() -> Pool:
    """Items of the real decisions, one for each right option, told in one line: the stories do not matter here."""
    base = advisor_at(START.date()).snapshot.base
    items = []
    for name, decision in base.decisions.items():
        shown = dict(zip("ABCD", decision.options, strict=False))
        for letter in shown:
            for number in range(40):
                items.append(
                    Item(
                        id=f"{name}/{letter}/{number}",
                        decision=name,
                        stem=f"{name}?",
                        options=shown,
                        answer=(letter,),
                        rulebase=base.version,
                        tasks=decision.tasks,
                        things=shown,
                    )
                )
    return Pool(base, items)


def learner(pool: Pool, seed: int) -> Learner:
    """Someone who knows about a third of the decisions well, a third a little, and a third not at all."""
    rng = random.Random(seed)
    strength = {name: rng.choice([0.0, rng.uniform(1, 6), rng.uniform(15, 60)]) for name in pool.decisions}
    return Learner(strength, dict.fromkeys(pool.decisions, START), rng)


Day = Callable[[Pool, Learner, StudySettings, datetime.datetime], list[tuple[Item, Mode]]]


def by_plan(pool: Pool, who: Learner, settings: StudySettings, now: datetime.datetime) -> list[tuple[Item, Mode]]:
    """What the plan asks on a day."""
    today = agenda(pool, who.log, settings, now)
    review = items_for(pool, today.review, who.log, len(today.review))
    keys = [CardKey(decision=name) for name in today.drill]
    room = int(settings.minutes / minutes_for(who.log)) - len(review)
    drill = items_for(pool, keys, who.log, room)
    return [*((item, Mode.REVIEW) for item in review), *((item, Mode.PRACTICE) for item in drill)]


def by_chance(pool: Pool, who: Learner, settings: StudySettings, now: datetime.datetime) -> list[tuple[Item, Mode]]:
    """As many questions as the plan asks in the same minutes, each on a decision of the exam drawn by lot."""
    exam = exam_of(pool.base, settings.exam)
    names = sorted(pool.of_exam(exam))
    count = int(settings.minutes / minutes_for(who.log))
    keys = [CardKey(decision=who.rng.choice(names)) for _ in range(count)]
    return [(item, Mode.PRACTICE) for key in keys if (item := pool.pick(key.decision, who.log))]


@dataclass
class Outcome:
    """One learner after 14 days.

    `most_due` is the fullest day's share of minutes for what is below the least retention, `nominal` for what FSRS
    calls due at 90 %; `over` counts days on which the former does not fit, `aims` the recall that each day's reviews
    could hold. `found` is how many of the decisions the plan holds weakest after a week were weak at the start, `weak`
    how many of all were.
    """

    recall: float
    asked: int
    most_due: float
    nominal: float
    over: int
    aims: list[float]
    found: float
    weak: float


def fortnight(pool: Pool, seed: int, ask: Day) -> Outcome:
    """What a learner knows, weighted as the exam weighs it, on the morning of the exam."""
    who = learner(pool, seed)
    settings = StudySettings(exam_date=(START + DAYS * DAY).date(), began=START.date(), minutes=MINUTES)
    exam = exam_of(pool.base, settings.exam)
    share = weights(pool, exam)
    begins_weak = {name for name in share if who.strength[name] < 6}
    most_due, nominal, over = 0.0, 0.0, 0
    aims: list[float] = []
    found = 0.0
    for day in range(DAYS):
        now = START + day * DAY
        states = cards(who.log, now)
        fits = int(MINUTES / minutes_for(who.log))
        waiting = due(states.values(), settings, now)
        end = now.replace(hour=0) + DAY
        load = sum(state.recall(end) < LEAST for state in waiting) / fits
        nominal = max(nominal, len(waiting) / fits)
        most_due = max(most_due, load)
        over += load > 1
        if day:
            aims.append(aim(states.values(), settings, now, int(fits * REVIEW_SHARE)))
        if day == 7:
            order = weakest_first(pool, exam, states, who.log, settings, now)
            met = {attempt.decision for attempt in who.log}
            ranked = [name for name in order if name in met]
            top = ranked[: max(1, len(ranked) // 4)]
            found = sum(name in begins_weak for name in top) / len(top)
        for number, (item, mode) in enumerate(ask(pool, who, settings, now)):
            who.answer(pool, item, mode, now + datetime.timedelta(seconds=number * (SECONDS + 30)))
    exam_at = datetime.datetime.combine(settings.exam_date or START.date(), datetime.time(9), datetime.UTC)
    recall = sum(share[name] * who.knows(name, exam_at) for name in share)
    return Outcome(recall, len(who.log), most_due, nominal, over, aims, found, len(begins_weak) / len(share))


def untaught(pool: Pool, seed: int) -> float:
    """What the same learner would know on that morning without any study."""
    who = learner(pool, seed)
    settings = StudySettings(exam_date=(START + DAYS * DAY).date())
    share = weights(pool, exam_of(pool.base, settings.exam))
    return sum(share[name] * who.knows(name, START + (DAYS - 0.33) * DAY) for name in share)


def main() -> int:
    """Prints the numbers; 1 where the plan does no better than chance, or where reviews overflow the day."""
    pool = small_pool()
    plan = [fortnight(pool, seed, by_plan) for seed in range(LEARNERS)]
    chance = [fortnight(pool, seed, by_chance) for seed in range(LEARNERS)]
    before = [untaught(pool, seed) for seed in range(LEARNERS)]
    gains = [one.recall - other.recall for one, other in zip(plan, chance, strict=True)]
    spread = 1.96 * statistics.stdev(gains) / math.sqrt(LEARNERS)

    def mean(values: list[float]) -> float:
        return statistics.fmean(values)

    better = sum(gain > 0 for gain in gains)
    print(f"{LEARNERS} learners, {DAYS} days, {MINUTES} minutes a day; exam-weighted recall on the exam's morning")
    print(f"  without study     {mean(before):.3f}")
    print(
        f"  random practice   {mean([o.recall for o in chance]):.3f}   {mean([o.asked for o in chance]):.0f} questions"
    )
    print(f"  the plan          {mean([o.recall for o in plan]):.3f}   {mean([o.asked for o in plan]):.0f} questions")
    print(f"  gain of the plan  {mean(gains):+.3f} ± {spread:.3f} (95 %), better for {better} of {LEARNERS}")
    aims = [value for one in plan for value in one.aims]
    print(
        f"Reviews get {REVIEW_SHARE:.0%} of a day's minutes. In these they hold {mean(aims):.0%} recall on average and"
    )
    print(
        f"{min(aims):.0%} on the fullest day, below {LEAST:.0%} on {sum(a < LEAST for a in aims)} of {len(aims)} days."
    )
    print(f"What is below {LEAST:.0%} takes {max(o.most_due for o in plan):.0%} of the fullest day's minutes at most,")
    print(f"and more than a day on {sum(o.over for o in plan)} of {LEARNERS * DAYS} days;")
    print(f"to hold everything at 90 % would have taken {max(o.nominal for o in plan):.0%} of it.")
    found, weak = mean([o.found for o in plan]), mean([o.weak for o in plan])
    print(f"Of the decisions held weakest after a week {found:.0%} were weak at the start; of all, {weak:.0%}.")
    return int(mean(gains) - spread <= 0 or any(o.over for o in plan))


if __name__ == "__main__":
    sys.exit(main())
