"""Every rule's and every formula's own cases come out as they say."""

from __future__ import annotations

import functools

import pytest

from advisor.rulebase.load import shipped
from advisor.verify.cases import Cases

cases = functools.cache(lambda: Cases(shipped()))


@pytest.mark.parametrize("rule", sorted(shipped().rules))
def test_cases(rule: str) -> None:
    assert list(cases().failing(shipped().rules[rule])) == []


@pytest.mark.parametrize("formula", sorted(shipped().formulas))
def test_cases_of_a_formula(formula: str) -> None:
    assert list(cases().failing_of(shipped().formulas[formula])) == []
