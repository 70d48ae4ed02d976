"""Which lesson or practice question speaks for an option: its situation is the stem's, its right step the option's.

What is said so ranks and explains; it eliminates nothing.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from advisor.answer.precedents import Precedent
from advisor.answer.similarity import Index, words_of
from advisor.rulebase.lessons import Lesson
from advisor.rulebase.schema import RuleBase

# How many situations like the stem's are heard, and how many of them speak for one option. With the powers and shares
# below they were fitted by cross-validation on 815 questions that nothing had been mended for.
_HEARD = 100
_VOICES = 4
# What an option has in common with what tempts speaks against it, by this share of what speaks for it.
_TEMPTS = 0.5
# The stems of words that put something up, and of those that put it down.
_UP = frozenset(("add", "bigger", "deeper", "enlarg", "grow", "higher", "increas", "larger", "longer", "more", "rais"))
_DOWN = frozenset(
    ("cut", "decreas", "drop", "fewer", "halv", "less", "lower", "reduc", "shallow", "shorter", "smaller")
)


@dataclass(frozen=True)
class Heard:
    """What speaks most for an option, and how much the loudest do. Signs are lessons without a text.

    `against` is what speaks most for another option of the question, where it warns of this one.
    """

    lesson: Lesson | Precedent | None
    weight: float
    against: Lesson | Precedent | None = None


NOTHING_HEARD = Heard(None, 0.0)


class Lessons:
    """The lessons and signs of a rule base, and practice questions as precedents."""

    def __init__(self, base: RuleBase, precedents: Sequence[Precedent]) -> None:
        spoken: list[Lesson | Precedent] = [*base.lessons, *precedents]
        told: list[tuple[str, str, str, Lesson | Precedent | None]] = [
            (one.when, one.do, one.avoid, one) for one in spoken
        ]
        for name, text in base.signs.items():
            thing = base.things[name]
            told.append((text, " ".join((thing.name, *thing.also_called, thing.what)), "", None))
        self._told = [one for *_, one in told]
        self._moves = [(_way(words_of(do)), _way(words_of(avoid))) for _, do, avoid, _ in told]
        self._when = Index({index: when for index, (when, *_) in enumerate(told)})
        self._do = Index({index: do for index, (_, do, *_) in enumerate(told)})
        self._avoid = Index({index: avoid for index, (_, _, avoid, _) in enumerate(told)})

    def heard(self, stem: str, options: Mapping[str, str]) -> dict[str, Heard]:
        """For each option what speaks most for it; words that all options share tell none apart.

        A practice question does not speak for its own key.
        """
        words = {letter: frozenset(words_of(text)) for letter, text in options.items()}
        shared = frozenset.intersection(*words.values())
        # In order: sums of parts of numbers depend on it in their last digits.
        own = {letter: sorted(said - shared) for letter, said in words.items()}
        closest = self._closest(stem, set(options.values()))
        found = {letter: self._strongest(closest, said) for letter, said in own.items()}
        first = max(found, key=lambda letter: found[letter][0])
        return {
            letter: Heard(
                None if index is None else self._told[index],
                weight,
                self._warning(found[first][1], own[letter]) if letter != first else None,
            )
            for letter, (weight, index) in found.items()
        }

    def _closest(self, stem: str, options: AbstractSet[str]) -> dict[int, float]:
        closest = self._when.closest(dict.fromkeys(words_of(stem)), _HEARD)
        return {index: near for index, near in closest.items() if not _is_itself(self._told[index], stem, options)}

    def _strongest(self, closest: Mapping[int, float], words: Sequence[str]) -> tuple[float, int | None]:
        """How much the loudest say for an option of these words, per root of their number, and the loudest of them."""
        way = _way(words)
        weighed = ((near * near * self._says(index, words, way), index) for index, near in closest.items())
        loudest = heapq.nlargest(_VOICES, weighed)
        if not loudest:
            return 0.0, None
        weight = sum(weight for weight, _ in loudest) / math.sqrt(1 + len(words))
        return math.copysign(math.sqrt(abs(weight)), weight), loudest[0][1] if loudest[0][0] > 0 else None

    def _says(self, index: int, words: Sequence[str], way: int) -> float:
        """How much one says for an option; what goes the other way ("lower the rate") says nothing of it."""
        right, wrong = self._moves[index]
        does = 0.0 if way * right < 0 else self._do.score(index, words)
        tempts = 0.0 if way * wrong < 0 else self._avoid.score(index, words)
        return does - _TEMPTS * tempts

    def _warning(self, index: int | None, words: Sequence[str]) -> Lesson | Precedent | None:
        """What speaks most for another option, where it says to avoid this one."""
        if index is None or self._avoid.score(index, words) <= self._do.score(index, words):
            return None
        return self._told[index]


def _way(words: Iterable[str]) -> int:
    """Whether words put something up (1) or down (-1); 0 where they do neither or both."""
    found = set(words)
    return (not found.isdisjoint(_UP)) - (not found.isdisjoint(_DOWN))


def _is_itself(told: Lesson | Precedent | None, stem: str, options: AbstractSet[str]) -> bool:
    if not isinstance(told, Precedent):
        return False
    return told.question.stem.strip() == stem.strip() or set(told.question.options.values()) == options
