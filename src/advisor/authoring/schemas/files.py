"""Which schema holds for which files, and writing them where editors look."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from advisor.authoring.schemas import shapes, words
from advisor.authoring.schemas.words import Schema
from advisor.errors import InputError
from advisor.rulebase.schema import RuleBase

FOLDER = ".schemas"
SETTINGS = Path(".vscode") / "settings.json"
_DIALECT = "http://json-schema.org/draft-07/schema#"
_SHARED = "vocabulary"
_HERE = "vocabulary.json#/definitions/"

_KINDS: Mapping[str, Callable[[RuleBase], Schema]] = {
    "decision": shapes.decision,
    "thing": shapes.thing,
    "capabilities": shapes.capabilities,
    "phrase": shapes.phrase,
    "phrasing": shapes.phrasing,
    "stories": shapes.stories,
    "sequence": shapes.sequence,
    "formula": shapes.formula,
    "lessons": shapes.lessons,
    "signs": shapes.signs,
    "synonyms": shapes.synonyms,
    "suppressions": shapes.suppressions,
    "exam": shapes.exam,
    "scenario": shapes.scenario,
    "expected": shapes.expected,
}


def names(base: RuleBase) -> list[str]:
    """What `one` knows: each kind of file, and the rules of each decision."""
    return ["rule", "implication", *_KINDS, *base.decisions]


def one(base: RuleBase, name: str) -> Schema:
    """One schema that needs no other file."""
    schema = shapes.any_rule(base) if name == "rule" else _of(base, name)
    inlined = json.loads(json.dumps(_lifted(schema)).replace(_HERE, "#/definitions/"))
    shared = json.loads(json.dumps(words.definitions(base)).replace(_HERE, "#/definitions/"))
    return {"$schema": _DIALECT, **inlined, "definitions": {**shared, **inlined.get("definitions", {})}}


def _of(base: RuleBase, name: str) -> Schema:
    if name in _KINDS:
        return _KINDS[name](base)
    return shapes.rule(base, None if name == "implication" else base.decisions[name])


def _lifted(schema: Schema) -> Schema:
    """The schema with the definitions of its alternatives moved to the top, where references look for them."""
    lifted: Schema = {}
    for part in schema.get("anyOf", ()):
        lifted.update(part.pop("definitions", {}))
    return {**schema, "definitions": {**schema.get("definitions", {}), **lifted}} if lifted else schema


def associations(base: RuleBase, rules: Path) -> dict[str, list[str]]:
    """For each schema of `together`, the files it holds for, as patterns from the root of the checkout.

    A rule's id has hyphens and decision.yaml has none: that tells them apart.
    """
    catalogue = sorted({path.name for path in (rules / "catalogue").glob("*/")} - {"capabilities"})
    return {
        **{name: [f"rules/decisions/{name}/*-*.yaml"] for name in sorted(base.decisions)},
        "implication": ["rules/implications/**/*.yaml"],
        "decision": ["rules/decisions/*/decision.yaml"],
        "thing": [f"rules/catalogue/{area}/**/*.yaml" for area in catalogue],
        "capabilities": ["rules/catalogue/capabilities/*.yaml"],
        "phrase": ["rules/phrases/**/*.yaml"],
        "phrasing": ["rules/phrasing/decisions/*.yaml"],
        "stories": ["rules/phrasing/stories.yaml"],
        "sequence": ["rules/sequences/*.yaml"],
        "formula": ["rules/formulas/*.yaml"],
        "lessons": ["rules/lessons/**/*.yaml"],
        "signs": ["rules/signs/*.yaml"],
        "synonyms": ["rules/synonyms.yaml"],
        "suppressions": ["rules/suppressions.yaml"],
        "exam": ["rules/exams/*.yaml"],
        "scenario": ["scenarios/*/scenario.yaml"],
        "expected": ["scenarios/*/expected.yaml"],
    }


def together(base: RuleBase) -> dict[str, Schema]:
    """Every schema as it stands in the folder, by file name; they share vocabulary.json."""
    shared = {"$schema": _DIALECT, "definitions": words.definitions(base)}
    found = {f"{_SHARED}.json": shared}
    for name in ("implication", *_KINDS, *base.decisions):
        found[f"{name}.json"] = {"$schema": _DIALECT, **_of(base, name)}
    return found


def write(base: RuleBase, root: Path) -> Path:
    """Writes the schemas to rules/.schemas (which git ignores) and what editors need into .vscode/settings.json."""
    folder = root / "rules" / FOLDER
    folder.mkdir(exist_ok=True)
    schemas = together(base)
    for stale in set(folder.glob("*.json")) - {folder / name for name in schemas}:
        stale.unlink()
    for name, schema in schemas.items():
        (folder / name).write_text(json.dumps(schema, ensure_ascii=False) + "\n", encoding="utf-8")
    text = settings(base, root)
    path = root / SETTINGS
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def settings(base: RuleBase, root: Path) -> str:
    """The text of .vscode/settings.json: what it holds already, with our schemas in it.

    Raises InputError where the file cannot be read as JSON.
    """
    path = root / SETTINGS
    kept: dict[str, Any] = {}
    if path.exists():
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            raise InputError.one(str(path), "this is not plain JSON", "remove comments and trailing commas") from None
    patterns = associations(base, root / "rules")
    kept["yaml.schemas"] = {f"./rules/{FOLDER}/{name}.json": files for name, files in patterns.items()}
    return json.dumps(kept, indent=2, ensure_ascii=False) + "\n"
