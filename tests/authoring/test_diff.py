"""The semantic difference: every example was replayed, and no scenario differs in a way that is not listed."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import pytest

from advisor.advise import build
from advisor.authoring.diff import replay
from advisor.authoring.diff.compare import compare, difference
from advisor.authoring.diff.model import How, RuleBaseDifference
from advisor.errors import InputError
from advisor.render import diff as render
from advisor.rulebase.load import assemble
from advisor.rulebase.schema import RuleBase
from advisor.scenario.model import Scenario, Statement
from advisor.scenario.read import parse_scenario
from advisor.vocabulary import Strength
from checkouts import git, small_checkout, write
from small_base import rule, texts, thing
from strategies import random_values

TODAY = datetime.date(2026, 11, 23)
HEAVY = "decisions/travel/heavy-load-sinks-the-boat.yaml"
WAITS = "decisions/travel/a-waiting-caller-takes-the-plane.yaml"
DECISION = "decisions/travel/decision.yaml"
FAST = "implications/fast-answers-keep-a-caller-waiting.yaml"
BOAT = "catalogue/boat.yaml"
TRAP = "decisions/travel/heavy-load-needs-a-tug.yaml"


def edited(name: str, old: str, new: str) -> dict[str, str]:
    assert old in texts()[name]
    return texts(**{name: texts()[name].replace(old, new)})


def without(name: str) -> dict[str, str]:
    return {other: text for other, text in texts().items() if other != name}


def found(new: dict[str, str], old: dict[str, str] | None = None) -> RuleBaseDifference:
    return difference(assemble(old or texts()), assemble(new), TODAY, {})


def said(result: RuleBaseDifference) -> set[str]:
    return {witness.text for item in result.decisions for witness in item.witnesses}


TUG = rule(
    "{request.payload_mb: {above: 2}}",
    "{warns: no-tug-at-hand, only_with: boat}",
    fires="{request.payload_mb: 3}",
    silent="{request.payload_mb: 2}",
    because="A tug is needed.",
)
PREFERS_TRAIN = rule(
    "{traffic.shape: spiky}",
    "{favours: train, by: cost}",
    fires="{traffic.shape: spiky}",
    silent="{traffic.shape: steady}",
    because="The train is cheap.",
)
EDITS = {
    "limit raised": edited(BOAT, "value: 4", "value: 10"),
    "limit lowered": edited(BOAT, "value: 4", "value: 1"),
    "rule removed": without(HEAVY),
    "rule added": texts(**{"decisions/travel/cheap-travel-takes-the-train.yaml": PREFERS_TRAIN}),
    "conclusion changed": edited(WAITS, "{requires: plane}", "{rules_out: plane}"),
    "condition turned": edited(WAITS, "n: {request.caller_waits: true}", "n: {request.caller_waits: {is_not: true}}"),
    "order changed": edited(DECISION, "{boat: {}, plane: {}, train: {}}", "{train: {}, plane: {}, boat: {}}"),
    "applies changed": edited(DECISION, "{request.payload_mb: known}", "{request.payload_mb: {at_most: 5}}"),
    "implication removed": without(FAST),
    "implication turned": edited(FAST, "{request.caller_waits: true}}", "{request.caller_waits: false}}"),
    "inability removed": edited(BOAT, "cannot: {fly: {because: A boat has no wings., source: s}}", "cannot: {}"),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_nothing_differs_that_is_not_listed(edit: str) -> None:
    """Thousands of scenarios, asked of both bases: each ending that differs is one of those listed."""
    texts_new = {name: text.replace("fires: true}", "fires: true}") for name, text in EDITS[edit].items()}
    old, new = assemble(texts()), assemble(texts_new)
    result = difference(old, new, TODAY, {})
    listed = said(result)
    sides = build(old, TODAY), build(new, TODAY)
    rng = random.Random(edit)
    seen = set()
    for _ in range(1500):
        scenario = drawn(rng, old)
        endings = [replay.outcome(side, scenario) for side in sides]
        if endings[0] is None or endings[1] is None:
            if (endings[0] is None) != (endings[1] is None):
                seen.add("a scenario that contradicts itself was " + (
                    "refused, is accepted" if endings[0] is None else "accepted, is refused"))  # fmt: skip
            continue
        one, other = (replay.ending(side, "travel") for side in endings if side)
        if one != other:
            seen.add(f"{one} → {other}")
    assert seen <= listed
    assert seen, "the edit makes a difference that scenarios show"
    assert all(item.settled for item in result.decisions)


def drawn(rng: random.Random, base: RuleBase) -> Scenario:
    program = build(base, TODAY).program
    values = random_values(rng, base.vocabulary, program, rng.choice((0.05, 0.2, 0.6)))
    values.setdefault("request.payload_mb", rng.choice((1, 4, 4.5, 7, 20)))
    statements = (
        Statement(name=name, value=value, strength=rng.choice(list(Strength))) for name, value in values.items()
    )
    return Scenario(statements=tuple(sorted(statements, key=lambda item: item.name)))


@pytest.mark.parametrize("edit", EDITS)
def test_each_example_shows_its_difference_when_read_back(edit: str) -> None:
    """The facts of an example, saved as a scenario file, give both endings in the engine."""
    old, new = assemble(texts()), assemble(EDITS[edit])
    sides = build(old, TODAY), build(new, TODAY)
    checked = 0
    for item in difference(old, new, TODAY, {}).decisions:
        for witness in item.witnesses:
            if ": " in witness.text or "contradicts" in witness.text:
                continue
            lines = "\n".join(f"  {name}: {as_yaml(value)}" for name, value in witness.facts.items())
            text = f"facts:\n{lines}\n" if lines else "facts: {}\n"
            scenario = parse_scenario(text, "witness", new.vocabulary)
            endings = [replay.outcome(side, scenario) for side in sides]
            assert witness.text == " → ".join(replay.ending(side, item.decision) for side in endings if side)
            checked += 1
    assert checked


def as_yaml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_the_same_base_differs_in_nothing() -> None:
    result = found(texts())
    assert result.changes == result.decisions == result.flips == ()
    assert result.untouched == ("travel",)
    assert "Nothing differs." in render.markdown(result)


def test_rewording_changes_no_verdict() -> None:
    result = found(edited(WAITS, "For a reason.", "For another reason."))
    assert [(item.id, item.how) for item in result.changes] == [("a-waiting-caller-takes-the-plane", How.REWORDED)]
    assert result.decisions == ()
    assert result.untouched == ("travel",)
    assert "No scenario is decided otherwise." in render.markdown(result)


def test_a_raised_limit_names_the_rules_that_compare_with_it() -> None:
    result = found(EDITS["limit raised"])
    (change,) = result.changes
    assert (change.kind, change.id, change.how) == ("limit", "boat.max-payload-mb", How.CHANGED)
    assert change.details == ("4 MB → 10 MB", "compared with in: heavy-load-sinks-the-boat")
    assert said(result) == {"plane → boat", "boat: eliminated → survives, with the same ending"}


def test_an_option_that_nothing_leads_to_any_more() -> None:
    impossible = rule(
        "{request.payload_mb: known}", "{rules_out: train}",
        fires="{request.payload_mb: 1}", silent="{traffic.shape: steady}",
    ).replace("fires: false", "fires: unknown", 1)  # fmt: skip
    impossible += "  - {name: never, facts: {request.payload_mb: 1}, fires: false}\n"
    old = texts(
        **{DECISION: texts()[DECISION].replace("{boat: {}, plane: {}, train: {}}", "{train: {}, boat: {}, plane: {}}")}
    )
    result = found({**old, "decisions/travel/no-train-takes-a-load.yaml": impossible}, old)
    (item,) = result.decisions
    assert item.unreachable == ("train",)
    assert found(old, {**old, "decisions/travel/no-train-takes-a-load.yaml": impossible}).decisions[0].reachable == (
        "train",
    )


def test_a_warning_that_is_new() -> None:
    result = found(texts(**{TRAP: TUG}))
    (item,) = result.decisions
    assert (item.decision, [witness.text for witness in item.witnesses]) == (
        "travel", ["heavy-load-needs-a-tug: is silent → speaks"],
    )  # fmt: skip
    (witness,) = item.witnesses
    assert 2 < witness.facts["request.payload_mb"] <= 4, "beyond 4 MB the boat, with which the rule speaks, is out"


def test_a_draft_changes_nothing() -> None:
    result = found(texts(**{TRAP: TUG + "status: draft\n"}))
    assert result.changes[0].how is How.ADDED
    assert "draft" in " ".join(result.changes[0].details)
    assert result.decisions == ()


def test_a_capability_only_one_base_knows() -> None:
    motion = "catalogue/capabilities/motion.yaml"
    more = texts(**{
        motion: texts()[motion] + "dive: Dive under water\n",
        "catalogue/train.yaml": thing("Train", "cannot: {dive: {because: A train floods., source: s}}\n"),
        "catalogue/plane.yaml": thing("Plane", "can: [fly, dive]\n"),
    })  # fmt: skip
    result = found(more)
    assert result.only_new_facts == ("needs.dive",)
    assert "train: survives → eliminated, with the same ending" in said(result)
    assert found(texts(), more).only_old_facts == ("needs.dive",)


def test_a_new_decision_and_a_removed_one() -> None:
    more = texts(**{
        "decisions/stay/decision.yaml": (
            "question: Where do we stay?\narea: deployment\napplies: {request.payload_mb: known}\n"
            "options: {plane: {belongs_to: plane}, train: {belongs_to: train}}\ntasks: [MLS-C01/4.4]\n"
        ),
    })  # fmt: skip
    result = found(more)
    assert result.untouched == ("travel",)
    (item,) = result.decisions
    assert item.decision == "stay"
    assert {witness.text for witness in item.witnesses if "→" in witness.text} >= {"not decided → plane"}
    assert found(texts(), more).decisions[0].decision == "stay"


# --- from git ------------------------------------------------------------------------------------------------


def test_the_working_tree_against_a_revision(tmp_path: Path) -> None:
    root = small_checkout(tmp_path)
    write(root, {BOAT: EDITS["limit raised"][BOAT]})
    scenario = root / "scenarios" / "heavy" / "scenario.yaml"
    scenario.parent.mkdir(parents=True)
    scenario.write_text("facts: {request.payload_mb: 7}\n")
    result = compare(root, "HEAD", TODAY)
    assert result.commit == git(root, "rev-parse", "HEAD")
    (flip,) = result.flips
    assert (flip.scenario, flip.decision, flip.old, flip.new) == ("heavy", "travel", "plane", "boat")
    page = render.markdown(result)
    assert "- `heavy`: travel: plane → boat" in page
    assert "changed limit `boat.max-payload-mb`: 4 MB → 10 MB" in page
    assert git(root, "status", "--porcelain").split() == ["M", "rules/catalogue/boat.yaml", "??", "scenarios/"]


def test_from_a_folder_below_the_root_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    write(tmp_path / "inner", texts())
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "rules")
    assert compare(tmp_path / "inner", "HEAD", TODAY).changes == ()


def test_a_revision_with_rules_that_cannot_be_read_today(tmp_path: Path) -> None:
    old_rule = texts()[WAITS].replace("request.caller_waits", "request.caller_sits")
    root = small_checkout(tmp_path, **{WAITS: old_rule})
    write(root, texts())
    result = compare(root, "HEAD", TODAY)
    assert result.comparable
    assert result.left_out == (WAITS,)
    assert any("unknown fact `request.caller_sits`" in problem for problem in result.problems)
    assert [(item.id, item.how) for item in result.changes] == [("a-waiting-caller-takes-the-plane", How.ADDED)]
    assert "Left out" in render.markdown(result)


def test_a_revision_that_does_not_load(tmp_path: Path) -> None:
    root = small_checkout(tmp_path, **{DECISION: "question: [\n"})
    write(root, texts())
    result = compare(root, "HEAD", TODAY)
    assert not result.comparable
    assert [(item.kind, item.id) for item in result.changes] == [("file", DECISION)]
    page = render.markdown(result)
    assert "do not load" in page
    assert "not valid YAML" in page


@pytest.mark.parametrize("ref", ["no-such-branch", "", "--help", "HEAD~5"])
def test_a_revision_that_does_not_exist(tmp_path: Path, ref: str) -> None:
    with pytest.raises(InputError, match="revision"):
        compare(small_checkout(tmp_path), ref, TODAY)


def test_a_revision_before_there_were_rules(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-qm", "nothing", "--allow-empty")
    write(tmp_path, texts())
    with pytest.raises(InputError, match="there are no rules at `HEAD`"):
        compare(tmp_path, "HEAD", TODAY)


def test_outside_any_repository(tmp_path: Path) -> None:
    write(tmp_path, texts())
    with pytest.raises(InputError, match="git knows no revision"):
        compare(tmp_path, "HEAD", TODAY)


def test_the_same_question_gives_the_same_bytes() -> None:
    one, other = (found(EDITS["limit raised"]) for _ in range(2))
    assert one.model_dump_json() == other.model_dump_json()
