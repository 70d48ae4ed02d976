"""unreachable-option: no scenario makes the option the recommended one."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.rulebase.condition import All
from advisor.verdict import excluded_by
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding
from advisor.vocabulary import Verdict

CODE = "unreachable-option"


def check(bench: Bench) -> Iterator[Finding]:
    """The options that are never right. One that is not to be had at the date is no finding."""
    for option in bench.decision.options:
        if bench.swept.recommended(option) or _not_to_be_had(bench, option):
            continue
        if bench.example(bench.terms.recommended(option)) is not None:
            continue
        alive = bench.example(bench.prover.no(bench.terms.eliminated(option)))
        witness = None
        if alive is not None:
            witness = bench.witness(alive, bench.ends(option, Verdict.VIABLE))
        yield Finding(
            code=CODE,
            subject=f"{bench.name}/{option}",
            decision=bench.name,
            place=f"rules/decisions/{bench.name}/decision.yaml",
            message=f"{option} is never recommended: "
            + ("others always rank before it" if witness is not None else "it is always eliminated"),
            remedy="write the rule that says when it is right, or remove the option",
            witness=witness,
        )


def _not_to_be_had(bench: Bench, option: str) -> bool:
    """Whether a rule that asks nothing rules the option out, or every option that it goes with."""
    if any(rule.when == All(()) and option in excluded_by(rule, bench.decision.options) for rule in bench.all_rules):
        return True
    hosts, upstream = bench.decision.belongs_to.get(option, ()), bench.decision.upstream
    return bool(hosts) and upstream is not None and all(_not_to_be_had(Bench(bench.shop, upstream), h) for h in hosts)
