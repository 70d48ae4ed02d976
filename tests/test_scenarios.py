"""What we promise: each shipped scenario gives the expected verdicts for the expected reasons."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from advisor.advise import Advice, advisor_at
from advisor.errors import InputError
from advisor.explain.model import DecisionAdvice
from advisor.facts import SPECS, parse_values
from advisor.files import read_document
from advisor.rulebase.schema import RuleStatus
from advisor.scenario.read import read_scenario
from advisor.scenario.shipped import scenario_folder, shipped_scenarios

SCENARIOS = shipped_scenarios()
BAD = sorted((scenario_folder() / "_bad").glob("*/expected.yaml"))
KEYS = {"as_of", "computed", "decisions", "companions", "warnings", "not_decided"}
DECISION_KEYS = {"recommended", "status", "because", "eliminated", "viable", "conflicts", "depends_on"}


def test_there_are_scenarios() -> None:
    assert len(SCENARIOS) >= 15
    assert len(BAD) >= 6


def advice_of(path: Path, expected: dict[str, Any]) -> Advice:
    as_of = expected.get("as_of")
    advisor = advisor_at(datetime.date.fromisoformat(as_of) if as_of else datetime.date.today())
    return advisor.advise(read_scenario(path, advisor.snapshot.base.vocabulary))


def reasons_of(decision: DecisionAdvice, option: str) -> set[str]:
    return {reason.rule for item in decision.options if item.option == option for reason in item.reasons}


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str) -> None:
    path = SCENARIOS[name]
    expected = read_document(path.parent / "expected.yaml").value
    check(expected, advice_of(path, expected))


def check(expected: dict[str, Any], advice: Advice) -> None:
    """Asserts that the advice is what a scenario promises."""
    assert set(expected) <= KEYS
    for decision, wanted in expected["decisions"].items():
        assert set(wanted) <= DECISION_KEYS
        found = advice.decision(decision)
        assert found is not None, f"{decision} does not apply"
        assert found.status.value == wanted.get("status", "recommended")
        assert found.recommended == wanted.get("recommended")
        if "conflicts" in wanted:
            assert {frozenset(clash.facts) for clash in found.conflicts} == set(map(frozenset, wanted["conflicts"]))
        assert set(wanted.get("depends_on", ())) <= {dependence.fact for dependence in found.depends_on}
        if found.recommended:
            assert set(wanted.get("because", ())) <= reasons_of(found, found.recommended)
        for verdict in ("eliminated", "viable"):
            for option, rules in wanted.get(verdict, {}).items():
                standing = next(item for item in found.options if item.option == option)
                assert standing.verdict.value == verdict, option
                assert set(rules) <= reasons_of(found, option), option
    if "computed" in expected:
        found = {fact.name: fact.value for fact in advice.scenario.facts if fact.computed}
        assert found == pytest.approx(parse_values(SPECS, expected["computed"]), rel=1e-9)
    for decision in expected.get("not_decided", ()):
        assert advice.decision(decision) is None
    if "companions" in expected:
        assert sorted(item.item for item in advice.companions) == sorted(expected["companions"])
    assert set(expected.get("warnings", ())) <= {warning.trap for warning in advice.warnings}


# The decisions whose every rule a shipped scenario shows at work; the others grow scenario by scenario.
SHOWN = (
    "inference-mode",
    "endpoint-hosting",
    "endpoint-scaling",
    "endpoint-access",
    "network-isolation",
    "encryption-keys",
)


def test_every_rule_of_serving_speaks_in_some_scenario() -> None:
    """A stable rule fires in a shipped scenario, about an option that is chosen there where it is only about one."""
    advisor = advisor_at(datetime.date.today())
    rules = advisor.snapshot.base.rules.values()
    stable = {rule.id for rule in rules if rule.status is RuleStatus.STABLE and rule.decision in SHOWN}
    assert stable
    spoken: set[str] = set()
    for path in SCENARIOS.values():
        derivation, settled = advisor.settle(read_scenario(path, advisor.snapshot.base.vocabulary))
        spoken |= {outcome.rule.id for outcome in derivation.implications if outcome.truth}
        for name, item in settled.items():
            spoken |= {
                outcome.rule.id
                for outcome in derivation.outcomes[name]
                if outcome.truth
                and (not outcome.rule.then.only_with or item.recommended in outcome.rule.then.only_with)
            }
    assert sorted(stable - spoken) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.parent.name)
def test_bad_scenario(path: Path) -> None:
    """Each bad folder holds one input (any suffix) and expected.yaml with the parts of its message."""
    wanted = read_document(path).value
    given = next(file for file in path.parent.iterdir() if file.name.startswith("scenario"))
    advisor = advisor_at(datetime.date.today())
    with pytest.raises(InputError) as caught:
        advisor.advise(read_scenario(given, advisor.snapshot.base.vocabulary))
    for part in wanted["message"]:
        assert part in str(caught.value)
