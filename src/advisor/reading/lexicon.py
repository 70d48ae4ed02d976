"""All phrases of a rule base, ready to be matched against a prompt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.matcher import Matcher
from spacy.tokens import Span

from advisor.reading.phrases import Compiled, compile_pattern
from advisor.reading.text import Prompt, pipeline, take_apart
from advisor.rulebase.phrases import Phrase
from advisor.rulebase.schema import RuleBase


@dataclass(frozen=True)
class Hit:
    """One phrase found in one sentence by one of its patterns. `start` and `end` are tokens, end excluded."""

    phrase: Phrase
    pattern: Compiled
    sentence: int
    start: int
    end: int


@dataclass(frozen=True)
class _Pattern:
    key: str
    phrase: Phrase
    compiled: Compiled
    cancels: bool


class Lexicon:
    """The patterns of every phrase, each under the rarest of the stems that a text must hold for it."""

    def __init__(self, base: RuleBase) -> None:
        patterns = [
            _Pattern(f"{phrase.id}#{index}{'-' if cancels else '+'}", phrase, compile_pattern(written), cancels)
            for phrase in base.phrases.values()
            for cancels, says in ((False, phrase.says), (True, phrase.unless))
            for index, written in enumerate(says)
        ]
        self._matchers: dict[str, Matcher] = {}
        take_apart("The library sets itself up with the first text.")
        common = Counter(lemma for pattern in patterns for needed in pattern.compiled.needed for lemma in needed)
        self._by_anchor: dict[str, list[_Pattern]] = defaultdict(list)
        for pattern in patterns:
            for lemma in min(pattern.compiled.needed, key=lambda needed: sum(common[lemma] for lemma in needed)):
                self._by_anchor[lemma].append(pattern)

    def find(self, prompt: Prompt) -> Iterator[Hit]:
        """Every phrase in the prompt, sentence by sentence; of overlapping finds of one phrase the longest."""
        for index, sentence in enumerate(prompt.sentences):
            yield from self._in_sentence(sentence, index)

    def _possible(self, lemmas: set[str]) -> Iterator[_Pattern]:
        """The patterns of which a sentence holds every word that must be there: a handful of thousands."""
        for lemma in lemmas:
            for pattern in self._by_anchor.get(lemma, ()):
                if not any(needed.isdisjoint(lemmas) for needed in pattern.compiled.needed):
                    yield pattern

    def _in_sentence(self, sentence: Span, index: int) -> Iterator[Hit]:
        spans: dict[str, list[tuple[int, int, _Pattern]]] = defaultdict(list)
        cancelled: set[str] = set()
        for pattern in self._possible({token.lemma_ for token in sentence}):
            for _, start, end in self._matcher(pattern)(sentence):
                if pattern.cancels:
                    cancelled.add(pattern.phrase.id)
                else:
                    spans[pattern.phrase.id].append((start + sentence.start, end + sentence.start, pattern))
        for name in sorted(spans):
            if name in cancelled:
                continue
            taken: list[tuple[int, int, _Pattern]] = []
            for start, end, pattern in sorted(spans[name], key=lambda span: (span[0] - span[1], span[0], span[2].key)):
                if all(end <= other[0] or start >= other[1] for other in taken):
                    taken.append((start, end, pattern))
            for start, end, pattern in sorted(taken, key=lambda span: span[0]):
                yield Hit(pattern.phrase, pattern.compiled, index, start, end)

    def _matcher(self, pattern: _Pattern) -> Matcher:
        """The matcher of one pattern. Making it costs ten times what using it does, so it is kept."""
        matcher = self._matchers.get(pattern.key)
        if matcher is None:
            matcher = Matcher(pipeline().vocab, validate=False)
            matcher.add(pattern.key, [pattern.compiled.tokens], greedy="LONGEST")
            self._matchers[pattern.key] = matcher
        return matcher
