"""Small mistakes put into rules: what a mutation score is counted over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.engine.direct import truth
from advisor.engine.program import Program
from advisor.facts import FactSpec, Value, Vocabulary
from advisor.facts.fields import FactKind
from advisor.rulebase.condition import NUMERIC, All, Any, Condition, Leaf, Op
from advisor.rulebase.schema import Effect, Rule
from advisor.rulebase.snapshot import Snapshot

_SWAPPED = {Op.ABOVE: Op.AT_MOST, Op.AT_MOST: Op.ABOVE, Op.BELOW: Op.AT_LEAST, Op.AT_LEAST: Op.BELOW}
_LOWER = (Op.ABOVE, Op.AT_LEAST)


@dataclass(frozen=True)
class Mutant:
    """One rule with one mistake in it; `rule` is None where the rule is gone."""

    original: Rule
    rule: Rule | None
    kind: str
    text: str


def mutants(snapshot: Snapshot, program: Program, rule: Rule) -> Iterator[Mutant]:
    """Every mutant of a rule as it is reasoned with (its limits are numbers)."""
    vocabulary = snapshot.base.vocabulary
    seen = {rule.when}
    for kind, text, when in _conditions(rule.when, vocabulary, program):
        if when not in seen:
            seen.add(when)
            yield Mutant(rule, rule.model_copy(update={"when": when}), kind, text)
    yield Mutant(rule, None, "removed", "the rule is gone")
    changed = _retargeted(snapshot, rule)
    if changed is not None:
        yield Mutant(rule, changed, "retargeted", f"{_concludes(rule)} → {_concludes(changed)}")


# --- conditions ----------------------------------------------------------------------------------------------


def _conditions(condition: Condition, vocabulary: Vocabulary, program: Program) -> Iterator[tuple[str, str, Condition]]:
    if isinstance(condition, Leaf):
        yield from _leaves(condition, vocabulary[condition.fact], program)
        return
    items = condition.items
    for index, item in enumerate(items):
        before, after = items[:index], items[index + 1 :]
        for kind, text, changed in _conditions(item, vocabulary, program):
            yield kind, text, type(condition)((*before, changed, *after))
        if len(items) > 1:
            rest = (*before, *after)
            yield "dropped", f"without {_short(item)}", rest[0] if len(rest) == 1 else type(condition)(rest)
    if len(items) > 1:
        word = "any" if isinstance(condition, All) else "all"
        yield "and/or", f"`{word}` instead", (Any if isinstance(condition, All) else All)(items)


def _leaves(leaf: Leaf, spec: FactSpec, program: Program) -> Iterator[tuple[str, str, Condition]]:
    if leaf.op in NUMERIC:
        for moved in _moved(leaf, spec, program):
            yield "threshold", f"{_short(leaf)} → {_short(moved)}", moved
    flipped = _flipped(leaf, spec)
    if flipped is not None:
        yield "flipped", f"{_short(leaf)} → {_short(flipped)}", flipped
    if isinstance(leaf.operand, tuple) and len(leaf.operand) > 1:
        for word in leaf.operand:
            fewer = Leaf(leaf.fact, leaf.op, tuple(other for other in leaf.operand if other != word))
            yield "dropped", f"{_short(leaf)} without {word}", fewer


def _flipped(leaf: Leaf, spec: FactSpec) -> Leaf | None:
    if leaf.op in NUMERIC:
        return Leaf(leaf.fact, _SWAPPED[leaf.op], leaf.operand)
    if leaf.op is Op.IS:
        return Leaf(leaf.fact, Op.IS, not leaf.operand)
    if leaf.op in (Op.INCLUDES, Op.LACKS):
        return Leaf(leaf.fact, Op.LACKS if leaf.op is Op.INCLUDES else Op.INCLUDES, leaf.operand)
    if leaf.op is Op.IN:
        assert isinstance(leaf.operand, tuple)
        others = tuple(word for word in spec.words if word not in leaf.operand)
        return Leaf(leaf.fact, Op.IN, others) if others else None
    return None


def _moved(leaf: Leaf, spec: FactSpec, program: Program) -> Iterator[Leaf]:
    """The leaf with its boundary in the neighbouring regions: its own number in or out, and up to the next one."""
    assert isinstance(leaf.operand, (int, float))
    mark = float(leaf.operand)
    marks = program.thresholds.get(leaf.fact, ())
    above = next((other for other in marks if other > mark), mark * 2)
    below = next((other for other in reversed(marks) if other < mark), mark / 2)
    turned = {Op.ABOVE: Op.AT_LEAST, Op.AT_LEAST: Op.ABOVE, Op.BELOW: Op.AT_MOST, Op.AT_MOST: Op.BELOW}[leaf.op]
    far = {Op.ABOVE: above, Op.AT_MOST: above, Op.AT_LEAST: below, Op.BELOW: below}[leaf.op]
    candidates = [Leaf(leaf.fact, turned, mark), Leaf(leaf.fact, turned, far), Leaf(leaf.fact, leaf.op, far)]
    differing = [other for other in candidates if _differ(leaf, other, spec, (mark, above, below))]
    # The own number, and the nearest of the two moves to the next one that makes a difference.
    yield from differing[:1] if candidates[0] not in differing else differing[:2]


def _differ(one: Leaf, other: Leaf, spec: FactSpec, marks: tuple[float, ...]) -> bool:
    low, high = spec.question.low, spec.question.high
    middles = [(a + b) / 2 for a in marks for b in marks]
    values = {*marks, *middles, *(mark + step for mark in marks for step in (-1, 1))}
    if spec.question.integer:
        values = {float(int(value)) for value in values}
    kept = [value for value in values if low <= value <= high]
    return any(truth(one, {one.fact: value}) is not truth(other, {one.fact: value}) for value in kept)


def _short(condition: Condition) -> str:
    if not isinstance(condition, Leaf):
        return (" and " if isinstance(condition, All) else " or ").join(f"({_short(item)})" for item in condition.items)
    operand = condition.operand
    said = (
        ", ".join(operand) if isinstance(operand, tuple) else f"{operand:g}" if isinstance(operand, float) else operand
    )
    return f"{condition.fact} {condition.op.value} {said}" if operand is not None else f"{condition.fact} known"


# --- conclusions ---------------------------------------------------------------------------------------------


def _retargeted(snapshot: Snapshot, rule: Rule) -> Rule | None:
    """The rule with another target; None where there is no other."""
    then = rule.then
    if then.implies:
        fact, value = rule.implied[0]
        other = _other(snapshot.base.vocabulary[fact], value)
        return None if other is None else rule.model_copy(update={"implied": ((fact, other), *rule.implied[1:])})
    if then.needs:
        needs = _next(then.needs, sorted(snapshot.base.capabilities))
        implied = tuple((f"needs.{need}", True) for need in needs)
        return rule.model_copy(update={"then": _with(then, needs=needs), "implied": implied})
    if then.adds:
        return _having(rule, adds=_next(then.adds, sorted(snapshot.base.things)))
    if then.warns:
        return _having(rule, warns="another-trap")
    assert rule.decision is not None
    options = snapshot.decisions[rule.decision].options
    others = [option for option in options if option not in then.options]
    if not others:
        return None
    targets = _next(then.options, options)
    return _having(rule, **{then.word: targets[0] if then.requires else targets})


def _next(names: tuple[str, ...], known: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The same number of names or fewer, the first of them replaced by one that was not among them."""
    start = list(known).index(names[0])
    other = next(name for name in (*known[start:], *known[:start]) if name not in names)
    return (other, *names[1:])


def _having(rule: Rule, **changed: object) -> Rule:
    return rule.model_copy(update={"then": _with(rule.then, **changed)})


def _with(then: Effect, **changed: object) -> Effect:
    return then.model_copy(update=changed)


def _other(spec: FactSpec, value: Value) -> Value | None:
    if spec.kind is FactKind.FLAG:
        return not value
    if spec.kind is FactKind.CHOICE:
        return next(word for word in spec.words if word != value)
    if spec.kind is FactKind.NUMBER:
        assert isinstance(value, (int, float))
        return min(spec.question.high, value * 2)
    assert isinstance(value, tuple)
    return next(((word,) for word in spec.words if (word,) != value), None)


def _concludes(rule: Rule) -> str:
    then = rule.then
    if then.implies:
        return f"implies {', '.join(f'{fact}: {value}' for fact, value in rule.implied)}"
    return f"{then.word} {', '.join(then.options or then.needs or then.adds or (str(then.warns),))}"
