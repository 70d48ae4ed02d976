"""Everything a learner has, as one JSON document, out of a store and into another."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import Field, ValidationError
from sqlalchemy import select

from advisor.errors import InputError, Problem
from advisor.study.model import Frozen, Item
from advisor.study.records import Attempt, Note, Sitting, StudySettings, Tick
from advisor.study.store.sittings import Sittings, sheet_columns
from advisor.study.store.store import Store, note_columns
from advisor.study.store.tables import LearnerRow, NoteRow, SheetRow, SittingRow, TickRow

FORMAT = 1


class Everything(Frozen):
    """The document: `items` are those that the attempts were made on, by their keys."""

    format: int = FORMAT
    learner: str
    settings: StudySettings
    items: dict[str, Item] = Field(default_factory=dict)
    attempts: tuple[Attempt, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    notes: tuple[Note, ...] = ()
    ticks: tuple[Tick, ...] = ()


def export_all(store: Store) -> Everything:
    """Everything that the store keeps of its learner; nothing is submitted or changed by it."""
    sittings = Sittings(store, lambda _sitting: ())
    attempts = store.attempts()
    return Everything(
        learner=store.learner,
        settings=store.settings(),
        items=store.items(attempt.item for attempt in attempts),
        attempts=attempts,
        sittings=sittings.all(),
        notes=store.notes(),
        ticks=store.ticks(),
    )


def parse_export(text: str, place: str) -> Everything:
    """A document that was exported; InputError with each mistake where it is something else."""
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg}"
        raise InputError.one(f"{place}:{error.lineno}", message, "use a file made by `advisor study export`") from None
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        remedy = f"use a file made by `advisor study export` (format {FORMAT})"
        raise InputError.one(place, "this is not an export of the study store", remedy)
    try:
        return Everything.model_validate(given)
    except ValidationError as error:
        problems = [
            Problem(place, f"{'.'.join(map(str, item['loc']))}: {item['msg'][0].lower()}{item['msg'][1:]}")
            for item in error.errors()[:20]
        ]
        raise InputError(problems) from None


def import_all(store: Store, given: Everything) -> dict[str, int]:
    """Adds a document to a store, all of it or nothing, and says how many of each kind are new.

    What is there stays: attempts and sittings by their ids; of two versions of a note the later one is kept. The
    settings become those of the document. A sitting that runs while another runs here is left out.
    """
    missing = sorted({attempt.item for attempt in given.attempts} - set(given.items))
    if missing:
        raise InputError.one("items", f"{len(missing)} attempts name items that are not in the file", "export it again")
    before = _counts(store)
    with store.writing() as session:
        keys = store.keep_items(session, given.items.values())
        renamed = dict(zip(given.items, keys, strict=True))
        store.add_attempts(session, (a.model_copy(update={"item": renamed[a.item]}) for a in given.attempts))
        for sitting in given.sittings:
            columns = sitting.model_dump(exclude={"sheets"})
            if session.get(SittingRow, (store.learner, sitting.id)) is not None:
                continue
            store.insert(session, SittingRow, [{**columns, "learner": store.learner}])
            if session.get(SittingRow, (store.learner, sitting.id)) is not None:
                keys = store.keep_items(session, [sheet.item for sheet in sitting.sheets])
                rows = [
                    sheet_columns(store.learner, sitting.id, key, sheet)
                    for key, sheet in zip(keys, sitting.sheets, strict=True)
                ]
                store.insert(session, SheetRow, rows)
        for note in given.notes:
            here = session.get(NoteRow, (store.learner, note.id))
            if here is None or here.changed_at < note.changed_at:
                session.merge(NoteRow(learner=store.learner, **note_columns(note)))
        ticks = [{"learner": store.learner, **tick.model_dump()} for tick in given.ticks]
        store.insert(session, TickRow, ticks)
        row = session.scalars(select(LearnerRow).where(LearnerRow.name == store.learner)).one()
        row.settings = given.settings.model_dump(mode="json")
    after = _counts(store)
    return {name: after[name] - before[name] for name in after}


def _counts(store: Store) -> dict[str, int]:
    found = export_all(store)
    return {
        "attempts": len(found.attempts),
        "mock exams": len(found.sittings),
        "notes": len(found.notes),
        "done tasks": len(found.ticks),
    }


def write(text: str | bytes, path: Path) -> None:
    """Writes a file whole or not at all: a kill leaves the earlier one."""
    data = text.encode() if isinstance(text, str) else text
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputError.one(str(path), f"the file cannot be written: {error.strerror}", "name another") from None
