"""closed-option-recommendable: an option that a new account cannot have is recommended to one."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.rulebase.condition import Leaf, Op
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding
from advisor.vocabulary import Availability, Verdict

CODE = "closed-option-recommendable"


def check(bench: Bench) -> Iterator[Finding]:
    """The options of a decision that are closed, ended or not yet there, and recommended all the same."""
    prover = bench.prover
    for option in bench.decision.options:
        thing = bench.shop.base.things[option]
        now = thing.availability(bench.shop.date)
        if not thing.lifecycle or (now is not None and now.status in (Availability.OPEN, Availability.PREVIEW)):
            continue
        terms = [bench.terms.recommended(option)]
        if now is not None and now.status is Availability.CLOSED:
            terms.append(prover.condition(Leaf("account.uses", Op.LACKS, (option,))).holds)
        scenario = bench.example(*terms)
        if scenario is None:
            continue
        yield Finding(
            code=CODE,
            subject=f"{bench.name}/{option}",
            decision=bench.name,
            place=f"rules/catalogue: {option}",
            message=f"{option} can be recommended although it is not open to a new account",
            remedy="this is a fault of the engine: please report it",
            witness=bench.witness(scenario, bench.ends(option, Verdict.RECOMMENDED)),
        )
