"""Conditions on facts: a small tree in negation normal form, parsed once and read in several ways.

A condition has three results. A leaf over an unknown fact is unknown; `all` and `any` follow Kleene.
Negation is pushed to the leaves while parsing, so every reading only meets All, Any and Leaf.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any as AnyValue

from advisor.errors import Problem, did_you_mean
from advisor.facts import FactSpec, Vocabulary, parse_value
from advisor.facts.fields import FactKind
from advisor.files import Document, KeyPath


class Op(StrEnum):
    """What a leaf asks of its fact."""

    IS = "is"
    IN = "in"
    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    INCLUDES = "includes"
    LACKS = "lacks"
    KNOWN = "known"


_OPPOSITE = {
    Op.ABOVE: Op.AT_MOST,
    Op.AT_MOST: Op.ABOVE,
    Op.BELOW: Op.AT_LEAST,
    Op.AT_LEAST: Op.BELOW,
    Op.INCLUDES: Op.LACKS,
    Op.LACKS: Op.INCLUDES,
}
NUMERIC = (Op.ABOVE, Op.AT_LEAST, Op.BELOW, Op.AT_MOST)


@dataclass(frozen=True)
class LimitRef:
    """A number that the catalogue keeps: `thing.limit`."""

    name: str


class _Hashed:
    """Hashes once: conditions are keys of caches that are asked thousands of times for one advice."""

    @functools.cached_property
    def _hash(self) -> int:
        return hash(tuple(value for name, value in self.__dict__.items() if name != "_hash"))

    def __hash__(self) -> int:
        return self._hash

    def __getstate__(self) -> dict[str, object]:
        """Without the hash: another process salts words differently."""
        return {name: value for name, value in self.__dict__.items() if name != "_hash"}


@dataclass(frozen=True)
class Leaf(_Hashed):
    """One question to one fact.

    The operand is a bool for `is`, words for `in`, `includes` and `lacks`, a number in the fact's unit or
    a LimitRef for comparisons, and nothing for `known`.
    """

    fact: str
    op: Op
    operand: bool | float | tuple[str, ...] | LimitRef | None = None

    __hash__ = _Hashed.__hash__


@dataclass(frozen=True)
class All(_Hashed):
    """True where every item is true."""

    items: tuple[Condition, ...]

    __hash__ = _Hashed.__hash__


@dataclass(frozen=True)
class Any(_Hashed):
    """True where some item is true."""

    items: tuple[Condition, ...]

    __hash__ = _Hashed.__hash__


Condition = Leaf | All | Any


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf, in reading order."""
    if isinstance(condition, Leaf):
        yield condition
    else:
        for item in condition.items:
            yield from leaves(item)


@functools.lru_cache(maxsize=65_536)
def facts_of(condition: Condition) -> tuple[str, ...]:
    """The facts a condition asks about, each once, in reading order."""
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves(condition)))


def limits_of(condition: Condition) -> tuple[str, ...]:
    """The limits a condition compares with, each once."""
    return tuple(dict.fromkeys(leaf.operand.name for leaf in leaves(condition) if isinstance(leaf.operand, LimitRef)))


@functools.lru_cache(maxsize=65_536)
def guaranteed(condition: Condition) -> frozenset[str]:
    """The facts that are known whenever the condition is true."""
    if isinstance(condition, Leaf):
        return frozenset([condition.fact])
    parts = [guaranteed(item) for item in condition.items]
    return frozenset().union(*parts) if isinstance(condition, All) else frozenset.intersection(*parts)


def resolve(condition: Condition, limits: Mapping[str, float]) -> Condition:
    """The condition with every LimitRef replaced by its number."""
    if isinstance(condition, Leaf):
        if isinstance(condition.operand, LimitRef):
            return Leaf(condition.fact, condition.op, limits[condition.operand.name])
        return condition
    return type(condition)(tuple(resolve(item, limits) for item in condition.items))


@dataclass
class ConditionParser:
    """Reads `when:` of one document; problems are collected, never raised, so that all are reported at once."""

    document: Document
    vocabulary: Vocabulary
    limit_names: frozenset[str]
    problems: list[Problem]

    def parse(self, raw: AnyValue, path: KeyPath) -> Condition | None:
        """The tree of `raw`, or None where it has a problem."""
        return self._parse(raw, path, negate=False)

    def _problem(self, path: KeyPath, message: str, remedy: str = "") -> None:
        self.problems.append(Problem(self.document.place(path), message, remedy))

    def _parse(self, raw: AnyValue, path: KeyPath, negate: bool) -> Condition | None:
        if not isinstance(raw, dict) or not raw:
            self._problem(path, "a condition is a mapping", "write `fact: value`, `all:`, `any:` or `not:`")
            return None
        items = [self._entry(key, value, (*path, key), negate) for key, value in raw.items()]
        if any(item is None for item in items):
            return None
        return self._join(All if not negate else Any, [item for item in items if item is not None])

    @staticmethod
    def _join(kind: type[All] | type[Any], items: list[Condition]) -> Condition:
        flat: list[Condition] = []
        for item in items:
            flat.extend(item.items if isinstance(item, kind) else [item])
        return flat[0] if len(flat) == 1 else kind(tuple(flat))

    def _entry(self, key: str, value: AnyValue, path: KeyPath, negate: bool) -> Condition | None:
        if key == "not":
            return self._parse(value, path, not negate)
        if key in ("all", "any"):
            if not isinstance(value, list) or not value:
                self._problem(path, f"`{key}` needs a list of conditions")
                return None
            items = [self._parse(item, (*path, index), negate) for index, item in enumerate(value)]
            if any(item is None for item in items):
                return None
            return self._join(All if (key == "all") != negate else Any, [item for item in items if item is not None])
        if key not in self.vocabulary:
            self._problem(path, f"unknown fact `{key}`", self.vocabulary.suggest(key))
            return None
        return self._fact(self.vocabulary[key], value, path, negate)

    def _fact(self, spec: FactSpec, raw: AnyValue, path: KeyPath, negate: bool) -> Condition | None:
        if raw == "known":
            if negate:
                self._problem(path, "`known` cannot be negated", "a rule never fires because a fact is unknown")
                return None
            return Leaf(spec.name, Op.KNOWN)
        if not isinstance(raw, dict):
            return self._leaf(spec, _equality(spec), raw, path, negate)
        read = [self._operator(spec, word, value, (*path, word), negate) for word, value in raw.items()]
        if not read or any(item is None for item in read):
            return None
        return self._join(Any if negate else All, [item for item in read if item is not None])

    def _operator(self, spec: FactSpec, word: str, raw: AnyValue, path: KeyPath, negate: bool) -> Condition | None:
        accepted = _OPERATORS[spec.kind]
        if word not in accepted:
            self._problem(path, f"`{word}` cannot be asked of `{spec.name}`", did_you_mean(word, accepted))
            return None
        if word == "is_not":
            return self._leaf(spec, _equality(spec), raw, path, not negate)
        if word == "lacks":
            return self._leaf(spec, Op.INCLUDES, raw, path, not negate)
        return self._leaf(spec, Op(word), raw, path, negate)

    def _leaf(self, spec: FactSpec, op: Op, raw: AnyValue, path: KeyPath, negate: bool) -> Condition | None:
        if op in NUMERIC and isinstance(raw, dict):
            return self._limit(spec, op, raw, path, negate)
        try:
            return _LEAVES[spec.kind](spec, op, raw, negate)
        except ValueError as error:
            self._problem(path, f"`{spec.name}`: {error}")
            return None

    def _limit(self, spec: FactSpec, op: Op, raw: dict[str, AnyValue], path: KeyPath, negate: bool) -> Condition | None:
        name = raw.get("limit")
        if set(raw) != {"limit"} or not isinstance(name, str):
            self._problem(path, "a comparison takes a value or `{limit: thing.limit}`")
            return None
        if name not in self.limit_names:
            self._problem(path, f"unknown limit `{name}`", did_you_mean(name, self.limit_names))
            return None
        return Leaf(spec.name, _OPPOSITE[op] if negate else op, LimitRef(name))


def _equality(spec: FactSpec) -> Op:
    if spec.kind in (FactKind.MEMBERS, FactKind.ORDER):
        return Op.INCLUDES
    return Op.IN if spec.kind is FactKind.CHOICE else Op.IS


def _flag_leaf(spec: FactSpec, op: Op, raw: AnyValue, negate: bool) -> Condition:
    if not isinstance(raw, bool):
        raise ValueError(f"`{raw}` is not an answer to a yes-or-no question; accepted: true, false")
    return Leaf(spec.name, Op.IS, raw != negate)


def _choice_leaf(spec: FactSpec, op: Op, raw: AnyValue, negate: bool) -> Condition:
    words = {str(parse_value(spec, item)) for item in (raw if isinstance(raw, list) else [raw])}
    kept = tuple(word for word in spec.words if (word in words) != negate)
    if not kept:
        raise ValueError("this names every word of the list, so its opposite is never true")
    return Leaf(spec.name, Op.IN, kept)


def _members_leaf(spec: FactSpec, op: Op, raw: AnyValue, negate: bool) -> Condition:
    words = parse_value(spec, raw if isinstance(raw, list) else [raw])
    assert isinstance(words, tuple)
    return Leaf(spec.name, _OPPOSITE[op] if negate else op, tuple(sorted(words)))


def _number_leaf(spec: FactSpec, op: Op, raw: AnyValue, negate: bool) -> Condition:
    if op is Op.IS:
        raise ValueError("a quantity is compared, not equalled; use above, at_least, below or at_most")
    value = parse_value(spec, raw)
    assert isinstance(value, (int, float)) and not isinstance(value, bool)
    return Leaf(spec.name, _OPPOSITE[op] if negate else op, float(value))


_LEAVES: dict[FactKind, Callable[[FactSpec, Op, AnyValue, bool], Condition]] = {
    FactKind.FLAG: _flag_leaf,
    FactKind.CHOICE: _choice_leaf,
    FactKind.MEMBERS: _members_leaf,
    FactKind.ORDER: _members_leaf,
    FactKind.NUMBER: _number_leaf,
}
_OPERATORS: dict[FactKind, tuple[str, ...]] = {
    FactKind.FLAG: ("is", "is_not"),
    FactKind.CHOICE: ("in", "is_not"),
    FactKind.MEMBERS: ("includes", "lacks"),
    FactKind.ORDER: ("includes", "lacks"),
    FactKind.NUMBER: ("above", "at_least", "below", "at_most"),
}
