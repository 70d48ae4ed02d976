"""All phrases of a rule base, ready to be matched against a prompt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from spacy.matcher import Matcher
from spacy.tokens import Span

from advisor.reading.phrases import Compiled, alike_of, compile_pattern
from advisor.reading.text import Prompt, pipeline, take_apart

Places = tuple[tuple[int, int], ...]
# Rows of one pattern that stand farther apart, in tokens, are about different things: sentences of exams are long.
_FARTHEST = 20


class Said(Protocol):
    """What is known by patterns of words; what one of `unless` finds in a sentence is not meant there."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def says(self) -> tuple[str, ...]:
        """The patterns that find it."""

    @property
    def unless(self) -> tuple[str, ...]:
        """The patterns that call it off."""


S = TypeVar("S", bound=Said)


@dataclass(frozen=True)
class Hit(Generic[S]):
    """One phrase found in one sentence by one of its patterns. `start` and `end` are tokens, end excluded.

    `head` is where the first row of the pattern stands: what a denial or a "should" would bear on.
    """

    phrase: S
    pattern: Compiled
    sentence: int
    start: int
    end: int
    head: tuple[int, int]


@dataclass(frozen=True)
class _Pattern(Generic[S]):
    key: str
    phrase: S
    compiled: Compiled
    cancels: bool


class Lexicon(Generic[S]):
    """The patterns of every phrase, each under the rarest of the stems that a text must hold for it."""

    def __init__(self, phrases: Iterable[S], synonyms: Iterable[Iterable[str]]) -> None:
        alike = alike_of(synonyms)
        patterns = [
            _Pattern(f"{phrase.id}#{index}{'-' if cancels else '+'}", phrase, compile_pattern(written, alike), cancels)
            for phrase in phrases
            for cancels, says in ((False, phrase.says), (True, phrase.unless))
            for index, written in enumerate(says)
        ]
        self._matchers: dict[str, list[Matcher]] = {}
        take_apart("The library sets itself up with the first text.")
        common = Counter(lemma for pattern in patterns for needed in pattern.compiled.needed for lemma in needed)
        self._by_anchor: dict[str, list[_Pattern[S]]] = defaultdict(list)
        for pattern in patterns:
            for lemma in min(pattern.compiled.needed, key=lambda needed: sum(common[lemma] for lemma in needed)):
                self._by_anchor[lemma].append(pattern)

    def find(self, prompt: Prompt) -> Iterator[Hit[S]]:
        """Every phrase in the prompt, sentence by sentence; of overlapping finds of one phrase the longest."""
        for index, sentence in enumerate(prompt.sentences):
            yield from self._in_sentence(sentence, index)

    def _possible(self, lemmas: set[str]) -> Iterator[_Pattern[S]]:
        """The patterns of which a sentence holds every word that must be there: a handful of thousands."""
        for lemma in lemmas:
            for pattern in self._by_anchor.get(lemma, ()):
                if not any(needed.isdisjoint(lemmas) for needed in pattern.compiled.needed):
                    yield pattern

    def _in_sentence(self, sentence: Span, index: int) -> Iterator[Hit[S]]:
        found: dict[str, list[tuple[Places, _Pattern[S]]]] = defaultdict(list)
        cancelled: set[str] = set()
        possible = list(self._possible({token.lemma_ for token in sentence}))
        for pattern in possible:
            stands = [] if pattern.cancels else list(self._places(pattern, sentence))
            if stands:
                found[pattern.phrase.id].extend((one, pattern) for one in stands)
        # What cancels a phrase is looked for only where the phrase was found.
        for pattern in possible:
            name = pattern.phrase.id
            if pattern.cancels and name in found and name not in cancelled and any(self._places(pattern, sentence)):
                cancelled.add(name)
        for name in sorted(found):
            if name in cancelled:
                continue
            taken: list[Hit[S]] = []
            for places, pattern in sorted(found[name], key=lambda item: (_length(item[0]), item[0], item[1].key)):
                start, end = _reach(places)
                if all(end <= other.start or start >= other.end for other in taken):
                    taken.append(Hit(pattern.phrase, pattern.compiled, index, start, end, places[0]))
            yield from sorted(taken, key=lambda hit: hit.start)

    def _places(self, pattern: _Pattern[S], sentence: Span) -> Iterator[Places]:
        """Where the rows of a pattern stand in a sentence: the head at each of its places, the rest near to it."""
        rows: list[list[tuple[int, int]]] = []
        for matcher in self._rows(pattern):
            rows.append([(start + sentence.start, end + sentence.start) for _, start, end in matcher(sentence)])
            if not rows[-1]:
                return
        heads, *others = rows
        for head in heads:
            places = _placed(head, others)
            if places and _length(places) < -_FARTHEST:
                places = _placed(head, _nearest_first(head, others))
            if places and _length(places) >= -_FARTHEST:
                yield places

    def _rows(self, pattern: _Pattern[S]) -> list[Matcher]:
        """The matchers of one pattern, one a row. Making one costs ten times what using it does, so they are kept."""
        if pattern.key not in self._matchers:
            self._matchers[pattern.key] = [Matcher(pipeline().vocab, validate=False) for _ in pattern.compiled.rows]
            for matcher, row in zip(self._matchers[pattern.key], pattern.compiled.rows, strict=True):
                matcher.add(pattern.key, [row], greedy="LONGEST")
        return self._matchers[pattern.key]


def _placed(head: tuple[int, int], others: Iterable[Iterable[tuple[int, int]]]) -> Places:
    """The head and, for each other row in turn, the first of its places that is still free; empty if one has none."""
    places = [head]
    for row in others:
        free = (one for one in row if all(one[1] <= start or one[0] >= end for start, end in places))
        if (place := next(free, None)) is None:
            return ()
        places.append(place)
    return tuple(places)


def _nearest_first(head: tuple[int, int], others: Iterable[list[tuple[int, int]]]) -> Iterator[list[tuple[int, int]]]:
    """The rows with the place nearest to the head first: a word may stand again, far away, for another matter."""
    for row in others:
        yield sorted(row, key=lambda one: max(one[0] - head[1], head[0] - one[1]))


def _reach(places: Places) -> tuple[int, int]:
    return min(start for start, _ in places), max(end for _, end in places)


def _length(places: Places) -> int:
    """Longest first."""
    start, end = _reach(places)
    return start - end
