"""A prompt as a Scenario: the facts it states, each with its words; nothing is invented."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator

from pydantic import BaseModel, ConfigDict
from spacy.tokens import Span

from advisor.facts import FactSpec, OutOfBoundsError, Value, Vocabulary, describe, parse_value
from advisor.facts.fields import FactKind, Unit
from advisor.facts.spec import NEEDS
from advisor.reading.lexicon import Hit, Lexicon
from advisor.reading.quantities import Quantity
from advisor.reading.scope import Scope, scope_of, strength_of
from advisor.reading.text import Prompt, is_order, take_apart
from advisor.rulebase.by_content import ByContent
from advisor.rulebase.phrases import Phrase
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


# Groups and facts that say what a prompt is about.
_SUBJECTS = ("goal", "ai", "fm", "features", "split", "pipeline", "training.on_sagemaker", "release.new_version")


# Whether a reading is to be left out, so that another one of the same fact can take its place.
Ignoring = Callable[[Statement], bool]


class Ambiguity(BaseModel):
    """What must be asked: two readings of one fact that exclude each other, or an amount that cannot be.

    Nothing is chosen. `readings` are the two; none where an amount is out of bounds.
    """

    model_config = ConfigDict(frozen=True)

    fact: str
    question: str
    readings: tuple[Statement, ...] = ()


class Reading(BaseModel):
    """What a prompt says: the scenario, the sentences that gave nothing, and what must be asked."""

    model_config = ConfigDict(frozen=True)

    scenario: Scenario
    ambiguities: tuple[Ambiguity, ...] = ()


class Reader:
    """Reads prompts against one rule base."""

    def __init__(self, base: RuleBase) -> None:
        self._vocabulary = base.vocabulary
        self._lexicon = Lexicon(base.phrases.values(), base.synonyms)

    def read(self, text: str, ignoring: Ignoring | None = None) -> Reading:
        """The facts in a text, but for readings to be ignored.

        What the text says twice in two ways becomes an ambiguity and no fact.
        """
        prompt = take_apart(text)
        sentences = prompt.sentences
        found: dict[str, list[Statement]] = defaultdict(list)
        ambiguities: list[Ambiguity] = []
        used: set[int] = set()
        orders = {index for index, sentence in enumerate(sentences) if is_order(sentence)}
        for hit in self._lexicon.find(prompt):
            if hit.sentence in orders:
                continue
            for item in self._statements(prompt, sentences[hit.sentence], hit):
                if isinstance(item, Ambiguity):
                    ambiguities.append(item)
                elif ignoring is None or not ignoring(item):
                    found[item.name].append(item)
                    used.add(hit.sentence)
        statements, clashes = _resolve(found, self._vocabulary)
        ambiguities = [*dict.fromkeys(item for item in ambiguities if item.fact not in found), *clashes]
        unread = tuple(_plain(prompt, sentence) for index, sentence in enumerate(sentences) if index not in used)
        scenario = Scenario(
            prompt=prompt.text,
            objective=_objective(prompt, sentences),
            statements=tuple(sorted(statements, key=lambda statement: statement.name)),
            unread=tuple(sentence for sentence in unread if any(character.isalnum() for character in sentence)),
        )
        return Reading(scenario=scenario, ambiguities=tuple(ambiguities))

    def _statements(self, prompt: Prompt, sentence: Span, hit: Hit[Phrase]) -> Iterator[Statement | Ambiguity]:
        # "The job must not call out" asks for a need; "the model is not deployed" denies a fact.
        a_fact = not hit.phrase.stated or any(not name.startswith(f"{NEEDS}.") for name, _ in hit.phrase.stated)
        scope = scope_of(sentence, *hit.head, hit.pattern.written if a_fact else None)
        if scope in (Scope.PRESENT_STATE, Scope.PROPOSED):
            return
        span = prompt.doc[hit.start : hit.end]
        words = prompt.text[span.start_char : span.end_char]
        try:
            values = list(self._values(prompt, hit))
        except OutOfBoundsError as error:
            yield Ambiguity(fact=hit.phrase.reads, question=f"“{' '.join(words.split())}”: {error}. Which is meant?")
            return
        for name, value in values:
            meant = _under(scope, self._vocabulary[name], value)
            if meant is None:
                continue
            yield Statement(
                name=name,
                value=meant,
                strength=strength_of(sentence, *hit.head),
                origin=Origin.READ,
                words=words,
                start=span.start_char,
                end=span.end_char,
            )

    def _values(self, prompt: Prompt, hit: Hit[Phrase]) -> Iterator[tuple[str, Value]]:
        yield from hit.phrase.stated
        if hit.phrase.reads:
            spec = self._vocabulary[hit.phrase.reads]
            found = [prompt.quantities[index] for index in range(hit.start, hit.end) if index in prompt.quantities]
            kinds = hit.pattern.kinds
            found = [quantity for quantity in found if not kinds or quantity.kind in kinds]
            for quantity in reversed(found) if hit.pattern.ends_with_quantity else found:
                value = _measured(spec, quantity)
                if value is not None:
                    yield spec.name, value
                    return


def _under(scope: Scope, spec: FactSpec, value: Value) -> Value | None:
    """What a denied phrase says: a flag turns over, anything else says nothing.

    A need is only denied where the text says that it is not needed; what cannot be done today may well be needed.
    What a prompt is about is not denied either: "no labelled images" does not say that labels are not wanted.
    """
    if scope is Scope.STATED:
        return value
    if not isinstance(value, bool) or spec.group in _SUBJECTS or spec.name in _SUBJECTS:
        return None
    if spec.group == NEEDS and value and scope is not Scope.UNNEEDED:
        return None
    return not value


def _measured(spec: FactSpec, quantity: Quantity) -> Value | None:
    """The quantity in the fact's unit, or None where it measures something else.

    Raises OutOfBoundsError.
    """
    counts = spec.question.unit is Unit.COUNT
    text = f"{quantity.amount:.12g}" if counts or quantity.kind == "money" else quantity.text
    try:
        return parse_value(spec, text)
    except OutOfBoundsError:
        raise
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
        said = _most_specific(said)
        strongest = min(said, key=_rank)
        if spec.kind is FactKind.NUMBER:  # "must stay under 500 ms, ideally under 200": the wish does not contradict
            said = [one for one in said if one.strength is strongest.strength]
        if len({one.value for one in said}) == 1:
            statements.append(strongest)
        else:
            values = " or ".join(dict.fromkeys(describe(spec, one.value) for one in said))
            ambiguities.append(Ambiguity(fact=name, question=f"Which is meant: {values}?", readings=tuple(said)))
    return statements, ambiguities


def _most_specific(said: list[Statement]) -> list[Statement]:
    """Without readings whose words are part of the words of another: more words say it more exactly."""
    places = [((one.start or 0), (one.end or 0)) for one in said]
    return [
        one
        for one, (start, end) in zip(said, places, strict=True)
        if not any(low <= start and end <= high and (low, high) != (start, end) for low, high in places)
    ]


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
def _reader(base: ByContent) -> Reader:
    return Reader(base.base)


def read(text: str, base: RuleBase, ignoring: Ignoring | None = None) -> Reading:
    """The facts in a prompt, read with the phrases of a rule base, but for readings to be ignored."""
    return _reader(ByContent(base)).read(text, ignoring)
