"""The formulas against published totals: AWS's pages, calculator and bills, and tools that read its price list."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.cost import analytics, network, objects, sagemaker, streams
from advisor.cost.bill import Bill, billed
from advisor.cost.book import Book, book_of
from advisor.cost.exact import exact
from advisor.cost.money import GB, TB, GBMonth, GBSecond, Hour, InstanceHour, of
from advisor.rulebase.load import shipped
from advisor.rulebase.prices import Price, PriceStatus, Tier

EXAMPLES = {
    example["id"]: example
    for example in yaml.load(Path(__file__).with_name("worked-examples.yaml").read_text(), yaml.BaseLoader)["examples"]
}
BOOK = book_of(shipped().prices)
CENT = Decimal("0.01")
Inputs = Mapping[str, Any]


def number(inputs: Inputs, name: str, default: str = "0") -> Fraction:
    return Fraction(inputs.get(name, default))


def priced(unit: str, usd: str, *tiers: tuple[str, str]) -> Price:
    """A price that an example brings along: another region's, or another year's."""
    day = datetime.date(2026, 1, 1)
    later = datetime.date(2027, 1, 1)
    return Price(
        usd=Decimal(usd),
        tiers=tuple(Tier(above=Decimal(above), usd=Decimal(each)) for above, each in tiers),
        unit=unit,
        as_of=day,
        expires=later,
        grace=later,
        source="the example",
        status=PriceStatus.VERIFIED,
    )


def having(**prices: Price) -> Book:
    """The shipped prices with those of an example; `__` stands for the slash of a key."""
    return dataclasses.replace(BOOK, prices={**BOOK.prices, **{k.replace("__", "/"): v for k, v in prices.items()}})


def instance_time(part: str) -> Callable[[Inputs], Bill]:
    def bill(inputs: Inputs) -> Bill:
        name = inputs["instance_type"]
        book = dataclasses.replace(
            BOOK,
            prices={
                **BOOK.prices,
                f"sagemaker/{part}/{name}": priced("instance-hour", inputs["usd_per_instance_hour"]),
                "sagemaker/storage/example": priced("GB-month", inputs.get("usd_per_storage_gb_month", "0")),
            },
        )
        if "instance_hours" in inputs:
            hours = number(inputs, "instance_hours")
        elif part == "training":
            hours = number(inputs, "jobs") * number(inputs, "instances_per_job") * number(inputs, "hours_per_job")
        else:
            month = number(inputs, "hours_per_month") or number(inputs, "hours_per_day") * number(
                inputs, "days_per_month"
            )
            hours = number(inputs, "endpoints") * number(inputs, "instances") * month
        kept = of(number(inputs, "storage_gb_month"), GBMonth)
        return (
            *sagemaker.instances(book, part, name, of(hours, InstanceHour)),
            *sagemaker.volume(book, "example", kept),
        )

    return bill


def storage_line(inputs: Inputs) -> Bill:
    book = having(sagemaker__storage__example=priced("GB-month", inputs["usd_per_gb_month"]))
    return sagemaker.volume(book, "example", of(number(inputs, "gb_month"), GBMonth))


def glue(kind: str) -> Callable[[Inputs], Bill]:
    def bill(inputs: Inputs) -> Bill:
        assert Decimal(inputs["usd_per_dpu_hour"]) == BOOK.prices[f"glue/{kind}/dpu_hour"].usd
        return analytics.glue(BOOK, kind, of(number(inputs, "dpus") * number(inputs, "minutes") / 60, Hour))

    return bill


def athena(inputs: Inputs) -> Bill:
    assert Decimal(inputs["usd_per_tb"]) == BOOK.prices["athena/sql/tb_scanned"].usd
    return analytics.athena(BOOK, of(number(inputs, "tb_scanned"), TB))


def redshift(inputs: Inputs) -> Bill:
    assert Decimal(inputs["usd_per_rpu_hour"]) == BOOK.prices["redshift/serverless/rpu_hour"].usd
    capacity = of(number(inputs, "rpu") * number(inputs, "hours"), Hour)
    return analytics.redshift_serverless(BOOK, capacity, of(0, GBMonth))


def stream(inputs: Inputs) -> streams.Stream:
    return streams.Stream(
        records_per_s=exact(number(inputs, "records_per_s")),
        record_kb=exact(number(inputs, "record_kb")),
        hours=exact(number(inputs, "hours")),
        consumers=exact(number(inputs, "consumers", "1")),
        fan_out=int(inputs.get("efo_consumers", 0)),
        retention_days=exact(number(inputs, "retention_days", "1")),
    )


def kinesis_provisioned(inputs: Inputs) -> Bill:
    flow = stream(inputs)
    shards = flow.shards(exact(number(inputs, "buffer_percent") / 100))
    assert shards.fixed == number(inputs, "shards_result")
    return streams.kinesis_provisioned(BOOK, flow, shards)


def kinesis_parts(inputs: Inputs) -> Bill:
    # 25 KB are one unit, so the units of the example are as many records.
    per_second = number(inputs, "put_units") / number(inputs, "hours") / 3600
    flow = streams.Stream(exact(per_second), exact(25), exact(number(inputs, "hours")))
    kept, read = of(number(inputs, "long_term_gb"), GBMonth), of(number(inputs, "long_term_retrieval_gb"), GB)
    fan_out = of(number(inputs, "efo_consumer_shard_hours"), Hour), of(number(inputs, "efo_gb"), GB)
    return (
        *streams.kinesis_provisioned(BOOK, flow, exact(number(inputs, "shards"))),
        *streams.long_term(BOOK, kept, read),
        *streams.fan_out(BOOK, *fan_out),
    )


def firehose(inputs: Inputs) -> Bill:
    delivery = streams.Delivery(
        convert=True,
        partition=True,
        object_mb=number(inputs, "object_mb"),
        jq_hours=number(inputs, "jq_hours"),
        vpc_zones=int(inputs["vpc_azs"]),
        vpc_ratio=number(inputs, "vpc_ratio"),
    )
    flow = stream(inputs)
    return streams.firehose(BOOK, flow.gigabytes(5), flow.hours, delivery)


def firehose_tiers(inputs: Inputs) -> Bill:
    first, second, third = inputs["usd"]
    book = having(
        firehose__ingest=priced("GB", first, *zip(inputs["tier_gb"], (second, third), strict=True)),
        firehose__format_conversion=priced("GB", inputs["format_conversion_usd"]),
        firehose__vpc_delivery__data=priced("GB", inputs["vpc_usd"]),
        firehose__vpc_delivery__az_hour=priced("hour (zone)", inputs["vpc_az_usd"]),
    )
    hours = exact(number(inputs, "vpc_az_hours") / 2)
    return streams.firehose(book, of(number(inputs, "gb"), GB), hours, streams.Delivery(convert=True, vpc_zones=2))


def endpoints(inputs: Inputs) -> Bill:
    zones, hours = exact(number(inputs, "azs")), exact(number(inputs, "hours"))
    return network.interface_endpoints(BOOK, exact(1), zones, hours, of(number(inputs, "gb"), GB))


def nat(inputs: Inputs) -> Bill:
    return network.nat_gateway(BOOK, exact(1), exact(number(inputs, "hours")), of(number(inputs, "gb"), GB))


def functions(inputs: Inputs) -> Bill:
    count = number(inputs, "requests")
    seconds = count * number(inputs, "duration_ms") / 1000 * number(inputs, "memory_mb") / 1024
    return analytics.functions(BOOK, exact(count), of(seconds, GBSecond))


def logs(inputs: Inputs) -> Bill:
    kept = of(number(inputs, "archive_gb_month"), GBMonth)
    return analytics.cloudwatch_logs(
        BOOK, of(number(inputs, "ingest_gb"), GB), kept, of(number(inputs, "insights_gb"), GB)
    )


def stored(name: str) -> Callable[[Inputs], Bill]:
    def bill(inputs: Inputs) -> Bill:
        puts, gets = exact(number(inputs, "put_requests")), exact(number(inputs, "get_requests"))
        return objects.storage_class(BOOK, name, of(number(inputs, "storage_gb"), GBMonth), of(0, GB), puts, gets)

    return bill


def kinesis_on_demand_idle(inputs: Inputs) -> Bill:
    return streams.kinesis_on_demand(BOOK, streams.Stream(exact(0), exact(1), exact(number(inputs, "hours"))))


FORMULAS: Mapping[str, Callable[[Inputs], Bill]] = {
    "api_gateway_http": lambda inputs: analytics.api_gateway(BOOK, "http", exact(number(inputs, "requests"))),
    "api_gateway_rest": lambda inputs: analytics.api_gateway(BOOK, "rest", exact(number(inputs, "requests"))),
    "athena_sql": athena,
    "cloudwatch_logs": logs,
    "firehose": firehose,
    "firehose_tiers_eu_west_2": firehose_tiers,
    "glue_catalog": lambda inputs: analytics.glue_catalog(
        BOOK, exact(number(inputs, "objects")), exact(number(inputs, "requests"))
    ),
    "glue_crawler": glue("crawler"),
    "glue_etl": glue("etl_spark"),
    "glue_interactive_session": glue("interactive_session"),
    "kinesis_on_demand": lambda inputs: streams.kinesis_on_demand(BOOK, stream(inputs)),
    "kinesis_on_demand_advantage": lambda inputs: streams.kinesis_advantage(BOOK, stream(inputs)),
    "kinesis_on_demand_parts": kinesis_on_demand_idle,
    "kinesis_provisioned": kinesis_provisioned,
    "kinesis_provisioned_parts": kinesis_parts,
    "kinesis_provisioned_simple": lambda inputs: streams.kinesis_provisioned(
        BOOK, stream(inputs), exact(number(inputs, "shards"))
    ),
    "lambda": functions,
    "nat_gateway": nat,
    "redshift_serverless": redshift,
    "s3_glacier_deep_archive": stored("glacier_deep_archive"),
    "s3_standard": stored("standard"),
    "sagemaker_batch_transform": instance_time("batch"),
    "sagemaker_notebook": instance_time("notebook"),
    "sagemaker_processing": instance_time("processing"),
    "sagemaker_realtime": instance_time("hosting"),
    "sagemaker_storage": storage_line,
    "sagemaker_studio": instance_time("studio"),
    "sagemaker_training": instance_time("training"),
    "sagemaker_warm_pool": instance_time("training"),
    "step_functions_standard": lambda inputs: analytics.step_functions(BOOK, exact(number(inputs, "transitions"))),
    "vpc_interface_endpoint": endpoints,
    "vpc_interface_endpoint_tiered": endpoints,
}
# By how much a publication's own rounding may differ; every other total is met to the cent.
ROUNDED_BY_THEIR_PUBLISHER = {
    "clickstream-kds-2shards-10rps": Decimal(1),  # whole dollars
    "clickstream-kds-2shards-100rps": Decimal(1),  # whole dollars
    "kds-advantage-calculator": Decimal("0.06"),  # the calculator rounds gigabytes on the way
    "firehose-full-calculator": Decimal("0.01"),  # and here as well
}


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 53


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - {"spot-training-savings"}))
def test_a_published_total_is_met(name: str) -> None:
    example = EXAMPLES[name]
    bill = FORMULAS[example["service"]](example["inputs"])
    to_the_cent = billed(bill).amount.quantize(CENT, ROUND_HALF_UP)
    off = abs(to_the_cent - Decimal(example["expected_usd"]))
    assert off <= ROUNDED_BY_THEIR_PUBLISHER.get(name, 0), f"{to_the_cent} instead of {example['expected_usd']}"


def test_the_share_that_spot_training_saves() -> None:
    example = EXAMPLES["spot-training-savings"]
    inputs = example["inputs"]
    share = sagemaker.spot_savings(int(inputs["training_seconds"]), int(inputs["billable_seconds"]))
    assert share * 100 == Fraction(example["expected_savings_percent"])
