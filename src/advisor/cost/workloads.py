"""What a month's usage means for each way to stream, process, query, store, connect and prompt."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from advisor.cost import analytics, foundation, network, objects, sagemaker, serving, streams
from advisor.cost.bill import Bill, total
from advisor.cost.book import Book
from advisor.cost.exact import Exact, exact, greater
from advisor.cost.money import GB, TB, GBHour, GBMonth, GBSecond, Hour, InstanceHour, VcpuHour, of
from advisor.cost.training import volumes
from advisor.cost.usage import Usage

Formula = Callable[[Usage, Book], Bill]

_WORKER_VCPUS, _WORKER_GB = 4, 16
_WORKER_INSTANCE = "ml.m5.xlarge"
_BASE_RPUS = 8
_FREE = 10**6


def nothing(use: Usage, book: Book) -> Bill:
    """What AWS charges nothing for."""
    return ()


# --- streams -------------------------------------------------------------------------------------------------


def stream(use: Usage) -> streams.Stream:
    """The stream of the month."""
    return streams.Stream(
        records_per_s=use("ingestion.rate_mb_s") * 1024 / use("ingestion.record_kb"),
        record_kb=use("ingestion.record_kb"),
        hours=use("month.hours"),
        consumers=use("ingestion.consumers"),
        retention_days=greater(use("ingestion.keep_records_hours") / 24, 1),
    )


def kinesis(use: Usage, book: Book) -> Bill:
    """The cheapest mode. Where bursts cannot be foreseen, shards cannot be counted: then it is on demand."""
    flow = stream(use)
    modes = [streams.kinesis_on_demand(book, flow)]
    if flow.retention_days <= 1:
        modes.append(streams.kinesis_advantage(book, flow))
    if not use.says("traffic.shape", "spiky", "intermittent"):
        modes.append(streams.kinesis_provisioned(book, flow, flow.shards(use("ingestion.buffer"))))
    cheapest, *others = modes
    for bill in others:
        cheapest = bill if total(bill) < total(cheapest) else cheapest
    return cheapest


def firehose(use: Usage, book: Book) -> Bill:
    """Delivery with the conversions that are needed."""
    flow = stream(use)
    delivery = streams.Delivery(
        convert=use.says("needs.convert-stream-to-parquet"), partition=use.says("needs.partition-stream-by-content")
    )
    return streams.firehose(book, flow.gigabytes(5), flow.hours, delivery)


def msk(use: Usage, book: Book) -> Bill:
    """A serverless cluster of Apache Kafka."""
    return streams.msk_serverless(book, stream(use), use("ingestion.partitions"))


def queue(use: Usage, book: Book) -> Bill:
    """Each record is sent, received and deleted; 64 KB of it count as one request."""
    flow = stream(use)
    return streams.queue(book, flow.records * 3 * (flow.record_kb / 64).ceil())


def flink(use: Usage, book: Book) -> Bill:
    """An application that runs all month."""
    return streams.flink(book, use("stream.processing_units"), use("month.hours"))


def glue_streaming(use: Usage, book: Book) -> Bill:
    """A streaming job that runs all month."""
    return analytics.glue(book, "etl_spark", of(use("stream.glue_dpus") * use("month.hours"), Hour))


def stream_functions(use: Usage, book: Book) -> Bill:
    """Functions with a gigabyte of memory that take records in batches."""
    records = stream(use).records
    seconds = records * use("stream.ms_per_record") / 1000
    return analytics.functions(book, records / use("stream.records_per_call"), of(seconds, GBSecond))


# --- processing and queries ----------------------------------------------------------------------------------


def worker_hours(use: Usage) -> Exact:
    """Hours of workers with 4 processors and 16 GB; a run is billed for a minute at least."""
    minutes = greater(use("processing.run_minutes"), 1)
    return use("processing.runs_per_month") * minutes / 60 * use("processing.workers")


def glue_etl(use: Usage, book: Book) -> Bill:
    """Runs on AWS Glue, a data processing unit for each worker."""
    return analytics.glue(book, "etl_spark", of(worker_hours(use), Hour))


def databrew(use: Usage, book: Book) -> Bill:
    """Runs on AWS Glue DataBrew, a node for each worker."""
    return analytics.databrew(book, of(worker_hours(use), Hour))


def processing_job(use: Usage, book: Book) -> Bill:
    """Runs on SageMaker Processing, an instance of the same size for each worker."""
    hours = worker_hours(use)
    bill = sagemaker.instances(book, "processing", _WORKER_INSTANCE, of(hours, InstanceHour))
    return (*bill, *volumes(use, book, "processing", _WORKER_INSTANCE, hours))


def emr_serverless(use: Usage, book: Book) -> Bill:
    """Runs on EMR Serverless, by processors and memory."""
    hours = worker_hours(use)
    return analytics.emr_serverless(book, of(hours * _WORKER_VCPUS, VcpuHour), of(hours * _WORKER_GB, GBHour))


def fargate_batch(use: Usage, book: Book) -> Bill:
    """Runs on AWS Batch with AWS Fargate, by processors and memory."""
    hours = worker_hours(use)
    return analytics.fargate(book, of(hours * _WORKER_VCPUS, VcpuHour), of(hours * _WORKER_GB, GBHour))


def scanned_by_runs(use: Usage, book: Book) -> Bill:
    """Runs as SQL of Amazon Athena, by the data they read."""
    return analytics.athena(book, of(use("processing.runs_per_month") * use("processing.run_gb") / 1024, TB))


def scanned_by_queries(use: Usage, book: Book) -> Bill:
    """Queries of Amazon Athena, by the data they scan, and the Data Catalog beyond its free first millions."""
    count = use("query.count_per_month")
    partitions = use("data.partitions") if use.knows("data.partitions") else exact(0)
    return (
        *analytics.athena(book, of(count * use("query.scanned_gb") / 1024, TB)),
        *analytics.glue_catalog(book, greater(partitions - _FREE, 0), greater(count - _FREE, 0)),
    )


def logs(use: Usage, book: Book) -> Bill:
    """Logs taken in, kept for some months, and searched now and then."""
    taken_in = use("logging.gb_per_month")
    kept, searched = taken_in * use("logging.months_kept"), taken_in * use("logging.searched_share")
    return analytics.cloudwatch_logs(book, of(taken_in, GB), of(kept, GBMonth), of(searched, GB))


def warehouse(use: Usage, book: Book) -> Bill:
    """Queries that run together share the time; no more than the whole month is billed."""
    hours = use("query.count_per_month") * use("query.active_minutes") / 60 / use("query.together")
    all_month = use("month.hours").resting_on(hours.rests_on)
    running = hours if hours <= all_month else all_month
    kept = of(use("data.size_gb"), GBMonth)
    return analytics.redshift_serverless(book, of(running * _BASE_RPUS, Hour), kept)


def workflow(use: Usage, book: Book) -> Bill:
    """Runs of a workflow, a state transition for each step."""
    return analytics.step_functions(book, use("pipeline.runs_per_month") * use("processing.steps"))


# --- storage, features, networks, foundation models ------------------------------------------------------------


def kept_in(name: str) -> Formula:
    """The data in one storage class of Amazon S3."""

    def bill(use: Usage, book: Book) -> Bill:
        size, file_mb = use("data.size_gb"), use("data.file_mb")
        read, written = size * use("storage.read_share"), size * use("storage.written_share")
        puts, gets = written * 1024 / file_mb, read * 1024 / file_mb
        return objects.storage_class(book, name, of(size, GBMonth), of(read, GB), puts, gets)

    return bill


def tiering(use: Usage, book: Book) -> Bill:
    """The data in Intelligent-Tiering."""
    size = use("data.size_gb")
    count = size * 1024 / use("data.file_mb")
    return objects.intelligent_tiering(book, of(size, GBMonth), use("storage.infrequent_share"), count)


def online_features(use: Usage, book: Book) -> Bill:
    """Feature records in an online store."""
    return sagemaker.feature_store(
        book,
        use("features.writes_per_month"),
        use("features.reads_per_month"),
        use("features.record_kb"),
        of(use("features.online_gb"), GBMonth),
    )


def offline_features(use: Usage, book: Book) -> Bill:
    """Records appended to files in Amazon S3, some hundred to a file."""
    writes = use("features.writes_per_month")
    size = of(writes * use("features.record_kb") / 1024 / 1024, GBMonth)
    return objects.storage_class(book, "standard", size, of(0, GB), writes / 100, exact(0))


def nat(use: Usage, book: Book) -> Bill:
    """A NAT gateway in each zone."""
    data = of(use("network.gb_per_month"), GB)
    return network.nat_gateway(book, use("network.zones"), use("month.hours"), data)


def endpoints(use: Usage, book: Book) -> Bill:
    """Interface endpoints in each zone."""
    data = of(use("network.gb_per_month"), GB)
    return network.interface_endpoints(book, use("network.endpoints"), use("network.zones"), use("month.hours"), data)


def runtime_endpoint(use: Usage, book: Book) -> Bill:
    """One interface endpoint in each zone, for calls of the model."""
    data = of(serving.requests(use) * (use("request.payload_mb") + use("request.answer_mb")) / 1024, GB)
    return network.interface_endpoints(book, exact(1), use("network.zones"), use("month.hours"), data)


def public_api(use: Usage, book: Book) -> Bill:
    """A REST API in front of the model."""
    return analytics.api_gateway(book, "rest", serving.requests(use))


_MODEL = "llama-3-1-8b"
_OWN_INSTANCE = "ml.g5.2xlarge"


def tokens(discount: Fraction) -> Formula:
    """Tokens of an open model on Amazon Bedrock, at a discount."""

    def bill(use: Usage, book: Book) -> Bill:
        count = serving.requests(use)
        return foundation.tokens(book, _MODEL, count * use("fm.tokens_in"), count * use("fm.tokens_out"), discount)

    return bill


def model_units(use: Usage, book: Book) -> Bill:
    """Provisioned throughput of Amazon Bedrock, all month."""
    return foundation.model_units(book, "titan-text-express", use("fm.model_units"), use("month.hours"))


def own_model(use: Usage, book: Book) -> Bill:
    """Instances all month: the least number that is kept, or as many as the tokens need."""
    hours, per_second = use("month.hours"), use("fm.tokens_per_second")
    tokens = serving.requests(use) * (use("fm.tokens_in") + use("fm.tokens_out"))
    count = greater(use("serving.instances_at_least"), (tokens / per_second / 3600 / hours).ceil())
    return sagemaker.instances(book, "hosting", _OWN_INSTANCE, of(count * hours, InstanceHour))
