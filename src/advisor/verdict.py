"""One verdict for each decision: eliminate on musts, then rank the survivors criterion by criterion.

There are no weights: every place in the ranking can be said in one sentence.

Where cost is the first priority and everything that rules say leaves options level, their estimated costs may decide
before the default order does. What rules say is proved by the solver; estimates are arithmetic over facts and
assumptions that no proof models. So `decide` leaves them out unless it is asked for them: proofs are about the rules
alone, and whatever is shown of one scenario is settled, and replayed, with costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from advisor.cost.estimate import Estimator
from advisor.cost.figures import Figures
from advisor.cost.model import Figure
from advisor.cost.options import DECIDED
from advisor.engine.derivation import Derivation, Outcome
from advisor.rulebase.schema import Decision, Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.vocabulary import Criterion, Status, Strength, Verdict


@dataclass(frozen=True)
class Standing:
    """One option of one decision.

    `against` are the outcomes that eliminate it; `misses` those of rules_out or requires that only rest on a
    `should`; `pushes` the preferences for and against it. `lost_hosts` is set where every option it
    belongs to is eliminated, `unchosen_host` where another one was chosen. `behind` names the criterion
    by which the recommended option is ahead of it ("default order" where nothing else tells them apart).
    `figure` is its monthly cost where that was asked because rules left it level with others.
    """

    option: str
    verdict: Verdict
    against: tuple[Outcome, ...] = ()
    misses: tuple[Outcome, ...] = ()
    pushes: tuple[Outcome, ...] = ()
    lost_hosts: tuple[str, ...] = ()
    unchosen_host: tuple[str, ...] = ()
    behind: str = ""
    figure: Figure | None = None


@dataclass(frozen=True)
class Settled:
    """How one decision ends. `standings` are in rank order, eliminated options last."""

    decision: Decision
    status: Status
    recommended: str | None
    standings: tuple[Standing, ...]

    def of(self, option: str) -> Standing:
        """The standing of one option."""
        return next(standing for standing in self.standings if standing.option == option)


HOST = "host"
SHOULDS = "stated preferences"
DEFAULT_ORDER = "default order"
ESTIMATE = "estimated cost"


Before = tuple[Derivation, Mapping[str, "Settled"]]


def decide(
    snapshot: Snapshot,
    derivation: Derivation,
    before: Before | None = None,
    *,
    asked: frozenset[str] = frozenset(),
    costs: Figures | None = None,
) -> dict[str, Settled]:
    """Every applicable decision, settled; upstream decisions first. With `costs`, estimates break ties, and are kept.

    A decision that is `asked` applies as well where its condition is only unknown, whatever comes upstream of it.

    `before` is the derivation that `derivation` was inferred from, with its decisions: those whose outcomes
    were taken over, upstream included, are taken over too.

    A decision applies where its own condition is true, its upstream decision was settled on an option, and
    at least one of its options goes with that one.
    """
    priorities = _priorities(derivation)
    estimating = costs is not None and cost_comes_first(derivation)
    estimator = Estimator(snapshot.base.prices, derivation.values()) if estimating else None
    settled: dict[str, Settled] = {}
    for decision in snapshot.decisions.values():
        if decision.id in asked and derivation.applies[decision.id] is not False:
            settled[decision.id] = _settle(decision, derivation.outcomes[decision.id], None, priorities)
            continue
        if derivation.applies[decision.id] is not True:
            continue
        upstream = settled.get(decision.upstream) if decision.upstream else None
        if decision.upstream and (upstream is None or upstream.recommended is None):
            continue
        if upstream is not None and not _goes_with(decision, upstream):
            continue
        outcomes = derivation.outcomes[decision.id]
        item = _taken_over(decision, outcomes, upstream, before)
        if costs is not None and estimator is not None and decision.id in DECIDED:
            # Estimates read facts that no rule of the decision does, so nothing can be taken over.
            item = _by_cost(_settle(decision, outcomes, upstream, priorities), estimator, costs)
        settled[decision.id] = item or _settle(decision, outcomes, upstream, priorities)
        chosen = settled[decision.id].recommended
        if estimator is not None and chosen is not None:
            estimator.chosen[decision.id] = chosen
    return settled


def _taken_over(
    decision: Decision, outcomes: tuple[Outcome, ...], upstream: Settled | None, before: Before | None
) -> Settled | None:
    if before is None or before[0].outcomes[decision.id] is not outcomes:
        return None
    same_upstream = upstream is None or before[1].get(upstream.decision.id) is upstream
    return before[1].get(decision.id) if same_upstream else None


def _goes_with(decision: Decision, upstream: Settled) -> bool:
    return any(upstream.recommended in hosts for hosts in decision.belongs_to.values()) or set(decision.options) > set(
        decision.belongs_to
    )


def _priorities(derivation: Derivation) -> tuple[Criterion, ...]:
    stated = derivation.facts.get("priorities.order")
    order = [Criterion(word) for word in stated.value] if stated and isinstance(stated.value, tuple) else []
    return tuple(dict.fromkeys([*order, Criterion.FIT]))


def speaking(derivation: Derivation, settled: Mapping[str, Settled]) -> tuple[Outcome, ...]:
    """The rules that fire and speak about what was chosen: those that add and warn are heard only where they are."""
    everywhere = [outcome for outcome in derivation.implications if outcome.truth]
    within = [
        outcome
        for name, item in settled.items()
        for outcome in derivation.outcomes[name]
        if outcome.truth and (not outcome.rule.then.only_with or item.recommended in outcome.rule.then.only_with)
    ]
    return (*everywhere, *within)


def cost_comes_first(derivation: Derivation) -> bool:
    """Whether cost is the first of the stated priorities, so that estimates may break ties."""
    return _priorities(derivation)[0] is Criterion.COST


def excluded_by(rule: Rule, options: tuple[str, ...]) -> tuple[str, ...]:
    """The options that a rule eliminates when it fires on musts."""
    if rule.then.rules_out:
        return rule.then.rules_out
    if rule.then.requires:
        return tuple(option for option in options if option != rule.then.requires)
    return ()


def _settle(
    decision: Decision, outcomes: tuple[Outcome, ...], upstream: Settled | None, priorities: tuple[Criterion, ...]
) -> Settled:
    firing = [outcome for outcome in outcomes if outcome.truth]
    survivors: list[Standing] = []
    fallen: list[Standing] = []
    spoken = _spoken(decision, firing)
    for option in decision.options:
        standing = _standing(option, decision, *spoken[option], upstream)
        (fallen if standing.verdict is Verdict.ELIMINATED else survivors).append(standing)
    if not survivors:
        return Settled(decision, Status.CONFLICT, None, tuple(fallen))
    order = {option: index for index, option in enumerate(decision.options)}
    keys = {standing.option: _rank(standing, priorities, order) for standing in survivors}
    survivors.sort(key=lambda standing: [place for _, place in keys[standing.option]])
    best = survivors[0].option
    ranked = [
        Standing(
            item.option,
            Verdict.RECOMMENDED if item.option == best else Verdict.VIABLE,
            misses=item.misses,
            pushes=item.pushes,
            unchosen_host=item.unchosen_host,
            behind="" if item.option == best else _first_difference(keys[best], keys[item.option]),
        )
        for item in survivors
    ]
    return Settled(decision, Status.RECOMMENDED, best, (*ranked, *fallen))


def _by_cost(item: Settled, estimator: Estimator, kept: Figures) -> Settled:
    """Of the options that only the default order puts behind the first, the cheapest: where ranges do not touch.

    An option gives way to one that is cheaper at its dearest than it is at its cheapest; of those that give way to
    none, the default order takes the first, as it does wherever a price is not known.
    """
    level = [s for s in item.standings if s.verdict is Verdict.RECOMMENDED or s.behind == DEFAULT_ORDER]
    if len(level) < 2:
        return item
    figures = {s.option: kept.of(estimator, item.decision.id, s.option) for s in level}

    def cheaper(one: str, other: str) -> bool:
        mine, theirs = figures[one], figures[other]
        return mine is not None and theirs is not None and mine.below(theirs)

    best = next(s.option for s in level if not any(cheaper(other.option, s.option) for other in level))
    ranked = [
        replace(
            s,
            verdict=Verdict.RECOMMENDED if s.option == best else Verdict.VIABLE,
            behind="" if s.option == best else ESTIMATE if cheaper(best, s.option) else DEFAULT_ORDER,
            figure=figures[s.option],
        )
        for s in sorted(level, key=lambda s: s.option != best)
    ]
    return Settled(item.decision, item.status, best, (*ranked, *item.standings[len(level) :]))


def _spoken(decision: Decision, firing: list[Outcome]) -> dict[str, tuple[list[Outcome], list[Outcome]]]:
    """For each option the outcomes that exclude it, and those that push it."""
    spoken: dict[str, tuple[list[Outcome], list[Outcome]]] = {option: ([], []) for option in decision.options}
    for outcome in firing:
        for option in excluded_by(outcome.rule, decision.options):
            spoken[option][0].append(outcome)
        for option in (*outcome.rule.then.favours, *outcome.rule.then.disfavours):
            spoken[option][1].append(outcome)
    return spoken


def _standing(
    option: str, decision: Decision, hits: list[Outcome], pushes: list[Outcome], upstream: Settled | None
) -> Standing:
    against = tuple(outcome for outcome in hits if outcome.strength is Strength.MUST)
    misses = tuple(outcome for outcome in hits if outcome.strength is not Strength.MUST)
    hosts = decision.belongs_to.get(option, ())
    lost: tuple[str, ...] = ()
    unchosen: tuple[str, ...] = ()
    if hosts and upstream is not None:
        if all(upstream.of(host).verdict is Verdict.ELIMINATED for host in hosts):
            lost = hosts
        elif upstream.recommended not in hosts:
            unchosen = hosts
    verdict = Verdict.ELIMINATED if against or lost else Verdict.VIABLE
    return Standing(option, verdict, against, misses, tuple(pushes), lost, unchosen)


def balance(standing: Standing, criterion: Criterion) -> int:
    """Whether the preferences under one criterion speak for an option (1), against it (-1), or neither (0)."""
    pushes = [outcome.rule.then for outcome in standing.pushes if outcome.rule.then.by is criterion]
    return any(standing.option in then.favours for then in pushes) - any(
        standing.option in then.disfavours for then in pushes
    )


def _rank(
    standing: Standing, priorities: tuple[Criterion, ...], order: Mapping[str, int]
) -> tuple[tuple[str, int], ...]:
    return (
        (HOST, bool(standing.unchosen_host)),
        (SHOULDS, len(standing.misses) > 0),
        *((criterion.value, -balance(standing, criterion)) for criterion in priorities),
        (DEFAULT_ORDER, order[standing.option]),
    )


def _first_difference(best: tuple[tuple[str, int], ...], other: tuple[tuple[str, int], ...]) -> str:
    return next(name for (name, place), (_, place2) in zip(best, other, strict=True) if place != place2)
