"""duplicate-rule: two rules hold in the same scenarios and conclude the same."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from advisor.rulebase.schema import Rule
from advisor.verify.bench import Bench, Workshop
from advisor.verify.finding import Finding

CODE = "duplicate-rule"


def check(bench: Bench) -> Iterator[Finding]:
    """The duplicates among the rules of a decision."""
    prover = bench.prover
    for one, other in itertools.combinations(bench.rules, 2):
        if one.then != other.then or one.overrides != other.overrides:
            continue
        first, second = bench.seen(one), bench.seen(other)
        if first.holds != second.holds or first.must != second.must:
            continue
        left, right = prover.rule(one), prover.rule(other)
        if bench.example(prover.some([prover.differ(left.holds, right.holds), prover.differ(left.must, right.must)])):
            continue
        scenario = bench.pick(first.holds) if first.holds else bench.example(left.holds)
        if scenario is not None:
            witness = bench.witness(scenario, bench.both_hold(one, other))
            yield _finding(bench.name, one, other, witness)


def check_implications(shop: Workshop) -> Iterator[Finding]:
    """The duplicates among the implications."""
    prover = shop.prover
    rules = [rule for stratum in shop.whole.strata for rule in stratum]
    for one, other in itertools.combinations(rules, 2):
        if one.then != other.then:
            continue
        left, right = prover.condition(one.when), prover.condition(other.when)
        differ = prover.some([prover.differ(left.holds, right.holds), prover.differ(left.must, right.must)])
        if prover.example(differ) is None and (scenario := prover.example(left.holds)) is not None:
            yield _finding(None, one, other, shop.witness(scenario, shop.implied_by(one, other)))


def _finding(decision: str | None, one: Rule, other: Rule, witness: dict[str, object]) -> Finding:
    return Finding(
        code=CODE,
        subject=f"{one.id} + {other.id}",
        decision=decision,
        place=other.place,
        message=f"{one.id} and {other.id} hold in the same scenarios and conclude the same",
        remedy="keep the one whose reason is better",
        witness=witness,
    )
