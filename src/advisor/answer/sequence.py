"""Ordering: options that are rows of labels, judged by the order that the steps behind the labels have."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisor.reading.lexicon import Lexicon
from advisor.reading.text import Prompt, take_apart
from advisor.rulebase.schema import RuleBase
from advisor.rulebase.sequences import Sequence

_STEP = re.compile(
    r"(?:^|\n|;|(?<=[.:?)\s]))\s{0,3}\(?([A-Z0-9])(?:[).:]| =)\s{1,3}([^\n;]{3,300}?)"
    r"(?=\n|;|\s\(?[A-Z0-9](?:[).:]| =)\s|$)"
)
# The question that follows the last step is no part of it.
_ASKED = re.compile(r"(?<=[.?!])\s+(?:[Ii]n (?:which|what)|Which|What)\b")
Labels = Mapping[str, str]


def steps_of(stem: str) -> dict[str, str]:
    """The labelled steps that a stem lists: `1. Create the model`, `(B) Deploy it`, `P = test it`."""
    return {label: _ASKED.split(text)[0].strip() for label, text in _STEP.findall(stem)}


def row_of(option: str, labels: Labels) -> tuple[str, ...]:
    """The labels an option lists, in its order; empty where it is no row of labels."""
    found = re.findall(r"[A-Z0-9]+", option.strip())
    row = tuple(itertools.chain.from_iterable(list(item) if item not in labels else [item] for item in found))
    return row if len(row) >= 2 and all(label in labels for label in row) else ()


@dataclass(frozen=True)
class Place:
    """A step of a sequence, as the lexicon knows it."""

    id: str
    says: tuple[str, ...]
    number: int
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Misplaced:
    """Two steps of a row in the wrong order: `first` has to come before `then`."""

    first: str
    then: str
    sequence: Sequence


class Sequences:
    """The sequences of a rule base, ready to place the steps that a stem lists."""

    def __init__(self, base: RuleBase) -> None:
        self._sequences = base.sequences
        self._lexicons = {
            name: Lexicon(
                [Place(step.does, step.says, number) for number, step in enumerate(sequence.steps)], base.synonyms
            )
            for name, sequence in base.sequences.items()
        }

    def order(self, steps: Labels) -> list[tuple[Sequence, dict[str, float]]]:
        """The sequences that place at least two of the steps, the one that places most first."""
        prompts = {label: take_apart(text) for label, text in steps.items()}
        placed = [(sequence, self._placed(name, prompts)) for name, sequence in self._sequences.items()]
        telling = [(sequence, places) for sequence, places in placed if len(set(places.values())) > 1]
        return sorted(telling, key=lambda item: (-len(item[1]), -len(set(item[1].values())), item[0].id))

    def _placed(self, name: str, prompts: Mapping[str, Prompt]) -> dict[str, float]:
        """Where each step stands; one that does several things stands in their midst."""
        found = {}
        for label, prompt in prompts.items():
            numbers = sorted({hit.phrase.number for hit in self._lexicons[name].find(prompt)})
            if numbers:
                found[label] = (numbers[0] + numbers[-1]) / 2
        return found


def misplaced(row: tuple[str, ...], order: Iterable[tuple[Sequence, Mapping[str, float]]]) -> list[Misplaced]:
    """The pairs of a row whose second step has to come before the first; each pair by the first sequence that tells."""
    found = []
    for earlier, later in itertools.combinations(row, 2):
        for sequence, places in order:
            if earlier in places and later in places and places[earlier] != places[later]:
                if places[earlier] > places[later]:
                    found.append(Misplaced(later, earlier, sequence))
                break
    return found


def told(wrong: list[Misplaced], steps: Labels) -> str:
    """Why a row is wrong, by its first misplaced pair; or that it is right."""
    if not wrong:
        return "Each step comes after what it needs."
    one = wrong[0]
    return (
        f"“{_short(steps[one.first])}” has to come before “{_short(steps[one.then])}” ({one.sequence.title.lower()})."
    )


def _short(text: str) -> str:
    words = text.rstrip(".,;").split()
    return " ".join(words[:9]) + (" ..." if len(words) > 9 else "")
