"""A scenario as a file that `read` gives back: what a person keeps, sends on, or runs again."""

from __future__ import annotations

from typing import Any

import yaml

from advisor.scenario.model import Scenario, Statement
from advisor.vocabulary import Strength


def scenario_text(scenario: Scenario) -> str:
    """The scenario as YAML; read again, it states the same facts, with the same words and the same strength.

    >>> print(scenario_text(Scenario(title="Bursts", statements=(Statement(name="traffic.shape", value="spiky"),))))
    title: Bursts
    facts:
      traffic.shape: spiky
    <BLANKLINE>
    """
    prompt = scenario.prompt.strip()
    texts = {"title": scenario.title.strip(), "prompt": prompt, "objective": scenario.objective.strip()}
    written: dict[str, Any] = {key: text for key, text in texts.items() if text}
    written["facts"] = {statement.name: _fact(statement, prompt) for statement in scenario.statements}
    return str(yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=110))


def _fact(statement: Statement, prompt: str) -> Any:
    value: Any = list(statement.value) if isinstance(statement.value, tuple) else statement.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 5, as a person writes it
    more: dict[str, Any] = {}
    if statement.strength is Strength.SHOULD:
        more["strength"] = Strength.SHOULD.value
    if statement.words and statement.words in prompt:
        more["words"] = statement.words
    return {"value": value, **more} if more else value
