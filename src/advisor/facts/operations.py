"""What is asked about operating a model: releases, monitoring, symptoms, pipelines, reliability."""

from __future__ import annotations

from typing import Annotated

from advisor.facts.fields import Group, Unit, Word, choice, flag, number


class EndpointKind(Word):
    """What kind of endpoint the new version goes to."""

    INSTANCES = "instances", "one production variant on instances"
    SERVERLESS = "serverless", "serverless"
    ASYNCHRONOUS = "asynchronous", "asynchronous"
    SEVERAL_MODELS = "several-models", "a multi-model or multi-container endpoint"
    SEVERAL_VARIANTS = "several-variants", "several production variants"


class Comparison(Word):
    """What tells two versions apart."""

    USER_OUTCOME = "user-outcome", "what users do: clicks, purchases, losses"
    ANSWERS = "answers", "the answers on the same requests"
    HEALTH = "health", "errors and latency only"


class Approval(Word):
    """Who lets a version into production."""

    NOBODY = "nobody", "nobody: every version goes live"
    METRICS = "metrics", "a threshold on the evaluation metrics"
    PERSON = "person", "a person, on record"


class ModelFamily(Word):
    """What kind of model serves."""

    TABLES = "tables", "trees or linear models on tables"
    SMALL_NETWORK = "small-network", "a small neural network"
    VISION_SPEECH = "vision-speech", "deep networks for images, video or speech"
    LARGE_LANGUAGE = "large-language", "a large language or diffusion model"


class Preparation(Word):
    """What happens to a request before the model."""

    NOTHING = "nothing", "nothing"
    LIGHT = "light", "a few lines of parsing"
    FITTED = "fitted", "transformers fitted in training"
    STORED_FEATURES = "stored-features", "features are looked up by a key"


class PayloadKind(Word):
    """What a request carries."""

    ROWS = "rows", "rows of numbers and short text"
    NESTED = "nested", "nested fields"
    BINARY = "binary", "images, audio or tensors"
    REPEATED = "repeated", "often exactly the same input"


class Release(Group):
    """How a new version goes live."""

    new_version: Annotated[
        bool | None,
        flag(
            "Does a new version of a model that serves already go live?",
            "a new version of a deployed model goes live",
            "no new version goes live",
        ),
    ] = None
    endpoint: Annotated[
        EndpointKind | None,
        choice("What kind of endpoint does the new version go to?", "endpoint of the release"),
    ] = None
    first_share: Annotated[
        float | None,
        number(
            "What share of the traffic does the new version get first?",
            "traffic that the new version gets first",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    steps: Annotated[
        int | None,
        number(
            "In how many steps is the traffic shifted?",
            "steps of the traffic shift",
            Unit.COUNT,
            low=1,
            high=100,
            integer=True,
        ),
    ] = None
    spare_fleet: Annotated[
        bool | None,
        flag(
            "Can a second fleet of full size run during the update?",
            "a second fleet of full size can run during the update",
            "there is no capacity or budget for a second fleet",
        ),
    ] = None
    unproven_answers_ok: Annotated[
        bool | None,
        flag(
            "May users get answers of the new version before it has proved itself?",
            "users may get answers of the new version before it is proven",
            "users must not get answers of the new version before it is proven",
        ),
    ] = None
    comparison: Annotated[
        Comparison | None,
        choice("By what are the versions compared?", "what the versions are compared by"),
    ] = None
    downtime_ok: Annotated[
        bool | None,
        flag(
            "May the endpoint be down during the update?",
            "the endpoint may be down during the update",
            "the endpoint must stay up during the update",
        ),
    ] = None
    approval: Annotated[
        Approval | None,
        choice("Who or what approves a version for production?", "approval of a version"),
    ] = None
    accounts: Annotated[
        int | None,
        number(
            "Over how many AWS accounts are development, test and production spread?",
            "accounts for development, test and production",
            Unit.COUNT,
            low=1,
            high=1_000,
            integer=True,
        ),
    ] = None
    production_sealed: Annotated[
        bool | None,
        flag(
            "Must production be unable to read from the development account?",
            "production must not read from the development account",
            "production may read from another account",
        ),
    ] = None
    model_groups: Annotated[
        int | None,
        number(
            "How many different models (use cases) are kept in the registry?",
            "models kept in the registry",
            Unit.COUNT,
            low=1,
            high=1_000_000,
            integer=True,
        ),
    ] = None
    model_family: Annotated[
        ModelFamily | None,
        choice("What kind of model serves the predictions?", "kind of model"),
    ] = None
    x86_only: Annotated[
        bool | None,
        flag(
            "Does the serving container depend on x86 binaries?",
            "the container depends on x86 binaries",
            "the container also runs on ARM",
        ),
    ] = None
    compiles_for_neuron: Annotated[
        bool | None,
        flag(
            "Can the model be compiled for AWS Inferentia with the Neuron SDK?",
            "the model compiles for AWS Inferentia",
            "the model does not compile for AWS Inferentia",
        ),
    ] = None
    preparation: Annotated[
        Preparation | None,
        choice("What must happen to a request before the model sees it?", "preparation of a request"),
    ] = None
    payload: Annotated[
        PayloadKind | None,
        choice("What does a request carry?", "content of a request"),
    ] = None
    on_device: Annotated[
        bool | None,
        flag(
            "Must predictions be made on devices outside AWS?",
            "predictions are made on devices",
            "no prediction is made on a device",
        ),
    ] = None
    offline: Annotated[
        bool | None,
        flag(
            "Must devices predict without a connection?",
            "devices predict without a connection",
            "devices are always connected",
        ),
    ] = None
    devices: Annotated[
        int | None,
        number(
            "How many devices run the model?",
            "devices that run the model",
            Unit.COUNT,
            low=1,
            high=100_000_000,
            integer=True,
        ),
    ] = None


class Labels(Word):
    """When the truth behind a prediction is known."""

    LATE = "late", "days or weeks later"
    SOON = "soon", "within hours"
    NEVER = "never", "never"


class MonitoredData(Word):
    """What the monitored model reads."""

    TABLES = "tables", "tabular features"
    MEDIA = "media", "text, images or audio"
    GENERATED = "generated", "prompts and generated text"


class ScoringPath(Word):
    """Where the monitored predictions come from."""

    ENDPOINT = "endpoint", "an endpoint with one model"
    BATCH = "batch", "batch transform jobs"
    SHARED_ENDPOINT = "shared-endpoint", "an endpoint with several models"


class AlertOn(Word):
    """What should raise an alert."""

    ERROR_SHARE = "error-share", "the share of failed requests"
    LATENCY = "latency", "a latency percentile"
    UTILISATION = "utilisation", "CPU, memory, disk or GPU use"
    MISSING_TRAFFIC = "missing-traffic", "traffic that falls away"
    LOG_TEXT = "log-text", "a word or error in the logs"
    STATE_CHANGE = "state-change", "a job or endpoint that changes state"
    DRIFT = "drift", "drift or a fall in model quality"
    SPENDING = "spending", "money spent"


class Record(Word):
    """What must be found again later."""

    APPLICATION_EVENTS = "application-events", "what the container did"
    PAYLOADS = "payloads", "requests and answers"
    API_CALLS = "api-calls", "who created or changed what"
    INVOCATIONS = "invocations", "who called the endpoint"
    NETWORK_FLOWS = "network-flows", "which addresses talked to each other"


class Finding(Word):
    """What the monitor found."""

    INPUT_DRIFT = "input-drift", "inputs that no longer look like the training data"
    QUALITY_DROP = "quality-drop", "quality that fell against labels"
    SCHEMA_BREAK = "schema-break", "missing or malformed fields"
    WORSE_SINCE_RELEASE = "worse-since-release", "errors or quality that fell with the last release"
    REGULAR_CHANGE = "regular-change", "a change that comes back at known times"
    BIAS = "bias", "a metric of fairness that left its range"


class Monitoring(Group):
    """What is watched."""

    labels: Annotated[
        Labels | None,
        choice("When is the truth behind a prediction known?", "labels of predictions"),
    ] = None
    data: Annotated[
        MonitoredData | None,
        choice("What does the monitored model read?", "data of the monitored model"),
    ] = None
    scoring: Annotated[
        ScoringPath | None,
        choice("Where do the monitored predictions come from?", "source of the monitored predictions"),
    ] = None
    baseline: Annotated[
        bool | None,
        flag(
            "Is there a baseline of training data or of a good production window?",
            "a baseline exists",
            "there is no baseline",
        ),
    ] = None
    alert_on: Annotated[
        AlertOn | None,
        choice("What should raise an alert?", "cause of the alert"),
    ] = None
    threshold_known: Annotated[
        bool | None,
        flag(
            "Is the threshold of the alert known and constant?",
            "the threshold is known and constant",
            "no constant threshold is known",
        ),
    ] = None
    alert_storm: Annotated[
        bool | None,
        flag(
            "Do several alarms fire for one incident?",
            "several alarms fire for one incident",
            "each incident fires one alarm",
        ),
    ] = None
    record: Annotated[
        Record | None,
        choice("What must be on record?", "what must be on record"),
    ] = None
    services_per_request: Annotated[
        int | None,
        number(
            "Through how many services does one request pass?",
            "services that a request passes",
            Unit.COUNT,
            low=1,
            high=1_000,
            integer=True,
        ),
    ] = None
    open_tracing: Annotated[
        bool | None,
        flag(
            "Must tracing follow an open standard that other back ends read?",
            "tracing must follow an open standard",
            "tracing may be specific to AWS",
        ),
    ] = None
    finding: Annotated[
        Finding | None,
        choice("What has the monitoring found?", "finding of the monitoring"),
    ] = None


class Observed(Word):
    """What is seen when something goes wrong."""

    ENDPOINT_FAILS_TO_START = "endpoint-fails-to-start", "the endpoint fails while it is created or updated"
    HEALTH_CHECK_TIMES_OUT = "health-check-times-out", "a large model misses its health check"
    ACCESS_DENIED = "access-denied", "AccessDenied on an object in S3 or on an API"
    KMS_DENIED = "kms-denied", "access to a KMS key is denied"
    IMAGE_PULL_FAILS = "image-pull-fails", "the container image cannot be pulled"
    S3_UNREACHABLE = "s3-unreachable", "a job in a VPC times out on the way to S3"
    QUOTA_EXCEEDED = "quota-exceeded", "ResourceLimitExceeded: a service quota is reached"
    NO_CAPACITY = "no-capacity", "InsufficientInstanceCapacity"
    THROTTLING = "throttling", "throttling errors (429, ThrottlingException)"
    ERRORS_UNDER_LOAD = "errors-under-load", "5XX errors when load rises"
    CLIENT_ERRORS = "client-errors", "4XX errors: the request is refused"
    HIGH_OVERHEAD = "high-overhead", "high OverheadLatency with a normal ModelLatency"
    HIGH_MODEL_LATENCY = "high-model-latency", "high ModelLatency with busy compute"
    SLOW_OUTSIDE_ENDPOINT = "slow-outside-endpoint", "callers measure far more than ModelLatency and OverheadLatency"
    SPIKES_WHILE_IDLE = "spikes-while-idle", "latency spikes while CPU and GPU are idle"
    SLOW_AFTER_IDLE = "slow-after-idle", "slow first answers after a pause"
    SLOW_FIRST_MODEL_CALL = "slow-first-model-call", "slow first calls to a model of a multi-model endpoint"
    CAPACITY_OSCILLATES = "capacity-oscillates", "instances come and go in waves"
    SCALING_STOPS = "scaling-stops", "the endpoint stops adding instances"
    REACTS_TOO_LATE = "reacts-too-late", "new instances arrive after the burst"
    OUT_OF_MEMORY = "out-of-memory", "the container is killed for lack of memory"
    CALLS_TIME_OUT = "calls-time-out", "calls end after a minute without an answer"
    PAYLOAD_REFUSED = "payload-refused", "a request is refused as too large"
    DIFFERS_FROM_TRAINING = "differs-from-training", "predictions differ from those in training"
    CAPTURE_STOPPED = "capture-stopped", "data capture has stopped"
    ALARM_HAS_NO_DATA = "alarm-has-no-data", "an alarm stays in INSUFFICIENT_DATA"
    NO_LOGS = "no-logs", "the container writes no logs to CloudWatch"


class CostDriver(Word):
    """What the money goes into."""

    UNKNOWN = "unknown", "nobody knows"
    TRAINING_HOURS = "training-hours", "training at on-demand prices"
    TUNING_JOBS = "tuning-jobs", "tuning jobs without bounds"
    REPEATED_STEPS = "repeated-steps", "steps that run again on the same input"
    TRIAL_RUNS = "trial-runs", "trial runs on large instances"
    JOB_START_UP = "job-start-up", "minutes of start-up before each short job"
    IDLE_ENDPOINTS = "idle-endpoints", "endpoints without traffic"
    IDLE_NOTEBOOKS = "idle-notebooks", "notebooks that run at night"
    OVERSIZED_INSTANCES = "oversized-instances", "instances that are mostly idle"
    MANY_ENDPOINTS = "many-endpoints", "many endpoints with little traffic each"
    STEADY_USAGE = "steady-usage", "steady use all year"
    GPU_SERVING = "gpu-serving", "serving deep networks on GPUs"
    VARYING_TRAFFIC = "varying-traffic", "a fleet sized for the peak"
    SCHEDULED_SCORING = "scheduled-scoring", "an endpoint that scores once a day"
    OLD_ARTIFACTS = "old-artifacts", "old data and model artifacts"
    INTERMEDIATE_DATA = "intermediate-data", "intermediate data that can be made again"
    UNKNOWN_ACCESS = "unknown-access", "objects read at no known rhythm"
    LOGS = "logs", "logs that are never deleted"
    IMAGES = "images", "old container images"
    RAW_TEXT_FILES = "raw-text-files", "large uncompressed text files"


class Question(Word):
    """What is to be known about cost and size."""

    WHO_SPENDS = "who-spends", "which team, project or model spends"
    TREND = "trend", "where costs come from and where they go"
    LIMIT = "limit", "a warning before a budget is passed"
    SUDDEN_RISE = "sudden-rise", "a warning of unusual spending"
    INSTANCE_SIZE = "instance-size", "the right size of running instances"
    ENDPOINT_INSTANCE = "endpoint-instance", "the right instance type for an endpoint"
    LINE_ITEMS = "line-items", "every line of the bill, for queries"
    IDLE_RESOURCES = "idle-resources", "general checks for idle resources and quotas"


class Symptom(Group):
    """What goes wrong, and what the money goes into."""

    observed: Annotated[
        Observed | None,
        choice("What is observed?", "observed symptom"),
    ] = None
    private_subnets: Annotated[
        bool | None,
        flag(
            "Do the containers run in private subnets without a way to the internet?",
            "the containers run in private subnets without internet",
            "the containers reach the internet",
        ),
    ] = None
    gpu_share: Annotated[
        float | None,
        number(
            "What share of the GPU is used?",
            "GPU use",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    cpu_share: Annotated[
        float | None,
        number(
            "What share of the CPU is used?",
            "CPU use",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    cost_driver: Annotated[
        CostDriver | None,
        choice("What does the money go into?", "what the money goes into"),
    ] = None
    cost_question: Annotated[
        Question | None,
        choice("What is to be known about cost or size?", "question about cost"),
    ] = None


class Work(Word):
    """What the workflow is made of."""

    ML_STEPS = "ml-steps", "ML steps: processing, training, evaluation, registration"
    MANY_SERVICES = "many-services", "steps across many AWS services"
    AIRFLOW = "airflow", "Airflow DAGs that exist already"
    GLUE_JOBS = "glue-jobs", "Glue crawlers and jobs only"
    CODE_RELEASE = "code-release", "building, testing and releasing code"


class StartsOn(Word):
    """What starts the workflow."""

    CODE_CHANGE = "code-change", "a commit or merge"
    NEW_DATA = "new-data", "new objects in Amazon S3"
    CLOCK = "clock", "a fixed time"
    DRIFT_ALARM = "drift-alarm", "an alarm on drift or quality"
    APPROVAL = "approval", "the approval of a model"
    PERSON = "person", "a person"


class CodeHost(Word):
    """Where the code lives."""

    CODECOMMIT = "codecommit", "AWS CodeCommit"
    GITHUB = "github", "GitHub"
    OTHER_GIT = "other-git", "GitLab, Bitbucket or another Git server"


class Templates(Word):
    """How the team wants to describe infrastructure."""

    DECLARATIVE = "declarative", "AWS templates in YAML or JSON"
    PROGRAMMING = "programming", "a programming language"
    SEVERAL_CLOUDS = "several-clouds", "one tool for several clouds"
    SELF_SERVICE = "self-service", "approved products that teams launch themselves"


class Traced(Word):
    """What must be traced back."""

    MODEL_TO_DATA = "model-to-data", "from a model to its data, code and jobs"
    RUNS = "runs", "parameters and metrics of each run"
    INTENDED_USE = "intended-use", "purpose, risk and evaluation, for people"
    DATA_VERSION = "data-version", "the exact bytes a run read"


class TagPurpose(Word):
    """What tags are for."""

    COST = "cost", "to split the bill"
    ACCESS = "access", "to decide who may do what"
    SPELLING = "spelling", "to be spelled alike everywhere"
    REQUIRED = "required", "to be there, or the resource is not created"
    FOUND_MISSING = "found-missing", "to find resources that lack them"


class Pipeline(Group):
    """How the workflow is automated and governed."""

    automate: Annotated[
        bool | None,
        flag(
            "Is the ML workflow to run automatically and repeatably?",
            "the ML workflow runs automatically",
            "the workflow stays manual",
        ),
    ] = None
    work: Annotated[
        Work | None,
        choice("What is the workflow made of?", "work of the pipeline"),
    ] = None
    starts_on: Annotated[
        StartsOn | None,
        choice("What starts the workflow?", "start of the workflow"),
    ] = None
    unchanged_steps: Annotated[
        bool | None,
        flag(
            "Do runs repeat steps whose code and input have not changed?",
            "runs repeat steps whose code and input are unchanged",
            "every run changes every step",
        ),
    ] = None
    reads_latest: Annotated[
        bool | None,
        flag(
            "Does a step read the latest data under a name that never changes?",
            "a step reads the latest data under an unchanged name",
            "each run names its data snapshot",
        ),
    ] = None
    code_host: Annotated[
        CodeHost | None,
        choice("Where does the code live?", "home of the code"),
    ] = None
    templates: Annotated[
        Templates | None,
        choice("How is infrastructure to be described?", "description of infrastructure"),
    ] = None
    traced: Annotated[
        Traced | None,
        choice("What must be traced back?", "what must be traced back"),
    ] = None
    tags_for: Annotated[
        TagPurpose | None,
        choice("What are tags for?", "purpose of tags"),
    ] = None
    people: Annotated[
        int | None,
        number(
            "How many people build and release models?",
            "people who build and release models",
            Unit.COUNT,
            low=1,
            high=100_000,
            integer=True,
        ),
    ] = None
    one_role_does_all: Annotated[
        bool | None,
        flag(
            "Can one role both read raw data and deploy to production?",
            "one role reads raw data and deploys to production",
            "no role does both",
        ),
    ] = None


class Failure(Word):
    """What goes wrong."""

    BRIEF = "brief", "a brief fault: a time-out, a lost connection"
    THROTTLED = "throttled", "too many calls"
    PERMANENT = "permanent", "a fault that every try repeats: a bad schema, a missing column"
    INTERRUPTED = "interrupted", "a Spot interruption"
    POISON_MESSAGE = "poison-message", "one message that fails again and again"
    OVERLOADED_DEPENDENCY = "overloaded-dependency", "a dependency that stays down"
    BAD_RELEASE = "bad-release", "a release that fails in production"
    FAILED_STEP = "failed-step", "a late step of a long pipeline"
    LOST_DATA = "lost-data", "deleted or overwritten data"
    MISSED_EVENTS = "missed-events", "events that were not processed"
    REGION_OUTAGE = "region-outage", "a Region that is down"


class Writes(Word):
    """What a repeated run would write again."""

    FILES = "files", "files under a shared prefix"
    RECORDS = "records", "records of a table or feature store"
    MESSAGES = "messages", "messages that may be delivered twice"
    RESOURCES = "resources", "API calls that create something"
    NOTHING = "nothing", "nothing: the run only reads"


class Survives(Word):
    """Which failure the service must survive."""

    INSTANCE = "instance", "the loss of an instance"
    ZONE = "zone", "the loss of an Availability Zone"
    REGION = "region", "the loss of a Region"
    NOTHING = "nothing", "none: a pause is acceptable"


class Reliability(Group):
    """Failure and recovery."""

    failure: Annotated[
        Failure | None,
        choice("What kind of failure is to be handled?", "kind of failure"),
    ] = None
    writes: Annotated[
        Writes | None,
        choice("What would a repeated run write again?", "what a repeat writes again"),
    ] = None
    survives: Annotated[
        Survives | None,
        choice("Which failure must the service survive?", "failure to survive"),
    ] = None
