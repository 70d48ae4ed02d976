"""Items without end: a scenario in which one option survives, told as a story and proved before it is shown."""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.advise import Advisor
from advisor.reading.read import read
from advisor.rulebase.phrasing import Saying
from advisor.scenario.model import Scenario, Statement
from advisor.study.items.prove import LEAST_WRONG, MOST_WRONG, item_of, prove
from advisor.study.items.tell import Story, fill, tell
from advisor.study.items.workshop import Killer, Workshop, open_workshop
from advisor.study.model import Item

_MOST_FACTS = 4
_DRAFTS = 5  # scenarios for one key that are compared before one is told
_TRIES = 150
_EASY = 0.3  # the share of items that take any draft instead of the one whose reasons differ most


def decisions_with_items(advisor: Advisor) -> tuple[str, ...]:
    """The decisions that items can be generated for."""
    return _benches(_Key(advisor)).decisions


def generate(advisor: Advisor, count: int, seed: int, decisions: Sequence[str] = ()) -> Iterator[Item]:
    """`count` different items with proved keys, from some decisions (none named: from all that can be told).

    The same seed, rule base and date give the same items. Fewer come where there are no more stories to tell.
    """
    benches = _benches(_Key(advisor))
    names = list(decisions or benches.decisions)
    # Where more can be told, more is asked.
    weights = [math.sqrt(len(benches.shop(name).phrasing.sayings)) for name in names]
    rng = random.Random(seed)
    seen: set[str] = set()
    number = 0
    while len(seen) < count and names:
        index = rng.choices(range(len(names)), weights)[0]
        item = benches.make(names[index], seed, number, seen)
        number += 1
        if item is None:
            del names[index], weights[index]
            continue
        seen.add(item.stem)
        yield item


def workshop_of(advisor: Advisor, decision: str) -> Workshop | None:
    """The material for items of a decision; None where its stories cannot be told."""
    return _benches(_Key(advisor)).shop(decision) if decision in advisor.snapshot.base.phrasing else None


class _Key:
    """An advisor by its rule base and date, so that its benches are set up once."""

    def __init__(self, advisor: Advisor) -> None:
        self.advisor = advisor
        self._is = (advisor.snapshot.base.sha256, advisor.snapshot.date)

    def __hash__(self) -> int:
        return hash(self._is)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other._is == self._is


@functools.lru_cache(maxsize=4)
def _benches(key: _Key) -> Benches:
    return Benches(key.advisor)


@dataclass(frozen=True)
class _Draft:
    """An item before it is told: the facts, the key, and the options as they will be shown."""

    sayings: tuple[Saying, ...]
    key: str
    shown: tuple[str, ...]


class Benches:
    """The workshops of one advisor, each set up when its decision is first asked for."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._shops: dict[str, Workshop] = {}
        self._scenes: dict[str, tuple[Statement, ...]] = {}

    @functools.cached_property
    def decisions(self) -> tuple[str, ...]:
        """The decisions that have a key to ask for."""
        return tuple(name for name in self._advisor.snapshot.base.phrasing if self.shop(name).keys)

    def shop(self, decision: str) -> Workshop:
        """The workshop of a decision."""
        if decision not in self._shops:
            self._shops[decision] = open_workshop(self._advisor, decision)
        return self._shops[decision]

    def make(self, decision: str, seed: int, number: int, seen: set[str]) -> Item | None:
        """An item whose stem is not among those seen; None where none comes after many tries."""
        shop = self.shop(decision)
        rng = random.Random(f"{decision}/{seed}/{number}")
        for _ in range(_TRIES if shop.keys else 0):
            draft = self._best_draft(shop, rng.choice(shop.keys), rng)
            story = (
                tell(self._advisor.snapshot.base, shop.phrasing, draft.sayings, shop.sets_the_scene, rng)
                if draft
                else None
            )
            if draft is None or story is None or story.stem in seen:
                continue
            item = self._proved(shop, draft, story, f"{decision}/{seed}/{number}", seed)
            if item is not None:
                return item
        return None

    def _proved(self, shop: Workshop, draft: _Draft, story: Story, identifier: str, seed: int) -> Item | None:
        """The item, where what is meant proves the key, and whatever else is read in the story leaves it as it is."""
        meant, whole = (prove(self._advisor, shop.decision, scenario) for scenario in (story.meant, story.read))
        if meant is None or whole is None:
            return None
        if not meant.decides(draft.key, draft.shown) or not whole.decides(draft.key, draft.shown):
            return None
        return item_of(self._advisor, meant, draft.shown, story.stem, shop.phrasing.form, id=identifier, seed=seed)

    def _best_draft(self, shop: Workshop, key: str, rng: random.Random) -> _Draft | None:
        """Of several drafts that should decide for a key, the one whose reasons differ most."""
        drafts = [
            draft
            for _ in range(_DRAFTS)
            if (draft := _draft(self._advisor, shop, key, rng)) is not None and self._promises(shop, draft)
        ]
        if not drafts:
            return None
        return drafts[0] if rng.random() < _EASY else max(drafts, key=lambda one: len(one.sayings))

    def _promises(self, shop: Workshop, draft: _Draft) -> bool:
        """Whether the facts of a draft decide for its key; asked before the story is told, which takes longer."""
        scenario = Scenario(statements=self._scene(shop)).having(
            *(Statement(name=item.fact, value=item.value) for item in draft.sayings)
        )
        proof = prove(self._advisor, shop.decision, scenario)
        return proof is not None and proof.decides(draft.key, draft.shown)

    def _scene(self, shop: Workshop) -> tuple[Statement, ...]:
        """What the first of a decision's openings says."""
        if shop.decision not in self._scenes:
            base = self._advisor.snapshot.base
            said = read(fill(base, shop.phrasing.opens[0]), base).scenario.statements
            self._scenes[shop.decision] = tuple(filter(shop.sets_the_scene, said))
        return self._scenes[shop.decision]


def _draft(advisor: Advisor, shop: Workshop, key: str, rng: random.Random) -> _Draft | None:
    """Options beside a key, and the fewest facts that rule them out; None where the draw does not work."""
    usable = [item for item in shop.killers if shop.harmless(item, key)]
    mortal = sorted(frozenset(shop.closed - {key}).union(*(item.kills for item in usable)))
    if len(mortal) < LEAST_WRONG:
        return None
    wrong = _neighbours(advisor, key, mortal, rng.randint(LEAST_WRONG, min(MOST_WRONG, len(mortal))), rng)
    chosen: list[Killer] = []
    for option in wrong:
        if rng.random() < 0.5 and any(option in item.kills for item in chosen):
            continue
        lethal = [item for item in usable if option in item.kills and _fits(item, chosen)]
        if lethal:
            # Each option for a reason of its own: what kills few of the others is drawn more often.
            weights = [1 / (1 + 2 * len(item.kills.intersection(wrong))) for item in lethal]
            chosen.append(rng.choices(lethal, weights)[0])
    standing = [option for option in wrong if option not in shop.closed]
    sayings = _fewest(chosen, standing)
    if not standing or not _fallen(chosen).issuperset(standing) or len(sayings) > _MOST_FACTS:
        return None
    if len(wrong) - len(standing) > 1:
        return None  # one service that is no longer to be had is a trap, two are a history lesson
    shown = [key, *wrong]
    rng.shuffle(shown)
    return _Draft(sayings, key, tuple(shown))


def _fits(killer: Killer, chosen: Sequence[Killer]) -> bool:
    """Whether no fact is given two values."""
    values = {item.fact: item.value for other in chosen for item in other.sayings}
    return all(values.get(item.fact, item.value) == item.value for item in killer.sayings)


def _fallen(killers: Sequence[Killer]) -> frozenset[str]:
    return frozenset().union(*(item.kills for item in killers))


def _fewest(chosen: list[Killer], wrong: Sequence[str]) -> tuple[Saying, ...]:
    """The facts of the killers, without those that rule out nothing that others do not."""
    kept = list(chosen)
    for killer in chosen:
        rest = [item for item in kept if item is not killer]
        if _fallen(rest).issuperset(wrong):
            kept = rest
    return tuple({item.fact: item for killer in kept for item in killer.sayings}.values())


def _neighbours(advisor: Advisor, key: str, options: Sequence[str], count: int, rng: random.Random) -> list[str]:
    """Some of the options, those easily taken for the key more often than others."""
    things = advisor.snapshot.base.things
    abilities = set(things[key].can)
    rest = list(options)
    found: list[str] = []
    while rest and len(found) < count:
        weights = [1 + len(abilities.intersection(things[option].can)) for option in rest]
        found.append(rest.pop(rng.choices(range(len(rest)), weights)[0]))
    return found
