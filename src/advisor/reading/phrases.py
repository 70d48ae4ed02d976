"""rules/phrases/: words in a prompt that state a fact or a need, as patterns for a token matcher.

A pattern is words between spaces: `a|b` are alternatives, `word?` may be missing, `~` stands for up to four
other words, `<duration>` (size, share, money, rate, volume-rate, count) for a quantity. Words match by their stem.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import snowballstemmer

GAP = "~"
QUANTITIES = ("duration", "size", "share", "money", "rate", "volume-rate", "count")
_QUANTITY = re.compile(r"<([a-z-]+)>\Z")
_STEMMER = snowballstemmer.stemmer("english")


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case word: `requests` and `request` are one."""
    return str(_STEMMER.stemWord(word))


def compile_pattern(pattern: str) -> tuple[list[dict[str, Any]], frozenset[str], str | None]:
    """A pattern as spaCy token patterns, the stems of which at least one must be in a text, and its quantity.

    Raises ValueError for a pattern that could match anywhere.
    """
    tokens: list[dict[str, Any]] = []
    anchors: frozenset[str] = frozenset()
    quantity: str | None = None
    for part in pattern.split():
        if part == GAP:
            tokens.append({"OP": "{0,4}"})
            continue
        optional = part.endswith("?")
        found = _QUANTITY.match(part)
        if found:
            if found[1] not in QUANTITIES:
                raise ValueError(f"`{part}` is no quantity; accepted: {', '.join(QUANTITIES)}")
            quantity = found[1]
            tokens.append({"LEMMA": part})
            continue
        stems = sorted({stem(word) for word in part.rstrip("?").lower().split("|") if word})
        token: dict[str, Any] = {"LEMMA": stems[0]} if len(stems) == 1 else {"LEMMA": {"IN": stems}}
        if optional:
            token["OP"] = "?"
        elif not anchors or len(stems) < len(anchors):
            anchors = frozenset(stems)
        tokens.append(token)
    if not anchors and quantity is None:
        raise ValueError("a pattern needs at least one word that must be there")
    if (tokens and tokens[0].get("OP")) or tokens[-1].get("OP"):
        raise ValueError("a pattern starts and ends with a word that must be there")
    return tokens, anchors or frozenset({f"<{quantity}>"}), quantity
