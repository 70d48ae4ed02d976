"""What a check works with: the base at a date, a prover, a sample of scenarios, and the engine to replay witnesses."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from advisor.engine.derivation import Derivation
from advisor.engine.direct import DirectEvaluator
from advisor.engine.infer import infer, infer_again
from advisor.engine.program import compile_snapshot
from advisor.errors import InputError
from advisor.facts import parse_values
from advisor.rulebase import snapshot as snapshots
from advisor.rulebase.condition import All, Condition, Leaf, Op, leaves
from advisor.rulebase.schema import Decision, Rule, RuleBase
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario, Statement
from advisor.solver.columns import Bits
from advisor.solver.judge import DecisionTerms
from advisor.solver.prove import Prover
from advisor.solver.samples import Sample
from advisor.solver.space import Space
from advisor.solver.sweep import Sweep, Swept, Truths, leaving_out
from advisor.verdict import Settled, decide
from advisor.verify.finding import facts_of_scenario
from advisor.vocabulary import Strength, Verdict

Replay = tuple[Derivation, dict[str, Settled]]


@dataclass(frozen=True)
class Shows:
    """What a scenario is to show: as the engine has it, and as bit columns have it of many scenarios at once."""

    engine: Callable[[Derivation, dict[str, Settled]], bool]
    columns: Callable[[Sweep], Bits]


class Stand:
    """A part of the rule base with the engine to replay witnesses in; `proved` is as much of it as proofs need."""

    def __init__(self, snapshot: Snapshot, proved: Snapshot) -> None:
        self.snapshot, self.proved = snapshot, proved
        self._direct = DirectEvaluator(compile_snapshot(snapshot))
        self._near: Replay | None = None
        self.program = compile_snapshot(proved)

    @functools.cached_property
    def prover(self) -> Prover:
        """Proofs over all scenarios."""
        return Prover(self.proved, self.program)

    def replay(self, scenario: Scenario) -> Replay | None:
        """What the engine makes of a scenario; None where it contradicts itself."""
        try:
            if self._near is not None:
                derivation = infer_again(self.snapshot, scenario, self._near[0])
            else:
                derivation = infer(self.snapshot, scenario, self._direct)
        except InputError:
            return None
        return derivation, decide(self.snapshot, derivation, self._near)

    @property
    def plain(self) -> tuple[str, ...]:
        """Facts that say best what a witness is about: they are affirmed where that leaves others out."""
        return ()

    def witness(self, scenario: Scenario, shows: Shows) -> dict[str, object]:
        """The facts of `smallest`, as a scenario file writes them."""
        return facts_of_scenario(self.smallest(scenario, shows))

    def smallest(self, scenario: Scenario, shows: Shows) -> Scenario:
        """A scenario that shows something in the engine, with as few facts as can be, and these musts.

        Raises AssertionError where the engine does not show it: proof and engine would disagree.
        """

        def does(candidate: Scenario) -> bool:
            found = self.replay(candidate)
            return found is not None and shows.engine(*found)

        return self.fewest(scenario, does, shows.columns)

    def fewest(
        self, scenario: Scenario, does: Callable[[Scenario], bool], columns: Callable[[Sweep], Bits]
    ) -> Scenario:
        """`smallest`, for what is asked of the scenario itself; `columns`: at least where it does."""
        assert does(scenario), f"the engine does not show what was proved: {scenario}"
        self._near = self.replay(scenario)  # one fact less is inferred from it, in a fraction of the time
        try:
            scenario = self._fewest(scenario, does, columns)
        finally:
            self._near = None
        assert does(scenario), f"the engine does not show it from the start: {scenario}"
        return scenario

    def _fewest(
        self, scenario: Scenario, does: Callable[[Scenario], bool], columns: Callable[[Sweep], Bits]
    ) -> Scenario:
        for name in self.plain:
            said = scenario.having(Statement(name=name, value=True))
            scenario = said if name not in scenario.by_name and does(said) else scenario
        names = sorted(scenario.by_name, key=lambda name: (name in self.plain, name))
        spared = columns(leaving_out(self.proved, scenario, names))
        scenario = _without_needless(scenario, [name for at, name in enumerate(names) if spared >> at & 1], does)
        for statement in scenario.statements:
            harder = scenario.having(statement.model_copy(update={"strength": Strength.MUST}))
            scenario = harder if does(harder) else scenario
        return scenario


def _without_needless(scenario: Scenario, names: list[str], does: Callable[[Scenario], bool]) -> Scenario:
    """A scenario without those of some facts that can be left out, as many at once as can be."""
    fewer = scenario.without(*names)
    if not names or does(fewer):
        return fewer
    if len(names) == 1:
        return scenario
    middle = len(names) // 2
    return _without_needless(_without_needless(scenario, names[:middle], does), names[middle:], does)


class Workshop(Stand):
    """A rule base at a date. A check of the whole base gets this; its proofs are about what implications conclude."""

    def __init__(self, base: RuleBase, date: datetime.date) -> None:
        self.base, self.date = base, date
        self.whole = snapshots.at(base, date)
        self.space = Space(self.whole, compile_snapshot(self.whole))
        implying = dataclasses.replace(self.whole, decisions={}, rules={})
        super().__init__(implying, implying)

    def implied_by(self, *rules: Rule) -> Shows:
        """That implications hold."""
        names = {rule.id for rule in rules}
        return Shows(
            lambda derivation, _: names <= {o.rule.id for o in derivation.implications if o.truth is True},
            lambda sweep: sweep.everywhere(sweep.condition(rule.when).holds for rule in rules),
        )


class Bench(Stand):
    """One decision under test, with those upstream of it."""

    def __init__(self, shop: Workshop, decision: str) -> None:
        facts = shop.space.cone(decision).facts
        super().__init__(shop.space.only(decision), shop.space.narrowed(decision, facts))
        self.shop, self.name = shop, decision
        self.decision: Decision = self.snapshot.decisions[decision]
        self.all_rules: tuple[Rule, ...] = self.snapshot.rules[decision]

    @functools.cached_property
    def plain(self) -> tuple[str, ...]:
        """The yes-or-no fact for which the decision, or one upstream of it, applies."""
        asked = [leaf for item in self.snapshot.decisions.values() for leaf in leaves(item.applies)]
        return tuple(dict.fromkeys(leaf.fact for leaf in asked if leaf.op is Op.IS and leaf.operand is True))[:1]

    @property
    def rules(self) -> list[Rule]:
        """The rules that authors wrote, without those that the catalogue gives."""
        return [rule for rule in self.all_rules if rule.id in self.shop.base.rules]

    @functools.cached_property
    def sample(self) -> Sample:
        """Random scenarios about the decision."""
        return Sample(self.proved, self.program, self.name)

    @functools.cached_property
    def swept(self) -> Swept:
        """How the decision ends in each random scenario."""
        return self.sample.sweep.decision(self.name)

    def about(self, rule: Rule) -> Iterator[Sample]:
        """Random scenarios in which a rule is heard: what its own cases say, and anything besides."""
        for case in rule.cases:
            if case.fires is True:
                yield self.sample.about(parse_values(self.shop.base.vocabulary, case.facts), rule.then.by)

    def seen(self, rule: Rule) -> Truths:
        """Where a rule holds among the random scenarios in which the decision applies."""
        found, applies = self.sample.sweep.rule(rule), self.swept.applies
        return Truths(found.holds & applies, found.fails & applies, found.must & applies)

    def carriers(self, rule: Rule) -> frozenset[frozenset[str]]:
        """The sets of facts that can make a rule hold by themselves, each as stated, without its exceptions."""
        return self._carriers(rule.when)

    def _carriers(self, condition: Condition) -> frozenset[frozenset[str]]:
        if isinstance(condition, Leaf):
            writers = [rule for stratum in self.proved.strata for rule in stratum]
            writing = [rule for rule in writers if any(fact == condition.fact for fact, _ in rule.implied)]
            return frozenset([frozenset([condition.fact])]).union(*(self._carriers(rule.when) for rule in writing))
        parts = [self._carriers(item) for item in condition.items]
        if isinstance(condition, All):
            return frozenset(frozenset().union(*chosen) for chosen in itertools.product(*parts))
        return frozenset().union(*parts)

    @functools.cached_property
    def terms(self) -> DecisionTerms:
        """The decision as terms."""
        return self.prover.decision(self.name)

    def example(self, *terms: object) -> Scenario | None:
        """A scenario in which the decision applies and all terms are true; None where there is none."""
        return self.prover.example(self.terms.applies, *terms)

    def pick(self, where: Bits) -> Scenario:
        """One of some random scenarios, with few facts."""
        return self.sample.scenario(where)

    def ends(self, option: str, verdict: Verdict) -> Shows:
        """That the decision applies and an option has a verdict."""

        def ending(sweep: Sweep) -> Bits:
            swept = sweep.decision(self.name)
            first, out = swept.first[option], swept.eliminated[option]
            ends = {Verdict.RECOMMENDED: first, Verdict.ELIMINATED: out, Verdict.VIABLE: sweep.full & ~(first | out)}
            return ends[verdict] & swept.applies

        return Shows(
            lambda _, settled: self.name in settled and settled[self.name].of(option).verdict is verdict, ending
        )

    def both_hold(self, *rules: Rule) -> Shows:
        """That the decision applies and rules hold."""
        names = {rule.id for rule in rules}
        return Shows(
            lambda derivation, settled: (
                self.name in settled and names <= {o.rule.id for o in derivation.outcomes[self.name] if o.truth is True}
            ),
            lambda sweep: (
                sweep.decision(self.name).applies & sweep.everywhere(sweep.rule(rule).holds for rule in rules)
            ),
        )
