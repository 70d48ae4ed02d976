"""What data processing and queries cost: AWS Glue, Athena, EMR Serverless, Redshift Serverless, Lambda and others."""

from __future__ import annotations

from advisor.cost.bill import Bill, charge
from advisor.cost.book import Book
from advisor.cost.exact import Exact
from advisor.cost.money import (
    GB,
    TB,
    GBHour,
    GBMonth,
    GBSecond,
    Hour,
    HundredThousand,
    Million,
    Quantity,
    Thousand,
    VcpuHour,
    of,
)


def glue(book: Book, kind: str, capacity: Quantity[Hour], item: str = "") -> Bill:
    """AWS Glue by the DPU-hour: `kind` is etl_spark, interactive_session or crawler."""
    return charge(item or "data processing units", capacity, book.rate(f"glue/{kind}/dpu_hour", Hour))


def glue_catalog(book: Book, objects: Exact, requests: Exact) -> Bill:
    """The Data Catalog: a month's objects and requests, the first million of each free."""
    kept = of(objects / 10**5, HundredThousand)
    return (
        *charge("objects in the Data Catalog", kept, book.rate("glue/catalog/objects", HundredThousand)),
        *charge(
            "requests to the Data Catalog", of(requests / 10**6, Million), book.rate("glue/catalog/requests", Million)
        ),
    )


def databrew(book: Book, nodes: Quantity[Hour]) -> Bill:
    """Jobs of AWS Glue DataBrew by the node-hour."""
    return charge("DataBrew nodes", nodes, book.rate("glue/databrew/node_hour", Hour))


def athena(book: Book, scanned: Quantity[TB]) -> Bill:
    """Queries by the data that they scan."""
    return charge("data scanned", scanned, book.rate("athena/sql/tb_scanned", TB))


def redshift_serverless(book: Book, capacity: Quantity[Hour], kept: Quantity[GBMonth]) -> Bill:
    """Redshift processing units while queries run, and managed storage."""
    return (
        *charge("Redshift processing units", capacity, book.rate("redshift/serverless/rpu_hour", Hour)),
        *charge("managed storage", kept, book.rate("redshift/managed_storage", GBMonth)),
    )


def emr_serverless(book: Book, processors: Quantity[VcpuHour], memory: Quantity[GBHour]) -> Bill:
    """Workers by their processors and memory while they run."""
    return (
        *charge("processors", processors, book.rate("emr/serverless/vcpu_hour", VcpuHour)),
        *charge("memory", memory, book.rate("emr/serverless/memory_gb_hour", GBHour)),
    )


def fargate(book: Book, processors: Quantity[VcpuHour], memory: Quantity[GBHour]) -> Bill:
    """Containers on AWS Fargate by their processors and memory while they run."""
    return (
        *charge("Fargate processors", processors, book.rate("fargate/vcpu_hour", VcpuHour)),
        *charge("Fargate memory", memory, book.rate("fargate/memory_gb_hour", GBHour)),
    )


def functions(book: Book, requests: Exact, computing: Quantity[GBSecond]) -> Bill:
    """AWS Lambda: requests, and memory times duration."""
    return (
        *charge("requests", of(requests / 10**6, Million), book.rate("lambda/requests", Million)),
        *charge("computing", computing, book.rate("lambda/duration_x86", GBSecond)),
    )


def step_functions(book: Book, transitions: Exact) -> Bill:
    """Standard workflows by their state transitions."""
    return charge(
        "state transitions", of(transitions / 1000, Thousand), book.rate("step_functions/standard/transition", Thousand)
    )


def api_gateway(book: Book, kind: str, requests: Exact) -> Bill:
    """Calls of an API: `kind` is rest or http."""
    return charge("API calls", of(requests / 10**6, Million), book.rate(f"api_gateway/{kind}", Million))


def cloudwatch_logs(book: Book, ingested: Quantity[GB], kept: Quantity[GBMonth], scanned: Quantity[GB]) -> Bill:
    """Logs: what comes in, what is kept compressed, what Logs Insights scans."""
    return (
        *charge("logs taken in", ingested, book.rate("cloudwatch/logs/ingest", GB)),
        *charge("logs kept", kept, book.rate("cloudwatch/logs/archive", GBMonth)),
        *charge("logs searched", scanned, book.rate("cloudwatch/logs/insights_scan", GB)),
    )
