"""never-fires: in no scenario does the rule hold where its decision applies."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.rulebase.schema import Rule
from advisor.verify.bench import Bench, Workshop
from advisor.verify.finding import Finding

CODE = "never-fires"


def check(bench: Bench) -> Iterator[Finding]:
    """The rules of a decision that are never heard."""
    for rule in bench.rules:
        where = bench.seen(rule).holds
        if rule.then.only_with:
            chosen = [bench.swept.recommended(option) for option in rule.then.only_with]
            where &= chosen[0] if len(chosen) == 1 else _any(chosen)
        if where:
            continue
        prover, own = bench.prover, bench.prover.rule(rule)
        heard = [own.holds]
        if rule.then.only_with:
            heard.append(prover.some(bench.terms.recommended(option) for option in rule.then.only_with))
        if bench.example(*heard) is None:
            yield _finding(bench.name, rule, _because(bench, rule))


def check_implications(shop: Workshop) -> Iterator[Finding]:
    """The implications that never conclude anything."""
    for rule in (rule for stratum in shop.whole.strata for rule in stratum):
        if shop.prover.example(shop.prover.condition(rule.when).holds) is None:
            yield _finding(None, rule, "what it asks, or what follows from it, contradicts itself")


def _because(bench: Bench, rule: Rule) -> str:
    prover = bench.prover
    if prover.example(prover.condition(rule.when).holds) is None:
        return "what it asks contradicts itself or what follows from it"
    if prover.example(prover.rule(rule).holds) is None:
        return "whenever what it asks is true, an exception lifts it"
    if bench.example(prover.rule(rule).holds) is None:
        return "its decision never applies where it holds"
    return f"none of {', '.join(rule.then.only_with)} is chosen where it holds"


def _finding(decision: str | None, rule: Rule, because: str) -> Finding:
    return Finding(
        code=CODE,
        subject=rule.id,
        decision=decision,
        place=rule.place,
        message=f"{rule.id} never fires: {because}",
        remedy="correct `when`, or remove the rule",
    )


def _any(parts: list[int]) -> int:
    found = 0
    for part in parts:
        found |= part
    return found
