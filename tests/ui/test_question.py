"""The page for questions: each option with its fate, or an honest abstention."""

from __future__ import annotations

import pytest

from advisor import InputError, parse_pasted
from pages import opened, shown

QUESTION = "serving/a-model-for-each-franchise"


def test_an_example_opens_by_its_address_and_each_option_has_a_verdict() -> None:
    page = opened().switch_page("views/question.py")
    page.query_params["question"] = QUESTION
    page.run()
    said = shown(page)
    for letter in "ABCD":
        assert f"**{letter}.**" in said
    assert page.success or page.warning
    assert page.selectbox(key="question_example").value == QUESTION


def test_a_pasted_question_is_judged() -> None:
    page = opened().switch_page("views/question.py").run()
    page.text_area(key="question_text").set_value(
        "A caller waits for each answer. Requests carry payloads of 20 MB <b>each</b>. Which option fits?\n"
        "A) A SageMaker serverless endpoint\nB) A SageMaker real-time endpoint"
    )
    page.button(key="judge").click().run()
    said = shown(page)
    assert "It proposes" in said
    assert "payload of a request" in said.lower()
    assert not any("<b>" in element.value.replace("\\<", "") for element in page.markdown)


def test_a_text_without_options_is_explained() -> None:
    page = opened().switch_page("views/question.py").run()
    page.text_area(key="question_text").set_value("Which option fits?")
    page.button(key="judge").click().run()
    assert "no answer options were found" in shown(page).lower()


@pytest.mark.parametrize("mark", ["A. {}\nB. {}", "A) {}\nB) {}", "(A) {}\n(B) {}", "- A: {}\n- B: {}"])
def test_options_are_found_however_they_are_lettered(mark: str) -> None:
    question = parse_pasted("What fits?\n\n" + mark.format("the first\nof them", "the second"))
    assert question.stem == "What fits?"
    assert question.options == {"A": "the first of them", "B": "the second"}


def test_lettered_steps_of_a_stem_are_not_its_options() -> None:
    question = parse_pasted("Order these:\nA. train\nB. deploy\nWhich is right?\nA. A, B\nB. B, A")
    assert question.options == {"A": "A, B", "B": "B, A"}
    assert "A. train" in question.stem


@pytest.mark.parametrize("text", ["", "A. one\nB. two", "Stem\nA. only one", "x" * 20_001])
def test_a_text_that_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_pasted(text)
