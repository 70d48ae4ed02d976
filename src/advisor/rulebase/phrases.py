"""rules/phrases/: the words in a prompt that state a fact or a need, as written by authors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, model_validator

from advisor.errors import Problem, did_you_mean
from advisor.facts import Value, Vocabulary, parse_value
from advisor.facts.fields import FactKind
from advisor.files import Document
from advisor.rulebase.patterns import PatternError, parse_pattern
from advisor.rulebase.primitives import Slugs, Strict, Text
from advisor.rulebase.validate import validate


class PhraseCase(Strict):
    """A sentence that states what the phrase stands for, or a near miss that does not."""

    text: Text
    states: bool


class PhraseFile(Strict):
    """One file: patterns that all say the same thing."""

    states: Mapping[str, Any] = Field(default_factory=dict)
    needs: Slugs = ()
    reads: str = ""
    says: tuple[Text, ...] = Field(min_length=1)
    unless: tuple[Text, ...] = ()
    cases: tuple[PhraseCase, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if sum(map(bool, (self.states, self.needs, self.reads))) != 1:
            raise ValueError("a phrase has exactly one of `states`, `needs` and `reads`")
        if {case.states for case in self.cases} != {True, False}:
            raise ValueError("a phrase shows one text that states it and one near miss that does not")
        return self


class Phrase(Strict):
    """A phrase as loaded: the facts it states, or the numeric fact that it reads a quantity into."""

    id: str
    stated: tuple[tuple[str, Value], ...]
    reads: str
    says: tuple[str, ...]
    unless: tuple[str, ...]
    cases: tuple[PhraseCase, ...]
    place: str


def read_phrases(
    documents: Mapping[str, Document], vocabulary: Vocabulary, problems: list[Problem]
) -> dict[str, Phrase]:
    """Every phrase by its path below rules/phrases/."""
    phrases: dict[str, Phrase] = {}
    for name, document in documents.items():
        if not name.startswith("phrases/"):
            continue
        read = validate(PhraseFile, document, problems)
        if read is None:
            continue
        _check_patterns(read, document, problems)
        identifier = name.removeprefix("phrases/").removesuffix(".yaml")
        phrases[identifier] = Phrase(
            id=identifier,
            stated=_stated(read, document, vocabulary, problems),
            reads=read.reads,
            says=read.says,
            unless=read.unless,
            cases=read.cases,
            place=document.name,
        )
    return phrases


def _check_patterns(read: PhraseFile, document: Document, problems: list[Problem]) -> None:
    for field, patterns in (("says", read.says), ("unless", read.unless)):
        for index, pattern in enumerate(patterns):
            try:
                parse_pattern(pattern)
            except PatternError as error:
                problems.append(Problem(document.place((field, index)), str(error), error.remedy))


def _stated(
    read: PhraseFile, document: Document, vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[tuple[str, Value], ...]:
    found: list[tuple[str, Value]] = []
    for fact, raw in read.states.items():
        place = document.place(("states", fact))
        if fact not in vocabulary:
            problems.append(Problem(place, f"unknown fact `{fact}`", vocabulary.suggest(fact)))
            continue
        try:
            found.append((fact, parse_value(vocabulary[fact], raw)))
        except ValueError as error:
            problems.append(Problem(place, f"`{fact}`: {error}"))
    for need in read.needs:
        if f"needs.{need}" not in vocabulary:
            needs = [spec.name.partition(".")[2] for spec in vocabulary if spec.group == "needs"]
            problems.append(
                Problem(document.place(("needs",)), f"unknown capability `{need}`", did_you_mean(need, needs))
            )
        found.append((f"needs.{need}", True))
    if read.reads:
        spec = vocabulary.specs.get(read.reads)
        if spec is None:
            problems.append(
                Problem(document.place(("reads",)), f"unknown fact `{read.reads}`", vocabulary.suggest(read.reads))
            )
        elif spec.kind is not FactKind.NUMBER:
            problems.append(Problem(document.place(("reads",)), f"`{read.reads}` is not a quantity", "use `states`"))
    return tuple(found)
