"""The study pages without a browser: two windows, reloads, a clock that is set, and nothing shown too early."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit

import advisor.study.clock
import advisor.study.pool
from advisor.study.mock import Mock
from advisor.study.pool import Pool
from advisor.study.records import Confidence
from advisor.study.store.store import Store
from pages import UI, opened, shown, testing

from .conftest import HandClock


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pool: Pool, clock: HandClock) -> Iterator[None]:
    """The pages on a store of their own, with items that need no proof and a clock that is set by hand."""
    monkeypatch.syspath_prepend(str(UI))
    monkeypatch.setenv("ADVISOR_STORE", str(tmp_path / "s.sqlite"))
    monkeypatch.setenv("ADVISOR_LEARNER", "ann")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr(advisor.study.pool, "shipped_pool", lambda _advisor: pool)
    monkeypatch.setattr(advisor.study.clock, "utc_now", clock)
    streamlit.cache_resource.clear()
    yield
    streamlit.cache_resource.clear()


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "s.sqlite"), "ann")


def on(name: str) -> testing.AppTest:
    page = opened().switch_page(f"views/{name}.py").run()
    assert not page.exception
    return page


def find(page: testing.AppTest, kind: str, start: str) -> testing.AppTest:
    return next(item for item in page.get(kind) if (item.key or "").startswith(start))


def choose(page: testing.AppTest, letter: str, confidence: Confidence) -> None:
    """Chooses an option and a confidence on the page for practice."""
    find(page, "radio", "practise-options").set_value(letter)
    find(page, "button_group", "practise-confidence").set_value(confidence)
    page.run()


def asked(page: testing.AppTest) -> testing.AppTest:
    page.button(key="practise-start").click().run()
    assert not page.exception
    return page


def test_confidence_is_asked_before_the_answer_can_be_checked(kept: Store) -> None:
    page = asked(on("practise"))
    assert page.button(key="practise-check").disabled
    find(page, "radio", "practise-options").set_value("A").run()
    assert page.button(key="practise-check").disabled
    assert "cannot." not in shown(page)
    choose(page, "A", Confidence.SURE)
    page.button(key="practise-check").click().run()
    assert shown(page).count("cannot.") == 4  # each option with its reason
    [attempt] = kept.attempts()
    assert (attempt.chosen, attempt.confidence) == (("A",), Confidence.SURE)


def test_a_question_survives_a_switch_of_pages(kept: Store) -> None:
    page = asked(on("practise"))
    stem = next(item.value for item in page.text)
    page.switch_page("views/notes.py").run()
    page.switch_page("views/practise.py").run()
    assert stem in [item.value for item in page.text]


def test_a_miss_is_classed_and_corrected_in_one_click(kept: Store) -> None:
    page = asked(on("practise"))
    item = page.session_state["practise"].item
    wrong = next(letter for letter in item.options if letter not in item.answer)
    choose(page, wrong, Confidence.UNSURE)
    page.button(key="practise-check").click().run()
    assert "This looks like" in shown(page)
    find(page, "button_group", "practise-miss").set_value("careless").run()
    assert [attempt.confirmed for attempt in kept.attempts()] == ["careless"]
    # These items state no facts, so that nothing about them could be varied.
    assert not [button for button in page.button if (button.key or "").startswith("practise-if-")]
    page.button(key="practise-note").click().run()
    assert len(kept.notes()) == 1
    review = on("review")
    assert "Your last misses" in shown(review)


def test_every_choice_of_what_to_practise_leads_to_a_question() -> None:
    for about in ("A domain", "A decision", "Two options I mix up"):
        page = on("practise")
        page.button_group(key="practise_about").set_value(about).run()
        page = asked(page)
        assert "How sure are you?" in {item.label for item in page.get("button_group")}


def started(count: str = "10 questions, 20 minutes") -> testing.AppTest:
    page = on("mock")
    page.radio(key="mock_count").set_value(int(count.split()[0])).run()
    page.button(key="mock-start").click().run()
    assert not page.exception
    return page


def test_a_mock_survives_a_reload_and_shows_nothing_before_its_end(pool: Pool, kept: Store, clock: HandClock) -> None:
    page = started()
    find(page, "radio", "mock-options").set_value("B").run()
    find(page, "button_group", "mock-confidence").set_value(Confidence.UNSURE).run()
    page.button(key="mock-flag").click().run()
    page.button(key="mock-next").click().run()
    assert "Question 2 of 10" in {item.value for item in page.subheader}
    again = on("mock")
    assert "Question 2 of 10" in {item.value for item in again.subheader}
    again.button(key="mock-back").click().run()
    assert find(again, "radio", "mock-options").value == "B"
    assert "Question 1 of 10 (flagged)" in {item.value for item in again.subheader}
    assert "cannot." not in shown(again)
    assert not re.search("Right|Falls", shown(again))


def test_a_second_window_shows_what_the_first_entered(pool: Pool, kept: Store, clock: HandClock) -> None:
    one = started()
    two = on("mock")
    find(one, "radio", "mock-options").set_value("C").run()
    two.run()
    assert find(two, "radio", "mock-options").value == "C"
    sitting = Mock(kept, pool).running(clock())
    assert sitting is not None
    Mock(kept, pool).submit(sitting, clock())
    find(one, "radio", "mock-options").set_value("A").run()
    assert "has been submitted" in shown(one)
    assert [attempt.chosen for attempt in kept.attempts()] == [("C",)]


def test_the_review_screen_leads_to_a_question(pool: Pool) -> None:
    page = started()
    page.button_group(key="mock_tab").set_value("All questions").run()
    assert "not answered" in page.button(key="mock-go-4").label
    page.button(key="mock-go-4").click().run()
    assert "Question 5 of 10" in {item.value for item in page.subheader}


def test_the_time_runs_out_whatever_the_browser_does(pool: Pool, kept: Store, clock: HandClock) -> None:
    page = started()
    find(page, "radio", "mock-options").set_value("A").run()
    clock.advance(minutes=20)
    page.run()
    assert not page.exception
    assert "Too few questions to speak of readiness" in shown(page)
    assert "scaled score" in shown(page)
    assert len(kept.attempts()) == 1


def test_the_plan_is_saved_ticked_and_exported(kept: Store, clock: HandClock) -> None:
    page = on("plan")
    assert kept.settings().began == clock().date()
    page.checkbox[0].check().run()
    assert len(kept.ticks()) == 1
    again = on("plan")
    assert again.checkbox[0].value
    again.checkbox[0].uncheck().run()
    assert kept.ticks() == ()
    assert any(table.proto.alt == "The plan day by day" for table in again.table)


def test_pages_say_kindly_that_there_is_nothing_yet() -> None:
    assert "No notes yet" in shown(on("notes"))
    assert "Nothing has been answered yet" in shown(on("review"))


def test_a_store_that_cannot_be_opened_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "no-store"
    path.write_text("this is a text, and no database; it is long enough to be looked at\n" * 20)
    monkeypatch.setenv("ADVISOR_STORE", str(path))
    assert "Your work cannot be opened" in shown(on("notes"))
