"""dead-end: a scenario leaves an applicable decision without a survivor, and no declared conflict says why."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.engine.derivation import Derivation
from advisor.engine.direct import truth
from advisor.scenario.model import Scenario
from advisor.solver.prove import Term
from advisor.verdict import Settled
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding, facts_of_scenario
from advisor.vocabulary import Status

CODE = "dead-end"
IDLE = "idle-conflict"

# So many different dead ends of a decision are told at once.
_TOLD = 12


def check(bench: Bench) -> Iterator[Finding]:
    """The dead ends of a decision, each by other rules than those before it; and declared conflicts that are none."""
    prover = bench.prover
    told: list[Term] = [undeclared(bench)]
    for _ in range(_TOLD):
        scenario = bench.example(bench.terms.conflict, *told)
        if scenario is None:
            break
        smallest, rules = _smallest(bench, scenario)
        witness = facts_of_scenario(smallest)
        # What these rules eliminate together is told once.
        told.append(prover.no(prover.every(prover.rule(bench.snapshot.by_id[rule]).must for rule in rules)))
        yield Finding(
            code=CODE,
            subject=f"{bench.name}: {' + '.join(sorted(witness))}",
            decision=bench.name,
            place=f"rules/decisions/{bench.name}/decision.yaml",
            message=f"nothing survives: {', '.join(rules)} together eliminate every option",
            remedy="mend a rule that is too strict, or declare the conflict in decision.yaml with its reason",
            witness=witness,
        )
    for index, declared in enumerate(bench.decision.declared_conflicts):
        if bench.example(bench.terms.conflict, prover.condition(declared.when).holds) is None:
            yield Finding(
                code=IDLE,
                subject=f"{bench.name}: declared conflict {index + 1}",
                decision=bench.name,
                place=f"rules/decisions/{bench.name}/decision.yaml",
                message=f"where this declared conflict holds, some option survives: {declared.because}",
                remedy="remove it, or correct its `when`",
            )


def undeclared(bench: Bench) -> Term:
    """That no declared conflict of the decision holds."""
    prover = bench.prover
    return prover.every(
        prover.no(prover.condition(declared.when).holds) for declared in bench.decision.declared_conflicts
    )


def _smallest(bench: Bench, scenario: Scenario) -> tuple[Scenario, list[str]]:
    """A smallest scenario inside this one that is still a dead end and undeclared, and the rules that make it one."""
    declared = [item.when for item in bench.decision.declared_conflicts]

    def shows(derivation: Derivation, settled: dict[str, Settled]) -> bool:
        item = settled.get(bench.name)
        values = derivation.values()
        return item is not None and item.status is Status.CONFLICT and not any(truth(when, values) for when in declared)

    smallest = bench.smallest(scenario, shows)
    found = bench.replay(smallest)
    assert found is not None
    return smallest, _eliminating(found[1], bench.name)


def _eliminating(settled: dict[str, Settled], decision: str) -> list[str]:
    """For each option one rule that eliminates it; for a lost host, those of the host."""
    rules: set[str] = set()
    upstream = settled[decision].decision.upstream
    for standing in settled[decision].standings:
        if standing.against:
            shared = [outcome.rule.id for outcome in standing.against if outcome.rule.id in rules]
            rules.add(shared[0] if shared else min(outcome.rule.id for outcome in standing.against))
        elif upstream is not None:
            hosts = [settled[upstream].of(host) for host in standing.lost_hosts]
            rules |= {min(outcome.rule.id for outcome in host.against) for host in hosts if host.against}
    return sorted(rules)
