"""Items without end: a scenario in which one option survives, told as a story and proved before it is shown."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator, Sequence

from advisor.advise import Advisor
from advisor.rulebase.phrasing import Saying
from advisor.scenario.model import Scenario
from advisor.study.items.prove import LEAST_WRONG, MOST_WRONG, item_of, prove
from advisor.study.items.tell import tell
from advisor.study.items.workshop import Killer, Workshop, open_workshop
from advisor.study.model import Item

_MOST_FACTS = 4
_DRAFTS = 6  # scenarios that are compared before the best one is told
_TRIES = 60


def decisions_with_items(advisor: Advisor) -> tuple[str, ...]:
    """The decisions that items can be generated for."""
    return _benches(_Key(advisor)).decisions


def generate(advisor: Advisor, count: int, seed: int, decision: str | None = None) -> Iterator[Item]:
    """`count` different items with proved keys; the same seed, rule base and date give the same items.

    Fewer come where a decision has no more stories to tell.
    """
    benches = _benches(_Key(advisor))
    names = [decision] if decision else list(benches.decisions)
    random.Random(seed).shuffle(names)
    seen: set[str] = set()
    made, number = 0, 0
    while made < count and names:
        name = names[number % len(names)]
        item = benches.make(name, seed, number, seen)
        number += 1
        if item is None:
            names.remove(name)
            continue
        seen.add(item.stem)
        made += 1
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


class Benches:
    """The workshops of one advisor, each set up when its decision is first asked for."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._shops: dict[str, Workshop] = {}

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
        for _ in range(_TRIES):
            draft = self._best_draft(shop, rng)
            if draft is None:
                continue
            sayings, key, shown = draft
            story = tell(self._advisor.snapshot.base, shop.phrasing, sayings, shop.bearing, rng)
            if story is None or story.stem in seen:
                continue
            proof = prove(self._advisor, decision, story.meant)
            if proof is None or not proof.decides(key, shown) or not self._holds(decision, story.read, key, shown):
                continue
            identifier = f"{decision}/{seed}/{number}"
            return item_of(self._advisor, proof, shown, story.stem, shop.phrasing.form, id=identifier, seed=seed)
        return None

    def _holds(self, decision: str, scenario: Scenario, key: str, shown: Sequence[str]) -> bool:
        """Whether whatever else is read in the story leaves the key as it is."""
        proof = prove(self._advisor, decision, scenario)
        return proof is not None and proof.decides(key, shown)

    def _best_draft(self, shop: Workshop, rng: random.Random) -> tuple[tuple[Saying, ...], str, list[str]] | None:
        """Facts, key and options where the reasons differ most, of several drawn at random."""
        drafts = [draft for _ in range(_DRAFTS) if (draft := _draft(self._advisor, shop, rng)) is not None]
        return max(drafts, key=lambda draft: _variety(shop, draft[0], draft[2]), default=None)


def _variety(shop: Workshop, sayings: Sequence[Saying], shown: Sequence[str]) -> tuple[int, int]:
    facts = {item.fact for item in sayings}
    return len(facts), len(shown)


def _draft(advisor: Advisor, shop: Workshop, rng: random.Random) -> tuple[tuple[Saying, ...], str, list[str]] | None:
    """A key, other options, and the fewest facts that rule these out; None where the draw does not work."""
    key = rng.choice(shop.keys)
    usable = [item for item in shop.killers if shop.harmless(item, key)]
    mortal = sorted(frozenset().union(*(item.kills for item in usable)))
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
    sayings = _fewest(chosen, wrong)
    if not frozenset().union(*(item.kills for item in chosen)).issuperset(wrong) or len(sayings) > _MOST_FACTS:
        return None
    shown = [key, *wrong]
    rng.shuffle(shown)
    return sayings, key, shown


def _fits(killer: Killer, chosen: Sequence[Killer]) -> bool:
    """Whether no fact is given two values."""
    values = {item.fact: item.value for other in chosen for item in other.sayings}
    return all(values.get(item.fact, item.value) == item.value for item in killer.sayings)


def _fewest(chosen: list[Killer], wrong: Sequence[str]) -> tuple[Saying, ...]:
    """The facts of the killers, without those that rule out nothing that others do not."""
    kept = list(chosen)
    for killer in chosen:
        rest = [item for item in kept if item is not killer]
        if frozenset().union(*(item.kills for item in rest)).issuperset(wrong):
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
