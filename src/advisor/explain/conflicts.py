"""Where nothing survives: all smallest sets of stated facts that clash, and the cheapest ways out."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from advisor.cost.figures import Figures
from advisor.engine.derivation import Derivation
from advisor.engine.direct import truth
from advisor.engine.infer import infer_again
from advisor.errors import InputError
from advisor.explain.model import Clash, DecisionAdvice, Relaxation, WayOut
from advisor.explain.phrases import changed_to
from advisor.explain.reasons import Explainer
from advisor.explain.supports import ALWAYS, Sets, Supports, both, minimal
from advisor.facts import describe
from advisor.rulebase.schema import Rule
from advisor.scenario.model import Scenario
from advisor.solver.search import Search
from advisor.solver.space import Space
from advisor.solver.steps import Step
from advisor.verdict import Settled, decide
from advisor.vocabulary import Status

# Ways out that are worked out in full; they are tried fewest facts first.
_WORKED_OUT = 12


class Conflicts:
    """The clashes of one scenario and the ways out of them."""

    def __init__(
        self,
        space: Space,
        scenario: Scenario,
        derivation: Derivation,
        settled: dict[str, Settled],
        explainer: Explainer,
    ) -> None:
        self._space, self._scenario, self._settled = space, scenario, settled
        self._figures = Figures()
        self._derivation, self._explainer = derivation, explainer
        self._supports = Supports(space.snapshot, scenario, derivation)

    def added_to(self, decisions: Iterable[DecisionAdvice]) -> tuple[DecisionAdvice, ...]:
        """The advice with the clashes of each decision that ends in a conflict."""
        return tuple(
            item.model_copy(update=self._found(item.decision)) if item.status is Status.CONFLICT else item
            for item in decisions
        )

    def _found(self, decision: str) -> dict[str, object]:
        settled = self._settled[decision]
        killers = {item.option: self._supports.killers(item, self._settled, settled) for item in settled.standings}
        clashing = functools.reduce(both, killers.values(), ALWAYS)
        ways = tuple(self._ways_out(decision, clashing))
        relax = ways[0].relax if ways else ()
        return {"conflicts": tuple(self._clash(facts, settled, relax) for facts in clashing), "ways_out": ways}

    def _clash(self, facts: frozenset[str], settled: Settled, relax: tuple[Relaxation, ...]) -> Clash:
        rules = list({rule.id: rule for rule in self._rules(facts, settled)}.values())
        vocabulary, stated = self._space.snapshot.base.vocabulary, self._scenario.by_name
        said = "; ".join(describe(vocabulary[name], stated[name].value) for name in sorted(facts))
        return Clash(
            facts=tuple(sorted(facts)),
            relax=relax,
            text=f"No option satisfies all of these at once: {said}."
            if said
            else "No option is to be had at this date.",
            rules=tuple(rule.id for rule in rules),
            because=self._declared(facts, settled),
            limits=tuple({item.limit: item for rule in rules for item in self._explainer.limits(rule)}.values()),
        )

    def _declared(self, facts: frozenset[str], settled: Settled) -> str:
        """Why nothing can satisfy these facts at once, where the decision declares it."""
        only = self._scenario.without(*(name for name in self._scenario.by_name if name not in facts))
        values = infer_again(self._space.snapshot, only, self._derivation).values()
        declared = (item.because for item in settled.decision.declared_conflicts if truth(item.when, values) is True)
        return next(declared, "")

    def _rules(self, facts: frozenset[str], settled: Settled) -> Iterator[Rule]:
        """For each option a rule that eliminates it on these facts alone; for a lost host, the host's."""
        for standing in settled.standings:
            enough = [
                rule
                for rule in (outcome.rule for outcome in standing.against)
                if any(support <= facts for support in self._supports.must(rule))
            ]
            if enough:
                yield min(enough, key=lambda rule: rule.id)
                continue
            upstream = settled.decision.upstream
            if upstream is not None:
                home = self._settled[upstream]
                lost = tuple(home.of(host) for host in standing.lost_hosts)
                yield from self._rules(facts, Settled(home.decision, home.status, None, lost))

    # --- ways out --------------------------------------------------------------------------------------------

    def _ways_out(self, decision: str, clashing: Sets) -> Iterator[WayOut]:
        """Ways to change a fact or more of each clash so that an option survives, cheapest first."""
        search = Search(self._space, self._scenario, self._settled, decision)
        found = []
        for facts in _hitting(clashing)[:_WORKED_OUT]:
            steps = next((steps for steps in search.reviving(sorted(facts)) if self._revived(decision, steps)), None)
            if steps is not None:
                found.append(steps)
        for steps in sorted(found, key=lambda steps: (len(steps), sum(step.kind for step in steps))):
            after = self._replay(decision, steps)
            assert after is not None
            yield WayOut(
                relax=tuple(Relaxation(fact=step.fact, to=step.value) for step in steps),
                gives=after[decision].recommended or "",
                text=f"{self._words(steps)}.",
            )

    def _words(self, steps: tuple[Step, ...]) -> str:
        vocabulary, stated = self._space.snapshot.base.vocabulary, self._scenario.by_name
        parts = [changed_to(vocabulary[step.fact], step.value, stated[step.fact].value) for step in steps]
        return " and ".join(parts)

    def _revived(self, decision: str, steps: tuple[Step, ...]) -> bool:
        after = self._replay(decision, steps)
        return after is not None and decision in after and after[decision].status is not Status.CONFLICT

    def _replay(self, decision: str, steps: tuple[Step, ...]) -> dict[str, Settled] | None:
        """What the engine makes of a decision after some steps; None where they contradict each other."""
        changed = functools.reduce(lambda scenario, step: step.applied(scenario), steps, self._scenario)
        snapshot = self._space.only(decision)
        try:
            derivation = infer_again(snapshot, changed, self._derivation)
        except InputError:
            return None
        return decide(snapshot, derivation, (self._derivation, self._settled), costs=self._figures)


def _hitting(clashing: Sets) -> Sets:
    """The smallest sets of facts that have one in common with every clash."""
    hitting: Sets = ALWAYS
    for facts in clashing:
        hitting = minimal(
            chosen if chosen & facts else chosen | {fact} for chosen in hitting for fact in sorted(facts) or [""]
        )
    return tuple(facts for facts in hitting if "" not in facts)
