"""Every rule's own cases come out as they say."""

from __future__ import annotations

import pytest

from advisor.rulebase.load import shipped
from advisor.verify.cases import failing_cases


@pytest.mark.parametrize("rule", sorted(shipped().rules))
def test_cases(rule: str) -> None:
    assert list(failing_cases(shipped(), shipped().rules[rule])) == []
