"""Other ways to evaluate the same conditions, for comparison: CLIPS, ZEN, and a tree walked in plain Python.

Each tells true, false and unknown apart. How an unknown fact is written:

- durable_rules, CLIPS: no property, no CLIPS fact. Two rules for each condition (it holds; its negation holds); nothing
  matches what is absent, so neither fires while the condition is undecided.
- ZEN: no key, which reads as null. Two expressions for each condition, every question guarded by `!= null`.
- plain Python, direct: no key in the mapping; three-valued logic.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping

import clips
import zen

from advisor.engine.program import Program, Truth
from advisor.facts import Value
from advisor.rulebase.condition import All, Condition, Leaf, Op

# A comparison that holds, and the one that holds where it fails. Members and words are asked in each language's way.
_COMPARE = {Op.ABOVE: (">", "<="), Op.AT_LEAST: (">=", "<"), Op.BELOW: ("<", ">="), Op.AT_MOST: ("<=", ">")}


class PlainPython:
    """The condition tree, read anew for each scenario: what one writes first."""

    name = "plain Python"

    def __init__(self, program: Program) -> None:
        self._blocks = program.blocks

    def evaluate(self, block: str, values: Mapping[str, Value]) -> Mapping[str, Truth]:
        """The truth of every condition of `block`."""
        return {name: _read(condition, values) for name, condition in self._blocks[block].items()}


class Clips:
    """Each condition as two rules in a Rete network; the facts of a scenario are asserted, then all rules fire."""

    name = "CLIPS"

    def __init__(self, program: Program) -> None:
        self._environments: dict[str, clips.Environment] = {}
        self._names = {block: tuple(conditions) for block, conditions in program.blocks.items()}
        self._fired: list[tuple[int, bool]] = []
        for block, conditions in program.blocks.items():
            environment = clips.Environment()
            environment.define_function(lambda index, held: self._fired.append((index, held == 1)), name="found")
            for index, condition in enumerate(conditions.values()):
                for held in (True, False):
                    pattern = _clips(condition, held, itertools.count())
                    if pattern is not None:
                        environment.build(f"(defrule rule-{index}-{held} {pattern} => (found {index} {int(held)}))")
            self._environments[block] = environment

    def evaluate(self, block: str, values: Mapping[str, Value]) -> Mapping[str, Truth]:
        """The truth of every condition of `block`."""
        environment, names = self._environments[block], self._names[block]
        self._fired.clear()
        environment.reset()
        environment.load_facts("\n".join(f"({_flat(fact)} {_clips_value(value)})" for fact, value in values.items()))
        environment.run()
        result: dict[str, Truth] = dict.fromkeys(names)
        for index, held in self._fired:
            result[names[index]] = held
        return result


class Zen:
    """Each condition as two expressions of one expression node."""

    name = "zen-engine"

    def __init__(self, program: Program) -> None:
        engine = zen.ZenEngine()
        self._names = {block: tuple(conditions) for block, conditions in program.blocks.items()}
        self._decisions = {
            block: engine.create_decision(json.dumps(_zen_model(tuple(conditions.values()))))
            for block, conditions in program.blocks.items()
        }

    def evaluate(self, block: str, values: Mapping[str, Value]) -> Mapping[str, Truth]:
        """The truth of every condition of `block`."""
        context = {_flat(fact): list(value) if isinstance(value, tuple) else value for fact, value in values.items()}
        found = self._decisions[block].evaluate(context)["result"]
        return {
            name: True if found[f"holds_{index}"] else False if found[f"fails_{index}"] else None
            for index, name in enumerate(self._names[block])
        }


def _flat(fact: str) -> str:
    return fact.replace(".", "__").replace("-", "_")


# --- plain Python --------------------------------------------------------------------------------------------


def _read(condition: Condition, values: Mapping[str, Value]) -> Truth:
    if isinstance(condition, Leaf):
        return _ask(condition, values.get(condition.fact))
    truths = [_read(item, values) for item in condition.items]
    decisive = not isinstance(condition, All)
    if decisive in truths:
        return decisive
    return None if None in truths else not decisive


def _ask(leaf: Leaf, value: Value | None) -> Truth:
    if value is None:
        return None
    operand = leaf.operand
    if isinstance(operand, tuple):
        if leaf.op is Op.IN:
            return value in operand
        assert isinstance(value, tuple)
        return any(word in value for word in operand) == (leaf.op is Op.INCLUDES)
    if operand is None:
        return True
    if leaf.op is Op.IS:
        return value is operand
    assert isinstance(value, (int, float)) and isinstance(operand, (int, float))
    return {
        Op.ABOVE: value > operand,
        Op.AT_LEAST: value >= operand,
        Op.BELOW: value < operand,
        Op.AT_MOST: value <= operand,
    }[leaf.op]


# --- CLIPS ---------------------------------------------------------------------------------------------------


def _clips(condition: Condition, held: bool, numbers: Iterator[int]) -> str | None:
    """The left-hand side that matches where a condition holds (or fails); None where nothing can match.

    Each variable gets a number of its own: two of one name in a rule would have to be equal.
    """
    if isinstance(condition, Leaf):
        return _clips_leaf(condition, held, f"v{next(numbers)}")
    parts = [_clips(item, held, numbers) for item in condition.items]
    known = [part for part in parts if part is not None]
    together = isinstance(condition, All) == held
    if not known or (together and len(known) < len(parts)):
        return None
    return f"({'and' if together else 'or'} {' '.join(known)})"


def _clips_leaf(leaf: Leaf, held: bool, name: str) -> str | None:
    fact, operand = _flat(leaf.fact), leaf.operand
    if isinstance(operand, tuple):
        if leaf.op is Op.IN:
            words = "|".join(operand) if held else "&".join(f"~{word}" for word in operand)
            return f"({fact} {words})"
        found = f"(or {' '.join(f'(member$ {word} ?{name})' for word in operand)} FALSE)"
        return f"({fact} $?{name}&:{found if (leaf.op is Op.INCLUDES) == held else f'(not {found})'})"
    if operand is None:
        return f"({fact} $?)" if held else None
    if leaf.op is Op.IS:
        return f"({fact} {'yes' if operand is held else 'no'})"
    return f"({fact} ?{name}&:({_COMPARE[leaf.op][not held]} ?{name} {operand!r}))"


def _clips_value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, tuple) else str(value)


# --- ZEN -----------------------------------------------------------------------------------------------------


def _zen(condition: Condition, held: bool) -> str:
    if isinstance(condition, Leaf):
        return _zen_leaf(condition, held)
    word = " and " if isinstance(condition, All) == held else " or "
    return f"({word.join(_zen(item, held) for item in condition.items)})"


def _zen_leaf(leaf: Leaf, held: bool) -> str:
    fact, operand = _flat(leaf.fact), leaf.operand
    if isinstance(operand, tuple):
        words = json.dumps(list(operand)).replace('"', "'")
        if leaf.op is Op.IN:
            return f"({fact} != null and {fact} {'in' if held else 'not in'} {words})"
        found = "some" if (leaf.op is Op.INCLUDES) == held else "none"
        return f"({fact} != null and {found}({fact}, # in {words}))"
    if operand is None:
        return f"({fact} != null)" if held else "false"
    if leaf.op is Op.IS:
        return f"({fact} == {'true' if operand is held else 'false'})"
    assert isinstance(operand, (int, float))
    number = f"{operand:.12f}".rstrip("0").rstrip(".")
    return f"({fact} != null and {fact} {_COMPARE[leaf.op][not held]} {number})"


def _zen_model(conditions: tuple[Condition, ...]) -> dict[str, object]:
    expressions = [
        {"id": f"{word}_{index}", "key": f"{word}_{index}", "value": _zen(condition, held)}
        for index, condition in enumerate(conditions)
        for word, held in (("holds", True), ("fails", False))
    ]
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "first", "type": "edge", "sourceId": "in", "targetId": "rules"},
            {"id": "second", "type": "edge", "sourceId": "rules", "targetId": "out"},
        ],
    }
