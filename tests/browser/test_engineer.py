"""The engineer: from a blank form or a prompt to an answer, a change of it, a comparison, and a document."""

from __future__ import annotations

import re
from typing import Any

import pytest

from browsing import (
    SERVERLESS,
    ask_of,
    choose,
    expect,
    go_to,
    is_narrow,
    look,
    recommendation,
    row,
    section,
    settle,
    state_flag,
    state_number,
    unfold,
)

pytestmark = pytest.mark.browser
SCENARIO = "spiky-internal-tool"


def test_by_hand_from_a_blank_form_to_an_elimination(page: Any, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look(page, "start")
    page.get_by_role("button", name="Describe a workload").click()
    expect(page.get_by_text("Say what you know in the form")).to_be_visible()
    look(page, "advice-blank")

    unfold(page, "request")
    state_flag(page, "request.caller_waits", "Yes")
    state_flag(page, "request.cold_start_ok", "Yes")
    state_number(page, "request.payload_mb", "1 MB")
    unfold(page, "traffic")
    choose(page, page.get_by_label(ask_of("traffic.shape")), "Spiky")
    expect(section(page, "request")).to_contain_text("3 stated")
    expect(recommendation(page)).to_contain_text(SERVERLESS)
    expect(row(page, "serverless-endpoint")).to_contain_text("Recommended")
    expect(row(page, "batch-transform")).to_contain_text("Ruled out")
    look(page, "advice-recommended")

    state_number(page, "request.payload_mb", "5 MB")
    expect(row(page, "serverless-endpoint")).to_contain_text("Ruled out")
    expect(recommendation(page)).not_to_contain_text(SERVERLESS)
    state_number(page, "request.payload_mb", "5 apples")
    expect(section(page, "request").get_by_role("alert")).to_contain_text("5 apples")
    expect(recommendation(page)).to_contain_text(SERVERLESS)
    look(page, "advice-not-a-size")


def test_a_dead_cell_opens_to_its_rule_limit_source_and_way_out(page: Any, address: str) -> None:
    page.goto(f"{address}/advise?scenario=large-documents-answered-later")
    dead = row(page, "serverless-endpoint")
    expect(dead).to_contain_text("Ruled out")
    expect(page.get_by_text("Looking for what would make")).to_have_count(0)
    cell = dead.get_by_role("button").first
    cell.focus()
    page.keyboard.press("Enter")
    opened = page.locator(".why:popover-open")
    expect(opened).to_be_visible()
    for part in ("Said", "Rule", "Limit", "checked", "Sources", "What would make it right?"):
        expect(opened).to_contain_text(part)
    expect(opened.get_by_role("link").first).to_have_attribute("href", re.compile("^https://"))
    look(page, "advice-cell")
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    page.get_by_role("radio", name="by name").first.click()
    settle(page)
    first = page.locator(".matrix").first.get_by_role("rowheader")
    names = [item.split("\n")[0] for item in first.all_inner_texts()]
    assert names == sorted(names, key=str.lower)


def test_a_change_survives_other_pages_a_reload_and_the_back_button(page: Any, address: str) -> None:
    page.goto(f"{address}/?scenario={SCENARIO}")
    expect(recommendation(page)).to_contain_text(SERVERLESS)
    expect(page).to_have_url(re.compile(f"/advise\\?scenario={SCENARIO}$"))
    unfold(page, "request")
    state_number(page, "request.payload_mb", "5 MB")
    expect(row(page, "serverless-endpoint")).to_contain_text("Ruled out")
    go_to(page, "Help", "About")
    look(page, "about")
    go_to(page, "Advise", "Scenarios")
    look(page, "scenarios")
    go_to(page, "Advise", "Advice")
    expect(row(page, "serverless-endpoint")).to_contain_text("Ruled out")
    settle(page)
    page.reload()
    expect(row(page, "serverless-endpoint")).to_contain_text("Ruled out")
    expect(page.get_by_text("An internal tool that is used in bursts").first).to_be_visible()
    settle(page)
    unfold(page, "request")
    state_number(page, "request.payload_mb", "2 MB")
    expect(recommendation(page)).to_contain_text(SERVERLESS)
    page.go_back()
    expect(row(page, "serverless-endpoint")).to_contain_text("Ruled out")


def test_a_link_leads_past_the_form_on_a_phone(page: Any, address: str) -> None:
    page.goto(f"{address}/advise?scenario={SCENARIO}")
    expect(recommendation(page)).to_contain_text(SERVERLESS)
    link = page.get_by_role("link", name="Go to the answer")
    if not is_narrow(page):
        expect(link).to_be_hidden()
        return
    link.tap()
    expect(page.get_by_role("heading", level=2).first).to_be_in_viewport()


def test_nothing_fits(page: Any, address: str) -> None:
    page.goto(f"{address}/advise?scenario=private-network-and-a-third-party")
    expect(page.get_by_role("table", name="The recommendation for each decision")).to_contain_text("Nothing fits")
    look(page, "advice-clash")


def test_a_prompt_from_the_start_is_read_and_corrected(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_label("A scenario or a question").fill(
        "A claims team uploads photos, and a caller waits for each answer. Requests carry payloads of 5 MB. "
        "Traffic is spiky. It needs the MOST cost-effective solution. The building is blue. "
        "<script>window.taken=1</script>"
    )
    page.get_by_role("button", name="Show me the answer").click()
    marks = page.locator(".marked mark.must")
    expect(marks.filter(has_text="5 MB")).to_be_visible()
    expect(page.locator(".marked .unread").first).to_contain_text("The building is blue.")
    expect(row(page, "serverless-endpoint")).to_contain_text("Ruled out")
    assert page.evaluate("window.taken") is None
    look(page, "advice-read")
    line = page.locator(".st-key-line-request-payload_mb")
    line.get_by_role("button", name="Correct").click()
    field = page.get_by_test_id("stPopoverBody").get_by_role("textbox")
    field.fill("1 MB")
    field.press("Enter")
    settle(page)
    page.keyboard.press("Escape")
    expect(line).to_contain_text("corrected")
    expect(row(page, "serverless-endpoint")).not_to_contain_text("Ruled out")
    page.reload()
    expect(page.locator(".st-key-line-request-payload_mb")).to_contain_text("corrected")
    expect(page.locator(".marked mark.must").first).to_be_visible()


def test_the_keyboard_alone_leads_from_the_start_to_an_opened_cell(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_label("A scenario or a question").focus()
    page.keyboard.type("A caller waits for each answer. Requests carry payloads of 5 MB.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show me the answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "serverless-endpoint")).to_contain_text("Ruled out")
    settle(page)
    page.get_by_role("radio", name="best first").first.focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "cell":
            break
    page.keyboard.press("Enter")
    opened = page.locator(".why:popover-open")
    expect(opened).to_contain_text("Rule")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.why')")
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)


def test_what_if_side_by_side(page: Any, address: str) -> None:
    page.goto(f"{address}/compare")
    expect(page.get_by_text("Nothing is kept to compare with yet")).to_be_visible()
    look(page, "compare-first")
    page.goto(f"{address}/advise?scenario={SCENARIO}")
    page.get_by_role("button", name="Keep this and change something").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What changes")
    choose(page, page.get_by_label("What do you want to change?"), ask_of("request.payload_mb"))
    state_number(page, "request.payload_mb", "5 MB")
    follows = page.locator(".st-key-follows-inference-mode")
    expect(follows).to_contain_text(f"{SERVERLESS}: recommended → ruled out")
    expect(follows).to_contain_text("large-request-exceeds-serverless")
    bill = page.get_by_role("table", name="What both answers cost in a month, part by part")
    expect(bill.get_by_role("row").filter(has_text="Serving").first).to_contain_text("changes")
    look(page, "compare")
    page.reload()
    expect(page.locator(".st-key-follows-inference-mode")).to_contain_text("ruled out")
    settle(page)
    page.get_by_role("button", name="Take back").first.click()
    expect(page.get_by_text("The answer is the same")).to_be_visible()


def test_what_it_costs_and_a_region_without_prices(page: Any, address: str) -> None:
    page.goto(f"{address}/cost?scenario={SCENARIO}")
    expect(page.get_by_role("table", name="What the chosen options cost in a month")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first).to_be_visible()
    page.locator(".st-key-bills-explored summary").click()
    expect(page.get_by_role("table", name="The typical bill of").first).to_be_visible()
    look(page, "cost")
    region = page.get_by_label("Region", exact=True)
    region.fill("eu-west-9")
    region.press("Enter")
    expect(page.get_by_text("There are no prices for")).to_be_visible()
    expect(page.get_by_text("us-east-1").first).to_be_visible()
    settle(page)
    look(page, "cost-region")


def test_the_answer_is_taken_away(page: Any, address: str) -> None:
    page.goto(f"{address}/advise?scenario={SCENARIO}")
    expect(recommendation(page)).to_contain_text(SERVERLESS)
    settle(page)
    page.locator(".st-key-documents summary").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download", exact=True).click()
    written = coming.value.path().read_text()
    assert coming.value.suggested_filename == "an-internal-tool-that-is-used-in-bursts.md"
    assert "## Considered Options" in written
    assert "advisor advise scenario.yaml --as-of" in written
    look(page, "advice-documents")
