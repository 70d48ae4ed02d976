"""What the look of the options gives away: guesses that read no question, and a balance that keeps them at chance."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from advisor.study.model import Item

_MARGIN = 1.5  # items by which a guess may be ahead of chance, or behind it, before the next item must make up for it


def longest(item: Item) -> str:
    """The letter of the longest option."""
    return max(item.options, key=lambda letter: (len(item.options[letter]), letter))


def shortest(item: Item) -> str:
    """The letter of the shortest option."""
    return min(item.options, key=lambda letter: (len(item.options[letter]), letter))


def odd_one_out(item: Item) -> str:
    """The letter of the option that shares fewest words with the others."""
    words = {letter: set(re.findall(r"\w+", text.lower())) for letter, text in item.options.items()}
    shared = {one: sum(len(words[one] & words[other]) for other in words if other != one) for one in words}
    return min(item.options, key=lambda letter: (shared[letter], letter))


GUESSES: Mapping[str, Callable[[Item], str]] = {
    "longest": longest,
    "shortest": shortest,
    "odd one out": odd_one_out,
}


class Balance:
    """How far each guess is ahead of chance over the items taken so far."""

    def __init__(self) -> None:
        self._ahead = dict.fromkeys(GUESSES, 0.0)

    def keeps(self, item: Item) -> bool:
        """Whether no guess that is ahead of chance gets further ahead by an item, and none behind further behind."""
        changes = self._changes(item)
        return all(self._ahead[name] * change <= 0 or abs(self._ahead[name]) < _MARGIN for name, change in changes)

    def take(self, item: Item) -> None:
        """Counts an item."""
        for name, change in self._changes(item):
            self._ahead[name] += change

    def _changes(self, item: Item) -> list[tuple[str, float]]:
        return [
            (name, float(guess(item) in item.answer) - len(item.answer) / len(item.options))
            for name, guess in GUESSES.items()
        ]
