"""From the advice page a learner keeps decision notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import Store
from pages import opened


def test_decision_notes_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ADVISOR_STORE", str(tmp_path / "study.db"))
    page = opened(scenario="spiky-internal-tool")
    page.button(key="keep-notes").click().run(timeout=120)
    assert not page.exception
    assert "inference-mode" in {kept.note.decision for kept in Store().notes()}
