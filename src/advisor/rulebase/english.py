"""A rule read as English."""

from __future__ import annotations

from advisor.facts import FactSpec, Vocabulary, describe, parse_values, plain
from advisor.rulebase.condition import All, Condition, Leaf, LimitRef, Op
from advisor.rulebase.schema import Ending, Rule, RuleBase

_COMPARED = {
    Op.ABOVE: "is above",
    Op.AT_LEAST: "is at least",
    Op.BELOW: "is below",
    Op.AT_MOST: "is at most",
}


def english(condition: Condition, vocabulary: Vocabulary) -> str:
    """The condition as a clause that can follow 'when'.

    >>> from advisor.facts import SPECS
    >>> english(Leaf("request.caller_waits", Op.IS, True), SPECS)
    'a caller waits for each answer'
    """
    if isinstance(condition, Leaf):
        return _leaf(condition, vocabulary[condition.fact])
    if not condition.items:
        return "always"
    word = " and " if isinstance(condition, All) else " or "
    parts = [english(item, vocabulary) for item in condition.items]
    nested = [isinstance(item, Leaf) for item in condition.items]
    return word.join(part if simple else f"({part})" for part, simple in zip(parts, nested, strict=True))


def _leaf(leaf: Leaf, spec: FactSpec) -> str:
    says = spec.question.says
    if leaf.op is Op.KNOWN:
        return f"it is known: {spec.question.ask}"
    if leaf.op is Op.IS:
        return says if leaf.operand else spec.question.denies
    if isinstance(leaf.operand, LimitRef):
        return f"{says} {_COMPARED[leaf.op]} the limit {leaf.operand.name}"
    if isinstance(leaf.operand, tuple):
        words = " or ".join(leaf.operand)
        verb = {Op.IN: "is", Op.INCLUDES: "includes", Op.LACKS: "does not include"}[leaf.op]
        return f"{says} {verb} {words}"
    assert isinstance(leaf.operand, (int, float))
    return f"{says} {_COMPARED[leaf.op]} {plain(spec, leaf.operand)}"


def ending(base: RuleBase, ends: Ending) -> str:
    """What comes of a case, as a phrase."""
    told = [f"{ends.recommended} is recommended"] if ends.recommended else []
    told += [f"{' and '.join(ends.eliminated)} cannot be used"] if ends.eliminated else []
    known = parse_values(base.vocabulary, ends.facts)
    told += [describe(base.vocabulary[name], value) for name, value in known.items()]
    told += [f"{' and '.join(ends.companions)} is added"] if ends.companions else []
    told += [f"{' and '.join(ends.warnings)} is warned of"] if ends.warnings else []
    return "; ".join(told)


def conclusion(base: RuleBase, rule: Rule) -> str:
    """What a rule concludes, as a phrase."""
    then = rule.then
    if then.requires:
        return f"requires {then.requires}"
    if then.rules_out:
        return f"rules out {', '.join(then.rules_out)}"
    if then.by:
        return f"{'favours' if then.favours else 'disfavours'} {', '.join(then.options)} on {then.by.value}"
    if then.adds:
        return f"adds {', '.join(then.adds)}"
    if then.warns:
        return f"warns of {then.warns}"
    return "implies " + "; ".join(describe(base.vocabulary[fact], value) for fact, value in rule.implied)
