"""Drafts of items: a key, other options, and the fewest facts that rule these out."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.advise import Advisor
from advisor.rulebase.phrasing import Saying
from advisor.study.items.prove import LEAST_WRONG, MOST_WRONG
from advisor.study.items.workshop import Killer, Workshop


@dataclass(frozen=True)
class Draft:
    """An item before it is told: the facts, the options that are right, and all options as they will be shown."""

    sayings: tuple[Saying, ...]
    keys: tuple[str, ...]
    shown: tuple[str, ...]


def draw(advisor: Advisor, shop: Workshop, key: str, rng: random.Random) -> Draft | None:
    """Options beside a key, and the fewest facts that rule them out; None where the draw does not work."""
    usable = [item for item in shop.killers if shop.harmless(item, key)]
    wrong = wrong_options(advisor, key, _fallen(usable) - shop.closed, shop.closed, rng)
    if len(wrong) < LEAST_WRONG:
        return None
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
    if (
        not standing
        or not _fallen(chosen).issuperset(standing)
        or not shop.phrasing.go_together(item.fact for item in sayings)
    ):
        return None
    shown = [key, *wrong]
    rng.shuffle(shown)
    return Draft(sayings, (key,), tuple(shown))


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


def wrong_options(
    advisor: Advisor, key: str, fallen: Iterable[str], closed: Iterable[str], rng: random.Random
) -> list[str]:
    """Two to four of the options that fall, those easily taken for the key more often than others.

    One that is no longer to be had is a trap; two would be a history lesson.
    """
    things = advisor.snapshot.base.things
    abilities = set(things[key].can)
    gone = sorted(set(closed) - {key})
    rest = sorted({*fallen, *([rng.choice(gone)] if gone else [])} - {key})
    count = rng.randint(LEAST_WRONG, min(MOST_WRONG, max(len(rest), LEAST_WRONG)))
    must_have, rest = _of_length(advisor, key, rest, count, rng)
    found: list[str] = []
    while (must_have or rest) and len(found) < count:
        pool = must_have.pop(0) if must_have else rest
        weights = [1 + len(abilities.intersection(things[option].can)) for option in pool]
        option = pool[rng.choices(range(len(pool)), weights)[0]]
        found.append(option)
        rest = [other for other in rest if other != option]
    return found


def _of_length(
    advisor: Advisor, key: str, options: list[str], count: int, rng: random.Random
) -> tuple[list[list[str]], list[str]]:
    """Lists of which one option each must be taken, and the rest to take from.

    By chance alone the key is the longest option in one of so many items, and the shortest in as many: were it so more
    often, the look of the options would tell it.
    """
    things = advisor.snapshot.base.things
    longer = [option for option in options if len(things[option].name) > len(things[key].name)]
    shorter = [option for option in options if option not in longer]
    chance = rng.random() * (count + 1)
    if chance < 1 and len(shorter) >= LEAST_WRONG:
        return [], shorter
    if 1 <= chance < 2 and len(longer) >= LEAST_WRONG:
        return [], longer
    return [side for side in (longer, shorter) if side], options
