"""implied-clash: two implications conclude different values of a fact from what may be stated together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from advisor.engine.direct import truth
from advisor.facts import Value
from advisor.rulebase.schema import Rule
from advisor.scenario.model import Scenario
from advisor.verify.bench import Workshop
from advisor.verify.finding import Finding, facts_of_scenario

CODE = "implied-clash"


def check(shop: Workshop) -> Iterator[Finding]:
    """The clashes among implications: the scenario that shows one is refused as contradictory."""
    writers: dict[str, list[tuple[Rule, Value]]] = {}
    for rule in (rule for stratum in shop.whole.strata for rule in stratum):
        for fact, value in rule.implied:
            writers.setdefault(fact, []).append((rule, value))
    for fact, rules in writers.items():
        for (one, value), (other, value2) in itertools.combinations(rules, 2):
            if value == value2:
                continue
            scenario = shop.prover.clash(one, other, fact)
            if scenario is None or shop.replay(scenario) is not None:
                continue
            yield Finding(
                code=CODE,
                subject=f"{one.id} + {other.id}",
                place=one.place,
                message=f"{one.id} and {other.id} conclude different values of {fact} from what may be said together",
                remedy="narrow one of them; or suppress this where such statements do contradict each other",
                witness=facts_of_scenario(_smallest(shop, scenario, one, other)),
            )


def _smallest(shop: Workshop, scenario: Scenario, one: Rule, other: Rule) -> Scenario:
    """As few statements as still make both conclude; the engine refuses them."""
    for statement in scenario.statements:
        fewer = scenario.without(statement.name)
        if shop.replay(fewer) is None and _both(shop, fewer, one, other):
            scenario = fewer
    return scenario


def _both(shop: Workshop, scenario: Scenario, one: Rule, other: Rule) -> bool:
    """Whether both conditions are true of the statements, or at least of what is left where they are implied."""
    values: dict[str, Value] = {statement.name: statement.value for statement in scenario.statements}
    for stratum in shop.whole.strata:
        for rule in stratum:
            if truth(rule.when, values) is True:
                values = {**dict(rule.implied), **values}
    return truth(one.when, values) is True and truth(other.when, values) is True
