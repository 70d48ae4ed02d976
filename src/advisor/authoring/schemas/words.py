"""What files may name, as JSON Schema: facts with their values, conditions, limits, things, capabilities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from advisor.facts import FactSpec
from advisor.facts.fields import FactKind, Unit
from advisor.rulebase.schema import RuleBase
from advisor.rulebase.snapshot import number_of

Schema = dict[str, Any]

_NUMBER_WORDS = ("above", "at_least", "below", "at_most")
# A quantity with its unit; the loader knows which units fit.
_QUANTITY: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^\s*[-+]?[0-9.]"}]}


def definitions(base: RuleBase) -> dict[str, Schema]:
    """The shared definitions, by name."""
    return {
        "fact": one_of((spec.name, _question(spec)) for spec in base.vocabulary),
        "thing": one_of((thing.id, thing.name) for thing in base.things.values()),
        "capability": one_of(base.capabilities.items()),
        "task": one_of(
            (f"{exam.code}/{task.id}", task.gist)
            for exam in base.exams.values()
            for domain in exam.domains
            for task in domain.tasks
        ),
        **{f"limit-{_slug(unit)}": _limits(base, unit) for unit in _units(base)},
        "condition": _condition(base),
        "values": _object({spec.name: {**value(spec), "description": _question(spec)} for spec in base.vocabulary}),
    }


def ref(name: str) -> Schema:
    """A reference to a shared definition."""
    return {"$ref": f"vocabulary.json#/definitions/{name}"}


def one_of(words: Iterable[tuple[str, str]]) -> Schema:
    """A closed list of words, each with what it means."""
    known = list(words)
    return {"enum": [word for word, _ in known], "markdownEnumDescriptions": [meaning for _, meaning in known]}


def one_or_more(schema: Schema) -> Schema:
    """A word, or a list of words."""
    return {"anyOf": [schema, {"type": "array", "items": schema, "minItems": 1, "uniqueItems": True}]}


def value(spec: FactSpec) -> Schema:
    """The values of a fact as files state them."""
    if spec.kind is FactKind.FLAG:
        return {"enum": [True, False, "yes", "no"]}
    if spec.kind is FactKind.NUMBER:
        return _QUANTITY
    words = _words(spec)
    if spec.kind is FactKind.CHOICE:
        return words
    # Several words may also stand in one text, between commas.
    return {"anyOf": [{"type": "array", "items": words, "uniqueItems": True}, {"type": "string"}]}


def _object(properties: dict[str, Schema], **more: Any) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def _condition(base: RuleBase) -> Schema:
    parts = {"type": "array", "items": ref("condition"), "minItems": 1}
    logic = {
        "all": {**parts, "description": "All of these must hold."},
        "any": {**parts, "description": "At least one of these must hold."},
        "not": {**ref("condition"), "description": "This must not hold."},
    }
    facts = {spec.name: {**_asked(spec), "description": _question(spec)} for spec in base.vocabulary}
    return _object({**facts, **logic}, minProperties=1)


def _asked(spec: FactSpec) -> Schema:
    """What a condition can ask of a fact."""
    known: Schema = {"const": "known"}
    if spec.kind is FactKind.FLAG:
        flag: Schema = {"type": "boolean"}
        return {"anyOf": [flag, known, _operators({"is": flag, "is_not": flag})]}
    if spec.kind is FactKind.NUMBER:
        assert spec.question.unit is not None
        limit = _object({"limit": ref(f"limit-{_slug(spec.question.unit)}")}, required=["limit"])
        bound: Schema = {"anyOf": [*_QUANTITY["anyOf"], limit]}
        return {"anyOf": [known, _operators(dict.fromkeys(_NUMBER_WORDS, bound))]}
    words = one_or_more(_words(spec))
    pair = ("in", "is_not") if spec.kind is FactKind.CHOICE else ("includes", "lacks")
    return {"anyOf": [*words["anyOf"], known, _operators(dict.fromkeys(pair, words))]}


def _operators(operators: dict[str, Schema]) -> Schema:
    return _object(operators, minProperties=1)


def _words(spec: FactSpec) -> Schema:
    if not spec.words:
        return {"type": "string"}  # nothing can be named yet
    return one_of((word, spec.labels.get(word, word)) for word in spec.words)


def _question(spec: FactSpec) -> str:
    unit = spec.question.unit
    kept = f" Kept in {unit.value}." if unit is not None and unit is not Unit.COUNT else ""
    return spec.question.ask + kept


def _units(base: RuleBase) -> list[Unit]:
    return list(dict.fromkeys(spec.question.unit for spec in base.vocabulary if spec.question.unit is not None))


def _slug(unit: Unit) -> str:
    return unit.name.lower().replace("_", "-")


def _limits(base: RuleBase, unit: Unit) -> Schema:
    """The limits that some fact kept in this unit can be compared with."""
    specs = [spec for spec in base.vocabulary if spec.question.unit is unit]
    found = []
    for thing in base.things.values():
        for name, limit in thing.limits.items():
            if any(_fits(limit, spec) for spec in specs):
                found.append((f"{thing.id}.{name}", f"{limit.says}: {limit.words}"))
    return one_of(found) if found else {"type": "string"}


def _fits(limit: Any, spec: FactSpec) -> bool:
    try:
        number_of(limit, spec, limit.checked)
    except ValueError:
        return False
    return True
