"""Many variants of a scenario at once: every condition is evaluated on bit columns, one bit for each variant.

An integer of n bits is a set of variants. What `infer` and `decide` compute for one scenario, a sweep computes for
all of its variants in one pass: tens of thousands of what-ifs in a few milliseconds, and exactly.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from advisor.engine.direct import compile_condition
from advisor.engine.infer import ASSUMED
from advisor.facts import Value
from advisor.rulebase.condition import All, Condition, Leaf
from advisor.rulebase.schema import Decision, Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario, Statement
from advisor.verdict import excluded_by
from advisor.vocabulary import Criterion, Strength

Bits = int
PRIORITIES = "priorities.order"


@dataclass
class Column:
    """One fact over all variants: for each value the variants where it is known to have it, and where it binds."""

    values: dict[Value, Bits] = field(default_factory=dict)
    must: Bits = 0

    @property
    def known(self) -> Bits:
        """The variants where the fact is known."""
        return functools.reduce(int.__or__, self.values.values(), 0)

    def say(self, value: Value, where: Bits, must: Bits) -> None:
        """The fact has a value in some variants; in those of `must` it binds."""
        self.values[value] = self.values.get(value, 0) | where
        self.must |= must


# What each variant states differently: for each fact the values (None: left open), and the variants that have them.
Changes = Mapping[str, Sequence[tuple[Value | None, Bits]]]


def columns(statements: Mapping[str, Statement], changes: Changes, full: Bits) -> dict[str, Column]:
    """The stated facts of all variants. A changed fact binds: it is stated anew, as `--set` does."""
    found: dict[str, Column] = {}
    for name in sorted({*statements, *changes, *ASSUMED}):
        column, changed = Column(), 0
        for value, where in changes.get(name, ()):
            changed |= where
            if value is not None:
                column.say(value, where, where)
        stated = statements.get(name)
        if stated is not None:
            rest = full & ~changed
            column.say(stated.value, rest, rest if stated.strength is Strength.MUST or name in ASSUMED else 0)
        if name in ASSUMED:
            rest = full & ~column.known
            column.say(ASSUMED[name], rest, rest)
        found[name] = column
    return found


def resting_on(snapshot: Snapshot, scenario: Scenario, musts: Sequence[Collection[str]]) -> Sweep:
    """A scenario once for each set of facts that alone stay musts in it, what else it states being preferences."""
    full = (1 << len(musts)) - 1
    facts = {name: Column({value: full}, full) for name, value in ASSUMED.items()}
    for statement in scenario.statements:
        binding = sum(1 << index for index, names in enumerate(musts) if statement.name in names)
        binding = full if statement.name in ASSUMED else binding if statement.strength is Strength.MUST else 0
        facts[statement.name] = Column({statement.value: full}, binding)
    return Sweep(snapshot, facts, full)


@dataclass(frozen=True)
class Truths:
    """The variants where something holds, where it fails, and where it holds on musts alone."""

    holds: Bits
    fails: Bits
    must: Bits


class Sweep:
    """What follows from each variant. `facts` are the columns of what is stated; they are completed in place."""

    def __init__(self, snapshot: Snapshot, facts: dict[str, Column], full: Bits) -> None:
        self.snapshot, self.facts, self.full = snapshot, facts, full
        self._leaves: dict[Leaf, Truths] = {}
        self._rules: dict[str, Truths] = {}
        self._decisions: dict[str, Swept] = {}
        self.contradictory: Bits = 0
        for stratum in snapshot.strata:
            for rule, truths in [(rule, self.condition(rule.when)) for rule in stratum if rule.implied]:
                self._conclude(rule, truths)

    def _conclude(self, rule: Rule, truths: Truths) -> None:
        if not truths.holds:
            return
        for fact, value in rule.implied:
            column = self.facts.setdefault(fact, Column())
            self.contradictory |= truths.holds & column.known & ~column.values.get(value, 0)
            column.say(value, truths.holds, truths.must)

    def known(self, fact: str) -> Bits:
        """The variants where a fact is known."""
        return self.facts[fact].known if fact in self.facts else 0

    def condition(self, condition: Condition) -> Truths:
        """Where a condition is true, false, and true on musts alone."""
        if isinstance(condition, Leaf):
            if condition not in self._leaves:
                self._leaves[condition] = self._leaf(condition)
            return self._leaves[condition]
        parts = [self.condition(item) for item in condition.items]
        if isinstance(condition, All):
            return Truths(
                _all((part.holds for part in parts), self.full),
                _any(part.fails for part in parts),
                _all((part.must for part in parts), self.full),
            )
        return Truths(
            _any(part.holds for part in parts),
            _all((part.fails for part in parts), self.full),
            _any(part.must for part in parts),
        )

    def _leaf(self, leaf: Leaf) -> Truths:
        column = self.facts.get(leaf.fact)
        if column is None:
            return Truths(0, 0, 0)
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


Alive = dict[str, Bits]


class Swept:
    """One decision over all variants: where it applies, and what becomes of each option.

    `without` leaves out one rule, which must not override another.
    """

    def __init__(self, sweep: Sweep, decision: Decision, upstream: Swept | None, without: str | None = None) -> None:
        self.sweep, self.decision, self.upstream = sweep, decision, upstream
        rules = sweep.snapshot.rules[decision.id]
        self.rules = [rule for rule in rules if rule.then.options and rule.id != without]
        eliminated = dict.fromkeys(decision.options, 0)
        missed = dict.fromkeys(decision.options, 0)
        for rule in self.rules:
            truths = sweep.rule(rule) if truths_matter(rule) else None
            if truths is None or not truths.holds:
                continue
            for option in excluded_by(rule, decision.options):
                eliminated[option] |= truths.must
                missed[option] |= truths.holds & ~truths.must
        for option, hosts in decision.belongs_to.items():
            if upstream is not None:
                eliminated[option] |= _all((upstream.eliminated[host] for host in hosts), sweep.full)
        self.eliminated: Alive = eliminated
        self.missed: Alive = missed
        self.conflict = _all(eliminated.values(), sweep.full)
        self.applies = self._applies()

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
        alive = self.before_priorities(None)
        orders = self.sweep.facts[PRIORITIES].values if PRIORITIES in self.sweep.facts else {}
        unordered = self.sweep.full & ~self.sweep.known(PRIORITIES)
        ranked = dict.fromkeys(alive, 0)
        for order, where in [*orders.items(), ((), unordered)]:
            assert isinstance(order, tuple)
            group = {option: bits & where for option, bits in alive.items()}
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
        alive = {option: self.sweep.full & ~bits for option, bits in self.eliminated.items()}
        if self.upstream is not None:
            for_host = dict.fromkeys(alive, 0)
            for option, hosts in self.decision.belongs_to.items():
                if host is None:
                    chosen = _any(self.upstream.first[name] for name in hosts)
                else:
                    chosen = self.sweep.full if host in hosts else 0
                for_host[option] = self.sweep.full & ~chosen
            narrow(alive, for_host)
        narrow(alive, self.missed)
        return alive

    @functools.cached_property
    def balances(self) -> dict[Criterion, tuple[Alive, Alive]]:
        """For each criterion the variants where an option is not ahead, and where it is behind."""
        found = {}
        for criterion in Criterion:
            rules = [rule for rule in self.rules if rule.then.by is criterion and self.sweep.rule(rule).holds]
            if not rules:
                continue
            ahead = {o: _any(self.sweep.rule(r).holds for r in rules if o in r.then.favours) for o in self.eliminated}
            back = {o: _any(self.sweep.rule(r).holds for r in rules if o in r.then.disfavours) for o in self.eliminated}
            not_ahead = {option: self.sweep.full & ~(ahead[option] & ~back[option]) for option in ahead}
            found[criterion] = (not_ahead, {option: back[option] & ~ahead[option] for option in ahead})
        return found

    def rank(self, alive: Alive, criterion: Criterion) -> None:
        """Drops the survivors that are behind another one by a criterion."""
        if criterion in self.balances:
            for worse in self.balances[criterion]:
                narrow(alive, worse)


def truths_matter(rule: Rule) -> bool:
    """Whether a rule can eliminate an option."""
    return bool(rule.then.rules_out or rule.then.requires)


def narrow(alive: Alive, worse: Mapping[str, Bits]) -> None:
    """Drops the options that are worse wherever one that is alive is not."""
    better = _any(bits & ~worse[option] for option, bits in alive.items())
    for option in alive:
        alive[option] &= ~(worse[option] & better)
