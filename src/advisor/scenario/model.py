"""A scenario: what someone told the advisor, fact by fact, with how binding each is and where it came from."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from advisor.facts import Value
from advisor.vocabulary import Origin, Strength


class Computed(BaseModel):
    """How a fact was computed: the formula with its numbers in it, its source, and the stated facts it rests on."""

    model_config = ConfigDict(frozen=True)

    formula: str
    text: str
    because: str
    source: str
    facts: tuple[str, ...]


class Statement(BaseModel):
    """One fact as given. `words` are the prompt's own, found at `start` to `end` (characters, end excluded).

    What was `computed` from other statements stands beside them and counts as they do.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    value: Value
    strength: Strength = Strength.MUST
    origin: Origin = Origin.STATED
    words: str | None = None
    start: int | None = None
    end: int | None = None
    computed: Computed | None = None


class Scenario(BaseModel):
    """The statements of one workload, each fact at most once, in the vocabulary's order."""

    model_config = ConfigDict(frozen=True)

    title: str = ""
    prompt: str = ""
    objective: str = ""
    statements: tuple[Statement, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def by_name(self) -> Mapping[str, Statement]:
        """The statements by fact."""
        return {statement.name: statement for statement in self.statements}

    def without(self, *names: str) -> Scenario:
        """This scenario, with some facts unknown."""
        kept = tuple(statement for statement in self.statements if statement.name not in names)
        return self.model_copy(update={"statements": kept})

    def having(self, *statements: Statement) -> Scenario:
        """This scenario with some facts stated (or stated anew)."""
        rest = self.without(*(statement.name for statement in statements))
        merged = sorted([*rest.statements, *statements], key=lambda statement: statement.name)
        return self.model_copy(update={"statements": tuple(merged)})
