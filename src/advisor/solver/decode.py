"""A z3 model as a scenario: a statement for each stated fact, with a plain value at each position."""

from __future__ import annotations

from typing import Any

import z3

from advisor.facts import Value
from advisor.facts.fields import FactKind
from advisor.facts.model import ORDERED_PAIRS
from advisor.scenario.model import Scenario, Statement
from advisor.solver.encode import Encoding, FactTerms
from advisor.solver.regions import example, in_order
from advisor.vocabulary import Strength


def decode(encoding: Encoding, model: z3.ModelRef) -> Scenario:
    """The scenario that a model stands for; what the model leaves open is not stated."""
    stated = {name: terms for name, terms in encoding.facts.items() if _true(model, terms.stated)}
    values = {name: _value(encoding, model, terms) for name, terms in stated.items()}
    for lower, upper in ORDERED_PAIRS:
        if lower in stated and upper in stated:
            pair = in_order(encoding.program, _at(model, stated[lower]), _at(model, stated[upper]))
            assert pair is not None, "the encoding keeps pairs in order"
            values[lower], values[upper] = pair
    return Scenario(
        statements=tuple(
            Statement(name=name, value=values[name], strength=_strength(model, stated[name])) for name in sorted(stated)
        )
    )


def _true(model: z3.ModelRef, term: z3.BoolRef) -> bool:
    # What `model.eval` does, without a term for the result: this is asked by the hundred for each scenario.
    found = (z3.Ast * 1)()
    assert z3.Z3_model_eval(model.ctx.ref(), model.model, term.as_ast(), True, found)
    return bool(z3.Z3_get_bool_value(model.ctx.ref(), found[0]) == z3.Z3_L_TRUE)


def _strength(model: z3.ModelRef, terms: FactTerms) -> Strength:
    return Strength.MUST if _true(model, terms.stated_must) else Strength.SHOULD


def _at(model: z3.ModelRef, terms: FactTerms) -> tuple[Any, int]:
    reached = [place for place, reach in zip(terms.places, terms.reaches, strict=True) if _true(model, reach)]
    return terms.spec, reached[-1]


def _value(encoding: Encoding, model: z3.ModelRef, terms: FactTerms) -> Value:
    kind = terms.spec.kind
    if kind is FactKind.NUMBER:
        found = example(encoding.program, *_at(model, terms))
        assert found is not None, "the encoding offers positions that hold a value"
        return found
    if kind in (FactKind.FLAG, FactKind.CHOICE):
        return next(value for value, term in terms.values.items() if _true(model, term))
    words = [word for word, member in terms.members.items() if _true(model, member)]
    if kind is FactKind.ORDER:
        behind = {
            word: sum(_true(model, terms.before[other, word]) for other in words if other != word) for word in words
        }
        return tuple(sorted(words, key=behind.__getitem__))
    return tuple(sorted(words))
