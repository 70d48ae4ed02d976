"""rules/phrasing/: how facts are told in a story, as written by authors; practice items are made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from pydantic import Field

from advisor.errors import Problem, did_you_mean
from advisor.facts import Value, Vocabulary, parse_value
from advisor.facts.fields import FactKind
from advisor.files import Document
from advisor.rulebase.primitives import Strict, Text
from advisor.rulebase.validate import validate

FOLDER = "phrasing/decisions/"
STORIES = "phrasing/stories.yaml"
# {A} bank builds ..., later {the} bank; {team} are its people. A capital where a sentence begins.
NAMES = frozenset(("A", "a", "The", "the", "Team", "team"))
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Organisation(Strict):
    """Whom a story is about: `first` with its article at the first mention, `later` from then on.

    `about` are what may follow the first mention: with forty branches.
    """

    first: Text
    later: Text
    about: tuple[Text, ...] = ()


class Stories(Strict):
    """What every decision's stories share: organisations, their people, and asides that state no fact.

    `asks_two` ends a story with two right options, `matches` one whose requirements go to different options.
    """

    organisations: tuple[Organisation, ...] = Field(min_length=2)
    teams: tuple[Text, ...] = Field(min_length=1)
    asides: tuple[Text, ...] = ()
    asks_two: tuple[Text, ...] = Field(min_length=1)
    matches: tuple[Text, ...] = Field(min_length=1)


class PhrasingFile(Strict):
    """One file: how the stories of one decision begin and end, and the sentences for its facts.

    `form` is an option in the question's grammar. One story tells at most `most` facts, and of the facts that stand
    together under `apart` only one: they would not go into one story. Under `says`, a flag that holds has a list of
    sentences, anything else a list for each value; `{value}` stands for the value as written.
    """

    opens: tuple[Text, ...] = Field(min_length=1)
    asks: tuple[Text, ...] = Field(min_length=1)
    form: Text = "{option}"
    most: int = Field(default=4, ge=1, le=6)
    apart: tuple[tuple[str, ...], ...] = ()
    says: Mapping[str, Any]


class Saying(Strict):
    """One fact with one value, and the sentences that tell it."""

    fact: str
    value: Value
    texts: tuple[str, ...]


class Phrasing(Strict):
    """The phrasing of one decision as loaded."""

    decision: str
    opens: tuple[str, ...]
    asks: tuple[str, ...]
    form: str
    most: int
    apart: tuple[frozenset[str], ...]
    sayings: tuple[Saying, ...]

    def go_together(self, facts: Iterable[str]) -> bool:
        """Whether facts go into one story."""
        told = set(facts)
        return len(told) <= self.most and all(len(told & one) < 2 for one in self.apart)


def read_phrasing(
    documents: Mapping[str, Document], decisions: Mapping[str, Any], vocabulary: Vocabulary, problems: list[Problem]
) -> dict[str, Phrasing]:
    """The phrasing of each decision that has one; its file is named for the decision."""
    found: dict[str, Phrasing] = {}
    for name, document in documents.items():
        if not name.startswith(FOLDER):
            continue
        read = validate(PhrasingFile, document, problems)
        if read is None:
            continue
        decision = PurePosixPath(name).stem
        if decision not in decisions:
            remedy = did_you_mean(decision, decisions)
            problems.append(Problem(document.name, f"there is no decision `{decision}`", remedy))
        for key in ("opens", "asks"):
            for index, text in enumerate(getattr(read, key)):
                _check_names(document, (key, index), text, frozenset(), problems)
        if _PLACEHOLDER.findall(read.form) != ["option"]:
            problems.append(Problem(document.place(("form",)), "`form` holds `{option}` once, and no other name"))
        sayings = tuple(_sayings(read, document, vocabulary, problems))
        for index, fact in ((index, fact) for index, facts in enumerate(read.apart) for fact in facts):
            if fact not in read.says:
                place = document.place(("apart", index))
                problems.append(Problem(place, f"`{fact}` is not among the facts told", did_you_mean(fact, read.says)))
        found[decision] = Phrasing(
            decision=decision,
            opens=read.opens,
            asks=read.asks,
            form=read.form,
            most=read.most,
            apart=tuple(map(frozenset, read.apart)),
            sayings=sayings,
        )
    return found


def read_stories(documents: Mapping[str, Document], problems: list[Problem]) -> Stories | None:
    """What the stories share; None where the rule base tells none."""
    document = documents.get(STORIES)
    return validate(Stories, document, problems) if document is not None else None


def _sayings(
    read: PhrasingFile, document: Document, vocabulary: Vocabulary, problems: list[Problem]
) -> Iterator[Saying]:
    for fact, raw in read.says.items():
        place = document.place(("says", fact))
        if fact not in vocabulary:
            problems.append(Problem(place, f"unknown fact `{fact}`", vocabulary.suggest(fact)))
            continue
        for written, texts in (raw if isinstance(raw, dict) else {"yes": raw}).items():
            if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
                problems.append(Problem(place, f"`{fact}` needs a list of sentences for each value"))
                continue
            for text in texts:
                _check_names(document, ("says", fact), text, frozenset(("value",)), problems)
            kind = vocabulary[fact].kind
            given = [written] if kind in (FactKind.MEMBERS, FactKind.ORDER) else written
            try:
                value = parse_value(vocabulary[fact], given)
            except ValueError as error:
                problems.append(Problem(place, f"`{fact}`: {error}"))
                continue
            yield Saying(fact=fact, value=value, texts=tuple(text.replace("{value}", written) for text in texts))


def _check_names(
    document: Document, path: tuple[str | int, ...], text: str, more: frozenset[str], problems: list[Problem]
) -> None:
    for name in _PLACEHOLDER.findall(text):
        if name not in NAMES | more:
            known = ", ".join(f"{{{item}}}" for item in sorted(NAMES | more))
            problems.append(
                Problem(document.place(path), f"unknown name `{{{name}}}` in a sentence", f"known: {known}")
            )
