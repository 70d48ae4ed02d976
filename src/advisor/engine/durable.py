"""Conditions evaluated by durable_rules, inside the envelope in which it is correct.

The only module that imports the library. Its envelope (measured for this project): a host without timer threads,
one fixed sid, facts asserted and retracted, one lock, rulesets from plain dicts, few rules a ruleset, only small
integers and words in messages.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any as AnyValue

from durable.engine import Host, MessageNotHandledException

from advisor.engine.program import Program, Truth
from advisor.facts import Value
from advisor.rulebase.condition import All, Condition, Leaf, Op

# Each condition becomes two rules (it holds; its negation holds). A wide message may fire or branch at most 64.
_CONDITIONS_PER_RULESET = 30

_LOCK = threading.Lock()


class _QuietHost(Host):  # type: ignore[misc]
    """The stock host starts two timer threads that dispatch actions behind the caller's back."""

    def _run(self) -> None:
        return


class DurableEvaluator:
    """Every block of a program as rulesets of durable_rules; safe to call from several threads."""

    name = "durable"

    def __init__(self, program: Program) -> None:
        self._program = program
        self._fired: list[tuple[str, bool]] = []
        self._rulesets: dict[str, list[str]] = {}
        definitions: dict[str, dict[str, AnyValue]] = {}
        for block, conditions in program.blocks.items():
            names = list(conditions)
            chunks = [names[i : i + _CONDITIONS_PER_RULESET] for i in range(0, len(names), _CONDITIONS_PER_RULESET)]
            self._rulesets[block] = []
            for index, chunk in enumerate(chunks):
                ruleset = f"{block.replace('/', '_').replace('-', '_')}_{index}"
                self._rulesets[block].append(ruleset)
                definitions[ruleset] = dict(self._rules({name: conditions[name] for name in chunk}))
        with _LOCK:
            self._host = _QuietHost()
            self._host.set_rulesets(definitions)

    def evaluate(self, block: str, values: Mapping[str, Value]) -> Mapping[str, Truth]:
        """The truth of every condition of `block`: held, its negation held, or neither."""
        message = {"sid": "advisor", **_message(self._program, values)}
        result: dict[str, Truth] = dict.fromkeys(self._program.blocks[block])
        with _LOCK:
            self._fired.clear()
            for ruleset in self._rulesets[block]:
                try:
                    self._host.assert_fact(ruleset, message)
                except MessageNotHandledException:
                    continue
                finally:
                    self._retract(ruleset, message)
            for name, held in self._fired:
                result[name] = held
        return result

    def _retract(self, ruleset: str, message: dict[str, AnyValue]) -> None:
        try:
            self._host.retract_fact(ruleset, message)
        except MessageNotHandledException:
            return

    def _rules(self, conditions: Mapping[str, Condition]) -> Iterator[tuple[str, dict[str, AnyValue]]]:
        for index, (name, condition) in enumerate(conditions.items()):
            for held in (True, False):
                pattern = self._pattern(condition, held)
                if pattern is not None:
                    key = f"{'holds' if held else 'fails'}_{index}"
                    yield key, {"all": [{"m": pattern}], "run": self._collector(name, held)}

    def _collector(self, name: str, held: bool) -> Callable[[AnyValue], None]:
        # Exactly one parameter: a second one is taken for a completion callback.
        def collect(_context: AnyValue) -> None:
            self._fired.append((name, held))

        return collect

    def _pattern(self, condition: Condition, held: bool) -> dict[str, AnyValue] | None:
        """The message pattern under which a condition holds (or fails); None where it never does."""
        if isinstance(condition, Leaf):
            return _leaf(self._program, condition, held)
        parts = [self._pattern(item, held) for item in condition.items]
        if isinstance(condition, All) == held:
            if any(part is None for part in parts):
                return None
            return _combine("$and", [part for part in parts if part is not None])
        return _combine("$or", [part for part in parts if part is not None]) if any(parts) else None


def _combine(word: str, parts: list[dict[str, AnyValue]]) -> dict[str, AnyValue]:
    if not parts:
        return {"always": 1}
    return parts[0] if len(parts) == 1 else {word: parts}


def _property(fact: str, aspect: str = "value") -> str:
    return f"{fact}__{aspect}".replace(".", "__").replace("-", "_")


def _message(program: Program, values: Mapping[str, Value]) -> dict[str, AnyValue]:
    message: dict[str, AnyValue] = {"always": 1}
    for fact, value in values.items():
        if isinstance(value, bool):
            message[_property(fact)] = "yes" if value else "no"
        elif isinstance(value, (int, float)):
            message[_property(fact)] = program.position(fact, float(value))
        elif isinstance(value, tuple):
            for word in program.members.get(fact, ()):
                message[_property(fact, word if word in value else f"without_{word}")] = "yes"
        else:
            message[_property(fact)] = value
        message[_property(fact, "known")] = "yes"
    return message


_COMPARE = {
    (Op.ABOVE, True): "$gt",
    (Op.ABOVE, False): "$lte",
    (Op.AT_LEAST, True): "$gte",
    (Op.AT_LEAST, False): "$lt",
    (Op.BELOW, True): "$lt",
    (Op.BELOW, False): "$gte",
    (Op.AT_MOST, True): "$lte",
    (Op.AT_MOST, False): "$gt",
}


def _leaf(program: Program, leaf: Leaf, held: bool) -> dict[str, AnyValue] | None:
    name = _property(leaf.fact)
    if leaf.op is Op.KNOWN:
        return {_property(leaf.fact, "known"): "yes"} if held else None
    if leaf.op is Op.IS:
        return {name: "yes" if leaf.operand is held else "no"}
    if leaf.op is Op.IN:
        assert isinstance(leaf.operand, tuple)
        if held:
            return _combine("$or", [{name: word} for word in leaf.operand])
        return _combine("$and", [{"$neq": {name: word}} for word in leaf.operand])
    if leaf.op in (Op.INCLUDES, Op.LACKS):
        assert isinstance(leaf.operand, tuple)
        if (leaf.op is Op.INCLUDES) == held:
            return _combine("$or", [{_property(leaf.fact, word): "yes"} for word in leaf.operand])
        # An absent member matches no comparison, `!=` included, so absence is written into the message.
        return _combine("$and", [{_property(leaf.fact, f"without_{word}"): "yes"} for word in leaf.operand])
    assert isinstance(leaf.operand, (int, float))
    return {_COMPARE[leaf.op, held]: {name: program.position(leaf.fact, float(leaf.operand))}}
