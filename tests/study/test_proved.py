"""The proofs of the shipped items are made once and read afterwards."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from advisor.advise import Advisor
from advisor.study import proved
from advisor.study.model import Item

from .conftest import small_item


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, advisor_now: Advisor) -> list[str]:
    """Proofs of one small item, and a list of what was called."""
    calls: list[str] = []
    item = small_item(advisor_now.snapshot.base, "metric", 0)

    def prove(_date: datetime.date) -> tuple[Item, ...]:
        calls.append("proved")
        return (item,)

    monkeypatch.setattr(proved, "shipped_items", prove)
    monkeypatch.setattr(proved.platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    return calls


def test_the_proof_is_announced_made_once_and_read_after_that(asked: list[str], advisor_now: Advisor) -> None:
    first = proved.proved_items(advisor_now, lambda: asked.append("waits"))
    again = proved.proved_items(advisor_now, lambda: asked.append("waits"))
    assert asked == ["waits", "proved"]
    assert first == again


def test_a_damaged_cache_is_made_anew(asked: list[str], advisor_now: Advisor, tmp_path: Path) -> None:
    proved.proved_items(advisor_now)
    [kept] = (tmp_path / "cache" / "items").iterdir()
    kept.write_text("[{")
    proved.proved_items(advisor_now)
    assert asked == ["proved", "proved"]


def test_another_state_of_the_knowledge_takes_the_place_of_the_old_one(
    asked: list[str], advisor_now: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proved.proved_items(advisor_now)
    monkeypatch.setattr(proved, "_state", lambda _advisor: "another")
    proved.proved_items(advisor_now)
    assert asked == ["proved", "proved"]
    assert [path.name for path in (tmp_path / "cache" / "items").iterdir()] == ["another.json"]


def test_a_cache_that_cannot_be_written_costs_only_time(asked: list[str], advisor_now: Advisor, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    assert len(proved.proved_items(advisor_now)) == 1
