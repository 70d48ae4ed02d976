"""A mock exam's questions: domains by the blueprint's weights, question types as it names them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from advisor.rulebase.schema import Exam
from advisor.study.items import Waiting
from advisor.study.model import Item, ItemKind
from advisor.study.pool import Pool
from advisor.study.records import Attempt, Sheet

# AWS names the types of an exam's questions, not how many there are of each. This is our own guess.
TYPE_SHARES: Mapping[ItemKind, float] = {ItemKind.ORDERING: 0.05, ItemKind.MATCHING: 0.05, ItemKind.RESPONSE: 0.15}


def apportioned(exam: Exam, count: int) -> dict[int, int]:
    """How many questions each domain gets: by the blueprint's weights, largest remainders first."""
    total = sum(domain.weight for domain in exam.domains)
    exact = {domain.id: count * domain.weight / total for domain in exam.domains}
    found = {domain: int(value) for domain, value in exact.items()}
    rest = sorted(exact, key=lambda domain: (-(exact[domain] - found[domain]), domain))
    for domain in rest[: count - sum(found.values())]:
        found[domain] += 1
    return found


def question_types(exam: Exam, count: int) -> dict[ItemKind, int]:
    """How many questions of each type but the single choice a mock exam has, of the types that the blueprint names."""
    return {kind: round(count * share) for kind, share in TYPE_SHARES.items() if kind.value in exam.question_types}


def compose(pool: Pool, exam: Exam, attempts: Sequence[Attempt], seed: int, count: int) -> tuple[Sheet, ...]:
    """The questions of a mock exam, in the order they are asked; fewer than `count` where a domain has no more.

    Where a domain has no question of a type, it gets one with a single right option instead.
    """
    rng = random.Random(seed)
    wanted = apportioned(exam, count)
    slots = [domain for domain, number in wanted.items() for _ in range(number)]
    rng.shuffle(slots)
    kinds = [kind for kind, number in question_types(exam, count).items() for _ in range(number)]
    special = Counter(zip(slots, kinds, strict=False))
    hand = _Hand(pool, exam, attempts, rng)
    for domain, number in wanted.items():
        given = sum(hand.take(domain, kind, special[domain, kind]) for kind in TYPE_SHARES)
        hand.take(domain, ItemKind.CHOICE, number - given)
    rng.shuffle(hand.chosen)
    return tuple(Sheet(position=place, item=item, domain=domain) for place, (domain, item) in enumerate(hand.chosen))


class _Hand:
    """The questions of one mock exam as they are drawn, none twice."""

    def __init__(self, pool: Pool, exam: Exam, attempts: Sequence[Attempt], rng: random.Random) -> None:
        self._pool, self._exam, self._attempts, self._rng = pool, exam, attempts, rng
        self._seen = Counter(attempt.item_id for attempt in attempts)
        self._homes = pool.of_exam(exam)
        self._taken: set[str] = set()
        self.chosen: list[tuple[int, Item]] = []

    def take(self, domain: int, kind: ItemKind, wanted: int) -> int:
        """Draws questions of a kind on a domain, half of them written where there are as many; how many there were."""
        written = [item for item in self._pool.of_domain(self._exam, domain) if item.kind is kind]
        written = [item for item in written if item.id not in self._taken]
        self._rng.shuffle(written)
        written.sort(key=lambda item: self._seen[item.id])
        ordered = _spread(written)
        found = self._proved(ordered, (wanted + 1) // 2)
        found += self._made(domain, kind, wanted - len(found), {item.decision for item in found})
        found += self._proved(ordered, wanted - len(found))
        self.chosen += [(domain, item) for item in found]
        return len(found)

    def _proved(self, items: Iterable[Waiting], wanted: int) -> list[Item]:
        found: list[Item] = []
        for waiting in items:
            if len(found) == wanted:
                break
            item = waiting.prove() if waiting.id not in self._taken else None
            if item is not None:
                found.append(item)
                self._taken.add(item.id)
        return found

    def _made(self, domain: int, kind: ItemKind, wanted: int, asked: set[str]) -> list[Item]:
        decisions = [name for name, domains in self._homes.items() if domain in domains]
        self._rng.shuffle(decisions)
        decisions.sort(key=lambda name: name in asked)
        found: list[Item] = []
        while decisions and len(found) < wanted:
            rest = []
            for decision in decisions:
                if len(found) == wanted:
                    break
                item = self._pool.pick(decision, self._attempts, kind=kind, taken=frozenset(self._taken))
                if item is not None:
                    found.append(item)
                    self._taken.add(item.id)
                    rest.append(decision)
            decisions = rest
        return found


def _spread(items: Sequence[Waiting]) -> list[Waiting]:
    """The items so ordered that no decision comes twice while there are others."""
    times: Counter[str] = Counter()
    order = []
    for place, item in enumerate(items):
        order.append((times[item.decision], place))
        times[item.decision] += 1
    return [items[place] for _, place in sorted(order)]
