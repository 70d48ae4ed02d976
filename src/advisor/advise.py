"""The pipeline, end to end: the file to read first.

scenario ─infer─▶ derivation ─decide─▶ settled ─explain─▶ Advice
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from advisor.cost.costs import Candidate, cost_of, curves_of
from advisor.cost.model import Cost, CostCurves
from advisor.engine.choose import best_evaluator
from advisor.engine.derivation import Derivation, Outcome
from advisor.engine.direct import DirectEvaluator
from advisor.engine.infer import infer
from advisor.engine.program import Evaluator, Program, compile_snapshot
from advisor.explain.ask import ask_next
from advisor.explain.changes import Changes
from advisor.explain.conflicts import Conflicts
from advisor.explain.model import AskNext, DecisionAdvice, Dependence, OptionAdvice, WouldChange
from advisor.explain.reasons import Explainer
from advisor.explain.stability import dependences, hangs_on_a_pivot
from advisor.facts import Value, describe
from advisor.rulebase import snapshot as snapshots
from advisor.rulebase.load import shipped
from advisor.rulebase.schema import RuleBase
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.solver.space import Space
from advisor.verdict import Settled, decide, speaking
from advisor.vocabulary import Criterion, Domain, Origin, Status, Strength, Verdict


class Model(BaseModel):
    """A frozen part of the advice."""

    model_config = ConfigDict(frozen=True)


class FactShown(Model):
    """A fact that the advice rests on, and where it came from."""

    name: str
    value: Value
    text: str
    strength: Strength
    origin: Origin
    words: str | None = None
    start: int | None = None
    end: int | None = None
    rules: tuple[str, ...] = ()


class ScenarioShown(Model):
    """The decomposition: objective, dominant domain, facts, and what was not understood."""

    title: str
    objective: str
    domain: Domain | None
    facts: tuple[FactShown, ...]
    unread: tuple[str, ...]


class RuleBaseShown(Model):
    """Which knowledge the advice was made from."""

    version: str
    sha256: str


class Companion(Model):
    """Something the chosen options need beside them."""

    item: str
    name: str
    because: str
    rule: str


class Warning_(Model):
    """A trap in this scenario."""

    trap: str
    text: str
    rule: str


class Advice(Model):
    """Everything the advisor says about one scenario; the same input, date and rule base give the same bytes."""

    scenario: ScenarioShown
    as_of: datetime.date
    rulebase: RuleBaseShown
    engine: str
    decisions: tuple[DecisionAdvice, ...]
    companions: tuple[Companion, ...]
    warnings: tuple[Warning_, ...]
    architecture: tuple[str, ...]
    cost: Cost
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
        derivation = infer(self.snapshot, scenario, self.evaluator)
        return derivation, decide(self.snapshot, derivation, costs=True)

    @functools.cached_property
    def space(self) -> Space:
        """What what-ifs need, worked out as they ask for it."""
        return Space(self.snapshot, self.program)

    def would_change(self, scenario: Scenario, decision: str, option: str) -> WouldChange | None:
        """The smallest change of stated facts that makes an option recommended; None where there is none."""
        derivation, settled = self.settle(scenario)
        applies = decision in settled and option in settled[decision].decision.options
        return Changes(self.space, scenario, derivation, settled).would_change(decision, option) if applies else None

    def cost(self, scenario: Scenario, tried: Mapping[str, Decimal] | None = None, *, crossings: bool = True) -> Cost:
        """What a scenario costs in a month; with `crossings`, where options become cheaper than one another.

        `tried` are numbers to put in place of assumptions and facts, by name. Raises InputError as `advise` does.
        """
        derivation, settled = self.settle(scenario)
        return self._cost(derivation, settled, tried, crossings=crossings)

    def _cost(
        self,
        derivation: Derivation,
        settled: dict[str, Settled],
        tried: Mapping[str, Decimal] | None = None,
        *,
        crossings: bool,
    ) -> Cost:
        prices, facts = self.snapshot.base.prices, derivation.values()
        return cost_of(prices, facts, self._candidates(settled), self.snapshot.date, tried, crossings=crossings)

    def cost_over(
        self, scenario: Scenario, decision: str, along: str, tried: Mapping[str, Decimal] | None = None
    ) -> CostCurves | None:
        """What the options of a decision cost over one quantity, for a chart; None where nothing can be drawn.

        Raises InputError as `advise` does.
        """
        derivation, settled = self.settle(scenario)
        prices, facts = self.snapshot.base.prices, derivation.values()
        return curves_of(prices, facts, self._candidates(settled), decision, along, tried)

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

    def advise(self, scenario: Scenario, *, changes: bool = True) -> Advice:
        """The advice for a scenario; without `changes` it does not say what would make the other options right.

        Raises InputError where the facts contradict each other.
        """
        derivation, settled = self.settle(scenario)
        unknowns = dependences(self.space, scenario, derivation, settled)
        explainer = Explainer(self.snapshot, scenario, derivation)
        decisions = tuple(self._decision(item, settled, explainer, unknowns[name]) for name, item in settled.items())
        decisions = Conflicts(self.space, scenario, derivation, settled, explainer).added_to(decisions)
        if changes:
            decisions = Changes(self.space, scenario, derivation, settled).added_to(decisions)
        chosen = {item.decision: item.recommended for item in decisions if item.recommended}
        firing = speaking(derivation, settled)
        companions = _companions(self.snapshot, firing, explainer, set(chosen.values()))
        return Advice(
            scenario=_shown(self.snapshot, scenario, derivation, settled),
            as_of=self.snapshot.date,
            rulebase=RuleBaseShown(version=self.snapshot.base.version, sha256=self.snapshot.base.sha256),
            engine=self.evaluator.name,
            decisions=decisions,
            companions=companions,
            warnings=tuple(
                Warning_(trap=o.rule.then.warns, text=explainer.fill(o.rule.because), rule=o.rule.id)
                for o in firing
                if o.rule.then.warns
            ),
            architecture=_architecture(self.snapshot, chosen, companions),
            cost=self._cost(derivation, settled, crossings=changes and _counts_cost(derivation)),
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


def _companions(
    snapshot: Snapshot, firing: tuple[Outcome, ...], explainer: Explainer, chosen: set[str]
) -> tuple[Companion, ...]:
    found: dict[str, Companion] = {}
    for outcome in firing:
        for item in outcome.rule.then.adds:
            if item not in found and item not in chosen:
                thing = snapshot.base.things[item]
                text = explainer.fill(outcome.rule.because)
                found[item] = Companion(item=item, name=thing.name, because=text, rule=outcome.rule.id)
    return tuple(found.values())


def _architecture(snapshot: Snapshot, chosen: dict[str, str], companions: tuple[Companion, ...]) -> tuple[str, ...]:
    things = snapshot.base.things
    lanes = list(Domain)
    items = [*chosen.values(), *(companion.item for companion in companions)]
    return tuple(sorted(dict.fromkeys(items), key=lambda item: (lanes.index(things[item].area), items.index(item))))


def _shown(
    snapshot: Snapshot, scenario: Scenario, derivation: Derivation, settled: dict[str, Settled]
) -> ScenarioShown:
    statements = scenario.by_name
    vocabulary = snapshot.base.vocabulary
    facts = []
    for name, known in derivation.facts.items():
        statement = statements.get(name)
        if statement is None and not known.via:
            continue
        facts.append(
            FactShown(
                name=name,
                value=known.value,
                text=describe(vocabulary[name], known.value),
                strength=known.strength,
                origin=statement.origin if statement else known.origin,
                words=statement.words if statement else None,
                start=statement.start if statement else None,
                end=statement.end if statement else None,
                rules=known.via,
            )
        )
    facts.sort(key=lambda fact: fact.name)
    return ScenarioShown(
        title=scenario.title,
        objective=scenario.objective or _objective(settled),
        domain=_dominant(derivation, settled),
        facts=tuple(facts),
        unread=scenario.unread,
    )


def _objective(settled: dict[str, Settled]) -> str:
    """Without a stated objective: the questions that have to be answered."""
    questions = [item.decision.question.rstrip("?") for item in settled.values()]
    return f"Decide: {'; '.join(question[0].lower() + question[1:] for question in questions)}." if questions else ""


def _dominant(derivation: Derivation, settled: dict[str, Settled]) -> Domain | None:
    """The area in which most rules speak; the earlier stage of the lifecycle where two are level."""
    voices = {area: 0 for area in Domain}
    for name, item in settled.items():
        voices[item.decision.area] += sum(bool(outcome.truth) for outcome in derivation.outcomes[name])
    best = max(voices.values())
    return next((area for area, count in voices.items() if count == best and count), None)
