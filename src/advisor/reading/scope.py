"""What surrounds a phrase in its sentence: negation, how binding it is, and whether it is only the present state."""

from __future__ import annotations

from enum import StrEnum

from spacy.tokens import Span, Token

from advisor.vocabulary import Strength

_NEGATIONS = {
    "not",
    "n't",
    "no",
    "never",
    "without",
    "cannot",
    "neither",
    "nor",
    "avoid",
    "avoids",
    "avoiding",
    "isn't",
}
# These follow what they deny: "real-time answers are not needed".
_DENIED = {
    "need",
    "requir",
    "necessari",
    "present",
    "involv",
    "contain",
    "includ",
    "import",
    "concern",
    "possibl",
    "expect",
}
_WINDOW = 4
_BREAKS = {",", "but", "and", "however", "although", "because", ":", "(", ")"}
_SOFT = {"should", "prefer", "prefers", "preferably", "ideally", "preferred", "would", "wishes", "hopes", "optionally"}
_HARD = {
    "must",
    "shall",
    "require",
    "requires",
    "required",
    "cannot",
    "needs",
    "need",
    "has",
    "have",
    "mandates",
    "mandatory",
}
_PRESENT = {"currently", "today", "presently", "existing", "legacy", "previously", "formerly", "until"}
_CONTRAST = {"but", "however", "wants", "instead", "migrate", "replace", "move", "now"}


class Scope(StrEnum):
    """How a phrase is meant."""

    STATED = "stated"
    NEGATED = "negated"
    PRESENT_STATE = "present state"


def scope_of(sentence: Span, start: int, end: int) -> Scope:
    """Whether the tokens from `start` to `end` are stated, denied, or only describe how things are today."""
    tokens = list(sentence)
    first = start - sentence.start
    last = end - sentence.start
    if _only_present(tokens, first, last):
        return Scope.PRESENT_STATE
    before = _nearby(reversed(tokens[:first]))
    if any(token.text in _NEGATIONS for token in before):
        return Scope.NEGATED
    after = _nearby(iter(tokens[last:]))
    words = [token.text for token in after]
    denied = any(
        token.text in ("not", "n't") and any(other.lemma_ in _DENIED for other in after[index + 1 :])
        for index, token in enumerate(after)
    )
    return Scope.NEGATED if denied or words[:2] == ["is", "out"] else Scope.STATED


def _nearby(tokens: object) -> list[Token]:
    found: list[Token] = []
    for token in tokens:  # type: ignore[attr-defined]
        if token.text in _BREAKS or len(found) == _WINDOW:
            break
        found.append(token)
    return found


def _only_present(tokens: list[Token], first: int, last: int) -> bool:
    """'currently uses X but wants Y': X is the present state, where a contrast follows in the same sentence."""
    said_now = any(token.text in _PRESENT for token in tokens[:last])
    contrast = any(token.text in _CONTRAST for token in tokens[last:])
    return said_now and contrast and not any(token.text in _CONTRAST for token in tokens[:first])


def strength_of(sentence: Span, start: int) -> Strength:
    """The nearest modal word before a phrase decides; without one, what is stated is binding."""
    for token in reversed(list(sentence)[: start - sentence.start]):
        if token.text in _SOFT:
            return Strength.SHOULD
        if token.text in _HARD:
            return Strength.MUST
    soft_later = any(token.text in ("if", "where") and token.nbor(1).text == "possible" for token in sentence[:-1])
    return Strength.SHOULD if soft_later else Strength.MUST
