"""Questions from JSON (one, or a list) or JSON Lines."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from advisor.answer.model import Question
from advisor.errors import InputError, Problem, did_you_mean
from advisor.files import parse_json


def parse_questions(text: str, name: str) -> list[Question]:
    """Every question of a text, in order.

    Raises InputError with each problem and its line (JSON Lines) or number (a list).
    """
    raw = _raw(text, name)
    if not raw:
        remedy = 'give JSON such as {"stem": ..., "options": {"A": ...}}'
        raise InputError.one(name, "there is no question", remedy)
    problems: list[Problem] = []
    questions = [question for place, value in raw if (question := _question(value, place, problems)) is not None]
    if problems:
        raise InputError(problems)
    return questions


def _raw(text: str, name: str) -> list[tuple[str, Any]]:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > 1 and all(line.lstrip().startswith("{") and line.rstrip().endswith("}") for _, line in lines):
        return [(f"{name}:{number}", parse_json(line, f"{name}:{number}").value) for number, line in lines]
    if not lines:
        return []
    value = parse_json(text, name).value
    return (
        [(f"{name}: question {i}", item) for i, item in enumerate(value, 1)]
        if isinstance(value, list)
        else [(name, value)]
    )


def _question(value: Any, place: str, problems: list[Problem]) -> Question | None:
    if not isinstance(value, dict):
        problems.append(Problem(place, "a question is an object", "known keys: id, stem, options, choose"))
        return None
    # A bank may carry keys, tags and notes beside the question: they are its own and are not read.
    known = {key: value[key] for key in Question.model_fields if key in value}
    try:
        return Question.model_validate(known)
    except ValidationError as error:
        for item in error.errors():
            where = ".".join(str(part) for part in item["loc"])
            missing = did_you_mean(where, value) if item["type"] == "missing" else ""
            problems.append(Problem(place, f"`{where}`: {item['msg'][0].lower()}{item['msg'][1:]}", missing))
        return None
