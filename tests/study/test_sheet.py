"""The quick-reference sheet says what the rule base says; the drill marks what came back from memory."""

from __future__ import annotations

import datetime

import pytest
from typer.testing import CliRunner

from advisor.advise import advisor_at
from advisor.cli import app
from advisor.errors import InputError
from advisor.render.sheet import sheet_as_html, sheet_as_markdown
from advisor.rulebase.load import shipped
from advisor.study.drill import Part, drill_sections, mark, mark_all
from advisor.study.sheet import current_exam, sheets
from advisor.verdict import excluded_by

DAY = datetime.date(2026, 11, 23)
ADVISOR = advisor_at(DAY)
BASE = shipped()
DEPLOYMENT = sheets(ADVISOR, "MLA-C02", 3)[0]
MODES = next(branch for branch in DEPLOYMENT.branches if branch.decision == "inference-mode")


def line(option: str):
    return next(item for item in MODES.options if item.option == option)


def test_each_domain_of_an_exam_has_a_sheet_with_its_decisions() -> None:
    found = sheets(ADVISOR, "MLA-C02")
    assert [sheet.domain for sheet in found] == [1, 2, 3, 4]
    for sheet in found:
        tagged = {
            decision.id
            for decision in BASE.decisions.values()
            if any(task.startswith(f"MLA-C02/{sheet.domain}.") for task in decision.tasks)
        }
        assert {branch.decision for branch in sheet.branches} == tagged


@pytest.mark.parametrize("sheet", sheets(ADVISOR, "MLA-C02"), ids=lambda sheet: str(sheet.domain))
def test_what_a_sheet_says_is_what_the_rules_do(sheet) -> None:
    for branch in sheet.branches:
        decision = ADVISOR.snapshot.decisions[branch.decision]
        rules = {rule.id: rule for rule in ADVISOR.snapshot.rules[branch.decision]}
        assert [item.option for item in branch.options] == list(decision.options)
        for item in branch.options:
            deadly = [rule for rule in rules.values() if item.option in excluded_by(rule, decision.options)]
            assert (item.killer is None) == (not deadly)
            if item.killer:
                assert item.option in excluded_by(rules[item.killer.rule], decision.options)
            if item.earned and item.earned.rule in rules:
                then = rules[item.earned.rule].then
                assert item.option in then.favours or then.requires == item.option


def test_a_limit_kills_before_anything_else_and_stands_with_its_number() -> None:
    killer = line("serverless-endpoint").killer
    assert killer is not None
    limit = BASE.things["serverless-endpoint"].limits["max-payload-mb"]
    found = next(item for item in DEPLOYMENT.limits if item.limit == "serverless-endpoint.max-payload-mb")
    assert (found.value, found.checked, found.source) == (limit.words, limit.checked, limit.source)
    assert any(character.isdigit() for character in killer.text)


def test_a_closed_service_dies_of_being_closed_and_names_what_comes_instead() -> None:
    found = sheets(ADVISOR, "MLS-C01", 3)[0]
    forecast = next(name for name in found.names if name.thing == "amazon-forecast")
    assert forecast.since == "closed to new customers since 29 July 2024"
    branch = next(item for item in found.branches if item.decision == "forecasting-service")
    killer = next(item for item in branch.options if item.option == "amazon-forecast").killer
    assert killer is not None
    assert killer.rule == "amazon-forecast--closed-to-new-customers"


def test_an_old_name_leads_to_the_new_one() -> None:
    sheet = next(item for item in sheets(ADVISOR, "MLS-C01") if item.domain == 1)
    firehose = next(name for name in sheet.names if name.thing == "data-firehose")
    assert "Kinesis Data Firehose" in " ".join(firehose.formerly)
    assert firehose.now == "Amazon Data Firehose"


@pytest.mark.parametrize(
    ("exam", "domain", "message"),
    [("MLA-C03", None, "did you mean `MLA-C0"), ("MLA-C02", 9, "MLA-C02 has no domain 9")],
)
def test_what_does_not_exist_is_told(exam: str, domain: int | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        sheets(ADVISOR, exam, domain)


def test_without_a_name_the_sheet_is_for_an_exam_that_is_still_held() -> None:
    assert current_exam(BASE, DAY) == "MLA-C02"
    for day in (datetime.date(2026, 3, 31), datetime.date(2026, 9, 28), datetime.date(2026, 9, 29)):
        last = BASE.exams[current_exam(BASE, day)].last_day
        assert last is None or last >= day


def test_markdown_and_html_hold_every_option_limit_and_name() -> None:
    html, markdown = sheet_as_html([DEPLOYMENT]), sheet_as_markdown([DEPLOYMENT]).replace("\\", "")
    for branch in DEPLOYMENT.branches:
        for item in branch.options:
            assert item.name.replace("&", "&amp;").replace("'", "&#x27;") in html
            assert item.name in markdown
    for limit in DEPLOYMENT.limits:
        assert f"<b>{limit.value}</b>" in html
    assert "http" not in html.split("<body>")[0]


def test_the_command_prints_a_page_and_refuses_what_is_unknown() -> None:
    asked = ["study", "sheet", "--exam", "mls-c01", "--domain", "1", "--format", "html"]
    good = CliRunner().invoke(app, asked)
    assert good.exit_code == 0
    assert good.stdout.startswith("<!doctype html>")
    assert "Seen on 31 March 2026" in good.stdout
    bad = CliRunner().invoke(app, ["study", "sheet", "--exam", "MLS-C02"])
    assert isinstance(bad.exception, InputError)
    assert "unknown exam `MLS-C02`" in str(bad.exception)
    assert bad.stdout == ""


# --- the drill ---------------------------------------------------------------------------------------------


def section(identifier: str):
    return next(item for item in drill_sections(DEPLOYMENT) if item.id == identifier)


def test_the_blank_sheet_asks_for_every_part() -> None:
    assert {item.part for item in drill_sections(DEPLOYMENT)} == set(Part)
    identifiers = [item.id for item in drill_sections(DEPLOYMENT)]
    assert len(identifiers) == len(set(identifiers))


def test_options_count_by_whatever_name_and_strangers_are_named() -> None:
    marked = mark(section("options/inference-mode"), "serverless inference endpoint, batch transform\nAWS Glue", BASE)
    assert set(marked.found) >= {"SageMaker AI batch transform"}
    assert "SageMaker AI asynchronous endpoint" in marked.missing
    assert any("Glue" in name for name in marked.strangers)
    assert 0 < marked.share < 1


def test_a_limit_counts_only_with_its_number() -> None:
    asked = section("limits/serverless-endpoint.max-payload-mb")
    assert mark(asked, "6 MB", BASE).missing == ("4 MB",)
    assert mark(asked, "it takes 4 MB at most", BASE).found == ("4 MB",)


def test_nothing_typed_is_all_gaps_and_the_sheet_itself_has_none() -> None:
    for marked in mark_all(DEPLOYMENT, {}, BASE):
        assert marked.found == ()
        assert marked.missing
    typed = {item.id: "\n".join(wanted.text for wanted in item.expected) for item in drill_sections(DEPLOYMENT)}
    gaps = {marked.section: marked.missing for marked in mark_all(DEPLOYMENT, typed, BASE) if marked.missing}
    assert gaps == {}
