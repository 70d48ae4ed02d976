"""rules/sequences/: steps that have an order, each known by the words in which people write it down."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from advisor.errors import Problem
from advisor.files import Document
from advisor.rulebase.patterns import PatternError, parse_pattern
from advisor.rulebase.primitives import Strict, Text
from advisor.rulebase.validate import validate

FOLDER = "sequences/"


class Step(Strict):
    """One step: what it does, and the patterns of its words."""

    does: Text
    says: tuple[Text, ...] = Field(min_length=1)


class SequenceFile(Strict):
    """One file: the steps in their order, and rows of sentences that tell them in that order."""

    title: Text
    source: Text
    steps: tuple[Step, ...] = Field(min_length=3)
    cases: tuple[tuple[Text, ...], ...] = Field(min_length=1)


class Sequence(SequenceFile):
    """A sequence as loaded."""

    id: str


def read_sequences(documents: Mapping[str, Document], problems: list[Problem]) -> dict[str, Sequence]:
    """Every sequence by its file's name."""
    found: dict[str, Sequence] = {}
    for name, document in documents.items():
        if not name.startswith(FOLDER):
            continue
        read = validate(SequenceFile, document, problems)
        if read is None:
            continue
        for number, step in enumerate(read.steps):
            for index, pattern in enumerate(step.says):
                try:
                    parse_pattern(pattern)
                except PatternError as error:
                    place = document.place(("steps", number, "says", index))
                    problems.append(Problem(place, str(error), error.remedy))
        identifier = name.removeprefix(FOLDER).removesuffix(".yaml")
        found[identifier] = Sequence(id=identifier, **{key: getattr(read, key) for key in SequenceFile.model_fields})
    return found
