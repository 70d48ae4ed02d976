"""A question as a person pastes it: the stem, then the options, each on a line that starts with its letter."""

from __future__ import annotations

import re
from enum import StrEnum

from pydantic import ValidationError

from advisor.answer.model import Question
from advisor.answer.parse import parse_questions
from advisor.errors import InputError

_OPTION = re.compile(r"^[ \t]*(?:[-*•][ \t]+)?\(?([A-F])[).:][ \t]+(?=\S)", re.MULTILINE)
# What a book or a bank prints below the options would give the key away, and is no part of the last option.
_KEY = re.compile(
    r"^[ \t]*[*_]{0,2}(?:(?:correct|right|suggested)[ \t]+)?(?:answer|key|explanation|reference)s?[ \t]*[:=]",
    re.MULTILINE | re.IGNORECASE,
)
# How a scenario file begins.
_FILE = re.compile(r"\s*(?:title|prompt|objective|facts):|\s*\{[\s\S]*\"facts\"\s*:")
_NAME = "the question"
MAX_CHARACTERS = 20_000


class Pasted(StrEnum):
    """What someone pasted into a box that takes anything."""

    QUESTION = "question"
    FILE = "file"
    PROMPT = "prompt"


def recognise(text: str) -> Pasted:
    r"""A question where there is a stem with options, a scenario file where it begins like one, otherwise a prompt.

    >>> recognise("Which fits?\nA. This one\nB. That one").value
    'question'
    """
    if _FILE.match(text):
        return Pasted.FILE
    try:
        parse_pasted(text)
    except InputError:
        return Pasted.PROMPT
    return Pasted.QUESTION


def parse_pasted(text: str) -> Question:
    """The question in a pasted text: plain text with lettered options, or one question as JSON.

    Raises InputError where it is empty, too long, or has no options A, B, ... on lines of their own.
    """
    if not text.strip():
        raise InputError.one(_NAME, "there is no text yet", "paste a question with its options")
    if len(text) > MAX_CHARACTERS:
        raise InputError.one(_NAME, "the text is too long", f"at most {MAX_CHARACTERS:,} characters are read")
    if text.lstrip().startswith(("{", "[")):
        return parse_questions(text, _NAME)[0]
    marks = _options(list(_OPTION.finditer(text)))
    if len(marks) < 2:
        remedy = "put each option on a line of its own: `A. ...`, then `B. ...`"
        raise InputError.one(_NAME, "no answer options were found", remedy)
    below = _KEY.search(text, marks[-1].end())
    ends = [mark.start() for mark in marks[1:]] + [below.start() if below else len(text)]
    options = {mark[1]: " ".join(text[mark.end() : end].split()) for mark, end in zip(marks, ends, strict=True)}
    try:
        return Question(stem=text[: marks[0].start()].strip(), options=options)
    except ValidationError:
        raise InputError.one(_NAME, "there is no text before option A", "paste the question itself too") from None


def _options(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """The last run A, B, C...: a stem may list lettered steps before its options."""
    starts = [index for index, mark in enumerate(marks) if mark[1] == "A"]
    run: list[re.Match[str]] = []
    for mark in marks[starts[-1] :] if starts else []:
        if mark[1] != chr(ord("A") + len(run)):
            break
        run.append(mark)
    return run
