"""Matching: a few requirements in one story, and for each the one of the options that meets it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.advise import Advisor
from advisor.rulebase.phrasing import Saying
from advisor.scenario.model import Scenario, Statement
from advisor.study.items.prove import LETTERS, Proof, prove, reasons_of, stem_facts
from advisor.study.items.tell import reads_as, some_names
from advisor.study.items.workshop import Workshop
from advisor.study.model import Item, ItemKind, ItemReason

_LEAST_PAIRS, _MOST_PAIRS = 3, 4
_SHOWN = 4


@dataclass(frozen=True)
class Best:
    """One fact, the options that it rules out, and the one that it makes come first."""

    saying: Saying
    kills: frozenset[str]
    option: str


def bests(advisor: Advisor, shop: Workshop, scene: Sequence[Statement]) -> Iterator[Best]:
    """The facts of a decision that decide for an option by themselves, once the scene is set."""
    for killer in shop.killers:
        if len(killer.sayings) > 1:
            continue
        (saying,) = killer.sayings
        said = Statement(name=saying.fact, value=saying.value)
        proof = prove(advisor, shop.decision, Scenario(statements=tuple(scene)).having(said))
        best = proof.recommended if proof else None
        if proof and best and proof.earned(best) and shop.all_able(best, [saying]):
            yield Best(saying, killer.kills, best)


def match(advisor: Advisor, shop: Workshop, given: Sequence[Best], rng: random.Random, **further: Any) -> Item | None:
    """An item whose options assign requirements to services; None where the draw does not work.

    Each requirement by itself is proved to leave, of the services named, exactly the one that belongs to it.
    """
    base = advisor.snapshot.base
    pairs = _pairs(given, rng)
    if len(pairs) < _LEAST_PAIRS:
        return None
    names = some_names(base, rng)
    opening = rng.choice(shop.phrasing.opens).format(**names)
    told = [rng.choice(pair.saying.texts).format(**names) for pair in pairs]
    proofs = [_alone(advisor, shop, opening, text, pair.saying) for text, pair in zip(told, pairs, strict=True)]
    things = [pair.option for pair in pairs]
    known = [proof for proof in proofs if proof is not None]
    if len(known) < len(pairs) or not all(
        proof.decides(option, things) for option, proof in zip(things, known, strict=True)
    ):
        return None
    ask = rng.choice(base.told.matches).format(**names)
    stem = "\n".join([f"{opening} {ask}", *(f"{number}. {text}" for number, text in enumerate(told, 1))])
    rows = _rows(things, rng)
    letters = dict(zip(LETTERS, rows, strict=False))
    said = {item.name: item for proof in known for item in proof.scenario.statements}
    return Item(
        decision=shop.decision,
        stem=stem,
        options={
            letter: "; ".join(f"{number}: {base.things[option].name}" for number, option in enumerate(row, 1))
            for letter, row in letters.items()
        },
        answer=tuple(letter for letter, row in letters.items() if row == tuple(things)),
        facts=stem_facts(said.values()),
        reasons={letter: _reason(advisor, known, things, row) for letter, row in letters.items()},
        rulebase=base.version,
        tasks=base.decisions[shop.decision].tasks,
        as_of=advisor.snapshot.date.isoformat(),
        kind=ItemKind.MATCHING,
        **further,
    )


def _pairs(given: Sequence[Best], rng: random.Random) -> list[Best]:
    """Facts that each rule out the options of all others."""
    found: list[Best] = []
    for one in rng.sample(list(given), len(given)):
        if all(
            one.saying.fact != other.saying.fact and other.option in one.kills and one.option in other.kills
            for other in found
        ):
            found.append(one)
        if len(found) == _MOST_PAIRS:
            break
    return found


def _alone(advisor: Advisor, shop: Workshop, opening: str, text: str, saying: Saying) -> Proof | None:
    """What follows from one requirement of the story; None where it is not read as it is meant."""
    story = reads_as(advisor.snapshot.base, f"{opening} {text}", {saying.fact: saying.value})
    return prove(advisor, shop.decision, story.read) if story else None


def _rows(things: Sequence[str], rng: random.Random) -> list[tuple[str, ...]]:
    """The right assignment among wrong ones, in a random order."""
    right = tuple(things)
    wrong = [row for row in itertools.permutations(things) if row != right]
    return rng.sample([right, *rng.sample(wrong, _SHOWN - 1)], _SHOWN)


def _reason(advisor: Advisor, proofs: Sequence[Proof], things: Sequence[str], row: Sequence[str]) -> ItemReason:
    """Why a row is right, requirement by requirement; of a wrong one, why its first mistake is one."""
    for number, (right, said, proof) in enumerate(zip(things, row, proofs, strict=True), 1):
        if said != right:
            name = advisor.snapshot.base.things[said].name
            reason = reasons_of(advisor, proof, [said])[said]
            return reason.model_copy(update={"text": f"{number} is not {name}: {reason.text}"})
    given = [reasons_of(advisor, proof, [right])[right] for right, proof in zip(things, proofs, strict=True)]
    words = tuple(dict.fromkeys(word for reason in given for word in reason.words))
    text = " ".join(f"{number}: {reason.text}" for number, reason in enumerate(given, 1))
    return ItemReason(rule=given[0].rule, text=text, words=words)
