"""One decision as z3 terms: which options are eliminated, and which one is recommended, as `decide` has it."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import z3

from advisor.rulebase.schema import Decision
from advisor.solver.encode import Encoding, RuleTerms
from advisor.verdict import excluded_by
from advisor.vocabulary import Criterion

# Whether something speaks for an option and nothing against it, and the other way round.
Balance = tuple[z3.BoolRef, z3.BoolRef]


class Judge:
    """The terms of every decision of an encoding, made on demand and kept."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self._kept: dict[tuple[str, str | None], DecisionTerms] = {}

    def decision(self, name: str, without: str | None = None) -> DecisionTerms:
        """How a decision ends; `without` leaves one of its rules out (to ask what the rule is good for)."""
        if (name, without) not in self._kept:
            decision = self.encoding.snapshot.decisions[name]
            upstream = self.decision(decision.upstream) if decision.upstream else None
            self._kept[name, without] = DecisionTerms(self.encoding, decision, upstream, without)
        return self._kept[name, without]


class DecisionTerms:
    """One decision as terms."""

    def __init__(
        self, encoding: Encoding, decision: Decision, upstream: DecisionTerms | None, without: str | None
    ) -> None:
        self._encoding, self.decision, self.upstream = encoding, decision, upstream
        kept = [rule for rule in encoding.snapshot.rules[decision.id] if rule.id != without]
        judging = [rule for rule in kept if rule.then.options]
        self.rules: Mapping[str, RuleTerms] = {rule.id: encoding.rule(rule, without) for rule in judging}
        self._judging = judging

    @functools.cached_property
    def _eliminated(self) -> dict[str, z3.BoolRef]:
        return {option: self._elimination(option) for option in self.decision.options}

    def eliminated(self, option: str) -> z3.BoolRef:
        """That a must, or the loss of every option it goes with, eliminates an option."""
        return self._eliminated[option]

    def excluding(self, option: str) -> list[RuleTerms]:
        """The rules that speak of eliminating an option."""
        options = self.decision.options
        return [self.rules[rule.id] for rule in self._judging if option in excluded_by(rule, options)]

    def _elimination(self, option: str) -> z3.BoolRef:
        causes = [terms.must for terms in self.excluding(option)]
        hosts = self.decision.belongs_to.get(option, ())
        if hosts and self.upstream is not None:
            causes.append(self._encoding.every(self.upstream.eliminated(host) for host in hosts))
        return self._encoding.some(causes)

    @functools.cached_property
    def applies(self) -> z3.BoolRef:
        """That the decision is to be made at all."""
        own = self._encoding.condition(self.decision.applies).holds
        if self.upstream is None:
            return own
        hosts = {host for option in self.decision.options for host in self.decision.belongs_to.get(option, ())}
        free = any(not self.decision.belongs_to.get(option) for option in self.decision.options)
        goes = [] if free else [self._encoding.some(self.upstream.recommended(host) for host in sorted(hosts))]
        return self._encoding.every([own, self.upstream.applies, z3.Not(self.upstream.conflict), *goes])

    @functools.cached_property
    def conflict(self) -> z3.BoolRef:
        """That no option survives."""
        return self._encoding.every(self.eliminated(option) for option in self.decision.options)

    @functools.cached_property
    def _recommended(self) -> dict[str, z3.BoolRef]:
        return {}

    def recommended(self, option: str) -> z3.BoolRef:
        """That an option survives and no survivor ranks before it."""
        if option not in self._recommended:
            others = [other for other in self.decision.options if other != option]
            ahead = [self._encoding.some([self.eliminated(other), self._before(option, other)]) for other in others]
            self._recommended[option] = self._encoding.every([z3.Not(self.eliminated(option)), *ahead])
        return self._recommended[option]

    def _before(self, one: str, other: str) -> z3.BoolRef:
        """That of two survivors the first ranks before the second."""
        order = self.decision.options
        last = self._encoding.true if order.index(one) < order.index(other) else self._encoding.false
        ranked = self._by_priority(one, other, last)
        ranked = _first(self.misses(one), self.misses(other), ranked)
        if self.upstream is not None and self.decision.belongs_to:
            ranked = _first(self._unchosen(one), self._unchosen(other), ranked)
        return ranked

    def misses(self, option: str) -> z3.BoolRef:
        """That a rule speaks against an option which rests on a `should` alone."""
        return self._encoding.some(z3.And(terms.holds, z3.Not(terms.must)) for terms in self.excluding(option))

    def _unchosen(self, option: str) -> z3.BoolRef:
        hosts = self.decision.belongs_to.get(option, ())
        if not hosts or self.upstream is None:
            return self._encoding.false
        return z3.Not(self._encoding.some(self.upstream.recommended(host) for host in hosts))

    @functools.cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that rules of this decision speak about."""
        return tuple(dict.fromkeys(rule.then.by for rule in self._judging if rule.then.by is not None))

    @functools.cached_property
    def _balances(self) -> dict[tuple[str, Criterion], Balance]:
        return {}

    def balance(self, option: str, criterion: Criterion) -> Balance:
        """Whether the preferences under one criterion speak for an option, and whether against it."""
        if (option, criterion) not in self._balances:
            rules = [rule for rule in self._judging if rule.then.by is criterion]
            ahead = self._encoding.some(self.rules[rule.id].holds for rule in rules if option in rule.then.favours)
            behind = self._encoding.some(self.rules[rule.id].holds for rule in rules if option in rule.then.disfavours)
            self._balances[option, criterion] = (z3.And(ahead, z3.Not(behind)), z3.And(behind, z3.Not(ahead)))
        return self._balances[option, criterion]

    def _by_priority(self, one: str, other: str, last: z3.BoolRef) -> z3.BoolRef:
        """Lexicographic comparison in the order of the scenario's priorities, `fit` behind those it names."""
        encoding = self._encoding
        level: dict[Criterion, z3.BoolRef] = {}
        wins: dict[Criterion, z3.BoolRef] = {}
        for criterion in self.criteria:
            better, equal = _compare(self.balance(one, criterion), self.balance(other, criterion))
            level[criterion] = encoding.some([z3.Not(encoding.counts(criterion)), equal])
            wins[criterion] = encoding.every([encoding.counts(criterion), better])
        terms = []
        for criterion, win in wins.items():
            others = [(name, same) for name, same in level.items() if name is not criterion]
            decided = [encoding.some([z3.Not(encoding.earlier(name, criterion)), same]) for name, same in others]
            terms.append(encoding.every([win, *decided]))
        return encoding.some([*terms, encoding.every([*level.values(), last])])


def _first(one: z3.BoolRef, other: z3.BoolRef, rest: z3.BoolRef) -> z3.BoolRef:
    """False ranks before true; where both are the same, the rest decides."""
    return z3.If(one == other, rest, z3.Not(one))


def _compare(one: Balance, other: Balance) -> tuple[z3.BoolRef, z3.BoolRef]:
    """Whether the first balance (for, neither, against) is better, and whether the two are equal."""
    (ahead, behind), (ahead2, behind2) = one, other
    better = z3.Or(z3.And(ahead, z3.Not(ahead2)), z3.And(z3.Not(behind), behind2))
    return better, z3.And(ahead == ahead2, behind == behind2)
