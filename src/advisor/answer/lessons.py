"""Which lesson speaks for an option: its situation is the stem's, and what it says to do is what the option does."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from advisor.answer.similarity import Index, words_of
from advisor.rulebase.lessons import Lesson
from advisor.rulebase.schema import RuleBase

# How many lessons of a situation like the stem's are heard, and how many of them speak for one option.
_HEARD = 100
_VOICES = 2


@dataclass(frozen=True)
class Heard:
    """The lesson that speaks most for an option, and how much the loudest do. Signs are lessons without a text.

    `against` is the lesson that speaks most for another option of the question, where it warns of this one.
    """

    lesson: Lesson | None
    weight: float
    against: Lesson | None = None


NOTHING_HEARD = Heard(None, 0.0)


class Lessons:
    """The lessons and signs of a rule base."""

    def __init__(self, base: RuleBase) -> None:
        told: list[tuple[str, str, str, Lesson | None]] = [
            (lesson.when, lesson.do, lesson.avoid, lesson) for lesson in base.lessons
        ]
        for name, text in base.signs.items():
            thing = base.things[name]
            told.append((text, " ".join((thing.name, *thing.also_called, thing.what)), "", None))
        self._lessons = [lesson for *_, lesson in told]
        self._when = Index({index: when for index, (when, *_) in enumerate(told)})
        self._do = Index({index: do for index, (_, do, *_) in enumerate(told)})
        self._avoid = Index({index: avoid for index, (_, _, avoid, _) in enumerate(told)})

    def heard(self, stem_words: Iterable[str], options: Mapping[str, str]) -> dict[str, Heard]:
        """For each option the lesson that speaks most for it; words that all options share tell none apart."""
        words = {letter: frozenset(words_of(text)) for letter, text in options.items()}
        shared = frozenset.intersection(*words.values())
        # In order: sums of parts of numbers depend on it in their last digits.
        own = {letter: sorted(said - shared) for letter, said in words.items()}
        closest = self._when.closest(stem_words, _HEARD)
        found = {letter: self._strongest(closest, said) for letter, said in own.items()}
        first = max(found, key=lambda letter: found[letter][0])
        return {
            letter: Heard(
                None if index is None else self._lessons[index],
                weight,
                self._warning(found[first][1], own[letter]) if letter != first else None,
            )
            for letter, (weight, index) in found.items()
        }

    def _strongest(self, closest: Mapping[int, float], words: Sequence[str]) -> tuple[float, int | None]:
        weighed = (
            (near * (self._do.score(index, words) - self._avoid.score(index, words)), index)
            for index, near in closest.items()
        )
        loudest = heapq.nlargest(_VOICES, weighed)
        return sum(weight for weight, _ in loudest), loudest[0][1] if loudest else None

    def _warning(self, index: int | None, words: Sequence[str]) -> Lesson | None:
        """The lesson that speaks most for another option, where it says to avoid this one."""
        if index is None or self._avoid.score(index, words) <= self._do.score(index, words):
            return None
        return self._lessons[index]
