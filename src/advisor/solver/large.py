"""Changes of many facts, by z3: how few facts must change, and which, where there are too many combinations to try.

Results depend on the question alone and not on what was asked before, so the same scenario gives the same answer.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import z3

from advisor.engine.program import Program
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario, Statement
from advisor.solver.columns import PRIORITIES
from advisor.solver.encode import Encoding, FactTerms
from advisor.solver.judge import Judge
from advisor.solver.pin import as_stated
from advisor.solver.steps import Kind, Step
from advisor.solver.undecided import Undecided as Undecided
from advisor.vocabulary import Strength

# For one question to z3; it answers in milliseconds, so this is only met on a machine in distress.
TIMEOUT_MS = 10_000


class Large:
    """A z3 encoding for each decision, in a thread of their own, so that they serve every thread and one touches them.

    One encoding for all decisions would be half as fast: z3 goes over everything that was ever asserted.
    """

    def __init__(self, snapshot: Snapshot, program: Program) -> None:
        self._snapshot, self._program = snapshot, program
        self._workers: dict[str, _Worker] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="z3")

    def fewest(
        self, scenario: Scenario, decision: str, option: str, facts: Sequence[str], least: int, pivots: Sequence[str]
    ) -> tuple[int, bool] | None:
        """How many facts must change, and whether the priorities are one of them; None where nothing helps.

        `facts` are those that may change, `least` a number that is known to be too small by one. Facts of
        `pivots` have to be known. Raises Undecided.
        """
        ask = functools.partial(_fewest, scenario, option, facts, least, pivots)
        return self._thread.submit(lambda: ask(self._worker(decision))).result()

    def change(
        self,
        scenario: Scenario,
        decision: str,
        option: str,
        steps: Sequence[Step],
        size: tuple[int, bool],
        cited: frozenset[str],
        pivots: Sequence[str],
    ) -> tuple[Step, ...]:
        """A change of that size with the least sum of kinds, then the fewest uncited facts; then by name.

        The priorities, where they are among the facts to change, are left to the caller.
        """
        ask = functools.partial(_change, scenario, option, steps, size, cited, pivots)
        return self._thread.submit(lambda: ask(self._worker(decision))).result()

    def _worker(self, decision: str) -> _Worker:
        if decision not in self._workers:
            self._workers[decision] = _Worker(self._snapshot, self._program, decision)
        return self._workers[decision]


class _Worker:
    """The encoding of one decision, and a solver that holds its constraints.

    What a scenario states is asserted one level up, and what is asked of it two levels up. Both stay until something
    else is asked, so that z3 keeps what it has learned.
    """

    def __init__(self, snapshot: Snapshot, program: Program, decision: str) -> None:
        self.encoding = Encoding(snapshot, program)
        self.solver = z3.Solver(ctx=self.encoding.context)
        self.solver.set("timeout", TIMEOUT_MS)
        self._decision = Judge(self.encoding).decision(decision)
        self._goals: dict[tuple[str, tuple[str, ...]], z3.BoolRef] = {}
        self._goal: z3.BoolRef | None = None
        self._added = 0
        self._pinned: _Pinned | None = None

    def question(self, scenario: Scenario, option: str, facts: Sequence[str], pivots: Sequence[str]) -> _Pinned:
        """Asserts one scenario but for `facts`, which may change, and that an option is recommended."""
        goal = self._goal_of(option, tuple(pivots))
        for name in facts:
            self.encoding.fact(name)
        pinned = self._pin(scenario, facts)
        if self._goal is not goal:
            self.solver.pop(self.solver.num_scopes() - 1)
            self.solver.push()
            self.solver.add(goal)
            self._goal = goal
        return pinned

    def _goal_of(self, option: str, pivots: tuple[str, ...]) -> z3.BoolRef:
        """That an option is recommended and some facts are known: a name for it, defined once."""
        if (option, pivots) not in self._goals:
            known = [self.encoding.fact(name).known for name in pivots]
            terms = [self._decision.applies, self._decision.recommended(option), *known]
            goal = self.encoding.variable(f"{option}?{len(pivots)}")
            self.encoding.constraints.append(self.encoding.implies(goal, self.encoding.every(terms)))
            self._goals[option, pivots] = goal
        return self._goals[option, pivots]

    def _pin(self, scenario: Scenario, facts: Sequence[str]) -> _Pinned:
        """What a scenario states, asserted anew only where it is another one or the encoding has grown."""
        asked = (scenario.statements, frozenset(facts), len(self.encoding.facts))
        if self._pinned is None or self._pinned.asked != asked or self._added != len(self.encoding.constraints):
            self.solver.pop(self.solver.num_scopes())
            self.solver.add(self.encoding.constraints[self._added :])
            self._added, self._goal = len(self.encoding.constraints), None
            self.solver.push()
            self._pinned = _Pinned(self.encoding, scenario, asked)
            self.solver.add(self.encoding.every(self._pinned.stated))
        return self._pinned

    def possible(self, *more: z3.BoolRef) -> bool:
        """Whether everything asserted and assumed can be true at once."""
        answer = self.solver.check(*more)
        if answer == z3.unknown:
            raise Undecided(self.solver.reason_unknown())
        return bool(answer == z3.sat)


# What is stated, the facts that may change, and how many facts the encoding knew.
_Asked = tuple[tuple[Statement, ...], frozenset[str], int]


class _Pinned:
    """Every fact as a scenario states it, but for those that may change."""

    def __init__(self, encoding: Encoding, scenario: Scenario, asked: _Asked) -> None:
        self.asked, self._encoding = asked, encoding
        statements = scenario.by_name
        free = {*asked[1], PRIORITIES} & encoding.facts.keys()
        self.stated: list[z3.BoolRef] = []
        self.changed: dict[str, z3.BoolRef] = {}
        self.left: dict[str, z3.BoolRef] = {}
        for name, terms in encoding.facts.items():
            same = encoding.every(as_stated(encoding, terms, statements.get(name)))
            if name not in free:
                self.stated.append(same)
                continue
            self.changed[name] = encoding.variable(f"{name}?changed")
            self.stated.append(encoding.same(self.changed[name], encoding.no(same)))
            self.stated.append(encoding.some([encoding.no(terms.stated), same, terms.stated_must]))
            if name in statements:
                self.left[name] = encoding.every([self.changed[name], encoding.no(terms.stated)])

    def at_most(self, count: int) -> z3.BoolRef:
        """That no more facts than this are changed."""
        return self._encoding.at_most(list(self.changed.values()), count)


def _fewest(
    scenario: Scenario, option: str, facts: Sequence[str], least: int, pivots: Sequence[str], worker: _Worker
) -> tuple[int, bool] | None:
    question = worker.question(scenario, option, facts, pivots)
    kept = [worker.encoding.no(question.changed[PRIORITIES])] if PRIORITIES in question.changed else []
    for count in range(least, len(question.changed) + 1):
        bound = question.at_most(count)
        if worker.possible(bound, *kept):
            return count, False
        if kept and worker.possible(bound):
            return count, True
        # Asked only here: nearly always the first count does it.
        if count == least and not worker.possible():
            return None
    return None


def _change(
    scenario: Scenario,
    option: str,
    steps: Sequence[Step],
    size: tuple[int, bool],
    cited: frozenset[str],
    pivots: Sequence[str],
    worker: _Worker,
) -> tuple[Step, ...]:
    by_fact: dict[str, list[Step]] = {}
    for step in steps:
        by_fact.setdefault(step.fact, []).append(step)
    question = worker.question(scenario, option, list(by_fact), pivots)
    worker.solver.push()
    try:
        worker.solver.add(question.at_most(size[0]))
        if PRIORITIES in question.changed and not size[1]:
            worker.solver.add(worker.encoding.no(question.changed[PRIORITIES]))
        _minimise(worker, _kinds(question, by_fact))
        _minimise(worker, [(term, 1) for name, term in question.changed.items() if name not in cited])
        _minimise(worker, [(term, 1) for name, term in question.changed.items() if name.startswith("needs.")])
        chosen = _chosen(worker, question)
        return tuple(_step(worker, name, by_fact[name]) for name in chosen if name != PRIORITIES)
    finally:
        worker.solver.pop()


Weighted = list[tuple[z3.BoolRef, int]]


def _kinds(question: _Pinned, by_fact: Mapping[str, list[Step]]) -> Weighted:
    weighted: Weighted = []
    for name, term in question.changed.items():
        kinds = [step.kind for step in by_fact.get(name, ()) if step.kind is not Kind.LEAVE]
        kind = min(kinds, default=Kind.ALTER)
        weighted.append((term, int(kind)))
        if name in question.left:
            weighted.append((question.left[name], Kind.LEAVE - kind))
    return [(term, weight) for term, weight in weighted if weight]


def _minimise(worker: _Worker, weighted: Weighted) -> None:
    """Asserts the least sum of weights that is possible."""
    if not weighted:
        return
    assert worker.possible()
    model = worker.solver.model()
    total = sum(weight for term, weight in weighted if z3.is_true(model.eval(term, model_completion=True)))
    while total > 0 and worker.possible(worker.encoding.weighing_at_most(weighted, total - 1)):
        model = worker.solver.model()
        total = sum(weight for term, weight in weighted if z3.is_true(model.eval(term, model_completion=True)))
    worker.solver.add(worker.encoding.weighing_at_most(weighted, total))


def _chosen(worker: _Worker, question: _Pinned) -> list[str]:
    """The facts to change; where there is a choice, those late in the alphabet stay as they are."""
    assert worker.possible()
    model = worker.solver.model()
    chosen = []
    for name in sorted(question.changed, reverse=True):
        term = question.changed[name]
        if z3.is_true(model.eval(term, model_completion=True)):
            if not worker.possible(worker.encoding.no(term)):
                chosen.append(name)
                worker.solver.add(term)
                continue
            model = worker.solver.model()
        worker.solver.add(worker.encoding.no(term))
    return sorted(chosen)


def _step(worker: _Worker, name: str, steps: Sequence[Step]) -> Step:
    """The cheapest step of a fact that is possible; it is asserted."""
    encoding = worker.encoding
    terms: FactTerms = encoding.fact(name)
    for step in sorted(steps, key=lambda step: (step.kind, step.far, step.distance, repr(step.value))):
        statement = None if step.value is None else Statement(name=name, value=step.value, strength=Strength.MUST)
        taken = encoding.every(as_stated(encoding, terms, statement))
        if worker.possible(taken):
            worker.solver.add(taken)
            return step
    raise Undecided(f"no single step of {name} does it")
