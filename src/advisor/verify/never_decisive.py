"""never-decisive: the rule fires, and without it every verdict of every scenario would be the same."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.rulebase.schema import Rule
from advisor.solver.sweep import Bits, Swept
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


def _seen_to_decide(bench: Bench, rule: Rule) -> Bits:
    """The random scenarios in which a verdict is another one without the rule."""
    if rule.overrides:
        return 0  # without it other rules hold where it lifts them: left to proof
    swept = bench.swept
    without = Swept(bench.sample.sweep, bench.decision, swept.upstream, rule.id)
    differs = 0
    for option in bench.decision.options:
        differs |= swept.eliminated[option] ^ without.eliminated[option]
        differs |= swept.first[option] ^ without.first[option]
    return differs & swept.applies


def _proved_to_decide(bench: Bench, rule: Rule) -> bool:
    """Whether in some scenario a verdict is another one without the rule."""
    prover, terms = bench.prover, bench.terms
    without = prover.decision(bench.name, rule.id)
    differs = [prover.differ(terms.eliminated(o), without.eliminated(o)) for o in bench.decision.options]
    if bench.example(prover.some(differs)) is not None:
        return True
    differs = [prover.differ(terms.recommended(o), without.recommended(o)) for o in bench.decision.options]
    return bench.example(prover.some(differs)) is not None
