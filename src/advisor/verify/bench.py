"""What a check works with: the base at a date, a prover, a sample of scenarios, and the engine to replay witnesses."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable

from advisor.engine.derivation import Derivation
from advisor.engine.direct import DirectEvaluator
from advisor.engine.infer import infer
from advisor.engine.program import compile_snapshot
from advisor.errors import InputError
from advisor.rulebase import snapshot as snapshots
from advisor.rulebase.condition import Op, leaves
from advisor.rulebase.schema import Decision, Rule, RuleBase
from advisor.scenario.model import Scenario, Statement
from advisor.solver.cone import chain_of
from advisor.solver.judge import DecisionTerms
from advisor.solver.prove import Prover
from advisor.solver.samples import Sample
from advisor.solver.sweep import Bits, Swept, Truths
from advisor.verdict import Settled, decide, excluded_by
from advisor.verify.finding import facts_of_scenario
from advisor.vocabulary import Strength, Verdict

Replay = tuple[Derivation, dict[str, Settled]]
Shows = Callable[[Derivation, dict[str, Settled]], bool]


class Workshop:
    """A rule base at a date with its engine and one prover; a check of the whole base gets this."""

    def __init__(self, base: RuleBase, date: datetime.date) -> None:
        self.base, self.date = base, date
        self.snapshot = snapshots.at(base, date)
        self.program = compile_snapshot(self.snapshot)
        self._direct = DirectEvaluator(self.program)

    @functools.cached_property
    def prover(self) -> Prover:
        """Proofs over all scenarios."""
        return Prover(self.snapshot, self.program)

    def replay(self, scenario: Scenario) -> Replay | None:
        """What the engine makes of a scenario; None where it contradicts itself."""
        try:
            derivation = infer(self.snapshot, scenario, self._direct)
        except InputError:
            return None
        return derivation, decide(self.snapshot, derivation)

    def witness(self, scenario: Scenario, shows: Shows, plain: tuple[str, ...] = ()) -> dict[str, object]:
        """The facts of `smallest`, as a scenario file writes them."""
        return facts_of_scenario(self.smallest(scenario, shows, plain))

    def smallest(self, scenario: Scenario, shows: Shows, plain: tuple[str, ...] = ()) -> Scenario:
        """A scenario that shows something in the engine, with as few facts as can be, and these musts.

        The facts of `plain` are affirmed where that leaves others out: they say best what it is about. Raises
        AssertionError where the engine does not show it: proof and engine would disagree.
        """

        def does(candidate: Scenario) -> bool:
            found = self.replay(candidate)
            return found is not None and shows(*found)

        assert does(scenario), f"the engine does not show what was proved: {scenario}"
        for name in plain:
            said = scenario.having(Statement(name=name, value=True))
            scenario = said if name not in scenario.by_name and does(said) else scenario
        for statement in sorted(scenario.statements, key=lambda item: (item.name in plain, item.name)):
            fewer = scenario.without(statement.name)
            scenario = fewer if does(fewer) else scenario
        for statement in scenario.statements:
            harder = scenario.having(statement.model_copy(update={"strength": Strength.MUST}))
            scenario = harder if does(harder) else scenario
        return scenario

    def implied_by(self, *rules: Rule) -> Shows:
        """That implications hold, in the engine."""
        names = [rule.id for rule in rules]
        return lambda derivation, _: all(self.holds(derivation, None, name) for name in names)

    @staticmethod
    def holds(derivation: Derivation, decision: str | None, rule: str) -> bool:
        """Whether a rule holds in what the engine derived."""
        outcomes = derivation.implications if decision is None else derivation.outcomes[decision]
        return any(outcome.rule.id == rule and outcome.truth is True for outcome in outcomes)


class Bench:
    """One decision under test."""

    def __init__(self, shop: Workshop, decision: str) -> None:
        self.shop, self.name = shop, decision
        self.decision: Decision = shop.snapshot.decisions[decision]
        self.all_rules: tuple[Rule, ...] = shop.snapshot.rules[decision]

    @functools.cached_property
    def plain(self) -> tuple[str, ...]:
        """The yes-or-no facts for which the decision, or one upstream of it, applies."""
        chain = [self.shop.snapshot.decisions[name] for name in chain_of(self.shop.snapshot, self.name)]
        asked = [leaf for item in chain for leaf in leaves(item.applies)]
        return tuple(dict.fromkeys(leaf.fact for leaf in asked if leaf.op is Op.IS and leaf.operand is True))[:1]

    def witness(self, scenario: Scenario, shows: Shows) -> dict[str, object]:
        """The facts of a smallest scenario that shows something in the engine."""
        return self.shop.witness(scenario, shows, self.plain)

    @property
    def rules(self) -> list[Rule]:
        """The rules that authors wrote, without those that the catalogue gives."""
        return [rule for rule in self.all_rules if rule.id in self.shop.base.rules]

    @functools.cached_property
    def sample(self) -> Sample:
        """Random scenarios about the decision."""
        return Sample(self.shop.snapshot, self.shop.program, self.name)

    @functools.cached_property
    def swept(self) -> Swept:
        """How the decision ends in each random scenario."""
        return self.sample.sweep.decision(self.name)

    def seen(self, rule: Rule) -> Truths:
        """Where a rule holds among the random scenarios in which the decision applies."""
        found, applies = self.sample.sweep.rule(rule), self.swept.applies
        return Truths(found.holds & applies, found.fails & applies, found.must & applies)

    @functools.cached_property
    def terms(self) -> DecisionTerms:
        """The decision as terms."""
        return self.shop.prover.decision(self.name)

    def excluding(self, option: str, without: str) -> list[Rule]:
        """The rules other than one that can eliminate an option."""
        options = self.decision.options
        return [rule for rule in self.all_rules if rule.id != without and option in excluded_by(rule, options)]

    def example(self, *terms: object) -> Scenario | None:
        """A scenario in which the decision applies and all terms are true; None where there is none."""
        return self.shop.prover.example(self.terms.applies, *terms)

    def pick(self, where: Bits) -> Scenario:
        """One of some random scenarios, with few facts."""
        return self.sample.scenario(where)

    def ends(self, option: str, verdict: Verdict) -> Shows:
        """That the decision applies and an option has a verdict, in the engine."""
        return lambda _, settled: self.name in settled and settled[self.name].of(option).verdict is verdict

    def both_hold(self, *rules: Rule) -> Shows:
        """That the decision applies and rules hold, in the engine."""
        names = [rule.id for rule in rules]
        return lambda derivation, settled: (
            self.name in settled and all(self.shop.holds(derivation, self.name, name) for name in names)
        )
