"""Numbers as people write them, and the values that facts make of them."""

from __future__ import annotations

import pytest

from advisor.facts import FactSpec, parse_value
from advisor.facts.fields import Unit
from advisor.reading.quantities import find_quantities
from advisor.rulebase.load import shipped

VOCABULARY = shipped().vocabulary


def found(text: str) -> list[tuple[str, float, str]]:
    return [(item.kind, round(item.amount, 6), item.unit) for item in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "kind", "amount", "unit"),
    [
        ("80 requests per second", "rate", 80, "/s"),
        ("500 inference requests per minute", "rate", 500, "/min"),
        ("300 RPS", "rate", 300, "/s"),
        ("7 requests per week", "rate", 1, "/day"),
        ("hundreds of requests a second", "rate", 100, "/s"),
        ("50 million rows each night", "count", 5e7, ""),
        ("3 million customer records a day", "count", 3e6, ""),
        ("3 million records a day", "rate", 3e6, "/day"),
        ("10 TB/day", "volume-rate", 10, "TB/day"),
        ("5 MB per image", "size", 5, "MB"),
        ("between 5 and 10 MB", "size", 10, "MB"),
        ("2\u20133 seconds", "duration", 3, "s"),
        ("two to three seconds", "duration", 3, "s"),
        ("sub-100 ms", "duration", 100, "ms"),
        ("sub-second answers", "duration", 1, "s"),
        ("<100 ms", "duration", 100, "ms"),
        ("under 100ms", "duration", 100, "ms"),
        ("a tenth of a second", "duration", 0.1, "s"),
        ("within a second", "duration", 1, "s"),
        ("two and a half hours", "duration", 2.5, "hour"),
        ("every 15 minutes", "duration", 15, "min"),
        ("twenty-five minutes", "duration", 25, "min"),
        ("99.9%", "share", 99.9, "%"),
        ("5 per cent", "share", 5, "%"),
        ("one in a thousand", "share", 0.1, "%"),
        ("3 out of every 100", "share", 3, "%"),
        ("$5,000 a month", "money", 5000, ""),
        ("$1.2M", "money", 1.2e6, ""),
        ("hundreds of thousands", "count", 1e5, ""),
        ("a couple of models", "count", 2, ""),
        ("a dozen models", "count", 12, ""),
        ("half a million users", "count", 5e5, ""),
        ("1.5M rows", "count", 1.5e6, ""),
        ("10k users", "count", 1e4, ""),
        ("8 GPUs", "count", 8, ""),
        ("2 KB to a stream", "size", 2, "kB"),
    ],
)
def test_a_quantity_is_read(text: str, kind: str, amount: float, unit: str) -> None:
    assert found(text) == [(kind, amount, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "an S3 bucket",
        "S3 and EC2 in us-east-1",
        "a second account",
        "the second model",
        "a second, smaller model",
        "a third party",
        "around the clock, 24/7",
        "once a day and twice a week",
        "the 95th percentile",
        "a few times per hour",
        "ml.c5.4xlarge",
    ],
)
def test_names_and_ordinals_are_no_quantities(text: str) -> None:
    assert found(text) == []


def units(*wanted: Unit) -> list[FactSpec]:
    return [spec for spec in VOCABULARY if spec.question.unit in wanted]


@pytest.mark.parametrize("spec", units(Unit.PER_SECOND, Unit.PER_DAY), ids=lambda spec: spec.name)
@pytest.mark.parametrize(("period", "seconds"), [("second", 1), ("minute", 60), ("hour", 3600), ("day", 86400)])
def test_every_rate_reaches_its_fact(spec: FactSpec, period: str, seconds: int) -> None:
    (quantity,) = find_quantities(f"80 requests per {period}")
    of_the_unit = 1 if spec.question.unit is Unit.PER_SECOND else 86400
    assert parse_value(spec, quantity.text) == pytest.approx(80 / seconds * of_the_unit)


@pytest.mark.parametrize("spec", units(Unit.MB_PER_S, Unit.GB_PER_DAY), ids=lambda spec: spec.name)
@pytest.mark.parametrize("written", ["80 MB/s", "80 MB per second", "4,800 MB per minute"])
def test_every_volume_rate_reaches_its_fact(spec: FactSpec, written: str) -> None:
    (quantity,) = find_quantities(written)
    of_the_unit = 1 if spec.question.unit is Unit.MB_PER_S else 86.4
    assert parse_value(spec, quantity.text) == pytest.approx(80 * of_the_unit)


def test_a_blank_between_digits_only_parts_thousands() -> None:
    spec = VOCABULARY["traffic.records_per_run"]
    assert parse_value(spec, "20 000") == 20000
    with pytest.raises(ValueError, match="not a quantity"):
        parse_value(spec, "80 1")
