"""Cost in the advice: it breaks ties where cost comes first and ranges do not touch, and says why; never otherwise."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from advisor.advise import Advice, Advisor, advisor_at
from advisor.cli import app
from advisor.cost.estimate import Estimator
from advisor.cost.model import Cost
from advisor.cost.options import DECIDED
from advisor.engine.infer import infer
from advisor.explain.model import DecisionAdvice, OptionAdvice
from advisor.facts import Value
from advisor.scenario.model import Scenario, Statement
from advisor.scenario.shipped import scenario_folder
from advisor.verdict import ESTIMATE, decide
from advisor.vocabulary import Status, Strength, Verdict

ADVISOR: Advisor = advisor_at(datetime.date.today())

# One model that a caller waits for. Nothing that the rules know tells real-time and serverless apart.
SERVED: dict[str, Value] = {
    "goal.serve_predictions": True,
    "request.caller_waits": True,
    "request.payload_mb": 0.01,
    "request.processing_s": 0.2,
    "models.memory_gb": 2.0,
    "priorities.order": ("cost",),
}


def scenario(**facts: Value) -> Scenario:
    given = {**SERVED, **{name.replace("__", "."): value for name, value in facts.items()}}
    return Scenario(statements=tuple(Statement(name=name, value=value) for name, value in sorted(given.items())))


def advice(**facts: Value) -> Advice:
    return ADVISOR.advise(scenario(**facts))


def mode(found: Advice) -> DecisionAdvice:
    decision = found.decision("inference-mode")
    assert decision is not None
    return decision


def option(decision: DecisionAdvice, name: str) -> OptionAdvice:
    return next(item for item in decision.options if item.option == name)


def test_the_cheaper_one_comes_first_where_the_ranges_do_not_touch() -> None:
    found = mode(advice(traffic__requests_per_second=0.001))
    assert found.recommended == "serverless-endpoint"
    rules_alone = decide(
        ADVISOR.snapshot, infer(ADVISOR.snapshot, scenario(traffic__requests_per_second=0.001), ADVISOR.direct)
    )
    assert rules_alone["inference-mode"].recommended == "real-time-endpoint", "the estimate is what decides"


def test_the_reason_says_by_how_much_and_what_would_turn_it_round() -> None:
    found = mode(advice(traffic__requests_per_second=0.001))
    for name in ("serverless-endpoint", "real-time-endpoint"):
        reason = next(item for item in option(found, name).reasons if item.rule == "inference-mode/cheapest")
        assert "Cost comes first, and nothing else tells them apart" in reason.text
        assert "at least $75.12 less" in reason.text
        assert "Average request rate: below 5.052 per second the cheaper one is" in reason.text


def test_the_counterfactual_knows_about_cost_and_holds() -> None:
    before = scenario(traffic__requests_per_second=0.001)
    change = option(mode(ADVISOR.advise(before)), "real-time-endpoint").would_change
    assert change is not None
    assert change.text.startswith("If the average request rate were above ")
    after = before.having(
        *(Statement(name=name, value=value) for name, value in change.set.items() if value is not None)
    )
    assert mode(ADVISOR.advise(after)).recommended == "real-time-endpoint"


@pytest.mark.parametrize("order", [(), ("operations", "cost"), ("latency",)])
def test_cost_decides_nothing_where_it_is_not_first(order: tuple[str, ...]) -> None:
    given = scenario(traffic__requests_per_second=0.001)
    given = (
        given.having(Statement(name="priorities.order", value=order)) if order else given.without("priorities.order")
    )
    _, settled = ADVISOR.settle(given)
    assert all(standing.figure is None for item in settled.values() for standing in item.standings)
    assert settled == decide(ADVISOR.snapshot, infer(ADVISOR.snapshot, given, ADVISOR.evaluator))


def test_cost_decides_nothing_where_ranges_overlap_and_the_reason_says_so() -> None:
    found = mode(advice())  # nobody says how many requests there are
    assert found.recommended == "real-time-endpoint"
    (reason,) = option(found, "serverless-endpoint").reasons
    assert "Cost does not decide" in reason.text and "overlap" in reason.text


@given(
    st.floats(0.0001, 100).map(lambda rate: float(f"{rate:.6g}")),
    st.sampled_from([0.01, 0.2, 3.0]),
    st.sampled_from([1.0, 3.0, 20.0]),
)
def test_an_option_gives_way_only_to_one_that_is_cheaper_for_certain(
    rate: float, seconds: float, memory: float
) -> None:
    given = scenario(traffic__requests_per_second=rate, request__processing_s=seconds, models__memory_gb=memory)
    derivation, settled = ADVISOR.settle(given)
    rules_alone = decide(ADVISOR.snapshot, derivation)
    for name, item in settled.items():
        if name not in rules_alone or item.recommended == rules_alone[name].recommended:
            continue
        upstream = item.decision.upstream
        if upstream is not None and settled[upstream].recommended != rules_alone[upstream].recommended:
            continue
        assert name in DECIDED
        chosen = {key: other.recommended for key, other in settled.items() if other.recommended}
        estimator = Estimator(ADVISOR.snapshot.base.prices, derivation.values(), chosen=chosen)
        best, was = item.recommended, rules_alone[name].recommended
        assert best is not None and was is not None
        mine, theirs = estimator.figure(name, best), estimator.figure(name, was)
        assert mine is not None and theirs is not None and mine.high < theirs.low
        assert item.of(best).verdict is Verdict.RECOMMENDED
        assert item.of(was).behind in (ESTIMATE, "default order")


def test_a_preference_counts_like_a_must_for_the_figures() -> None:
    """How binding a number is changes what it may rule out, not what it costs."""
    given = scenario(traffic__requests_per_second=0.001)
    soft = given.having(Statement(name="traffic.requests_per_second", value=0.001, strength=Strength.SHOULD))
    assert ADVISOR.cost(given, crossings=False).decisions == ADVISOR.cost(soft, crossings=False).decisions


def test_every_survivor_that_has_a_price_is_in_the_advice() -> None:
    found = advice(traffic__requests_per_second=0.001)
    for decision in found.decisions:
        cost = found.cost.decision(decision.decision)
        if cost is None:
            continue
        survivors = {item.option for item in decision.options if item.verdict is not Verdict.ELIMINATED}
        assert {item.option for item in cost.options} | set(cost.not_priced) == survivors
    assert found.cost.architecture is not None
    assert any(point.decision == "inference-mode" for point in found.cost.break_even)


def test_trying_a_number_changes_the_figures_and_not_the_verdict() -> None:
    given = scenario()
    tried = ADVISOR.cost(given, {"traffic.requests_per_second": Decimal(50)}, crossings=False)
    untouched = ADVISOR.cost(given, crossings=False)
    assert [item.name for item in tried.stated if item.origin == "tried"] == ["traffic.requests_per_second"]
    assert tried.decision("inference-mode") != untouched.decision("inference-mode")
    assert [item.decision for item in tried.decisions] == [item.decision for item in untouched.decisions]


def test_the_curves_of_a_chart_pass_through_the_figures() -> None:
    given = scenario(traffic__requests_per_second=2.0)
    curves = ADVISOR.cost_over(given, "inference-mode", "traffic.requests_per_second")
    cost = ADVISOR.cost(given, crossings=False).decision("inference-mode")
    assert curves is not None and cost is not None and curves.now == 2
    for item in cost.options:
        own = [point for point in curves.points if point.option == item.option]
        left = max((point for point in own if point.at <= curves.now), key=lambda point: point.at)
        right = min((point for point in own if point.at >= curves.now), key=lambda point: point.at)
        assert min(left.usd, right.usd) <= item.monthly_usd.typical <= max(left.usd, right.usd)
    assert len({max(point.at for point in curves.points if point.option == item.option) for item in cost.options}) == 1


# --- the command -----------------------------------------------------------------------------------------------

TOOL = str(scenario_folder() / "spiky-internal-tool" / "scenario.yaml")


def test_the_command_prints_json_as_promised() -> None:
    done = CliRunner().invoke(app, ["cost", TOOL, "--format", "json"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert {"decisions", "assumptions", "break_even"} <= set(found)
    for decision in found["decisions"]:
        for item in decision["options"]:
            monthly = {name: Decimal(value) for name, value in item["monthly_usd"].items()}
            assert monthly["low"] <= monthly["typical"] <= monthly["high"]
            assert sum((Decimal(line["amount_usd"]) for line in item["lines"]), Decimal(0)) == monthly["typical"]
            for line in item["lines"]:
                assert {"item", "quantity", "unit", "unit_price_usd", "source", "as_of", "assumed"} <= set(line)
                assert all(isinstance(line[name], str) for name in ("quantity", "unit_price_usd", "amount_usd"))
    assert all({"name", "value", "because"} <= set(item) for item in found["assumptions"])
    assert all({"between", "fact", "at"} <= set(item) for item in found["break_even"])
    assert Cost.model_validate(found) == ADVISOR.cost(read_tool())


def read_tool() -> Scenario:
    from advisor.scenario.read import read_scenario

    return read_scenario(Path(TOOL), ADVISOR.snapshot.base.vocabulary)


def test_the_command_prints_a_table_that_marks_what_is_assumed() -> None:
    done = CliRunner().invoke(app, ["cost", TOOL])
    assert done.exit_code == 0
    for words in (
        "SageMaker AI serverless endpoint",
        "$1.15",
        "≈ serverless",
        "What is assumed",
        "Where the prices were",
    ):
        assert words in done.stdout
    bare = CliRunner().invoke(app, ["cost", "--set", "data.size_gb=10"])
    assert bare.exit_code == 0 and "Nothing here has a price" in bare.stdout


def test_the_advice_shows_costs_and_carries_them_in_json() -> None:
    text = CliRunner().invoke(app, ["advise", TOOL]).stdout
    assert "What it costs in a month in us-east-1" in text
    found = json.loads(CliRunner().invoke(app, ["advise", TOOL, "--format", "json"]).stdout)
    assert found["cost"]["region"] == "us-east-1" and found["cost"]["decisions"]


def test_an_open_decision_shows_costs_without_choosing() -> None:
    given = scenario().without("request.caller_waits", "priorities.order")
    found = ADVISOR.advise(given, changes=False)
    assert mode(found).status is Status.OPEN
    assert found.cost.decision("inference-mode") is not None
