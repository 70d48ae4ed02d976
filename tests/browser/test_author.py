"""The author: a rule by its address, tried with a change that nothing writes to disk."""

from __future__ import annotations

import re
from typing import Any

import pytest

from browsing import expect, look, settle

pytestmark = pytest.mark.browser


def test_a_rule_is_tried_on_the_workbench(page: Any, address: str) -> None:
    page.goto(f"{address}/workbench?rule=large-request-exceeds-serverless")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("request", ignore_case=True)
    expect(page.get_by_role("table", name="The cases of this rule")).to_be_visible()
    expect(page.get_by_test_id("stGraphVizChart").locator("svg")).to_be_visible()
    field = page.get_by_label("The rule’s file (YAML)")
    field.fill(field.input_value().replace("when:", "whenn:"))
    field.press("Control+Enter")
    expect(page.get_by_text("The text cannot be used yet")).to_be_visible()
    look(page, "workbench")


def test_the_door_for_authors_opens_a_rule_with_an_address(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Open the rules").click()
    expect(page.get_by_role("table", name="The cases of this rule")).to_be_visible()
    settle(page)
    expect(page).to_have_url(re.compile(r"/workbench\?rule=[a-z-]+$"))
