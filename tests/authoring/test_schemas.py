"""Editors get schemas that accept every shipped file and refuse the usual mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from advisor.authoring.schemas import files
from advisor.errors import InputError
from advisor.files import parse_yaml, read_document
from advisor.rulebase.load import shipped
from checkouts import ROOT

BASE = shipped()
TOGETHER = files.together(BASE)
REGISTRY: Registry[Any] = Registry().with_resources(
    [(name, Resource(contents=schema, specification=DRAFT7)) for name, schema in TOGETHER.items()]
)
# The schemas of the rules of a decision differ in the names of options only: one of them stands for all.
KINDS = [name for name in files.names(BASE) if name not in BASE.decisions or name == "inference-mode"]
PATTERNS = files.associations(BASE, ROOT / "rules")
RULE = """\
title: A large request
when:
  request.payload_mb: {above: {limit: serverless-endpoint.max-payload-mb}}
then: {rules_out: serverless-endpoint}
because: Too large.
references: [https://docs.aws.amazon.com/]
cases:
  - {name: large, facts: {request.payload_mb: 5 MB}, fires: true}
  - {name: small, facts: {request.payload_mb: 4}, fires: false}
"""


def validator(name: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(TOGETHER[f"{name}.json"], registry=REGISTRY)


def shipped_files() -> list[tuple[str, Path]]:
    return [(name, path) for name, patterns in PATTERNS.items() for pattern in patterns for path in ROOT.glob(pattern)]


def test_every_schema_is_one() -> None:
    for schema in TOGETHER.values():
        jsonschema.Draft7Validator.check_schema(schema)
    for name in KINDS:
        jsonschema.Draft7Validator.check_schema(files.one(BASE, name))


def test_every_shipped_file_is_valid() -> None:
    found = shipped_files()
    assert len(found) > 250
    for name, path in found:
        errors = [error.message for error in validator(name).iter_errors(read_document(path).value)]
        assert errors == [], path


def test_every_rule_file_has_one_schema() -> None:
    paths = [path for _, path in shipped_files()]
    assert len(paths) == len(set(paths))
    expected = {path for path in (ROOT / "rules").rglob("*.yaml") if "prices" not in path.parts}
    assert expected <= set(paths)


def test_the_printed_schema_needs_no_other_file() -> None:
    for name in KINDS:
        assert "vocabulary.json" not in json.dumps(files.one(BASE, name))
    jsonschema.Draft7Validator(files.one(BASE, "rule")).validate(parse_yaml(RULE, "rule").value)
    jsonschema.Draft7Validator(files.one(BASE, "inference-mode")).validate(parse_yaml(RULE, "rule").value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("request.payload_mb: {above", "request.paylod_mb: {above"),
        ("above", "over"),
        ("serverless-endpoint.max-payload-mb", "serverless-endpoint.max-payload"),
        ("serverless-endpoint.max-payload-mb", "serverless-endpoint.max-processing-s"),
        ("rules_out: serverless-endpoint", "rules_out: serverless"),
        ("rules_out: serverless-endpoint", "rules_out: single-model-endpoint"),
        ("rules_out: serverless-endpoint", "favours: serverless-endpoint"),
        ("rules_out: serverless-endpoint", "rules_out: serverless-endpoint, by: cost"),
        ("rules_out: serverless-endpoint", "favours: serverless-endpoint, by: price"),
        ("rules_out: serverless-endpoint", "rules_out: serverless-endpoint, warns: a-trap"),
        ("rules_out: serverless-endpoint", "needs: gpu-inference"),
        ("rules_out: serverless-endpoint", "adds: serverles-endpoint"),
        ("because:", "becuase:"),
        ("title: A large request\n", ""),
        ("fires: false", "fires: true"),
        ("fires: false", "fires: maybe"),
        ("[https://docs.aws.amazon.com/]", "[]"),
        ("title:", "status: done\ntitle:"),
        ("title:", "overrides: [no-such-rule]\ntitle:"),
        ("request.payload_mb: 4", "request.caller_waits: perhaps"),
        ("request.payload_mb: 4", "traffic.shape: spikey"),
    ],
)
def test_mistakes_in_a_rule_are_refused(old: str, new: str) -> None:
    check = validator("inference-mode")
    assert list(check.iter_errors(parse_yaml(RULE, "rule").value)) == []
    assert old in RULE
    assert list(check.iter_errors(parse_yaml(RULE.replace(old, new), "rule").value))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("implication", RULE),
        ("decision", "question: Which?\narea: deployment\noptions: {boat: {}, plane: {}}\napplies: {}\ntasks: [X/1]\n"),
        ("thing", "name: A\nkind: feature\narea: deployment\nwhat: A.\nsources: [x]\ncan: [fly]\n"),
        ("thing", "name: A\nkind: gadget\narea: deployment\nwhat: A.\nsources: [x]\n"),
        ("scenario", "facts: {trafic.shape: spiky}\n"),
        ("scenario", "facts: {traffic.shape: {value: spiky, strength: may}}\n"),
        ("scenario", "fact: {}\n"),
        ("expected", "decisions: {inference-mode: {recommended: serverless}}\n"),
        ("phrase", "says: [x]\ncases: [{text: a, states: true}, {text: b, states: false}]\n"),
    ],
)
def test_mistakes_in_other_files_are_refused(name: str, text: str) -> None:
    assert list(validator(name).iter_errors(parse_yaml(text, name).value))


def test_settings_are_current_and_keep_what_they_hold(tmp_path: Path) -> None:
    assert (ROOT / files.SETTINGS).read_text() == files.settings(BASE, ROOT), "run `advisor rules schema`"
    (tmp_path / "rules").mkdir()
    path = tmp_path / files.SETTINGS
    path.parent.mkdir()
    path.write_text('{"editor.rulers": [120], "yaml.schemas": {"old": "gone"}}')
    files.write(BASE, tmp_path)
    settings = json.loads(path.read_text())
    assert settings["editor.rulers"] == [120]
    assert "old" not in settings["yaml.schemas"]
    for schema in settings["yaml.schemas"]:
        assert (tmp_path / schema).exists()
    (tmp_path / "rules" / files.FOLDER / "gone.json").write_text("{}")
    files.write(BASE, tmp_path)
    assert not (tmp_path / "rules" / files.FOLDER / "gone.json").exists()


def test_settings_with_comments_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / files.SETTINGS
    path.parent.mkdir()
    path.write_text("{ // mine\n}")
    with pytest.raises(InputError, match="not plain JSON"):
        files.settings(BASE, tmp_path)
