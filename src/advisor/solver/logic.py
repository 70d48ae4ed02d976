"""Propositional terms of z3, made by the hundred thousand: z3's own operators take ten times as long."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence

import z3


class Logic:
    """Makes terms in one z3 context. Never to be shared between threads."""

    def __init__(self, context: z3.Context) -> None:
        self.context = context
        self.true, self.false = z3.BoolVal(True, context), z3.BoolVal(False, context)

    def variable(self, name: str) -> z3.BoolRef:
        """The variable of a name."""
        return z3.Bool(name, self.context)

    def every(self, terms: Iterable[z3.BoolRef]) -> z3.BoolRef:
        """The conjunction of any number of terms."""
        found = [term for term in terms if term is not self.true]
        if len(found) < 2 or any(term is self.false for term in found):
            return self.true if not found else found[0] if len(found) == 1 else self.false
        parts = (z3.Ast * len(found))(*(term.ast for term in found))
        return z3.BoolRef(z3.Z3_mk_and(self.context.ref(), len(found), parts), self.context)

    def some(self, terms: Iterable[z3.BoolRef]) -> z3.BoolRef:
        """The disjunction of any number of terms."""
        found = [term for term in terms if term is not self.false]
        if len(found) < 2 or any(term is self.true for term in found):
            return self.false if not found else found[0] if len(found) == 1 else self.true
        parts = (z3.Ast * len(found))(*(term.ast for term in found))
        return z3.BoolRef(z3.Z3_mk_or(self.context.ref(), len(found), parts), self.context)

    def no(self, term: z3.BoolRef) -> z3.BoolRef:
        """The negation of a term."""
        if term is self.true or term is self.false:
            return self.false if term is self.true else self.true
        return z3.BoolRef(z3.Z3_mk_not(self.context.ref(), term.ast), self.context)

    def implies(self, one: z3.BoolRef, other: z3.BoolRef) -> z3.BoolRef:
        """That where one term is true, another is."""
        return self.some([self.no(one), other])

    def same(self, one: z3.BoolRef, other: z3.BoolRef) -> z3.BoolRef:
        """That two terms are both true or both false."""
        if one is other:
            return self.true
        for left, right in ((one, other), (other, one)):
            if left is self.true or left is self.false:
                return right if left is self.true else self.no(right)
        return z3.BoolRef(z3.Z3_mk_iff(self.context.ref(), one.ast, other.ast), self.context)

    def at_most(self, terms: Sequence[z3.BoolRef], count: int) -> z3.BoolRef:
        """That of some terms no more than so many are true."""
        parts = (z3.Ast * len(terms))(*(term.ast for term in terms))
        return z3.BoolRef(z3.Z3_mk_atmost(self.context.ref(), len(terms), parts, count), self.context)

    def weighing_at_most(self, weighted: Sequence[tuple[z3.BoolRef, int]], most: int) -> z3.BoolRef:
        """That the weights of those terms that are true add up to no more than a number."""
        count = len(weighted)
        parts = (z3.Ast * count)(*(term.ast for term, _ in weighted))
        weights = (ctypes.c_int * count)(*(weight for _, weight in weighted))
        return z3.BoolRef(z3.Z3_mk_pble(self.context.ref(), count, parts, weights, most), self.context)

    def without(self, term: z3.BoolRef, others: Sequence[z3.BoolRef]) -> z3.BoolRef:
        """A term with some variables false."""
        count = len(others)
        old, new = (z3.Ast * count)(*(other.ast for other in others)), (z3.Ast * count)(*[self.false.ast] * count)
        return z3.BoolRef(z3.Z3_substitute(self.context.ref(), term.ast, count, old, new), self.context)

    def choice(self, test: z3.BoolRef, then: z3.BoolRef, other: z3.BoolRef) -> z3.BoolRef:
        """One term where a test is true, another where it is false."""
        if test is self.true or test is self.false or then is other:
            return other if test is self.false else then
        return z3.BoolRef(z3.Z3_mk_ite(self.context.ref(), test.ast, then.ast, other.ast), self.context)
