"""Items without end: a scenario in which one option survives, told as a story and proved before it is shown."""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from advisor.advise import Advisor
from advisor.reading.read import read
from advisor.rulebase.phrasing import Saying
from advisor.scenario.model import Scenario, Statement
from advisor.study.items.drafts import Draft, draw, wrong_options
from advisor.study.items.look import Balance
from advisor.study.items.match import Best, bests, match
from advisor.study.items.prove import LEAST_WRONG, MOST_TWO_WRONG, Proof, item_of, prove
from advisor.study.items.tell import Story, fill, tell
from advisor.study.items.workshop import Workshop, open_workshop
from advisor.study.model import Item, ItemKind

_BY_KEY = 0.6
_DRAWN = (1, 2, 2, 3, 3)
_DRAFTS = 5  # scenarios for one key that are compared before one is told
_PATIENCE = 8  # items in a row that are refused because the look of their options would help a guess
_ONE_KEY, _MANY_KEYS = 0.2, 4.0
_TRIES = 150
_EASY = 0.15  # the share of items that take any draft instead of the one whose reasons differ most


def decisions_with_items(advisor: Advisor) -> tuple[str, ...]:
    """The decisions that items can be generated for."""
    return _benches(_Key(advisor)).decisions


def why_no_items(advisor: Advisor, decision: str) -> str:
    """Why no items can be generated for a decision, as a clause; empty where they can."""
    if decision in decisions_with_items(advisor):
        return ""
    options = advisor.snapshot.decisions[decision].options
    if len(options) <= LEAST_WRONG:
        return f"it compares {len(options)} options only, and an item shows {LEAST_WRONG + 1} at least"
    return "its rules rank the options, and no must leaves one of three alone"


def generate(
    advisor: Advisor, count: int, seed: int, decisions: Sequence[str] = (), kind: ItemKind = ItemKind.CHOICE
) -> Iterator[Item]:
    """`count` different items with proved keys, from some decisions (none named: from all that can be told).

    The same seed, rule base and date give the same items. Fewer come where there are no more stories to tell, and none
    of the kind ordering: an order of steps is not made up.
    """
    benches = _benches(_Key(advisor))
    names = list(decisions or benches.decisions)
    weights = [_weight(benches.shop(name)) for name in names]
    rng = random.Random(seed)
    seen: set[str] = set()
    balance = Balance()
    number, refused = 0, 0
    while len(seen) < count and names:
        index = rng.choices(range(len(names)), weights)[0]
        item = benches.make(names[index], seed, number, seen, kind)
        number += 1
        if item is None:
            del names[index], weights[index]
            continue
        if not balance.keeps(item) and refused < _PATIENCE:
            refused += 1
            continue
        refused = 0
        balance.take(item)
        seen.add(item.stem)
        yield item


def _weight(shop: Workshop) -> float:
    """How often a decision is asked: where more can be told, and where the answer is not the same every time."""
    return math.sqrt(len(shop.phrasing.sayings)) * min(max(len(shop.keys) - 1, _ONE_KEY), _MANY_KEYS)


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
        self._best: dict[str, tuple[Best, ...]] = {}
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

    def make(self, decision: str, seed: int, number: int, seen: set[str], kind: ItemKind) -> Item | None:
        """An item whose stem is not among those seen; None where none comes after many tries."""
        shop = self.shop(decision)
        rng = random.Random(f"{decision}/{seed}/{number}")
        for _ in range(_TRIES if shop.keys else 0):
            identifier = f"{decision}/{seed}/{number}"
            if kind is ItemKind.ORDERING:
                return None
            if kind is ItemKind.MATCHING:
                item = match(self._advisor, shop, self._bests(shop), rng, id=f"{identifier}/matching", seed=seed)
            elif kind is ItemKind.RESPONSE:
                item = self._told(shop, self._two_right(shop, rng), rng, id=f"{identifier}/two", seed=seed)
            else:
                # A key and what makes it right, or facts and what they make right: each finds what the other misses.
                draft = self._for_a_key(shop, rng) if rng.random() < _BY_KEY else self._from_facts(shop, rng)
                item = self._told(shop, draft, rng, id=identifier, seed=seed)
            if item is not None and item.stem not in seen:
                return item
        return None

    def _told(self, shop: Workshop, draft: Draft | None, rng: random.Random, **further: Any) -> Item | None:
        if draft is None:
            return None
        base = self._advisor.snapshot.base
        asks = shop.phrasing.asks if len(draft.keys) == 1 else base.told.asks_two
        story = tell(base, shop.phrasing.opens, draft.sayings, asks, shop.sets_the_scene, rng)
        return self._proved(shop, draft, story, **further) if story else None

    def _proved(self, shop: Workshop, draft: Draft, story: Story, **further: Any) -> Item | None:
        """The item, where what is meant proves the key, and whatever else is read in the story leaves it as it is."""
        meant, whole = (prove(self._advisor, shop.decision, scenario) for scenario in (story.meant, story.read))
        if meant is None or whole is None:
            return None
        if not meant.decides_for(draft.keys, draft.shown) or not whole.decides_for(draft.keys, draft.shown):
            return None
        return item_of(self._advisor, meant, draft.shown, story.stem, shop.phrasing.form, **further)

    def _for_a_key(self, shop: Workshop, rng: random.Random) -> Draft | None:
        """Of several drafts that should decide for a key drawn at random, the one whose reasons differ most."""
        key = rng.choice(shop.keys)
        drafts = [
            draft
            for _ in range(_DRAFTS)
            if (draft := draw(self._advisor, shop, key, rng)) is not None and self._promises(shop, draft)
        ]
        if not drafts:
            return None
        best = drafts[0] if rng.random() < _EASY else max(drafts, key=lambda one: len(one.sayings))
        return self._least(shop, best)

    def _from_facts(self, shop: Workshop, rng: random.Random) -> Draft | None:
        """A draft from facts drawn at random: the option that they make come first is the key."""
        drawn, proof = self._drawn(shop, rng)
        if proof is None or proof.recommended is None:
            return None
        key = proof.recommended
        wrong = wrong_options(self._advisor, key, proof.eliminated - shop.closed, shop.closed, rng)
        if len(wrong) < LEAST_WRONG or not shop.all_able(key, drawn):
            return None
        shown = [key, *wrong]
        rng.shuffle(shown)
        draft = Draft(tuple(drawn), (key,), tuple(shown))
        return self._least(shop, draft) if self._promises(shop, draft) else None

    def _two_right(self, shop: Workshop, rng: random.Random) -> Draft | None:
        """A draft from facts drawn at random by which two options meet what is asked, and at least two others fall."""
        drawn, proof = self._drawn(shop, rng)
        if proof is None or proof.recommended is None:
            return None
        first, others = proof.recommended, set(shop.options) - proof.eliminated - {proof.recommended}
        fit = sorted(o for o in others if proof.abilities[o] & proof.needs and shop.all_able(o, drawn))
        if not fit or not shop.all_able(first, drawn):
            return None
        wrong = wrong_options(self._advisor, first, proof.eliminated - shop.closed, shop.closed, rng)
        if len(wrong) < LEAST_WRONG:
            return None
        keys = (first, rng.choice(fit))
        shown = [*keys, *wrong[:MOST_TWO_WRONG]]
        rng.shuffle(shown)
        draft = Draft(tuple(drawn), keys, tuple(shown))
        return self._least(shop, draft) if self._promises(shop, draft) else None

    def _drawn(self, shop: Workshop, rng: random.Random) -> tuple[list[Saying], Proof | None]:
        """Facts drawn at random that go into one story, and what follows from them."""
        drawn = rng.sample(shop.phrasing.sayings, min(rng.choice(_DRAWN), len(shop.phrasing.sayings)))
        if len({item.fact for item in drawn}) < len(drawn) or not shop.phrasing.go_together(
            item.fact for item in drawn
        ):
            return drawn, None
        return drawn, prove(self._advisor, shop.decision, self._scenario(shop, drawn))

    def _least(self, shop: Workshop, draft: Draft) -> Draft:
        """A draft without the facts that its key does not need."""
        for item in draft.sayings:
            fewer = replace(draft, sayings=tuple(other for other in draft.sayings if other is not item))
            if fewer.sayings and self._promises(shop, fewer):
                draft = fewer
        return draft

    def _promises(self, shop: Workshop, draft: Draft) -> bool:
        """Whether the facts of a draft decide for its key; asked before the story is told, which takes longer."""
        proof = prove(self._advisor, shop.decision, self._scenario(shop, draft.sayings))
        return proof is not None and proof.decides_for(draft.keys, draft.shown)

    def _bests(self, shop: Workshop) -> tuple[Best, ...]:
        if shop.decision not in self._best:
            self._best[shop.decision] = tuple(bests(self._advisor, shop, self._scene(shop)))
        return self._best[shop.decision]

    def _scenario(self, shop: Workshop, sayings: Sequence[Saying]) -> Scenario:
        said = (Statement(name=item.fact, value=item.value) for item in sayings)
        return Scenario(statements=self._scene(shop)).having(*said)

    def _scene(self, shop: Workshop) -> tuple[Statement, ...]:
        """What the first of a decision's openings says."""
        if shop.decision not in self._scenes:
            base = self._advisor.snapshot.base
            said = read(fill(base, shop.phrasing.opens[0]), base).scenario.statements
            self._scenes[shop.decision] = tuple(filter(shop.sets_the_scene, said))
        return self._scenes[shop.decision]
