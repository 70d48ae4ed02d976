"""The closed, typed vocabulary of facts about a workload: one pydantic field for each question.

`Facts` is the model; `SPECS` is the same vocabulary as data, for forms, rules, engines and proofs.
"""

from __future__ import annotations

from advisor.facts.model import Facts
from advisor.facts.spec import SPECS, FactSpec, Value, Vocabulary
from advisor.facts.values import OutOfBoundsError, describe, parse_value, parse_values, plain

__all__ = [
    "SPECS",
    "FactSpec",
    "Facts",
    "OutOfBoundsError",
    "Value",
    "Vocabulary",
    "describe",
    "parse_value",
    "parse_values",
    "plain",
]
