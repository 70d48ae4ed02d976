"""The rule base as it was last read: what has changed since is read again, and nothing else is trusted."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.rulebase import kept, load
from advisor.rulebase.load import amended, assemble
from small_base import rule, texts

HEAVY = "decisions/travel/heavy-load-sinks-the-boat.yaml"
FAST = "implications/fast-answers-keep-a-caller-waiting.yaml"
NEW = "decisions/travel/personal-data-takes-no-train.yaml"
NO_TRAIN = rule(
    "{security.pii: true}", "{rules_out: train}", fires="{security.pii: true}", silent="{security.pii: false}"
)
# Each a change of the files; None takes the file away.
CHANGES: dict[str, dict[str, str | None]] = {
    "nothing": {},
    "a rule reworded": {HEAVY: texts()[HEAVY].replace("A rule", "Heavy loads sink")},
    "a rule more": {NEW: NO_TRAIN},
    "a rule less": {HEAVY: None},
    "an implication less, a rule more": {FAST: None, NEW: NO_TRAIN},
    "another catalogue": {"catalogue/train.yaml": texts()["catalogue/train.yaml"].replace("A Train.", "On rails.")},
}
WRONG: dict[str, dict[str, str | None]] = {
    "no YAML": {HEAVY: "title: ["},
    "an unknown fact": {HEAVY: texts()[HEAVY].replace("request.payload_mb: {above", "request.paylod_mb: {above")},
    "an exception to a rule that is gone": {NEW: NO_TRAIN + "overrides: [heavy-load-sinks-the-boat]\n", HEAVY: None},
    "the id of another rule": {"implications/heavy-load-sinks-the-boat.yaml": texts()[FAST]},
}


def after(change: dict[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in {**texts(), **change}.items() if text is not None}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_read_again_is_what_is_read_anew(name: str) -> None:
    now = after(CHANGES[name])
    found = amended(assemble(texts()), CHANGES[name], now)
    assert found == assemble(now)
    assert list(found.rules) == list(assemble(now).rules)


@pytest.mark.parametrize("name", WRONG)
def test_mistakes_are_told_as_if_all_were_read_anew(name: str) -> None:
    now = after(WRONG[name])
    with pytest.raises(InputError) as anew:
        assemble(now)
    with pytest.raises(InputError) as again:
        amended(assemble(texts()), WRONG[name], now)
    assert again.value.problems == anew.value.problems


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of rules that stands for the shipped one, with a cache of its own."""
    folder = tmp_path / "rules"
    for name, text in texts().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.setattr(load, "default_folder", lambda: folder)
    monkeypatch.setattr(kept.platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    return folder


def test_the_second_reading_takes_what_was_kept_and_sees_every_change(shop: Path) -> None:
    first = load.load(shop)
    assert kept.kept_base() is not None
    assert load.load(shop) == first
    (shop / NEW).write_text(NO_TRAIN)
    assert "personal-data-takes-no-train" in load.load(shop).rules
    (shop / "catalogue/train.yaml").write_text(texts()["catalogue/train.yaml"].replace("A Train.", "On rails."))
    assert load.load(shop).things["train"].what == "On rails."


def test_what_others_may_write_or_what_is_damaged_is_not_read(shop: Path) -> None:
    load.load(shop)
    (file,) = (shop.parent / "cache").glob("rules-*.pickle")
    assert file.stat().st_mode & 0o077 == 0
    file.chmod(0o666)
    assert kept.kept_base() is None
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:100])
    assert kept.kept_base() is None
    file.write_bytes(pickle.dumps({"base": "another thing"}))
    assert kept.kept_base() is None
    assert load.load(shop).rules


def test_a_cache_that_cannot_be_written_is_no_error(shop: Path) -> None:
    (shop.parent / "cache").write_text("a file where the folder should be")
    assert load.load(shop).rules
    assert os.listdir(shop)
