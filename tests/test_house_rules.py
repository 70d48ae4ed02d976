"""House rules over the shipped base, and over the code that shows it."""

from __future__ import annotations

import ast
import datetime
from pathlib import Path

import pytest

import advisor
from advisor.rulebase.condition import facts_of
from advisor.rulebase.load import shipped
from advisor.scenario.shipped import shipped_scenarios

ROOT = Path(__file__).parents[1]
BASE = shipped()


def test_the_page_uses_only_public_names() -> None:
    """ui/ shows what comes back; it reaches for nothing inside the library."""
    files = sorted((ROOT / "ui").rglob("*.py"))
    assert files
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "advisor":
                assert node.module == "advisor", f"{path}:{node.lineno} imports {node.module}"
                assert {alias.name for alias in node.names} <= set(advisor.__all__), f"{path}:{node.lineno}"
            if isinstance(node, ast.Import):
                assert not any(alias.name.startswith("advisor.") for alias in node.names), f"{path}:{node.lineno}"


def test_public_names_resolve() -> None:
    for name in advisor.__all__:
        assert getattr(advisor, name) is not None


@pytest.mark.parametrize("name", sorted(BASE.things))
def test_no_limit_is_past_its_expiry(name: str) -> None:
    for limit, number in BASE.things[name].limits.items():
        assert number.expires >= datetime.date.today(), f"{name}.{limit} must be checked again at {number.source}"
        assert number.checked <= datetime.date.today() < number.expires


def test_every_measured_fact_is_asked_by_some_rule_or_formula() -> None:
    asked = {fact for rule in BASE.rules.values() for fact in facts_of(rule.when)}
    asked |= {fact for decision in BASE.decisions.values() for fact in facts_of(decision.applies)}
    asked |= {fact for item in BASE.formulas.values() for fact in (item.gives, *item.facts.values())}
    concluded = {fact for rule in BASE.rules.values() for fact, _ in rule.implied}
    assert concluded <= asked | {fact.name for fact in BASE.vocabulary if fact.group == "needs"}
    ranked = {"priorities.order", "account.uses"}
    assert {fact.name for fact in BASE.vocabulary if fact.group != "needs"} - ranked <= asked


def test_every_capability_is_met_or_denied_by_something() -> None:
    judged = {capability for thing in BASE.things.values() for capability in (*thing.can, *thing.cannot)}
    assert set(BASE.capabilities) == judged


def test_no_sentence_is_used_twice() -> None:
    """A pasted reason teaches nothing."""
    sentences = [rule.because for rule in BASE.rules.values()]
    sentences += [item.because for thing in BASE.things.values() for item in thing.cannot.values()]
    assert sorted({text for text in sentences if sentences.count(text) > 1}) == []


def test_sources_are_pages_models_the_course_or_a_standard_text() -> None:
    for rule in BASE.rules.values():
        for source in rule.references:
            assert source.startswith(
                ("https://docs.aws.amazon.com/", "https://aws.amazon.com/", "botocore ", "course ", "textbook: ")
            ), f"{rule.id}: {source}"


def test_scenarios_ship() -> None:
    assert shipped_scenarios()
