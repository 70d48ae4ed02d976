"""What a decision rests on: the facts that can change it, and which values of a fact are all the same to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisor.engine.direct import compile_condition
from advisor.engine.infer import ASSUMED
from advisor.facts import Value
from advisor.rulebase.condition import Leaf, facts_of, leaves
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot

# How the leaves of a cone answer to one value of a fact: values with the same signature make no difference.
Signature = tuple[bool | None, ...]


@dataclass(frozen=True)
class Cone:
    """The facts and the leaves that bear on one decision, its upstream decisions included.

    `fails_matter` lacks the facts for which a leaf that is false makes no other difference than an unknown one.
    `causes` holds, for each fact that implications conclude, the facts it is concluded from; `values` what they
    conclude of it.
    """

    decision: str
    facts: frozenset[str]
    leaves: Mapping[str, tuple[Leaf, ...]]
    fails_matter: frozenset[str]
    causes: Mapping[str, frozenset[str]]
    values: Mapping[str, tuple[Value, ...]]

    def signature(self, fact: str, value: Value | None) -> Signature:
        """What the leaves make of a value; None where they cannot tell."""
        own = self.leaves.get(fact, ())
        value = ASSUMED.get(fact) if value is None else value
        if value is None:
            return (None,) * (len(own) + len(self.values.get(fact, ())))
        found = tuple(compile_condition(leaf)({fact: value}) for leaf in own)
        found += tuple(value == concluded for concluded in self.values.get(fact, ()))
        return found if fact in self.fails_matter else tuple(truth or None for truth in found)

    def changeable(self, stated: Iterable[str]) -> frozenset[str]:
        """The facts that a change may have to touch: the cone, and what would contradict a change in the cone."""
        found, said = set(self.facts), set(stated)
        while True:
            before = len(found)
            for fact, causes in self.causes.items():
                if causes.isdisjoint(found):
                    continue
                if fact in said:
                    found.add(fact)
                if len(self.values[fact]) > 1:
                    found |= causes
            if len(found) == before:
                return frozenset(found)


def cone_of(snapshot: Snapshot, decision: str) -> Cone:
    """The cone of a decision."""
    implications = [rule for stratum in snapshot.strata for rule in stratum if rule.implied]
    chain = chain_of(snapshot, decision)
    judging = [rule for name in chain for rule in snapshot.judging[name]]
    exceptions = _exceptions(snapshot, judging)
    own = [*(snapshot.decisions[name].applies for name in chain), *(rule.when for rule in (*judging, *exceptions))]
    found: dict[str, dict[Leaf, None]] = {}
    for condition in (*own, *(rule.when for rule in implications)):
        for leaf in leaves(condition):
            found.setdefault(leaf.fact, {})[leaf] = None
    values: dict[str, dict[Value, None]] = {}
    for fact, value in (pair for rule in implications for pair in rule.implied):
        values.setdefault(fact, {})[value] = None
    causes = _Causes(implications)
    return Cone(
        decision,
        frozenset().union(*(causes[fact] for condition in own for fact in facts_of(condition))),
        {fact: tuple(kept) for fact, kept in found.items()},
        frozenset(values).union(*(facts_of(rule.when) for rule in exceptions)),
        {fact: causes[fact] for fact in values},
        {fact: tuple(kept) for fact, kept in values.items()},
    )


def chain_of(snapshot: Snapshot, decision: str) -> list[str]:
    """A decision behind its upstream decisions."""
    upstream = snapshot.decisions[decision].upstream
    return [*(chain_of(snapshot, upstream) if upstream else ()), decision]


def reach_of(snapshot: Snapshot, decision: str) -> Snapshot:
    """As much of a snapshot as a rule of one decision can change: it, what hangs on it, and what that hangs on."""
    return only(snapshot, [name for name in snapshot.decisions if decision in chain_of(snapshot, name)])


def only(snapshot: Snapshot, decisions: Iterable[str]) -> Snapshot:
    """A snapshot with no other decisions than some that it may hold, and those upstream of them."""
    names = {name for item in decisions if item in snapshot.decisions for name in chain_of(snapshot, item)}
    return dataclasses.replace(
        snapshot,
        decisions={name: item for name, item in snapshot.decisions.items() if name in names},
        rules={name: rules for name, rules in snapshot.rules.items() if name in names},
    )


def _exceptions(snapshot: Snapshot, rules: Iterable[Rule]) -> list[Rule]:
    found: dict[str, Rule] = {}
    waiting = list(rules)
    while waiting:
        for other in snapshot.exceptions.get(waiting.pop().id, ()):
            if other.id not in found:
                found[other.id] = other
                waiting.append(other)
    return list(found.values())


class _Causes(dict[str, frozenset[str]]):
    """For each fact itself and those from which rules conclude it; implications run in no circle."""

    def __init__(self, implications: list[Rule]) -> None:
        super().__init__()
        self._asked: dict[str, dict[str, None]] = {}
        for rule in implications:
            for fact, _ in rule.implied:
                self._asked.setdefault(fact, {}).update(dict.fromkeys(facts_of(rule.when)))

    def __missing__(self, fact: str) -> frozenset[str]:
        self[fact] = frozenset([fact]).union(*(self[other] for other in self._asked.get(fact, ())))
        return self[fact]
