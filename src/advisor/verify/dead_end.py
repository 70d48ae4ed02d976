"""dead-end: an applicable decision is left without a survivor although no two musts exclude each other.

Two musts that leave something each, and nothing together, are a conflict of the scenario's own: the learner is told
so, with the ways out. The others are for the author. One must that leaves nothing by itself, or three that only do
so together, come from a rule that is too strict, or are genuine and declared with their reason.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from advisor.engine.direct import truth
from advisor.scenario.model import Scenario
from advisor.solver.columns import Bits
from advisor.solver.prove import Term
from advisor.solver.sweep import Sweep, resting_on
from advisor.solver.undecided import Undecided
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding, facts_of_scenario
from advisor.vocabulary import Status, Strength

CODE = "dead-end"
IDLE = "idle-conflict"

# So many different dead ends of a decision are told at once.
_TOLD = 12
# So many pairs of musts that exclude each other are set aside before the search is given up.
_PAIRS = 2_000

# Dead ends by this many musts are looked for first.
_FEW = (3, 4, 6)

Musts = frozenset[str]


def check(bench: Bench) -> Iterator[Finding]:
    """The dead ends of a decision, each by other musts than those before it; and declared conflicts that are none."""
    for scenario, musts in itertools.islice(_dead_ends(bench), _TOLD):
        rules = _eliminating(bench, scenario)
        yield Finding(
            code=CODE,
            subject=f"{bench.name}: {' + '.join(sorted(musts)) or 'whatever is stated'}",
            decision=bench.name,
            place=f"rules/decisions/{bench.name}/decision.yaml",
            message=f"{_said(musts)} no option{_nearly(bench, scenario, musts)}: {', '.join(rules)}",
            remedy="mend a rule that is too strict, or declare the conflict in decision.yaml with its reason",
            witness=facts_of_scenario(scenario),
        )
    yield from _idle(bench)


def _said(musts: Musts) -> str:
    names = sorted(musts)
    if len(names) < 2:
        return f"{names[0]} alone leaves" if names else "Whatever is stated, there remains"
    return f"{', '.join(names[:-1])} and {names[-1]}, no two of which exclude each other, together leave"


def _nearly(bench: Bench, scenario: Scenario, musts: Musts) -> str:
    """What each must alone stands against: the place where a rule is too strict, or another one is missing."""
    if len(musts) not in range(2, 5):
        return ""
    names = sorted(musts)
    fewer = resting_on(bench.proved, scenario, [musts - {name} for name in names]).decision(bench.name)
    spared = []
    for index, name in enumerate(names):
        left = [option for option in bench.decision.options if not fewer.eliminated[option] >> index & 1]
        spared.append(f"without {name}: {', '.join(left)}")
    return f" ({'; '.join(spared)})"


def undeclared(bench: Bench) -> Term:
    """That no declared conflict of the decision holds."""
    prover = bench.prover
    return prover.every(
        prover.no(prover.condition(declared.when).holds) for declared in bench.decision.declared_conflicts
    )


def _dead_ends(bench: Bench) -> Iterator[tuple[Scenario, Musts]]:
    """Smallest dead ends with the musts that make them, each by musts that make none of those before."""
    prover, conflict = bench.prover, bench.terms.conflict
    told, found = [undeclared(bench)], list[Musts]()
    if bench.example(conflict, *told) is None:
        return
    by_one = [prover.resting_on(conflict, [fact]) for fact in (*sorted(bench.shop.space.cone(bench.name).facts), "")]
    alone: Term = prover.some(by_one)
    for _ in range(_PAIRS):
        scenario = bench.example(alone, *told) or _with_fewest_musts(bench, [conflict, *told])
        if scenario is None:
            return
        few = excluding(bench, scenario, 2)
        pairs = [] if few and len(few[0]) < 2 else few
        if not pairs:
            smallest = bench.fewest(scenario, _shows(bench, found, alone=bool(few)), _left_open(bench))
            found.append(_needed(bench, smallest))
            yield smallest, found[-1]
        told += [prover.no(prover.resting_on(conflict, musts)) for musts in pairs or found[-1:]]
    raise Undecided(f"more than {_PAIRS} pairs of musts exclude each other")


def _with_fewest_musts(bench: Bench, terms: list[Term]) -> Scenario | None:
    """An example by few musts where there is such a one: those are the likeliest to be met."""
    if bench.example(*terms) is None:
        return None
    few = (bench.example(*terms, bench.prover.at_most_musts(count)) for count in _FEW)
    return next((scenario for scenario in few if scenario is not None), None) or bench.example(*terms)


def excluding(bench: Bench, scenario: Scenario, size: int) -> list[Musts]:
    """The smallest sets of up to so many of a scenario's musts that leave no option, the rest being preferences."""
    sets = _sets(scenario, size)
    return _smallest(_leaving_nothing(bench, scenario, sets))


def _sets(scenario: Scenario, size: int) -> list[Musts]:
    musts = [item.name for item in scenario.statements if item.strength is Strength.MUST]
    return [frozenset(chosen) for count in range(size + 1) for chosen in itertools.combinations(musts, count)]


def _leaving_nothing(bench: Bench, scenario: Scenario, sets: Sequence[Musts]) -> list[Musts]:
    """Those of some sets of musts that leave no option of a scenario, the rest of it being preferences."""
    left = resting_on(bench.proved, scenario, sets).decision(bench.name).conflict
    return [musts for index, musts in enumerate(sets) if left >> index & 1]


def _smallest(sets: Iterable[Musts]) -> list[Musts]:
    found: list[Musts] = []
    for musts in sets:
        if not any(smaller <= musts for smaller in found):
            found.append(musts)
    return found


def _needed(bench: Bench, scenario: Scenario) -> Musts:
    """The musts of a dead end without those that need be none: they only make the decision apply, say."""
    for few in excluding(bench, scenario, 1):
        return few
    names = [item.name for item in scenario.statements if item.strength is Strength.MUST]
    for name in list(names):
        fewer = [other for other in names if other != name]
        if _leaving_nothing(bench, scenario, [frozenset(fewer)]):
            names = fewer
    return frozenset(names)


def _shows(bench: Bench, told: list[Musts], *, alone: bool) -> Callable[[Scenario], bool]:
    """That a scenario is an undeclared dead end: by one must `alone`, or else without two that exclude each other.

    It is none by the musts that were told already.
    """
    declared = [item.when for item in bench.decision.declared_conflicts]

    def shows(scenario: Scenario) -> bool:
        every, sets = frozenset(scenario.by_name), _sets(scenario, 1 if alone else 2)
        left = _leaving_nothing(bench, scenario, [every, *told, *sets])
        # The bit columns answer for all sets at once; only what passes there is worth the engine.
        if every not in left or any(musts in told for musts in left) or any(musts in sets for musts in left) != alone:
            return False
        found = bench.replay(scenario)
        if found is None:
            return False
        item, values = found[1].get(bench.name), found[0].values()
        return item is not None and item.status is Status.CONFLICT and not any(truth(when, values) for when in declared)

    return shows


def _left_open(bench: Bench) -> Callable[[Sweep], Bits]:
    """Where an undeclared conflict remains."""
    declared = [item.when for item in bench.decision.declared_conflicts]

    def remains(sweep: Sweep) -> Bits:
        swept = sweep.decision(bench.name)
        excused = (sweep.full & ~sweep.condition(when).holds for when in declared)
        return swept.applies & swept.conflict & sweep.everywhere(excused)

    return remains


def _eliminating(bench: Bench, scenario: Scenario) -> list[str]:
    """For each option one rule that eliminates it; for a lost host, those of the host."""
    found = bench.replay(scenario)
    assert found is not None
    settled, rules = found[1], set[str]()
    upstream = settled[bench.name].decision.upstream
    for standing in settled[bench.name].standings:
        if standing.against:
            shared = [outcome.rule.id for outcome in standing.against if outcome.rule.id in rules]
            rules.add(shared[0] if shared else min(outcome.rule.id for outcome in standing.against))
        elif upstream is not None:
            hosts = [settled[upstream].of(host) for host in standing.lost_hosts]
            rules |= {min(outcome.rule.id for outcome in host.against) for host in hosts if host.against}
    return sorted(rules)


def _idle(bench: Bench) -> Iterator[Finding]:
    """The declared conflicts of a decision that are none."""
    for index, declared in enumerate(bench.decision.declared_conflicts):
        if bench.example(bench.terms.conflict, bench.prover.condition(declared.when).holds) is None:
            yield Finding(
                code=IDLE,
                subject=f"{bench.name}: declared conflict {index + 1}",
                decision=bench.name,
                place=f"rules/decisions/{bench.name}/decision.yaml",
                message=f"where this declared conflict holds, some option survives: {declared.because}",
                remedy="remove it, or correct its `when`",
            )
