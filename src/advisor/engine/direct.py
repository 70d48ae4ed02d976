"""Three-valued evaluation in plain Python: the oracle, and the engine where durable_rules is absent."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from advisor.engine.program import Program, Truth
from advisor.facts import Value
from advisor.rulebase.condition import All, Condition, Leaf, Op

_Test = Callable[[Mapping[str, Value]], Truth]


class DirectEvaluator:
    """Conditions compiled to closures; fast enough for what-ifs by the thousand."""

    name = "direct"

    def __init__(self, program: Program) -> None:
        self._blocks = {
            block: {name: compile_condition(condition) for name, condition in conditions.items()}
            for block, conditions in program.blocks.items()
        }

    def evaluate(self, block: str, values: Mapping[str, Value]) -> Mapping[str, Truth]:
        """The truth of every condition of `block`."""
        return {name: test(values) for name, test in self._blocks[block].items()}


def truth(condition: Condition, values: Mapping[str, Value]) -> Truth:
    """The truth of one condition under Kleene's three-valued logic.

    >>> leaf = Leaf("request.payload_mb", Op.ABOVE, 4.0)
    >>> truth(leaf, {"request.payload_mb": 5.0}), truth(leaf, {})
    (True, None)
    """
    return compile_condition(condition)(values)


@functools.lru_cache(maxsize=65_536)
def compile_condition(condition: Condition) -> _Test:
    """A condition as a function of the known values."""
    if isinstance(condition, Leaf):
        return _leaf(condition)
    tests = tuple(compile_condition(item) for item in condition.items)
    return _all(tests) if isinstance(condition, All) else _any(tests)


def _all(tests: tuple[_Test, ...]) -> _Test:
    def test(values: Mapping[str, Value]) -> Truth:
        result: Truth = True
        for item in tests:
            got = item(values)
            if got is False:
                return False
            if got is None:
                result = None
        return result

    return test


def _any(tests: tuple[_Test, ...]) -> _Test:
    def test(values: Mapping[str, Value]) -> Truth:
        result: Truth = False
        for item in tests:
            got = item(values)
            if got is True:
                return True
            if got is None:
                result = None
        return result

    return test


def _leaf(leaf: Leaf) -> _Test:
    fact, holds = leaf.fact, _HOLDS[leaf.op](leaf.operand)

    def test(values: Mapping[str, Value]) -> Truth:
        value = values.get(fact)
        return None if value is None else holds(value)

    return test


# Each entry makes, from the operand of a leaf, the test of a known value. Types were settled when both were parsed.
_HOLDS: dict[Op, Callable[..., Callable[..., bool]]] = {
    Op.IS: lambda wanted: lambda value: value is wanted,
    Op.IN: lambda words: lambda value: value in words,
    Op.ABOVE: lambda bound: lambda value: value > bound,
    Op.AT_LEAST: lambda bound: lambda value: value >= bound,
    Op.BELOW: lambda bound: lambda value: value < bound,
    Op.AT_MOST: lambda bound: lambda value: value <= bound,
    Op.INCLUDES: lambda words: lambda value: not set(words).isdisjoint(value),
    Op.LACKS: lambda words: lambda value: set(words).isdisjoint(value),
    Op.KNOWN: lambda _: lambda value: True,
}

assert set(_HOLDS) == set(Op)
