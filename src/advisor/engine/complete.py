"""A scenario with what its numbers give: done once, before anything is inferred, searched or proved."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.facts import Value, parse_value
from advisor.rulebase.formulas import Formula
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Computed, Scenario, Statement
from advisor.vocabulary import Origin, Strength


def complete(snapshot: Snapshot, scenario: Scenario) -> Scenario:
    """The scenario with every fact that a formula gives from its statements; what is stated is never overwritten.

    A computed fact is a must where all of its inputs are. A result that the fact cannot hold is left out. What was
    computed before is computed anew.
    """
    kept = {statement.name: statement for statement in scenario.statements if statement.computed is None}
    known = dict(kept)
    for formula in snapshot.base.formulas.values():
        inputs = [known[fact] for fact in formula.facts.values() if fact in known]
        if formula.gives not in known and len(inputs) == len(formula.facts):
            found = _computed(snapshot, formula, {statement.name: statement for statement in inputs})
            if found is not None:
                known[formula.gives] = found
    computed = [statement for name, statement in known.items() if name not in kept]
    if not computed and len(kept) == len(scenario.statements):
        return scenario
    return scenario.model_copy(update={"statements": tuple(kept.values())}).having(*computed)


def _computed(snapshot: Snapshot, formula: Formula, inputs: Mapping[str, Statement]) -> Statement | None:
    numbers = {symbol: _number(inputs[fact].value) for symbol, fact in formula.facts.items()}
    numbers |= {symbol: snapshot.base.limit(name).at(snapshot.date) for symbol, name in formula.limits.items()}
    result = formula.value(numbers)
    if result is None:
        return None
    try:
        value = parse_value(snapshot.base.vocabulary[formula.gives], result)
    except ValueError:
        return None
    musts = all(statement.strength is Strength.MUST for statement in inputs.values())
    rests = (said.computed.facts if said.computed else (said.name,) for said in inputs.values())
    return Statement(
        name=formula.gives,
        value=value,
        strength=Strength.MUST if musts else Strength.SHOULD,
        origin=Origin.COMPUTED,
        computed=Computed(
            formula=formula.id,
            text=formula.worked(numbers, _number(value)),
            because=formula.because,
            source=formula.source,
            facts=tuple(sorted({fact for facts in rests for fact in facts})),
        ),
    )


def _number(value: Value) -> float:
    assert isinstance(value, (int, float))
    return float(value)
