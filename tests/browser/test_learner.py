"""The learner: a question from the start page, judged option by option."""

from __future__ import annotations

import re
from typing import Any

import pytest

from browsing import expect, look, settle

pytestmark = pytest.mark.browser


def test_a_question_from_the_start_is_recognised_and_judged(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_label("A scenario or a question").fill(
        "A caller waits for each answer. Requests carry payloads of 20 MB. Which option fits?\n"
        "A. A SageMaker serverless endpoint\nB. A SageMaker real-time endpoint\n"
    )
    page.get_by_role("button", name="Show me the answer").click()
    expect(page.locator(".st-key-option-A")).to_contain_text("Out")
    expect(page).to_have_url(re.compile(r"/question\?text="))
    settle(page)
    page.reload()
    expect(page.locator(".st-key-option-A")).to_contain_text("Out")


def test_an_example_is_judged_option_by_option(page: Any, address: str) -> None:
    page.goto(f"{address}/question?question=serving/card-payments-within-the-network")
    for letter in "ABCD":
        expect(page.locator(f".st-key-option-{letter}")).to_be_visible()
    look(page, "question")
