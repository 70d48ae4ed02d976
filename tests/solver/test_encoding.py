"""The z3 terms say of every scenario what inference and verdicts compute for one."""

from __future__ import annotations

import pytest
import z3
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.advise import Advisor, advisor_at, build
from advisor.engine.direct import DirectEvaluator
from advisor.engine.infer import infer
from advisor.engine.program import compile_snapshot
from advisor.errors import InputError
from advisor.rulebase.load import assemble
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.solver.columns import columns
from advisor.solver.decode import decode
from advisor.solver.encode import Encoding
from advisor.solver.judge import Judge
from advisor.solver.pin import pinned
from advisor.solver.sweep import Sweep
from advisor.verdict import decide
from advisor.vocabulary import Verdict
from solver_bases import SMALL, TODAY, drawn, examples

SHIPPED = advisor_at(TODAY)


def small() -> Advisor:
    return build(assemble(SMALL), TODAY)


class Proofs:
    """An encoding with every decision asked for, and one solver that holds its constraints."""

    def __init__(self, advisor: Advisor) -> None:
        self.advisor = advisor
        self.encoding = Encoding(advisor.snapshot, advisor.program)
        self.judge = Judge(self.encoding)
        self.terms: dict[tuple[str, str, str], z3.BoolRef] = {}
        for name, decision in advisor.snapshot.decisions.items():
            found = self.judge.decision(name)
            self.terms[name, "applies", ""] = found.applies
            for option in decision.options:
                self.terms[name, "eliminated", option] = z3.And(found.applies, found.eliminated(option))
                self.terms[name, "recommended", option] = z3.And(found.applies, found.recommended(option))
        for spec in advisor.snapshot.base.vocabulary:
            self.encoding.fact(spec.name)
        self.solver = z3.Solver(ctx=self.encoding.context)
        self.solver.add(self.encoding.constraints)

    def of(self, scenario: Scenario) -> dict[tuple[str, str, str], bool] | None:
        """What z3 says of a scenario; None where it contradicts itself."""
        if self.solver.check(*pinned(self.encoding, scenario)) != z3.sat:
            return None
        model = self.solver.model()
        return {key: z3.is_true(model.eval(term, model_completion=True)) for key, term in self.terms.items()}


def engine(advisor: Advisor, scenario: Scenario) -> dict[tuple[str, str, str], bool] | None:
    """The same from inference and verdicts: rules alone, as the terms know nothing of formulas and costs."""
    try:
        settled = decide(advisor.snapshot, infer(advisor.snapshot, scenario, advisor.direct))
    except InputError:
        return None
    found = {}
    for name, decision in advisor.snapshot.decisions.items():
        item = settled.get(name)
        found[name, "applies", ""] = item is not None
        for option in decision.options:
            verdict = item.of(option).verdict if item is not None else None
            found[name, "eliminated", option] = verdict is Verdict.ELIMINATED
            found[name, "recommended", option] = verdict is Verdict.RECOMMENDED
    return found


PROOFS = {"shipped": Proofs(SHIPPED), "small": Proofs(small())}
DRAWN = {name: drawn(proofs.advisor) for name, proofs in PROOFS.items()}


@pytest.mark.parametrize("base", PROOFS)
def test_the_solver_and_the_engine_agree_on_every_scenario(base: str) -> None:
    proofs = PROOFS[base]

    @examples(dev=60, ci=300)
    @given(DRAWN[base])
    def agree(scenario: Scenario) -> None:
        assert proofs.of(scenario) == engine(proofs.advisor, scenario)

    agree()


@pytest.mark.parametrize("base", PROOFS)
def test_a_model_read_as_a_scenario_does_what_the_model_says(base: str) -> None:
    """A verdict that can occur does so in the scenario that stands for it."""
    proofs = PROOFS[base]

    @examples(dev=60, ci=200)
    @given(st.sampled_from(sorted(proofs.terms)))
    def does(key: tuple[str, str, str]) -> None:
        assume(proofs.solver.check(proofs.terms[key]) == z3.sat)
        scenario = decode(proofs.encoding, proofs.solver.model())
        found = engine(proofs.advisor, scenario)
        assert found is not None and found[key], (key, scenario)
        assert found == proofs.of(scenario)

    does()


@pytest.mark.parametrize("base", PROOFS)
def test_a_scenario_survives_its_way_through_the_solver(base: str) -> None:
    proofs = PROOFS[base]

    @settings(max_examples=max(10, settings().max_examples // 10))
    @given(DRAWN[base])
    def survives(scenario: Scenario) -> None:
        assume(proofs.solver.check(*pinned(proofs.encoding, scenario)) == z3.sat)
        back = decode(proofs.encoding, proofs.solver.model())
        assert [(s.name, s.strength) for s in back.statements] == [(s.name, s.strength) for s in scenario.statements]
        assert engine(proofs.advisor, back) == engine(proofs.advisor, scenario)

    survives()


@pytest.mark.parametrize("base", PROOFS)
def test_a_decision_without_a_rule_is_that_of_a_base_without_it(base: str) -> None:
    """What `never-decisive` asks about: on terms, on bit columns, and in the engine."""
    proofs = PROOFS[base]
    snapshot = proofs.advisor.snapshot
    rules = [(name, rule) for name, found in snapshot.rules.items() for rule in found if rule.then.options]

    @settings(max_examples=max(10, settings().max_examples // 10))
    @given(DRAWN[base], st.sampled_from(rules))
    def agree(scenario: Scenario, chosen: tuple[str, Rule]) -> None:
        name, rule = chosen
        kept = tuple(other for other in snapshot.rules[name] if other is not rule)
        poorer = Snapshot(
            snapshot.base, snapshot.date, snapshot.strata, snapshot.decisions, {**snapshot.rules, name: kept}
        )
        without = build_from(poorer)
        found = engine(without, scenario)
        assume(found is not None)
        assert found is not None
        terms = proofs.judge.decision(name, switched=True)
        off = proofs.judge.only_off(name, rule.id)
        solver = z3.Solver(ctx=proofs.encoding.context)
        solver.add(proofs.encoding.constraints)
        assert solver.check(off, *pinned(proofs.encoding, scenario)) == z3.sat
        model = solver.model()
        sweep = Sweep(snapshot, columns(scenario.by_name, {}, 1), 1)
        swept = sweep.decision(name).without(rule)
        for option in terms.decision.options if found[name, "applies", ""] else ():
            gone = z3.is_true(model.eval(terms.eliminated(option), model_completion=True))
            best = z3.is_true(model.eval(terms.recommended(option), model_completion=True))
            assert gone == found[name, "eliminated", option]
            assert best == found[name, "recommended", option]
            if not rule.overrides:
                assert bool(swept.eliminated[option]) == gone
                assert bool(swept.recommended(option)) == best

    agree()


def build_from(snapshot: Snapshot) -> Advisor:
    program = compile_snapshot(snapshot)
    direct = DirectEvaluator(program)
    return Advisor(snapshot, program, direct, direct)
