"""Shipped practice questions as precedents: what was right in a situation like this one, and what tempted there."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from advisor.scenario.questions import KeyedQuestion, question_files, read_question

# Their options are letters, which say nothing of what to do.
_ROWS = frozenset({"ordering", "matching"})


@dataclass(frozen=True)
class Precedent:
    """One right option of a practice question."""

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
        """All that tempts in it."""
        return " ".join(self.wrong.values())

    @property
    def wrong(self) -> dict[str, str]:
        """The options that are wrong, by letter."""
        return {letter: text for letter, text in self.question.options.items() if letter not in self.question.key}


@functools.cache
def shipped_precedents() -> tuple[Precedent, ...]:
    """Every right option of the shipped questions whose options say something."""
    questions = (read_question(name, path) for name, path in question_files().items())
    return tuple(
        Precedent(keyed, letter) for keyed in questions if _ROWS.isdisjoint(keyed.style) for letter in keyed.key
    )
