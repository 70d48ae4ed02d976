"""A learner's evening: practice with its reveal and twin, review, plan, notes, the sheet and its drill, a mock exam."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from advisor import Store, StudySettings
from advisor.study.items import decisions_of_questions
from browsing import BASE, STORE, expect, look, settle

pytestmark = pytest.mark.browser


@pytest.fixture
def newcomer(folder: Path, page: Any) -> Any:
    """A visitor who has done nothing yet, whoever came before."""
    path = folder / STORE
    store = Store(str(path), "ann")
    store.change_settings(**StudySettings(zone="UTC").model_dump(mode="json"))
    store.close()
    with contextlib.closing(sqlite3.connect(path, timeout=20)) as kept, kept:
        for table in ("sheet", "sitting", "attempt", "note", "tick"):
            kept.execute(f"DELETE FROM {table}")
    return page


def answer(page: Any, sure: str) -> None:
    """Chooses the first option and says how sure it is."""
    page.get_by_test_id("stRadio").locator("label").filter(has_text="A. ").click()
    settle(page)
    page.get_by_role("radio", name=sure, exact=True).click()
    settle(page)


def test_practice_leads_to_the_reveal_the_twin_and_the_note(newcomer: Any, address: str) -> None:
    page = newcomer
    page.goto(f"{address}/practise")
    page.get_by_role("radio", name="A decision").click()
    # Its questions are made on the spot, and each option of theirs has a twin.
    assert "audit-trail" not in decisions_of_questions(BASE).values(), "name a decision that no shipped question asks"
    decision = page.get_by_label("Decision", exact=True)
    decision.fill(BASE.decisions["audit-trail"].question)
    decision.press("Enter")
    look(page, "practise-start")
    page.get_by_role("button", name="Ask me").click()
    check = page.get_by_role("button", name="Check my answer")
    expect(check).to_be_disabled()
    answer(page, "Sure")
    check.click()
    expect(page.locator(".st-key-practise-matrix").get_by_text("Right", exact=True)).to_be_visible()
    page.get_by_role("button", name="What would make").last.click()
    variant = page.get_by_role("button", name="Answer that variant")
    expect(variant).to_be_visible()
    look(page, "practise-reveal")
    page.get_by_role("button", name="Keep a note").click()
    settle(page)
    variant.click()
    expect(page.get_by_text("A variant of the last question.")).to_be_visible()
    look(page, "practise-twin")
    page.goto(f"{address}/notes")
    page.get_by_test_id("stExpander").locator("summary").first.click()
    expect(page.get_by_label("Minimal lab proof")).to_be_visible()
    look(page, "notes")
    page.goto(f"{address}/review")
    expect(page.get_by_text("Nothing is due today")).to_be_visible()
    look(page, "review")


def test_the_plan_is_set_and_the_sheet_is_read_and_rebuilt(newcomer: Any, address: str) -> None:
    page = newcomer
    page.goto(f"{address}/plan")
    page.get_by_label("Minutes a day").fill("60")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    settle(page)
    task = page.get_by_test_id("stCheckbox").first
    task.click()
    settle(page)
    look(page, "plan")
    page.reload()
    expect(page.get_by_label("Minutes a day")).to_have_value("60")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    page.goto(f"{address}/sheet")
    expect(page.get_by_role("heading", name="The tree")).to_be_visible()
    look(page, "sheet")
    page.get_by_role("radio", name="Rebuild it from memory").click()
    page.get_by_role("textbox").first.fill("AWS DataSync\nKinesis Data Streams")
    page.get_by_role("button", name="Mark what I wrote").click()
    expect(page.get_by_text("Yes: AWS DataSync")).to_be_visible()
    expect(page.get_by_text("Gap: AWS Transfer Family", exact=True)).to_be_visible()
    look(page, "sheet-drill")


def test_a_mock_exam_outlives_a_reload_and_explains_only_at_its_end(newcomer: Any, address: str) -> None:
    page = newcomer
    page.goto(f"{address}/mock")
    page.get_by_test_id("stRadio").locator("label").filter(has_text="10 questions").click()
    settle(page)
    look(page, "mock-start")
    page.get_by_role("button", name="Start the clock").click()
    page.get_by_role("button", name="Flag for later").click()
    settle(page)
    page.get_by_role("radio", name="Not sure").click()
    settle(page)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Question 2 of 10")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Question 2 of 10")).to_be_visible()
    look(page, "mock-question")
    page.get_by_role("radio", name="All questions").click()
    settle(page)
    expect(page.get_by_role("button", name="1 (not answered, flagged)")).to_be_visible()
    expect(page.get_by_text("Falls", exact=True)).to_have_count(0)
    look(page, "mock-list")
    page.get_by_role("button", name="Submit the exam").click()
    page.get_by_role("button", name="Submit now").click()
    expect(page.get_by_text("Too few questions to speak of readiness")).to_be_visible()
    look(page, "mock-result")
    page.get_by_text("Go through the questions").click()
    expect(page.locator("[class*=st-key-matrix-]")).to_have_count(10)
