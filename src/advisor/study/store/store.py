"""The store: every method is one transaction, so that a kill at any moment leaves either all of it or nothing."""

from __future__ import annotations

import contextlib
import datetime
import functools
import getpass
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Select, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from advisor.errors import InputError, Problem
from advisor.study.clock import machine_zone
from advisor.study.model import Item
from advisor.study.records import Attempt, Miss, Note, StudySettings, Tick
from advisor.study.store.connect import connect, default_store
from advisor.study.store.tables import AttemptRow, ItemRow, LearnerRow, NoteRow, Table, TickRow

# One pool of connections for all learners of a process: a class would otherwise use up what a server allows.
_shared = functools.lru_cache(maxsize=16)(connect)


def default_learner() -> str:
    """ADVISOR_LEARNER where it is set, otherwise the name this machine knows the user by."""
    named = os.environ.get("ADVISOR_LEARNER", "").strip()
    try:
        return named or getpass.getuser()
    except (OSError, KeyError):  # a container without a user database
        return "learner"


class Store:
    """One learner's part of a store; two windows may use the same part at once."""

    def __init__(self, where: str | None = None, learner: str | None = None) -> None:
        name = (learner if learner is not None else default_learner()).strip()
        if not 0 < len(name) <= 200:
            raise InputError.one("learner", "the learner's name is empty or too long", "use 1 to 200 characters")
        self.learner = name
        self._where = where or default_store()
        self._engine = _shared(self._where)
        with self.writing() as session:
            made = StudySettings(zone=machine_zone()).model_dump(mode="json")
            self.insert(session, LearnerRow, [{"name": name, "settings": made}])

    def close(self) -> None:
        """Lets go of every connection."""
        self._engine.dispose()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the store and changes nothing."""
        with self._told(), Session(self._engine) as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are kept together at its end, or not at all."""
        with self._told(), Session(self._engine.execution_options(writes=True)) as session, session.begin():
            yield session

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """A store that went away is something the user can mend, and no traceback."""
        try:
            yield
        except DBAPIError as error:
            if not error.connection_invalidated and type(error).__name__ != "OperationalError":
                raise
            said = str(error.orig).strip().splitlines()[0]
            raise InputError.one(
                "store", f"the store does not answer: {said}", "nothing was changed; try again"
            ) from error

    def insert(self, session: Session, table: type[Table], rows: list[dict[str, Any]]) -> None:
        """Adds rows; one whose key is there already is left as it is."""
        if rows:
            dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
            session.execute(dialect.insert(table).on_conflict_do_nothing(), rows)

    # --- settings -----------------------------------------------------------------------------------------------

    def settings(self) -> StudySettings:
        """What the learner prepares for."""
        with self.reading() as session:
            return StudySettings.model_validate(session.scalars(self._mine()).one().settings)

    def change_settings(self, **changes: Any) -> StudySettings:
        """The settings with some of them changed; InputError where a value is not accepted."""
        with self.writing() as session:
            row = session.scalars(self._mine().with_for_update()).one()
            changed = _checked({**row.settings, **changes})
            row.settings = changed.model_dump(mode="json")
        return changed

    def _mine(self) -> Select[LearnerRow]:
        return select(LearnerRow).where(LearnerRow.name == self.learner)

    # --- items and attempts -------------------------------------------------------------------------------------

    def keep_items(self, session: Session, items: Iterable[Item]) -> list[str]:
        """Keeps items as they are shown; their keys."""
        bodies = [item.model_dump(mode="json") for item in items]
        keys = [hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest() for body in bodies]
        rows = {key: {"key": key, "body": body} for key, body in zip(keys, bodies, strict=True)}
        self.insert(session, ItemRow, [rows[key] for key in sorted(rows)])  # one order: two writers cannot deadlock
        return keys

    def items(self, keys: Iterable[str]) -> dict[str, Item]:
        """Kept items by their keys."""
        with self.reading() as session:
            rows = session.scalars(select(ItemRow).where(ItemRow.key.in_(sorted(set(keys)))))
            return {row.key: Item.model_validate(row.body) for row in rows}

    def add(self, attempt: Attempt, item: Item) -> Attempt:
        """Keeps an answer and gives it back as kept; a second answer under the same id changes nothing."""
        with self.writing() as session:
            [key] = self.keep_items(session, [item])
            self.add_attempts(session, [attempt.model_copy(update={"item": key})])
            return _attempt(session.get_one(AttemptRow, (self.learner, attempt.id)))

    def add_attempts(self, session: Session, attempts: Iterable[Attempt]) -> None:
        """Keeps attempts whose items are kept already."""
        own = {"id", "item", "answered_at", "confirmed"}
        rows = [
            {
                "learner": self.learner,
                **{name: getattr(attempt, name) for name in own},
                "body": attempt.model_dump(mode="json", exclude=own),
            }
            for attempt in attempts
        ]
        self.insert(session, AttemptRow, rows)

    def attempts(self, *, until: datetime.datetime | None = None) -> tuple[Attempt, ...]:
        """Every attempt in the order of answering, or those answered before a moment."""
        query = select(AttemptRow).where(AttemptRow.learner == self.learner)
        if until is not None:
            query = query.where(AttemptRow.answered_at < until)
        with self.reading() as session:
            return tuple(map(_attempt, session.scalars(query.order_by(AttemptRow.answered_at, AttemptRow.id))))

    def confirm(self, attempt: str, miss: Miss) -> None:
        """Keeps the learner's word on why an answer was wrong."""
        with self.writing() as session:
            mine = (AttemptRow.learner == self.learner, AttemptRow.id == attempt)
            # Sessions are typed for rows; what an update or a delete gives has a count.
            if not session.execute(update(AttemptRow).where(*mine).values(confirmed=miss.value)).rowcount:  # type: ignore[attr-defined]
                raise InputError.one("attempt", f"there is no attempt `{attempt}`", "see `advisor study misses`")

    # --- notes and ticks ----------------------------------------------------------------------------------------

    def notes(self) -> tuple[Note, ...]:
        """The decision notes, the latest first."""
        query = select(NoteRow).where(NoteRow.learner == self.learner).order_by(NoteRow.changed_at.desc(), NoteRow.id)
        with self.reading() as session:
            return tuple(Note.model_validate(row.body) for row in session.scalars(query))

    def save_note(self, note: Note) -> None:
        """Keeps a note, in the place of an earlier one of the same id."""
        with self.writing() as session:
            session.merge(NoteRow(learner=self.learner, **note_columns(note)))

    def drop_note(self, note: str) -> bool:
        """Removes a note; whether there was one."""
        with self.writing() as session:
            gone = session.execute(delete(NoteRow).where(NoteRow.learner == self.learner, NoteRow.id == note))
            return bool(gone.rowcount)  # type: ignore[attr-defined]

    def ticks(self) -> tuple[Tick, ...]:
        """The tasks of the plan that are done."""
        query = select(TickRow).where(TickRow.learner == self.learner).order_by(TickRow.day, TickRow.task)
        with self.reading() as session:
            return tuple(Tick(day=row.day, task=row.task, done_at=row.done_at) for row in session.scalars(query))

    def tick(self, day: datetime.date, task: str, at: datetime.datetime, *, done: bool = True) -> None:
        """Marks a task of a day as done, or as not done."""
        key: Mapping[str, Any] = {"learner": self.learner, "day": day, "task": task}
        with self.writing() as session:
            if done:
                self.insert(session, TickRow, [{**key, "done_at": at}])
            else:
                session.execute(delete(TickRow).filter_by(**key))


def _checked(given: dict[str, Any]) -> StudySettings:
    try:
        return StudySettings.model_validate(given)
    except ValidationError as error:
        said = [(str(item["loc"][0]).replace("_", " "), item["input"], item["msg"]) for item in error.errors()]
        problems = [
            Problem(name, f"`{value}` is not accepted", f"{message[0].lower()}{message[1:]}")
            for name, value, message in said
        ]
        raise InputError(problems) from None


def note_columns(note: Note) -> dict[str, Any]:
    """A note as its row, without the learner."""
    return {"id": note.id, "changed_at": note.changed_at, "body": note.model_dump(mode="json")}


def _attempt(row: AttemptRow) -> Attempt:
    return Attempt.model_validate(
        {**row.body, "id": row.id, "item": row.item, "answered_at": row.answered_at, "confirmed": row.confirmed}
    )
