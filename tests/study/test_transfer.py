"""Everything out of one store and into another, and the deck for Anki."""

from __future__ import annotations

import datetime
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.rulebase.schema import RuleBase
from advisor.study.exports import anki_deck
from advisor.study.mock import Mock
from advisor.study.notebook import keep, search_notebook
from advisor.study.notes import note_of_item
from advisor.study.pool import Pool
from advisor.study.practice import attempt_of
from advisor.study.records import Confidence, Miss, Mode
from advisor.study.store import transfer
from advisor.study.store.store import Store

from .conftest import NOON, small_item


def filled(store: Store, base: RuleBase, pool: Pool) -> Store:
    for number, name in enumerate(["inference-mode", "metric", "feature-store"]):
        item = small_item(base, name, 0)
        chosen = ["A" if number else "B"]
        at = NOON + datetime.timedelta(minutes=number)
        store.add(attempt_of(base, item, name, chosen, Confidence.SURE, Mode.PRACTICE, at, 60)[0], item)
    store.confirm("inference-mode", Miss.CARELESS)
    store.change_settings(exam="MLS-C01", exam_date="2026-12-12", minutes=30, zone="Asia/Tokyo")
    store.save_note(keep(note_of_item(small_item(base, "metric", 0), base), NOON))
    store.tick(NOON.date(), "lab:role", NOON)
    mock = Mock(store, pool)
    first = mock.start(NOON, count=4, seed=1)
    mock.enter(first, NOON, 0, chosen=["A"], confidence=Confidence.GUESS)
    mock.submit(first, NOON)
    running = mock.start(NOON, count=5, seed=2)
    mock.enter(running, NOON, 2, chosen=["B"], flagged=True, go_to=3)
    return store


def test_everything_comes_back_from_its_json(open_store: Callable[..., Store], base: RuleBase, pool: Pool) -> None:
    ann = filled(open_store("ann"), base, pool)
    out = transfer.export_all(ann)
    ben = open_store("ben")
    new = transfer.import_all(ben, transfer.parse_export(out.model_dump_json(), "file"))
    assert new == {"attempts": 4, "mock exams": 2, "notes": 1, "done tasks": 1}
    back = transfer.export_all(ben)
    assert back.model_copy(update={"learner": "ann"}) == out
    assert json.loads(back.model_dump_json())["attempts"] == json.loads(out.model_dump_json())["attempts"]


def test_taking_in_twice_changes_nothing_and_what_is_there_stays(
    open_store: Callable[..., Store], base: RuleBase, pool: Pool
) -> None:
    ann = filled(open_store("ann"), base, pool)
    out = transfer.export_all(ann)
    assert set(transfer.import_all(ann, out).values()) == {0}
    assert transfer.export_all(ann) == out
    [note] = ann.notes()
    later = note.model_copy(
        update={"note": note.note.model_copy(update={"lab": "done"}), "changed_at": NOON + datetime.timedelta(1)}
    )
    ann.save_note(later)
    transfer.import_all(ann, out)
    assert ann.notes()[0].note.lab == "done"


def test_a_running_mock_is_not_replaced_by_an_imported_one(
    open_store: Callable[..., Store], base: RuleBase, pool: Pool
) -> None:
    out = transfer.export_all(filled(open_store("ann"), base, pool))
    ben = open_store("ben")
    running = Mock(ben, pool).start(NOON, count=3)
    assert transfer.import_all(ben, out)["mock exams"] == 1
    again = Mock(ben, pool).running(NOON)
    assert again is not None
    assert again.id == running.id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"format": 2}',
        '{"format": 1}',
        '{"format": 1, "learner": "a", "settings": {"minutes": 3}}',
    ],
)
def test_a_file_that_is_no_export_changes_nothing(file_store: Store, text: str) -> None:
    before = transfer.export_all(file_store)
    with pytest.raises(InputError) as caught:
        transfer.import_all(file_store, transfer.parse_export(text, "mine.json"))
    assert "mine.json" in str(caught.value)
    assert transfer.export_all(file_store) == before


def test_an_export_with_items_missing_changes_nothing(file_store: Store, base: RuleBase, pool: Pool) -> None:
    out = transfer.export_all(filled(file_store, base, pool))
    broken = out.model_copy(update={"items": {}})
    with pytest.raises(InputError, match="not in the file"):
        transfer.import_all(file_store, broken)
    assert transfer.export_all(file_store) == out


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    transfer.write("first", path)
    with pytest.raises(InputError, match="cannot be written"):
        transfer.write("second", tmp_path / "none" / "out.json")
    transfer.write(b"second", path)
    assert path.read_text() == "second"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.json"]


def test_notes_are_found_by_their_words(file_store: Store, base: RuleBase) -> None:
    for name in ("metric", "inference-mode"):
        file_store.save_note(keep(note_of_item(small_item(base, name, 0), base), NOON))
    thing = base.things[base.decisions["inference-mode"].options[0]].name
    assert [note.note.decision for note in search_notebook(file_store.notes(), thing)] == ["inference-mode"]
    assert len(search_notebook(file_store.notes(), "  ")) == 2
    assert search_notebook(file_store.notes(), "zebra") == []


def test_a_note_of_the_same_item_is_kept_once(file_store: Store, base: RuleBase) -> None:
    for _ in range(2):
        file_store.save_note(keep(note_of_item(small_item(base, "metric", 0), base), NOON))
    assert len(file_store.notes()) == 1


def test_the_anki_deck_is_the_same_file_twice_and_holds_each_item_once(
    file_store: Store, base: RuleBase, pool: Pool, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="nothing has been asked"):
        anki_deck((), {})
    filled(file_store, base, pool)
    attempts = file_store.attempts()
    items = file_store.items(attempt.item for attempt in attempts)
    first, again = anki_deck(attempts, items), anki_deck(attempts, items)
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        (tmp_path / "deck.db").write_bytes(package.read("collection.anki2"))
    rows = sqlite3.connect(tmp_path / "deck.db").execute("select guid, flds, tags from notes").fetchall()
    assert len(rows) == len({attempt.item_id for attempt in attempts})
    assert len({guid for guid, _, _ in rows}) == len(rows)
    missed = next(row for row in rows if "Case 0: inference-mode?" in row[1])
    assert "error::careless" in missed[2]
    with zipfile.ZipFile(io.BytesIO(again)) as package:
        (tmp_path / "again.db").write_bytes(package.read("collection.anki2"))
    assert sqlite3.connect(tmp_path / "again.db").execute("select guid, flds, tags from notes").fetchall() == rows
