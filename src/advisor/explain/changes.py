"""What would make an option right: the smallest change of stated facts, replayed in the engine before it is shown."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping

from advisor.cost.figures import Figures
from advisor.engine.derivation import Derivation
from advisor.engine.infer import infer_again
from advisor.errors import InputError
from advisor.explain.cheaper import Turn, other_priorities, turns
from advisor.explain.model import DecisionAdvice, OptionAdvice, WouldChange
from advisor.explain.phrases import phrase
from advisor.facts.fields import FactKind
from advisor.rulebase.condition import All
from advisor.scenario.model import Scenario, Statement
from advisor.solver.columns import PRIORITIES
from advisor.solver.cone import chain_of
from advisor.solver.regions import positions
from advisor.solver.search import Search
from advisor.solver.space import Space
from advisor.solver.steps import Kind, Step, answers, value_at
from advisor.solver.undecided import Undecided
from advisor.verdict import Settled, Standing, decide
from advisor.vocabulary import Criterion, Verdict

# The search offers what is recommended on its bit columns; that nearly always survives the replay at once.
_REPLAYED = 50


class Changes:
    """The counterfactuals of one scenario."""

    def __init__(
        self, space: Space, scenario: Scenario, derivation: Derivation, settled: Mapping[str, Settled]
    ) -> None:
        self._space, self._scenario = space, scenario
        self._derivation, self._settled = derivation, dict(settled)
        self._searches: dict[str, Search] = {}
        self._figures = Figures()

    def added_to(self, decisions: Iterable[DecisionAdvice]) -> tuple[DecisionAdvice, ...]:
        """The advice with what would make each option right that is not recommended."""
        return tuple(self._with_changes(item) for item in decisions)

    def _with_changes(self, decision: DecisionAdvice) -> DecisionAdvice:
        options = {option.option: option for option in decision.options}
        order = self._search(decision.decision).alike(options)
        changed = {name: self._with_change(decision, options[name]) for name in order}
        return decision.model_copy(update={"options": tuple(changed[name] for name in options)})

    def _with_change(self, decision: DecisionAdvice, option: OptionAdvice) -> OptionAdvice:
        if option.verdict is Verdict.RECOMMENDED:
            return option
        change = self.would_change(decision.decision, option.option)
        why = "" if change else self.never(decision.decision, option.option)
        return option.model_copy(update={"would_change": change, "cannot_change": why})

    def would_change(self, decision: str, option: str) -> WouldChange | None:
        """The smallest change of stated facts that makes an option recommended; None where none was found."""
        turn = self._cheapest_turn(decision, option)
        if turn is not None:
            return WouldChange(set={turn.step.fact: turn.step.value}, text=f"If {turn.text}.")
        try:
            steps = self._smallest(decision, option)
        except Undecided:
            return None
        if steps is None:
            return None
        search = self._search(decision)
        estimated = self._estimated(steps)
        clauses = [
            phrase(
                self._space,
                search,
                self._scenario,
                option,
                steps,
                step,
                estimated=estimated and not self._by_rules_alone(search, decision, option, steps, step),
            )
            for step in steps
        ]
        text = " and ".join(clauses)
        return WouldChange(set={step.fact: step.value for step in steps}, text=f"If {text}.")

    def never(self, decision: str, option: str) -> str:
        """Why no change of facts can make an option recommended, where `would_change` found none."""
        standing = self._settled[decision].of(option)
        because = self._closed(standing, decision)
        if because:
            return f"No change of facts can: {because}"
        try:
            found = next(self._search(decision).smallest(option), None)
        except Undecided:
            return "The search gave up before it found a change of facts, or that there is none."
        return "No change of facts was found that holds." if found else "No change of facts can, at this date."

    def _closed(self, standing: Standing, decision: str) -> str:
        """The reason of a rule that asks nothing: the option, or all it goes with, is not to be had at this date."""
        own = [o.rule.because for o in standing.against if o.rule.when == All(())]
        upstream = self._settled[decision].decision.upstream
        if own or upstream is None:
            return own[0] if own else ""
        hosts = [self._closed(self._settled[upstream].of(host), upstream) for host in standing.lost_hosts]
        return hosts[0] if hosts and all(hosts) else ""

    def _search(self, decision: str) -> Search:
        if decision not in self._searches:
            self._searches[decision] = Search(self._space, self._scenario, self._settled, decision)
        return self._searches[decision]

    def _cheapest_turn(self, decision: str, option: str) -> Turn | None:
        """The least single change after which costs let an option come first; None where costs were not asked."""
        snapshot, facts = self._space.snapshot, self._derivation.values()
        found = turns(snapshot, self._scenario, facts, self._settled, decision, option)
        holding = [turn for turn in found if self.holds(decision, option, (turn.step,))]
        return min(holding, key=lambda turn: turn.step.kind, default=None)

    def _estimated(self, steps: tuple[Step, ...]) -> bool:
        """Whether cost comes first, before or after some steps, so that estimates may play a part."""
        orders = [step.value for step in steps if step.fact == PRIORITIES]
        stated = self._scenario.by_name.get(PRIORITIES)
        orders += [stated.value] if stated is not None else []
        return any(isinstance(order, tuple) and order[:1] == (Criterion.COST.value,) for order in orders)

    def _by_rules_alone(self, search: Search, decision: str, option: str, steps: tuple[Step, ...], step: Step) -> bool:
        """Whether no estimate is asked in the whole range of numbers that do as well as a step's."""
        program, spec = self._space.program, self._space.snapshot.base.vocabulary[step.fact]
        if step.value is None or spec.kind is not FactKind.NUMBER:
            return True
        reach = search.reach(option, steps, step)
        if reach is None:
            return True
        others = tuple(item for item in steps if item is not step)
        scenario = functools.reduce(lambda now, item: item.applied(now), others, self._scenario)
        for place in positions(program, spec):
            if reach[0] <= place <= reach[1]:
                number = value_at(program, spec, place, scenario)
                after = self._replay(decision, Step(step.fact, number, step.kind).applied(scenario))
                if after is None or decision not in after[1] or after[1][decision].recommended != option:
                    return False
                if any(standing.figure for item in after[1].values() for standing in item.standings):
                    return False
        return True

    def _smallest(self, decision: str, option: str) -> tuple[Step, ...] | None:
        if self._closed(self._settled[decision].of(option), decision):
            return None
        search = self._search(decision)
        answered: tuple[Step, ...] | None = None
        for steps in itertools.islice(search.smallest(option), _REPLAYED):
            if answered is not None and len(answered) <= len(steps):
                break
            if self.holds(decision, option, steps):
                return self._settled_numbers(search, decision, option, steps)
            answered = answered or self._answered(decision, option, steps) or self._reordered(decision, option, steps)
        return answered

    def _answered(self, decision: str, option: str, steps: tuple[Step, ...]) -> tuple[Step, ...] | None:
        """The steps with an answer to a pivotal question, where it was only the open question that undid them."""
        for pivot in sorted(self._pivots(decision) - self._scenario.by_name.keys() - {step.fact for step in steps}):
            for value in answers(self._space.program, self._space.snapshot.base.vocabulary[pivot]):
                more = (*steps, Step(pivot, value, Kind.STATE))
                if self.holds(decision, option, more):
                    return more
        return None

    def _reordered(self, decision: str, option: str, steps: tuple[Step, ...]) -> tuple[Step, ...] | None:
        """The steps with other priorities, where it was only an estimated cost that undid them."""
        if not self._estimated(steps):
            return None
        stated = self._scenario.by_name.get(PRIORITIES)
        order = next((step.value for step in steps if step.fact == PRIORITIES), stated.value if stated else None)
        others = tuple(step for step in steps if step.fact != PRIORITIES)
        tried = ((*others, Step(PRIORITIES, order, Kind.ALTER)) for order in other_priorities(order))
        return next((more for more in tried if self.holds(decision, option, more)), None)

    def _pivots(self, decision: str) -> set[str]:
        snapshot = self._space.snapshot
        return {fact for name in chain_of(snapshot, decision) for fact in snapshot.decisions[name].pivotal}

    def _settled_numbers(self, search: Search, decision: str, option: str, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """The steps, with each number that was open put on the edge of those that do."""
        for step in steps:
            spec = self._space.snapshot.base.vocabulary[step.fact]
            if step.kind is Kind.STATE and spec.kind is FactKind.NUMBER:
                moved = search.on_the_edge(option, steps, step)
                if moved != step:
                    changed = tuple(moved if item is step else item for item in steps)
                    steps = changed if self.holds(decision, option, changed) else steps
        return steps

    def holds(self, decision: str, option: str, steps: tuple[Step, ...]) -> bool:
        """Whether the engine recommends an option after some steps, whatever an open pivotal fact turns out to be."""
        changed = functools.reduce(lambda scenario, step: step.applied(scenario), steps, self._scenario)
        now = self._replay(decision, changed)
        if now is None or decision not in now[1] or now[1][decision].recommended != option:
            return False
        for pivot in sorted(self._pivots(decision) - now[0].facts.keys()):
            for value in answers(self._space.program, self._space.snapshot.base.vocabulary[pivot]):
                after = self._replay(decision, changed.having(Statement(name=pivot, value=value)))
                if after is not None and decision in after[1] and after[1][decision].recommended != option:
                    return False
        return True

    def _replay(self, decision: str, scenario: Scenario) -> tuple[Derivation, dict[str, Settled]] | None:
        """What the engine makes of a scenario, as far as one decision goes; None where it contradicts itself."""
        snapshot = self._space.only(decision)
        try:
            derivation = infer_again(snapshot, scenario, self._derivation)
        except InputError:
            return None
        return derivation, decide(snapshot, derivation, (self._derivation, self._settled), costs=self._figures)
