"""What the store keeps, as frozen models: attempts, settings, sittings of a mock exam and decision notes."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from advisor.study.model import Frozen, Item
from advisor.study.notes import DecisionNote

# Always in UTC: two times of the same zone are compared and subtracted by what the clock on the wall says, which is
# wrong on the days on which it is changed.
Moment = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(datetime.UTC))]


class Confidence(StrEnum):
    """How sure a learner says they are, before the reveal."""

    GUESS = "guess"
    UNSURE = "unsure"
    SURE = "sure"


class Mode(StrEnum):
    """On which occasion an item was answered."""

    PRACTICE = "practice"
    REVIEW = "review"
    MOCK = "mock"


class Miss(StrEnum):
    """Why an answer was wrong: the four classes of the course."""

    SERVICE = "service-mismatch"
    CONSTRAINT = "constraint-miss"
    REASONING = "ml-reasoning"
    CARELESS = "careless"


class Attempt(Frozen):
    """One answer to one item. `right` and `wrong` are catalogue things, `rivals` the things of all other options.

    `wrong` is empty after a right answer, and where the chosen option is no single thing. `miss` is the class of the
    error as worked out, `confirmed` the learner's word on it; `ignored` are the stem's words that the choice ignores.
    """

    id: str
    item: str
    item_id: str
    decision: str
    tasks: tuple[str, ...] = ()
    right: str = ""
    wrong: str = ""
    rivals: tuple[str, ...] = ()
    chosen: tuple[str, ...]
    correct: bool
    chance: float = Field(default=0.25, gt=0, le=1)
    confidence: Confidence
    mode: Mode
    answered_at: Moment
    seconds: float = Field(ge=0)
    miss: Miss | None = None
    confirmed: Miss | None = None
    rule: str = ""
    ignored: tuple[str, ...] = ()
    rulebase: str = ""

    @property
    def error(self) -> Miss | None:
        """The class of the error: the learner's word before the program's."""
        return self.confirmed or self.miss


class StudySettings(Frozen):
    """What a learner prepares for: the exam, its date, the minutes of a day and the zone that days are counted in."""

    exam: str = "MLA-C02"
    exam_date: datetime.date | None = None
    began: datetime.date | None = None
    days: int = Field(default=14, ge=7, le=14)
    minutes: int = Field(default=45, ge=10, le=600)
    zone: str = "UTC"


class Sheet(Frozen):
    """One question of a sitting and what was entered for it."""

    position: int
    item: Item
    domain: int
    chosen: tuple[str, ...] = ()
    confidence: Confidence | None = None
    flagged: bool = False
    seconds: float = 0


class Sitting(Frozen):
    """A mock exam as the store keeps it; `seen_at` is the latest moment at which it was touched."""

    id: str
    exam: str
    started_at: Moment
    deadline: Moment
    seen_at: Moment
    submitted_at: Moment | None = None
    current: int = 0
    sheets: tuple[Sheet, ...] = ()


class Note(Frozen):
    """A decision note as it is kept."""

    id: str
    note: DecisionNote
    written_at: Moment
    changed_at: Moment


class Tick(Frozen):
    """A task of the plan that the learner has done."""

    day: datetime.date
    task: str
    done_at: Moment
