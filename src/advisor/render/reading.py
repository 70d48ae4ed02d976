"""What was read from a prompt, in the terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from advisor.facts import Vocabulary, describe
from advisor.reading.read import Reading


def as_json(found: Reading) -> str:
    """Objective, facts with words and offsets, ambiguities, and unread sentences."""
    scenario = found.scenario
    shown = {
        "objective": scenario.objective,
        "facts": [statement.model_dump(mode="json") for statement in scenario.statements],
        "ambiguities": [item.model_dump(mode="json") for item in found.ambiguities],
        "unread": list(scenario.unread),
    }
    return json.dumps(shown, indent=2, ensure_ascii=False)


def as_text(found: Reading, vocabulary: Vocabulary) -> RenderableType:
    """The same for a reader."""
    return Group(*_lines(found, vocabulary))


def _lines(found: Reading, vocabulary: Vocabulary) -> Iterator[RenderableType]:
    scenario = found.scenario
    if scenario.objective:
        yield Text.assemble(("Objective  ", "bold"), scenario.objective)
    for statement in scenario.statements:
        clause = describe(vocabulary[statement.name], statement.value)
        words = f"  “{statement.words}”"
        yield Text.assemble(
            (f"{statement.strength.value:8}", "bold"), clause, (words, "dim"), (f"  {statement.name}", "dim")
        )
    for ambiguity in found.ambiguities:
        yield Text.assemble(("Please say  ", "bold yellow"), ambiguity.question)
        for reading in ambiguity.readings:
            yield Padding(Text(f"“{reading.words}”", "dim"), (0, 0, 0, 4))
    if scenario.unread:
        yield Text("Gave no fact:", "bold")
        for sentence in scenario.unread:
            yield Padding(Text(f"- {sentence}", "dim"), (0, 0, 0, 2))
    if not scenario.statements and not found.ambiguities:
        yield Text("Nothing in this text states a fact that the rules ask about.")
