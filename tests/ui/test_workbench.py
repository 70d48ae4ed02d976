"""The author's workbench: a rule is read, changed and judged, and the file on disk stays as it is."""

from __future__ import annotations

from advisor import default_folder, graph, shipped
from pages import opened, shown, testing

RULE = "large-request-exceeds-serverless"
FILE = default_folder() / "decisions" / "inference-mode" / f"{RULE}.yaml"


def at_the_rule() -> testing.AppTest:
    page = opened().switch_page("views/workbench.py").run()
    page.selectbox(key="wb-decision").set_value("inference-mode").run()
    page.selectbox(key="wb-rule").set_value(RULE).run()
    assert not page.exception
    return page


def test_a_rule_is_shown_in_english_with_its_graph_and_cases() -> None:
    page = at_the_rule()
    said = shown(page)
    assert "payload of a request is above the limit" in said
    assert "exactly at the limit" in said
    assert page.get("graphviz_chart")


def test_the_graph_leads_from_facts_to_options() -> None:
    text = graph(shipped(), shipped().rules[RULE])
    assert "f0 -> rule;" in text
    assert 'rule -> t0 [label="rules out"];' in text


def test_a_change_is_judged_without_being_written() -> None:
    before = FILE.read_text()
    page = at_the_rule()
    field = f"wb-text:{RULE}"
    page.text_area(key=field).set_value(before.replace("request.payload_mb:", "request.paylod_mb:", 1)).run()
    assert f"{RULE}.yaml:3" in shown(page)
    page.text_area(key=field).set_value(before.replace("above:", "below:")).run()
    said = shown(page)
    assert "exactly at the limit" in said or "These cases fail" in said
    assert any(alert.title == "These cases fail" for alert in page.error)
    assert any(table.proto.alt == "Verdicts that change" for table in page.table)
    assert FILE.read_text() == before


def test_an_edit_brings_its_findings_by_itself() -> None:
    page = at_the_rule()
    field = f"wb-text:{RULE}"
    text = FILE.read_text()
    page.text_area(key=field).set_value(text.replace("title: ", "title: Really, ", 1)).run(timeout=120)
    said = shown(page)
    assert "No shipped scenario ends differently." in said
    assert "The proofs find nothing" in said
    assert not page.exception


def test_rules_with_findings_are_chosen_from_the_proofs() -> None:
    page = at_the_rule()
    page.selectbox(key="wb-status").set_value("with findings").run(timeout=120)
    assert "No rule matches" in shown(page), "nothing is found in this decision"
    assert not page.exception


def test_long_work_tells_how_far_it_is_and_ends() -> None:
    page = at_the_rule()
    page.button(key="wb-where").click().run()
    assert "/advise?scenario=" in shown(page)
    page.button(key="wb-check").click().run()
    assert not page.exception
    assert page.success or page.warning
