"""The prompt box: words marked in place, each reading removable and correctable, and user text that stays text."""

from __future__ import annotations

import re

from pages import opened, shown, testing, unfold, verdict

PROMPT = (
    "A team has <script>alert(1)</script> and ![x](https://example.com/x.png) on its page. "
    "Callers send payloads of 5 MB. The lake is nice."
)


def read(text: str = PROMPT) -> testing.AppTest:
    page = opened().switch_page("views/advise.py").run()
    page.text_area(key="prompt_text").set_value(text)
    unfold(page, "request").button(key="read_prompt").click().run()
    assert not page.exception
    return page


def marked(page: testing.AppTest) -> str:
    return next(item.proto.body for item in page.get("html") if 'class="marked"' in item.proto.body)


def test_the_words_of_a_fact_are_marked_with_a_label_that_is_also_spoken() -> None:
    found = re.search(
        r'<mark class="must"[^>]*>payloads of 5 MB<span class="tag"> must</span>(.*?)</mark>', marked(read())
    )
    assert found is not None
    assert "payload of a request: 5 MB" in found[1]


def test_a_sentence_without_a_fact_is_greyed_and_listed() -> None:
    page = read()
    assert '<span class="unread">The lake is nice.' in marked(page)
    assert "- The lake is nice." in shown(page)


def test_what_a_prompt_holds_is_never_markup() -> None:
    page = read()
    assert "<script" not in marked(page)
    assert "&lt;script&gt;" in marked(page)
    written = [element.value for element in page.markdown]
    assert not [line for line in written if re.search(r"(?<!\\)(!\[x\]|<script)", line)]


def test_the_form_is_filled_and_a_correction_advises_anew() -> None:
    page = read("A caller waits for each answer. Callers send payloads of 5 MB.")
    assert page.text_input(key="fact:request.payload_mb").value == "5 MB"
    assert verdict(page, "serverless-endpoint") == "Ruled out"
    page.text_input(key="mend:request.payload_mb").set_value("1 MB").run()
    assert page.text_input(key="fact:request.payload_mb").value == "1 MB"
    assert verdict(page, "serverless-endpoint") != "Ruled out"
    assert "(corrected)" in shown(page)


def test_a_mark_can_be_removed_or_made_a_wish() -> None:
    page = read()
    page.button(key="soften:request.payload_mb").click().run()
    assert page.toggle(key="soft:request.payload_mb").value
    page.button(key="remove:request.payload_mb").click().run()
    assert not page.exception
    assert page.text_input(key="fact:request.payload_mb").value == ""


def test_two_readings_that_clash_are_a_question_until_one_is_chosen() -> None:
    page = read("Callers send payloads of 5 MB. The payload is 2 MB.")
    assert page.text_input(key="fact:request.payload_mb").value == ""
    page.button(key="take:request.payload_mb:1").click().run()
    assert not page.exception
    assert page.text_input(key="fact:request.payload_mb").value == "2 MB"


def test_an_empty_box_is_explained() -> None:
    assert "Describe the workload" in shown(read("  "))


def test_the_change_that_makes_an_option_right_opens_and_does() -> None:
    page = opened(scenario="large-documents-answered-later")
    page.button_group(key="way:inference-mode").select("batch-transform").run()
    name = next(button.key for button in page.button if (button.key or "").startswith("try:inference-mode:"))
    page.button(key=name).click().run()
    assert verdict(page, name.rpartition(":")[2]) == "Recommended"
