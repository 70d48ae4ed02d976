"""Counterfactuals: each does what it claims when replayed, says so in numbers that `--set` accepts, and is smallest."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.advise import Advice, Advisor, build
from advisor.engine.infer import infer
from advisor.errors import InputError
from advisor.explain.model import WouldChange
from advisor.facts import Value
from advisor.facts.fields import FactKind
from advisor.rulebase.load import assemble
from advisor.scenario.model import Scenario, Statement
from advisor.scenario.read import check_together, parse_scenario, statement_from
from advisor.solver.columns import columns
from advisor.solver.grid import Grid
from advisor.solver.reorder import reorderable
from advisor.solver.steps import Kind, Step
from advisor.solver.sweep import Sweep
from advisor.verdict import decide
from advisor.vocabulary import Criterion, Status, Strength, Verdict
from parts import Case
from small_base import texts
from solver_bases import PIVOTAL, SHIPPED, SMALL_BASE, TODAY, drawn, examples, of


def advice_or_skip(advisor: Advisor, scenario: Scenario, *, changes: bool = True) -> Advice:
    try:
        check_together(scenario.statements, "")
        return advisor.advise(scenario, changes=changes)
    except InputError:
        assume(False)
        raise


def changed(advisor: Advisor, scenario: Scenario, change: WouldChange) -> Scenario:
    """The scenario as a user would change it: with `--set`, and with lines left out."""
    vocabulary = advisor.snapshot.base.vocabulary
    stated = []
    for name, value in change.set.items():
        if value is None:
            assert name in scenario.by_name, "only a stated fact can be left open"
            continue
        written = ",".join(value) if isinstance(value, tuple) else str(value)
        statement = statement_from(f"{name}={written}", Strength.MUST, vocabulary, "--set")
        assert statement.value == value, "the value is plain, in the fact's unit and inside its bounds"
        stated.append(statement)
    dropped = [name for name, value in change.set.items() if value is None]
    after = scenario.without(*dropped).having(*stated)
    check_together(after.statements, "--set")
    return after


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("cases", [SHIPPED, of(SMALL_BASE), of(PIVOTAL)], ids=["shipped", "small", "pivotal"])
def test_every_counterfactual_does_what_it_claims(cases: st.SearchStrategy[Case], part: int) -> None:
    """In four parts, so that they run side by side: of 2,000 scenarios together in CI."""

    @examples(25, 500)
    @given(cases)
    def replayed(case: Case) -> None:
        advisor, scenario = case
        claims = []
        for decision in advice_or_skip(advisor, scenario).decisions:
            for option in decision.options:
                assert (option.verdict is Verdict.RECOMMENDED) == (not option.would_change and not option.cannot_change)
                if option.would_change is None:
                    assert option.cannot_change.startswith("No change of facts can") or not option.cannot_change
                    continue
                assert option.would_change.text.endswith(".")
                after = changed(advisor, scenario, option.would_change)
                assert advisor.settle(after)[1][decision.decision].recommended == option.option
                claims.append((decision.decision, option.option, after))
        # Nor does the decision stay open: that takes the whole advice, and a few of them will do.
        for decision_id, option_id, after in random.Random(part).sample(claims, min(3, len(claims))):
            found = advisor.advise(after, changes=False).decision(decision_id)
            assert found is not None
            assert (found.status, found.recommended) == (Status.RECOMMENDED, option_id)

    replayed()


# --- smallest, by exhaustion ---------------------------------------------------------------------------------


def possible_values(advisor: Advisor, fact: str) -> list[Value]:
    """Every value that could matter: one for each position of a number, every word, every set of asked words."""
    spec = advisor.snapshot.base.vocabulary[fact]
    if spec.kind is FactKind.FLAG:
        return [True, False]
    if spec.kind is FactKind.CHOICE:
        return list(spec.words)
    if spec.kind is FactKind.MEMBERS:
        words = {*advisor.program.members.get(fact, ()), *(["gdpr"] if fact == "security.regimes" else [])}
        return [tuple(sorted(chosen)) for n in range(len(words) + 1) for chosen in itertools.combinations(words, n)]
    marks = {*advisor.program.thresholds.get(fact, ()), *([5.0] if fact == "models.count" else [])}
    numbers = {spec.question.low, spec.question.high, *marks, *(m + 1 for m in marks), *(m - 1 for m in marks)}
    inside = sorted(n for n in numbers if spec.question.low <= n <= spec.question.high)
    return [int(number) if spec.question.integer else float(number) for number in inside]


FEW = ("request.payload_mb", "request.caller_waits", "request.latency_p95_ms", "traffic.queue_ok", "needs.fly")
ORDERS = tuple(
    order for n in range(1, 4) for order in itertools.permutations(["cost", "latency", "reliability", "fit"], n)
)


def everything(advisor: Advisor) -> tuple[tuple[str, tuple[Value | None, ...]], ...]:
    """Every fact that bears on a decision with all of its values; the priorities apart."""
    cone = {
        fact
        for name in advisor.snapshot.decisions
        for fact in advisor.space.cone(name).changeable(spec.name for spec in advisor.snapshot.base.vocabulary)
    }
    return tuple((fact, (None, *possible_values(advisor, fact))) for fact in sorted(cone - {"priorities.order"}))


def recommended(advisor: Advisor, scenario: Scenario) -> dict[str, str]:
    try:
        check_together(scenario.statements, "")
        advice = advisor.advise(scenario, changes=False)
    except InputError:
        return {}
    return {item.decision: item.recommended for item in advice.decisions if item.recommended}


def variants(advisor: Advisor, scenario: Scenario, count: int) -> list[Scenario]:
    """Every scenario that differs in exactly so many facts."""
    found = []
    facts = [*everything(advisor), ("priorities.order", (None, *ORDERS))]
    for chosen in itertools.combinations(facts, count):
        for values in itertools.product(*(values for _, values in chosen)):
            after = scenario
            for (fact, _), value in zip(chosen, values, strict=True):
                after = after.without(fact) if value is None else after.having(Statement(name=fact, value=value))
            found.append(after)
    return found


@pytest.mark.parametrize("advisor", [SMALL_BASE, PIVOTAL], ids=["small", "pivotal"])
def test_no_smaller_change_does_it(advisor: Advisor) -> None:
    """Exhaustively: what changes two facts or more, or cannot be had at all, cannot be had by changing one."""

    @examples(15, 300)
    @given(drawn(advisor))
    def smallest(scenario: Scenario) -> None:
        advice = advice_or_skip(advisor, scenario)
        reached = {pair for after in variants(advisor, scenario, 1) for pair in recommended(advisor, after).items()}
        for decision in advice.decisions:
            for option in decision.options:
                if option.verdict is Verdict.RECOMMENDED:
                    continue
                size = len(option.would_change.set) if option.would_change else 99
                # That a change of one fact does it is replayed above, also for numbers that are not tried here.
                assert (decision.decision, option.option) not in reached or size == 1, (option, scenario)

    smallest()


@examples(1, 8)
@given(st.fixed_dictionaries({name: st.sampled_from(possible_values(SMALL_BASE, name)) for name in FEW}))
def test_no_two_changes_do_what_is_said_to_take_three(values: dict[str, Value]) -> None:
    scenario = Scenario(statements=tuple(Statement(name=name, value=values[name]) for name in sorted(FEW)))
    advice = advice_or_skip(SMALL_BASE, scenario)
    large = {
        (decision.decision, option.option): option
        for decision in advice.decisions
        for option in decision.options
        if option.verdict is not Verdict.RECOMMENDED and not (option.would_change and len(option.would_change.set) < 3)
    }
    assume(large)
    reached: set[tuple[str, str]] = set()
    for after in variants(SMALL_BASE, scenario, 2):
        reached |= recommended(SMALL_BASE, after).items()
    assert not reached & large.keys()


def test_a_bound_is_relaxed_rather_than_dropped() -> None:
    scenario = parse_scenario("facts: {request.payload_mb: 50}", "t", SMALL_BASE.snapshot.base.vocabulary)
    advisor = build(assemble(texts()), TODAY)
    change = advisor.would_change(scenario, "travel", "boat")
    assert change is not None
    assert change.set == {"request.payload_mb": 4.0}
    assert change.text == "If the payload of a request were at most 4 MB (now 50 MB)."


def test_an_open_number_is_put_on_the_threshold() -> None:
    name = "decisions/travel/decision.yaml"
    always = texts()[name].replace("{request.payload_mb: known}", "{goal.serve_predictions: true}")
    advisor = build(assemble(texts(**{name: always})), TODAY)
    vocabulary = advisor.snapshot.base.vocabulary
    change = advisor.would_change(
        parse_scenario("facts: {goal.serve_predictions: true}", "t", vocabulary), "travel", "plane"
    )
    assert change is not None
    # Who waits must fly; so must a load above what the boat carries. A yes or no comes before a number.
    assert change.set == {"request.caller_waits": True}
    scenario = parse_scenario("facts: {goal.serve_predictions: true, request.caller_waits: false}", "t", vocabulary)
    change = advisor.would_change(scenario, "travel", "plane")
    assert change is not None and change.set == {"request.caller_waits": True}


def test_why_nothing_helps_is_said() -> None:
    ended = "lifecycle:\n  - {date: 2020-01-01, status: ended, note: Gone for good., source: s}\n"
    base = texts()
    base["catalogue/train.yaml"] += ended
    advisor = build(assemble(base), TODAY)
    advice = advisor.advise(parse_scenario("facts: {request.payload_mb: 1}", "t", advisor.snapshot.base.vocabulary))
    train = advice.decisions[0].options[-1]
    assert train.option == "train"
    assert train.would_change is None
    assert train.cannot_change == "No change of facts can: Train ended on 1 January 2020. Gone for good."


# --- the bit columns -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("cases", [SHIPPED, of(SMALL_BASE)], ids=["shipped", "small"])
def test_a_sweep_and_the_engine_agree(cases: st.SearchStrategy[Case]) -> None:
    """Every way to change one fact, in one sweep and one by one: as rules have it, without estimated costs."""

    @examples(10, 200)
    @given(cases)
    def agree(case: Case) -> None:
        advisor, scenario = case
        steps = [
            Step(name, value, Kind.ALTER)
            for name in advisor.space.cone(list(advisor.snapshot.decisions)[-1]).facts
            for value in (None, *possible_values(advisor, name))
            if advisor.snapshot.base.vocabulary[name].kind is not FactKind.ORDER
        ]
        grid = Grid([steps])
        sweep = Sweep(advisor.snapshot, columns(scenario.by_name, grid.changes, grid.full), grid.full)
        for index, step in enumerate(steps):
            try:
                settled = decide(advisor.snapshot, infer(advisor.snapshot, step.applied(scenario), advisor.direct))
            except InputError:
                assert sweep.contradictory >> index & 1
                continue
            assert not sweep.contradictory >> index & 1
            for name in advisor.snapshot.decisions:
                swept, item = sweep.decision(name), settled.get(name)
                assert bool(swept.applies >> index & 1) == (item is not None)
                for option in swept.decision.options if item else ():
                    assert item is not None
                    gone = item.of(option).verdict is Verdict.ELIMINATED
                    assert bool(swept.eliminated[option] >> index & 1) == gone
                    assert bool(swept.recommended(option) >> index & 1) == (item.recommended == option)

    agree()


@given(st.integers(0, 3), st.integers(2, 6))
def test_a_grid_holds_every_choice_of_a_step_from_each_list_and_two_of_the_pairs(lists: int, count: int) -> None:
    steps = [Step(f"fact-{index}", True, Kind.STATE, index) for index in range(count)]
    chosen = [steps[: index + 1] for index in range(lists)]
    grid = Grid(chosen, steps)
    pairs = itertools.combinations(steps, 2)
    expected = [(*taken, *pair) for *taken, pair in itertools.product(*chosen, list(pairs))]
    assert list(grid.members(grid.full)) == [tuple(sorted(taken, key=lambda step: step.fact)) for taken in expected]
    for place, taken in enumerate(expected):
        changed = {fact for fact, values in grid.changes.items() if values[0][1] >> place & 1}
        assert changed == {step.fact for step in taken}
        assert bool(grid.valid >> place & 1) == (len(changed) == len(taken))


@examples(25, 300)
@given(drawn(SMALL_BASE))
def test_an_order_of_priorities_is_found_exactly_where_there_is_one(scenario: Scenario) -> None:
    spoken = ["cost", "latency", "reliability", "operations", "fit"]
    assert {Criterion(name) for name in spoken} >= {
        rule.then.by for rules in SMALL_BASE.snapshot.rules.values() for rule in rules if rule.then.by
    }
    found: set[tuple[str, str]] = set()
    for n in range(len(spoken) + 1):
        for order in itertools.permutations(spoken, n):
            try:
                _, settled = SMALL_BASE.settle(scenario.having(Statement(name="priorities.order", value=order)))
            except InputError:
                assume(False)
            found |= {(name, item.recommended) for name, item in settled.items() if item.recommended}
    sweep = Sweep(SMALL_BASE.snapshot, columns(scenario.by_name, {}, 1), 1)
    for name, decision in SMALL_BASE.snapshot.decisions.items():
        for option in decision.options:
            assert bool(reorderable(sweep.decision(name), option)) == ((name, option) in found)
