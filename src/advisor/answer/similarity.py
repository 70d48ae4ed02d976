"""How close a stem is to what the catalogue says of things: only ever a tie-breaker, never a reason."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from advisor.engine.direct import truth
from advisor.facts import Value
from advisor.facts.spec import NEEDS
from advisor.reading.phrases import stem
from advisor.reading.text import pipeline
from advisor.rulebase.condition import leaves
from advisor.rulebase.phrases import Phrase
from advisor.rulebase.schema import RuleBase, Thing
from advisor.rulebase.snapshot import Snapshot

_STOP = frozenset((
    "a", "all", "also", "an", "and", "any", "are", "as", "at", "be", "by", "can", "company", "could", "data",
    "do", "does", "each", "for", "from", "had", "has", "have", "how", "in", "into", "is", "it", "its", "meet",
    "more", "must", "need", "needs", "no", "not", "of", "on", "only", "or", "requirement", "should", "so",
    "solution", "team", "than", "that", "the", "their", "them", "these", "they", "this", "those", "to", "use",
    "used", "uses", "using", "want", "wants", "what", "when", "where", "which", "who", "will", "with", "would",
))  # fmt: skip
# The parameters of Okapi BM25 (Robertson and Zaragoza 2009) at their usual values.
_K1, _B = 1.2, 0.75


def words_of(text: str) -> list[str]:
    """The stems of a text, without the commonest words."""
    lowered = text.lower().replace("-", " ").replace("/", " ")
    return [stem(token.text) for token in pipeline().make_doc(lowered) if token.is_alpha and token.text not in _STOP]


class Cards:
    """BM25 over one card for each thing: what it is, what calls for it, what it can do, and why it is chosen."""

    def __init__(self, snapshot: Snapshot) -> None:
        base = snapshot.base
        said, reasons = _said(base), _reasons(snapshot)
        texts = {thing.id: _card(base, thing, said, reasons) for thing in base.things.values()}
        texts |= {f"{NEEDS}.{name}": f"{text} {said.get(name, '')}" for name, text in base.capabilities.items()}
        cards = {name: Counter(words_of(text)) for name, text in texts.items()}
        self._cards = cards
        self._length = {name: sum(card.values()) for name, card in cards.items()}
        self._mean = sum(self._length.values()) / max(len(cards), 1)
        seen = Counter(word for card in cards.values() for word in card)
        self._weight = {word: math.log(1 + (len(cards) - n + 0.5) / (n + 0.5)) for word, n in seen.items()}

    def score(self, cards: Iterable[str], stem_words: Counter[str]) -> float:
        """How well the best of some things and capabilities goes with the words of a stem."""
        return max((self._one(name, stem_words) for name in cards if name in self._cards), default=0.0)

    def _one(self, thing: str, stem_words: Counter[str]) -> float:
        card, length = self._cards[thing], self._length[thing]
        total = 0.0
        for word in stem_words:
            count = card.get(word, 0)
            if count:
                total += self._weight[word] * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length / self._mean))
        return total


def _card(base: RuleBase, thing: Thing, said: Mapping[str, str], reasons: Mapping[str, str]) -> str:
    abilities = " ".join(f"{base.capabilities[name]} {said.get(name, '')}" for name in thing.can)
    return f"{thing.name} {thing.what} {base.signs.get(thing.id, '')} {abilities} {reasons.get(thing.id, '')}"


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
