"""`advisor rules ...` in a checkout of its own: what is written, what is printed, and one message for bad input."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from checkouts import ROOT, copy_of_ours, git, run

ID = "night-callers-travel-light"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_ours(tmp_path_factory.mktemp("checkout"))


@pytest.fixture
def fresh(tmp_path: Path, checkout: Path) -> Path:
    """A checkout of the test's own, committed."""
    root = Path(shutil.copytree(checkout, tmp_path / "fresh"))
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "all")
    return root


def test_a_new_rule_from_skeleton_to_diff(fresh: Path) -> None:
    done = run(fresh, "rules", "new", "inference-mode", ID)
    assert done.returncode == 0, done.stderr
    path = fresh / "rules" / "decisions" / "inference-mode" / f"{ID}.yaml"
    assert f"rules/decisions/inference-mode/{ID}.yaml" in done.stdout
    assert f"advisor rules test {ID}" in done.stdout
    assert "0 failed" in run(fresh, "rules", "test", ID).stdout
    assert (fresh / "rules" / ".schemas" / "inference-mode.json").exists()
    before = path.read_text()
    again = run(fresh, "rules", "new", "inference-mode", ID)
    assert again.returncode == 2
    assert again.stdout == ""
    assert path.read_text() == before
    listed = run(fresh, "rules", "list", "inference-mode", "--status", "draft")
    assert ID in listed.stdout
    assert "nothing while it is a draft" in run(fresh, "rules", "show", ID).stdout
    assert run(fresh, "rules", "index", "--check").returncode == 1
    assert run(fresh, "rules", "index").returncode == 0
    assert run(fresh, "rules", "index", "--check").returncode == 0
    compared = run(fresh, "rules", "diff", "HEAD", "--format", "json")
    assert compared.returncode == 0, compared.stderr
    result = json.loads(compared.stdout)
    assert [item["id"] for item in result["changes"]] == [ID]
    assert result["decisions"] == []


def test_schemas_are_written_or_printed(checkout: Path) -> None:
    assert run(checkout, "rules", "schema").returncode == 0
    written = {path.stem for path in (checkout / "rules" / ".schemas").glob("*.json")}
    assert {"vocabulary", "inference-mode", "implication", "thing", "scenario"} <= written
    schema = json.loads(run(checkout, "rules", "schema", "scenario").stdout)
    assert schema["$schema"].startswith("http://json-schema.org/draft-07")


def test_lists_are_filtered(checkout: Path) -> None:
    by_task = run(checkout, "rules", "list", "--task", "MLS-C01/4.4").stdout
    assert "inference-mode" in by_task
    assert "encryption-keys" not in by_task
    assert "implications" not in by_task
    assert "inference-mode" not in run(checkout, "rules", "list", "implications").stdout.split("\n")[1]


def test_show_tells_where_a_rule_decides(checkout: Path) -> None:
    shown = run(checkout, "rules", "show", "bursts-with-idle-gaps-fit-serverless").stdout
    assert "spiky-internal-tool" in shown
    assert "serverless-endpoint recommended" in shown


def test_facts_are_listed_with_their_words(checkout: Path) -> None:
    assert "intermittent" in run(checkout, "rules", "facts", "shape").stdout
    assert "0 % to 100 %" in run(checkout, "rules", "facts", "idle_share").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "inference-mod", ID], "did you mean `inference-mode`"),
        (["new", "inference-mode", "Night callers"], "is not a rule id"),
        (["new", "inference-mode"], "ID"),
        (["schema", "rul"], "did you mean `rule`"),
        (["list", "--task", "MLS-C01/9.9"], "unknown exam task"),
        (["list", "--status", "done"], "--status"),
        (["list", "travel"], "unknown decision `travel`"),
        (["facts", "xyzzy"], "no fact has `xyzzy`"),
        (["diff", "no-such-branch"], "git knows no revision `no-such-branch`"),
        (["diff", "HEAD", "--format", "yaml"], "--format"),
        (["show", "no-such-rule"], "unknown rule"),
        (["test", "no-such-rule"], "unknown rule"),
    ],
)
def test_bad_input(checkout: Path, arguments: list[str], said: str) -> None:
    done = run(checkout, "rules", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_rules_of_an_installed_advisor_are_read_only(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "src" / "advisor", tmp_path / "src" / "advisor", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("rules", "scenarios"):
        shutil.copytree(ROOT / name, tmp_path / "src" / "advisor" / "_shipped" / name)
    for arguments in (["new", "inference-mode", ID], ["schema"], ["index"], ["diff", "HEAD"]):
        done = run(tmp_path, "rules", *arguments)
        assert done.returncode == 2, arguments
        assert "read-only" in done.stderr
        assert done.stdout == ""
    assert run(tmp_path, "rules", "schema", "rule").returncode == 0
