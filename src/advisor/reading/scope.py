"""What surrounds a phrase in its sentence: denial, how binding it is, and whether it is only the present state."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from enum import StrEnum

from spacy.tokens import Span, Token

from advisor.vocabulary import Strength

_NEGATIONS = {
    "not", "n't", "no", "never", "without", "cannot", "neither", "nor", "none", "nobody", "nothing", "avoid", "avoids",
    "avoiding", "hardly", "barely",
}  # fmt: skip
# What denies in two words: "rather than", "instead of", "as opposed to".
_REJECTIONS = {("rather", "than"), ("instead", "of"), ("opposed", "to")}
# These deny nothing: "not only", "no later than", "must not exceed".
_NOT_DENYING = {
    "only", "just", "merely", "least", "more", "less", "later", "longer", "larger", "bigger", "higher", "greater",
    "older", "slower", "fewer", "exceed", "beyond", "above", "over", "worse", "than",
}  # fmt: skip
# Stems that follow what they deny: "real-time answers are not needed".
_DENIED = {
    "need", "requir", "necessari", "present", "involv", "contain", "includ", "import", "concern", "possibl", "expect",
    "mandatori", "want", "use", "matter", "relev", "store", "allow", "accept", "toler",
}  # fmt: skip
_UNNEEDED = {"unnecessari", "superflu", "unneed", "dispens", "irrelev", "unaccept"}
# Stems of what nobody wants: to deny it is to ask for the opposite ("must not lose progress").
_ADVERSE = {
    "lose", "lost", "loss", "wast", "fail", "failur", "break", "interrupt", "leak", "expos", "miss", "restart",
    "scratch", "repeat", "duplic", "redo", "drop", "forget", "overload", "crash", "stall", "leav", "cross", "travers",
    "idl", "overfit", "twice", "manual", "delet", "overwrit", "block", "chang",
}  # fmt: skip
# Stems of replaced things: "replace the nightly job", "move away from its own servers".
_LEFT_BEHIND = {"replac", "retir", "abandon", "outgrow", "outgrew"}
# What somebody proposes is neither there nor asked for: "a colleague suggests a neural network".
_PROPOSED = {"proposes", "proposed", "suggests", "suggested"}
_WINDOW = 4
_BREAKS = {
    ",", "but", "and", "however", "although", "because", ":", "(", ")", "when", "while", "so", "unless", "until",
    "since", "which", "who", "whose", "where", "before", "after", "if", "whereas",
}  # fmt: skip
# These begin a clause with a subject of its own.
_CLAUSES = {"but", "because", "so", "although", "while", "whereas", ";"}
_SOFT = {
    "should", "prefer", "prefers", "preferably", "ideally", "wish", "wishes", "hope", "hopes", "optionally",
    "desirable", "desirably",
}  # fmt: skip
_HARD = {
    "must", "shall", "require", "requires", "required", "needs", "need", "needed", "mandates", "mandatory", "insists",
    "insist", "demands", "demand", "never", "necessary", "essential", "forbidden", "obliged",
}  # fmt: skip
# "would" wishes in "would like", "would be nice"; "a delay would be a disaster" is no wish.
_WISHED = {"like", "prefer", "love", "welcome", "appreciate", "rather", "want"}
_SOFT_LATER = {"preferred", "preferable", "desirable", "welcome", "nice", "ideal", "optional", "appreciated"}
_PRESENT = {"currently", "today", "presently", "legacy", "previously", "formerly", "until", "nowadays", "existing"}
_CONTRAST = {"but", "however", "wants", "instead", "migrate", "replace", "move", "now", "yet"}


class Scope(StrEnum):
    """How a phrase is meant. `UNNEEDED` denies that it is asked for, `NEGATED` that it is so."""

    STATED = "stated"
    NEGATED = "negated"
    UNNEEDED = "not needed"
    PRESENT_STATE = "present state"
    PROPOSED = "proposed"


def scope_of(sentence: Span, start: int, end: int, written: frozenset[str] | None) -> Scope:
    """Whether the tokens from `start` to `end` are stated, denied, or only describe how things are today.

    `written` are the stems of the pattern that found them: a "not" between them denies what is said, unless the
    pattern asks for it; None where it never does.
    """
    tokens = list(sentence)
    first = start - sentence.start
    last = end - sentence.start
    if _only_present(tokens, first, last) or _left_behind(tokens[:first]):
        return Scope.PRESENT_STATE
    if any(token.text in _PROPOSED for token in _nearby(reversed(tokens[:first]))):
        return Scope.PROPOSED
    within = None if written is None else _within(tokens, first, last, written)
    denial = within or _denial(tokens, first, last)
    if denial is None:
        return Scope.STATED
    if any(token.lemma_ in _ADVERSE for token in tokens[first:last]):
        return Scope.STATED
    return denial


def _within(tokens: list[Token], first: int, last: int, written: frozenset[str]) -> Scope | None:
    """A denial between the words of a phrase: "the model is not deployed"."""
    for index in range(first, last - 1):
        token, following = tokens[index], tokens[index + 1]
        if token.text in ("not", "n't", "never") and token.lemma_ not in written and following.text not in _NOT_DENYING:
            return Scope.UNNEEDED if following.lemma_ in ("need", "requir", "necessari", "want") else Scope.NEGATED
    return None


def _denial(tokens: list[Token], first: int, last: int) -> Scope | None:
    before = _nearby(reversed(tokens[:first]))
    for distance, token in enumerate(before):
        following = [*reversed(before[:distance]), *tokens[first:last]]
        if (token.text, following[0].text if following else "") in _REJECTIONS:
            return Scope.NEGATED
        if token.text in _NEGATIONS and not (following and following[0].text in _NOT_DENYING):
            if any(other.lemma_ in _ADVERSE for other in before[:distance]):
                return None  # "must not leak personal data": there is personal data
            asked = any(other.lemma_ in ("need", "requir", "necessari", "want") for other in before[:distance])
            return Scope.UNNEEDED if asked or (distance == 0 and token.text in ("no", "without")) else Scope.NEGATED
    after = _nearby(iter(tokens[last:]))
    words = [token.text for token in after]
    if words[:2] == ["is", "out"] or any(token.lemma_ in _UNNEEDED for token in after):
        return Scope.UNNEEDED
    if first <= _WINDOW and _not_needed_either(tokens[last:]):
        return Scope.UNNEEDED
    for index, token in enumerate(after):
        if token.text in ("not", "n't") and any(other.lemma_ in _DENIED for other in after[index + 1 :]):
            return Scope.UNNEEDED
        if (token.text, after[index + 1].text if index + 1 < len(after) else "") == ("no", "longer"):
            return Scope.UNNEEDED
    return None


def _not_needed_either(tokens: list[Token]) -> bool:
    """What opens a sentence is its subject to the end: "Keyword search stays as it is and is not needed"."""
    words = [token.text for token in tokens]
    return any(
        words[index : index + 3] in (["and", "is", "not"], ["and", "are", "not"])
        and tokens[index + 3].lemma_ in ("need", "requir", "necessari")
        for index in range(len(words) - 3)
        if not _CLAUSES & set(words[:index])
    )


def _nearby(tokens: Iterable[Token]) -> list[Token]:
    found: list[Token] = []
    for token in tokens:
        if token.text in _BREAKS or len(found) == _WINDOW:
            break
        found.append(token)
    return found


def _only_present(tokens: list[Token], first: int, last: int) -> bool:
    """'currently uses X but wants Y': X is the present state, where a contrast follows in the same sentence."""
    said_now = any(token.text in _PRESENT for token in tokens[:last])
    contrast = any(token.text in _CONTRAST for token in tokens[last:])
    return said_now and contrast and not any(token.text in _CONTRAST for token in tokens[:first])


def _left_behind(before: list[Token]) -> bool:
    """'replace the nightly job', 'migrate from its own servers': what comes next is to go."""
    nearby = before[-_WINDOW:]
    words = [token.text for token in nearby]
    if any(token.lemma_ in _LEFT_BEHIND for token in nearby) and not {"with", "by"} & set(words):
        return True
    moved = next((i for i, token in enumerate(nearby) if token.lemma_ in ("migrat", "move", "switch")), None)
    return moved is not None and "from" in words[moved:] and "to" not in words[moved:]


def strength_of(sentence: Span, start: int, end: int) -> Strength:
    """The modal inside a phrase decides, else the one right after it, else the nearest before it.

    "If possible" and "is preferred" make a wish of what has none; else what is stated is binding.
    """
    tokens = list(sentence)
    first, last = start - sentence.start, end - sentence.start
    right_after = last + len(_nearby(iter(tokens[last : last + 3])))
    for found in (
        *reversed([*_modals(tokens, first, last)]),
        *_modals(tokens, last, right_after),
        *reversed([*_modals(tokens, 0, first)]),
    ):
        return found
    later = [token.text for token in tokens[last : last + _WINDOW + 1]]
    if any(word in _SOFT_LATER for word in later) or any(
        token.text in ("if", "where", "whenever", "wherever") and other.text == "possible"
        for token, other in itertools.pairwise(tokens)
    ):
        return Strength.SHOULD
    return Strength.MUST


def _asks(tokens: list[Token]) -> bool:
    """Whether a sentence is a question after something: "How should ...?"."""
    return tokens[-1].text == "?" and tokens[0].text in ("how", "what", "which", "where", "when", "who")


def _modals(tokens: list[Token], first: int, last: int) -> Iterator[Strength]:
    for index in range(first, last):
        word = tokens[index].text
        following = [token.text for token in tokens[index + 1 : index + 3]]
        if word == "should" and _asks(tokens):
            continue  # "How should it be split so that ..." asks for a way and wishes nothing
        if word in _SOFT or (word == "would" and (_WISHED | _SOFT_LATER) & set(following)):
            yield Strength.SHOULD
        elif word in _HARD or (word, *following[:1]) in (("can", "not"), ("has", "to"), ("have", "to"), ("had", "to")):
            yield Strength.MUST
