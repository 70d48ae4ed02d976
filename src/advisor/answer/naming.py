"""Which catalogue things a text names: current names, abbreviations and old names."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token
from spacy.util import filter_spans

from advisor.reading.phrases import stem
from advisor.reading.text import Prompt, pipeline
from advisor.rulebase.schema import RuleBase, Thing
from advisor.vocabulary import Kind

_PARENTHESES = re.compile(r"\(([^)]*)\)")
# A name of one common word would be found in every text.
_TOO_COMMON = frozenset((
    "agent", "agents", "alarm", "batch", "chat", "cluster", "data", "edge", "endpoint", "endpoints", "file",
    "files", "index", "instance", "job", "key", "keys", "lineage", "metric", "model", "models", "notebook",
    "pipeline", "policy", "queue", "record", "role", "scaling", "schedule", "search", "service", "services",
    "stream", "table", "training", "volume",
))  # fmt: skip
# Names that are words of plain English too, though the rule base writes none of them in lower case.
_ENGLISH = ("cart", "clarify", "inspector", "lime", "mice", "neuron", "panorama", "personalise", "shield", "wavelength")
_ARTICLES = frozenset(("a", "an", "the", "its", "their"))


@dataclass(frozen=True)
class Name:
    """One spelling of a thing's name, in lower case. `capital`: it is written with one; `short`: all in capitals.

    `ordinary` words are also words of plain English.
    """

    thing: str
    words: str
    capital: bool = False
    short: bool = False
    ordinary: bool = False

    def is_said(self, words: str, begins: bool) -> bool:
        """Whether one word of a text is this name, and not a word of plain English that looks like it.

        The first word of a sentence `begins` with a capital, whatever it is.
        """
        if self.capital and (self.ordinary or (self.short and len(words) < 4)):
            if begins and not self.short:
                return False
            return words[1:].rstrip("s").isupper() if self.short else words[:1].isupper()  # mAP is no map
        said = words.lower()
        return said.rstrip("s") == self.words.rstrip("s") or (not self.capital and _derived(said, self.words))


def _derived(said: str, name: str) -> bool:
    """Whether a verb says what a noun names: `standardise` and `standardisation`, `oversampled` and `oversampling`."""
    if name.endswith(("isation", "ization")):
        return said.rstrip("sdg").removesuffix("in").rstrip("e").endswith(("is", "iz"))
    return (name.endswith("ing") and said.endswith(("e", "es", "ed", "ing"))) or name.endswith("ation")


@dataclass(frozen=True)
class Mention:
    """A thing named in a text, at characters `start` to `end` (end excluded)."""

    thing: str
    words: str
    start: int
    end: int


class Names:
    """Every name of every catalogue thing. Of overlapping names the longest counts."""

    def __init__(self, base: RuleBase) -> None:
        self._matcher = PhraseMatcher(pipeline().vocab, attr="LEMMA")
        self._names: dict[str, list[Name]] = {}
        ordinary = _prose(base)
        plain = frozenset(map(stem, (*ordinary, *_ENGLISH)))
        for thing in base.things.values():
            for name in names_of(thing):
                words = [token.text for token in pipeline().make_doc(name.words) if token.text not in _ARTICLES]
                if not words or (len(words) == 1 and not _telling(name, thing, ordinary)):
                    continue
                key = " ".join(map(stem, words))
                if key not in self._names:
                    self._matcher.add(key, [_doc(list(map(stem, words)))])
                kept = dataclasses.replace(name, ordinary=len(words) == 1 and stem(words[0]) in plain)
                self._names.setdefault(key, []).append(kept)

    def find(self, prompt: Prompt) -> tuple[Mention, ...]:
        """The things a text names, in order."""
        # "Lower the learning rate" names what the catalogue calls "lower learning rate".
        told = [token for token in prompt.doc if token.text not in _ARTICLES]
        found: dict[tuple[int, int], list[str]] = {}
        for key, start, end in self._matcher(_doc([_lemma(token) for token in told])):
            first, last = told[start], told[end - 1]
            words = prompt.text[first.idx : last.idx + len(last)]
            things = [
                name.thing
                for name in self._names[pipeline().vocab.strings[key]]
                if end - start > 1 or name.is_said(words, bool(first.is_sent_start))
            ]
            if things:
                found[first.i, last.i + 1] = things
        mentions = []
        for span in filter_spans([prompt.doc[start:end] for start, end in found]):
            for thing in sorted(set(found[span.start, span.end])):
                words = prompt.text[span.start_char : span.end_char]
                mentions.append(Mention(thing, words, span.start_char, span.end_char))
        return tuple(mentions)


def _lemma(token: Token) -> str:
    """A word's stem. Numbers are read as quantities in prompts, but "two instances" is a name like any other."""
    return stem(token.text.lower()) if token.lemma_.startswith("<") else token.lemma_


def _doc(tokens: list[str]) -> Doc:
    doc = Doc(pipeline().vocab, words=tokens)
    for token in doc:
        token.lemma_ = token.text
    return doc


def names_of(thing: Thing) -> frozenset[Name]:
    """A thing's names: with and without `Amazon`, `AWS`, and what stands in brackets."""
    proper = thing.kind in (Kind.SERVICE, Kind.FEATURE)
    found = {Name(thing.id, thing.id.replace("-", " "), proper)}
    for name in (thing.name, *thing.also_called, *thing.formerly):
        for words in _variants(name):
            capital = words.isupper() or (proper and words[:1].isupper())
            found.add(Name(thing.id, words.lower(), capital, words.isupper() and words.isalpha()))
    return frozenset(found)


def _variants(name: str) -> Iterator[str]:
    inside = _PARENTHESES.findall(name)
    for part in (_PARENTHESES.sub(" ", name), *inside):
        plain = " ".join(re.sub(r"[-/–,:]", " ", part).split())
        if not plain:
            continue
        yield plain
        bare = re.sub(r"^(Amazon|AWS) ", "", plain)  # in small letters it is no maker's name: the key aws/s3
        yield bare
        if bare.lower().startswith("sagemaker ai "):
            rest = bare[len("sagemaker ai ") :]
            yield from (f"sagemaker {rest}", f"amazon sagemaker {rest}")
            if len(rest.split()) > 1:
                yield rest


def _prose(base: RuleBase) -> frozenset[str]:
    """The words that the rule base itself writes in lower case: as a name, such a word needs its capital."""
    texts = [rule.because for rule in base.rules.values()]
    texts += [thing.what for thing in base.things.values()] + list(base.capabilities.values())
    return frozenset(word for text in texts for word in re.findall(r"(?<![\w.-])[a-z]{2,}(?![\w-])", text))


def _telling(name: Name, thing: Thing, ordinary: frozenset[str]) -> bool:
    """Whether one word may stand for a thing: a capital tells a name, and a technique is called by its word."""
    if name.words in _TOO_COMMON or len(name.words) == 1:
        return False
    return name.capital or name.words not in ordinary or thing.kind is Kind.TECHNIQUE
