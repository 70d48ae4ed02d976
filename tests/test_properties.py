"""What must hold for every scenario, over the whole vocabulary of the shipped rule base."""

from __future__ import annotations

import datetime
import functools
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.advise import Advice, Advisor, advisor_at, build
from advisor.engine.direct import DirectEvaluator
from advisor.engine.infer import infer, infer_again
from advisor.engine.program import Evaluator
from advisor.errors import InputError
from advisor.rulebase.load import assemble, default_folder, shipped
from advisor.scenario.model import Scenario, Statement
from advisor.verdict import decide
from advisor.vocabulary import Status, Strength, Verdict
from strategies import sound_scenarios, values

ADVISOR = advisor_at(datetime.date(2026, 11, 23))
VOCABULARY = ADVISOR.snapshot.base.vocabulary
SCENARIOS = sound_scenarios(ADVISOR.snapshot, ADVISOR.program, ADVISOR.direct)


def advice_or_skip(scenario: Scenario, advisor: Advisor = ADVISOR) -> Advice:
    """The advice; scenarios that contradict themselves are not about this property.

    What would make the other options right is left out: tests/solver holds it to its own properties.
    """
    try:
        return advisor.advise(scenario, changes=False)
    except InputError:
        assume(False)
        raise


def eliminated(scenario: Scenario) -> dict[str, set[str]] | None:
    try:
        settled = decide(ADVISOR.snapshot, infer(ADVISOR.snapshot, scenario, ADVISOR.direct))
    except InputError:
        return None
    return {
        name: {standing.option for standing in item.standings if standing.verdict is Verdict.ELIMINATED}
        for name, item in settled.items()
    }


@given(SCENARIOS)
def test_verdicts_are_coherent(scenario: Scenario) -> None:
    """Every applicable decision ends in one way, every option has one verdict and a reason."""
    for decision in advice_or_skip(scenario).decisions:
        verdicts = [option.verdict for option in decision.options]
        assert sorted(option.option for option in decision.options) == sorted(VOCABULARY_OPTIONS[decision.decision])
        assert all(option.reasons for option in decision.options)
        assert all(reason.text and reason.rule for option in decision.options for reason in option.reasons)
        match decision.status:
            case Status.RECOMMENDED:
                assert verdicts.count(Verdict.RECOMMENDED) == 1
                assert decision.options[0].option == decision.recommended
                assert decision.options[0].verdict is Verdict.RECOMMENDED
            case Status.CONFLICT:
                assert set(verdicts) == {Verdict.ELIMINATED}
                assert decision.recommended is None
                assert decision.conflicts
            case Status.OPEN:
                assert Verdict.RECOMMENDED not in verdicts
                assert decision.recommended is None
                assert decision.depends_on


VOCABULARY_OPTIONS = {name: decision.options for name, decision in ADVISOR.snapshot.decisions.items()}


@given(SCENARIOS, st.data())
def test_learning_a_fact_never_revives_an_option(scenario: Scenario, data: st.DataObject) -> None:
    """One more must, or an unknown that becomes known, only ever eliminates."""
    before = eliminated(scenario)
    assume(before is not None)
    unknown = [spec for spec in VOCABULARY if spec.name not in scenario.by_name and spec.name != "account.uses"]
    assume(unknown)
    spec = data.draw(st.sampled_from(unknown))
    strength = data.draw(st.sampled_from(Strength))
    learned = Statement(name=spec.name, value=data.draw(values(spec, ADVISOR.program)), strength=strength)
    after = eliminated(scenario.having(learned))
    assume(after is not None)
    assert before is not None and after is not None
    for decision in before.keys() & after.keys():
        assert before[decision] <= after[decision]


@given(SCENARIOS, st.data())
def test_a_should_that_becomes_a_must_never_revives_an_option(scenario: Scenario, data: st.DataObject) -> None:
    soft = [statement for statement in scenario.statements if statement.strength is Strength.SHOULD]
    assume(soft)
    hardened = data.draw(st.sampled_from(soft)).model_copy(update={"strength": Strength.MUST})
    before, after = eliminated(scenario), eliminated(scenario.having(hardened))
    assume(before is not None and after is not None)
    assert before is not None and after is not None
    for decision in before.keys() & after.keys():
        assert before[decision] <= after[decision]


@given(SCENARIOS)
def test_a_should_alone_eliminates_nothing(scenario: Scenario) -> None:
    soft = tuple(item.model_copy(update={"strength": Strength.SHOULD}) for item in scenario.statements)
    for decision in advice_or_skip(scenario.model_copy(update={"statements": soft})).decisions:
        for option in decision.options:
            if option.verdict is Verdict.ELIMINATED:
                cited = {fact for reason in option.reasons for fact in reason.facts}
                assert cited <= {"account.uses"}, "only a service's lifecycle may do this"


@functools.lru_cache(maxsize=1)
def base_read_backwards() -> Advisor:
    """The shipped rules, loaded with their files in the opposite order and their rules in another one."""
    folder = default_folder()
    paths = sorted(folder.rglob("*.yaml"), reverse=True)
    base = assemble({path.relative_to(folder).as_posix(): path.read_text() for path in paths})
    rules = dict(sorted(base.rules.items(), key=lambda item: item[0][::-1]))
    return build(base.model_copy(update={"rules": rules}), ADVISOR.snapshot.date)


@given(SCENARIOS, st.randoms(use_true_random=False))
def test_the_same_input_gives_the_same_bytes_in_any_order(scenario: Scenario, rng: random.Random) -> None:
    """Asked twice, with its facts in another order, and of rules that were read in another order."""
    shuffled = list(scenario.statements)
    rng.shuffle(shuffled)
    other = scenario.model_copy(update={"statements": tuple(shuffled)})
    expected = advice_or_skip(scenario).model_dump_json()
    assert advice_or_skip(other).model_dump_json() == expected
    assert advice_or_skip(scenario, base_read_backwards()).model_dump_json() == expected


@given(SCENARIOS, st.data())
def test_every_cited_fact_is_needed(scenario: Scenario, data: st.DataObject) -> None:
    """Take a cited fact away, and that reason is gone or rests on something else."""
    advice = advice_or_skip(scenario)
    cited = [
        (decision.decision, option.option, reason, fact)
        for decision in advice.decisions
        for option in decision.options
        for reason in option.reasons
        for fact in reason.facts
    ]
    assume(cited)
    decision, option, reason, fact = data.draw(st.sampled_from(cited))
    assert fact in scenario.by_name
    after = advice_or_skip(scenario.without(fact)).decision(decision)
    if after is not None:
        standing = next(item for item in after.options if item.option == option)
        assert reason not in standing.reasons


@given(SCENARIOS)
def test_both_engines_agree_on_every_condition(scenario: Scenario) -> None:
    durable, direct = durable_evaluator(), DirectEvaluator(ADVISOR.program)
    known = {statement.name: statement.value for statement in scenario.statements}
    for block in ADVISOR.program.blocks:
        assert dict(durable.evaluate(block, known)) == dict(direct.evaluate(block, known))


@given(SCENARIOS)
def test_both_engines_give_the_same_advice(scenario: Scenario) -> None:
    direct = Advisor(ADVISOR.snapshot, ADVISOR.program, ADVISOR.direct, ADVISOR.direct)
    durable = Advisor(ADVISOR.snapshot, ADVISOR.program, durable_evaluator(), ADVISOR.direct)
    one, other = advice_or_skip(scenario, direct), advice_or_skip(scenario, durable)
    assert (one.engine, other.engine) == ("direct", "durable")
    assert one.model_copy(update={"engine": ""}) == other.model_copy(update={"engine": ""})


@functools.lru_cache(maxsize=1)
def durable_evaluator() -> Evaluator:
    pytest.importorskip(
        "durable.engine", reason="durable_rules cannot be imported here; the direct evaluator is the engine"
    )
    from advisor.engine.durable import DurableEvaluator

    return DurableEvaluator(ADVISOR.program)


@given(SCENARIOS, st.data())
def test_a_what_if_is_the_same_as_a_fresh_inference(scenario: Scenario, data: st.DataObject) -> None:
    spec = data.draw(st.sampled_from(list(VOCABULARY)))
    changed = scenario.having(Statement(name=spec.name, value=data.draw(values(spec, ADVISOR.program))))
    try:
        before = infer(ADVISOR.snapshot, scenario, ADVISOR.direct)
        fresh = infer(ADVISOR.snapshot, changed, ADVISOR.direct)
    except InputError:
        assume(False)
        raise
    again = infer_again(ADVISOR.snapshot, changed, before)
    assert again == fresh
    settled = decide(ADVISOR.snapshot, before)
    assert decide(ADVISOR.snapshot, again, (before, settled)) == decide(ADVISOR.snapshot, fresh)


@given(SCENARIOS)
def test_what_an_implication_concludes_holds_in_the_advice(scenario: Scenario) -> None:
    """A concluded fact names the rule it comes from, and that rule exists and concludes it."""
    for fact in advice_or_skip(scenario).scenario.facts:
        if fact.rules:
            rule = shipped().rules[fact.rules[0]]
            assert fact.name in dict(rule.implied)
