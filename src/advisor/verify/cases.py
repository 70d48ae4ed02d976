"""A rule's own cases, run against its condition."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from advisor.engine.direct import truth
from advisor.facts import parse_value
from advisor.rulebase.schema import Rule, RuleBase
from advisor.rulebase.snapshot import seen_at


def failing_cases(base: RuleBase, rule: Rule) -> Iterator[str]:
    """One line for each case of a rule that does not come out as it says, with today's limits."""
    condition = seen_at(base, rule, datetime.date.today()).when
    for case in rule.cases:
        values = {name: parse_value(base.vocabulary[name], raw) for name, raw in case.facts.items()}
        got = truth(condition, values)
        if got is not (None if case.fires == "unknown" else case.fires):
            said = {True: "fires", False: "stays silent", None: "cannot be decided"}[got]
            yield f"{rule.place}: case “{case.name}”: expected fires: {str(case.fires).lower()}, but the rule {said}"
