"""Inference: implications stratum by stratum, then each decision's rules, exceptions applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.engine.derivation import Derivation, Known, Outcome
from advisor.engine.direct import compile_condition
from advisor.engine.program import APPLIES, Evaluator, Truth, stratum_block
from advisor.errors import InputError, Problem
from advisor.facts import Value, describe
from advisor.rulebase.condition import All, Condition, Leaf
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.vocabulary import Origin, Strength

# A new account is assumed: a service closed to new customers is open only to those who say they use it.
ASSUMED: Mapping[str, Value] = {"account.uses": ()}


def infer(snapshot: Snapshot, scenario: Scenario, evaluator: Evaluator) -> Derivation:
    """Everything that follows from a scenario.

    Raises InputError where what was stated contradicts itself: an implication concludes the opposite of
    another one, or of a statement.
    """
    facts = _stated(scenario)
    implications: list[Outcome] = []
    for index, stratum in enumerate(snapshot.strata):
        values = {name: known.value for name, known in facts.items()}
        result = evaluator.evaluate(stratum_block(index), values)
        implications += _conclude_all(snapshot, [_outcome(rule, result[rule.id], facts) for rule in stratum], facts)
    values = {name: known.value for name, known in facts.items()}
    applies: dict[str, Truth] = {}
    found: dict[str, tuple[Outcome, ...]] = {}
    for decision in snapshot.decisions:
        result = evaluator.evaluate(decision, values)
        applies[decision] = result[APPLIES]
        outcomes = _with_exceptions(snapshot, snapshot.rules[decision], result, facts, {})
        found[decision] = tuple([outcomes[rule.id] for rule in snapshot.rules[decision]])
    return Derivation(facts, tuple(implications), applies, found, evaluator.name)


def infer_again(snapshot: Snapshot, scenario: Scenario, before: Derivation) -> Derivation:
    """What `infer` gives, for a scenario that differs in a fact or two from that of `before`.

    Only rules that read a changed fact are evaluated (directly); all others are taken over. This makes
    what-ifs by the hundred cheap. Raises InputError as `infer` does.
    """
    facts, implications = _facts_again(snapshot, _stated(scenario), before)
    changed = _changed(facts, before.facts)
    values = {name: known.value for name, known in facts.items()}
    applies = dict(before.applies)
    found = dict(before.outcomes)
    for decision in snapshot.decisions:
        if changed.isdisjoint(snapshot.reads[decision]):
            continue
        applies[decision] = compile_condition(snapshot.decisions[decision].applies)(values)
        touched = {rule.id: rule for fact in changed for rule in snapshot.readers[decision].get(fact, ())}
        result = {rule.id: compile_condition(rule.when)(values) for rule in touched.values()}
        earlier = before.by_rule[decision]
        anew = _with_exceptions(snapshot, touched.values(), result, facts, earlier)
        found[decision] = tuple([anew.get(rule, outcome) for rule, outcome in earlier.items()])
    return Derivation(facts, implications, applies, found, "direct")


def _facts_again(
    snapshot: Snapshot, facts: dict[str, Known], before: Derivation
) -> tuple[dict[str, Known], tuple[Outcome, ...]]:
    """The facts with what follows from them; conclusions stand where no fact that bears on one has changed."""
    concluded = {name for name, known in before.facts.items() if known.via}
    changed = _changed(facts, {name: known for name, known in before.facts.items() if name not in concluded})
    if changed.isdisjoint(snapshot.implying):
        return {**{name: before.facts[name] for name in concluded}, **facts}, before.implications
    implications: list[Outcome] = []
    kept = before.implied_by
    for stratum, heard in zip(snapshot.strata, snapshot.heard, strict=True):
        # What a stratum reads is settled before it: a rule that reads nothing new comes out as it did.
        touched = {name for fact in _changed(facts, before.facts) for name in heard.get(fact, ())}
        values = {name: known.value for name, known in facts.items()} if touched else {}
        outcomes = [
            _outcome(rule, compile_condition(rule.when)(values), facts) if rule.id in touched else kept[rule.id]
            for rule in stratum
        ]
        implications += _conclude_all(snapshot, outcomes, facts)
    return facts, tuple(implications)


def _stated(scenario: Scenario) -> dict[str, Known]:
    facts = {name: Known(value, Strength.MUST, Origin.ASSUMED, frozenset()) for name, value in ASSUMED.items()}
    for stated in scenario.statements:
        # What an account uses is no wish: closed to it is closed, however it was said.
        strength = Strength.MUST if stated.name in ASSUMED else stated.strength
        facts[stated.name] = Known(stated.value, strength, stated.origin, frozenset([stated.name]))
    return facts


def _conclude_all(snapshot: Snapshot, outcomes: list[Outcome], facts: dict[str, Known]) -> list[Outcome]:
    for outcome in outcomes:
        if outcome.truth:
            _conclude(snapshot, outcome, facts)
    return outcomes


def _changed(facts: Mapping[str, Known], before: Mapping[str, Known]) -> set[str]:
    return {name for name in facts.keys() | before.keys() if facts.get(name) != before.get(name)}


def _conclude(snapshot: Snapshot, outcome: Outcome, facts: dict[str, Known]) -> None:
    """Adds what an implication concludes; a different value that is already known is a contradiction."""
    for fact, value in outcome.rule.implied:
        new = Known(value, outcome.strength, Origin.ASSUMED, outcome.roots, (outcome.rule.id, *outcome.via))
        old = facts.get(fact)
        if old is not None and old.value != value:
            raise InputError([_clash(snapshot, fact, old, new)])
        if old is None or _preferred(new) < _preferred(old):
            facts[fact] = new


def _preferred(known: Known) -> tuple[bool, int, tuple[str, ...], tuple[str, ...]]:
    """Of several ways to know a fact: the binding one, then the one that rests on least."""
    return (known.strength is not Strength.MUST, len(known.roots), known.via, tuple(sorted(known.roots)))


def _clash(snapshot: Snapshot, fact: str, old: Known, new: Known) -> Problem:
    spec = snapshot.base.vocabulary[fact]
    one, other = (
        f"{', '.join(sorted(known.roots))} {'means' if known.via else 'says'} that {describe(spec, known.value)}"
        for known in (old, new)
    )
    return Problem(
        "",
        f"the facts contradict each other: {one}, but {other}",
        "correct one of them",
    )


def _outcome(rule: Rule, result: Truth, facts: Mapping[str, Known]) -> Outcome:
    if result is not True:
        return Outcome(rule, result)
    cited = support(rule.when, facts)
    strength = Strength.MUST if all(facts[name].strength is Strength.MUST for name in cited) else Strength.SHOULD
    roots = frozenset().union(*(facts[name].roots for name in cited))
    via = tuple(dict.fromkeys(rule_id for name in cited for rule_id in facts[name].via))
    return Outcome(rule, True, strength, cited, roots, via)


def support(condition: Condition, facts: Mapping[str, Known]) -> tuple[str, ...]:
    """The facts that make a true condition true: binding ones where there is a choice, and as few as can be."""
    best = _support(condition, facts)
    assert best is not None
    return tuple(dict.fromkeys(best))


def _support(condition: Condition, facts: Mapping[str, Known]) -> tuple[str, ...] | None:
    if isinstance(condition, Leaf):
        known = facts.get(condition.fact)
        return (
            (condition.fact,)
            if known is not None and compile_condition(condition)({condition.fact: known.value})
            else None
        )
    parts = [_support(item, facts) for item in condition.items]
    if isinstance(condition, All):
        return None if None in parts else tuple(name for part in parts if part is not None for name in part)
    return min((part for part in parts if part is not None), key=lambda part: _weight(part, facts), default=None)


def _weight(part: tuple[str, ...], facts: Mapping[str, Known]) -> tuple[int, int, tuple[str, ...]]:
    soft = sum(facts[name].strength is not Strength.MUST for name in part)
    return (soft, len(set(part)), part)


def _with_exceptions(
    snapshot: Snapshot,
    rules: Iterable[Rule],
    result: Mapping[str, Truth],
    facts: Mapping[str, Known],
    earlier: Mapping[str, Outcome],
) -> dict[str, Outcome]:
    """The outcomes of some rules under their exceptions; those without a result are as they were earlier."""
    settled: dict[str, Outcome] = {}

    def outcome(rule: Rule) -> Outcome:
        if rule.id not in result:
            return earlier[rule.id]
        if rule.id not in settled:
            own = _outcome(rule, result[rule.id], facts)
            exceptions = snapshot.exceptions.get(rule.id)
            settled[rule.id] = _lifted(own, list(map(outcome, exceptions))) if exceptions else own
        return settled[rule.id]

    for rule in rules:
        outcome(rule)
    return settled


def _lifted(own: Outcome, exceptions: list[Outcome]) -> Outcome:
    """A rule under its exceptions: silenced by one that holds, undecided while one is unknown."""
    if own.truth is False:
        return own
    holding = sorted(other.rule.id for other in exceptions if other.truth)
    if holding:
        return Outcome(own.rule, False, lifted_by=holding[0] if own.truth else None)
    if any(other.truth is None for other in exceptions):
        return Outcome(own.rule, None)
    return own
