"""Shipped practice questions as precedents: what was right in a situation like this one, and what tempted there."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.answer.stem import asks_for_the_wrong_one
from advisor.scenario.questions import KeyedQuestion, question_files, read_question

# Their options are letters, which say nothing of what to do.
_ROWS = frozenset({"ordering", "matching"})


@dataclass(frozen=True)
class Precedent:
    """One option of a practice question that is right in its situation.

    It is not in the key where the question asks for what does not fit.
    """

    question: KeyedQuestion
    letter: str

    @property
    def when(self) -> str:
        """The situation."""
        return self.question.stem

    @property
    def do(self) -> str:
        """What is right in it."""
        return self.question.options[self.letter]

    @property
    def avoid(self) -> str:
        """All that is wrong in it."""
        return " ".join(self.wrong.values())

    @property
    def wrong(self) -> dict[str, str]:
        """The options that are wrong in it, by letter."""
        right = right_in(self.question)
        return {letter: text for letter, text in self.question.options.items() if letter not in right}


def right_in(question: KeyedQuestion) -> tuple[str, ...]:
    """The options that are right in the situation: the key, or all others where what does not fit is asked for."""
    if not asks_for_the_wrong_one(question.stem):
        return question.key
    return tuple(letter for letter in question.options if letter not in question.key)


@functools.cache
def shipped_precedents() -> tuple[Precedent, ...]:
    """Every right option of the shipped questions whose options say something."""
    return tuple(_precedents())


def _precedents() -> Iterator[Precedent]:
    for name, path in question_files().items():
        keyed = read_question(name, path)
        if _ROWS.isdisjoint(keyed.style):
            yield from (Precedent(keyed, letter) for letter in right_in(keyed))
