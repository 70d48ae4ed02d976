"""Many variants of a scenario at once: every condition is evaluated on bit columns, one bit for each variant.

An integer of n bits is a set of variants. What `infer` and `decide` compute for one scenario, a sweep computes for
all of its variants in one pass: tens of thousands of what-ifs in a few milliseconds, and exactly.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from advisor.engine.direct import compile_condition
from advisor.engine.infer import ASSUMED
from advisor.rulebase.condition import All, Condition, Leaf, guaranteed
from advisor.rulebase.schema import Decision, Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.solver.columns import PRIORITIES, Bits, Changes, Column, columns
from advisor.verdict import excluded_by
from advisor.vocabulary import Criterion, Strength


def resting_on(snapshot: Snapshot, scenario: Scenario, musts: Sequence[Collection[str]]) -> Sweep:
    """A scenario once for each set of facts that alone stay musts in it, what else it states being preferences."""
    full = (1 << len(musts)) - 1
    facts = {name: Column({value: full}, full) for name, value in ASSUMED.items()}
    for statement in scenario.statements:
        binding = sum(1 << index for index, names in enumerate(musts) if statement.name in names)
        binding = full if statement.name in ASSUMED else binding if statement.strength is Strength.MUST else 0
        facts[statement.name] = Column({statement.value: full}, binding)
    return Sweep(snapshot, facts, full)


def leaving_out(snapshot: Snapshot, scenario: Scenario, names: Sequence[str]) -> Sweep:
    """A scenario once for each of some facts, without that one."""
    full = (1 << len(names)) - 1
    left: Changes = {name: [(None, 1 << index)] for index, name in enumerate(names)}
    return Sweep(snapshot, columns(scenario.by_name, left, full), full)


class Truths(NamedTuple):
    """The variants where something holds, where it fails, and where it holds on musts alone."""

    holds: Bits
    fails: Bits
    must: Bits


_NOWHERE = Truths(0, 0, 0)


class Sweep:
    """What follows from each variant. `facts` are the columns of what is stated; they are completed in place."""

    def __init__(self, snapshot: Snapshot, facts: dict[str, Column], full: Bits) -> None:
        self.snapshot, self.facts, self.full = snapshot, facts, full
        self._leaves: dict[Leaf, Truths] = {}
        self._rules: dict[str, Truths] = {}
        self._decisions: dict[str, Swept] = {}
        self.contradictory: Bits = 0
        for stratum in snapshot.strata:
            heard = [rule for rule in stratum if rule.implied and guaranteed(rule.when) <= facts.keys()]
            for rule, truths in [(rule, self.condition(rule.when)) for rule in heard]:
                self._conclude(rule, truths)

    def _conclude(self, rule: Rule, truths: Truths) -> None:
        if not truths.holds:
            return
        for fact, value in rule.implied:
            column = self.facts.setdefault(fact, Column())
            self.contradictory |= truths.holds & column.known & ~column.values.get(value, 0)
            column.say(value, truths.holds, truths.must)

    def everywhere(self, parts: Iterable[Bits]) -> Bits:
        """The variants where all of several things are so, and nothing contradicts itself."""
        return _all(parts, self.full & ~self.contradictory)

    def known(self, fact: str) -> Bits:
        """The variants where a fact is known."""
        return self.facts[fact].known if fact in self.facts else 0

    def condition(self, condition: Condition) -> Truths:
        """Where a condition is true, false, and true on musts alone."""
        if isinstance(condition, Leaf):
            if condition not in self._leaves:
                self._leaves[condition] = self._leaf(condition)
            return self._leaves[condition]
        if isinstance(condition, All):
            holds, fails, must = self.full, 0, self.full
            for item in condition.items:
                part = self.condition(item)
                holds, fails, must = holds & part.holds, fails | part.fails, must & part.must
        else:
            holds, fails, must = 0, self.full, 0
            for item in condition.items:
                part = self.condition(item)
                holds, fails, must = holds | part.holds, fails & part.fails, must | part.must
        return Truths(holds, fails, must)

    def _leaf(self, leaf: Leaf) -> Truths:
        column = self.facts.get(leaf.fact)
        if column is None:
            return _NOWHERE
        test = compile_condition(leaf)
        holds = fails = 0
        for value, where in column.values.items():
            if test({leaf.fact: value}):
                holds |= where
            else:
                fails |= where
        return Truths(holds, fails, holds & column.must)

    def rule(self, rule: Rule) -> Truths:
        """Where a rule holds and fails, exceptions applied."""
        if rule.id not in self._rules:
            own = self.condition(rule.when)
            for other in self.snapshot.exceptions.get(rule.id, ()):
                exception = self.rule(other)
                holds = own.holds & exception.fails
                own = Truths(holds, own.fails | exception.holds, own.must & holds)
            self._rules[rule.id] = own
        return self._rules[rule.id]

    def decision(self, name: str) -> Swept:
        """How a decision ends in each variant."""
        if name not in self._decisions:
            decision = self.snapshot.decisions[name]
            upstream = self.decision(decision.upstream) if decision.upstream else None
            self._decisions[name] = Swept(self, decision, upstream)
        return self._decisions[name]


def _all(parts: Iterable[Bits], full: Bits) -> Bits:
    return functools.reduce(int.__and__, parts, full)


def _any(parts: Iterable[Bits]) -> Bits:
    return functools.reduce(int.__or__, parts, 0)


# For some options, variants. What is left out stands for none: most rules speak of few options, in few variants.
Alive = dict[str, Bits]


class Swept:
    """One decision over all variants: where it applies, and what becomes of each option."""

    def __init__(self, sweep: Sweep, decision: Decision, upstream: Swept | None, without: str | None = None) -> None:
        self.sweep, self.decision, self.upstream = sweep, decision, upstream
        self.rules = [rule for rule in sweep.snapshot.judging[decision.id] if rule.id != without]
        self._survivors: dict[str | None, Alive] = {}
        eliminated = dict.fromkeys(decision.options, 0)
        self.missed: Alive = {}
        for rule in self.rules:
            excluded = excluded_by(rule, decision.options)
            truths = sweep.rule(rule) if excluded else _NOWHERE
            if not truths.holds:
                continue
            missed = truths.holds & ~truths.must
            for option in excluded:
                eliminated[option] |= truths.must
                if missed:
                    self.missed[option] = self.missed.get(option, 0) | missed
        for option, hosts in decision.belongs_to.items():
            if upstream is not None:
                eliminated[option] |= _all((upstream.eliminated[host] for host in hosts), sweep.full)
        self.eliminated: Alive = eliminated
        self.conflict = _all(eliminated.values(), sweep.full)
        self.applies = self._applies()

    def without(self, rule: Rule) -> Swept:
        """How the decision ends without a rule, which must not override another."""
        if rule.then.by is None:
            return Swept(self.sweep, self.decision, self.upstream, rule.id)
        # A preference eliminates nothing, so that only the ranking by its criterion is another one.
        other = copy.copy(self)
        other.__dict__.pop("first", None)
        other.rules = [item for item in self.rules if item.id != rule.id]
        other.balances = {**self.balances, rule.then.by: other._balance(rule.then.by)}
        return other

    def _applies(self) -> Bits:
        own = self.sweep.condition(self.decision.applies).holds & ~self.sweep.contradictory
        if self.upstream is None:
            return own
        own &= self.upstream.applies & ~self.upstream.conflict
        if self.decision.belongs_to and set(self.decision.options) <= set(self.decision.belongs_to):
            hosts = {host for hosts in self.decision.belongs_to.values() for host in hosts}
            own &= _any(self.upstream.first[host] for host in hosts)
        return own

    def recommended(self, option: str) -> Bits:
        """The variants where the decision applies and an option is recommended."""
        return self.first[option] & self.applies

    @functools.cached_property
    def first(self) -> Alive:
        """Where each option survives and ranks first."""
        return self.first_of(self.sweep.full)

    def first_of(self, variants: Bits) -> Alive:
        """`first`, for some of the variants."""
        orders = self.sweep.facts[PRIORITIES].values if PRIORITIES in self.sweep.facts else {}
        unordered = self.sweep.full & ~self.sweep.known(PRIORITIES)
        ranked = dict.fromkeys(self.decision.options, 0)
        for order, named in [*orders.items(), ((), unordered)]:
            assert isinstance(order, tuple)
            where = named & variants
            if not where:
                continue
            group = {option: bits for option, left in self.before_priorities(None).items() if (bits := left & where)}
            for criterion in dict.fromkeys([*map(Criterion, order), Criterion.FIT]):
                self.rank(group, criterion)
            for option, bits in group.items():
                ranked[option] |= bits
        taken = 0
        for option in self.decision.options:
            ranked[option] &= ~taken
            taken |= ranked[option]
        return ranked

    def before_priorities(self, host: str | None) -> Alive:
        """The survivors that neither their host nor a missed preference puts behind; `host`: as if it were chosen."""
        if host not in self._survivors:
            self._survivors[host] = self._before_priorities(host)
        return self._survivors[host]

    def _before_priorities(self, host: str | None) -> Alive:
        alive = {option: self.sweep.full & ~bits for option, bits in self.eliminated.items()}
        if self.upstream is not None:
            for_host: Alive = {}
            for option, hosts in self.decision.belongs_to.items():
                if host is None:
                    chosen = _any(self.upstream.first[name] for name in hosts)
                else:
                    chosen = self.sweep.full if host in hosts else 0
                for_host[option] = self.sweep.full & ~chosen
            _drop_behind(alive, for_host)
        _drop_behind(alive, self.missed)
        return alive

    @functools.cached_property
    def balances(self) -> dict[Criterion, tuple[Alive, Alive]]:
        """For each criterion that is spoken of, the variants where an option is ahead by it, and where behind."""
        spoken = {rule.then.by for rule in self.rules if rule.then.by is not None and self.sweep.rule(rule).holds}
        return {criterion: self._balance(criterion) for criterion in Criterion if criterion in spoken}

    def _balance(self, criterion: Criterion) -> tuple[Alive, Alive]:
        ahead: Alive = {}
        behind: Alive = {}
        for rule in self.rules:
            holds = self.sweep.rule(rule).holds if rule.then.by is criterion else 0
            if holds:
                for side, options in ((ahead, rule.then.favours), (behind, rule.then.disfavours)):
                    for option in options:
                        side[option] = side.get(option, 0) | holds
        for option in ahead.keys() & behind.keys():
            both = ahead[option] & behind[option]
            ahead[option] ^= both
            behind[option] ^= both
        return ahead, behind

    def rank(self, alive: Alive, criterion: Criterion) -> None:
        """Drops the survivors that are behind another one by a criterion."""
        if criterion in self.balances and len(alive) > 1:
            ahead, behind = self.balances[criterion]
            _keep_ahead(alive, ahead)
            _drop_behind(alive, behind)


def _keep_ahead(alive: Alive, ahead: Alive) -> None:
    """Drops the options that are not ahead wherever one that is alive is."""
    best = _any(alive[option] & bits for option, bits in ahead.items() if option in alive)
    if best:
        for option, bits in alive.items():
            alive[option] = bits ^ (bits & best & ~ahead[option] if option in ahead else bits & best)


def _drop_behind(alive: Alive, worse: Alive) -> None:
    """Drops the options that are worse wherever one that is alive is not."""
    dropped = {option: alive[option] & bits for option, bits in worse.items() if alive.get(option, 0) & bits}
    if dropped:
        better = _any(bits ^ dropped.get(option, 0) for option, bits in alive.items())
        for option, bits in dropped.items():
            alive[option] ^= bits & better
