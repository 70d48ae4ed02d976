"""unused-fact: a question is asked whose answer no rule and no formula reads."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.facts.spec import NEEDS
from advisor.rulebase.condition import facts_of
from advisor.rulebase.schema import RuleBase
from advisor.verify.bench import Workshop
from advisor.verify.finding import Finding

CODE = "unused-fact"

# Read by the ranking itself, and by the rules that the catalogue gives.
_BUILT_IN = frozenset(["priorities.order", "account.uses"])


def check(shop: Workshop) -> Iterator[Finding]:
    """The facts that neither rules, decisions nor formulas read, and the capabilities that nothing knows of."""
    used = _used(shop.base)
    for spec in shop.base.vocabulary:
        if spec.name in used:
            continue
        need = spec.group == NEEDS
        yield Finding(
            code=CODE,
            subject=spec.name,
            place="rules/catalogue/capabilities" if need else "src/advisor/facts",
            message=f"no rule reads {spec.name}" + (", and nothing can or cannot do it" if need else ""),
            remedy="write the rule that needs it, or take the question out",
        )


def _used(base: RuleBase) -> set[str]:
    conditions = [rule.when for rule in base.rules.values()]
    for decision in base.decisions.values():
        conditions += [decision.applies, *(item.when for item in decision.declared_conflicts)]
    used = {fact for condition in conditions for fact in facts_of(condition)} | _BUILT_IN
    used |= {fact for formula in base.formulas.values() for fact in (formula.gives, *formula.facts.values())}
    for thing in base.things.values():
        used |= {f"{NEEDS}.{capability}" for capability in (*thing.can, *thing.cannot)}
    return used | {fact for decision in base.decisions.values() for fact in decision.pivotal}
