"""shadowed-rule: whatever the rule says, others say as well wherever it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.rulebase.schema import Rule
from advisor.scenario.model import Scenario
from advisor.solver.columns import Bits
from advisor.solver.prove import Term
from advisor.verdict import excluded_by
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding

CODE = "shadowed-rule"


def check(bench: Bench) -> Iterator[Finding]:
    """The rules of a decision that say nothing of their own. A rule that overrides another one does."""
    for rule in bench.rules:
        if rule.overrides or not rule.then.options or _says_something(bench, rule):
            continue
        scenario = bench.example(bench.prover.rule(rule).holds)
        if scenario is None or _says_by_proof(bench, rule, _rivals(bench, rule)) is not None:
            continue
        shadowing = _fewest(bench, rule)
        if any(_same(bench, rule, other) for other in shadowing):
            continue  # a duplicate, and reported as such
        yield Finding(
            code=CODE,
            subject=rule.id,
            decision=bench.name,
            place=rule.place,
            message=f"{rule.id} says nothing that {' and '.join(item.id for item in shadowing)} would not say",
            remedy="remove it, or narrow `when` to what is its own",
            witness=bench.witness(scenario, bench.both_hold(rule)),
        )


def _rivals(bench: Bench, rule: Rule) -> list[Rule]:
    """The rules that could say the same of one of its options."""
    options = bench.decision.options
    if rule.then.by is None:
        mine = set(excluded_by(rule, options))
        return [o for o in bench.all_rules if o.id != rule.id and mine & set(excluded_by(o, options))]
    return [
        other
        for other in bench.all_rules
        if other.id != rule.id
        and other.then.by is rule.then.by
        and (set(other.then.favours) & set(rule.then.favours) or set(other.then.disfavours) & set(rule.then.disfavours))
    ]


def _speaking_alike(bench: Bench, rule: Rule, rivals: Iterable[Rule]) -> Iterator[list[Rule]]:
    """For each option the rule speaks of, the rivals that say the same of it."""
    options = bench.decision.options
    if rule.then.by is None:
        for option in excluded_by(rule, options):
            yield [other for other in rivals if option in excluded_by(other, options)]
    for option in rule.then.favours:
        yield [other for other in rivals if option in other.then.favours]
    for option in rule.then.disfavours:
        yield [other for other in rivals if option in other.then.disfavours]


def _says_something(bench: Bench, rule: Rule) -> Bits:
    """The random scenarios in which the rule says something that no other says."""
    own, alone = bench.seen(rule), 0
    for others in _speaking_alike(bench, rule, _rivals(bench, rule)):
        holds = must = 0
        for other in others:
            truths = bench.sample.sweep.rule(other)
            holds |= truths.holds
            must |= truths.must
        alone |= own.holds & ~holds
        alone |= own.must & ~must if rule.then.by is None else 0
    return alone


def _says_by_proof(bench: Bench, rule: Rule, rivals: list[Rule]) -> Scenario | None:
    """A scenario in which the rule says something that none of the rivals says."""
    prover = bench.prover
    own, alone = prover.rule(rule), []
    for others in _speaking_alike(bench, rule, rivals):
        alone.append(_without(bench, own.holds, [prover.rule(other).holds for other in others]))
        if rule.then.by is None:
            alone.append(_without(bench, own.must, [prover.rule(other).must for other in others]))
    return bench.example(prover.some(alone))


def _without(bench: Bench, term: Term, others: list[Term]) -> Term:
    prover = bench.prover
    return prover.every([term, *(prover.no(other) for other in others)])


def _fewest(bench: Bench, rule: Rule) -> list[Rule]:
    """Rivals that shadow the rule together, none of which can be spared."""
    kept = _rivals(bench, rule)
    for other in list(kept):
        fewer = [item for item in kept if item is not other]
        if _says_by_proof(bench, rule, fewer) is None:
            kept = fewer
    return kept


def _same(bench: Bench, rule: Rule, other: Rule) -> bool:
    if other.id not in bench.shop.base.rules or other.then != rule.then or other.overrides != rule.overrides:
        return False
    prover = bench.prover
    one, two = prover.rule(rule), prover.rule(other)
    differ = prover.some([prover.differ(one.holds, two.holds), prover.differ(one.must, two.must)])
    return bench.example(differ) is None
