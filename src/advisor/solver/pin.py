"""A scenario as z3 terms: what it states, and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from advisor.scenario.model import Scenario, Statement
from advisor.solver.encode import Encoding, FactTerms
from advisor.vocabulary import Strength


def pinned(encoding: Encoding, scenario: Scenario) -> list[z3.BoolRef]:
    """That every fact of the encoding is as a scenario states it, or open where the scenario says nothing."""
    stated = scenario.by_name
    return [encoding.every(as_stated(encoding, terms, stated.get(name))) for name, terms in encoding.facts.items()]


def as_stated(encoding: Encoding, terms: FactTerms, statement: Statement | None) -> Iterator[z3.BoolRef]:
    """That one fact is as stated, or open."""
    if statement is None:
        yield encoding.no(terms.stated)
        return
    yield terms.stated
    yield terms.stated_must if statement.strength is Strength.MUST else encoding.no(terms.stated_must)
    yield encoding.equals(terms, statement.value)
