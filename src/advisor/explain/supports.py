"""Which stated facts suffice for what follows from a scenario: every minimal set, not only the one that is cited."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable

from advisor.engine.derivation import Derivation
from advisor.engine.direct import compile_condition
from advisor.engine.infer import ASSUMED
from advisor.rulebase.condition import All, Condition, Leaf
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.verdict import Settled, Standing
from advisor.vocabulary import Strength

# Sets of stated facts, none within another.
Sets = tuple[frozenset[str], ...]
NEVER: Sets = ()
ALWAYS: Sets = (frozenset(),)

# More sets than this nobody reads; the smallest are kept.
_MOST = 300


def minimal(sets: Iterable[frozenset[str]]) -> Sets:
    """The sets without those that hold another one, smallest first."""
    kept: list[frozenset[str]] = []
    for candidate in sorted(set(sets), key=lambda facts: (len(facts), sorted(facts))):
        if len(kept) < _MOST and not any(smaller <= candidate for smaller in kept):
            kept.append(candidate)
    return tuple(kept)


def both(one: Sets, other: Sets) -> Sets:
    """What suffices for two things at once."""
    if one == ALWAYS or other == ALWAYS:
        return other if one == ALWAYS else one
    return minimal(left | right for left in one for right in other)


def either(one: Sets, other: Sets) -> Sets:
    """What suffices for one of two things."""
    return minimal((*one, *other))


class Supports:
    """The minimal sets of stated facts behind rules and eliminations. What is assumed of an account stays as it is."""

    def __init__(self, snapshot: Snapshot, scenario: Scenario, derivation: Derivation) -> None:
        self._snapshot, self._stated, self._facts = snapshot, scenario.by_name, derivation.facts
        self._known: dict[tuple[str, bool], Sets] = {}
        self._rules: dict[tuple[str, str], Sets] = {}

    def killers(self, standing: Standing, settled: dict[str, Settled], decision: Settled) -> Sets:
        """The sets of stated facts each of which eliminates an option by itself."""
        found = functools.reduce(either, (self.must(outcome.rule) for outcome in standing.against), NEVER)
        upstream = decision.decision.upstream
        if standing.lost_hosts and upstream is not None:
            home = settled[upstream]
            hosts = (self.killers(home.of(host), settled, home) for host in standing.lost_hosts)
            found = either(found, functools.reduce(both, hosts, ALWAYS))
        return found

    def must(self, rule: Rule) -> Sets:
        """What makes a rule hold on musts alone."""
        return self._kept(rule, "must", lambda: both(self._holds(rule.when, must=True), self._unlifted(rule)))

    def _holding(self, rule: Rule) -> Sets:
        return self._kept(rule, "holds", lambda: both(self._holds(rule.when, must=False), self._unlifted(rule)))

    def _failing(self, rule: Rule) -> Sets:
        def found() -> Sets:
            lifted = (self._holding(other) for other in self._snapshot.exceptions.get(rule.id, ()))
            return functools.reduce(either, lifted, self._fails(rule.when))

        return self._kept(rule, "fails", found)

    def _unlifted(self, rule: Rule) -> Sets:
        exceptions = self._snapshot.exceptions.get(rule.id, ())
        return functools.reduce(both, (self._failing(other) for other in exceptions), ALWAYS)

    def _kept(self, rule: Rule, what: str, found: Callable[[], Sets]) -> Sets:
        if (rule.id, what) not in self._rules:
            self._rules[rule.id, what] = found()
        return self._rules[rule.id, what]

    def _holds(self, condition: Condition, *, must: bool) -> Sets:
        if isinstance(condition, Leaf):
            return self._fact(condition.fact, must) if self._truth(condition) is True else NEVER
        parts = [self._holds(item, must=must) for item in condition.items]
        return functools.reduce(both, parts, ALWAYS) if isinstance(condition, All) else minimal(itertools.chain(*parts))

    def _fails(self, condition: Condition) -> Sets:
        if isinstance(condition, Leaf):
            return self._fact(condition.fact, must=False) if self._truth(condition) is False else NEVER
        parts = [self._fails(item) for item in condition.items]
        return minimal(itertools.chain(*parts)) if isinstance(condition, All) else functools.reduce(both, parts, ALWAYS)

    def _truth(self, leaf: Leaf) -> bool | None:
        known = self._facts.get(leaf.fact)
        return None if known is None else compile_condition(leaf)({leaf.fact: known.value})

    def _fact(self, fact: str, must: bool) -> Sets:
        """What makes a fact known, or binding."""
        if (fact, must) not in self._known:
            stated, found = self._stated.get(fact), NEVER
            if fact in ASSUMED:
                found = ALWAYS
            elif stated is not None and (stated.strength is Strength.MUST or not must):
                found = (frozenset([fact]),)
            for rule in (rule for stratum in self._snapshot.strata for rule in stratum):
                if fact in dict(rule.implied):
                    found = either(found, self._holds(rule.when, must=must))
            self._known[fact, must] = found
        return self._known[fact, must]
