"""What leaves the advisor: documents say what they were made from, can be made again, and show text as text."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from typer.testing import CliRunner

from advisor import (
    Advice,
    Export,
    Scenario,
    Verdict,
    advisor_at,
    export,
    parse_scenario,
    picture,
    read_scenario,
    scenario_text,
    shipped_scenarios,
    span,
    svg,
)
from advisor.cli import app
from advisor.render.mermaid import mermaid
from advisor.render.picture import STANDS_IN_A_VPC
from advisor.render.stamp import fingerprint

DAY = datetime.date(2026, 11, 23)
ADVISOR = advisor_at(DAY)
BASE = ADVISOR.snapshot.base
NASTY = (
    '<script>alert(1)</script> ![x](https://example.com/x.png) ```\n"]; click n0 href "javascript:x" & **b** $x$ '
    + "long" * 60
)


def shipped(name: str) -> Scenario:
    return read_scenario(shipped_scenarios()[name], BASE.vocabulary)


def advised(name: str) -> Advice:
    return ADVISOR.advise(shipped(name), changes=False)


def names(svg_text: str) -> str:
    """The visible words of an SVG, joined as a reader would."""
    root = ElementTree.fromstring(svg_text)
    return " ".join(item.text or "" for item in root.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_scenario_is_written_as_it_was_read(name: str) -> None:
    scenario = shipped(name)
    assert parse_scenario(scenario_text(scenario), "again", BASE.vocabulary) == scenario


def test_hostile_texts_survive_being_written() -> None:
    facts = "  traffic.shape: {value: spiky, words: 'yes'}\n"
    text = f"title: |-\n  {NASTY.splitlines()[0]}\nprompt: 'yes'\nfacts:\n{facts}"
    scenario = parse_scenario(text, "first", BASE.vocabulary)
    assert parse_scenario(scenario_text(scenario), "again", BASE.vocabulary) == scenario


def test_the_lanes_hold_the_architecture_and_nothing_else() -> None:
    advice = advised("health-records-scored-monthly")
    drawn = picture(advice, BASE.things)
    boxes = [part.name for lane in (*drawn.stages, *drawn.across) for group in lane.groups for part in group.parts]
    assert sorted(boxes) == sorted(BASE.things[item].name for item in advice.architecture)
    lane = next(lane for lane in drawn.stages if lane.title == "Deploy")
    inside = next(group for group in lane.groups if group.label == "VPC")
    # The scenario forbids the public internet, so the job's containers get a VPC configuration.
    assert [part.name for part in inside.parts] == [BASE.things["batch-transform"].name]
    assert "Deploy, inside the VPC: SageMaker AI batch transform" in drawn.alt


def test_the_vpc_of_training_holds_no_serving() -> None:
    scenario = shipped("spiky-internal-tool")
    drawn = picture(ADVISOR.advise(scenario, changes=False), BASE.things)
    assert not [group for lane in drawn.stages for group in lane.groups if group.label]


def test_callers_stand_outside_the_account_where_the_facts_say_so() -> None:
    drawn = picture(advised("mobile-app-on-the-internet"), BASE.things)
    assert [part.name for part in drawn.outside] == ["Callers on the internet"]
    assert "Outside the account: Callers on the internet." in drawn.alt
    within = picture(advised("spiky-internal-tool"), BASE.things)
    assert not within.outside


def test_what_was_ruled_out_appears_on_demand_only() -> None:
    advice = advised("spiky-internal-tool")
    name = BASE.things["batch-transform"].name
    assert name not in picture(advice, BASE.things).alt
    assert f"{name} (ruled out)" in picture(advice, BASE.things, eliminated=True).alt


def test_a_question_without_an_answer_is_named_below_the_picture() -> None:
    drawn = picture(advised("private-network-and-a-third-party"), BASE.things)
    question = BASE.decisions["network-isolation"].question
    assert drawn.unsettled == (question,)
    assert f"Not settled yet: {question}" in drawn.alt
    assert f"Not settled yet: {question}" in names(svg(drawn))


def test_every_id_that_the_picture_knows_is_in_the_catalogue() -> None:
    assert set(STANDS_IN_A_VPC) <= set(BASE.things)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", ["health-records-scored-monthly", "mobile-app-on-the-internet"])
def test_the_svg_is_sound_the_same_twice_and_within_its_frame(name: str, narrow: bool) -> None:
    drawn = picture(advised(name), BASE.things, eliminated=True)
    text = svg(drawn, narrow=narrow)
    assert text == svg(drawn, narrow=narrow)
    root = ElementTree.fromstring(text)
    width, height = (float(root.attrib[key]) for key in ("width", "height"))
    for box in root.iter("{http://www.w3.org/2000/svg}rect"):
        x, y = float(box.get("x", "0")), float(box.get("y", "0"))
        assert x >= 0 and x + float(box.attrib["width"]) <= width
        assert y >= 0 and y + float(box.attrib["height"]) <= height
    for lane in (*drawn.stages, *drawn.across):
        for group in lane.groups:
            for part in group.parts:
                assert part.name.split()[0] in names(text)


def test_a_picture_of_nothing_is_a_picture() -> None:
    drawn = picture(ADVISOR.advise(Scenario(), changes=False), BASE.things)
    assert drawn.empty
    ElementTree.fromstring(svg(drawn))


@pytest.mark.parametrize("form", Export)
def test_each_document_names_its_making_and_the_command_makes_it_again(form: Export, tmp_path: Path) -> None:
    scenario = shipped("spiky-internal-tool")
    advice = ADVISOR.advise(scenario)
    written = export(form, advice, scenario, BASE.things)
    for needed in (BASE.version, BASE.sha256, "2026-11-23", fingerprint(advice)):
        assert needed in written
    file = tmp_path / "scenario.yaml"
    file.write_text(scenario_text(scenario))
    command = ["advise", str(file), "--as-of", "2026-11-23", "--format", form.value]
    if form is not Export.JSON:
        done = CliRunner().invoke(app, command)
        assert (done.exit_code, done.stdout) == (0, written)
        return
    # Everything stands in this one, so a process of its own shows that nothing hangs on the order of a set.
    told = subprocess.run([sys.executable, "-m", "advisor.cli", *command], capture_output=True, timeout=120, check=True)
    assert told.stdout.decode() == written


def test_a_document_tells_what_the_recommended_and_each_surviving_option_cost() -> None:
    scenario = shipped("spiky-internal-tool")
    advice = ADVISOR.advise(scenario, changes=False)
    assert advice.cost is not None and advice.cost.architecture is not None
    together = span(advice.cost.architecture.monthly_usd)
    for form in (Export.ADR, Export.NOTE, Export.MARKDOWN, Export.HTML):
        assert f"costs {together} a month in us-east-1" in export(form, advice, scenario, BASE.things).replace("\\", "")
    text = export(Export.ADR, advice, scenario, BASE.things).replace("\\", "")
    mode = next(item for item in advice.decisions if item.decision == "inference-mode")
    for option in mode.options:
        part = text.split(f"#### {option.name}\n")[1].split("\n#")[0]
        # Nobody can choose what is ruled out, so it has no price.
        assert ("a month" in part) == (option.verdict is not Verdict.ELIMINATED), option.option


def test_a_document_without_costs_says_nothing_of_them() -> None:
    scenario = shipped("spiky-internal-tool")
    advice = ADVISOR.advise(scenario, changes=False, costs=False)
    for form in (Export.ADR, Export.NOTE, Export.MARKDOWN, Export.HTML):
        assert "us-east-1" not in export(form, advice, scenario, BASE.things)


def test_the_record_considers_every_option_and_says_why_each_fell() -> None:
    scenario = shipped("spiky-internal-tool")
    advice = ADVISOR.advise(scenario)
    text = export(Export.ADR, advice, scenario, BASE.things)
    for heading in ("Context and Problem Statement", "Considered Options", "Decision Outcome", "Pros and Cons"):
        assert f"## {heading}" in text
    for decision in advice.decisions:
        for option in decision.options:
            part = text.split(f"#### {option.name.replace('_', chr(92) + '_')}\n")[1].split("\n#")[0]
            assert all(reason.rule in part for reason in option.reasons), option.option


def test_the_fingerprint_follows_the_verdicts_and_not_the_engine() -> None:
    scenario = shipped("spiky-internal-tool")
    advice = ADVISOR.advise(scenario, changes=False)
    assert fingerprint(advice.model_copy(update={"engine": "another"})) == fingerprint(advice)
    changed = parse_scenario(scenario_text(scenario).replace("value: 1\n", "value: 5\n", 1), "changed", BASE.vocabulary)
    other = ADVISOR.advise(changed, changes=False)
    assert fingerprint(other) != fingerprint(advice)


def hostile() -> Scenario:
    text = json.dumps(
        {
            "title": NASTY,
            "prompt": NASTY,
            "objective": NASTY,
            "facts": {"traffic.shape": {"value": "spiky", "words": NASTY}},
        }
    )
    return parse_scenario(text, "hostile", BASE.vocabulary)


def test_user_text_is_text_in_every_document() -> None:
    scenario = hostile()
    advice = ADVISOR.advise(scenario, changes=False)
    page = export(Export.HTML, advice, scenario, BASE.things)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "default-src 'none'" in page
    for form in (Export.MARKDOWN, Export.ADR, Export.NOTE):
        outside_fences = re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1$", "", export(form, advice, scenario, BASE.things))
        assert not re.search(r"(?<!\\)(<script|!\[x\]|\*\*b\*\*)", outside_fences), form
    ElementTree.fromstring(export(Export.SVG, advice, scenario, BASE.things))
    drawn = mermaid(picture(advice, BASE.things))
    assert "<script" not in drawn
    assert '"]; click' not in drawn
    tame = ADVISOR.advise(Scenario(title="T", statements=scenario.statements), changes=False)
    assert len(drawn.splitlines()) == len(mermaid(picture(tame, BASE.things)).splitlines())
