"""A new rule loads as it is, its cases pass, and nothing is ever overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.authoring.skeleton import new_rule, similar_rules, skeleton
from advisor.errors import InputError
from advisor.rulebase.load import assemble, default_folder, load, shipped, texts_of
from advisor.verify.cases import Cases
from advisor.vocabulary import RuleStatus
from small_base import texts

ID = "some-callers-travel-light"


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in texts(**files).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_a_skeleton_of_every_decision_loads_and_passes() -> None:
    written = {}
    for decision in (*shipped().decisions, "implications"):
        home = decision if decision == "implications" else f"decisions/{decision}"
        identifier = f"{ID}-{decision}"
        written[f"{home}/{identifier}.yaml"] = skeleton(shipped(), decision, identifier)
    # One base with all of them: loading it is what takes time.
    base = assemble({**texts_of(default_folder()), **written})
    cases = Cases(base)
    for name, text in written.items():
        rule = base.rules[Path(name).stem]
        assert rule.status is RuleStatus.DRAFT, name
        assert list(cases.failing(rule)) == [], name
        assert {case.fires for case in rule.cases} == {True, False, "unknown"}, name
        assert max(map(len, text.splitlines())) <= 120, name


def test_it_is_written_where_it_belongs(tmp_path: Path) -> None:
    rules = folder(tmp_path)
    path = new_rule(rules, "travel", ID)
    assert path == rules / "decisions" / "travel" / f"{ID}.yaml"
    assert load(rules).rules[ID].decision == "travel"
    other = new_rule(rules, "implications", "light-callers-need-to-fly")
    assert other.parent.name == "implications"
    assert load(rules).rules["light-callers-need-to-fly"].then.needs == ("fly",)


def test_the_first_implication_makes_its_folder(tmp_path: Path) -> None:
    rules = folder(tmp_path)
    (rules / "implications" / "fast-answers-keep-a-caller-waiting.yaml").unlink()
    (rules / "implications").rmdir()
    assert new_rule(rules, "implications", ID).exists()


@pytest.mark.parametrize(
    ("decision", "identifier", "said"),
    [
        ("travl", ID, "did you mean `travel`?"),
        ("travel", "Some-Callers-Travel", "did you mean `some-callers-travel`?"),
        ("travel", "some_callers_travel_light", "did you mean `some-callers-travel-light`?"),
        ("travel", "limit-of-4-mb", "did you mean `limit-of-mb`?"),
        ("travel", "callers", "at least three"),
        ("travel", "../../../etc/passwd-of-all", "is not a rule id"),
        ("travel", "", "is not a rule id"),
        ("travel", "heavy-load-sinks-the-boat", "there is a rule `heavy-load-sinks-the-boat` already"),
        ("implications", "heavy-load-sinks-the-boat", "already"),
    ],
)
def test_bad_names_write_nothing(tmp_path: Path, decision: str, identifier: str, said: str) -> None:
    rules = folder(tmp_path)
    before = sorted(rules.rglob("*"))
    with pytest.raises(InputError) as caught:
        new_rule(rules, decision, identifier)
    assert said in str(caught.value)
    assert sorted(rules.rglob("*")) == before


def test_a_broken_base_is_reported_and_nothing_written(tmp_path: Path) -> None:
    rules = folder(tmp_path, **{"decisions/travel/broken-rule-of-mine.yaml": "title: [\n"})
    with pytest.raises(InputError, match="broken-rule-of-mine"):
        new_rule(rules, "travel", ID)
    assert not (rules / "decisions" / "travel" / f"{ID}.yaml").exists()


def test_rules_that_read_alike_are_named() -> None:
    base = assemble(texts())
    assert similar_rules(base, "heavy-load-sinks-a-boat") == ["heavy-load-sinks-the-boat"]
    assert similar_rules(base, "heavy-load-sinks-the-boat") == []


def test_no_stable_rule_kept_its_guide() -> None:
    for name, text in texts_of(default_folder()).items():
        if name.startswith(("decisions/", "implications/")) and "status: draft" not in text:
            assert "TODO" not in text, name
            assert "# Fill it in from top to bottom" not in text, name
