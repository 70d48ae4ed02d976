"""rules/lessons/: what to do in a situation and what to leave, in the words of those who are in it.

Lessons cover what no decision asks about. They explain a guess and rank what the rules leave level; they never
eliminate an option.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pydantic import Field

from advisor.errors import Problem, did_you_mean
from advisor.files import Document
from advisor.rulebase.primitives import Strict, Text
from advisor.rulebase.validate import validate

FOLDER = "lessons/"
REFERENCE = re.compile(r"https://\S+\Z|course [1-6]\.[0-9]\Z")


class LessonEntry(Strict):
    """One lesson as written. `avoid` names what tempts in this situation; `source` is an exam task, page or lesson."""

    when: Text
    do: Text
    avoid: str = ""
    because: Text
    source: Text


class LessonsFile(Strict):
    """One file: the lessons of a subject."""

    lessons: tuple[LessonEntry, ...] = Field(min_length=1)


class Lesson(LessonEntry):
    """A lesson with its file and line."""

    place: str


def read_lessons(
    documents: Mapping[str, Document], tasks: Collection[str], problems: list[Problem]
) -> tuple[Lesson, ...]:
    """Every lesson, in the order of the files; `tasks` are those that the exams have."""
    found: list[Lesson] = []
    told: dict[str, str] = {}
    for name, document in documents.items():
        read = validate(LessonsFile, document, problems) if name.startswith(FOLDER) else None
        for index, entry in enumerate(read.lessons if read else ()):
            place = document.place(("lessons", index))
            if entry.when in told:
                problems.append(Problem(place, "this situation is told twice", f"see {told[entry.when]}"))
            if entry.source not in tasks and not REFERENCE.match(entry.source):
                remedy = did_you_mean(entry.source, tasks) or "name an exam task, an https address, or `course 3.2`"
                problems.append(Problem(place, f"`{entry.source}` is no source", remedy))
            told[entry.when] = place
            found.append(Lesson(**entry.model_dump(), place=place))
    return tuple(found)
