"""Shipped items are proved one by one, when they are wanted, and read afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from advisor.advise import Advisor
from advisor.study import proved
from advisor.study.items import Waiting
from advisor.study.model import Item, ItemKind

from .conftest import small_item


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, advisor_now: Advisor) -> list[str]:
    """Two questions, one of which has no proof, and a list of what was done."""
    calls: list[str] = []
    item = small_item(advisor_now.snapshot.base, "metric", 0)

    def prove(name: str, made: Item | None) -> Item | None:
        calls.append(f"proves {name}")
        return made

    def shipped(_date: date, decisions: Mapping[str, str]) -> Iterator[Waiting]:
        assert decisions == {"a": "metric", "b": "metric"}
        yield Waiting(item.id, "metric", (), ItemKind.CHOICE, lambda: prove("a", item))
        yield Waiting("b", "metric", (), ItemKind.CHOICE, lambda: prove("b", None))

    def decisions(_base: object) -> dict[str, str]:
        calls.append("looks")
        return {"a": "metric", "b": "metric"}

    monkeypatch.setattr(proved, "shipped_items", shipped)
    monkeypatch.setattr(proved, "decisions_of_questions", decisions)
    monkeypatch.setattr(proved.platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    return calls


def both(advisor: Advisor, asked: list[str]) -> list[Waiting]:
    return list(proved.waiting_items(advisor, lambda: asked.append("waits")))


def test_nothing_is_proved_before_it_is_wanted_and_nothing_twice(asked: list[str], advisor_now: Advisor) -> None:
    one, two = both(advisor_now, asked)
    assert asked == ["waits", "looks"]
    first = one.prove()
    assert first is not None
    assert two.prove() is None
    assert one.prove() == first
    one, two = both(advisor_now, asked)  # another start
    assert (one.prove(), two.prove()) == (first, None)
    assert asked == ["waits", "looks", "proves a", "proves b"]


def test_a_line_that_a_kill_cut_short_is_proved_anew(asked: list[str], advisor_now: Advisor, tmp_path: Path) -> None:
    one, _ = both(advisor_now, asked)
    first = one.prove()
    [kept] = (tmp_path / "cache" / "items").iterdir()
    kept.write_bytes(kept.read_bytes()[:-100])
    one, _ = both(advisor_now, asked)
    assert one.prove() == first
    one, _ = both(advisor_now, asked)
    assert one.prove() == first
    assert asked.count("proves a") == 2


def test_a_line_that_is_no_item_is_proved_anew(asked: list[str], advisor_now: Advisor, tmp_path: Path) -> None:
    one, _ = both(advisor_now, asked)
    one.prove()
    [kept] = (tmp_path / "cache" / "items").iterdir()
    kept.write_bytes(kept.read_bytes() + b'[1]\n7\n{"metric/0/0": {"id": 7}}\n')
    one, _ = both(advisor_now, asked)
    assert one.prove() is not None
    assert asked.count("proves a") == 2


def test_another_state_of_the_knowledge_takes_the_place_of_the_old_one(
    asked: list[str], advisor_now: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both(advisor_now, asked)[0].prove()
    monkeypatch.setattr(proved, "_state", lambda _advisor: "another")
    both(advisor_now, asked)[0].prove()
    assert asked.count("proves a") == 2
    assert [path.name for path in (tmp_path / "cache" / "items").iterdir()] == ["another.jsonl"]


def test_a_cache_that_cannot_be_written_costs_only_time(asked: list[str], advisor_now: Advisor, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    assert both(advisor_now, asked)[0].prove() is not None
