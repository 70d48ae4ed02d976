"""What must hold for every scenario, over the whole vocabulary of the shipped rule base."""

from __future__ import annotations

import dataclasses
import functools
import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.advise import Advice, Advisor, build
from advisor.engine.direct import DirectEvaluator
from advisor.engine.infer import infer, infer_again
from advisor.engine.program import Evaluator
from advisor.errors import InputError
from advisor.rulebase.load import assemble, default_folder, shipped
from advisor.scenario.model import Scenario, Statement
from advisor.verdict import decide
from advisor.vocabulary import Status, Strength, Verdict
from parts import CASES, WHOLE, Case, advisor_for
from strategies import values

VOCABULARY = WHOLE.snapshot.base.vocabulary


def advice_or_skip(scenario: Scenario, advisor: Advisor) -> Advice:
    """The advice; scenarios that contradict themselves are not about this property.

    What would make the other options right is left out: tests/solver holds it to its own properties.
    """
    try:
        return advisor.advise(scenario, changes=False)
    except InputError:
        assume(False)
        raise


def eliminated(scenario: Scenario, advisor: Advisor) -> dict[str, set[str]] | None:
    try:
        settled = decide(advisor.snapshot, infer(advisor.snapshot, scenario, advisor.direct))
    except InputError:
        return None
    return {
        name: {standing.option for standing in item.standings if standing.verdict is Verdict.ELIMINATED}
        for name, item in settled.items()
    }


@given(CASES)
def test_verdicts_are_coherent(case: Case) -> None:
    """Every applicable decision ends in one way, every option has one verdict and a reason."""
    advisor, scenario = case
    for decision in advice_or_skip(scenario, advisor).decisions:
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


VOCABULARY_OPTIONS = {name: decision.options for name, decision in WHOLE.snapshot.decisions.items()}


@given(CASES, st.data())
def test_learning_a_fact_never_revives_an_option(case: Case, data: st.DataObject) -> None:
    """One more must, or an unknown that becomes known, only ever eliminates."""
    advisor, scenario = case
    before = eliminated(scenario, advisor)
    assume(before is not None)
    unknown = [spec for spec in VOCABULARY if spec.name not in scenario.by_name and spec.name != "account.uses"]
    assume(unknown)
    spec = data.draw(st.sampled_from(unknown))
    strength = data.draw(st.sampled_from(Strength))
    learned = Statement(name=spec.name, value=data.draw(values(spec, advisor.program)), strength=strength)
    after = eliminated(scenario.having(learned), advisor)
    assume(after is not None)
    assert before is not None and after is not None
    for decision in before.keys() & after.keys():
        assert before[decision] <= after[decision]


@given(CASES, st.data())
def test_a_should_that_becomes_a_must_never_revives_an_option(case: Case, data: st.DataObject) -> None:
    advisor, scenario = case
    soft = [statement for statement in scenario.statements if statement.strength is Strength.SHOULD]
    assume(soft)
    hardened = data.draw(st.sampled_from(soft)).model_copy(update={"strength": Strength.MUST})
    before, after = eliminated(scenario, advisor), eliminated(scenario.having(hardened), advisor)
    assume(before is not None and after is not None)
    assert before is not None and after is not None
    for decision in before.keys() & after.keys():
        assert before[decision] <= after[decision]


@given(CASES)
def test_a_should_alone_eliminates_nothing(case: Case) -> None:
    advisor, scenario = case
    soft = tuple(item.model_copy(update={"strength": Strength.SHOULD}) for item in scenario.statements)
    for decision in advice_or_skip(scenario.model_copy(update={"statements": soft}), advisor).decisions:
        for option in decision.options:
            if option.verdict is Verdict.ELIMINATED:
                cited = {fact for reason in option.reasons for fact in reason.facts}
                assert cited <= {"account.uses"}, "only a service's lifecycle may do this"


@functools.lru_cache(maxsize=1)
def read_backwards() -> Advisor:
    """The shipped rules, loaded with their files in the opposite order and their rules in another one."""
    folder = default_folder()
    paths = sorted(folder.rglob("*.yaml"), reverse=True)
    base = assemble({path.relative_to(folder).as_posix(): path.read_text() for path in paths})
    rules = dict(sorted(base.rules.items(), key=lambda item: item[0][::-1]))
    return build(base.model_copy(update={"rules": rules}), WHOLE.snapshot.date)


@functools.cache
def backwards(names: frozenset[str]) -> Advisor:
    """Some decisions of the rules that were read backwards."""
    other = read_backwards().snapshot
    kept = [name for name in other.decisions if name in names]
    part = dataclasses.replace(
        other,
        decisions={name: other.decisions[name] for name in kept},
        rules={name: other.rules[name] for name in kept},
    )
    return advisor_for(part)


@given(CASES, st.randoms(use_true_random=False))
def test_the_same_input_gives_the_same_bytes_in_any_order(case: Case, rng: random.Random) -> None:
    """Asked twice, with its facts in another order, and of rules that were read in another order."""
    advisor, scenario = case
    shuffled = list(scenario.statements)
    rng.shuffle(shuffled)
    other = scenario.model_copy(update={"statements": tuple(shuffled)})
    expected = advice_or_skip(scenario, advisor).model_dump_json()
    assert advice_or_skip(other, advisor).model_dump_json() == expected
    assert advice_or_skip(scenario, backwards(frozenset(advisor.snapshot.decisions))).model_dump_json() == expected


@given(CASES, st.data())
def test_every_cited_fact_is_needed(case: Case, data: st.DataObject) -> None:
    """Take a cited fact away, and that reason is gone or rests on something else."""
    advisor, scenario = case
    advice = advice_or_skip(scenario, advisor)
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
    after = advice_or_skip(scenario.without(fact), advisor).decision(decision)
    if after is not None:
        standing = next(item for item in after.options if item.option == option)
        assert reason not in standing.reasons


@given(CASES)
def test_both_engines_agree_on_every_condition(case: Case) -> None:
    advisor, scenario = case
    durable, direct = durable_evaluator(advisor), DirectEvaluator(advisor.program)
    known = {statement.name: statement.value for statement in scenario.statements}
    for block in advisor.program.blocks:
        assert dict(durable.evaluate(block, known)) == dict(direct.evaluate(block, known))


@given(CASES)
def test_both_engines_give_the_same_advice(case: Case) -> None:
    advisor, scenario = case
    direct = Advisor(advisor.snapshot, advisor.program, advisor.direct, advisor.direct)
    durable = Advisor(advisor.snapshot, advisor.program, durable_evaluator(advisor), advisor.direct)
    one, other = advice_or_skip(scenario, direct), advice_or_skip(scenario, durable)
    assert (one.engine, other.engine) == ("direct", "durable")
    assert one.model_copy(update={"engine": ""}) == other.model_copy(update={"engine": ""})


def durable_evaluator(advisor: Advisor) -> Evaluator:
    pytest.importorskip("durable.engine", reason="durable_rules cannot be imported here")
    assert advisor.evaluator.name == "durable"
    return advisor.evaluator


@given(CASES, st.data())
def test_a_what_if_is_the_same_as_a_fresh_inference(case: Case, data: st.DataObject) -> None:
    advisor, scenario = case
    spec = data.draw(st.sampled_from(list(VOCABULARY)))
    changed = scenario.having(Statement(name=spec.name, value=data.draw(values(spec, advisor.program))))
    try:
        before = infer(advisor.snapshot, scenario, advisor.direct)
        fresh = infer(advisor.snapshot, changed, advisor.direct)
    except InputError:
        assume(False)
        raise
    again = infer_again(advisor.snapshot, changed, before)
    assert again == fresh
    settled = decide(advisor.snapshot, before)
    assert decide(advisor.snapshot, again, (before, settled)) == decide(advisor.snapshot, fresh)


@given(CASES)
def test_what_an_implication_concludes_holds_in_the_advice(case: Case) -> None:
    """A concluded fact names the rule it comes from, and that rule exists and concludes it."""
    advisor, scenario = case
    for fact in advice_or_skip(scenario, advisor).scenario.facts:
        if fact.rules:
            rule = shipped().rules[fact.rules[0]]
            assert fact.name in dict(rule.implied)


@settings(max_examples=max(20, settings.default.max_examples // 20))
@given(CASES)
def test_a_part_decides_as_the_whole_does(case: Case) -> None:
    """What makes the other properties, each over a part of the decisions, properties of all of them."""
    advisor, scenario = case
    part, whole = advice_or_skip(scenario, advisor), advice_or_skip(scenario, WHOLE)
    assert part.decisions == tuple(item for item in whole.decisions if item.decision in advisor.snapshot.decisions)
