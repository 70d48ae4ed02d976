"""Mock exams in the store: the deadline is kept here, and every touch after it submits the sitting as it stands."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from advisor.errors import InputError
from advisor.study.model import Item
from advisor.study.records import Attempt, Confidence, Sheet, Sitting
from advisor.study.store.store import Store
from advisor.study.store.tables import ItemRow, SheetRow, SittingRow

Grade = Callable[[Sitting], Iterable[Attempt]]


class Sittings:
    """The mock exams of one learner. `grade` turns the answered sheets of a submitted sitting into attempts."""

    def __init__(self, store: Store, grade: Grade) -> None:
        self._store, self._grade = store, grade

    def start(self, sitting: Sitting) -> Sitting:
        """Keeps a new sitting; where one is open already (another window), that one is given back instead."""
        with self._store.writing() as session:
            keys = self._store.keep_items(session, [sheet.item for sheet in sitting.sheets])
            columns = sitting.model_dump(exclude={"sheets"})
            self._store.insert(session, SittingRow, [{**columns, "learner": self._store.learner}])
            if session.get(SittingRow, (self._store.learner, sitting.id)) is not None:
                rows = [
                    sheet_columns(self._store.learner, sitting.id, key, sheet)
                    for key, sheet in zip(keys, sitting.sheets, strict=True)
                ]
                self._store.insert(session, SheetRow, rows)
            row = session.scalars(self._mine().where(SittingRow.submitted_at.is_(None))).one()
            return self._read(session, row)

    def open(self, now: datetime.datetime) -> Sitting | None:
        """The sitting that is running, or None; one whose time is up is submitted first."""
        now = now.astimezone(datetime.UTC)
        with self._store.reading() as session:
            row = session.scalars(self._mine().where(SittingRow.submitted_at.is_(None))).one_or_none()
            if row is None:
                return None
            if max(now, row.seen_at) < row.deadline:
                return self._read(session, row)
            identifier = row.id
        self.submit(identifier, now)
        return None

    def past(self) -> tuple[Sitting, ...]:
        """The submitted sittings, the latest first."""
        query = self._mine().where(SittingRow.submitted_at.is_not(None)).order_by(SittingRow.started_at.desc())
        with self._store.reading() as session:
            return tuple(self._read(session, row) for row in session.scalars(query))

    def all(self) -> tuple[Sitting, ...]:
        """Every sitting as it stands, the earliest first; none is submitted by it."""
        with self._store.reading() as session:
            rows = session.scalars(self._mine().order_by(SittingRow.started_at, SittingRow.id))
            return tuple(self._read(session, row) for row in rows)

    def enter(
        self,
        identifier: str,
        now: datetime.datetime,
        position: int,
        *,
        chosen: tuple[str, ...] | None = None,
        confidence: Confidence | None = None,
        flagged: bool | None = None,
        go_to: int | None = None,
    ) -> Sitting:
        """Keeps what was entered for a question (None: left as it is) and moves to another where `go_to` says so.

        Raises InputError once the sitting is submitted, which the deadline does by itself; nothing is changed then.
        """
        with self._store.writing() as session:
            row = self._locked(session, identifier)
            late = max(now.astimezone(datetime.UTC), row.seen_at) >= row.deadline
            if row.submitted_at is None and not late:
                self._touch(session, row, now)
                sheet = session.get(SheetRow, (self._store.learner, identifier, position))
                if sheet is None:
                    raise InputError.one(
                        "question", f"there is no question {position + 1}", "see the list of questions"
                    )
                sheet.chosen = list(chosen) if chosen is not None else sheet.chosen
                sheet.confidence = confidence.value if confidence is not None else sheet.confidence
                sheet.flagged = flagged if flagged is not None else sheet.flagged
                if go_to is not None and session.get(SheetRow, (self._store.learner, identifier, go_to)) is not None:
                    row.current = go_to
                session.flush()
                return self._read(session, row)
            self._submit(session, row, now)
        remedy = "what was entered before the deadline counts" if late else "see its result"
        raise InputError.one("mock exam", "it has been submitted, so the answer was not taken", remedy)

    def submit(self, identifier: str, now: datetime.datetime) -> Sitting:
        """Ends a sitting and keeps its answers as attempts; a second submission changes nothing."""
        with self._store.writing() as session:
            row = self._locked(session, identifier)
            self._submit(session, row, now)
            return self._read(session, row)

    def _submit(self, session: Session, row: SittingRow, now: datetime.datetime) -> None:
        if row.submitted_at is not None:
            return
        self._touch(session, row, now)
        row.submitted_at = row.seen_at
        session.flush()
        sitting = self._read(session, row)
        keys = {sheet.position: sheet.item for sheet in self._sheets(session, row.id)}
        attempts = self._grade(sitting)
        self._store.add_attempts(
            session, (item.model_copy(update={"item": keys[int(item.id.rpartition("-")[2])]}) for item in attempts)
        )

    def _touch(self, session: Session, row: SittingRow, now: datetime.datetime) -> None:
        """The time since the last touch goes to the question that was open; a clock set back gives none back."""
        moment = min(max(now.astimezone(datetime.UTC), row.seen_at), row.deadline)
        sheet = session.get_one(SheetRow, (row.learner, row.id, row.current))
        sheet.seconds += (moment - row.seen_at).total_seconds()
        row.seen_at = moment

    def _locked(self, session: Session, identifier: str) -> SittingRow:
        query = self._mine().where(SittingRow.id == identifier).with_for_update()
        row = session.scalars(query).one_or_none()
        if row is None:
            raise InputError.one("mock exam", f"there is no mock exam `{identifier}`", "start one")
        return row

    def _mine(self) -> Select[SittingRow]:
        return select(SittingRow).where(SittingRow.learner == self._store.learner)

    def _sheets(self, session: Session, identifier: str) -> Iterable[SheetRow]:
        return session.scalars(
            select(SheetRow).where(SheetRow.learner == self._store.learner, SheetRow.sitting == identifier)
        )

    def _read(self, session: Session, row: SittingRow) -> Sitting:
        query = (
            select(SheetRow, ItemRow)
            .join(ItemRow, ItemRow.key == SheetRow.item)
            .where(SheetRow.learner == row.learner, SheetRow.sitting == row.id)
            .order_by(SheetRow.position)
        )
        sheets = tuple(
            Sheet(
                position=sheet.position,
                item=Item.model_validate(item.body),
                domain=sheet.domain,
                chosen=tuple(sheet.chosen),
                confidence=Confidence(sheet.confidence) if sheet.confidence else None,
                flagged=sheet.flagged,
                seconds=sheet.seconds,
            )
            for sheet, item in session.execute(query)
        )
        return Sitting(
            id=row.id,
            exam=row.exam,
            started_at=row.started_at,
            deadline=row.deadline,
            seen_at=row.seen_at,
            submitted_at=row.submitted_at,
            current=row.current,
            sheets=sheets,
        )


def sheet_columns(learner: str, sitting: str, item: str, sheet: Sheet) -> dict[str, object]:
    """A question of a sitting as its row; `item` is the key under which its item is kept."""
    return {
        "learner": learner,
        "sitting": sitting,
        "item": item,
        "position": sheet.position,
        "domain": sheet.domain,
        "chosen": list(sheet.chosen),
        "confidence": sheet.confidence.value if sheet.confidence else None,
        "flagged": sheet.flagged,
        "seconds": sheet.seconds,
    }
