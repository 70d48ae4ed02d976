"""What is asked about serving predictions: the goal, the request, the traffic and the models behind it."""

from __future__ import annotations

from typing import Annotated

from advisor.facts.fields import Group, Unit, Word, choice, flag, number


class Goal(Group):
    """What is to be achieved."""

    serve_predictions: Annotated[
        bool | None,
        flag(
            "Are predictions of a trained model to be served?",
            "predictions of a trained model are to be served",
            "no predictions are to be served",
        ),
    ] = None


class Request(Group):
    """One request for a prediction: who waits, how large it is, how long it takes."""

    caller_waits: Annotated[
        bool | None,
        flag(
            "Does a caller (a user or a system) wait for each answer?",
            "a caller waits for each answer",
            "no caller waits for the answer",
        ),
    ] = None
    answer_within_s: Annotated[
        float | None,
        number(
            "Within what time must the result of a request be there?",
            "time until the result must be there",
            Unit.S,
            low=0.001,
            high=604_800,
        ),
    ] = None
    latency_p50_ms: Annotated[
        float | None,
        number("What median (p50) latency is required?", "required p50 latency", Unit.MS, low=1, high=3_600_000),
    ] = None
    latency_p95_ms: Annotated[
        float | None,
        number("What p95 latency is required?", "required p95 latency", Unit.MS, low=1, high=3_600_000),
    ] = None
    cold_start_ok: Annotated[
        bool | None,
        flag(
            "Is a slow first answer after idle time (a cold start) acceptable?",
            "a cold start after idle time is acceptable",
            "a cold start is not acceptable",
        ),
    ] = None
    payload_mb: Annotated[
        float | None,
        number("How large is one request at most?", "payload of a request", Unit.MB, low=0.001, high=1_000_000),
    ] = None
    processing_s: Annotated[
        float | None,
        number(
            "How long does the model compute on one request at most?",
            "processing time of a request",
            Unit.S,
            low=0.001,
            high=604_800,
        ),
    ] = None


class TrafficShape(Word):
    """How requests arrive."""

    STEADY = "steady", "steady: much the same rate all day"
    PERIODIC = "periodic", "periodic: rises and falls at known hours"
    SPIKY = "spiky", "spiky: unpredictable bursts"
    INTERMITTENT = "intermittent", "intermittent: idle for long stretches"
    SCHEDULED = "scheduled-bulk", "scheduled bulk: a whole data set at a time"


class Traffic(Group):
    """How many requests there are, and when."""

    shape: Annotated[TrafficShape | None, choice("How do requests arrive?", "traffic")] = None
    requests_per_second: Annotated[
        float | None,
        number("How many requests a second on average?", "average request rate", Unit.PER_SECOND, high=1_000_000),
    ] = None
    peak_requests_per_second: Annotated[
        float | None,
        number("How many requests a second at the peak?", "peak request rate", Unit.PER_SECOND, high=1_000_000),
    ] = None
    concurrent_requests: Annotated[
        int | None,
        number(
            "How many requests are in progress at the same time at the peak?",
            "requests in progress at once",
            Unit.COUNT,
            low=1,
            high=1_000_000,
            integer=True,
        ),
    ] = None
    instance_requests_per_second: Annotated[
        float | None,
        number(
            "How many requests a second does one instance bear under load?",
            "requests one instance bears",
            Unit.PER_SECOND,
            high=1_000_000,
        ),
    ] = None
    safety_factor: Annotated[
        float | None,
        number(
            "What share of what an instance bears is it to be loaded with (safety factor)?",
            "safety factor",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    target_invocations: Annotated[
        float | None,
        number(
            "How many invocations a minute should scaling aim at for each instance?",
            "target of invocations per instance and minute",
            Unit.COUNT,
            high=100_000_000,
        ),
    ] = None
    idle_share: Annotated[
        float | None,
        number("What share of the day has no requests at all?", "idle share of the day", Unit.SHARE, high=1),
    ] = None
    records_per_run: Annotated[
        int | None,
        number(
            "How many records are scored in one run?",
            "records scored in a run",
            Unit.COUNT,
            low=1,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    input_in_s3: Annotated[
        bool | None,
        flag(
            "Does the input already lie in Amazon S3 as a data set?",
            "the input lies in Amazon S3 as a data set",
            "the input does not lie in Amazon S3",
        ),
    ] = None
    queue_ok: Annotated[
        bool | None,
        flag(
            "May requests wait in a queue?",
            "requests may wait in a queue",
            "requests must not wait in a queue",
        ),
    ] = None


class FrameworkMix(Word):
    """Whether the models could share one serving container."""

    SAME = "same", "one framework, one serving container"
    DIFFERENT = "different", "different frameworks or serving containers"


class ModelTraffic(Word):
    """How often each of many models is called."""

    SPARSE = "sparse", "each model is called now and then"
    BUSY = "busy", "each model is called all the time"
    MIXED = "mixed", "a few are busy, most are rarely called"


class Models(Group):
    """The models behind the endpoint."""

    count: Annotated[
        int | None,
        number(
            "How many models are to be served?", "number of models", Unit.COUNT, low=1, high=1_000_000, integer=True
        ),
    ] = None
    frameworks: Annotated[FrameworkMix | None, choice("Do the models share a framework?", "frameworks")] = None
    traffic: Annotated[ModelTraffic | None, choice("How often is each model called?", "traffic to each model")] = None
    size_gb: Annotated[
        float | None,
        number("How large is one model artifact?", "size of a model", Unit.GB, low=0.001, high=10_000),
    ] = None
    memory_gb: Annotated[
        float | None,
        number(
            "How much memory does a loaded model need?", "memory a loaded model needs", Unit.GB, low=0.001, high=10_000
        ),
    ] = None
    image_gb: Annotated[
        float | None,
        number("How large is the container image?", "size of the container image", Unit.GB, low=0.001, high=1_000),
    ] = None
    existing_cluster: Annotated[
        bool | None,
        flag(
            "Does the team already run its services on ECS or EKS, and must the model run there?",
            "the model must run on the team's ECS or EKS cluster",
            "the model need not run on ECS or EKS",
        ),
    ] = None
    marketplace: Annotated[
        bool | None,
        flag(
            "Is the model an AWS Marketplace model package?",
            "the model is an AWS Marketplace package",
            "the model is not from AWS Marketplace",
        ),
    ] = None
