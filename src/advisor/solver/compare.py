"""Two rule bases over the same scenarios: in which ways a decision can end differently, and in which scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import z3

from advisor.engine.program import Program, compile_snapshot
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.solver.decode import decode
from advisor.solver.encode import Encoding, FactTerms
from advisor.solver.judge import DecisionTerms, Judge
from advisor.solver.large import TIMEOUT_MS, Undecided
from advisor.solver.regions import marked

NOT_DECIDED = "not decided"
CONFLICT = "conflict"
ELIMINATED = "eliminated"
SURVIVES = "survives"
SPEAKS = "speaks"
SILENT = "is silent"


class About(StrEnum):
    """What differs: how a decision ends, whether an option survives (the ending being the same), what a rule adds."""

    ENDING = "ending"
    OPTION = "option"
    RULE = "rule"


@dataclass(frozen=True)
class Difference:
    """One way in which the two bases can differ: what stands on either side.

    `subject` is the option or the rule; for an ending it is empty. `decision` is empty for an implication.
    """

    about: About
    decision: str
    subject: str
    old: str
    new: str


class Comparison:
    """Both bases in one z3 context, where they share the variables of what a scenario states."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        programs = [marked(snapshot, compile_snapshot(snapshot)) for snapshot in (old, new)]
        program, context = _merged(programs), z3.Context()
        # What is concluded may differ between the bases; what is stated is the same on both sides.
        apart = frozenset(fact for snapshot in (old, new) for fact in _concluded(snapshot))
        self._apart = sorted(apart)
        self._sides = tuple(
            Encoding(snapshot, program, context, apart, side) for snapshot, side in ((old, "old"), (new, "new"))
        )
        self._linked: dict[str, z3.BoolRef] = {}
        self._judges = tuple(map(Judge, self._sides))
        self._context = context
        self._solver = self._fresh(())
        self._added = [0, 0]

    def differences(self, decision: str) -> list[Difference]:
        """Every way in which a decision could differ, whether or not it can; differing endings first."""
        old, new = (self._terms(side, decision) for side in (0, 1))
        endings = [_endings(terms) for terms in (old, new)]
        found = [
            Difference(About.ENDING, decision, "", one, other)
            for one in endings[0]
            for other in endings[1]
            if one != other
        ]
        shared = [o for o in old.decision.options if o in new.decision.options] if old and new else []
        for option in shared:
            found += [
                Difference(About.OPTION, decision, option, ELIMINATED, SURVIVES),
                Difference(About.OPTION, decision, option, SURVIVES, ELIMINATED),
            ]
        return found

    def first(self, differences: Sequence[Difference]) -> tuple[Scenario, list[Difference]] | None:
        """A scenario in which at least one of these differences shows, with all that show; None where none can.

        Raises Undecided where z3 gives up.
        """
        terms = {difference: self._term(difference) for difference in differences}
        self._share()
        for side, encoding in enumerate(self._sides):
            self._solver.add(*encoding.constraints[self._added[side] :])
            self._added[side] = len(encoding.constraints)
        self._solver.add(*self._links())
        model = _model(self._solver, z3.Or(list(terms.values())))
        if model is None:
            return None
        shows = [difference for difference, term in terms.items() if z3.is_true(model.eval(term, True))]
        return self._scenario(model), shows

    def refused(self, side: int) -> Scenario | None:
        """A scenario that contradicts itself in one base (0: old, 1: new) alone; None where none does."""
        for encoding in self._sides:
            for fact in _concluded(encoding.snapshot):
                encoding.fact(fact)
        self._share()
        here, other = self._sides[side], self._sides[1 - side]
        agreed = {term.get_id() for term in here.agreement}
        grounded = [here.grounded(fact) for fact in _concluded(here.snapshot)]
        kept = [term for term in here.constraints if term.get_id() not in agreed]
        solver = self._fresh([*other.constraints, *kept, *grounded, *self._links()])
        model = _model(solver, z3.Not(here.every(here.agreement)))
        return None if model is None else self._scenario(model)

    def reachable(self, side: int, decision: str, option: str) -> bool:
        """Whether some scenario makes an option recommended in one base (0: old, 1: new)."""
        terms = self._terms(side, decision)
        if terms is None or option not in terms.decision.options:
            return False
        goal = z3.And(terms.applies, terms.recommended(option))
        return _model(self._fresh(self._sides[side].constraints), goal) is not None

    def _fresh(self, constraints: Sequence[z3.BoolRef]) -> z3.Solver:
        solver = z3.Solver(ctx=self._context)
        solver.set("timeout", TIMEOUT_MS)
        solver.add(*constraints)
        return solver

    def _share(self) -> None:
        """Each side gets the terms of every fact that the other one asks for and it knows."""
        for one, other in (self._sides, self._sides[::-1]):
            for name in list(one.facts):
                if name in other.snapshot.base.vocabulary:
                    other.fact(name)

    def _links(self) -> list[z3.BoolRef]:
        """That a fact which is stated has one value on both sides."""
        for name in self._apart:
            if name not in self._linked and all(name in encoding.facts for encoding in self._sides):
                old, new = (encoding.facts[name] for encoding in self._sides)
                same = [one == other for one, other in _variables(old, new)]
                self._linked[name] = z3.Implies(old.stated, self._sides[0].every(same))
        return list(self._linked.values())

    def _scenario(self, model: z3.ModelRef) -> Scenario:
        """What the model states: in the new base's words, and what only the old base can say."""
        old, new = (decode(encoding, model) for encoding in self._sides)
        known = new.by_name
        return new.having(*(statement for statement in old.statements if statement.name not in known))

    def _terms(self, side: int, decision: str) -> DecisionTerms | None:
        known = decision in self._sides[side].snapshot.decisions
        return self._judges[side].decision(decision) if known else None

    def _term(self, difference: Difference) -> z3.BoolRef:
        if difference.about is About.RULE:
            says = [self._speaks(side, difference) for side in (0, 1)]
            return z3.And(
                *(
                    term if word == SPEAKS else z3.Not(term)
                    for term, word in zip(says, (difference.old, difference.new), strict=True)
                )
            )
        old, new = (self._terms(side, difference.decision) for side in (0, 1))
        if difference.about is About.ENDING:
            return z3.And(self._ends(old, difference.old), self._ends(new, difference.new))
        assert old is not None and new is not None
        falls = [terms.eliminated(difference.subject) for terms in (old, new)]
        sides = [
            fall if word == ELIMINATED else z3.Not(fall)
            for fall, word in zip(falls, (difference.old, difference.new), strict=True)
        ]
        endings = [ending for ending in _endings(old) if ending in _endings(new)]
        same = z3.Or([z3.And(self._ends(old, ending), self._ends(new, ending)) for ending in endings])
        return z3.And(old.applies, new.applies, same, *sides)

    def _ends(self, terms: DecisionTerms | None, ending: str) -> z3.BoolRef:
        if terms is None:
            return z3.BoolVal(ending == NOT_DECIDED, self._context)
        if ending == NOT_DECIDED:
            return z3.Not(terms.applies)
        return z3.And(terms.applies, terms.conflict if ending == CONFLICT else terms.recommended(ending))

    def _speaks(self, side: int, difference: Difference) -> z3.BoolRef:
        """That a rule adds its companion, or warns, in one base."""
        encoding = self._sides[side]
        rule = encoding.snapshot.by_id.get(difference.subject)
        if rule is None or rule.then.options or not (rule.then.adds or rule.then.warns):
            return encoding.false
        holds = encoding.rule(rule).holds
        return encoding.every([holds, *self._chosen(side, rule)])

    def _chosen(self, side: int, rule: Rule) -> Iterator[z3.BoolRef]:
        """That the rule's decision applies, and chose an option that the rule goes with."""
        terms = self._terms(side, rule.decision) if rule.decision else None
        if terms is not None:
            yield terms.applies
            if rule.then.only_with:
                yield z3.Not(terms.conflict)
                yield self._sides[side].some(terms.recommended(option) for option in rule.then.only_with)


def _concluded(snapshot: Snapshot) -> list[str]:
    """The facts that implications conclude, each once."""
    return list(dict.fromkeys(fact for stratum in snapshot.strata for rule in stratum for fact, _ in rule.implied))


def _variables(old: FactTerms, new: FactTerms) -> Iterator[tuple[z3.BoolRef, z3.BoolRef]]:
    """The terms of a value, in pairs."""
    yield from zip(old.reaches, new.reaches, strict=True)
    # The keys of each pair are of one kind, which mypy cannot say of all three at once.
    for one, other in ((old.values, new.values), (old.members, new.members), (old.before, new.before)):
        yield from ((one[word], other[word]) for word in one if word in other)  # type: ignore[index]


def _merged(programs: Sequence[Program]) -> Program:
    """The thresholds and words of all programs; the encodings need no more of it."""
    thresholds: dict[str, set[float]] = {}
    members: dict[str, set[str]] = {}
    for program in programs:
        for fact, marks in program.thresholds.items():
            thresholds.setdefault(fact, set()).update(marks)
        for fact, words in program.members.items():
            members.setdefault(fact, set()).update(words)
    return Program(
        {},
        {fact: tuple(sorted(marks)) for fact, marks in thresholds.items()},
        {fact: tuple(sorted(words)) for fact, words in members.items()},
    )


def _endings(terms: DecisionTerms | None) -> list[str]:
    return [NOT_DECIDED, *((CONFLICT, *terms.decision.options) if terms else ())]


def _model(solver: z3.Solver, goal: z3.BoolRef) -> z3.ModelRef | None:
    """A model of what a solver holds and of one goal more, which it does not keep."""
    solver.push()
    try:
        solver.add(goal)
        answer = solver.check()
        if answer == z3.unknown:
            raise Undecided(solver.reason_unknown())
        return solver.model() if answer == z3.sat else None
    finally:
        solver.pop()
