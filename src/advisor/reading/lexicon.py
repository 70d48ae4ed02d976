"""All phrases of a rule base, ready to be matched against a prompt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Span

from advisor.errors import InputError, Problem
from advisor.reading.phrases import compile_pattern
from advisor.reading.text import Prompt, pipeline
from advisor.rulebase.phrases import Phrase
from advisor.rulebase.schema import RuleBase


@dataclass(frozen=True)
class Hit:
    """One phrase found in one sentence. `start` and `end` are token indices of the document, end excluded."""

    phrase: Phrase
    sentence: int
    start: int
    end: int


@dataclass(frozen=True)
class _Pattern:
    key: str
    phrase: Phrase
    tokens: list[dict[str, Any]]
    cancels: bool


class Lexicon:
    """The patterns of every phrase, indexed by the stems of which a text must hold one.

    Raises InputError with every pattern that cannot be compiled.
    """

    def __init__(self, base: RuleBase) -> None:
        self._by_anchor: dict[str, list[_Pattern]] = defaultdict(list)
        problems: list[Problem] = []
        for phrase in base.phrases.values():
            for cancels, patterns in ((False, phrase.says), (True, phrase.unless)):
                for index, pattern in enumerate(patterns):
                    try:
                        tokens, anchors, _ = compile_pattern(pattern)
                    except ValueError as error:
                        problems.append(Problem(phrase.place, f"`{pattern}`: {error}"))
                        continue
                    key = f"{phrase.id}#{index}{'-' if cancels else '+'}"
                    for anchor in anchors:
                        self._by_anchor[anchor].append(_Pattern(key, phrase, tokens, cancels))
        if problems:
            raise InputError(problems)

    def find(self, prompt: Prompt) -> Iterator[Hit]:
        """Every phrase in the prompt, sentence by sentence; of overlapping finds of one phrase the longest."""
        lemmas = {token.lemma_ for token in prompt.doc}
        possible = {pattern.key: pattern for lemma in lemmas for pattern in self._by_anchor.get(lemma, ())}
        if not possible:
            return
        # A matcher with the handful of patterns that can match costs less than one that holds all of them.
        matcher = Matcher(pipeline().vocab)
        for key, pattern in possible.items():
            matcher.add(key, [pattern.tokens], greedy="LONGEST")
        for index, sentence in enumerate(prompt.sentences):
            yield from self._in_sentence(matcher, possible, sentence, index)

    def _in_sentence(
        self, matcher: Matcher, possible: dict[str, _Pattern], sentence: Span, index: int
    ) -> Iterator[Hit]:
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        phrases: dict[str, Phrase] = {}
        cancelled: set[str] = set()
        for key, start, end in matcher(sentence):
            pattern = possible[pipeline().vocab.strings[key]]
            if pattern.cancels:
                cancelled.add(pattern.phrase.id)
            else:
                phrases[pattern.phrase.id] = pattern.phrase
                spans[pattern.phrase.id].append((start + sentence.start, end + sentence.start))
        for name in sorted(spans):
            if name in cancelled:
                continue
            taken: list[tuple[int, int]] = []
            for start, end in sorted(spans[name], key=lambda span: (span[0] - span[1], span)):
                if all(end <= other[0] or start >= other[1] for other in taken):
                    taken.append((start, end))
            yield from (Hit(phrases[name], index, start, end) for start, end in sorted(taken))
