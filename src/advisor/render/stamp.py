"""What every document that leaves the advisor says about its making, and how to make it again."""

from __future__ import annotations

import hashlib
import json

from advisor.advise import Advice


def fingerprint(given: Advice) -> str:
    """SHA-256 over the facts, the date, the rule base, and every verdict with its rules.

    Left out is what does not decide: the engine, and whether a fact was read from a text or stated.
    """
    decided = {
        "as_of": given.as_of.isoformat(),
        "rulebase": given.rulebase.sha256,
        "facts": [[fact.name, fact.value, fact.strength.value] for fact in given.scenario.facts],
        "decisions": [
            [
                item.decision,
                item.status.value,
                [[one.option, one.verdict.value, [reason.rule for reason in one.reasons]] for one in item.options],
            ]
            for item in given.decisions
        ],
        "architecture": given.architecture,
        "warnings": [warning.trap for warning in given.warnings],
    }
    return hashlib.sha256(json.dumps(decided, sort_keys=True).encode()).hexdigest()


def made_from(given: Advice) -> dict[str, str]:
    """What a reader needs to hold the document to account, by label."""
    return {
        "As of": given.as_of.isoformat(),
        "Rule base": f"{given.rulebase.version} (SHA-256 {given.rulebase.sha256})",
        "This decision": f"SHA-256 {fingerprint(given)}",
    }


def command(given: Advice, format: str) -> str:
    """The command that makes a document again from the scenario file."""
    return f"advisor advise scenario.yaml --as-of {given.as_of.isoformat()} --format {format}"
