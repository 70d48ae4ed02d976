"""rules/synonyms.yaml: words that say the same in a prompt, so that no phrase has to list them all."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from advisor.errors import Problem
from advisor.files import Document
from advisor.rulebase.primitives import Strict
from advisor.rulebase.validate import validate

NAME = "synonyms.yaml"


class SynonymsFile(Strict):
    """The whole file: groups of single words; each word stands in one group."""

    synonyms: tuple[tuple[str, ...], ...] = Field(min_length=1)


def read_synonyms(documents: Mapping[str, Document], problems: list[Problem]) -> tuple[tuple[str, ...], ...]:
    """The groups of words; none where there is no such file."""
    document = documents.get(NAME)
    read = validate(SynonymsFile, document, problems) if document is not None else None
    if document is None or read is None:
        return ()
    seen: set[str] = set()
    for index, group in enumerate(read.synonyms):
        place = document.place(("synonyms", index))
        if len(group) < 2 or any(not word.isalpha() or not word.islower() for word in group):
            problems.append(Problem(place, "a group is two or more single words in lower case", "write [cut, lower]"))
        for word in sorted(seen.intersection(group)):
            problems.append(Problem(place, f"`{word}` stands in two groups", "join them, or take it out of one"))
        seen.update(group)
    return read.synonyms
