"""Verdicts on a tiny base: elimination, preference, exceptions, hosts, lifecycle, conflict, open."""

from __future__ import annotations

import datetime

import pytest

from advisor.advise import Advisor, build
from advisor.errors import InputError
from advisor.explain.model import DecisionAdvice
from advisor.rulebase.load import assemble
from advisor.scenario.read import parse_scenario
from advisor.vocabulary import Status
from small_base import rule, texts, thing

TODAY = datetime.date(2026, 11, 23)
YES, NO = "{request.caller_waits: true}", "{request.caller_waits: false}"


def advisor(**more: str) -> Advisor:
    return build(assemble(texts(**more)), TODAY)


def travel(given: Advisor, facts: str, decision: str = "travel") -> DecisionAdvice:
    found = given.advise(parse_scenario(f"facts: {{{facts}}}", "test", given.snapshot.base.vocabulary)).decision(
        decision
    )
    assert found is not None
    return found


def verdicts(found: DecisionAdvice) -> dict[str, str]:
    return {option.option: option.verdict.value for option in found.options}


def rules_against(found: DecisionAdvice, option: str) -> list[str]:
    return [reason.rule for item in found.options if item.option == option for reason in item.reasons]


def test_the_simplest_survivor_is_recommended() -> None:
    found = travel(advisor(), "request.payload_mb: 1")
    assert verdicts(found) == {"boat": "recommended", "plane": "viable", "train": "viable"}


def test_a_must_eliminates_and_says_so_with_the_limit() -> None:
    found = travel(advisor(), "request.payload_mb: 5")
    assert verdicts(found) == {"plane": "recommended", "train": "viable", "boat": "eliminated"}
    reason = found.options[-1].reasons[0]
    assert reason.text == "The load is 5 MB, and a boat carries 4 MB."
    assert reason.facts == ("request.payload_mb",)
    assert reason.limits[0].limit == "boat.max-payload-mb"


def test_a_should_disfavours_but_never_eliminates() -> None:
    found = travel(advisor(), "request.payload_mb: {value: 5, strength: should}")
    assert verdicts(found) == {"plane": "recommended", "train": "viable", "boat": "viable"}
    assert rules_against(found, "boat") == ["heavy-load-sinks-the-boat"]


def test_an_implied_fact_carries_the_strength_and_roots_of_its_premises() -> None:
    found = travel(advisor(), "request.payload_mb: 1, request.latency_p95_ms: 100")
    assert verdicts(found)["train"] == "eliminated"
    reason = found.options[-1].reasons[0]
    assert reason.facts == ("request.latency_p95_ms",)
    assert reason.via == ("fast-answers-keep-a-caller-waiting",)
    soft = travel(advisor(), "request.payload_mb: 1, request.latency_p95_ms: {value: 100, strength: should}")
    assert set(verdicts(soft).values()) == {"recommended", "viable"}


def test_a_statement_against_an_implication_is_a_contradiction() -> None:
    with pytest.raises(InputError, match="contradict each other"):
        travel(advisor(), "request.payload_mb: 1, request.latency_p95_ms: 100, request.caller_waits: false")


def test_what_a_thing_cannot_do_eliminates_it_when_needed() -> None:
    found = travel(advisor(), "request.payload_mb: 1, needs.fly: true")
    assert verdicts(found)["boat"] == "eliminated"
    assert rules_against(found, "boat") == ["boat--cannot--fly"]


def test_a_conflict_names_the_clashing_facts_and_a_way_out() -> None:
    more = {
        "decisions/travel/rain-grounds-planes.yaml": rule(
            "{traffic.queue_ok: true}",
            "{rules_out: plane}",
            fires="{traffic.queue_ok: true}",
            silent="{traffic.queue_ok: false}",
        )
    }
    found = travel(advisor(**more), "request.payload_mb: 1, request.caller_waits: true, traffic.queue_ok: true")
    assert found.status is Status.CONFLICT
    assert found.recommended is None
    assert found.conflicts[0].facts == ("request.caller_waits", "traffic.queue_ok")
    assert len(found.conflicts[0].relax) == 1


EXCEPTION = {
    "decisions/travel/a-queue-lets-the-boat-carry-more.yaml": rule(
        "{traffic.queue_ok: true}",
        "{favours: boat, by: fit}",
        fires="{traffic.queue_ok: true}",
        silent="{traffic.queue_ok: false}",
        extra="overrides: [heavy-load-sinks-the-boat]\n",
    )
}


def test_an_exception_lifts_its_rule() -> None:
    found = travel(advisor(**EXCEPTION), "request.payload_mb: 5, traffic.queue_ok: true")
    assert verdicts(found)["boat"] == "recommended"


def test_while_the_exception_is_unknown_the_rule_is_undecided() -> None:
    found = travel(advisor(**EXCEPTION), "request.payload_mb: 5")
    assert verdicts(found)["boat"] != "eliminated"
    denied = travel(advisor(**EXCEPTION), "request.payload_mb: 5, traffic.queue_ok: false")
    assert verdicts(denied)["boat"] == "eliminated"


def test_priorities_rank_the_survivors() -> None:
    cheap = rule(
        "{request.payload_mb: {below: 4}}",
        "{favours: train, by: cost}",
        fires="{request.payload_mb: 1}",
        silent="{request.payload_mb: 4}",
    )
    given = advisor(**{"decisions/travel/trains-are-cheap.yaml": cheap})
    assert travel(given, "request.payload_mb: 1").recommended == "boat"
    found = travel(given, "request.payload_mb: 1, priorities.order: [cost]")
    assert found.recommended == "train"
    assert rules_against(found, "boat") == ["trains-are-cheap"]


CLOSED = (
    "lifecycle:\n"
    "  - {date: 2020-01-01, status: open, note: Launched., source: s}\n"
    "  - {date: 2026-06-30, status: closed-to-new-customers, note: Use the plane., source: s}\n"
    "  - {date: 2026-12-31, status: ended, note: Gone., source: s}\n"
)


@pytest.mark.parametrize(
    ("date", "facts", "eliminated_by"),
    [
        ("2019-12-31", "", "train--not-yet-available"),
        ("2026-06-29", "", None),
        ("2026-06-30", "", "train--closed-to-new-customers"),
        ("2026-06-30", ", account.uses: [train]", None),
        ("2026-12-31", ", account.uses: [train]", "train--ended"),
    ],
)
def test_lifecycle(date: str, facts: str, eliminated_by: str | None) -> None:
    base = assemble(texts(**{"catalogue/train.yaml": thing("Train", CLOSED)}))
    found = travel(build(base, datetime.date.fromisoformat(date)), "request.payload_mb: 1" + facts)
    assert (verdicts(found)["train"] == "eliminated") is (eliminated_by is not None)
    if eliminated_by:
        assert rules_against(found, "train") == [eliminated_by]


HOSTED = {
    "catalogue/sail.yaml": thing("Sail"),
    "catalogue/wing.yaml": thing("Wing"),
    "catalogue/rail.yaml": thing("Rail"),
    "decisions/gear/decision.yaml": (
        "question: With what gear?\narea: deployment\napplies: {request.payload_mb: known}\n"
        "options:\n  sail: {belongs_to: boat}\n  wing: {belongs_to: plane}\n  rail: {belongs_to: train}\n"
        "tasks: [MLS-C01/4.4]\n"
    ),
}


def test_an_option_goes_with_the_chosen_host_and_falls_with_an_eliminated_one() -> None:
    found = travel(advisor(**HOSTED), "request.payload_mb: 5", "gear")
    assert verdicts(found) == {"wing": "recommended", "rail": "viable", "sail": "eliminated"}
    reason = found.options[-1].reasons[0]
    assert reason.rule == "heavy-load-sinks-the-boat"
    assert reason.text.startswith("It goes with Boat, which is ruled out:")


PIVOT = {
    "decisions/travel/decision.yaml": texts()["decisions/travel/decision.yaml"] + "pivotal: [request.caller_waits]\n",
}


def test_a_decision_is_open_while_a_pivotal_fact_is_unknown() -> None:
    found = travel(advisor(**PIVOT), "request.payload_mb: 1")
    assert found.status is Status.OPEN
    assert found.recommended is None
    assert found.depends_on[0].values == {"yes": "plane", "no": "boat"}
    assert "recommended" not in verdicts(found).values()
    settled = travel(advisor(**PIVOT), "request.payload_mb: 1, request.caller_waits: false")
    assert settled.status is Status.RECOMMENDED


def test_a_recommendation_is_stable_when_no_unknown_fact_can_change_it() -> None:
    assert not travel(advisor(), "request.payload_mb: 1").stable
    assert travel(advisor(), "request.payload_mb: 1, request.latency_p95_ms: 100").stable


def test_a_decision_that_does_not_apply_is_not_shown() -> None:
    given = advisor()
    advice = given.advise(parse_scenario("facts: {traffic.queue_ok: true}", "t", given.snapshot.base.vocabulary))
    assert advice.decisions == ()


def test_companions_and_traps_come_with_the_chosen_option_only() -> None:
    more = {
        "decisions/travel/planes-need-a-runway.yaml": rule(
            YES, "{adds: train, only_with: plane}", fires=YES, silent=NO
        ),
        "decisions/travel/planes-are-loud.yaml": rule(YES, "{warns: noise, only_with: boat}", fires=YES, silent=NO),
    }
    given = advisor(**more)
    advice = given.advise(
        parse_scenario(
            "facts: {request.payload_mb: 1, request.caller_waits: true}", "t", given.snapshot.base.vocabulary
        )
    )
    assert [item.item for item in advice.companions] == ["train"]
    assert advice.warnings == ()
    assert advice.architecture == ("plane", "train")


def test_what_no_option_can_eliminates_none() -> None:
    none_flies = advisor(**{"catalogue/plane.yaml": thing("Plane")})
    facts = "needs.fly: true, request.payload_mb: 1"
    assert verdicts(travel(none_flies, facts))["boat"] != "eliminated"
    assert rules_against(travel(advisor(), facts), "boat") == ["boat--cannot--fly"]
