"""Questions about every scenario at once: is there one in which all of these terms are true?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import z3

from advisor.engine.program import Program
from advisor.rulebase.condition import Condition
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.solver.decode import decode
from advisor.solver.encode import Encoding, RuleTerms
from advisor.solver.judge import DecisionTerms, Judge
from advisor.solver.undecided import Undecided

# A term of the solver; those who ask combine terms with the methods of a prover and look no further.
Term = Any

# An answer takes milliseconds as a rule; a question that takes longer than this is reported as open.
TIMEOUT_MS = 5_000


class Prover:
    """A solver over the scenarios of a snapshot that do not contradict themselves. Not to be shared between threads."""

    def __init__(self, snapshot: Snapshot, program: Program) -> None:
        self._encoding = Encoding(snapshot, program)
        self._judge = Judge(self._encoding)
        self._solver = z3.Solver(ctx=self._encoding.context)
        self._solver.set("timeout", TIMEOUT_MS)
        self._asserted, self._closed = 0, False
        # By the number of a term, which is its own only as long as the term is kept.
        self._names: dict[int, tuple[Term, Term]] = {}

    def decision(self, name: str, switched: bool = False) -> DecisionTerms:
        """The terms of a decision; `switched`: without those of its own rules that are off."""
        return self._judge.decision(name, switched)

    def only_off(self, name: str, rule: str) -> Term:
        """That of the rules of a decision one alone is off, wherever rules are switched."""
        return self._judge.only_off(name, rule)

    def rule(self, rule: Rule) -> RuleTerms:
        """When a rule holds, fails, and holds on musts alone; exceptions applied."""
        return self._encoding.rule(rule)

    def condition(self, condition: Condition) -> RuleTerms:
        """When a condition holds, fails, and holds on musts alone."""
        return self._encoding.condition(condition)

    def every(self, terms: Iterable[Term]) -> Term:
        """That all terms are true."""
        return self._encoding.every(terms)

    def some(self, terms: Iterable[Term]) -> Term:
        """That at least one term is true."""
        return self._encoding.some(terms)

    def no(self, term: Term) -> Term:
        """That a term is false."""
        return self._encoding.no(term)

    def differ(self, one: Term, other: Term) -> Term:
        """That one of two terms is true and the other is not."""
        return self._encoding.no(self._encoding.same(one, other))

    def resting_on(self, term: Term, musts: Collection[str]) -> Term:
        """What a term comes to where these facts alone stay musts, and what else is stated is a preference."""
        others = [facts.stated_must for name, facts in self._encoding.facts.items() if name not in musts]
        return z3.simplify(self._encoding.without(term, others))

    def at_most_musts(self, count: int) -> Term:
        """That so many of the stated facts are musts, or fewer."""
        self._close_over_conclusions()
        return self._encoding.at_most([facts.stated_must for facts in self._encoding.facts.values()], count)

    def example(self, *terms: Term) -> Scenario | None:
        """A scenario in which all terms are true; None where there is none. Raises Undecided."""
        self._close_over_conclusions()
        self._solver.add(self._encoding.constraints[self._asserted :])
        self._asserted = len(self._encoding.constraints)
        return self._answer(self._solver, [self._named(term) for term in terms])

    def clash(self, one: Rule, other: Rule, fact: str) -> Scenario | None:
        """A scenario in which two implications conclude different values of a fact that is not stated.

        Nothing else in it contradicts itself. Raises Undecided.
        """
        first, second = self.condition(one.when), self.condition(other.when)
        terms = self._encoding.fact(fact)
        self._close_over_conclusions()
        about = {term.get_id() for term in self._encoding.agreement_on(fact)}
        solver = z3.Solver(ctx=self._encoding.context)
        solver.set("timeout", TIMEOUT_MS)
        solver.add([term for term in self._encoding.constraints if term.get_id() not in about])
        return self._answer(solver, [first.holds, second.holds, z3.Not(terms.stated)])

    def _named(self, term: Term) -> Term:
        """A variable that stands for a term: what z3 learns about one that is asked for again is kept that way."""
        key = term.get_id()
        if key not in self._names:
            self._names[key] = z3.Bool(f"term {key}", self._encoding.context), term
            self._solver.add(self._names[key][0] == term)
        return self._names[key][0]

    def _answer(self, solver: z3.Solver, terms: list[Term]) -> Scenario | None:
        answer = solver.check(*terms)
        if answer == z3.unknown:
            raise Undecided(solver.reason_unknown())
        return decode(self._encoding, solver.model()) if answer == z3.sat else None

    def _close_over_conclusions(self) -> None:
        """Every fact that implications conclude is part of the space, so that contradictions are excluded."""
        if self._closed:
            return
        self._closed = True
        for stratum in self._encoding.snapshot.strata:
            for fact in dict.fromkeys(fact for rule in stratum for fact, _ in rule.implied):
                self._encoding.fact(fact)
