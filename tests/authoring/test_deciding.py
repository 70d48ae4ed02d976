"""Where a rule decides: exactly the scenarios that cite it."""

from __future__ import annotations

import datetime
from pathlib import Path

from advisor.advise import build
from advisor.authoring.deciding import decided, deciding
from advisor.rulebase.load import assemble, shipped
from advisor.scenario.read import parse_scenario
from advisor.scenario.shipped import shipped_scenarios
from small_base import rule, texts

TODAY = datetime.date(2026, 11, 23)


def what(facts: str, name: str, **files: str) -> list[str]:
    advisor = build(assemble(texts(**files)), TODAY)
    return list(decided(advisor, parse_scenario(f"facts: {facts}", "s", advisor.snapshot.base.vocabulary), name))


def test_a_rule_that_eliminates() -> None:
    assert what("{request.payload_mb: 5}", "heavy-load-sinks-the-boat") == ["travel: boat eliminated"]
    assert what("{request.payload_mb: 4}", "heavy-load-sinks-the-boat") == []
    assert what("{}", "heavy-load-sinks-the-boat") == []


def test_an_implication_decides_through_other_rules() -> None:
    found = what("{request.payload_mb: 1, request.latency_p95_ms: 100}", "fast-answers-keep-a-caller-waiting")
    assert "travel: boat eliminated" in found
    assert "travel: plane recommended" in found


def test_an_exception_decides_what_it_silences() -> None:
    exception = rule(
        "{traffic.queue_ok: true}",
        "{favours: boat, by: fit}",
        fires="{traffic.queue_ok: true}",
        silent="{traffic.queue_ok: false}",
        extra="overrides: [heavy-load-sinks-the-boat]\n",
    )
    files = {"decisions/travel/patient-cargo-is-split-up.yaml": exception}
    found = what("{request.payload_mb: 5, traffic.queue_ok: true}", "patient-cargo-is-split-up", **files)
    assert "silences heavy-load-sinks-the-boat" in found
    assert "travel: boat recommended" in found


def test_companions_and_warnings_count() -> None:
    found = {item.what for item in deciding(shipped(), "finished-request-sends-a-notice", shipped_scenarios())}
    assert ("adds sns-notifications",) in found


def test_it_agrees_with_the_advice() -> None:
    name = "bursts-with-idle-gaps-fit-serverless"
    scenarios: dict[str, Path] = shipped_scenarios()
    found = {item.scenario for item in deciding(shipped(), name, scenarios)}
    assert "spiky-internal-tool" in found
    assert found < set(scenarios)
