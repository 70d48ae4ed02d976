"""`advisor study ...` with lines from standard input, as a script gives them."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from advisor import cli_keep, cli_learn
from advisor.advise import Advisor
from advisor.cli import app
from advisor.cli_ask import Dialogue
from advisor.errors import InputError
from advisor.study.mock import Mock
from advisor.study.pool import Pool
from advisor.study.practice import Wish, choose
from advisor.study.records import StudySettings
from advisor.study.store.store import Store

from .conftest import HandClock

RUN = CliRunner()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, advisor_now: Advisor, pool: Pool, clock: HandClock) -> None:
    """The commands on a store of their own, with items that need no proof and a clock that stands still."""
    monkeypatch.setenv("ADVISOR_STORE", str(tmp_path / "s.sqlite"))
    monkeypatch.setenv("ADVISOR_LEARNER", "ann")
    monkeypatch.setenv("TZ", "UTC")

    def talk_with(where: str | None, who: str | None) -> tuple[Dialogue, Pool]:
        return Dialogue(Store(where, who), advisor_now, clock, _stdin), pool

    for module in (cli_learn, cli_keep):
        monkeypatch.setattr(module, "talk_with", talk_with)


def _stdin() -> str:
    import sys

    return sys.stdin.readline()


def study(*arguments: str, lines: str = "", fails: bool = False) -> Result:
    done = RUN.invoke(app, ["study", *arguments], input=lines)
    if fails:
        assert isinstance(done.exception, InputError), done.output
    else:
        assert done.exit_code == 0, (done.output, done.exception)
    return done


def kept(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "s.sqlite"), "ann")


def test_a_session_asks_confidence_before_the_reveal_and_keeps_each_answer(
    tmp_path: Path, pool: Pool, clock: HandClock
) -> None:
    first, second = choose(pool, Wish(decision="metric"), [], StudySettings(), clock(), 2)
    [right] = first.answer
    wrong = next(letter for letter in second.options if letter not in second.answer)
    lines = f"{right}\nmaybe\nsure\n\n{wrong} guess\nc\n\n"
    said = study("practice", "--decision", "metric", "--count", "2", lines=lines).output
    assert said.index("How sure are you?") < said.index("✓")
    attempts = kept(tmp_path).attempts()
    kept_as = {(attempt.chosen, attempt.confirmed, attempt.confidence.value) for attempt in attempts}
    assert kept_as == {((right,), None, "sure"), ((wrong,), "constraint-miss", "guess")}
    assert "1 of 2 right" in said


def test_the_end_of_the_input_stops_kindly_and_loses_nothing(tmp_path: Path) -> None:
    said = study("practice", "--decision", "metric", "--count", "3", lines="A sure\n").output
    assert "Everything you answered is kept" in said
    assert len(kept(tmp_path).attempts()) == 1
    assert "Everything you answered is kept" in study("practice", lines="").output


def test_an_unknown_letter_is_asked_again(tmp_path: Path) -> None:
    said = study("practice", "--decision", "metric", "--count", "1", lines="Z sure\n??\nA sure\n\n\n").output
    assert "there is no option `Z`" in said
    assert len(kept(tmp_path).attempts()) == 1


def test_the_learner_corrects_the_class_with_one_letter(tmp_path: Path) -> None:
    for letter in "ABCD":
        study("practice", "--decision", "inference-mode", "--count", "1", lines=f"{letter} sure\nx\n\n")
    missed = [attempt for attempt in kept(tmp_path).attempts() if not attempt.correct]
    assert missed
    assert {attempt.confirmed for attempt in missed} == {"careless"}
    assert "careless" in study("misses").output


def test_the_misses_of_a_mock_are_confirmed_afterwards(tmp_path: Path) -> None:
    study("mock", "--questions", "8", lines="A sure\n" * 8 + "submit\n")
    missed = [attempt for attempt in kept(tmp_path).attempts() if not attempt.correct]
    assert missed
    said = study("misses", "--confirm", lines="x\n" + "\n" * (len(missed) - 1)).output
    assert f"Miss 1 of {len(missed)}" in said
    confirmed = [attempt.confirmed for attempt in kept(tmp_path).attempts() if not attempt.correct]
    assert None not in confirmed
    assert "careless" in confirmed
    assert "Every miss has its class confirmed" in study("misses", "--confirm").output


def test_a_pair_names_its_decision(tmp_path: Path) -> None:
    said = study("practice", "--pair", "serverless-endpoint/real-time-endpoint", "--count", "1", lines="").output
    assert "Case" in said
    study("practice", "--pair", "serverless-endpoint/xgboost-classic", fails=True)


def test_review_has_nothing_on_the_first_day_and_the_miss_on_the_next(tmp_path: Path, clock: HandClock) -> None:
    assert "Nothing is due" in study("review").output
    study("practice", "--decision", "metric", "--count", "1", lines="A guess\n\n\n")
    study("practice", "--decision", "metric", "--count", "1", lines="A guess\n\n\n")
    clock.advance(days=1)
    assert "Question 1 of" in study("review", lines="").output


def test_a_mock_runs_on_when_it_is_left_and_explains_nothing_before_the_end(clock: HandClock) -> None:
    first = study("mock", "--questions", "3", lines="A sure\nf\nq\n").output
    assert "The clock runs on" in first
    assert "✓" not in first
    clock.advance(minutes=2)
    again = study("mock", lines="r\n1\nB\nsubmit\n").output
    assert "0:04:00 left" in again  # 130 minutes · 3 / 65 = 6, less 2
    assert "your answer: A" in again
    assert "raw answers become its scaled score" in again
    assert "right" in study("mock", "--results").output


def test_a_mock_whose_time_is_up_shows_its_result(clock: HandClock, tmp_path: Path, pool: Pool) -> None:
    study("mock", "--questions", "3", lines="A sure\nq\n")
    clock.advance(minutes=10)
    assert Mock(kept(tmp_path), pool).running(clock()) is None
    assert "Left unanswered: 2" in study("mock", "--results").output


def test_the_plan_is_set_shown_and_ticked(tmp_path: Path) -> None:
    said = study(
        "plan", "--exam", "mls-c01", "--date", "2026-12-12", "--minutes", "60", "--zone", "Europe/Berlin"
    ).output
    assert "MLS-C01 on Saturday 12 December 2026: 14 days left" in said
    settings = kept(tmp_path).settings()
    assert (settings.exam, settings.minutes, settings.zone) == ("MLS-C01", 60, "Europe/Berlin")
    assert "✓ Drill" in study("plan", "--done", "drill").output
    assert "no exam date is set" in study("plan", "--date", "none").output


@pytest.mark.parametrize(
    "wrong",
    [
        ["plan", "--exam", "XYZ"],
        ["plan", "--date", "soon"],
        ["plan", "--zone", "Mars"],
        ["plan", "--minutes", "3"],
        ["plan", "--days", "99"],
        ["plan", "--done", "nothing"],
        ["practice", "--domain", "9"],
        ["practice", "--decision", "nothing"],
        ["practice", "--pair", "serverless-endpoint"],
        ["mock", "--questions", "900"],
        ["notes", "--drop", "nothing"],
        ["notes", "--format", "xml"],
        ["export", "/nowhere/file.json"],
        ["import", "/nowhere/file.json"],
    ],
)
def test_bad_input_is_one_message_with_a_remedy(wrong: list[str], tmp_path: Path) -> None:
    before = kept(tmp_path).settings()
    done = study(*wrong, fails=True)
    assert "Traceback" not in str(done.exception)
    assert kept(tmp_path).settings() == before


def test_notes_are_kept_searched_and_exported(tmp_path: Path) -> None:
    study("practice", "--decision", "metric", "--count", "1", lines="A sure\nn\nn\n\n\n")
    assert "Problem" in study("notes").output
    assert "No notes found" in study("notes", "zebra").output
    assert "## Why not the alternatives" in study("notes", "--format", "markdown").output
    [note] = json.loads(study("notes", "metric", "--format", "json").output)
    assert "removed" in study("notes", "--drop", note["id"]).output


def test_notes_of_a_scenario_are_kept(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text("title: A tool\nfacts: {goal.serve_predictions: true, request.caller_waits: true}\n")
    assert "Notes kept" in study("notes", "--save", str(scenario)).output
    assert "How should predictions be served?" in study("notes").output


def test_export_and_import_through_files(tmp_path: Path) -> None:
    study("practice", "--decision", "metric", "--count", "1", lines="A sure\n\n\n")
    study("plan", "--date", (datetime.date(2026, 12, 12)).isoformat())
    out = {kind: tmp_path / f"out.{kind}" for kind in ("json", "anki", "calendar")}
    for kind, path in out.items():
        study("export", str(path), "--format", kind)
    assert out["calendar"].read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert out["anki"].read_bytes().startswith(b"PK")
    other = str(tmp_path / "other.sqlite")
    assert "New: 1 attempts" in study("import", str(out["json"]), "--store", other).output
    again = study("export", "-", "--store", other).output
    assert json.load(io.StringIO(again)) == json.loads(out["json"].read_text())
