"""Values of facts: the spellings that are accepted, and what is said where one is not."""

from __future__ import annotations

import pint
import pytest

from advisor.facts import SPECS, describe, parse_value, plain, values


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        ("request.payload_mb", 5, 5.0),
        ("request.payload_mb", "5 MB", 5.0),
        ("request.payload_mb", "500KB", 0.5),
        ("request.payload_mb", "1 GB", 1000.0),
        ("request.latency_p95_ms", "100ms", 100.0),
        ("request.latency_p95_ms", "0.1 s", 100.0),
        ("request.latency_p95_ms", "2 minutes", 120_000.0),
        ("traffic.requests_per_second", "1,200/min", 20.0),
        ("traffic.requests_per_second", "500 rps", 500.0),
        ("traffic.idle_share", "80 %", 0.8),
        ("traffic.records_per_run", "50,000,000", 50_000_000),
        ("traffic.shape", "Spiky", "spiky"),
        ("request.caller_waits", "yes", True),
        ("security.regimes", "hipaa, gdpr", ("gdpr", "hipaa")),
        ("priorities.order", ["operations", "cost"], ("operations", "cost")),
    ],
)
def test_accepted(fact: str, raw: object, value: object) -> None:
    assert parse_value(SPECS[fact], raw) == value


@pytest.mark.parametrize(
    ("fact", "raw", "said"),
    [
        ("request.payload_mb", "5 seconds", "unit that does not fit"),
        ("request.payload_mb", "big", "not a quantity"),
        ("request.payload_mb", -1, "out of range"),
        ("request.payload_mb", float("nan"), "not a finite number"),
        ("request.payload_mb", True, "not a quantity"),
        ("request.payload_mb", "1e400", "not"),
        ("traffic.records_per_run", 1.5, "not a whole number"),
        ("traffic.shape", "spikey", "did you mean `spiky`"),
        ("traffic.shape", 3, "accepted: steady"),
        ("request.caller_waits", "maybe", "accepted: true, false"),
        ("security.regimes", "hipaa,hipaa", "given twice"),
        ("traffic.idle_share", "120 %", "out of range"),
    ],
)
def test_refused(fact: str, raw: object, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        parse_value(SPECS[fact], raw)


def test_the_sizes_of_units_are_those_of_the_library() -> None:
    quantity = values._registry(pint).Quantity
    for sizes in values._SIZES:
        for one, size in sizes.items():
            for other, size2 in sizes.items():
                assert quantity(1, one).to(other).magnitude == pytest.approx(size / size2, rel=1e-12)


def test_every_value_can_be_said() -> None:
    assert describe(SPECS["request.payload_mb"], 4.0) == "payload of a request: 4 MB"
    assert describe(SPECS["request.caller_waits"], False) == "no caller waits for the answer"
    assert plain(SPECS["traffic.idle_share"], 0.85) == "85 %"
    assert plain(SPECS["traffic.records_per_run"], 50_000_000) == "50,000,000"


def test_what_is_said_is_accepted_again() -> None:
    for fact, value in (("request.payload_mb", 0.25), ("traffic.idle_share", 0.85), ("request.latency_p95_ms", 1500.0)):
        assert parse_value(SPECS[fact], plain(SPECS[fact], value)) == value
