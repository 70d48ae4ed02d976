"""Which formula prices which option, decision by decision, and what a month's usage means for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from advisor.cost import analytics, foundation, network, objects, sagemaker, serving, streams
from advisor.cost.bill import Bill, total
from advisor.cost.book import Book
from advisor.cost.exact import Exact, exact, greater
from advisor.cost.money import GB, TB, GBHour, GBMonth, GBSecond, Hour, InstanceHour, VcpuHour, of
from advisor.cost.usage import Usage

Formula = Callable[[Usage, Book], Bill]

_WORKER_VCPUS, _WORKER_GB = 4, 16
_WORKER_INSTANCE = "ml.m5.xlarge"
_BASE_RPUS = 8


def _nothing(use: Usage, book: Book) -> Bill:
    return ()


# --- training ------------------------------------------------------------------------------------------------


def _trained_on(use: Usage) -> tuple[str, Exact]:
    """The instance type of a training job, and how many of them."""
    accelerators = use("training.accelerators")
    if use.says("training.workload", "large-model"):
        return "ml.p4d.24xlarge", (accelerators / 8).ceil()
    if use.knows("training.accelerators") or use.says("training.workload", "deep-learning"):
        return "ml.g5.xlarge", accelerators
    return "ml.m5.xlarge", exact(1)


def _training_hours(use: Usage) -> tuple[str, Exact]:
    instance, count = _trained_on(use)
    return instance, use("training.jobs_per_month") * use("training.duration_h") * count


def _on_demand_training(use: Usage, book: Book) -> Bill:
    instance, hours = _training_hours(use)
    return sagemaker.instances(book, "training", instance, of(hours, InstanceHour))


def _spot_training(use: Usage, book: Book) -> Bill:
    instance, hours = _training_hours(use)
    productive = of(hours * (1 + use("training.spot_rework")), InstanceHour)
    return sagemaker.spot_instances(book, instance, productive, use("training.spot_discount").fixed)


def _warm_pool(use: Usage, book: Book) -> Bill:
    instance, count = _trained_on(use)
    idle = use("training.jobs_per_month") * use("training.keep_alive_min") / 60 * count
    return (
        *_on_demand_training(use, book),
        *sagemaker.instances(book, "training", instance, of(idle, InstanceHour), f"{instance}, waiting in the pool"),
    )


def _training_plan(use: Usage, book: Book) -> Bill:
    instance, hours = _training_hours(use)
    discount, utilisation = use("training.plan_discount").fixed, use("training.plan_utilisation")
    return sagemaker.savings_plan(book, instance, of(hours, InstanceHour), discount, utilisation)


# --- streams -------------------------------------------------------------------------------------------------


def _stream(use: Usage) -> streams.Stream:
    return streams.Stream(
        records_per_s=use("ingestion.rate_mb_s") * 1024 / use("ingestion.record_kb"),
        record_kb=use("ingestion.record_kb"),
        hours=use("month.hours"),
        consumers=use("ingestion.consumers"),
        retention_days=greater(use("ingestion.keep_records_hours") / 24, 1),
    )


def _kinesis(use: Usage, book: Book) -> Bill:
    stream = _stream(use)
    provisioned = streams.kinesis_provisioned(book, stream, stream.shards(use("ingestion.buffer")))
    on_demand = streams.kinesis_on_demand(book, stream)
    return provisioned if total(provisioned) <= total(on_demand) else on_demand


def _firehose(use: Usage, book: Book) -> Bill:
    stream = _stream(use)
    delivery = streams.Delivery(
        convert=use.says("needs.convert-stream-to-parquet"), partition=use.says("needs.partition-stream-by-content")
    )
    return streams.firehose(book, stream.gigabytes(5), stream.hours, delivery)


def _msk(use: Usage, book: Book) -> Bill:
    return streams.msk_serverless(book, _stream(use), use("ingestion.partitions"))


def _queue(use: Usage, book: Book) -> Bill:
    """Each record is sent, received and deleted; 64 KB of it count as one request."""
    stream = _stream(use)
    return streams.queue(book, stream.records * 3 * (stream.record_kb / 64).ceil())


def _flink(use: Usage, book: Book) -> Bill:
    return streams.flink(book, use("stream.processing_units"), use("month.hours"))


def _glue_streaming(use: Usage, book: Book) -> Bill:
    return analytics.glue(book, "etl_spark", of(use("stream.glue_dpus") * use("month.hours"), Hour))


def _stream_functions(use: Usage, book: Book) -> Bill:
    records = _stream(use).records
    seconds = records * use("stream.ms_per_record") / 1000
    return analytics.functions(book, records / use("stream.records_per_call"), of(seconds, GBSecond))


# --- processing and queries ----------------------------------------------------------------------------------


def _worker_hours(use: Usage) -> Exact:
    """Hours of workers with 4 processors and 16 GB; a run is billed for a minute at least."""
    minutes = greater(use("processing.run_minutes"), 1)
    return use("processing.runs_per_month") * minutes / 60 * use("processing.workers")


def _glue_etl(use: Usage, book: Book) -> Bill:
    return analytics.glue(book, "etl_spark", of(_worker_hours(use), Hour))


def _databrew(use: Usage, book: Book) -> Bill:
    return analytics.databrew(book, of(_worker_hours(use), Hour))


def _processing_job(use: Usage, book: Book) -> Bill:
    return sagemaker.instances(book, "processing", _WORKER_INSTANCE, of(_worker_hours(use), InstanceHour))


def _emr_serverless(use: Usage, book: Book) -> Bill:
    hours = _worker_hours(use)
    return analytics.emr_serverless(book, of(hours * _WORKER_VCPUS, VcpuHour), of(hours * _WORKER_GB, GBHour))


def _fargate_batch(use: Usage, book: Book) -> Bill:
    hours = _worker_hours(use)
    return analytics.fargate(book, of(hours * _WORKER_VCPUS, VcpuHour), of(hours * _WORKER_GB, GBHour))


def _scanned_by_runs(use: Usage, book: Book) -> Bill:
    return analytics.athena(book, of(use("processing.runs_per_month") * use("processing.run_gb") / 1024, TB))


def _scanned_by_queries(use: Usage, book: Book) -> Bill:
    return analytics.athena(book, of(use("query.count_per_month") * use("query.scanned_gb") / 1024, TB))


def _warehouse(use: Usage, book: Book) -> Bill:
    """Queries that run together share the time; no more than the whole month is billed."""
    hours = use("query.count_per_month") * use("query.active_minutes") / 60 / use("query.together")
    all_month = use("month.hours").resting_on(hours.rests_on)
    running = hours if hours <= all_month else all_month
    kept = of(use("data.size_gb"), GBMonth)
    return analytics.redshift_serverless(book, of(running * _BASE_RPUS, Hour), kept)


def _workflow(use: Usage, book: Book) -> Bill:
    return analytics.step_functions(book, use("pipeline.runs_per_month") * use("processing.steps"))


# --- storage, features, networks, foundation models ------------------------------------------------------------


def _kept_in(name: str) -> Formula:
    def bill(use: Usage, book: Book) -> Bill:
        size, file_mb = use("data.size_gb"), use("data.file_mb")
        read, written = size * use("storage.read_share"), size * use("storage.written_share")
        puts, gets = written * 1024 / file_mb, read * 1024 / file_mb
        return objects.storage_class(book, name, of(size, GBMonth), of(read, GB), puts, gets)

    return bill


def _tiering(use: Usage, book: Book) -> Bill:
    size = use("data.size_gb")
    count = size * 1024 / use("data.file_mb")
    return objects.intelligent_tiering(book, of(size, GBMonth), use("storage.infrequent_share"), count)


def _online_features(use: Usage, book: Book) -> Bill:
    return sagemaker.feature_store(
        book,
        use("features.writes_per_month"),
        use("features.reads_per_month"),
        use("features.record_kb"),
        of(use("features.online_gb"), GBMonth),
    )


def _offline_features(use: Usage, book: Book) -> Bill:
    """Records appended to files in Amazon S3, some hundred to a file."""
    writes = use("features.writes_per_month")
    size = of(writes * use("features.record_kb") / 1024 / 1024, GBMonth)
    return objects.storage_class(book, "standard", size, of(0, GB), writes / 100, exact(0))


def _nat(use: Usage, book: Book) -> Bill:
    data = of(use("network.gb_per_month"), GB)
    return network.nat_gateway(book, use("network.zones"), use("month.hours"), data)


def _endpoints(use: Usage, book: Book) -> Bill:
    data = of(use("network.gb_per_month"), GB)
    return network.interface_endpoints(book, use("network.endpoints"), use("network.zones"), use("month.hours"), data)


def _runtime_endpoint(use: Usage, book: Book) -> Bill:
    data = of(serving.requests(use) * (use("request.payload_mb") + use("request.answer_mb")) / 1024, GB)
    return network.interface_endpoints(book, exact(1), use("network.zones"), use("month.hours"), data)


def _public_api(use: Usage, book: Book) -> Bill:
    return analytics.api_gateway(book, "rest", serving.requests(use))


_MODEL = "llama-3-1-8b"
_OWN_INSTANCE = "ml.g5.2xlarge"


def _tokens(discount: Fraction) -> Formula:
    def bill(use: Usage, book: Book) -> Bill:
        count = serving.requests(use)
        return foundation.tokens(book, _MODEL, count * use("fm.tokens_in"), count * use("fm.tokens_out"), discount)

    return bill


def _model_units(use: Usage, book: Book) -> Bill:
    return foundation.model_units(book, "titan-text-express", use("fm.model_units"), use("month.hours"))


def _own_model(use: Usage, book: Book) -> Bill:
    """Instances all month: the least number that is kept, or as many as the tokens need."""
    hours, per_second = use("month.hours"), use("fm.tokens_per_second")
    tokens = serving.requests(use) * (use("fm.tokens_in") + use("fm.tokens_out"))
    count = greater(use("serving.instances_at_least"), (tokens / per_second / 3600 / hours).ceil())
    return sagemaker.instances(book, "hosting", _OWN_INSTANCE, of(count * hours, InstanceHour))


_SHARING = (serving.multi_model, serving.side_by_side)

PRICED: Mapping[str, Mapping[str, Formula]] = {
    "serving-platform": {"sagemaker-ai": serving.real_time, "ecs-eks-containers": serving.containers},
    "inference-mode": {
        "real-time-endpoint": serving.real_time,
        "serverless-endpoint": serving.on_demand_serverless,
        "asynchronous-endpoint": serving.asynchronous,
        "batch-transform": serving.batch,
    },
    "endpoint-hosting": {
        "single-model-endpoint": serving.behind_the_endpoint,
        "multi-model-endpoint": serving.multi_model,
        "inference-components": serving.side_by_side,
        "multi-container-endpoint": serving.side_by_side,
        "serial-inference-pipeline": serving.side_by_side,
    },
    "endpoint-scaling": {
        "on-demand-serverless": serving.on_demand_serverless,
        "fixed-instance-count": serving.fixed_count,
        "scheduled-scaling": serving.scheduled,
        "target-tracking": serving.real_time,
        "provisioned-concurrency": serving.warm_serverless,
        "asynchronous-scale-to-zero": serving.asynchronous,
        "inference-component-scale-to-zero": serving.scaled_to_zero,
    },
    "endpoint-access": {
        "iam-invoke": _nothing,
        "vpc-interface-endpoint": _runtime_endpoint,
        "api-gateway": _public_api,
    },
    "network-isolation": {
        "default-networking": _nothing,
        "isolated-container": _nothing,
        "vpc-with-endpoints": _endpoints,
        "vpc-with-nat": _nat,
    },
    "training-network": {
        "default-training-network": _nothing,
        "training-network-isolation": _nothing,
        "training-in-vpc": _endpoints,
        "training-in-vpc-with-nat": _nat,
    },
    "training-purchase": {
        "on-demand-training": _on_demand_training,
        "managed-spot": _spot_training,
        "warm-pools": _warm_pool,
        "ml-savings-plans-training": _training_plan,
    },
    "stream-ingestion": {
        "data-firehose": _firehose,
        "kinesis-data-streams": _kinesis,
        "sqs": _queue,
        "msk": _msk,
    },
    "stream-processing": {
        "glue-streaming": _glue_streaming,
        "managed-flink": _flink,
        "lambda": _stream_functions,
    },
    "etl-compute": {
        "sagemaker-processing": _processing_job,
        "athena-ctas": _scanned_by_runs,
        "glue-databrew": _databrew,
        "emr-serverless": _emr_serverless,
        "glue-etl": _glue_etl,
        "batch": _fargate_batch,
    },
    "query-engine": {"athena": _scanned_by_queries, "redshift": _warehouse},
    "storage-lifecycle": {
        "s3-standard": _kept_in("standard"),
        "s3-intelligent-tiering": _tiering,
        "s3-one-zone-ia": _kept_in("onezone_ia"),
        "s3-standard-ia": _kept_in("standard_ia"),
        "s3-glacier-instant-retrieval": _kept_in("glacier_instant"),
        "s3-glacier-deep-archive": _kept_in("glacier_deep_archive"),
        "s3-glacier-flexible-retrieval": _kept_in("glacier_flexible"),
    },
    "feature-store": {
        "feature-store-offline-only": _offline_features,
        "feature-store-online-offline": _online_features,
    },
    "fm-access": {
        "bedrock-on-demand": _tokens(Fraction(0)),
        "bedrock-batch-inference": _tokens(foundation.BATCH_DISCOUNT),
        "bedrock-provisioned-throughput": _model_units,
        "jumpstart-foundation-models": _own_model,
        "self-hosted-foundation-model": _own_model,
    },
    "pipeline-orchestration": {"sagemaker-pipelines": _nothing, "step-functions": _workflow},
}

# Decisions in which cost may break a tie. Where the options differ in whose time they take, or in what they give
# beside the price, a bill does not decide: containers on a cluster of one's own are cheaper for AWS to charge.
DECIDED = frozenset(PRICED) - {"serving-platform", "pipeline-orchestration", "feature-store"}

# The quantities along which the options of a decision are compared.
ALONG: Mapping[str, tuple[str, ...]] = {
    "serving-platform": (),
    "inference-mode": (
        "traffic.requests_per_second",
        "request.processing_s",
        "traffic.idle_share",
        "request.payload_mb",
        "batch.runs_per_month",
    ),
    "endpoint-hosting": ("traffic.requests_per_second", "serving.hot_share"),
    "endpoint-scaling": ("traffic.requests_per_second", "traffic.idle_share", "serving.wakes_per_day"),
    "endpoint-access": ("traffic.requests_per_second",),
    "network-isolation": ("network.endpoints", "network.gb_per_month"),
    "training-network": ("network.endpoints", "network.gb_per_month"),
    "training-purchase": ("training.spot_rework", "training.keep_alive_min", "training.duration_h"),
    "stream-ingestion": ("ingestion.rate_mb_s", "ingestion.partitions"),
    "stream-processing": ("ingestion.rate_mb_s", "stream.processing_units"),
    "etl-compute": ("processing.run_gb", "processing.run_minutes"),
    "query-engine": ("query.count_per_month", "query.scanned_gb"),
    "storage-lifecycle": ("storage.read_share", "data.file_mb"),
    "feature-store": (),
    "fm-access": ("traffic.requests_per_second", "fm.tokens_in"),
    "pipeline-orchestration": (),
}

# Options that stand for many models on one endpoint: how it scales is a detail beside that.
SHARED = frozenset(option for option, formula in PRICED["endpoint-hosting"].items() if formula in _SHARING)

# The parts of one bill, and the decisions that refine it: the last that has a price counts, but for `SHARED`.
PARTS: Mapping[str, tuple[str, ...]] = {
    "serving": ("serving-platform", "inference-mode", "endpoint-hosting", "endpoint-scaling"),
    "endpoint access": ("endpoint-access",),
    "serving network": ("network-isolation",),
    "training": ("training-purchase",),
    "training network": ("training-network",),
    "stream ingestion": ("stream-ingestion",),
    "stream processing": ("stream-processing",),
    "data preparation": ("etl-compute",),
    "queries": ("query-engine",),
    "storage": ("storage-lifecycle",),
    "features": ("feature-store",),
    "foundation model": ("fm-access",),
    "workflow": ("pipeline-orchestration",),
}
