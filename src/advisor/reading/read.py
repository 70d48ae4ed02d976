"""A prompt as a Scenario: the facts it states, each with its words; nothing is invented."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict
from spacy.tokens import Span

from advisor.facts import FactSpec, Value, Vocabulary, describe, parse_value
from advisor.facts.fields import FactKind, Unit
from advisor.reading.lexicon import Hit, Lexicon
from advisor.reading.quantities import Quantity
from advisor.reading.scope import Scope, scope_of, strength_of
from advisor.reading.text import Prompt, take_apart
from advisor.rulebase.schema import RuleBase
from advisor.scenario.model import Scenario, Statement
from advisor.vocabulary import Origin

_GOAL = (
    "wants to",
    "needs to",
    "must",
    "plans to",
    "would like to",
    "is building",
    "has to",
    "is looking",
    "is designing",
)


class Ambiguity(BaseModel):
    """Two readings of one fact that exclude each other: the reader is asked, nothing is chosen."""

    model_config = ConfigDict(frozen=True)

    fact: str
    question: str
    readings: tuple[Statement, ...]


class Reading(BaseModel):
    """What a prompt says: the scenario, the sentences that gave nothing, and what must be asked."""

    model_config = ConfigDict(frozen=True)

    scenario: Scenario
    ambiguities: tuple[Ambiguity, ...] = ()


class Reader:
    """Reads prompts against one rule base."""

    def __init__(self, base: RuleBase) -> None:
        self._vocabulary = base.vocabulary
        self._lexicon = Lexicon(base)

    def read(self, text: str) -> Reading:
        """The facts in a text. What the text says twice in two ways becomes an ambiguity and no fact."""
        prompt = take_apart(text)
        sentences = prompt.sentences
        found: dict[str, list[Statement]] = defaultdict(list)
        used: set[int] = set()
        for hit in self._lexicon.find(prompt):
            for statement in self._statements(prompt, sentences[hit.sentence], hit):
                found[statement.name].append(statement)
                used.add(hit.sentence)
        statements, ambiguities = _resolve(found, self._vocabulary)
        unread = tuple(_plain(prompt, sentence) for index, sentence in enumerate(sentences) if index not in used)
        scenario = Scenario(
            prompt=prompt.text,
            objective=_objective(prompt, sentences),
            statements=tuple(sorted(statements, key=lambda statement: statement.name)),
            unread=tuple(sentence for sentence in unread if any(character.isalnum() for character in sentence)),
        )
        return Reading(scenario=scenario, ambiguities=tuple(ambiguities))

    def _statements(self, prompt: Prompt, sentence: Span, hit: Hit) -> Iterator[Statement]:
        scope = scope_of(sentence, hit.start, hit.end)
        if scope is Scope.PRESENT_STATE:
            return
        for name, value in self._values(prompt, hit):
            meant = _under(scope, value)
            if meant is None:
                continue
            span = prompt.doc[hit.start : hit.end]
            yield Statement(
                name=name,
                value=meant,
                strength=strength_of(sentence, hit.start),
                origin=Origin.READ,
                words=prompt.text[span.start_char : span.end_char],
                start=span.start_char,
                end=span.end_char,
            )

    def _values(self, prompt: Prompt, hit: Hit) -> Iterator[tuple[str, Value]]:
        yield from hit.phrase.stated
        if hit.phrase.reads:
            spec = self._vocabulary[hit.phrase.reads]
            for index in range(hit.start, hit.end):
                quantity = prompt.quantities.get(index)
                value = _measured(spec, quantity) if quantity else None
                if value is not None:
                    yield spec.name, value
                    return


def _under(scope: Scope, value: Value) -> Value | None:
    """What a denied phrase says: a flag turns over, anything else says nothing."""
    if scope is Scope.STATED:
        return value
    return (not value) if isinstance(value, bool) else None


def _measured(spec: FactSpec, quantity: Quantity) -> Value | None:
    """The quantity in the fact's unit, or None where it measures something else."""
    counts = spec.question.unit is Unit.COUNT
    text = f"{quantity.amount:.12g}" if counts or quantity.kind == "money" else quantity.text
    try:
        return parse_value(spec, text)
    except ValueError:
        return None


def _resolve(found: dict[str, list[Statement]], vocabulary: Vocabulary) -> tuple[list[Statement], list[Ambiguity]]:
    statements: list[Statement] = []
    ambiguities: list[Ambiguity] = []
    for name, said in found.items():
        said.sort(key=lambda statement: (statement.start or 0, statement.end or 0))
        spec = vocabulary[name]
        if spec.kind in (FactKind.ORDER, FactKind.MEMBERS):
            statements.append(_merged(spec, said))
            continue
        binding = [one for one in said if one.strength is min(said, key=_rank).strength]
        if len({one.value for one in binding}) == 1:
            statements.append(binding[0])
        else:
            values = " or ".join(dict.fromkeys(describe(spec, one.value) for one in binding))
            ambiguities.append(Ambiguity(fact=name, question=f"Which is meant: {values}?", readings=tuple(binding)))
    return statements, ambiguities


def _rank(statement: Statement) -> int:
    return 0 if statement.strength.value == "must" else 1


def _merged(spec: FactSpec, said: list[Statement]) -> Statement:
    """Several words of one list: priorities in the order of the text, members together."""
    words = [word for one in said if isinstance(one.value, tuple) for word in one.value]
    unique = tuple(dict.fromkeys(words))
    return said[0].model_copy(update={"value": unique if spec.kind is FactKind.ORDER else tuple(sorted(unique))})


def _plain(prompt: Prompt, sentence: Span) -> str:
    return " ".join(prompt.text[sentence.start_char : sentence.end_char].split())


def _objective(prompt: Prompt, sentences: list[Span]) -> str:
    """The first sentence that says what is wanted, else the question at the end."""
    said = [_plain(prompt, sentence) for sentence in sentences]
    wanted = next((text for text in said if any(cue in text.lower() for cue in _GOAL)), "")
    return wanted or next((text for text in reversed(said) if text.endswith("?")), "")


@functools.lru_cache(maxsize=4)
def _reader(base: _Base) -> Reader:
    return Reader(base.base)


class _Base:
    """A rule base that hashes by its content, so that its reader is built once."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base

    def __hash__(self) -> int:
        return hash(self.base.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Base) and other.base.sha256 == self.base.sha256


def read(text: str, base: RuleBase) -> Reading:
    """The facts in a prompt, read with the phrases of a rule base."""
    return _reader(_Base(base)).read(text)
