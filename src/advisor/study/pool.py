"""The items to ask from: those that ship, and new ones made on the spot where there are none left that are unseen."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Sequence

from advisor.advise import Advisor
from advisor.rulebase.schema import Exam, RuleBase
from advisor.study.items import Waiting, decisions_with_items, generate
from advisor.study.measure import domain_of
from advisor.study.model import Item, ItemKind
from advisor.study.proved import waiting_items
from advisor.study.records import Attempt

_TRIES = 20  # made items that are looked at before a seen one is asked again

More = Callable[[str, int, ItemKind], Iterable[Item]]


def _none(_decision: str, _seed: int, _kind: ItemKind) -> Iterable[Item]:
    return ()


class Pool:
    """Items by what they ask about. `more` makes items of a kind for a decision from a seed, without end."""

    def __init__(
        self, base: RuleBase, items: Iterable[Item | Waiting], made: Iterable[str] = (), more: More = _none
    ) -> None:
        self.base = base
        self._items = [item if isinstance(item, Waiting) else _ready(item) for item in items]
        self._made, self._more = frozenset(made), more
        self._by_decision: dict[str, list[Waiting]] = {}
        for item in self._items:
            self._by_decision.setdefault(item.decision, []).append(item)

    @functools.cached_property
    def decisions(self) -> tuple[str, ...]:
        """The decisions that something can be asked about, in the order of the lifecycle."""
        return tuple(name for name in self.base.decisions if name in self._made or self._is_shipped(name))

    def _is_shipped(self, decision: str) -> bool:
        waiting = self._by_decision.get(decision, [])
        # Scenarios first: their proofs take least time.
        ordered = sorted(waiting, key=lambda item: not item.id.startswith("scenario/"))
        return _first_proved(ordered, lambda _item: True) is not None

    def of_exam(self, exam: Exam) -> dict[str, tuple[int, ...]]:
        """The decisions that an exam asks about, each with the domains it belongs to."""
        homes = {f"{exam.code}/{task.id}": domain.id for domain in exam.domains for task in domain.tasks}
        found = {}
        for name in self.decisions:
            domains = sorted({homes[task] for task in self.base.decisions[name].tasks if task in homes})
            if domains:
                found[name] = tuple(domains)
        return found

    def of_domain(self, exam: Exam, domain: int) -> list[Waiting]:
        """The shipped items of one domain of an exam, not yet proved."""
        return [item for item in self._items if domain_of(tasks_of(self.base, item), exam) == domain]

    def pick(
        self,
        decision: str,
        attempts: Sequence[Attempt],
        *,
        right: str = "",
        wrong: str = "",
        kind: ItemKind | None = None,
        taken: frozenset[str] = frozenset(),
    ) -> Item | None:
        """An item of a decision: one never seen before a seen one, the longest unseen of those; None where none fits.

        With `right` and `wrong` the key is the one thing and the other is among the options. Without a `kind`, what is
        made anew is a single choice. `taken` are ids that are asked already.
        """
        seen = {attempt.item_id: place for place, attempt in enumerate(attempts)}

        def fits(item: Item) -> bool:
            keys = {item.things.get(letter) for letter in item.answer}
            pair = not right or (right in keys and wrong in item.things.values())
            return pair and kind in (None, item.kind) and item.id not in taken

        known = [item for item in self._by_decision.get(decision, ()) if item.id not in taken]
        known = [item for item in known if kind in (None, item.kind)]
        fresh = sorted((item for item in known if item.id not in seen), key=lambda item: _mixed(item.id))
        found = _first_proved(fresh, fits)
        if found is None and decision in self._made:
            # How often it was asked before names the next batch, so that the same history asks the same.
            times = sum(attempt.decision == decision for attempt in attempts) + len(taken)
            made = filter(fits, self._more(decision, times, kind or ItemKind.CHOICE))
            found = next((item for item in made if item.id not in seen), None)
        old = sorted((item for item in known if item.id in seen), key=lambda item: seen[item.id])
        return found or _first_proved(old, fits)


def _ready(item: Item) -> Waiting:
    return Waiting(item.id, item.decision, item.tasks, item.kind, lambda: item)


def _first_proved(items: Iterable[Waiting], fits: Callable[[Item], bool]) -> Item | None:
    proved = (found for item in items if (found := item.prove()) is not None)
    return next(filter(fits, proved), None)


def tasks_of(base: RuleBase, item: Item | Waiting) -> tuple[str, ...]:
    """The exam tasks of an item; those of its decision count for the exams that the item itself does not name."""
    named = {task.partition("/")[0] for task in item.tasks}
    decision = base.decisions.get(item.decision)
    more = (task for task in (decision.tasks if decision else ()) if task.partition("/")[0] not in named)
    return (*item.tasks, *more)


def _mixed(identifier: str) -> bytes:
    """An order that has nothing to do with the names' order, and is the same every time."""
    return hashlib.sha256(identifier.encode()).digest()


def shipped_pool(advisor: Advisor, waits: Callable[[], None] = lambda: None) -> Pool:
    """The pool of the shipped and the generated items at the advisor's date; `waits` as in `waiting_items`."""

    def more(decision: str, seed: int, kind: ItemKind) -> Iterable[Item]:
        return generate(advisor, _TRIES, seed, [decision], kind)

    return Pool(advisor.snapshot.base, waiting_items(advisor, waits), decisions_with_items(advisor), more)
