"""The sentences for each verdict, generated from the derivation alone."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.cost.costs import turning_point
from advisor.cost.estimate import Estimator
from advisor.cost.words import span, usd
from advisor.engine.derivation import Derivation, Outcome
from advisor.explain.model import Dependence, QuotedLimit, Reason
from advisor.facts import plain
from advisor.rulebase.condition import limits_of
from advisor.rulebase.rules import PLACEHOLDER
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.verdict import DEFAULT_ORDER, ESTIMATE, HOST, SHOULDS, Settled, Standing
from advisor.vocabulary import Criterion, Strength, Verdict


class Explainer:
    """Turns outcomes into reasons, in the words of the scenario and of the rules."""

    def __init__(self, snapshot: Snapshot, scenario: Scenario, derivation: Derivation) -> None:
        self._snapshot, self._derivation = snapshot, derivation
        self._statements = scenario.by_name

    def reasons(self, standing: Standing, settled: dict[str, Settled], decision: Settled) -> tuple[Reason, ...]:
        """Every reason for the verdict of one option; never empty."""
        if standing.verdict is Verdict.ELIMINATED:
            found = [*map(self.reason, standing.against), *self._lost_hosts(standing, settled, decision)]
        elif standing.verdict is Verdict.RECOMMENDED:
            found = list(self._for(standing, settled, decision))
        else:
            found = list(self._behind(standing, settled, decision))
        return tuple(found)

    def waits_for(self, standing: Standing, decision: Settled, unknowns: tuple[Dependence, ...]) -> tuple[Reason, ...]:
        """The reasons of a survivor while its decision is open: what would have to be known."""
        name = self._name(standing.option)
        found = []
        for unknown in unknowns:
            values = [value for value, option in unknown.values.items() if option == standing.option]
            given = f"{name} follows if the answer is {' or '.join(values)}" if values else f"no answer leads to {name}"
            found.append(self._own(decision, "open", f"{unknown.question} {given[0].upper()}{given[1:]}."))
        return tuple(found)

    def reason(self, outcome: Outcome) -> Reason:
        """The reason that one firing rule gives."""
        rule = outcome.rule
        facts = tuple(sorted(frozenset().union(*map(self._stated, outcome.roots))))
        words = tuple(said for name in facts if name in self._statements and (said := self._statements[name].words))
        return Reason(
            rule=rule.id,
            text=self.fill(rule.because),
            instead=self.fill(rule.instead),
            facts=facts,
            words=words,
            via=outcome.via,
            references=rule.references,
            limits=self.limits(rule),
            strength=outcome.strength,
            criterion=rule.then.by,
        )

    def _stated(self, fact: str) -> frozenset[str]:
        """A fact itself, or what it was computed from."""
        statement = self._statements.get(fact)
        return frozenset(statement.computed.facts) if statement and statement.computed else frozenset([fact])

    def fill(self, text: str) -> str:
        """A rule's sentence with the scenario's values and the catalogue's numbers in it."""
        base, facts = self._snapshot.base, self._derivation.facts

        def value(name: str) -> str:
            if name in base.vocabulary:
                known = facts.get(name)
                return plain(base.vocabulary[name], known.value) if known else "a value not stated"
            return base.limit(name).words_at(self._snapshot.date)

        return PLACEHOLDER.sub(lambda match: value(match[1]), text)

    def limits(self, rule: Rule) -> tuple[QuotedLimit, ...]:
        """The documented numbers that a rule compares with or quotes."""
        base = self._snapshot.base
        # The snapshot's conditions hold bare numbers; the rule as loaded still names its limits.
        named = list(limits_of(base.rules[rule.id].when)) if rule.id in base.rules else []
        named += [name for name in PLACEHOLDER.findall(rule.because) if name not in base.vocabulary]
        return tuple(
            QuotedLimit(
                limit=name,
                value=base.limit(name).words_at(self._snapshot.date),
                source=base.limit(name).source,
                checked=base.limit(name).checked,
                disputed=base.limit(name).disputed,
            )
            for name in dict.fromkeys(named)
        )

    def _name(self, option: str) -> str:
        return self._snapshot.base.things[option].name

    def _lost_hosts(self, standing: Standing, settled: dict[str, Settled], decision: Settled) -> Iterator[Reason]:
        upstream = decision.decision.upstream
        if not standing.lost_hosts or upstream is None:
            return
        hosts = " or ".join(self._name(host) for host in standing.lost_hosts)
        for host in standing.lost_hosts:
            for reason in self.reasons(settled[upstream].of(host), settled, settled[upstream]):
                text = f"It goes with {hosts}, which is ruled out: {reason.text}"
                yield reason.model_copy(update={"text": text})

    def _for(self, standing: Standing, settled: dict[str, Settled], decision: Settled) -> Iterator[Reason]:
        favouring = [item for item in standing.pushes if standing.option in item.rule.then.favours]
        yield from map(self.reason, favouring)
        requiring = {
            outcome.rule.id: outcome
            for other in decision.standings
            for outcome in (*other.against, *other.misses)
            if outcome.rule.then.requires == standing.option
        }
        yield from map(self.reason, requiring.values())
        dearer = next((other for other in decision.standings if other.behind == ESTIMATE), None)
        if dearer is not None:
            yield self._own(decision, "cheapest", self._compared(standing, dearer, settled, decision))
        if favouring or requiring or dearer:
            return
        others = [other for other in decision.standings if other.option != standing.option]
        if all(other.verdict is Verdict.ELIMINATED for other in others):
            text = f"{self._name(standing.option)} is the only option that no requirement rules out."
        else:
            text = (
                f"{self._name(standing.option)} satisfies every requirement and is the simplest of the options that do."
            )
        yield self._own(decision, "simplest", text)

    def _behind(self, standing: Standing, settled: dict[str, Settled], decision: Settled) -> Iterator[Reason]:
        best = decision.standings[0]
        name, winner = self._name(standing.option), self._name(best.option)
        if standing.behind == HOST:
            hosts = " or ".join(self._name(host) for host in standing.unchosen_host)
            none = "which was not chosen" if len(standing.unchosen_host) == 1 else "none of which was chosen"
            yield self._own(decision, HOST, f"{name} goes with {hosts}, {none}.")
        elif standing.behind == SHOULDS:
            yield from map(self.reason, standing.misses)
        elif standing.behind == DEFAULT_ORDER:
            text = f"Nothing stated tells {name} and {winner} apart; {winner} is simpler."
            if standing.figure is not None and best.figure is not None and standing.figure.touches(best.figure):
                text += (
                    f" Cost does not decide: {span(standing.figure)} a month and {span(best.figure)} overlap, "
                    "as long as so much of them is assumed."
                )
            yield self._own(decision, "simplest", text)
        elif standing.behind == ESTIMATE:
            yield self._own(decision, "cheapest", self._compared(best, standing, settled, decision))
        else:
            criterion = Criterion(standing.behind)
            against = [
                o for o in standing.pushes if o.rule.then.by is criterion and standing.option in o.rule.then.disfavours
            ]
            ahead = [o for o in best.pushes if o.rule.then.by is criterion and best.option in o.rule.then.favours]
            yield from map(self.reason, against)
            for outcome in ahead:
                reason = self.reason(outcome)
                yield reason.model_copy(update={"text": f"{winner} is ahead on {_words(criterion)}: {reason.text}"})

    def _compared(self, best: Standing, other: Standing, settled: dict[str, Settled], decision: Settled) -> str:
        """By how much an option is cheaper than another, and what would turn that round."""
        assert best.figure is not None and other.figure is not None
        prices, facts = self._snapshot.base.prices, self._derivation.values()
        chosen = {name: item.recommended for name, item in settled.items() if item.recommended}
        turn = turning_point(
            Estimator(prices, facts, chosen=chosen),
            decision.decision.id,
            (best.option, self._name(best.option)),
            (other.option, self._name(other.option)),
        )
        least = usd(other.figure.low - best.figure.high)
        text = (
            f"Cost comes first, and nothing else tells them apart: {self._name(best.option)} costs "
            f"{span(best.figure)} a month, {self._name(other.option)} {span(other.figure)}; at least {least} less."
        )
        return f"{text} {turn.text}" if turn else f"{text} No single quantity turns that round."

    def _own(self, decision: Settled, word: str, text: str) -> Reason:
        """A reason that rests on the ranking itself and on no rule."""
        return Reason(rule=f"{decision.decision.id}/{word}", text=text, strength=Strength.SHOULD)


def _words(criterion: Criterion) -> str:
    return {
        Criterion.FIT: "its match to the workload",
        Criterion.OPERATIONS: "operational overhead",
        Criterion.SPEED: "time to market",
    }.get(criterion, criterion.value)
