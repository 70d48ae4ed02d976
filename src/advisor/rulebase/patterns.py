"""The patterns of rules/phrases/ as parts, checked when they are loaded.

A pattern is words between spaces: `a|b` are alternatives, `word?` may be missing, `=word` is found in this form only
("labelled", not "label"; then in all alternatives of its place), `~` stands for up to four other words, `<duration>`
(size, share, money, rate, volume-rate, count) for a quantity. `one & other` finds a sentence that holds both within
some twenty words, in either order; the first says what a denial or a "should" would bear on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.errors import did_you_mean

GAP = "~"
EXACT = "="
BOTH = " & "
QUANTITIES = ("duration", "size", "share", "money", "rate", "volume-rate", "count")
_MARKS = ("'", "%", ",", "&", "+", "=", ":")
_QUANTITY = re.compile(r"<([^<>]*)>\Z")


@dataclass(frozen=True)
class Part:
    """One place of a pattern: the words or kinds of quantity that may stand there; a gap has neither.

    `exact` words are found as they are written, others in every form and in what says the same.
    """

    words: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    optional: bool = False
    exact: bool = False

    @property
    def gap(self) -> bool:
        """Whether up to four other words may stand here."""
        return not self.words and not self.quantities


class PatternError(ValueError):
    """A pattern that cannot be matched; `remedy` says how to write it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def parse_pattern(pattern: str) -> tuple[tuple[Part, ...], ...]:
    """The rows of a pattern that a sentence must all hold, each as its parts, with words in lower case.

    Raises PatternError for one that is misspelt or could match anywhere.
    """
    return tuple(map(_row, pattern.split(BOTH)))


def _row(pattern: str) -> tuple[Part, ...]:
    parts = tuple(_part(word) for word in pattern.split())
    if not any(not part.gap and not part.optional for part in parts):
        raise PatternError(f"`{pattern}` matches any text", "name at least one word that must be there")
    for part in (parts[0], parts[-1]):
        if part.gap or part.optional:
            raise PatternError(
                f"`{pattern}` starts or ends with something that may be missing", "drop it: it finds nothing more"
            )
    return parts


def _part(written: str) -> Part:
    if written == GAP:
        return Part()
    optional = written.endswith("?")
    words: list[str] = []
    quantities: list[str] = []
    alternatives = written.removesuffix("?").split("|")
    # An equals sign by itself is a word of texts like any other ("TP = 40").
    marked = [word.startswith(EXACT) and word != EXACT for word in alternatives]
    exact = any(marked)
    if exact and not all(marked):
        raise PatternError(f"`{written}` mixes exact words with others", f"write `{EXACT}` before each or before none")
    for word in (alternative.removeprefix(EXACT) if exact else alternative for alternative in alternatives):
        quantity = _QUANTITY.match(word)
        if quantity and quantity[1] in QUANTITIES:
            quantities.append(quantity[1])
        elif quantity:
            raise PatternError(f"`{word}` is no quantity", did_you_mean(quantity[1], QUANTITIES))
        elif not any(character.isalnum() for character in word) and word not in _MARKS:
            raise PatternError(f"`{written}` has an alternative without a word", "write words between `|`, no spaces")
        else:
            words.append(word.lower())
    return Part(tuple(words), tuple(quantities), optional, exact)
