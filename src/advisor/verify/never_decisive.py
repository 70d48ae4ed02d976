"""never-decisive: the rule fires, and without it every verdict of every scenario would be the same."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from advisor.rulebase.schema import Rule
from advisor.solver.columns import Bits
from advisor.solver.samples import Sample
from advisor.verdict import excluded_by
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding

CODE = "never-decisive"


def check(bench: Bench) -> Iterator[Finding]:
    """The judging rules of a decision that no verdict ever hangs on."""
    for rule in bench.rules:
        if not rule.then.options or _seen_to_decide(bench, rule) or _proved_to_decide(bench, rule):
            continue
        scenario = bench.example(bench.prover.rule(rule).holds)
        if scenario is None:
            continue  # it never fires, and that is told
        yield Finding(
            code=CODE,
            subject=rule.id,
            decision=bench.name,
            place=rule.place,
            message=f"{rule.id} changes no verdict in any scenario: other rules settle each before it counts",
            remedy="remove it, or look for what outranks it",
            witness=bench.witness(scenario, bench.both_hold(rule)),
        )


def _seen_to_decide(bench: Bench, rule: Rule) -> bool:
    """Whether in a random scenario, of all or of those about the rule, a verdict is another one without it."""
    if rule.overrides:
        return False  # without it other rules hold where it lifts them: left to proof
    if _eliminates_alone(bench, rule):
        return True
    return bool(_differs(bench, bench.sample, rule)) or any(_differs(bench, own, rule) for own in bench.about(rule))


def _eliminates_alone(bench: Bench, rule: Rule) -> Bits:
    """The random scenarios in which an option falls by the rule and by no other one."""
    hosts, options, alone = bench.decision.belongs_to, bench.decision.options, 0
    own = bench.sample.sweep.rule(rule).must & bench.swept.applies
    for option in excluded_by(rule, options) if own else ():
        others = [other for other in bench.all_rules if other.id != rule.id and option in excluded_by(other, options)]
        if option not in hosts:
            alone |= own & ~functools.reduce(int.__or__, (bench.sample.sweep.rule(o).must for o in others), 0)
    return alone


def _differs(bench: Bench, sample: Sample, rule: Rule) -> Bits:
    """The random scenarios in which a verdict is another one without the rule."""
    swept = sample.sweep.decision(bench.name)
    heard = sample.sweep.rule(rule).holds & swept.applies
    if not heard:
        return 0
    without, differs = swept.without(rule), 0
    first = without.first_of(heard)
    for option in bench.decision.options:
        differs |= swept.eliminated[option] ^ without.eliminated[option]
        differs |= swept.first[option] ^ first[option]
    return differs & heard


def _proved_to_decide(bench: Bench, rule: Rule) -> bool:
    """Whether in some scenario a verdict is another one without the rule."""
    prover, terms = bench.prover, bench.terms
    without, off = prover.decision(bench.name, switched=True), prover.only_off(bench.name, rule.id)
    options = bench.decision.options
    if excluded_by(rule, options) or rule.overrides:
        differs = [prover.differ(terms.eliminated(option), without.eliminated(option)) for option in options]
        if bench.example(off, prover.some(differs)) is not None:
            return True
    if rule.overrides:
        differs = [prover.differ(terms.recommended(option), without.recommended(option)) for option in options]
        return bench.example(off, prover.some(differs)) is not None
    # Without the rule nothing falls behind but what it favours, and nothing gets ahead but what it speaks against.
    holds = prover.rule(rule).holds
    gains = [(terms, without, option) for option in rule.then.favours]
    gains += [(without, terms, option) for option in (*rule.then.disfavours, *excluded_by(rule, options))]
    return any(
        bench.example(off, holds, one.recommended(option), prover.no(other.recommended(option))) is not None
        for one, other, option in gains
    )
