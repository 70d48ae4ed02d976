"""rules/catalogue/: the things an answer can name, and the closed list of capabilities."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from advisor.errors import Problem, did_you_mean
from advisor.files import Document
from advisor.rulebase.schema import Thing, ThingFile
from advisor.rulebase.validate import validate

CAPABILITIES = "catalogue/capabilities/"


def read_capabilities(documents: Mapping[str, Document], problems: list[Problem]) -> dict[str, str]:
    """Each capability's id and its one plain definition, from all files of the closed list."""
    found: dict[str, str] = {}
    for name, document in documents.items():
        if not name.startswith(CAPABILITIES):
            continue
        if not isinstance(document.value, dict):
            problems.append(
                Problem(document.place(), "the file is not a mapping", "write `capability: definition` lines")
            )
            continue
        for capability, definition in document.value.items():
            place = document.place((capability,))
            if not isinstance(definition, str) or not definition.strip():
                problems.append(Problem(place, f"the capability `{capability}` has no definition"))
            elif capability in found:
                problems.append(Problem(place, f"the capability `{capability}` is defined twice"))
            else:
                found[capability] = definition.strip()
    return found


def read_things(documents: Mapping[str, Document], problems: list[Problem]) -> dict[str, Thing]:
    """Every catalogue entry by its id, which is its file's name."""
    things: dict[str, Thing] = {}
    for name, document in documents.items():
        if not name.startswith("catalogue/") or name.startswith(CAPABILITIES):
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
