"""Which catalogue things a text names: current names, abbreviations and old names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from advisor.reading.phrases import stem
from advisor.reading.text import Prompt, pipeline
from advisor.rulebase.schema import RuleBase, Thing

_PARENTHESES = re.compile(r"\(([^)]*)\)")
# A name of one common word would be found in every text.
_TOO_COMMON = frozenset((
    "agent", "agents", "alarm", "batch", "chat", "cluster", "data", "edge", "endpoint", "endpoints", "file",
    "files", "index", "instance", "job", "key", "keys", "lineage", "metric", "model", "models", "notebook",
    "pipeline", "policy", "queue", "record", "role", "scaling", "schedule", "search", "service", "services",
    "stream", "table", "training", "volume",
))  # fmt: skip
_ARTICLES = frozenset(("a", "an", "the", "its", "their"))


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
        self._things: dict[str, set[str]] = {}
        for thing in base.things.values():
            for name in spellings(thing):
                tokens = [stem(token.text) for token in pipeline().make_doc(name) if token.text not in _ARTICLES]
                if not tokens or (len(tokens) == 1 and name in _TOO_COMMON):
                    continue
                key = " ".join(tokens)
                if key not in self._things:
                    self._matcher.add(key, [_doc(tokens)])
                self._things.setdefault(key, set()).add(thing.id)

    def find(self, prompt: Prompt) -> tuple[Mention, ...]:
        """The things a text names, in order."""
        # "Lower the learning rate" names what the catalogue calls "lower learning rate".
        told = [token for token in prompt.doc if token.text not in _ARTICLES]
        found: dict[tuple[int, int], str] = {}
        for key, start, end in self._matcher(_doc([token.lemma_ for token in told])):
            found[told[start].i, told[end - 1].i + 1] = pipeline().vocab.strings[key]
        spans = filter_spans([prompt.doc[start:end] for start, end in found])
        mentions = []
        for span in spans:
            for thing in sorted(self._things[found[span.start, span.end]]):
                words = prompt.text[span.start_char : span.end_char]
                mentions.append(Mention(thing, words, span.start_char, span.end_char))
        return tuple(mentions)


def _doc(tokens: list[str]) -> Doc:
    doc = Doc(pipeline().vocab, words=tokens)
    for token in doc:
        token.lemma_ = token.text
    return doc


def spellings(thing: Thing) -> frozenset[str]:
    """The lower-case spellings of a thing's names: with and without `Amazon`, `AWS`, and what stands in brackets."""
    found = {thing.id.replace("-", " ")}
    for name in (thing.name, *thing.also_called, *thing.formerly):
        found.update(_variants(name))
    return frozenset(found)


def _variants(name: str) -> Iterator[str]:
    inside = _PARENTHESES.findall(name)
    for part in (_PARENTHESES.sub(" ", name), *inside):
        plain = " ".join(re.sub(r"[-/–,:]", " ", part.lower()).split())
        if not plain:
            continue
        yield plain
        bare = re.sub(r"^(amazon|aws) ", "", plain)
        yield bare
        if bare.startswith("sagemaker ai "):
            rest = bare.removeprefix("sagemaker ai ")
            yield from (f"sagemaker {rest}", f"amazon sagemaker {rest}")
            if len(rest.split()) > 1:
                yield rest
