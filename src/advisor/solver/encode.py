"""A snapshot as z3 terms: what a scenario may state, what follows from it, and when each rule holds.

The terms say of every scenario what `infer` computes for one. Numbers are their positions among the thresholds of
their fact, so the space is finite and answers are exact. Contradictory scenarios are excluded.
"""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import z3

from advisor.engine.infer import ASSUMED
from advisor.engine.program import Program
from advisor.facts import FactSpec, Value
from advisor.facts.fields import FactKind
from advisor.facts.model import ORDERED_PAIRS
from advisor.rulebase.condition import All, Condition, Leaf, Op
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.solver.logic import Logic
from advisor.solver.regions import can_be_in_order, marked, positions
from advisor.vocabulary import Criterion


@dataclass(frozen=True)
class FactTerms:
    """The variables of one fact: whether a scenario states it, whether as a must, and its value.

    `known` and `must` also count what implications conclude. `values` holds one Boolean for each answer or word.
    A number has `places`, its positions in ascending order, and `reaches`: that it stands at the i-th or above.
    `members` holds one Boolean for each word that conditions ask for; `before`, for an order, one for each pair.
    """

    spec: FactSpec
    stated: z3.BoolRef
    stated_must: z3.BoolRef
    known: z3.BoolRef
    must: z3.BoolRef
    values: Mapping[Value, z3.BoolRef] = field(default_factory=dict)
    places: tuple[int, ...] = ()
    reaches: tuple[z3.BoolRef, ...] = ()
    members: Mapping[str, z3.BoolRef] = field(default_factory=dict)
    before: Mapping[tuple[str, str], z3.BoolRef] = field(default_factory=dict)


@dataclass(frozen=True)
class RuleTerms:
    """When a rule holds, fails (neither: undecided), and when it holds on musts alone; exceptions applied."""

    holds: z3.BoolRef
    fails: z3.BoolRef
    must: z3.BoolRef


class Encoding(Logic):
    """z3 terms for a snapshot, made on demand and kept. One z3 context each: never share one between threads.

    `constraints` grow with the terms that were asked for; a solver asserts them all before it is asked. Those that
    keep what is stated from contradicting what follows are also in `agreement`. Two snapshots in one `context`, with
    one program, share their variables, but for the values of the facts in `apart`, which carry the `side`.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        program: Program,
        context: z3.Context | None = None,
        apart: frozenset[str] = frozenset(),
        side: str = "",
    ) -> None:
        super().__init__(context or z3.Context())
        self.snapshot, self.program = snapshot, marked(snapshot, program)
        self._apart, self._side = apart, side
        self._facts: dict[str, FactTerms] = {}
        self._leaves: dict[Leaf, z3.BoolRef] = {}
        self._rules: dict[tuple[str, bool], RuleTerms] = {}
        self.constraints: list[z3.BoolRef] = []
        self.agreement: list[z3.BoolRef] = []
        self._agreement_on: dict[str, list[z3.BoolRef]] = {}
        self._writers: dict[str, list[Rule]] = {}
        for stratum in snapshot.strata:
            for rule in stratum:
                for fact, _ in rule.implied:
                    self._writers.setdefault(fact, []).append(rule)

    def _called(self, spec: FactSpec) -> str:
        return f"{spec.name}@{self._side}" if spec.name in self._apart else spec.name

    # --- facts ---------------------------------------------------------------------------------------------

    def fact(self, name: str) -> FactTerms:
        """The terms of a fact; the first call for it adds its constraints."""
        if name not in self._facts:
            self._facts[name] = self._new_fact(self.snapshot.base.vocabulary[name])
            self._keep_order(name)
        return self._facts[name]

    @property
    def facts(self) -> Mapping[str, FactTerms]:
        """The facts that were asked for so far."""
        return self._facts

    def agreement_on(self, name: str) -> list[z3.BoolRef]:
        """The constraints that keep a fact from contradicting what implications conclude of it."""
        return self._agreement_on.get(name, [])

    def grounded(self, name: str) -> z3.BoolRef:
        """That a fact which is not stated has a value that some rule concludes, where one does."""
        terms = self.fact(name)
        rules = [(self.condition(rule.when).holds, dict(rule.implied)[name]) for rule in self._writers.get(name, ())]
        concluded = self.some(self.every([holds, self.equals(terms, value)]) for holds, value in rules)
        return self.some([terms.stated, self.no(terms.known), concluded])

    def _new_fact(self, spec: FactSpec) -> FactTerms:
        name = spec.name
        stated, stated_must = self.variable(f"{name}?stated"), self.variable(f"{name}?must")
        self.constraints.append(self.implies(stated_must, stated))
        bare = self._value(spec, stated, stated_must)
        known, must = [stated], [stated_must]
        if name in ASSUMED:
            # Known from the start (a new account): nothing has to be stated for it, and it binds.
            self.constraints.append(self.implies(self.no(stated), self.equals(bare, ASSUMED[name])))
            known, must = [self.true], [self.true]
        for rule in self._writers.get(name, ()):
            terms = self.condition(rule.when)
            self.agreement.append(self.implies(terms.holds, self.equals(bare, dict(rule.implied)[name])))
            self.constraints.append(self.agreement[-1])
            self._agreement_on.setdefault(name, []).append(self.agreement[-1])
            known.append(terms.holds)
            must.append(terms.must)
        known_term = self.true if name in ASSUMED else self.some(known)
        return FactTerms(**{**bare.__dict__, "known": known_term, "must": self.some(must)})

    def _value(self, spec: FactSpec, stated: z3.BoolRef, must: z3.BoolRef) -> FactTerms:
        """The value of a fact that nothing implies."""
        base = (spec, stated, must, stated, must)
        name = self._called(spec)
        if spec.kind is FactKind.FLAG:
            value = self.variable(name)
            return FactTerms(*base, values={True: value, False: self.no(value)})
        if spec.kind is FactKind.CHOICE:
            words: dict[Value, z3.BoolRef] = {word: self.variable(f"{name}={word}") for word in spec.words}
            self.constraints += [self.at_most(list(words.values()), 1), self.some(words.values())]
            return FactTerms(*base, values=words)
        if spec.kind is FactKind.NUMBER:
            places = positions(self.program, spec)
            steps = tuple(self.variable(f"{name}>={place}") for place in places[1:])
            self.constraints += [self.implies(later, step) for step, later in itertools.pairwise(steps)]
            return FactTerms(*base, places=places, reaches=(self.true, *steps))
        asked = self.program.members.get(spec.name, ())
        exact = spec.kind is FactKind.ORDER or spec.name in self._writers
        members = {word: self.variable(f"{name}:{word}") for word in (spec.words if exact else asked)}
        return FactTerms(*base, members=members, before=self._order(spec) if spec.kind is FactKind.ORDER else {})

    def _order(self, spec: FactSpec) -> dict[tuple[str, str], z3.BoolRef]:
        """A total order of the words of an ordered fact."""
        words = spec.words
        before: dict[tuple[str, str], z3.BoolRef] = {}
        for index, one in enumerate(words):
            for other in words[index + 1 :]:
                before[one, other] = self.variable(f"{self._called(spec)}:{one}<{other}")
                before[other, one] = self.no(before[one, other])
        self.constraints += [
            self.some([before[other, one], before[third, other], before[one, third]])
            for one in words
            for other in words
            for third in words
            if len({one, other, third}) == 3
        ]
        return before

    def _keep_order(self, name: str) -> None:
        """A median never exceeds its p95: on positions, wherever a threshold of one lies above the other's."""
        for lower, upper in ORDERED_PAIRS:
            if name in (lower, upper) and lower in self._facts and upper in self._facts:
                one, other = self._facts[lower], self._facts[upper]
                both = self.every([one.stated, other.stated])
                self.constraints += [
                    self.implies(self.every([both, reach]), at) for reach, at in self._not_above(one, other)
                ]

    def _not_above(self, one: FactTerms, other: FactTerms) -> Iterable[tuple[z3.BoolRef, z3.BoolRef]]:
        for place, reach in zip(one.places, one.reaches, strict=True):
            fits = [can_be_in_order(self.program, (one.spec, place), (other.spec, there)) for there in other.places]
            yield reach, other.reaches[fits.index(True)] if True in fits else self.false

    def place(self, terms: FactTerms, index: int) -> z3.BoolRef:
        """That a number stands at the index-th of its positions."""
        above = terms.reaches[index + 1] if index + 1 < len(terms.reaches) else self.false
        return self.every([terms.reaches[index], self.no(above)])

    def equals(self, terms: FactTerms, value: Value) -> z3.BoolRef:
        """That a fact, where known, has a value (a number: stands at the position of that value)."""
        if terms.places:
            assert isinstance(value, (int, float))
            return self.place(terms, terms.places.index(self.program.position(terms.spec.name, float(value))))
        if not isinstance(value, tuple):
            return terms.values[value]
        members = [member if word in value else self.no(member) for word, member in terms.members.items()]
        if terms.before:
            members += [terms.before[one, other] for one, other in itertools.pairwise(value)]
        return self.every(members)

    # --- conditions and rules ------------------------------------------------------------------------------

    def condition(self, condition: Condition) -> RuleTerms:
        """When a condition is true, false, and true on musts alone."""
        if isinstance(condition, Leaf):
            terms = self.fact(condition.fact)
            holds = self._leaf(condition, terms)
            return RuleTerms(
                self.every([terms.known, holds]),
                self.every([terms.known, self.no(holds)]),
                self.every([terms.must, holds]),
            )
        parts = [self.condition(item) for item in condition.items]
        every, some = (self.every, self.some) if isinstance(condition, All) else (self.some, self.every)
        return RuleTerms(every(p.holds for p in parts), some(p.fails for p in parts), every(p.must for p in parts))

    def _leaf(self, leaf: Leaf, terms: FactTerms) -> z3.BoolRef:
        if leaf not in self._leaves:
            self._leaves[leaf] = self._new_leaf(leaf, terms)
        return self._leaves[leaf]

    def _new_leaf(self, leaf: Leaf, terms: FactTerms) -> z3.BoolRef:
        operand = leaf.operand
        if leaf.op is Op.KNOWN:
            return self.true
        if leaf.op is Op.IS:
            assert isinstance(operand, bool)
            return terms.values[operand]
        if isinstance(operand, tuple):
            words = terms.values if leaf.op is Op.IN else terms.members
            some = self.some(words[word] for word in operand)
            return self.no(some) if leaf.op is Op.LACKS else some
        assert isinstance(operand, (int, float))
        mark = self.program.position(leaf.fact, float(operand))
        if leaf.op in (Op.ABOVE, Op.AT_MOST):
            over = self._reaches(terms, bisect.bisect_right(terms.places, mark))
            return over if leaf.op is Op.ABOVE else self.no(over)
        there = self._reaches(terms, bisect.bisect_left(terms.places, mark))
        return there if leaf.op is Op.AT_LEAST else self.no(there)

    def _reaches(self, terms: FactTerms, index: int) -> z3.BoolRef:
        return terms.reaches[index] if index < len(terms.reaches) else self.false

    def rule(self, rule: Rule, switched: bool = False) -> RuleTerms:
        """A rule with its exceptions applied; `switched`: as if those that are `off` were not there."""
        if (rule.id, switched) not in self._rules:
            own = self.condition(rule.when)
            off = self.off(rule.id) if switched else self.false
            exceptions = [self.rule(other, switched) for other in self.snapshot.exceptions.get(rule.id, ())]
            holds = self.every([own.holds, self.no(off), *(other.fails for other in exceptions)])
            fails = self.some([own.fails, off, *(other.holds for other in exceptions)])
            self._rules[rule.id, switched] = RuleTerms(holds, fails, self.every([holds, own.must]))
        return self._rules[rule.id, switched]

    def off(self, rule: str) -> z3.BoolRef:
        """That a rule is left out wherever rules are `switched`."""
        return self.variable(f"{rule}?off")

    # --- priorities ----------------------------------------------------------------------------------------

    def counts(self, criterion: Criterion) -> z3.BoolRef:
        """Whether a criterion counts in the ranking; `fit` always does."""
        return self.true if criterion is Criterion.FIT else self._named[criterion]

    def earlier(self, one: Criterion, other: Criterion) -> z3.BoolRef:
        """That of two criteria which count the first comes first; `fit` comes behind all others unless named."""
        return self._earlier[one, other]

    @functools.cached_property
    def _named(self) -> dict[Criterion, z3.BoolRef]:
        order = self.fact("priorities.order")
        return {criterion: self.every([order.known, order.members[criterion.value]]) for criterion in Criterion}

    @functools.cached_property
    def _earlier(self) -> dict[tuple[Criterion, Criterion], z3.BoolRef]:
        before, fit = self.fact("priorities.order").before, self._named[Criterion.FIT]
        found = {}
        for one, other in itertools.permutations(Criterion, 2):
            first = before[one.value, other.value]
            if one is Criterion.FIT:
                first = self.every([fit, first])
            elif other is Criterion.FIT:
                first = self.some([first, self.no(fit)])
            found[one, other] = first
        return found
