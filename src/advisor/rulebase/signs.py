"""rules/signs/: what brings people to a thing, in their own words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from advisor.errors import Problem, did_you_mean
from advisor.files import Document

FOLDER = "signs/"


def read_signs(documents: Mapping[str, Document], things: Collection[str], problems: list[Problem]) -> dict[str, str]:
    """For each thing that has them, the situations that call for it."""
    found: dict[str, str] = {}
    for name, document in documents.items():
        if not name.startswith(FOLDER):
            continue
        if not isinstance(document.value, dict):
            problems.append(Problem(document.place(), "the file is not a mapping", "write `thing: situations` lines"))
            continue
        for thing, text in document.value.items():
            place = document.place((thing,))
            if thing not in things:
                problems.append(Problem(place, f"unknown catalogue entry `{thing}`", did_you_mean(str(thing), things)))
            elif thing in found:
                problems.append(Problem(place, f"the signs of `{thing}` are told twice"))
            elif not isinstance(text, str) or not text.strip():
                problems.append(Problem(place, f"`{thing}` has no signs", "write a sentence, or take the line out"))
            else:
                found[thing] = text.strip()
    return found
