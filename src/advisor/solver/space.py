"""A snapshot made ready for what-ifs: what bears on each decision and each rule, worked out once and kept."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from advisor.engine.program import Program, compile_snapshot
from advisor.rulebase.condition import Leaf, facts_of, leaves
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.solver.cone import Cone, chain_of, cone_of
from advisor.solver.regions import marked

if TYPE_CHECKING:
    from advisor.solver.large import Large


class Space:
    """A snapshot made ready for searching: the cones of its decisions, kept.

    `program` is the one that was compiled, with the further marks that proofs need.
    """

    def __init__(self, snapshot: Snapshot, program: Program) -> None:
        self.snapshot, self.program = snapshot, marked(snapshot, program)
        self._cones: dict[str, Cone] = {}
        self._chains: dict[str, Snapshot] = {}
        self._asked: dict[str, Program] = {}
        self._bearing: dict[str, Mapping[str, frozenset[Leaf]]] = {}

    def cone(self, decision: str) -> Cone:
        """What a decision rests on."""
        if decision not in self._cones:
            self._cones[decision] = cone_of(self.snapshot, decision)
        return self._cones[decision]

    def only(self, decision: str) -> Snapshot:
        """The snapshot with nothing but a decision and those upstream of it: what its what-ifs need."""
        if decision not in self._chains:
            chain = chain_of(self.snapshot, decision)
            self._chains[decision] = dataclasses.replace(
                self.snapshot,
                decisions={name: self.snapshot.decisions[name] for name in chain},
                rules={name: self.snapshot.rules[name] for name in chain},
            )
        return self._chains[decision]

    def narrowed(self, decision: str, facts: frozenset[str]) -> Snapshot:
        """`only`, with just the implications that bear on some facts: that conclude them, or could contradict them."""
        cone = self.cone(decision)
        contested = {fact for fact, values in cone.values.items() if len(values) > 1 and cone.causes[fact] & facts}
        wanted, kept = set(facts | contested), dict[str, Rule]()
        while True:
            more = [rule for fact in wanted for rule in self._writers.get(fact, ()) if rule.id not in kept]
            if not more:
                break
            kept.update({rule.id: rule for rule in more})
            wanted |= {fact for rule in more for fact in facts_of(rule.when)}
        strata = (tuple(rule for rule in stratum if rule.id in kept) for stratum in self.snapshot.strata)
        return dataclasses.replace(self.only(decision), strata=tuple(strata))

    def asked(self, decision: str) -> Program:
        """The program of what a decision rests on: it tells values apart only where that does."""
        if decision not in self._asked:
            self._asked[decision] = compile_snapshot(self.narrowed(decision, self.cone(decision).facts))
        return self._asked[decision]

    @functools.cached_property
    def large(self) -> Large:
        """What answers where there are too many combinations to try."""
        from advisor.solver.large import Large  # z3 takes longer to load than most advice takes to give

        return Large(self.snapshot, self.program)

    @functools.cached_property
    def _writers(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in (rule for stratum in self.snapshot.strata for rule in stratum):
            for fact, _ in rule.implied:
                found.setdefault(fact, []).append(rule)
        return found

    def bearing(self, rule: str) -> Mapping[str, frozenset[Leaf]]:
        """The leaves that decide whether a rule holds, by fact: its own, its exceptions', and what concludes them."""
        if rule not in self._bearing:
            self._bearing[rule] = self._leaves(rule)
        return self._bearing[rule]

    def _leaves(self, rule: str) -> dict[str, frozenset[Leaf]]:
        found: dict[str, set[Leaf]] = {}
        waiting, seen = [self.snapshot.by_id[rule]], {rule}
        while waiting:
            here = waiting.pop()
            for leaf in leaves(here.when):
                found.setdefault(leaf.fact, set()).add(leaf)
            more = [*self.snapshot.exceptions.get(here.id, ())]
            more += [writer for fact in facts_of(here.when) for writer in self._writers.get(fact, ())]
            waiting += [other for other in more if other.id not in seen]
            seen |= {other.id for other in more}
        return {fact: frozenset(kept) for fact, kept in found.items()}
