"""The AWS ML architecture advisor: a scenario in, the recommendation and every elimination out.

The names below are the public ones; the page in ui/ uses no others.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.advise import Advice, Advisor, advise, advisor_at, build
    from advisor.errors import InputError, Problem
    from advisor.explain.model import DecisionAdvice, OptionAdvice, Reason
    from advisor.facts import FactSpec, Vocabulary, describe, parse_value, plain
    from advisor.rulebase.load import load, shipped
    from advisor.scenario.model import Scenario, Statement
    from advisor.scenario.read import parse_scenario, read_scenario, with_statements
    from advisor.scenario.shipped import shipped_scenarios
    from advisor.vocabulary import Status, Strength, Verdict

_HOMES = {
    "advisor.advise": ("Advice", "Advisor", "advise", "advisor_at", "build"),
    "advisor.errors": ("InputError", "Problem"),
    "advisor.explain.model": ("DecisionAdvice", "OptionAdvice", "Reason"),
    "advisor.facts": ("FactSpec", "Vocabulary", "describe", "parse_value", "plain"),
    "advisor.rulebase.load": ("load", "shipped"),
    "advisor.scenario.model": ("Scenario", "Statement"),
    "advisor.scenario.read": ("parse_scenario", "read_scenario", "with_statements"),
    "advisor.scenario.shipped": ("shipped_scenarios",),
    "advisor.vocabulary": ("Status", "Strength", "Verdict"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Advice",
    "Advisor",
    "DecisionAdvice",
    "FactSpec",
    "InputError",
    "OptionAdvice",
    "Problem",
    "Reason",
    "Scenario",
    "Statement",
    "Status",
    "Strength",
    "Verdict",
    "Vocabulary",
    "advise",
    "advisor_at",
    "build",
    "describe",
    "load",
    "parse_scenario",
    "parse_value",
    "plain",
    "read_scenario",
    "shipped",
    "shipped_scenarios",
    "with_statements",
]


def __getattr__(name: str) -> Any:
    # Loaded on first use: `advisor --help` need not read the rules.
    if name not in _HOME:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)
