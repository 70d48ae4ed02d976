"""Two advices side by side: only what differs is told, with the reasons that came and went."""

from __future__ import annotations

import datetime

from advisor import Scenario, Statement, Verdict, advisor_at, contrast, cost_changes, read_scenario, shipped_scenarios

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


def test_what_another_option_costs_is_told_part_by_part_and_in_all() -> None:
    larger = after(Statement(name="request.payload_mb", value=5.0))
    found = cost_changes(*(ADVISOR.cost(side, crossings=False) for side in (SCENARIO, larger)))
    *parts, together = found
    # Instances behind a real-time endpoint take the place of serverless capacity; access and network stay free.
    serving = next(part for part in parts if part.part == "serving")
    assert serving.chosen[1] != serving.chosen[0] and serving.before != serving.after
    assert [part.part for part in parts if part.before != part.after] == ["serving"]
    for side in ("before", "after"):
        figures = [figure for part in parts if (figure := getattr(part, side)) is not None]
        assert getattr(together, side).typical == sum(figure.typical for figure in figures)


def test_nothing_that_is_priced_costs_nothing() -> None:
    nothing, something = (ADVISOR.cost(side, crossings=False) for side in (Scenario(), SCENARIO))
    assert cost_changes(nothing, nothing) == ()
    assert all(change.before is None for change in cost_changes(nothing, something))


def test_a_fact_made_a_wish_is_a_change() -> None:
    from advisor import Strength

    soft = SCENARIO.by_name["request.payload_mb"].model_copy(update={"strength": Strength.SHOULD})
    found = contrast(BEFORE, ADVISOR.advise(after(soft), changes=False))
    assert [(change.before, change.after) for change in found.facts] == [
        ("payload of a request: 1 MB (must)", "payload of a request: 1 MB (should)")
    ]
