"""expired-suppression and idle-suppression: an accepted finding whose time is up, or that is not found any more."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from advisor.rulebase.suppressions import Suppression
from advisor.verify.finding import Finding

CODE = "expired-suppression"
IDLE = "idle-suppression"
_PLACE = "rules/suppressions.yaml"


def after_suppressions(
    findings: Iterable[Finding], suppressions: tuple[Suppression, ...], date: datetime.date, *, whole: bool
) -> tuple[list[Finding], int]:
    """What remains of the findings, and how many were accepted; `whole`: nothing was left unchecked."""
    current = {(item.code, item.subject) for item in suppressions if date <= item.expires}
    all_findings = list(findings)
    found = {(item.code, item.subject) for item in all_findings}
    left = [item for item in all_findings if (item.code, item.subject) not in current]
    accepted = len(all_findings) - len(left)
    for item in suppressions:
        subject = f"{item.code}: {item.subject}"
        if item.expires < date:
            message = f"the suppression of {subject} expired on {item.expires:%-d %B %Y}"
            remedy = "settle the finding, or accept it again with a new reason"
            left.append(Finding(code=CODE, subject=subject, place=_PLACE, message=message, remedy=remedy))
        elif whole and (item.code, item.subject) not in found:
            message = f"{subject} is suppressed but not found"
            left.append(Finding(code=IDLE, subject=subject, place=_PLACE, message=message, remedy="remove the entry"))
    return left, accepted
