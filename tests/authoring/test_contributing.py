"""CONTRIBUTING walks through a rule that is in the base, with commands that exist."""

from __future__ import annotations

import re
import textwrap

import pytest
from typer.main import get_command

from advisor.cli import app
from advisor.files import parse_yaml, read_document
from checkouts import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text()
WALKED = ROOT / "rules" / "decisions" / "inference-mode" / "large-input-must-reach-storage-first.yaml"


def test_the_rule_of_the_walk_is_the_one_in_the_base() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert parse_yaml(textwrap.dedent(block), "CONTRIBUTING").value == read_document(WALKED).value
    assert WALKED.stem in TEXT
    for name in re.findall(r"`(rules/[a-z0-9/.-]+\.yaml|scenarios/[a-z-]+)`", TEXT):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("name", sorted(set(re.findall(r"advisor rules ([a-z]+)", TEXT))))
def test_its_commands_exist(name: str) -> None:
    assert name in get_command(app).commands["rules"].commands


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`?make ([a-z]+)", TEXT))))
def test_its_make_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_it_fits_a_page() -> None:
    walk = TEXT.split("## Add a rule")[1].split("When AWS changes")[0]
    assert len(walk.split()) < 700
