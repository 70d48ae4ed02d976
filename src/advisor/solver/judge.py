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
# Which of two options ranks first, by their default order and what rules say of each.
Compared = dict[tuple[bool, tuple[int, ...], tuple[int, ...]], z3.BoolRef]


class Judge:
    """The terms of every decision of an encoding, made on demand and kept."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self._kept: dict[tuple[str, bool], DecisionTerms] = {}

    def decision(self, name: str, switched: bool = False) -> DecisionTerms:
        """How a decision ends; `switched`: without those of its own rules that are off."""
        if (name, switched) not in self._kept:
            decision = self.encoding.snapshot.decisions[name]
            upstream = self.decision(decision.upstream) if decision.upstream else None
            self._kept[name, switched] = DecisionTerms(self.encoding, decision, upstream, switched)
        return self._kept[name, switched]

    def only_off(self, name: str, rule: str) -> z3.BoolRef:
        """That of the rules of a decision one alone is off: what `switched` terms then say shows its worth."""
        off = self.encoding.off
        others = (other.id for other in self.encoding.snapshot.rules[name] if other.id != rule)
        return self.encoding.every([off(rule), *(self.encoding.no(off(other)) for other in others)])


class DecisionTerms:
    """One decision as terms."""

    def __init__(
        self,
        encoding: Encoding,
        decision: Decision,
        upstream: DecisionTerms | None,
        switched: bool,
    ) -> None:
        self._encoding, self.decision, self.upstream = encoding, decision, upstream
        self._kept: Compared = {}
        self._judging = encoding.snapshot.judging[decision.id]
        self.rules: Mapping[str, RuleTerms] = {rule.id: encoding.rule(rule, switched) for rule in self._judging}

    @functools.cached_property
    def _eliminated(self) -> dict[str, z3.BoolRef]:
        return {option: self._elimination(option) for option in self.decision.options}

    def eliminated(self, option: str) -> z3.BoolRef:
        """That a must, or the loss of every option it goes with, eliminates an option."""
        return self._eliminated[option]

    @functools.cached_property
    def _excluding(self) -> dict[str, list[RuleTerms]]:
        """For each option the rules that speak of eliminating it."""
        found: dict[str, list[RuleTerms]] = {option: [] for option in self.decision.options}
        for rule in self._judging:
            for option in excluded_by(rule, self.decision.options):
                found[option].append(self.rules[rule.id])
        return found

    def _elimination(self, option: str) -> z3.BoolRef:
        causes = [terms.must for terms in self._excluding[option]]
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
        return self._encoding.every([own, self.upstream.applies, self._encoding.no(self.upstream.conflict), *goes])

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
            self._recommended[option] = self._encoding.every([self._encoding.no(self.eliminated(option)), *ahead])
        return self._recommended[option]

    def _before(self, one: str, other: str) -> z3.BoolRef:
        """That of two survivors the first ranks before the second."""
        order = self.decision.options
        key = (order.index(one) < order.index(other), self._spoken[one], self._spoken[other])
        if key not in self._kept:
            self._kept[key] = self._ranked(one, other, self._encoding.true if key[0] else self._encoding.false)
        ranked = self._kept[key]
        if self.upstream is not None and self.decision.belongs_to:
            ranked = self._first(self._unchosen(one), self._unchosen(other), ranked)
        return ranked

    def _ranked(self, one: str, other: str, last: z3.BoolRef) -> z3.BoolRef:
        return self._first(self._misses[one], self._misses[other], self._by_priority(one, other, last))

    @functools.cached_property
    def _spoken(self) -> dict[str, tuple[int, ...]]:
        """What rules say of each option: two options of which they say the same compare alike with a third."""
        found: dict[str, list[int]] = {option: [] for option in self.decision.options}
        for index, rule in enumerate(self._judging):
            for option in (*rule.then.favours, *rule.then.disfavours, *excluded_by(rule, self.decision.options)):
                found[option].append(index)
        return {option: tuple(said) for option, said in found.items()}

    @functools.cached_property
    def _misses(self) -> dict[str, z3.BoolRef]:
        """That a rule speaks against an option which rests on a `should` alone."""
        encoding = self._encoding
        return {
            option: encoding.some(
                encoding.every([terms.holds, encoding.no(terms.must)]) for terms in self._excluding[option]
            )
            for option in self.decision.options
        }

    def _unchosen(self, option: str) -> z3.BoolRef:
        hosts = self.decision.belongs_to.get(option, ())
        if not hosts or self.upstream is None:
            return self._encoding.false
        return self._encoding.no(self._encoding.some(self.upstream.recommended(host) for host in hosts))

    @functools.cached_property
    def _balances(self) -> dict[str, dict[Criterion, Balance]]:
        """For each option and criterion: whether its preferences speak for it, and whether against it."""
        encoding = self._encoding
        found: dict[str, dict[Criterion, Balance]] = {option: {} for option in self.decision.options}
        for criterion in self._criteria:
            rules = [rule for rule in self._judging if rule.then.by is criterion]
            for option in dict.fromkeys(option for rule in rules for option in rule.then.options):
                ahead = encoding.some(self.rules[rule.id].holds for rule in rules if option in rule.then.favours)
                behind = encoding.some(self.rules[rule.id].holds for rule in rules if option in rule.then.disfavours)
                balance = (encoding.every([ahead, encoding.no(behind)]), encoding.every([behind, encoding.no(ahead)]))
                if not all(side is encoding.false for side in balance):
                    found[option][criterion] = balance
        return found

    @functools.cached_property
    def _criteria(self) -> tuple[Criterion, ...]:
        """The criteria that rules of this decision speak about."""
        return tuple(dict.fromkeys(rule.then.by for rule in self._judging if rule.then.by is not None))

    def _by_priority(self, one: str, other: str, last: z3.BoolRef) -> z3.BoolRef:
        """Lexicographic comparison in the order of the scenario's priorities, `fit` behind those it names."""
        encoding = self._encoding
        level: dict[Criterion, z3.BoolRef] = {}
        wins: dict[Criterion, z3.BoolRef] = {}
        nothing = (encoding.false, encoding.false)
        for criterion in self._criteria:
            first, second = (self._balances[option].get(criterion, nothing) for option in (one, other))
            if first is second:
                continue  # nothing speaks of either
            better, equal = self._compare(first, second)
            counts = encoding.counts(criterion)
            level[criterion] = encoding.some([encoding.no(counts), equal])
            wins[criterion] = encoding.every([counts, better])
        terms = []
        for criterion, win in wins.items():
            others = [(name, same) for name, same in level.items() if name is not criterion]
            decided = [encoding.some([encoding.no(encoding.earlier(name, criterion)), same]) for name, same in others]
            terms.append(encoding.every([win, *decided]))
        return encoding.some([*terms, encoding.every([*level.values(), last])])

    def _first(self, one: z3.BoolRef, other: z3.BoolRef, rest: z3.BoolRef) -> z3.BoolRef:
        """False ranks before true; where both are the same, the rest decides."""
        return self._encoding.choice(self._encoding.same(one, other), rest, self._encoding.no(one))

    def _compare(self, one: Balance, other: Balance) -> tuple[z3.BoolRef, z3.BoolRef]:
        """Whether the first balance (for, neither, against) is better, and whether the two are equal."""
        encoding = self._encoding
        (ahead, behind), (ahead2, behind2) = one, other
        better = encoding.some(
            [encoding.every([ahead, encoding.no(ahead2)]), encoding.every([encoding.no(behind), behind2])]
        )
        return better, encoding.every([encoding.same(ahead, ahead2), encoding.same(behind, behind2)])
