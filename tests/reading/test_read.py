"""What surrounds a phrase changes what it says: denial, modals, the present state, and readings that clash."""

from __future__ import annotations

import subprocess
import sys

import pytest

from advisor.facts import Value
from advisor.reading.read import Reading, read
from advisor.rulebase.load import shipped

BASE = shipped()


def reading(text: str) -> Reading:
    return read(text, BASE)


def value(text: str, fact: str) -> Value | None:
    statement = reading(text).scenario.by_name.get(fact)
    return None if statement is None else statement.value


@pytest.mark.parametrize(
    ("text", "fact", "expected"),
    [
        ("The records contain personal data.", "security.pii", True),
        ("The records contain no personal data.", "security.pii", False),
        ("None of the records contain personal data.", "security.pii", False),
        ("Inference needs a GPU.", "needs.gpu-inference", True),
        ("The model does not really need a GPU.", "needs.gpu-inference", False),
        ("A GPU is not required for inference.", "needs.gpu-inference", False),
        ("The model is not deployed.", "goal.serve_predictions", False),
        ("The solution must not lose training progress.", "needs.survive-interruption", True),
        ("They cannot afford to lose training progress.", "needs.survive-interruption", True),
        ("The log must not leak personal data.", "security.pii", True),
        ("The team does not serve predictions.", "goal.serve_predictions", None),
        ("Inference on a GPU stays an idea and is not needed.", "needs.gpu-inference", False),
        ("Inference runs on a GPU, and a cluster is not needed.", "needs.gpu-inference", True),
    ],
)
def test_denials(text: str, fact: str, expected: Value | None) -> None:
    assert value(text, fact) == expected


def test_not_only_denies_nothing() -> None:
    assert value("The records fall not only under HIPAA but also under GDPR.", "security.regimes") == ("gdpr", "hipaa")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The p95 latency must stay below 100 ms.", "must"),
        ("The p95 latency should stay below 100 ms.", "should"),
        ("Ideally, the p95 latency stays below 100 ms.", "should"),
        ("The p95 latency is below 100 ms if possible.", "should"),
        ("We would like a p95 latency below 100 ms.", "should"),
        ("A p95 latency below 100 ms is required.", "must"),
        ("The p95 latency stays below 100 ms.", "must"),
    ],
)
def test_strength_comes_from_the_modal_inside_or_around(text: str, expected: str) -> None:
    (statement,) = [item for item in reading(text).scenario.statements if item.name == "request.latency_p95_ms"]
    assert (statement.value, statement.strength.value) == (100, expected)


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("Which solution is the MOST cost-effective?", "cost"),
        ("Which solution has the LEAST operational overhead?", "operations"),
        ("Which solution offers the LOWEST latency?", "latency"),
        ("Which solution needs the LEAST development effort?", "time-to-market"),
    ],
)
def test_superlatives_are_priorities(text: str, priority: str) -> None:
    assert value(text, "priorities.order") == (priority,)


def test_the_present_state_is_no_wish() -> None:
    text = "The company currently scores all customers in a nightly batch job but wants predictions in real time."
    assert value(text, "traffic.shape") is None
    assert value(text, "request.caller_waits") is True


def test_what_somebody_proposes_is_no_fact() -> None:
    assert value("The model is a neural network.", "tuning.model_family") == "neural-network"
    assert value("The broker's son proposes a neural network.", "tuning.model_family") is None


def test_an_email_is_one_word_with_and_without_its_hyphen() -> None:
    for written in ("emails", "e-mails"):
        assert value(f"The firm must sort {written} into seven queues.", "dataset.form") == "text"


def test_two_workloads_that_clash_are_asked_about() -> None:
    found = reading("The web shop sends requests of 2 MB each. The archive sends requests of 50 MB each.")
    assert "request.payload_mb" not in found.scenario.by_name
    (asked,) = [item for item in found.ambiguities if item.fact == "request.payload_mb"]
    assert [item.value for item in asked.readings] == [2, 50]


def test_a_must_and_a_wish_for_another_value_of_a_choice_are_asked_about() -> None:
    found = reading("Traffic must be steady. Traffic should be spiky.")
    assert "traffic.shape" not in found.scenario.by_name
    assert [item.fact for item in found.ambiguities] == ["traffic.shape"]


def test_an_impossible_amount_is_a_question_and_no_fact() -> None:
    found = reading("Each request carries a payload of 900 PB.")
    assert "request.payload_mb" not in found.scenario.by_name
    (asked,) = found.ambiguities
    assert asked.fact == "request.payload_mb"
    assert "out of range" in asked.question and "900 PB" in asked.question
    assert found.scenario.unread == ("Each request carries a payload of 900 PB.",)


def test_lines_of_a_wrapped_text_belong_together() -> None:
    wrapped = "The p95 latency must stay\nbelow 100 ms.\n\nMaintenance\n- steady traffic"
    found = {item.name: item.value for item in reading(wrapped).scenario.statements}
    assert found["request.latency_p95_ms"] == 100
    assert found["traffic.shape"] == "steady"


def test_the_command_line_reads_rules_without_the_language_library() -> None:
    code = (
        "import sys\nfrom advisor.cli import app\n"
        "try:\n    app(['rules', 'list'])\nexcept SystemExit:\n    pass\n"
        "assert 'advisor.rulebase.load' in sys.modules\nassert 'spacy' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
