"""What a user can mend: one clear message with its place and its remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong with what was given.

    `place` is `file:line`, a file, or the name of an argument; `remedy` says what is accepted. `code` is set where
    `rules check` has a name for the problem.
    """

    place: str
    message: str
    remedy: str = ""
    code: str = ""

    def __str__(self) -> str:
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{self.place}: {self.message}{remedy}" if self.place else f"{self.message}{remedy}"


class InputError(Exception):
    """Bad input: every problem that was found, in reading order. The command line exits with 2."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def one(cls, place: str, message: str, remedy: str = "") -> InputError:
        """The error for a single problem."""
        return cls([Problem(place, message, remedy)])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy that names the nearest known words, or all of them where they are few.

    >>> did_you_mean("paylod_mb", ["payload_mb", "latency_ms"])
    'did you mean `payload_mb`?'
    """
    words = sorted(set(known))
    near = difflib.get_close_matches(word, words, n=2, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(f'`{name}`' for name in near)}?"
    if len(words) <= 12:
        return f"accepted: {', '.join(words)}" if words else ""
    return ""
