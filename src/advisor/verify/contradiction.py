"""contradiction: two rules of the same rank push one option both ways, and neither is an exception to the other.

Two preferences are of the same rank under the same criterion. A rule that requires an option and one that rules it
out contradict each other where the same musts carry both, or all that carries one is part of what carries the other.
Where each rests on a must of its own, the musts clash and not the rules: the learner is told so as a conflict.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from advisor.rulebase.schema import Rule
from advisor.scenario.model import Scenario
from advisor.verify.bench import Bench, Shows
from advisor.verify.dead_end import undeclared
from advisor.verify.finding import Finding
from advisor.vocabulary import Strength

CODE = "contradiction"


def check(bench: Bench) -> Iterator[Finding]:
    """The contradictions among the rules of a decision, each with a scenario in which both rules hold."""
    for one, other in itertools.combinations(bench.snapshot.judging[bench.name], 2):
        if one.id in other.overrides or other.id in one.overrides:
            continue
        preferred = _pushed_both_ways(one, other)
        if preferred:
            yield from _preferences(bench, one, other, preferred)
        elif option := _required_and_ruled_out(one, other):
            yield from _demands(bench, one, other, option)


def _pushed_both_ways(one: Rule, other: Rule) -> list[str]:
    if one.then.by is None or one.then.by is not other.then.by:
        return []
    pushed = {*one.then.favours} & {*other.then.disfavours} | {*one.then.disfavours} & {*other.then.favours}
    return sorted(pushed)


def _required_and_ruled_out(one: Rule, other: Rule) -> str:
    for required, out in ((one, other), (other, one)):
        if required.then.requires and required.then.requires in out.then.rules_out:
            return required.then.requires
    return ""


def _preferences(bench: Bench, one: Rule, other: Rule, options: list[str]) -> Iterator[Finding]:
    seen = bench.seen(one).holds & bench.seen(other).holds
    prover = bench.prover
    scenario = bench.pick(seen) if seen else bench.example(prover.rule(one).holds, prover.rule(other).holds)
    if scenario is None:
        return
    assert one.then.by is not None
    message = f"{one.id} and {other.id} push {', '.join(options)} both ways by {one.then.by.value}: they cancel out"
    remedy = "narrow one of them, or let the special case override the general one"
    yield _finding(bench, one, other, message, remedy, bench.witness(scenario, bench.both_hold(one, other)))


def _demands(bench: Bench, one: Rule, other: Rule, option: str) -> Iterator[Finding]:
    scenario = _on_the_same_musts(bench, one, other) or _on_the_same_musts(bench, other, one)
    if scenario is None:
        return
    message = f"{one.id} and {other.id} require and rule out {option} for the same facts: nothing survives"
    remedy = "narrow one of them, let one override the other, or declare the conflict in decision.yaml with its reason"
    yield _finding(bench, one, other, message, remedy, bench.witness(scenario, _both_bind(bench, one, other)))


def _on_the_same_musts(bench: Bench, one: Rule, other: Rule) -> Scenario | None:
    """A scenario in which some musts carry a rule, none of them to spare, and carry the other one as well."""
    prover, own, second = bench.prover, bench.prover.rule(one).must, bench.prover.rule(other).must
    both = prover.every([own, second])
    if bench.example(both, undeclared(bench)) is None:
        return None
    for musts in sorted(bench.carriers(one), key=lambda facts: (len(facts), sorted(facts))):
        needed = [prover.no(prover.resting_on(own, musts - {fact})) for fact in musts]
        scenario = bench.example(prover.resting_on(both, musts), *needed, undeclared(bench))
        if scenario is not None:
            return scenario
    return None


def _both_bind(bench: Bench, *rules: Rule) -> Shows:
    """That the decision applies and rules hold on musts."""
    names = {rule.id for rule in rules}
    return Shows(
        lambda derivation, settled: (
            bench.name in settled
            and names <= {o.rule.id for o in derivation.outcomes[bench.name] if o.truth and o.strength is Strength.MUST}
        ),
        lambda sweep: sweep.decision(bench.name).applies & sweep.everywhere(sweep.rule(rule).must for rule in rules),
    )


def _finding(bench: Bench, one: Rule, other: Rule, message: str, remedy: str, witness: dict[str, object]) -> Finding:
    return Finding(
        code=CODE,
        subject=f"{one.id} + {other.id}",
        decision=bench.name,
        place=one.place,
        message=message,
        remedy=remedy,
        witness=witness,
    )
