"""The start: one box that takes anything, addresses that lead back, and sign-in where it is configured."""

from __future__ import annotations

import pytest

from advisor import Pasted, parse_scenario, read_scenario, recognise, scenario_text, shipped_scenarios
from pages import BASE, opened, shown, testing, unfold, verdict

PROMPT = "A caller waits for each answer. Requests carry payloads of 5 MB."
QUESTION = f"{PROMPT} Which option fits?\nA. A SageMaker serverless endpoint\nB. A SageMaker real-time endpoint"
FILE = "title: A file\nfacts:\n  request.payload_mb: 5 MB\n  request.caller_waits: true\n"
SCENARIO = "spiky-internal-tool"


def pasted(text: str) -> testing.AppTest:
    page = opened()
    page.text_area(key="start_text").set_value(text)
    page.button(key="start_go").click().run()
    assert not page.exception
    return page


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (PROMPT, Pasted.PROMPT),
        (QUESTION, Pasted.QUESTION),
        (FILE, Pasted.FILE),
        ('{"facts": {"request.payload_mb": 5}}', Pasted.FILE),
        ('{"stem": "Which?", "options": {"A": "one", "B": "two"}}', Pasted.QUESTION),
        ("Our title: it is long. The facts: none.", Pasted.PROMPT),
        ("", Pasted.PROMPT),
    ],
)
def test_what_was_pasted_is_recognised(text: str, kind: Pasted) -> None:
    assert recognise(text) is kind


def test_a_prompt_leads_to_its_advice() -> None:
    page = pasted(PROMPT)
    assert verdict(page, "serverless-endpoint") == "Ruled out"
    assert "text" in page.query_params


def test_a_question_leads_to_its_options() -> None:
    page = pasted(QUESTION)
    assert "It proposes" in shown(page)
    assert "text" in page.query_params


def test_a_file_leads_to_its_advice() -> None:
    page = pasted(FILE)
    assert "A file" in shown(page)
    assert verdict(page, "serverless-endpoint") == "Ruled out"


def test_an_empty_box_and_a_wrong_file_are_explained() -> None:
    assert "Describe the workload" in shown(pasted("  "))
    assert "id you mean `request.payload_mb`" in shown(pasted("facts: {request.paylod_mb: 5}"))


def again(page: testing.AppTest, view: str) -> testing.AppTest:
    """The same address in a new session, as after a reload."""
    fresh = opened().switch_page(f"views/{view}.py")
    for key in ("scenario", "text", "facts", "as_of", "pinned", "question", "rule"):
        if key in page.query_params:
            value = page.query_params[key]
            fresh.query_params[key] = value if isinstance(value, str) else value[0]
    return fresh.run()


def test_a_change_of_a_scenario_survives_a_reload_and_can_be_undone_after_it() -> None:
    page = unfold(opened(scenario=SCENARIO), "request").run()
    page.text_input(key="fact:request.payload_mb").set_value("5 MB").run()
    fresh = again(page, "advise")
    assert verdict(fresh, "serverless-endpoint") == "Ruled out"
    words = read_scenario(shipped_scenarios()[SCENARIO], BASE.vocabulary).by_name["traffic.shape"].words
    assert words is not None and words in shown(fresh)
    fresh.button(key="undo").click().run()
    assert verdict(fresh, "serverless-endpoint") == "Recommended"


def test_a_read_prompt_and_its_correction_survive_a_reload() -> None:
    page = pasted(PROMPT)
    page.text_input(key="mend:request.payload_mb").set_value("1 MB").run()
    fresh = again(page, "advise")
    assert "(corrected)" in shown(fresh)
    assert any('class="marked"' in item.proto.body for item in fresh.get("html"))


def test_a_pasted_file_survives_a_reload() -> None:
    fresh = again(pasted(FILE), "advise")
    assert "A file" in shown(fresh)
    assert verdict(fresh, "serverless-endpoint") == "Ruled out"


def test_what_is_compared_survives_a_reload() -> None:
    page = unfold(opened(scenario=SCENARIO), "request").run()
    page.button(key="keep").click().run()
    page.selectbox(key="change").set_value("request.payload_mb").run()
    page.text_input(key="fact:request.payload_mb").set_value("5 MB").run()
    assert "large-request-exceeds-serverless" in shown(page)
    fresh = again(page, "compare")
    assert "large-request-exceeds-serverless" in shown(fresh)
    assert "payload of a request: 1 MB" in shown(fresh)


def test_a_rule_opens_by_its_address() -> None:
    page = opened().switch_page("views/workbench.py")
    page.query_params["rule"] = "large-request-exceeds-serverless"
    page.run()
    assert page.selectbox(key="wb-rule").value == "large-request-exceeds-serverless"
    page.query_params["rule"] = "no-such-rule"
    assert "no-such-rule" in shown(page.run())


@pytest.mark.parametrize("damaged", ["%%%", "AAAA", "eJw", "x" * 5000])
def test_a_damaged_address_is_told(damaged: str) -> None:
    page = opened(facts=damaged)
    assert "address is damaged" in shown(page)
    assert "text is lost" in shown(opened(text=damaged))


def test_an_address_that_unpacks_to_more_than_anyone_writes_is_refused() -> None:
    from address import packed, unpacked

    assert unpacked(packed("ä" * 1000)) == "ä" * 1000
    assert unpacked(packed("x" * 5_000_000)) is None


def test_any_scenario_comes_back_from_its_address() -> None:
    from address import to_scenario, unpacked

    for path in list(shipped_scenarios().values())[:20]:
        scenario = read_scenario(path, BASE.vocabulary)
        text = unpacked(to_scenario(scenario)["facts"])
        assert text == scenario_text(scenario)
        assert parse_scenario(text, "address", BASE.vocabulary) == scenario


def signing_in() -> testing.AppTest:
    page = opened()
    page.secrets["auth"] = {"redirect_uri": "http://localhost/oauth2callback", "client_id": "x"}
    return page.run()


def test_without_configuration_nobody_signs_in() -> None:
    assert "sign-in" not in [button.key for button in opened().button]


def test_where_sign_in_is_configured_nothing_is_shown_before_it() -> None:
    page = signing_in()
    assert not page.exception
    assert [button.key for button in page.button] == ["sign-in"]
    assert not page.text_area


def test_each_person_who_signs_in_has_a_store_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    import streamlit as st

    import visitor

    monkeypatch.setattr(visitor, "sign_in_is_configured", lambda: True)
    people = ({"iss": "https://one.example", "sub": "1"}, {"iss": "https://other.example", "sub": "1"})
    owners = set()
    for person in people:
        monkeypatch.setattr(st, "user", person)
        owners.add(visitor.owner())
    assert len(owners) == 2
    monkeypatch.setattr(visitor, "sign_in_is_configured", lambda: False)
    assert visitor.owner() == "local"
