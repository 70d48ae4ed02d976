"""The command line: exit codes, one message for bad input, nothing on standard output then."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCENARIO = "facts: {traffic.shape: spiky, request.payload_mb: 1 MB}\n"


def run(*arguments: str, stdin: str | bytes = "") -> subprocess.CompletedProcess[str]:
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "advisor.cli", *arguments], input=given, capture_output=True, timeout=120, check=False
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_advise_prints_json_as_promised() -> None:
    done = run("advise", "-", "--format", "json", "--as-of", "2026-11-23", stdin=SCENARIO)
    assert done.returncode == 0, done.stderr
    advice = json.loads(done.stdout)
    assert {"scenario", "as_of", "rulebase", "engine", "decisions", "companions", "warnings", "architecture"} <= set(
        advice
    )
    assert advice["as_of"] == "2026-11-23"
    mode = next(item for item in advice["decisions"] if item["decision"] == "inference-mode")
    assert {option["option"] for option in mode["options"]} == {
        "real-time-endpoint", "serverless-endpoint", "asynchronous-endpoint", "batch-transform",
    }  # fmt: skip
    fact = next(item for item in advice["scenario"]["facts"] if item["name"] == "traffic.shape")
    assert {"value", "strength", "origin", "words", "start", "end"} <= set(fact)


@pytest.mark.parametrize("format", ["text", "json", "markdown"])
def test_every_format_is_the_same_twice(format: str) -> None:
    one, other = (run("advise", "-", "--format", format, stdin=SCENARIO) for _ in range(2))
    assert one.returncode == 0
    assert one.stdout == other.stdout != ""


def test_facts_from_the_command_line() -> None:
    done = run("advise", "--set", "request.payload_mb=300 MB", "--prefer", "traffic.shape=spiky", "--format", "json")
    facts = {item["name"]: item for item in json.loads(done.stdout)["scenario"]["facts"]}
    assert facts["request.payload_mb"]["value"] == 300
    assert facts["traffic.shape"]["strength"] == "should"


def test_as_of_an_exam() -> None:
    done = run("advise", "-", "--exam", "MLS-C01", "--format", "json", stdin=SCENARIO)
    assert json.loads(done.stdout)["as_of"] == "2026-03-31"


def test_why() -> None:
    done = run("why", "inference-mode", "serverless-endpoint", "--set", "request.payload_mb=300 MB")
    assert done.returncode == 0
    assert "300 MB" in done.stdout
    assert "4 MB" in done.stdout


def test_rules_list_show_test() -> None:
    listed = run("rules", "list", "inference-mode")
    assert listed.returncode == 0
    rule = next(line.split()[0] for line in listed.stdout.splitlines() if "rules out serverless-endpoint" in line)
    shown = run("rules", "show", rule)
    assert shown.returncode == 0
    assert "Because" in shown.stdout
    tested = run("rules", "test", rule)
    assert tested.returncode == 0
    assert "recall = TP / (TP + FN)" in run("rules", "show", "recall-from-counts").stdout
    assert run("rules", "test", "recall-from-counts").stdout == "1 formula, 4 cases, 0 failed\n"
    assert "0 failed" in tested.stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["advise"], "", "there is no scenario"),
        (["advise", "none.yaml"], "", "none.yaml: cannot be read"),
        (["advise", "-"], "facts: {trafic.shape: spiky}", "input:1: unknown fact `trafic.shape`; did you mean"),
        (["advise", "-"], "facts:\n  traffic.shape: spikey\n", "standard input:2: `traffic.shape`"),
        (["advise", "-"], "facts: {request.payload_mb: 5 seconds}", "unit that does not fit"),
        (["advise", "-"], "facts:\n  traffic.shape: spiky\n  traffic.shape: steady\n", "given twice"),
        (["advise", "-"], "facts: &a\n  - *a\n", "aliases"),
        (["advise", "-"], b"\x00\x01\xff", "not a text file"),
        (["advise", "-"], "a: 1\n" * 2_000_000, "too large"),
        (["advise", "-"], "facts: {request.latency_p50_ms: 200, request.latency_p95_ms: 100}", "never exceeds"),
        (["advise", "-"], "facts: {}\nfact: {}\n", "unknown key `fact`"),
        (["advise", "--set", "traffic.shape"], "", "not of the form name=value"),
        (["advise", "--set", "traffic.shape=spiky", "--set", "traffic.shape=steady"], "", "given twice"),
        (["advise", "-", "--as-of", "tomorrow"], SCENARIO, "not a date"),
        (["advise", "-", "--exam", "MLS-C02"], SCENARIO, "did you mean"),
        (["advise", "-", "--exam", "MLS-C01", "--as-of", "2026-01-01"], SCENARIO, "given twice"),
        (["advise", "-", "--format", "yaml"], SCENARIO, "--format"),
        (["advise", "-", "--frobnicate"], SCENARIO, "frobnicate"),
        (["why", "inference-mod", "batch-transform"], "", "did you mean `inference-mode`"),
        (["why", "inference-mode", "batch"], "", "unknown option `batch`"),
        (["rules", "show", "nothing"], "", "unknown rule `nothing`"),
        (["rules", "list", "nothing"], "", "unknown decision `nothing`"),
    ],
)  # fmt: skip
def test_bad_input(arguments: list[str], stdin: str | bytes, said: str) -> None:
    done = run(*arguments, stdin=stdin)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_answer_takes_a_question_as_it_is_pasted() -> None:
    stem = "A team scores 2 million rows each night and nobody waits. Which solution costs LEAST?"
    pasted = f"{stem}\nA. A real-time endpoint\nB. Batch transform\n"
    done = run("answer", "-", stdin=pasted)
    assert done.returncode == 0
    assert set(json.loads(done.stdout)["options"]) == {"A", "B"}
    refused = run("answer", "-", stdin=stem)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "no answer options were found" in refused.stderr
    assert run("answer", "-", stdin=f"{pasted}\nCorrect answer: A real-time endpoint\n").stdout == done.stdout


def test_a_conflict_exits_with_one() -> None:
    facts = ("goal.serve_predictions", "security.no_public_internet", "needs.outbound-internet", "request.caller_waits")
    done = run("advise", *(part for fact in facts for part in ("--set", f"{fact}=true")))
    assert done.returncode == 1
    assert "nothing survives" in done.stdout


def test_a_file_with_a_name_that_is_not_ascii(tmp_path: Path) -> None:
    path = tmp_path / "szenario-ü.yaml"
    path.write_text(SCENARIO)
    assert run("advise", str(path)).returncode == 0
