"""Contrast twins: the smallest change of a story by which another of its options becomes the right one."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from advisor.advise import Advisor
from advisor.facts import Value
from advisor.rulebase.phrasing import Saying
from advisor.study.items.generate import workshop_of
from advisor.study.items.prove import LEAST_WRONG, item_of, prove
from advisor.study.items.tell import names_in, reads_as, tell
from advisor.study.items.workshop import Workshop, able_to, kills_of
from advisor.study.model import Item

_MOST_CHANGES = 3
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def twin(advisor: Advisor, item: Item, letter: str) -> Item | None:
    """The item with the fewest facts taken away and added by which the option at a letter becomes right.

    Like every item it is proved: that option alone survives. An option that would survive beside it is not shown again;
    the old key always is, and falls. None where no such change can be told.
    """
    shop = workshop_of(advisor, item.decision)
    option = item.things.get(letter)
    if (
        shop is None
        or option is None
        or len(item.answer) > 1
        or letter in item.answer
        or set(item.things) != set(item.options)
    ):
        return None
    rng = random.Random(f"{item.id}/{letter}")
    for change in _changes(advisor, shop, item, option):
        stem = _edited(advisor, item, change, rng) or _told_anew(advisor, shop, change, rng)
        made = _proved(advisor, shop, item, letter, stem, change) if stem else None
        if made is not None:
            return made
    return None


@dataclass(frozen=True)
class _Change:
    """What a twin's story no longer says, and what it says instead; `facts` is all that it then says."""

    less: tuple[str, ...]
    more: tuple[Saying, ...]
    facts: Mapping[str, Value]


def _changes(advisor: Advisor, shop: Workshop, item: Item, option: str) -> Iterator[_Change]:
    """Changes by which an option survives, and can do what is asked, while the old key falls; the smallest first."""
    said = {fact.name: fact.value for fact in item.facts}
    unfit = {name for name, value in said.items() if option not in able_to(advisor, shop.decision, name, value)}
    old_keys = frozenset(item.things[letter] for letter in item.answer)
    more = [
        saying
        for saying in shop.phrasing.sayings
        if said.get(saying.fact) != saying.value and option in shop.able[saying.fact, saying.value]
    ]
    for size in range(1, _MOST_CHANGES + 1):
        for count in range(min(size, 2) + 1):
            for less in itertools.combinations(sorted(said), size - count):
                if not unfit.issubset(less):
                    continue
                for added in itertools.combinations(more, count):
                    facts = {name: value for name, value in said.items() if name not in less}
                    if len({saying.fact for saying in added}) < count or any(one.fact in facts for one in added):
                        continue
                    facts |= {saying.fact: saying.value for saying in added}
                    if not shop.phrasing.go_together(set(facts).intersection(shop.tellable)):
                        continue
                    kills = kills_of(advisor, shop.decision, facts)
                    if option not in kills and kills >= old_keys:
                        yield _Change(less, added, facts)


def _edited(advisor: Advisor, item: Item, change: _Change, rng: random.Random) -> str | None:
    """The story with the sentences for the facts that go replaced; None where such a sentence says more than that."""
    words = {fact.name: fact.words for fact in item.facts}
    *sentences, question = _SENTENCE_END.split(item.stem)
    gone = {index for name in change.less for index, text in enumerate(sentences) if words[name] in text}
    kept = [words[name] for name in change.facts if name in words]
    if any(not words[name] for name in change.less) or any(text in sentences[index] for index in gone for text in kept):
        return None
    if 0 in gone:
        return None  # the opening introduces whom the rest is about
    names = names_in(advisor.snapshot.base, item.stem)
    new = [rng.choice(saying.texts).format(**names) for saying in change.more]
    place = min(gone, default=len(sentences))
    before = [text for index, text in enumerate(sentences) if index < place]
    after = [text for index, text in enumerate(sentences) if index > place and index not in gone]
    return " ".join([*before, *new, *after, question])


def _told_anew(advisor: Advisor, shop: Workshop, change: _Change, rng: random.Random) -> str | None:
    """Another story with the changed facts; None where one of them cannot be told."""
    sayings = [item for item in shop.phrasing.sayings if change.facts.get(item.fact) == item.value]
    if {item.fact for item in sayings} != set(change.facts):
        return None
    story = tell(advisor.snapshot.base, shop.phrasing.opens, sayings, shop.phrasing.asks, shop.sets_the_scene, rng)
    return story.stem if story else None


def _proved(advisor: Advisor, shop: Workshop, item: Item, letter: str, stem: str, change: _Change) -> Item | None:
    option = item.things[letter]
    story = reads_as(advisor.snapshot.base, stem, change.facts)
    if story is None:
        return None
    proof, whole = (prove(advisor, shop.decision, scenario) for scenario in (story.meant, story.read))
    if proof is None or whole is None:
        return None
    fallen = proof.eliminated & whole.eliminated
    shown = [thing for thing in item.things.values() if thing == option or thing in fallen]
    if len(shown) <= LEAST_WRONG or not proof.decides(option, shown) or not whole.decides(option, shown):
        return None
    identifier = f"{item.id}/{letter}"
    form = shop.phrasing.form
    return item_of(advisor, proof, shown, stem, form, id=identifier, seed=item.seed, twin_of=item.id)
