"""What a difference between two rule bases consists of."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen part of the difference."""

    model_config = ConfigDict(frozen=True)


class How(StrEnum):
    """What happened to one entry. Rewording touches nothing that is reasoned with."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REWORDED = "reworded"


class Change(Model):
    """One entry of the rule base that differs; `details` say what, part by part."""

    kind: str
    id: str
    how: How
    details: tuple[str, ...] = ()


class Witness(Model):
    """A smallest scenario in which a decision differs in one way; it was replayed in both bases.

    `facts` are what it states, fit to be saved as a scenario file; `said` are the same in words.
    """

    text: str
    facts: dict[str, Any]
    said: tuple[str, ...]


class DecisionDifference(Model):
    """What changed about one decision. `settled` is false where the search was given up before it was exhaustive.

    `follows` names the decision that it depends on, where nothing else of what it rests on was changed.
    """

    decision: str
    follows: str = ""
    witnesses: tuple[Witness, ...]
    unreachable: tuple[str, ...] = ()
    reachable: tuple[str, ...] = ()
    settled: bool = True


class Flip(Model):
    """A shipped scenario in which a decision ends otherwise."""

    scenario: str
    decision: str
    old: str
    new: str


class RuleBaseDifference(Model):
    """Everything that differs between the rules of a revision and those of the working tree.

    Where the old base does not load, `problems` say why and only the files that differ are listed as changes.
    """

    ref: str = ""
    commit: str = ""
    as_of: datetime.date
    comparable: bool = True
    problems: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    only_new_facts: tuple[str, ...] = ()
    only_old_facts: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    decisions: tuple[DecisionDifference, ...] = ()
    untouched: tuple[str, ...] = ()
    flips: tuple[Flip, ...] = ()
    not_compared: tuple[str, ...] = ()
    method: str = ""
