"""The tables. Nothing that can be worked out from attempts is kept: cards, trends and plans are computed from them."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime.datetime]):
    """An aware moment in UTC; SQLite keeps no zone, so it is given back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """The moment in UTC; a time without a zone is a mistake of the program."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(datetime.UTC) if value is not None else None

    def process_result_value(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """The moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


class Table(DeclarativeBase):
    """What all tables share."""

    type_annotation_map: ClassVar = {datetime.datetime: Moment(), dict[str, Any]: JSON(), list[str]: JSON()}
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(column_0_label)s",
        }
    )


class LearnerRow(Table):
    """A learner and what they prepare for."""

    __tablename__ = "learner"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    settings: Mapped[dict[str, Any]]


class ItemRow(Table):
    """An item as it was shown, once for all attempts; the key is the hash of its content."""

    __tablename__ = "item"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[dict[str, Any]]


class AttemptRow(Table):
    """One answer; `body` holds what is never searched for."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_learner_answered_at", "learner", "answered_at"),)

    learner: Mapped[str] = mapped_column(ForeignKey("learner.name"), primary_key=True)
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    item: Mapped[str] = mapped_column(ForeignKey("item.key"))
    answered_at: Mapped[datetime.datetime]
    confirmed: Mapped[str | None] = mapped_column(String(40))
    body: Mapped[dict[str, Any]]


class SittingRow(Table):
    """A mock exam; a learner has one unsubmitted sitting at most."""

    __tablename__ = "sitting"
    __table_args__ = (
        Index(
            "ix_sitting_one_open",
            "learner",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )

    learner: Mapped[str] = mapped_column(ForeignKey("learner.name"), primary_key=True)
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    exam: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime.datetime]
    deadline: Mapped[datetime.datetime]
    seen_at: Mapped[datetime.datetime]
    submitted_at: Mapped[datetime.datetime | None]
    current: Mapped[int]


class SheetRow(Table):
    """One question of a sitting and what was entered for it."""

    __tablename__ = "sheet"
    __table_args__ = (ForeignKeyConstraint(["learner", "sitting"], ["sitting.learner", "sitting.id"]),)

    learner: Mapped[str] = mapped_column(String(200), primary_key=True)
    sitting: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(ForeignKey("item.key"))
    domain: Mapped[int]
    chosen: Mapped[list[str]]
    confidence: Mapped[str | None] = mapped_column(String(20))
    flagged: Mapped[bool]
    seconds: Mapped[float] = mapped_column(Double())


class NoteRow(Table):
    """A decision note."""

    __tablename__ = "note"

    learner: Mapped[str] = mapped_column(ForeignKey("learner.name"), primary_key=True)
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    changed_at: Mapped[datetime.datetime]
    body: Mapped[dict[str, Any]]


class TickRow(Table):
    """A task of the plan that is done."""

    __tablename__ = "tick"

    learner: Mapped[str] = mapped_column(ForeignKey("learner.name"), primary_key=True)
    day: Mapped[datetime.date] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(200), primary_key=True)
    done_at: Mapped[datetime.datetime]
