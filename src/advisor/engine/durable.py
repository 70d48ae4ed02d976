"""Conditions evaluated by durable_rules, inside the envelope in which it is correct.

The only module that imports the library. Its envelope (measured for this project): a host without timer threads,
one fixed sid, facts asserted and retracted, one lock, small rulesets from plain dicts, only small integers and words
in messages, and in each message only what the ruleset asks about.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any as AnyValue

from durable.engine import Host, MessageNotHandledException

from advisor.engine.direct import compile_condition
from advisor.engine.program import Program, Truth
from advisor.facts import Value
from advisor.rulebase.condition import All, Condition, Leaf, Op

# The library's limits, with a margin: while it matches, 64 branches of a ruleset may wait (else error 303); a message
# has 255 properties (302); a rule has 15 times `$and` and `$or` (113). A rule fires once for each way in which its
# pattern matches; only time bounds that.
_MOST_WAITING = 60
_MOST_PROPERTIES = 240
_MOST_JUNCTIONS = 15
_MOST_WAYS = 1000

_LOCK = threading.Lock()


class _QuietHost(Host):  # type: ignore[misc]  # the library has no types
    """The stock host starts two timer threads that dispatch actions behind the caller's back."""

    def _run(self) -> None:
        return


@dataclass(frozen=True)
class _Size:
    """What a pattern takes of the library's limits."""

    waiting: int
    ways: int
    junctions: int
    properties: frozenset[str]


@dataclass
class _Ruleset:
    """A ruleset while it is filled; `properties` is what its messages may hold."""

    name: str
    rules: dict[str, dict[str, AnyValue]] = field(default_factory=dict)
    properties: frozenset[str] = frozenset()
    waiting: int = 0


class DurableEvaluator:
    """Every block of a program as rulesets of durable_rules; safe to call from several threads."""

    name = "durable"

    def __init__(self, program: Program) -> None:
        self._program = program
        self._fired: list[tuple[str, bool]] = []
        self._rulesets: dict[str, list[_Ruleset]] = {}
        # A condition that no ruleset can hold is evaluated directly.
        self.beyond: dict[str, dict[str, Callable[[Mapping[str, Value]], Truth]]] = {}
        for block, conditions in program.blocks.items():
            self._rulesets[block] = []
            self.beyond[block] = {}
            for name, condition in conditions.items():
                if not self._add(block, name, condition):
                    self.beyond[block][name] = compile_condition(condition)
        with _LOCK:
            self._host = _QuietHost()
            self._host.set_rulesets({item.name: item.rules for items in self._rulesets.values() for item in items})

    def evaluate(self, block: str, values: Mapping[str, Value]) -> Mapping[str, Truth]:
        """The truth of every condition of `block`: held, its negation held, or neither."""
        message = _message(self._program, values)
        result: dict[str, Truth] = dict.fromkeys(self._program.blocks[block])
        with _LOCK:
            self._fired.clear()
            for ruleset in self._rulesets[block]:
                asked = {"sid": "advisor", **{key: message[key] for key in message if key in ruleset.properties}}
                try:
                    self._host.assert_fact(ruleset.name, asked)
                except MessageNotHandledException:
                    continue
                finally:
                    self._retract(ruleset.name, asked)
            for name, held in self._fired:
                result[name] = held
        result.update((name, test(values)) for name, test in self.beyond[block].items())
        return result

    def _retract(self, ruleset: str, message: dict[str, AnyValue]) -> None:
        try:
            self._host.retract_fact(ruleset, message)
        except MessageNotHandledException:
            return

    def _add(self, block: str, name: str, condition: Condition) -> bool:
        """Adds a condition as two rules (it holds; its negation holds) to the last ruleset of the block, or a new one.

        False where no ruleset can hold them.
        """
        patterns = {held: pattern for held in (True, False) if (pattern := self._pattern(condition, held)) is not None}
        sizes = [_size(pattern) for pattern in patterns.values()]
        waiting = sum(size.waiting for size in sizes)
        properties = frozenset().union(*(size.properties for size in sizes))
        if (
            waiting > _MOST_WAITING
            or len(properties) > _MOST_PROPERTIES
            or any(size.junctions > _MOST_JUNCTIONS or size.ways > _MOST_WAYS for size in sizes)
        ):
            return False
        rulesets = self._rulesets[block]
        if (
            not rulesets
            or rulesets[-1].waiting + waiting > _MOST_WAITING
            or len(rulesets[-1].properties | properties) > _MOST_PROPERTIES
        ):
            rulesets.append(_Ruleset(f"{block.replace('/', '_').replace('-', '_')}_{len(rulesets)}"))
        last = rulesets[-1]
        for held, pattern in patterns.items():
            rule = {"all": [{"m": pattern}], "run": self._collector(name, held)}
            last.rules[f"{'holds' if held else 'fails'}_{len(last.rules)}"] = rule
        last.waiting += waiting
        last.properties |= properties
        return True

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


def _size(pattern: dict[str, AnyValue]) -> _Size:
    ((word, inner),) = pattern.items()
    if word not in ("$and", "$or"):
        return _Size(1, 1, 0, frozenset(inner if isinstance(inner, dict) else [word]))
    parts = [_size(item) for item in inner]
    together = word == "$and"
    return _Size(
        # The parts of an `$and` are matched one after the other, the parts of an `$or` all wait at once.
        waiting=sum(part.waiting - together for part in parts) + together,
        ways=prod(part.ways for part in parts) if together else sum(part.ways for part in parts),
        junctions=1 + sum(part.junctions for part in parts),
        properties=frozenset().union(*(part.properties for part in parts)),
    )


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
