"""The page without a browser: every field, the answer after each change, and user text that stays text."""

from __future__ import annotations

import re

import pytest

from advisor import read_scenario, shipped_scenarios
from pages import BASE, UI, matrices, matrix, opened, shown, testing, unfold, verdict

SCENARIO = "spiky-internal-tool"
FACTS = [spec for spec in BASE.vocabulary if spec.group != "needs"]
NEED_LISTS = ("needs:must", "needs:should", "needs:not")


def advising(*sections: str, **query: str) -> testing.AppTest:
    """The page for advice, with some sections of the form open."""
    return unfold(opened(**query).switch_page("views/advise.py"), *sections).run()


def test_every_fact_has_a_field_and_starts_unknown() -> None:
    page = advising(*{spec.group for spec in BASE.vocabulary})
    assert not page.exception
    assert len(FACTS) > 20
    for spec in FACTS:
        value = page.get_by_key(f"fact:{spec.name}").value
        assert value in ("unknown", "", []), spec.name
    needs = {spec.name for spec in BASE.vocabulary} - {spec.name for spec in FACTS}
    for key in NEED_LISTS:
        field = page.multiselect(key=key)
        assert field.value == []
        assert len(field.options) == len(needs)
    assert not page.error
    assert not matrices(page)


def test_a_fact_gets_its_strength_when_it_is_stated() -> None:
    page = advising("request")
    assert "soft:request.payload_mb" not in [toggle.key for toggle in page.toggle]
    page.text_input(key="fact:request.payload_mb").set_value("1 MB").run()
    assert page.toggle(key="soft:request.payload_mb").value is False


def round_trip(file: str) -> None:
    """A script for AppTest: a scenario into the widgets' values and back."""
    import datetime
    from pathlib import Path

    import streamlit as st

    import state
    from advisor import advisor_at, read_scenario

    vocabulary = advisor_at(datetime.date.today()).snapshot.base.vocabulary
    scenario = read_scenario(Path(file), vocabulary)
    state.open_scenario(scenario, vocabulary)
    filled = state.read_form(vocabulary)
    st.session_state["problems"] = filled.problems
    st.session_state["same"] = state.scenario_of(filled) == scenario


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_comes_out_of_the_form_as_it_went_in(name: str) -> None:
    page = testing.AppTest.from_function(round_trip, args=(str(shipped_scenarios()[name]),), default_timeout=60).run()
    assert not page.exception
    assert page.session_state["problems"] == {}
    assert page.session_state["same"]


def test_loading_a_scenario_gives_its_advice() -> None:
    page = advising("traffic")
    page.selectbox(key="scenario").select(SCENARIO).run()
    scenario = read_scenario(shipped_scenarios()[SCENARIO], BASE.vocabulary)
    assert (
        unfold(page, "traffic").run().selectbox(key="fact:traffic.shape").value
        == scenario.by_name["traffic.shape"].value
    )
    assert scenario.prompt in [text.value for text in page.text]
    assert verdict(page, "serverless-endpoint") == "Recommended"
    assert page.query_params["scenario"] == SCENARIO


def test_a_link_opens_a_scenario_as_of_a_date() -> None:
    page = opened(scenario=SCENARIO, as_of="2026-03-31")
    assert verdict(page, "serverless-endpoint") == "Recommended"
    assert page.selectbox(key="as_of").value == "MLS-C01"
    assert "As of 31 March 2026" in shown(page)


def test_a_link_to_nothing_is_said_and_ends_in_a_blank_form() -> None:
    page = opened(scenario="no-such", as_of="yesterday")
    assert "no-such" in shown(page)
    assert "yesterday" in shown(page)
    assert page.selectbox(key="scenario").value == ""


def test_changing_a_fact_changes_the_verdict_and_its_reason() -> None:
    page = advising("request", scenario=SCENARIO)
    page.text_input(key="fact:request.payload_mb").set_value("5 MB").run()
    assert verdict(page, "serverless-endpoint") == "Ruled out"
    assert "5 MB" in " ".join(matrix(page, "inference-mode").values())
    assert "large-request-exceeds-serverless" in shown(page)
    page.toggle(key="soft:request.payload_mb").set_value(True).run()
    assert verdict(page, "serverless-endpoint") != "Ruled out"
    page.button(key="undo").click().run()
    assert verdict(page, "serverless-endpoint") == "Recommended"
    assert page.toggle(key="soft:request.payload_mb").value is False


def test_a_need_rules_options_out() -> None:
    page = advising("needs", scenario=SCENARIO)
    page.multiselect(key="needs:must").select("needs.gpu-inference").run()
    assert verdict(page, "serverless-endpoint") == "Ruled out"
    page.multiselect(key="needs:not").select("needs.gpu-inference").run()
    assert "two of these lists" in shown(page)


def test_a_bad_number_is_explained_and_counts_as_unknown() -> None:
    page = advising("request", scenario=SCENARIO)
    page.text_input(key="fact:request.payload_mb").set_value("5 apples").run()
    assert not page.exception
    assert any("5 apples" in error.value for error in page.error)
    assert "large-request-exceeds-serverless" not in shown(page)
    page.text_input(key="fact:request.payload_mb").set_value("900 KB").run()
    assert not page.error


def test_contradicting_facts_are_named() -> None:
    page = advising("request")
    page.text_input(key="fact:request.latency_p50_ms").set_value("2 s").run()
    page.text_input(key="fact:request.latency_p95_ms").set_value("1 s").run()
    assert not page.exception
    assert "latency_p95_ms" in page.error[0].value.replace("\\", "")


def test_nothing_is_lost_on_another_page() -> None:
    page = advising("request", scenario=SCENARIO)
    page.text_input(key="fact:request.payload_mb").set_value("5 MB").run()
    for other in ("views/about.py", "views/scenarios.py"):
        assert not page.switch_page(other).run().exception
        unfold(page.switch_page("views/advise.py"), "request").run()
        assert page.text_input(key="fact:request.payload_mb").value == "5 MB"
        assert verdict(page, "serverless-endpoint") == "Ruled out"


def test_a_scenario_opens_from_the_list_of_scenarios() -> None:
    page = opened().switch_page("views/scenarios.py").run()
    page.button(key=f"open:{SCENARIO}").click().run()
    assert verdict(page, "serverless-endpoint") == "Recommended"


def test_an_unreadable_file_is_explained_with_place_and_remedy() -> None:
    page = opened(scenario=SCENARIO)
    page.text_area(key="pasted").set_value("facts:\n  request.paylod_mb: 5 MB\n")
    page.button(key="read_pasted").click().run()
    said = shown(page)
    assert "pasted text:2" in said
    assert "id you mean `request.payload_mb`" in said
    assert verdict(page, "serverless-endpoint") == "Recommended"
    page.file_uploader(key="upload").upload("picture.yaml", b"\x89PNG\x00\xff").run()
    assert "picture.yaml" in shown(page)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: 1\n" * 300_000, "too large"),
        (b"facts: &a\n  - *a\n", "liases"),
        (b"facts: !!python/object/apply:os.system ['true']\n", "bomb.yaml"),
        (b"facts: " + b"[" * 5000, "bomb.yaml"),
    ],
)
def test_an_upload_is_limited_and_read_as_plain_data(content: bytes, said: str) -> None:
    page = opened(scenario=SCENARIO)
    page.file_uploader(key="upload").upload("bomb.yaml", content).run()
    assert said in shown(page)
    assert verdict(page, "serverless-endpoint") == "Recommended"


NASTY = "<script>alert(1)</script> ![x](https://example.com/x.png) :red[r] :smile: $x^2$ `c` **b** [l](javascript:x)"


def test_what_a_user_writes_stays_text() -> None:
    page = advising()
    text = f"title: |-\n  {NASTY}\nprompt: |-\n  {NASTY}\nfacts:\n  traffic.shape: {{value: spiky, words: '**b**'}}\n"
    page.text_area(key="pasted").set_value(text)
    page.button(key="read_pasted").click().run()
    assert not page.exception
    assert NASTY in [element.value for element in page.text]
    written = [element.value for kind in (page.markdown, page.header, page.subheader) for element in kind]
    written += [str(cell) for table in page.table for row in table.value.to_numpy() for cell in row]
    for markup in ("<script", "![x]", ":red[", "**b**", "$x^2$", "[l]("):
        assert not [line for line in written if re.search(rf"(?<!\\){re.escape(markup)}", line)], markup


@pytest.mark.parametrize(
    "text", [NASTY, "a | b", "# h", "1. x", "https://example.com www.example.com a@b.example", "&lt;"]
)
def test_plain_text_escapes_what_markdown_reads(text: str) -> None:
    from components import plain_text

    written = plain_text(text)
    assert re.sub(r"\\(.)", r"\1", written).replace("\u2060", "") == text
    assert not re.search(r"(?<!\\)([<>*_`\[\]$|]|:\w|&\w|^[#+-]|^1\.)", written)


def test_plain_text_leaves_ordinary_words_alone_for_screen_readers() -> None:
    from components import plain_text

    for spec in FACTS:
        assert plain_text(spec.question.ask) == spec.question.ask


def test_a_link_to_any_page_of_a_fresh_server_goes_through_the_page_list() -> None:
    # Streamlit serves a folder of this name by itself, without app.py's menu and style.
    assert not (UI / "pages").exists()
