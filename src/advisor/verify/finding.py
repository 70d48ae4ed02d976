"""What a check of the rule base says: a code, what it is about, and a scenario that shows it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from advisor.scenario.model import Scenario
from advisor.vocabulary import Strength


class Finding(BaseModel):
    """One finding. `message` is the fact, `remedy` what to do about it.

    `subject` is what it is about: a rule, two rules, an option, a fact or a limit. Together with the code it names
    the finding in rules/suppressions.yaml. `witness` holds the facts of a scenario that shows it, as a scenario file
    writes them; it was replayed in the engine. A finding that says *never* has no witness.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    subject: str
    message: str
    remedy: str
    decision: str | None = None
    place: str = ""
    witness: dict[str, Any] | None = None


def facts_of_scenario(scenario: Scenario) -> dict[str, Any]:
    """The facts of a scenario as a scenario file writes them."""
    found: dict[str, Any] = {}
    for statement in scenario.statements:
        value = list(statement.value) if isinstance(statement.value, tuple) else statement.value
        soft = statement.strength is Strength.SHOULD
        found[statement.name] = {"value": value, "strength": "should"} if soft else value
    return found
