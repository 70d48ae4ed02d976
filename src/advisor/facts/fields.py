"""How a question about the workload is declared: its kind, unit, bounds and wording."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict


class FactKind(StrEnum):
    """The shape of a fact's value."""

    FLAG = "flag"
    CHOICE = "choice"
    NUMBER = "number"
    MEMBERS = "members"
    ORDER = "order"


class Unit(StrEnum):
    """The unit a numeric fact is kept in; input in any unit of the same dimension is converted."""

    MS = "ms"
    S = "s"
    MINUTES = "min"
    HOURS = "hours"
    DAYS = "days"
    KB = "KB"
    MB = "MB"
    GB = "GB"
    TB = "TB"
    MB_PER_S = "MB/s"
    GB_PER_DAY = "GB/day"
    PER_SECOND = "per second"
    PER_DAY = "per day"
    SHARE = "share"
    COUNT = "count"
    USD = "USD"
    USD_MONTH = "USD/month"


class Word(StrEnum):
    """A word of a closed list with the label that a form shows for it."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """A word with its label."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word


@dataclass(frozen=True)
class Question:
    """What a form asks for one fact, and how the fact is said in a sentence.

    `ask` is the question; `says` names the fact in an explanation (for a flag: the sentence when it is
    true, and `denies` the sentence when it is false). `low` and `high` bound a number, both included.
    """

    kind: FactKind
    ask: str
    says: str
    denies: str = ""
    unit: Unit | None = None
    low: float = 0
    high: float = 0
    integer: bool = False


def flag(ask: str, yes: str, no: str) -> Question:
    """A yes-or-no question, with the sentence for each answer."""
    return Question(FactKind.FLAG, ask, yes, no)


def number(ask: str, says: str, unit: Unit, *, low: float = 0, high: float, integer: bool = False) -> Question:
    """A quantity kept in `unit`, between `low` and `high`, both included."""
    return Question(FactKind.NUMBER, ask, says, unit=unit, low=low, high=high, integer=integer)


def choice(ask: str, says: str) -> Question:
    """One word of the closed list that the field's type gives."""
    return Question(FactKind.CHOICE, ask, says)


def members(ask: str, says: str) -> Question:
    """Any number of words of a closed list, in no order."""
    return Question(FactKind.MEMBERS, ask, says)


def ordered(ask: str, says: str) -> Question:
    """Words of a closed list, the most important first."""
    return Question(FactKind.ORDER, ask, says)


class Group(BaseModel):
    """One section of the form; a field is None while its fact is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")
