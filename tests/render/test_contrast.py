"""Two advices side by side: only what differs is told, with the reasons that came and went."""

from __future__ import annotations

import datetime

from advisor import Scenario, Statement, Verdict, advisor_at, contrast, read_scenario, shipped_scenarios

ADVISOR = advisor_at(datetime.date(2026, 11, 23))
SCENARIO = read_scenario(shipped_scenarios()["spiky-internal-tool"], ADVISOR.snapshot.base.vocabulary)
BEFORE = ADVISOR.advise(SCENARIO, changes=False)


def after(*statements: Statement) -> Scenario:
    return SCENARIO.having(*statements)


def test_the_same_advice_differs_in_nothing() -> None:
    found = contrast(BEFORE, BEFORE)
    assert found.nothing
    assert not found.facts


def test_a_larger_payload_changes_the_verdict_and_says_why() -> None:
    # A serverless endpoint accepts 4 MB at most, so 5 MB rule it out.
    found = contrast(BEFORE, ADVISOR.advise(after(Statement(name="request.payload_mb", value=5.0)), changes=False))
    assert [(change.fact, change.after) for change in found.facts] == [
        ("request.payload_mb", "payload of a request: 5 MB")
    ]
    mode = next(item for item in found.decisions if item.decision == "inference-mode")
    assert mode.before == "SageMaker AI serverless endpoint" != mode.after
    gone = next(option for option in mode.options if option.option == "serverless-endpoint")
    assert (gone.before, gone.after) == (Verdict.RECOMMENDED, Verdict.ELIMINATED)
    assert "large-request-exceeds-serverless" in [reason.rule for reason in gone.gained]
    assert "serverless-endpoint" in found.removed


def test_a_decision_that_no_longer_arises_is_told() -> None:
    found = contrast(BEFORE, ADVISOR.advise(Scenario(), changes=False))
    assert {item.decision for item in found.decisions} == {item.decision for item in BEFORE.decisions}
    assert all(item.after is None for item in found.decisions)
    assert set(found.removed) == set(BEFORE.architecture)


def test_a_fact_made_a_wish_is_a_change() -> None:
    from advisor import Strength

    soft = SCENARIO.by_name["request.payload_mb"].model_copy(update={"strength": Strength.SHOULD})
    found = contrast(BEFORE, ADVISOR.advise(after(soft), changes=False))
    assert [(change.before, change.after) for change in found.facts] == [
        ("payload of a request: 1 MB (must)", "payload of a request: 1 MB (should)")
    ]
