"""rules/catalogue/: the things an answer can name, and the closed list of capabilities."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from advisor.errors import Problem, did_you_mean
from advisor.files import Document
from advisor.rulebase.schema import Thing, ThingFile
from advisor.rulebase.validate import validate

CAPABILITIES = "catalogue/capabilities.yaml"


def read_capabilities(documents: Mapping[str, Document], problems: list[Problem]) -> dict[str, str]:
    """Each capability's id and its one plain definition."""
    document = documents.get(CAPABILITIES)
    if document is None:
        return {}
    if not isinstance(document.value, dict):
        problems.append(Problem(document.place(), "the file is not a mapping", "write `capability: definition` lines"))
        return {}
    for name, definition in document.value.items():
        if not isinstance(definition, str) or not definition.strip():
            problems.append(Problem(document.place((name,)), f"the capability `{name}` has no definition"))
    return {name: str(definition).strip() for name, definition in document.value.items()}


def read_things(documents: Mapping[str, Document], problems: list[Problem]) -> dict[str, Thing]:
    """Every catalogue entry by its id, which is its file's name."""
    things: dict[str, Thing] = {}
    for name, document in documents.items():
        if not name.startswith("catalogue/") or name == CAPABILITIES:
            continue
        identifier = PurePosixPath(name).stem
        read = validate(ThingFile, document, problems)
        if read is None:
            continue
        if identifier in things:
            problems.append(Problem(document.name, f"a second catalogue entry is called `{identifier}`"))
            continue
        things[identifier] = Thing(id=identifier, **{key: getattr(read, key) for key in ThingFile.model_fields})
    return things


def check_things(
    things: Mapping[str, Thing],
    capabilities: Mapping[str, str],
    documents: Mapping[str, Document],
    problems: list[Problem],
) -> None:
    """Every capability and every `part_of` that an entry names must exist."""
    places = {
        PurePosixPath(name).stem: document for name, document in documents.items() if name.startswith("catalogue/")
    }
    for thing in things.values():
        document = places[thing.id]
        for index, capability in enumerate(thing.can):
            if capability not in capabilities:
                remedy = did_you_mean(capability, capabilities)
                problems.append(Problem(document.place(("can", index)), f"unknown capability `{capability}`", remedy))
        for capability in thing.cannot:
            if capability not in capabilities:
                remedy = did_you_mean(capability, capabilities)
                problems.append(
                    Problem(document.place(("cannot", capability)), f"unknown capability `{capability}`", remedy)
                )
        if thing.part_of is not None and thing.part_of not in things:
            remedy = did_you_mean(thing.part_of, things)
            problems.append(Problem(document.place(("part_of",)), f"unknown catalogue entry `{thing.part_of}`", remedy))
