"""The pipeline, end to end: the file to read first.

scenario ─complete─▶ scenario ─infer─▶ derivation ─decide─▶ settled ─explain─▶ Advice
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from advisor.cost.book import REGION
from advisor.cost.costs import Candidate, cost_of, curves_of
from advisor.cost.figures import Figures
from advisor.cost.model import Cost, CostCurves
from advisor.engine.choose import best_evaluator
from advisor.engine.complete import complete
from advisor.engine.derivation import Derivation
from advisor.engine.direct import DirectEvaluator
from advisor.engine.infer import infer
from advisor.engine.program import Evaluator, Program, compile_snapshot
from advisor.explain import around
from advisor.explain.around import Companion, ScenarioShown, Warning_
from advisor.explain.ask import ask_next
from advisor.explain.changes import Changes
from advisor.explain.conflicts import Conflicts
from advisor.explain.model import AskNext, DecisionAdvice, Dependence, Frozen, OptionAdvice, WouldChange
from advisor.explain.reasons import Explainer
from advisor.explain.stability import dependences, hangs_on_a_pivot
from advisor.rulebase import snapshot as snapshots
from advisor.rulebase.load import shipped
from advisor.rulebase.schema import RuleBase
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.solver.space import Space
from advisor.verdict import Settled, decide, speaking
from advisor.vocabulary import Criterion, Status, Verdict


class RuleBaseShown(Frozen):
    """Which knowledge the advice was made from."""

    version: str
    sha256: str


class Advice(Frozen):
    """Everything the advisor says about one scenario; the same input, date and rule base give the same bytes.

    `cost` is None where it was not asked for.
    """

    scenario: ScenarioShown
    as_of: datetime.date
    rulebase: RuleBaseShown
    engine: str
    decisions: tuple[DecisionAdvice, ...]
    companions: tuple[Companion, ...]
    warnings: tuple[Warning_, ...]
    architecture: tuple[str, ...]
    cost: Cost | None
    ask_next: AskNext | None = None

    def decision(self, name: str) -> DecisionAdvice | None:
        """The advice on one decision, or None where it does not apply."""
        return next((item for item in self.decisions if item.decision == name), None)


@dataclass(frozen=True, repr=False)  # shown, it would be the whole rule base: megabytes in a failed property's report
class Advisor:
    """A rule base at a date, ready to be asked. Build it once with `advisor_at`; asking is safe from many threads."""

    snapshot: Snapshot
    program: Program
    evaluator: Evaluator
    direct: DirectEvaluator

    def settle(self, scenario: Scenario) -> tuple[Derivation, dict[str, Settled]]:
        """What follows from a scenario, and how each decision ends."""
        return self._settled(complete(self.snapshot, scenario))

    def _settled(self, completed: Scenario) -> tuple[Derivation, dict[str, Settled]]:
        derivation = infer(self.snapshot, completed, self.evaluator)
        return derivation, decide(self.snapshot, derivation, costs=Figures())

    @functools.cached_property
    def space(self) -> Space:
        """What what-ifs need, worked out as they ask for it."""
        return Space(self.snapshot, self.program)

    def would_change(self, scenario: Scenario, decision: str, option: str) -> WouldChange | None:
        """The smallest change of stated facts that makes an option recommended; None where there is none."""
        scenario = complete(self.snapshot, scenario)
        derivation, settled = self._settled(scenario)
        applies = decision in settled and option in settled[decision].decision.options
        return Changes(self.space, scenario, derivation, settled).would_change(decision, option) if applies else None

    def cost(
        self,
        scenario: Scenario,
        tried: Mapping[str, Decimal] | None = None,
        region: str = REGION,
        *,
        crossings: bool = True,
    ) -> Cost:
        """What a scenario costs in a month; with `crossings`, where options become cheaper than one another.

        `tried` are numbers to put in place of assumptions and facts, by name. Raises InputError as `advise` does,
        and where the rule base holds no prices of the region.
        """
        derivation, settled = self.settle(scenario)
        return self._cost(derivation, settled, tried, region, crossings=crossings)

    def _cost(
        self,
        derivation: Derivation,
        settled: dict[str, Settled],
        tried: Mapping[str, Decimal] | None = None,
        region: str = REGION,
        *,
        crossings: bool,
    ) -> Cost:
        prices, facts, date = self.snapshot.base.prices, derivation.values(), self.snapshot.date
        return cost_of(prices, facts, self._candidates(settled), date, tried, region, crossings=crossings)

    def cost_over(
        self,
        scenario: Scenario,
        decision: str,
        along: str,
        tried: Mapping[str, Decimal] | None = None,
        region: str = REGION,
    ) -> CostCurves | None:
        """What the options of a decision cost over one quantity, for a chart; None where nothing can be drawn.

        Raises InputError as `cost` does.
        """
        derivation, settled = self.settle(scenario)
        prices, facts = self.snapshot.base.prices, derivation.values()
        return curves_of(prices, facts, self._candidates(settled), decision, along, tried, region)

    def _candidates(self, settled: dict[str, Settled]) -> list[Candidate]:
        base = self.snapshot.base
        return [
            Candidate(
                decision=name,
                question=item.decision.question,
                options=tuple(
                    (standing.option, base.things[standing.option].name)
                    for standing in item.standings
                    if standing.verdict is not Verdict.ELIMINATED
                ),
                recommended=item.recommended,
            )
            for name, item in settled.items()
        ]

    def advise(self, scenario: Scenario, *, changes: bool = True, costs: bool = True) -> Advice:
        """The advice for a scenario.

        Without `changes` it does not say what would make the other options right, without `costs` nothing of money:
        each of them takes longer than the verdicts. Raises InputError where the facts contradict each other.
        """
        scenario = complete(self.snapshot, scenario)
        derivation, settled = self._settled(scenario)
        unknowns = dependences(self.space, scenario, derivation, settled)
        explainer = Explainer(self.snapshot, scenario, derivation)
        decisions = tuple(self._decision(item, settled, explainer, unknowns[name]) for name, item in settled.items())
        decisions = Conflicts(self.space, scenario, derivation, settled, explainer).added_to(decisions)
        if changes:
            decisions = Changes(self.space, scenario, derivation, settled).added_to(decisions)
        chosen = {item.decision: item.recommended for item in decisions if item.recommended}
        firing = speaking(derivation, settled)
        companions = around.companions(self.snapshot, firing, explainer, chosen)
        crossings = changes and _counts_cost(derivation)
        return Advice(
            scenario=around.shown(self.snapshot, scenario, derivation, settled),
            as_of=self.snapshot.date,
            rulebase=RuleBaseShown(version=self.snapshot.base.version, sha256=self.snapshot.base.sha256),
            engine=self.evaluator.name,
            decisions=decisions,
            companions=companions,
            warnings=around.warnings(firing, explainer),
            architecture=around.architecture(self.snapshot, chosen, companions),
            cost=self._cost(derivation, settled, crossings=crossings) if costs else None,
            ask_next=ask_next(decisions),
        )

    def _decision(
        self,
        item: Settled,
        settled: dict[str, Settled],
        explainer: Explainer,
        unknowns: tuple[Dependence, ...],
    ) -> DecisionAdvice:
        status = item.status
        if status is Status.RECOMMENDED and hangs_on_a_pivot(item, settled, unknowns):
            status = Status.OPEN
        base = self.snapshot.base
        return DecisionAdvice(
            decision=item.decision.id,
            question=item.decision.question,
            area=item.decision.area,
            status=status,
            recommended=item.recommended if status is Status.RECOMMENDED else None,
            stable=not unknowns,
            depends_on=unknowns,
            options=tuple(
                OptionAdvice(
                    option=standing.option,
                    name=base.things[standing.option].name,
                    verdict=standing.verdict.without_choice() if status is Status.OPEN else standing.verdict,
                    reasons=(
                        explainer.waits_for(standing, item, unknowns)
                        if status is Status.OPEN and standing.verdict is not Verdict.ELIMINATED
                        else explainer.reasons(standing, settled, item)
                    ),
                )
                for standing in item.standings
            ),
        )


@functools.lru_cache(maxsize=8)
def advisor_at(date: datetime.date) -> Advisor:
    """The shipped rule base seen at a date, with the best engine this machine has."""
    return build(shipped(), date)


def build(base: RuleBase, date: datetime.date, *, at_once: bool = False) -> Advisor:
    """Any rule base seen at a date; `at_once` as in `advisor_on`."""
    return advisor_on(snapshots.at(base, date), at_once=at_once)


def advisor_on(snapshot: Snapshot, *, at_once: bool = False) -> Advisor:
    """A rule base at a date with the best engine this machine has.

    `at_once` takes the direct evaluator, which is ready sooner and answers the same, where few scenarios are asked.
    """
    program = compile_snapshot(snapshot)
    direct = DirectEvaluator(program)
    return Advisor(snapshot, program, direct if at_once else best_evaluator(program), direct)


def advise(scenario: Scenario, as_of: datetime.date | None = None) -> Advice:
    """Scenario to advice with the shipped rule base, as of a date (default: today)."""
    return advisor_at(as_of or datetime.date.today()).advise(scenario)


def _counts_cost(derivation: Derivation) -> bool:
    """Whether cost is one of the priorities, so that it matters where an option becomes the cheaper one."""
    stated = derivation.facts.get("priorities.order")
    return stated is not None and isinstance(stated.value, tuple) and Criterion.COST in stated.value
