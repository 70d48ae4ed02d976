"""Clashes are all the minimal ones, ways out work when replayed, and the question to ask next settles most."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from advisor.advise import Advice, Advisor, build
from advisor.errors import InputError
from advisor.explain.ask import ask_next
from advisor.explain.model import WayOut
from advisor.rulebase.load import assemble
from advisor.scenario.model import Scenario, Statement
from advisor.scenario.read import check_together, parse_scenario
from advisor.solver.columns import columns
from advisor.solver.sweep import Sweep
from advisor.vocabulary import Status
from parts import Case
from small_base import rule, texts
from solver_bases import PIVOTAL, SHIPPED, SMALL_BASE, drawn, examples, of

TODAY = datetime.date(2026, 11, 23)
RAIN = rule(
    "{any: [{traffic.queue_ok: true}, {traffic.shape: spiky}]}",
    "{rules_out: [plane, train]}",
    fires="{traffic.queue_ok: true}",
    silent="{traffic.queue_ok: false, traffic.shape: steady}",
)
ICE = rule(
    "{request.payload_mb: {above: 2}, traffic.shape: spiky}",
    "{rules_out: [boat, train]}",
    fires="{request.payload_mb: 5, traffic.shape: spiky}",
    silent="{request.payload_mb: 1}",
)
LIFT = rule(
    "{security.pii: true}",
    "{favours: train, by: fit}",
    fires="{security.pii: true}",
    silent="{security.pii: false}",
    extra="overrides: [ice-stops-boats]\n",
)
HARSH = {
    "decisions/travel/rain-grounds-planes.yaml": RAIN,
    "decisions/travel/ice-stops-boats.yaml": ICE,
    "decisions/travel/care-helps-on-ice.yaml": LIFT,
}
_HARSH = build(assemble(texts(**HARSH)), TODAY)
TELLING = (
    "request.payload_mb",
    "traffic.queue_ok",
    "traffic.shape",
    "security.pii",
    "request.caller_waits",
    "request.latency_p95_ms",
    "needs.fly",
    "account.uses",
)
SMALLER = Advisor(_HARSH.snapshot, _HARSH.program, _HARSH.direct, _HARSH.direct)


def advice_or_skip(advisor: Advisor, scenario: Scenario) -> Advice:
    try:
        check_together(scenario.statements, "")
        return advisor.advise(scenario, changes=False)
    except InputError:
        assume(False)
        raise


def no_survivor(advisor: Advisor, decision: str, statements: tuple[Statement, ...]) -> bool:
    sweep = Sweep(advisor.snapshot, columns({item.name: item for item in statements}, {}, 1), 1)
    return bool(sweep.decision(decision).conflict)


def clashing_sets(advisor: Advisor, decision: str, scenario: Scenario) -> set[tuple[str, ...]]:
    """Every minimal set of statements that leaves no option, by trying all subsets."""
    fixed = tuple(item for item in scenario.statements if item.name == "account.uses")
    free = [item for item in scenario.statements if item.name != "account.uses"]
    found: set[tuple[str, ...]] = set()
    for count in range(len(free) + 1):
        for chosen in itertools.combinations(free, count):
            names = {item.name for item in chosen}
            if any(set(smaller) <= names for smaller in found):
                continue
            if no_survivor(advisor, decision, (*fixed, *chosen)):
                found.add(tuple(sorted(names)))
    return found


@examples(100, 2000)
@given(drawn(SMALLER, TELLING, (0.6, 0.9)))
def test_the_clashes_are_all_minimal_sets(scenario: Scenario) -> None:
    for decision in advice_or_skip(SMALLER, scenario).decisions:
        if decision.status is not Status.CONFLICT:
            continue
        event("a conflict")
        expected = clashing_sets(SMALLER, decision.decision, scenario)
        assert {clash.facts for clash in decision.conflicts} == expected
        for clash in decision.conflicts:
            assert clash.rules


def replayed(advisor: Advisor, scenario: Scenario, way: WayOut, decision: str) -> None:
    dropped = [item.fact for item in way.relax if item.to is None]
    changed = [Statement(name=item.fact, value=item.to) for item in way.relax if item.to is not None]
    after_facts = scenario.without(*dropped).having(*changed)
    check_together(after_facts.statements, "")
    after = advisor.advise(after_facts, changes=False).decision(decision)
    assert after is not None and after.status is not Status.CONFLICT
    assert after.recommended in (way.gives, None)


DENSE = (0.1, 0.3, 0.6, 0.9)


@pytest.mark.parametrize(
    "cases",
    [SHIPPED, *(of(advisor, DENSE) for advisor in (SMALL_BASE, PIVOTAL, SMALLER))],
    ids=["shipped", "small", "pivotal", "harsh"],
)
def test_every_way_out_does_what_it_claims(cases: st.SearchStrategy[Case]) -> None:
    @examples(50, 2000)
    @given(cases)
    def work(case: Case) -> None:
        advisor, scenario = case
        for decision in advice_or_skip(advisor, scenario).decisions:
            if decision.status is Status.CONFLICT:
                event("a conflict")
                for way in decision.ways_out:
                    replayed(advisor, scenario, way, decision.decision)
                for clash in decision.conflicts:
                    assert set(clash.facts) <= set(scenario.by_name)
                    assert not decision.ways_out or clash.relax == decision.ways_out[0].relax
            else:
                assert not decision.conflicts and not decision.ways_out

    work()


def facts(text: str) -> Scenario:
    return parse_scenario(f"facts: {{{text}}}", "t", SMALLER.snapshot.base.vocabulary)


def test_a_bound_is_relaxed_to_the_nearest_number_that_helps() -> None:
    found = SMALLER.advise(facts("request.payload_mb: 5, traffic.shape: spiky"), changes=False).decisions[0]
    assert found.status is Status.CONFLICT
    assert [clash.facts for clash in found.conflicts] == [("request.payload_mb", "traffic.shape")]
    assert found.conflicts[0].rules == ("heavy-load-sinks-the-boat", "rain-grounds-planes")
    assert [limit.limit for limit in found.conflicts[0].limits] == ["boat.max-payload-mb"]
    assert [(item.fact, item.to) for item in found.conflicts[0].relax] == [("request.payload_mb", 4.0)]
    assert found.ways_out[0].gives == "boat"
    assert found.ways_out[0].text == "payload of a request: 4 MB instead of 5 MB."
    assert [way.relax[0].fact for way in found.ways_out] == ["request.payload_mb", "traffic.shape"]


def test_nothing_can_be_relaxed_where_every_option_is_closed() -> None:
    base = texts()
    for name in ("boat", "plane", "train"):
        base[f"catalogue/{name}.yaml"] += "lifecycle: [{date: 2020-01-01, status: ended, note: Gone., source: s}]\n"
    found = build(assemble(base), TODAY).advise(facts("request.payload_mb: 1")).decisions[0]
    assert [clash.text for clash in found.conflicts] == ["No option is to be had at this date."]
    assert not found.ways_out


def test_the_question_to_ask_next_is_the_one_that_settles_an_open_decision() -> None:
    advice = PIVOTAL.advise(facts("request.payload_mb: 1"), changes=False)
    assert any(item.status is Status.OPEN for item in advice.decisions)
    assert advice.ask_next is not None
    assert advice.ask_next.fact == "request.caller_waits"
    assert "travel" in advice.ask_next.decisions


def test_nothing_is_asked_where_nothing_can_change() -> None:
    advisor = build(assemble(texts()), TODAY)
    assert advisor.advise(facts("request.payload_mb: 1, request.latency_p95_ms: 100")).ask_next is None


@examples(15, 500)
@given(SHIPPED)
def test_the_question_to_ask_next_does_not_hang_on_the_order_of_decisions(case: Case) -> None:
    advice = advice_or_skip(*case)
    backwards = ask_next(reversed(advice.decisions))
    assert (backwards is None) == (advice.ask_next is None)
    if backwards is not None and advice.ask_next is not None:
        assert backwards.fact == advice.ask_next.fact
