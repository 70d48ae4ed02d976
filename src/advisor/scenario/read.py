"""A scenario file, or facts from the command line or a form, as a Scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from advisor.errors import InputError, Problem, did_you_mean
from advisor.facts import Facts, FactSpec, Value, Vocabulary, parse_value
from advisor.facts.spec import NEEDS
from advisor.files import Document, KeyPath, parse_json, parse_yaml, read_document
from advisor.scenario.model import Scenario, Statement
from advisor.vocabulary import Origin, Strength

_KEYS = ("title", "prompt", "objective", "facts")
_FACT_KEYS = ("value", "strength", "words")


def read_scenario(path: Path, vocabulary: Vocabulary) -> Scenario:
    """The scenario in a YAML or JSON file; InputError with every problem and its line."""
    return scenario_of(read_document(path), vocabulary)


def parse_scenario(text: str, name: str, vocabulary: Vocabulary) -> Scenario:
    """The scenario in a text that came from elsewhere: YAML, or JSON where it starts with a brace."""
    document = parse_json(text, name) if text.lstrip().startswith("{") else parse_yaml(text, name)
    return scenario_of(document, vocabulary)


def scenario_of(document: Document, vocabulary: Vocabulary) -> Scenario:
    """A document's scenario."""
    problems: list[Problem] = []
    value = document.value
    if not isinstance(value, dict):
        raise InputError.one(document.place(), "a scenario is a mapping", f"known keys: {', '.join(_KEYS)}")
    for key in value:
        if key not in _KEYS:
            problems.append(Problem(document.place((key,)), f"unknown key `{key}`", did_you_mean(str(key), _KEYS)))
    texts = {key: _text(document, key, problems) for key in ("title", "prompt", "objective")}
    facts = value.get("facts")
    if not isinstance(facts, dict):
        if facts is not None or not problems:
            problems.append(Problem(document.place(("facts",)), "`facts` must map fact names to values"))
        raise InputError(problems)
    statements = [
        statement
        for name, raw in facts.items()
        if (statement := _statement(document, name, raw, texts["prompt"], vocabulary, problems)) is not None
    ]
    if problems:
        raise InputError(problems)
    check_together(statements, document.place(("facts",)))
    return Scenario(
        title=texts["title"],
        prompt=texts["prompt"],
        objective=texts["objective"],
        statements=tuple(sorted(statements, key=lambda statement: statement.name)),
    )


def _text(document: Document, key: str, problems: list[Problem]) -> str:
    text = document.value.get(key)
    if text is None:
        return ""
    if not isinstance(text, str):
        problems.append(Problem(document.place((key,)), f"`{key}` must be text"))
        return ""
    return text.strip()


def _statement(
    document: Document, name: str, raw: Any, prompt: str, vocabulary: Vocabulary, problems: list[Problem]
) -> Statement | None:
    path: KeyPath = ("facts", name)
    if name not in vocabulary:
        problems.append(Problem(document.place(path), f"unknown fact `{name}`", vocabulary.suggest(name)))
        return None
    fields: Mapping[str, Any] = raw if isinstance(raw, dict) else {"value": raw}
    before = len(problems)
    for key in fields:
        if key not in _FACT_KEYS:
            remedy = did_you_mean(str(key), _FACT_KEYS)
            problems.append(Problem(document.place((*path, key)), f"unknown key `{key}`", remedy))
    strength = fields.get("strength", "must")
    if strength not in list(Strength):
        problems.append(
            Problem(document.place((*path, "strength")), f"unknown strength `{strength}`", "accepted: must, should")
        )
    words = fields.get("words")
    if words is not None and (not isinstance(words, str) or words not in prompt):
        problems.append(Problem(document.place((*path, "words")), f"the prompt does not contain the words `{words}`"))
    value = _value(vocabulary[name], fields.get("value"), document.place(path), problems)
    if len(problems) > before or value is None:
        return None
    start = prompt.index(words) if words else None
    return Statement(
        name=name,
        value=value,
        strength=Strength(strength),
        words=words,
        start=start,
        end=start + len(words) if words and start is not None else None,
    )


def _value(spec: FactSpec, raw: Any, place: str, problems: list[Problem]) -> Value | None:
    if raw is None:
        problems.append(Problem(place, f"`{spec.name}` has no value", "leave the line out where the fact is unknown"))
        return None
    try:
        return parse_value(spec, raw)
    except ValueError as error:
        problems.append(Problem(place, f"`{spec.name}`: {error}"))
        return None


def statement_from(assignment: str, strength: Strength, vocabulary: Vocabulary, place: str) -> Statement:
    """The statement in `name=value`, as given on the command line."""
    name, sign, raw = assignment.partition("=")
    name = name.strip()
    if not sign:
        raise InputError.one(place, f"`{assignment}` is not of the form name=value")
    if name not in vocabulary:
        raise InputError.one(place, f"unknown fact `{name}`", vocabulary.suggest(name))
    try:
        value = parse_value(vocabulary[name], raw.strip())
    except ValueError as error:
        raise InputError.one(place, f"`{name}`: {error}") from None
    return Statement(name=name, value=value, strength=strength, origin=Origin.STATED)


def with_statements(scenario: Scenario, statements: Iterable[Statement], place: str) -> Scenario:
    """The scenario with more facts; InputError where one fact is given two values, or two exclude each other."""
    seen: dict[str, Statement] = {}
    for statement in statements:
        before = seen.get(statement.name)
        if before is not None and before != statement:
            raise InputError.one(place, f"the fact `{statement.name}` is given twice with different values", "keep one")
        seen[statement.name] = statement
    merged = scenario.having(*seen.values())
    check_together(merged.statements, place)
    return merged


def check_together(statements: Iterable[Statement], place: str) -> None:
    """Raises InputError where the values exclude each other by definition (a median above its p95)."""
    groups: dict[str, dict[str, Value]] = {}
    for statement in statements:
        group, _, field = statement.name.partition(".")
        if group != NEEDS:
            groups.setdefault(group, {})[field] = statement.value
    try:
        Facts.model_validate(groups)
    except ValidationError as error:
        raise InputError(Problem(place, item["msg"].removeprefix("Value error, ")) for item in error.errors()) from None
