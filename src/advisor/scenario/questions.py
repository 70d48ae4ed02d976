"""The original questions that ship with the advisor, with their keys and the reason for every option."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from advisor.errors import InputError, Problem
from advisor.files import read_document
from advisor.scenario.shipped import scenario_folder


class KeyedQuestion(BaseModel):
    """One original question. `why` says of each option why it is right or wrong; `tasks` are exam tasks.

    `style` says how it is written: long-story, short, buried-constraint, numbers, near-synonyms, one-word-apart,
    negative, choose-two, ordering, matching. `as_of` is the date it is asked at (empty: today).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    stem: str = Field(min_length=20)
    options: dict[str, str] = Field(min_length=2, max_length=6)
    choose: int = 1
    key: tuple[str, ...]
    why: dict[str, str]
    tasks: tuple[str, ...] = Field(min_length=1)
    style: tuple[str, ...] = Field(min_length=1)
    as_of: str = ""
    batch: str

    @model_validator(mode="after")
    def _key_and_reasons_fit(self) -> Self:
        if not set(self.key) <= set(self.options) or len(self.key) != self.choose:
            raise ValueError("`key` must name as many of the options as `choose` says")
        if set(self.why) != set(self.options):
            raise ValueError("`why` must say something of each option")
        return self


def question_files() -> dict[str, Path]:
    """Every question's file by its name: `area/slug`."""
    folder = scenario_folder() / "questions"
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in sorted(folder.glob("*/*.yaml"))}


def read_question(name: str, path: Path) -> KeyedQuestion:
    """One question; InputError with its file where it is malformed."""
    document = read_document(path)
    try:
        return KeyedQuestion.model_validate({**document.value, "id": name})
    except (ValidationError, TypeError) as error:
        raise InputError([Problem(document.place(), str(error).splitlines()[0])]) from None
