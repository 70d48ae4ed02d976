"""How close a stem is to what the catalogue says of things: only ever a tie-breaker, never a reason."""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from advisor.engine.direct import truth
from advisor.facts import Value
from advisor.facts.spec import NEEDS
from advisor.reading.phrases import stem
from advisor.rulebase.condition import leaves
from advisor.rulebase.phrases import Phrase
from advisor.rulebase.schema import RuleBase, Thing
from advisor.rulebase.snapshot import Snapshot

_STOP = frozenset((
    "a", "all", "also", "an", "and", "any", "are", "as", "at", "be", "by", "can", "company", "could", "data",
    "do", "does", "each", "for", "from", "had", "has", "have", "how", "in", "into", "is", "it", "its", "meet",
    "more", "must", "need", "needs", "no", "not", "of", "on", "only", "or", "requirement", "s", "should", "so",
    "solution", "t", "team", "than", "that", "the", "their", "them", "these", "they", "this", "those", "to", "use",
    "used", "uses", "using", "want", "wants", "what", "when", "where", "which", "who", "will", "with", "would",
))  # fmt: skip
# The parameters of Okapi BM25 (Robertson and Zaragoza 2009) at their usual values.
_K1, _B = 1.2, 0.75


# A word, an identifier as programs write it, or a number.
_TOKEN = re.compile(r"[a-z0-9]+(?:[_.:/,'’][a-z0-9]+)*")
_JOINTS = re.compile(r"[_.:/,'’]")


def words_of(text: str) -> list[str]:
    """The stems of a text without the commonest words, its numbers, and its identifiers whole and in parts."""
    return [word for token in _TOKEN.findall(text.lower()) for word in _parts(token)]


def _parts(token: str) -> Iterator[str]:
    if token.replace(",", "").replace(".", "").isdigit():
        yield token.replace(",", "")
        return
    if "_" in token:
        yield token
    for part in _JOINTS.split(token):
        if part.isdigit():
            yield part
        elif part.isalpha() and part not in _STOP:
            yield stem(part)


Name = TypeVar("Name")


class Index(Generic[Name]):
    """Okapi BM25 over short texts."""

    def __init__(self, texts: Mapping[Name, str]) -> None:
        counted = {name: Counter(words_of(text)) for name, text in texts.items()}
        seen = Counter(word for words in counted.values() for word in words)
        rare = {word: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for word, n in seen.items()}
        mean = sum(words.total() for words in counted.values()) / max(len(texts), 1)
        # How much each word of a text speaks for it, and for each word the texts that it speaks for.
        self._points: dict[Name, dict[str, float]] = {}
        self._holding: dict[str, list[tuple[Name, float]]] = {}
        for name, words in counted.items():
            scale = _K1 * (1 - _B + _B * words.total() / mean) if mean else _K1
            points = {word: rare[word] * times * (_K1 + 1) / (times + scale) for word, times in words.items()}
            self._points[name] = points
            for word, weight in points.items():
                self._holding.setdefault(word, []).append((name, weight))

    def closest(self, sought: Iterable[str], count: int) -> dict[Name, float]:
        """The texts that go best with some words, at most so many, each with its score."""
        scored: dict[Name, float] = {}
        for word in sought:
            for name, weight in self._holding.get(word, ()):
                scored[name] = scored.get(name, 0.0) + weight
        return dict(heapq.nlargest(count, scored.items(), key=lambda item: item[1]))

    def score(self, name: Name, sought: Iterable[str]) -> float:
        """How well one text goes with some words; 0.0 where there is no such text."""
        points = self._points.get(name, {})
        return sum(points[word] for word in sought if word in points)


class Cards:
    """What is known of each thing and capability, to be compared with stems.

    A card says what it is, what it can do and why it is chosen.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        base = snapshot.base
        said, reasons = _said(base), _reasons(snapshot)
        cards = {thing.id: _card(base, thing, said, reasons) for thing in base.things.values()}
        cards |= {f"{NEEDS}.{name}": f"{text} {said.get(name, '')}" for name, text in base.capabilities.items()}
        self._cards = Index(cards)

    def score(self, names: Iterable[str], stem_words: Counter[str]) -> float:
        """How well the best of some things and capabilities goes with the words of a stem."""
        return max((self._cards.score(name, stem_words) for name in names), default=0.0)


def _card(base: RuleBase, thing: Thing, said: Mapping[str, str], reasons: Mapping[str, str]) -> str:
    abilities = " ".join(f"{base.capabilities[name]} {said.get(name, '')}" for name in thing.can)
    return f"{thing.name} {thing.what} {abilities} {reasons.get(thing.id, '')}"


def _said(base: RuleBase) -> dict[str, str]:
    """For each capability, the words and sentences in which prompts ask for it."""
    found: dict[str, str] = {}
    for phrase in base.phrases.values():
        words = _words(phrase)
        for fact, value in phrase.stated:
            if fact.startswith(f"{NEEDS}.") and value is True:
                need = fact.partition(".")[2]
                found[need] = f"{found.get(need, '')} {words}"
    return found


def _words(phrase: Phrase) -> str:
    said = (" ".join(phrase.says), *(case.text for case in phrase.cases if case.states))
    return " ".join(re.findall(r"[a-z0-9]+", " ".join(said).lower()))


def _reasons(snapshot: Snapshot) -> dict[str, str]:
    """For each option, why rules speak for it, and the words in which prompts state what those rules ask."""
    stated: dict[str, list[tuple[Value, str]]] = {}
    for phrase in snapshot.base.phrases.values():
        words = _words(phrase)
        for fact, value in phrase.stated:
            stated.setdefault(fact, []).append((value, words))
    found: dict[str, list[str]] = {}
    for rule in (rule for rules in snapshot.rules.values() for rule in rules):
        options = (*rule.then.favours, *((rule.then.requires,) if rule.then.requires else ()))
        if not options:
            continue
        asked = [
            words
            for leaf in leaves(rule.when)
            for value, words in stated.get(leaf.fact, ())
            if truth(leaf, {leaf.fact: value}) is True
        ]
        for option in options:
            found.setdefault(option, []).extend((rule.title, rule.because, *asked))
    return {option: " ".join(dict.fromkeys(texts)) for option, texts in found.items()}
