"""What streams cost: Data Firehose, Kinesis Data Streams, MSK Serverless, Managed Service for Apache Flink, SQS.

These services count a gigabyte as 1,024 x 1,024 KB and round each record up.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from advisor.cost.bill import Bill, charge
from advisor.cost.book import Book
from advisor.cost.exact import Exact, exact, greater, smaller
from advisor.cost.money import GB, GBMonth, Hour, Million, Quantity, Thousand, of

KB_PER_GB = 1024 * 1024
ONE = exact(1)
_KDS = "kinesis_data_streams/"


@dataclass(frozen=True, eq=False)
class Stream:
    """What flows in a month: records of a size at a steady rate, for so many hours, read by some consumers."""

    records_per_s: Exact
    record_kb: Exact
    hours: Exact
    consumers: Exact = ONE
    fan_out: int = 0  # consumers with a pipe of their own (enhanced fan-out)
    retention_days: Exact = ONE

    @property
    def records(self) -> Exact:
        """Records in the month."""
        return self.records_per_s * self.hours * 3600

    def gigabytes(self, step_kb: int = 0) -> Quantity[GB]:
        """The data in the month, each record rounded up to a multiple of `step_kb`."""
        record = (self.record_kb / step_kb).ceil() * step_kb if step_kb else self.record_kb
        return of(self.records * record / KB_PER_GB, GB)

    def shards(self, buffer: Exact) -> Exact:
        """Shards that take 1 MB/s and 1,000 records/s in and 2 MB/s out each, with a buffer for bursts."""
        kb_per_s = self.records_per_s * self.record_kb
        taken_in, given_out = (kb_per_s / 1024).ceil(), (kb_per_s * self.consumers / 2048).ceil()
        needed = greater(greater(taken_in, given_out if self.consumers > self.fan_out else 0), 1)
        return (greater(needed, (self.records_per_s / 1000).ceil()) * (1 + buffer)).ceil()


def kinesis_provisioned(book: Book, stream: Stream, shards: Exact) -> Bill:
    """Shards by the hour and records in units of 25 KB; more for longer retention and for enhanced fan-out."""
    shard_hours = of(shards * stream.hours, Hour)
    units = stream.records * (stream.record_kb / 25).ceil() / 10**6
    bill = [
        *charge("shards", shard_hours, book.rate(_KDS + "provisioned/shard_hour", Hour)),
        *charge("records put", of(units, Million), book.rate(_KDS + "provisioned/put_payload_unit", Million)),
    ]
    if stream.retention_days > 1:
        rate = book.rate(_KDS + "provisioned/extended_retention_24h_7d", Hour)
        bill += charge("retention up to 7 days", shard_hours, rate)
    if stream.retention_days > 7:
        rate_kept = book.rate(_KDS + "provisioned/long_term_retention", GBMonth)
        bill += charge("retention beyond 7 days", _kept(stream, stream.retention_days - 7), rate_kept)
    if stream.fan_out:
        bill += fan_out(book, shard_hours.times(stream.fan_out), stream.gigabytes().times(stream.fan_out))
    return tuple(bill)


def fan_out(book: Book, shard_hours: Quantity[Hour], read: Quantity[GB]) -> Bill:
    """Consumers with a pipe of their own on a provisioned stream."""
    return (
        *charge("enhanced fan-out", shard_hours, book.rate(_KDS + "provisioned/efo_consumer_shard_hour", Hour)),
        *charge("enhanced fan-out, data", read, book.rate(_KDS + "provisioned/efo_data_retrieval", GB)),
    )


def long_term(book: Book, kept: Quantity[GBMonth], read: Quantity[GB]) -> Bill:
    """What a provisioned stream keeps for more than a week, and what is read from there."""
    return (
        *charge("retention beyond 7 days", kept, book.rate(_KDS + "provisioned/long_term_retention", GBMonth)),
        *charge("read from long retention", read, book.rate(_KDS + "provisioned/long_term_retrieval", GB)),
    )


def kinesis_on_demand(book: Book, stream: Stream) -> Bill:
    """The stream by the hour, and every gigabyte in and out; records are rounded up to 1 KB."""
    data = stream.gigabytes(1)
    bill = [
        *charge("stream", of(stream.hours, Hour), book.rate(_KDS + "on_demand/stream_hour", Hour)),
        *charge("data in", data, book.rate(_KDS + "on_demand/data_in", GB)),
        *charge("data out", data.times(stream.consumers), book.rate(_KDS + "on_demand/data_out", GB)),
    ]
    if stream.fan_out:
        bill += charge(
            "enhanced fan-out, data", data.times(stream.fan_out), book.rate(_KDS + "on_demand/efo_data_out", GB)
        )
    if stream.retention_days > 1:
        days = smaller(stream.retention_days, 7) - 1
        bill += charge(
            "retention up to 7 days", _kept(stream, days), book.rate(_KDS + "on_demand/retention_1_7d", GBMonth)
        )
    if stream.retention_days > 7:
        rate = book.rate(_KDS + "on_demand/retention_over_7d", GBMonth)
        bill += charge("retention beyond 7 days", _kept(stream, stream.retention_days - 7), rate)
    return tuple(bill)


def kinesis_advantage(book: Book, stream: Stream, least_mb_per_s: int = 25) -> Bill:
    """On-demand Advantage: no charge for the stream, but at least 25 MB/s in and out are paid for."""
    least = stream.hours * (least_mb_per_s * 1024 * 3600) / KB_PER_GB
    taken_in = of(greater(stream.gigabytes(1).size, least), GB)
    given_out = of(greater(stream.gigabytes(1).times(stream.consumers).size, least), GB)
    return (
        *charge("data in", taken_in, book.rate(_KDS + "on_demand_advantage/data_in", GB)),
        *charge("data out", given_out, book.rate(_KDS + "on_demand_advantage/data_out", GB)),
    )


@dataclass(frozen=True)
class Delivery:
    """What Data Firehose does on the way: convert to Parquet or ORC, partition by content, deliver into a VPC."""

    convert: bool = False
    partition: bool = False
    object_mb: Fraction = Fraction(64)
    jq_hours: Fraction = Fraction(0)
    vpc_zones: int = 0
    vpc_ratio: Fraction = Fraction(1)


def firehose(book: Book, taken_in: Quantity[GB], hours: Exact, delivery: Delivery) -> Bill:
    """Every gigabyte that comes in (`Stream.gigabytes(5)`: records are rounded up to 5 KB); nothing while idle."""
    bill = [*charge("data in, in steps of 5 KB", taken_in, book.rate("firehose/ingest", GB))]
    if delivery.convert:
        bill += charge("conversion to Parquet or ORC", taken_in, book.rate("firehose/format_conversion", GB))
    if delivery.partition:
        objects = of(taken_in.size * 1024 / delivery.object_mb / 1000, Thousand)
        bill += charge("dynamic partitioning", taken_in, book.rate("firehose/dynamic_partitioning/data", GB))
        bill += charge("objects delivered", objects, book.rate("firehose/dynamic_partitioning/objects", Thousand))
        jq = of(delivery.jq_hours, Hour)
        bill += charge("JQ processing", jq, book.rate("firehose/dynamic_partitioning/jq", Hour))
    if delivery.vpc_zones:
        data = taken_in.times(delivery.vpc_ratio)
        bill += charge("delivery into a VPC", data, book.rate("firehose/vpc_delivery/data", GB))
        zones = of(hours * delivery.vpc_zones, Hour)
        bill += charge("zones of the VPC", zones, book.rate("firehose/vpc_delivery/az_hour", Hour))
    return tuple(bill)


def msk_serverless(book: Book, stream: Stream, partitions: Exact) -> Bill:
    """The cluster and its partitions by the hour, data in and out, and what is kept."""
    data = stream.gigabytes()
    return (
        *charge("cluster", of(stream.hours, Hour), book.rate("msk/serverless/cluster_hour", Hour)),
        *charge("partitions", of(partitions * stream.hours, Hour), book.rate("msk/serverless/partition_hour", Hour)),
        *charge("data in", data, book.rate("msk/serverless/data_in", GB)),
        *charge("data out", data.times(stream.consumers), book.rate("msk/serverless/data_out", GB)),
        *charge("data kept", _kept(stream, stream.retention_days), book.rate("msk/serverless/storage", GBMonth)),
    )


def flink(book: Book, processing_units: Exact, hours: Exact) -> Bill:
    """Processing units by the hour, one more to orchestrate them, and 50 GB of storage for each."""
    units = of((processing_units + 1) * hours, Hour)
    return (
        *charge("Kinesis processing units", units, book.rate("managed_flink/kpu_hour", Hour)),
        *charge(
            "running storage", of(processing_units * 50, GBMonth), book.rate("managed_flink/running_storage", GBMonth)
        ),
    )


def queue(book: Book, requests: Exact) -> Bill:
    """A standard queue of Amazon SQS: every request, the first million free."""
    return charge("requests", of(requests / 10**6, Million), book.rate("sqs/standard_requests", Million))


def _kept(stream: Stream, days: Exact) -> Quantity[GBMonth]:
    """What lies there at any time when each record stays for so many days."""
    return of(stream.gigabytes().size * days * 24 / stream.hours, GBMonth)
