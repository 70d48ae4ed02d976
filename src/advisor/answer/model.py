"""Questions as they come in, and what is said of each of their options."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from advisor.scenario.model import Statement


class Frozen(BaseModel):
    """A frozen model."""

    model_config = ConfigDict(frozen=True)


class Question(Frozen):
    """A stem with two to six options; `choose` is read from the stem where it is not given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    stem: str = Field(min_length=1)
    options: dict[str, str] = Field(min_length=2, max_length=6)
    choose: int | None = Field(default=None, ge=1, le=5)


class Standing(StrEnum):
    """What becomes of an option, best first."""

    BEST = "best"
    WORKS = "works"
    SUPERFLUOUS = "superfluous"
    INCOMPLETE = "incomplete"
    ANOTHER_PROBLEM = "another-problem"
    CLOSED = "closed"
    ELIMINATED = "eliminated"


class OptionReason(Frozen):
    """One step of the judgement: `words` are the stem's, `option_words` the option's own."""

    rule: str
    text: str
    words: tuple[str, ...] = ()
    option_words: tuple[str, ...] = ()


class OptionVerdict(Frozen):
    """One option with its verdict, the catalogue things it names and the reasons."""

    verdict: Standing
    things: tuple[str, ...] = ()
    reasons: tuple[OptionReason, ...] = ()


class Answered(Frozen):
    """The answer to one question. `abstained` says that the rules alone do not decide: `answer` is a best guess."""

    id: str
    answer: tuple[str, ...]
    abstained: bool
    options: dict[str, OptionVerdict]
    facts: tuple[Statement, ...] = ()
    unread: tuple[str, ...] = ()
