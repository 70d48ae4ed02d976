"""What the files under rules/ hold: the shapes as written, and the rule base they make."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from advisor.facts import Value, Vocabulary
from advisor.rulebase.condition import Condition
from advisor.rulebase.formulas import Formula
from advisor.rulebase.lessons import Lesson
from advisor.rulebase.phrases import Phrase
from advisor.rulebase.phrasing import Phrasing, Stories
from advisor.rulebase.prices import Prices
from advisor.rulebase.primitives import Slug, Slugs, Strict, Text
from advisor.rulebase.sequences import Sequence
from advisor.rulebase.suppressions import Suppression
from advisor.vocabulary import Availability, Burden, Criterion, Domain, Kind, RuleStatus

# --- the catalogue -----------------------------------------------------------------------------------------


class EarlierValue(Strict):
    """What a limit was, up to and including the day `until`."""

    until: datetime.date
    value: float


class Limit(Strict):
    """A documented number: dated, with its unit and source.

    `disputed` tells the reader where AWS's own pages disagree. After `expires` the number must be checked again.
    """

    says: Text
    value: float
    unit: str
    source: Text
    checked: datetime.date
    expires: datetime.date
    disputed: str = ""
    was: tuple[EarlierValue, ...] = ()

    def at(self, date: datetime.date) -> float:
        """The value that held on a date."""
        for earlier in sorted(self.was, key=lambda item: item.until):
            if date <= earlier.until:
                return earlier.value
        return self.value

    @property
    def words(self) -> str:
        """The current value with its unit."""
        return self.words_at(self.checked)

    def words_at(self, date: datetime.date) -> str:
        """The value at a date with its unit, as read in a sentence."""
        value = self.at(date)
        number = f"{value:,.0f}" if value == int(value) else f"{value:g}"
        return f"{number} {self.unit}".strip()


class Inability(Strict):
    """Why a thing cannot do what is needed, for the learner."""

    because: Text
    source: Text


class LifecycleEvent(Strict):
    """From this day on, this is what a new customer can do with the thing."""

    date: datetime.date
    status: Availability
    note: Text
    source: Text


class ThingFile(Strict):
    """One file of rules/catalogue/: anything that an answer can name."""

    name: Text
    kind: Kind
    area: Domain
    what: Text
    burden: Burden = Burden.LOW
    part_of: Slug | None = None
    also_called: tuple[Text, ...] = ()
    formerly: tuple[Text, ...] = ()
    can: tuple[Slug, ...] = ()
    cannot: Mapping[Slug, Inability] = Field(default_factory=dict)
    limits: Mapping[Slug, Limit] = Field(default_factory=dict)
    lifecycle: tuple[LifecycleEvent, ...] = ()
    instead: str = ""
    sources: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _capabilities_are_one_or_the_other(self) -> Self:
        both = sorted(set(self.can) & set(self.cannot))
        if both:
            raise ValueError(f"`{both[0]}` stands under both `can` and `cannot`")
        return self


class Thing(ThingFile):
    """A catalogue entry with its id."""

    id: Slug

    def availability(self, date: datetime.date) -> LifecycleEvent | None:
        """The latest lifecycle event on or before a date; None where nothing has happened."""
        past = [event for event in self.lifecycle if event.date <= date]
        return max(past, key=lambda event: event.date) if past else None


# --- decisions and rules -----------------------------------------------------------------------------------


class OptionFile(Strict):
    """What a decision says of one of its options."""

    belongs_to: Slugs = ()


class DeclaredConflictFile(Strict):
    """A clash of requirements that no option can satisfy, as it is in the world and not for want of a rule."""

    when: Any
    because: Text


class DeclaredConflict(Strict):
    """A declared conflict with its condition as a tree."""

    when: Condition
    because: str


class DecisionFile(Strict):
    """decision.yaml: one question with a closed list of options, the simplest first."""

    question: Text
    area: Domain
    applies: Any
    options: Mapping[Slug, OptionFile] = Field(min_length=2)
    pivotal: tuple[str, ...] = ()
    declared_conflicts: tuple[DeclaredConflictFile, ...] = ()
    tasks: tuple[Text, ...] = Field(min_length=1)


class Decision(Strict):
    """A decision as loaded. `upstream` is the decision whose options its own options belong to."""

    id: Slug
    question: str
    area: Domain
    applies: Condition
    options: tuple[Slug, ...]
    belongs_to: Mapping[Slug, tuple[Slug, ...]]
    upstream: Slug | None
    pivotal: tuple[str, ...]
    tasks: tuple[str, ...]
    declared_conflicts: tuple[DeclaredConflict, ...] = ()


class Ending(Strict):
    """What comes of a case: what its decision ends with, and what is then known, added and warned of."""

    recommended: Slug | None = None
    eliminated: Slugs = ()
    facts: Mapping[str, Any] = Field(default_factory=dict)
    companions: Slugs = ()
    warnings: Slugs = ()


class Case(Strict):
    """A small scenario of a rule: it fires, stays silent, or cannot be decided; `ends` says what comes of it."""

    name: Text
    facts: Mapping[str, Any]
    fires: Literal["unknown"] | bool
    ends: Ending | None = None


class Effect(Strict):
    """What a rule concludes: exactly one of these; `by` goes with favours and disfavours."""

    rules_out: Slugs = ()
    requires: Slug | None = None
    favours: Slugs = ()
    disfavours: Slugs = ()
    by: Criterion | None = None
    implies: Mapping[str, Any] = Field(default_factory=dict)
    needs: Slugs = ()
    adds: Slugs = ()
    warns: Slug | None = None
    only_with: Slugs = ()

    @model_validator(mode="after")
    def _one_effect(self) -> Self:
        given = [name for name in EFFECTS if getattr(self, name)]
        if len(given) != 1:
            raise ValueError(f"a rule concludes exactly one of {', '.join(EFFECTS)}")
        if bool(self.by) != (given[0] in ("favours", "disfavours")):
            raise ValueError("`by` names the criterion of favours and disfavours, and of nothing else")
        if self.only_with and given[0] not in ("adds", "warns"):
            raise ValueError("`only_with` restricts adds and warns, and nothing else")
        return self

    @property
    def word(self) -> str:
        """The name of the one effect."""
        return next(name for name in EFFECTS if getattr(self, name))

    @property
    def options(self) -> tuple[str, ...]:
        """The options the effect names."""
        return self.rules_out or self.favours or self.disfavours or ((self.requires,) if self.requires else ())


EFFECTS = ("rules_out", "requires", "favours", "disfavours", "implies", "needs", "adds", "warns")


class RuleFile(Strict):
    """One rule as written; its id is its file name."""

    title: Text
    status: RuleStatus = RuleStatus.STABLE
    when: Any
    then: Effect
    because: Text
    instead: str = ""
    references: tuple[Text, ...] = Field(min_length=1)
    overrides: tuple[Slug, ...] = ()
    known_gaps: tuple[Text, ...] = ()
    cases: tuple[Case, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _fires_and_stays_silent(self) -> Self:
        if not any(case.fires is True for case in self.cases):
            raise ValueError("no case with `fires: true`; a rule shows one case that fires and one that stays silent")
        if not any(case.fires is False for case in self.cases):
            raise ValueError("no case with `fires: false`; a rule shows one case that fires and one that stays silent")
        return self


class Rule(Strict):
    """A rule as loaded. `decision` is None for a rule that holds in every decision (implies, needs)."""

    id: str
    decision: Slug | None
    title: str
    status: RuleStatus
    when: Condition
    then: Effect
    because: str
    instead: str
    references: tuple[str, ...]
    overrides: tuple[str, ...] = ()
    known_gaps: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    place: str = ""
    implied: tuple[tuple[str, Value], ...] = ()


# --- exams -------------------------------------------------------------------------------------------------


class ExamTask(Strict):
    """One task statement of a blueprint, in our own words."""

    id: str
    gist: Text


class ExamDomain(Strict):
    """One scored domain of a blueprint."""

    id: int
    title: Text
    weight: int
    tasks: tuple[ExamTask, ...]


class ExamBeta(Strict):
    """The longer form that is sat before an exam is generally available, as third parties report it."""

    since: datetime.date
    questions: int
    minutes: int


class Exam(Strict):
    """An exam blueprint as read on the day `checked`; `beta` is set while the exam is sat in its beta form."""

    code: str
    name: Text
    status: Text
    last_day: datetime.date | None = None
    minutes: int
    minutes_source: Literal["official", "third-party"]
    scored_questions: int
    unscored_questions: int
    pass_mark: int
    question_types: tuple[str, ...]
    question_types_source: Literal["official", "recalled"]
    beta: ExamBeta | None = None
    source: Text
    checked: datetime.date
    domains: tuple[ExamDomain, ...]

    @property
    def task_names(self) -> frozenset[str]:
        """Its tasks as decisions and lessons name them: `MLS-C01/1.2`."""
        return frozenset(f"{self.code}/{task.id}" for domain in self.domains for task in domain.tasks)


# --- the whole ---------------------------------------------------------------------------------------------


class RuleBase(Strict):
    """Everything under rules/, loaded and checked; seen at a date by `snapshot.at`."""

    version: str
    sha256: str
    vocabulary: Vocabulary
    capabilities: Mapping[str, str]
    things: Mapping[str, Thing]
    decisions: Mapping[str, Decision]
    rules: Mapping[str, Rule]
    exams: Mapping[str, Exam]
    phrases: Mapping[str, Phrase]
    formulas: Mapping[str, Formula] = Field(default_factory=dict)
    synonyms: tuple[tuple[str, ...], ...] = ()
    sequences: Mapping[str, Sequence] = Field(default_factory=dict)
    lessons: tuple[Lesson, ...] = ()
    signs: Mapping[str, str] = Field(default_factory=dict)
    phrasing: Mapping[str, Phrasing] = Field(default_factory=dict)
    stories: Stories | None = None
    suppressions: tuple[Suppression, ...] = ()
    prices: Prices = Prices()

    @property
    def told(self) -> Stories:
        """What the stories share; a base without them tells none, and is never asked."""
        assert self.stories is not None
        return self.stories

    def limit(self, name: str) -> Limit:
        """The limit called `thing.limit`."""
        thing, _, limit = name.partition(".")
        return self.things[thing].limits[limit]

    def rules_of(self, decision: str | None) -> tuple[Rule, ...]:
        """The stable rules of one decision (None: those that hold everywhere), by id."""
        return tuple(
            rule for rule in self.rules.values() if rule.decision == decision and rule.status is RuleStatus.STABLE
        )
