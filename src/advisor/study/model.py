"""An item: one thing to be asked, with a key that was proved and the reason for every option."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from advisor.facts import Value


class Frozen(BaseModel):
    """A frozen model."""

    model_config = ConfigDict(frozen=True)


class Source(StrEnum):
    """Where an item comes from."""

    QUESTION = "question"
    SCENARIO = "scenario"
    GENERATED = "generated"


class ItemKind(StrEnum):
    """The question types of the exams, as their blueprints name them.

    An item of the last two is asked as a choice between whole orders, or between whole assignments.
    """

    CHOICE = "multiple choice"
    RESPONSE = "multiple response"
    ORDERING = "ordering"
    MATCHING = "matching"


class ItemFact(Frozen):
    """A fact that the stem states, and the words that state it."""

    name: str
    value: Value
    words: str = ""


class ItemReason(Frozen):
    """Why an option is right or falls: the rule, its sentence, and the stem's words that it rests on."""

    rule: str
    text: str
    words: tuple[str, ...] = ()


class Item(Frozen):
    """A question with a proved key; the fields up to `rulebase` are what `advisor study items` prints.

    `rulebase` is the version that the key was proved against. `things` names the catalogue thing behind each option
    letter, where an option is exactly one thing. `twin_of` is the item from which this differs by one fact.
    """

    id: str
    decision: str
    stem: str
    options: dict[str, str] = Field(min_length=2, max_length=6)
    answer: tuple[str, ...]
    facts: tuple[ItemFact, ...] = ()
    reasons: dict[str, ItemReason] = Field(default_factory=dict)
    seed: int | None = None
    rulebase: str
    source: Source = Source.GENERATED
    kind: ItemKind = ItemKind.CHOICE
    tasks: tuple[str, ...] = ()
    things: dict[str, str] = Field(default_factory=dict)
    as_of: str = ""
    twin_of: str = ""
