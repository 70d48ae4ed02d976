"""Conditions: three results, negation pushed to the leaves."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.engine.direct import truth
from advisor.errors import Problem
from advisor.facts import SPECS
from advisor.files import Document
from advisor.rulebase.condition import Condition, ConditionParser, guaranteed
from advisor.rulebase.english import english


def parse(raw: Any) -> Condition:
    problems: list[Problem] = []
    condition = ConditionParser(Document("t", raw), SPECS, frozenset(), problems).parse(raw, ())
    assert condition is not None, problems
    return condition


def problem(raw: Any) -> str:
    problems: list[Problem] = []
    assert ConditionParser(Document("t", raw), SPECS, frozenset({"a.b"}), problems).parse(raw, ()) is None
    return str(problems[0])


W, P = "request.caller_waits", "request.payload_mb"


@pytest.mark.parametrize(
    ("raw", "values", "result"),
    [
        ({W: True}, {W: True}, True),
        ({W: True}, {W: False}, False),
        ({W: True}, {}, None),
        ({W: True, P: {"above": 4}}, {W: False}, False),
        ({W: True, P: {"above": 4}}, {W: True}, None),
        ({"any": [{W: True}, {P: {"above": 4}}]}, {W: True}, True),
        ({"any": [{W: True}, {P: {"above": 4}}]}, {W: False}, None),
        ({"not": {W: True, P: {"above": 4}}}, {W: False}, True),
        ({"not": {W: True, P: {"above": 4}}}, {W: True}, None),
        ({"not": {"any": [{W: True}, {P: {"at_most": 4}}]}}, {W: False, P: 5.0}, True),
        ({P: {"at_least": 4, "below": 6}}, {P: 6.0}, False),
        ({P: {"at_least": "4 MB", "below": 6}}, {P: 4.0}, True),
        ({P: "known"}, {P: 1.0}, True),
        ({P: "known"}, {}, None),
        ({"traffic.shape": ["spiky", "steady"]}, {"traffic.shape": "steady"}, True),
        ({"traffic.shape": {"is_not": "spiky"}}, {"traffic.shape": "spiky"}, False),
        ({"security.regimes": "hipaa"}, {"security.regimes": ("gdpr", "hipaa")}, True),
        ({"security.regimes": {"lacks": ["hipaa", "gdpr"]}}, {"security.regimes": ("sox",)}, True),
        ({"not": {"security.regimes": "hipaa"}}, {"security.regimes": ("hipaa",)}, False),
    ],
)
def test_truth(raw: Any, values: dict[str, Any], result: bool | None) -> None:
    assert truth(parse(raw), values) is result


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"request.paylod_mb": 4}, "did you mean `request.payload_mb`"),
        ({"payload_mb": 4}, "request.payload_mb"),
        ({P: {"over": 4}}, "cannot be asked"),
        ({P: 4}, "compared, not equalled"),
        ({P: {"above": {"limit": "a.c"}}}, "did you mean `a.b`"),
        ({"not": {P: "known"}}, "cannot be negated"),
        ({"all": []}, "needs a list"),
        ([], "is a mapping"),
        ({W: "yes"}, "yes-or-no"),
    ],
)
def test_problems(raw: Any, said: str) -> None:
    assert said in problem(raw)


def test_guaranteed_facts() -> None:
    assert guaranteed(parse({W: True, "any": [{P: {"above": 4}}, {P: {"below": 1}, "traffic.shape": "spiky"}]})) == {
        W,
        P,
    }


def test_english() -> None:
    said = english(parse({W: True, P: {"above": 4}}), SPECS)
    assert said == "a caller waits for each answer and payload of a request is above 4 MB"
