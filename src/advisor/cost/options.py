"""Which formula prices which option, decision by decision, and how the options of a decision are compared."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from advisor.cost import foundation, serving, training, workloads
from advisor.cost.workloads import Formula

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
        "iam-invoke": workloads.nothing,
        "vpc-interface-endpoint": workloads.runtime_endpoint,
        "api-gateway": workloads.public_api,
    },
    "network-isolation": {
        "default-networking": workloads.nothing,
        "isolated-container": workloads.nothing,
        "vpc-with-endpoints": workloads.endpoints,
        "vpc-with-nat": workloads.nat,
    },
    "training-network": {
        "default-training-network": workloads.nothing,
        "training-network-isolation": workloads.nothing,
        "training-in-vpc": workloads.endpoints,
        "training-in-vpc-with-nat": workloads.nat,
    },
    "training-purchase": {
        "on-demand-training": training.on_demand_training,
        "managed-spot": training.spot_training,
        "warm-pools": training.warm_pool,
        "ml-savings-plans-training": training.training_plan,
    },
    "stream-ingestion": {
        "data-firehose": workloads.firehose,
        "kinesis-data-streams": workloads.kinesis,
        "sqs": workloads.queue,
        "msk": workloads.msk,
    },
    "stream-processing": {
        "glue-streaming": workloads.glue_streaming,
        "managed-flink": workloads.flink,
        "lambda": workloads.stream_functions,
    },
    "etl-compute": {
        "sagemaker-processing": workloads.processing_job,
        "athena-ctas": workloads.scanned_by_runs,
        "glue-databrew": workloads.databrew,
        "emr-serverless": workloads.emr_serverless,
        "glue-etl": workloads.glue_etl,
        "batch": workloads.fargate_batch,
    },
    "query-engine": {"athena": workloads.scanned_by_queries, "redshift": workloads.warehouse},
    "storage-lifecycle": {
        "s3-standard": workloads.kept_in("standard"),
        "s3-intelligent-tiering": workloads.tiering,
        "s3-one-zone-ia": workloads.kept_in("onezone_ia"),
        "s3-standard-ia": workloads.kept_in("standard_ia"),
        "s3-glacier-instant-retrieval": workloads.kept_in("glacier_instant"),
        "s3-glacier-deep-archive": workloads.kept_in("glacier_deep_archive"),
        "s3-glacier-flexible-retrieval": workloads.kept_in("glacier_flexible"),
    },
    "feature-store": {
        "feature-store-offline-only": workloads.offline_features,
        "feature-store-online-offline": workloads.online_features,
    },
    "fm-access": {
        "bedrock-on-demand": workloads.tokens(Fraction(0)),
        "bedrock-batch-inference": workloads.tokens(foundation.BATCH_DISCOUNT),
        "bedrock-provisioned-throughput": workloads.model_units,
        "jumpstart-foundation-models": workloads.own_model,
        "self-hosted-foundation-model": workloads.own_model,
    },
    "logging": {"structured-container-logs": workloads.logs},
    "pipeline-orchestration": {"sagemaker-pipelines": workloads.nothing, "step-functions": workloads.workflow},
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
    "logging": (),
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
    "logs": ("logging",),
}
