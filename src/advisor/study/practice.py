"""Practice: what to ask next, what becomes of an answer, and the reveal."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence

from advisor.advise import Advisor
from advisor.errors import InputError, did_you_mean
from advisor.facts import Value, describe
from advisor.rulebase.schema import Exam, RuleBase
from advisor.scenario.model import Scenario, Statement
from advisor.study.items import twin
from advisor.study.items.prove import LEAST_WRONG, item_of, prove
from advisor.study.misses import Diagnosis, classify
from advisor.study.model import Frozen, Item
from advisor.study.pool import Pool, tasks_of
from advisor.study.records import Attempt, Confidence, Mode, StudySettings
from advisor.study.review import CardKey, CardState, cards, exam_moment, interleaved


class Wish(Frozen):
    """What to practise: a domain, a decision, a pair (with its decision), or, with nothing stated, what is weakest."""

    domain: int | None = None
    decision: str = ""
    right: str = ""
    wrong: str = ""


class Row(Frozen):
    """One line of the elimination matrix."""

    letter: str
    text: str
    right: bool
    chosen: bool
    reason: str
    rule: str
    words: tuple[str, ...]


class WhatIf(Frozen):
    """What would make another option right: the change in words, and the twin that asks it, where there is one."""

    text: str
    item: Item | None = None


def exam_of(base: RuleBase, code: str) -> Exam:
    """The blueprint of a code; InputError where there is none."""
    if code.upper() not in base.exams:
        raise InputError.one("exam", f"unknown exam `{code}`", did_you_mean(code.upper(), base.exams))
    return base.exams[code.upper()]


def weights(pool: Pool, exam: Exam) -> dict[str, float]:
    """How much of the exam hangs on each decision, 1 in all: a domain's weight is shared among its decisions."""
    homes = pool.of_exam(exam)
    sizes = {domain.id: sum(domain.id in found for found in homes.values()) for domain in exam.domains}
    shares = {domain.id: domain.weight for domain in exam.domains}
    raw = {name: sum(shares[domain] / sizes[domain] for domain in found) for name, found in homes.items()}
    total = sum(raw.values())
    return {name: value / total for name, value in raw.items()} if total else {}


def at_first_sight(attempts: Sequence[Attempt]) -> float:
    """How often a decision was right when it was first asked, 0 to 1; one half before anything was (Laplace's rule)."""
    first: dict[str, bool] = {}
    for attempt in attempts:
        first.setdefault(attempt.decision, attempt.correct)
    return (sum(first.values()) + 1) / (len(first) + 2)


def weakest_first(
    pool: Pool,
    exam: Exam,
    states: Mapping[CardKey, CardState],
    attempts: Sequence[Attempt],
    settings: StudySettings,
    now: datetime.datetime,
) -> list[str]:
    """The exam's decisions, first the one where an hour gains most: much weight, little predicted recall at the exam.

    A decision never asked is taken to be known as often as others were at first sight.
    """
    share = weights(pool, exam)
    moment = exam_moment(settings, now)
    prior = at_first_sight(attempts)

    def loss(decision: str) -> float:
        state = states.get(CardKey(decision=decision))
        return share[decision] * (1 - (state.recall(moment) if state else prior))

    order = list(share)
    return sorted(order, key=lambda name: (-loss(name), order.index(name)))


def choose(
    pool: Pool,
    wish: Wish,
    attempts: Sequence[Attempt],
    settings: StudySettings,
    now: datetime.datetime,
    count: int,
) -> list[Item]:
    """Up to `count` items for a wish, no two the same, neighbours on different decisions where there are several."""
    exam = exam_of(pool.base, settings.exam)
    if wish.decision:
        if wish.decision not in pool.decisions:
            remedy = did_you_mean(wish.decision, pool.decisions)
            raise InputError.one("decision", f"there is nothing to practise on `{wish.decision}`", remedy)
        keys = [CardKey(decision=wish.decision, right=wish.right, wrong=wish.wrong)]
    else:
        homes = pool.of_exam(exam)
        states = cards(attempts, now)
        today = {attempt.decision for attempt in attempts[-count:]}
        order = weakest_first(pool, exam, states, attempts, settings, now)
        order.sort(key=lambda name: name in today)  # what was asked a moment ago can wait; the sort is stable
        if wish.domain is not None and wish.domain not in {domain.id for domain in exam.domains}:
            known = ", ".join(str(domain.id) for domain in exam.domains)
            raise InputError.one("domain", f"{exam.code} has no domain {wish.domain}", f"accepted: {known}")
        keys = [CardKey(decision=name) for name in order if wish.domain is None or wish.domain in homes[name]]
    return items_for(pool, keys, attempts, count)


def items_for(pool: Pool, keys: Sequence[CardKey], attempts: Sequence[Attempt], count: int) -> list[Item]:
    """Items for cards in their order, going round again where there are fewer cards than `count`.

    Where no item tells a pair apart with the one right, one with the other right is asked, or one on the decision: not
    every option can be ruled out by a must while the other survives.
    """
    found: list[Item] = []
    taken: set[str] = set()
    left = list(keys)
    while left and len(found) < count:
        again = []
        for key in interleaved(left[: count - len(found)], pool.base) + left[count - len(found) :]:
            if len(found) == count:
                break
            item = _item_for(pool, key, attempts, frozenset(taken))
            if item is not None:
                found.append(item)
                taken.add(item.id)
                again.append(key)
        left = again
    return found


def _item_for(pool: Pool, key: CardKey, attempts: Sequence[Attempt], taken: frozenset[str]) -> Item | None:
    for right, wrong in dict.fromkeys([(key.right, key.wrong), (key.wrong, key.right), ("", "")]):
        item = pool.pick(key.decision, attempts, right=right, wrong=wrong, taken=taken)
        if item is not None:
            return item
    return None


def attempt_of(
    base: RuleBase,
    item: Item,
    identifier: str,
    chosen: Sequence[str],
    confidence: Confidence,
    mode: Mode,
    now: datetime.datetime,
    seconds: float,
    history: Sequence[Attempt] = (),
) -> tuple[Attempt, Diagnosis | None]:
    """An answer as it is kept, and why it is wrong where it is.

    Raises InputError where something else than a letter of the item was chosen.
    """
    letters = tuple(sorted({letter.strip().upper() for letter in chosen}))
    for letter in letters:
        if letter not in item.options:
            raise InputError.one("answer", f"there is no option `{letter}`", f"accepted: {', '.join(item.options)}")
    correct = letters == tuple(sorted(item.answer))
    finding = None if correct else classify(base, item, letters, confidence, seconds, history)
    # With one right letter the pair is clear; with two, nothing says which was taken for which.
    right = item.things.get(item.answer[0], "") if len(item.answer) == 1 else ""
    wrong = item.things.get(letters[0], "") if len(letters) == 1 and not correct else ""
    attempt = Attempt(
        id=identifier,
        item="",
        item_id=item.id,
        decision=item.decision,
        tasks=tasks_of(base, item),
        right=right,
        wrong=wrong if right else "",
        rivals=tuple(thing for letter, thing in sorted(item.things.items()) if letter not in item.answer),
        chosen=letters,
        correct=correct,
        chance=1 / math.comb(len(item.options), len(item.answer)),
        confidence=confidence,
        mode=mode,
        answered_at=now,
        seconds=max(seconds, 0.0),
        miss=finding.miss if finding else None,
        rule=finding.rule if finding else "",
        ignored=finding.ignored if finding else (),
        rulebase=item.rulebase,
    )
    return attempt, finding


def elimination_matrix(item: Item, chosen: Sequence[str] = ()) -> tuple[Row, ...]:
    """The reveal: every option with why it stands or falls, in the words of the question."""
    found = []
    for letter, text in item.options.items():
        reason = item.reasons.get(letter)
        found.append(
            Row(
                letter=letter,
                text=text,
                right=letter in item.answer,
                chosen=letter in chosen,
                reason=reason.text if reason else "",
                rule=reason.rule if reason else "",
                words=reason.words if reason else (),
            )
        )
    return tuple(found)


def variable_options(item: Item) -> tuple[str, ...]:
    """The wrong options of which it can be asked what would make them right: single things, where facts are stated."""
    wrong = [letter for letter in item.options if letter in item.things and letter not in item.answer]
    return tuple(wrong) if item.facts and item.decision else ()


def what_if(advisor: Advisor, item: Item, letter: str) -> WhatIf:
    """What would make one of the wrong options right: the smallest change of the stated facts, and the twin."""
    vocabulary = advisor.snapshot.base.vocabulary
    facts = tuple(
        Statement(name=f.name, value=f.value, words=f.words or None) for f in item.facts if f.name in vocabulary
    )
    thing = item.things.get(letter, "")
    if letter not in variable_options(item) or not facts:
        return WhatIf(
            text="The question states no facts that the rules could vary, so there is nothing to change here."
        )
    try:
        change = advisor.would_change(Scenario(statements=facts), item.decision, thing)
        found = twin(advisor, item, letter)
    except InputError:
        change, found = None, None
    if change is None:
        return WhatIf(text="No change of what the question states would make this option the best one.", item=found)
    return WhatIf(text=change.text, item=found or _changed(advisor, item, letter, facts, change.set))


def _changed(
    advisor: Advisor, item: Item, letter: str, facts: Sequence[Statement], change: Mapping[str, Value | None]
) -> Item | None:
    """The same story with the change said after it, where no story tells the twin; None where the proof fails."""
    vocabulary = advisor.snapshot.base.vocabulary
    kept = [fact for fact in facts if fact.name not in change]
    new = [Statement(name=name, value=value) for name, value in change.items() if value is not None]
    proof = prove(advisor, item.decision, Scenario(statements=(*kept, *new)))
    right = item.things[letter]
    if proof is None:
        return None
    shown = [thing for thing in item.things.values() if thing == right or thing in proof.eliminated]
    if len(shown) <= LEAST_WRONG or not proof.decides(right, shown):
        return None
    said = [describe(vocabulary[fact.name], fact.value) for fact in new]
    said += [f"nothing is said of “{vocabulary[name].question.says}”" for name in change if change[name] is None]
    stem = f"{item.stem} Everything stays as it is but this: {'; '.join(said)}."
    return item_of(advisor, proof, shown, stem, id=f"{item.id}/{letter}", twin_of=item.id)
