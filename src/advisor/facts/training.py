"""What is asked about training jobs: compute, purchase, distribution, input."""

from __future__ import annotations

from typing import Annotated

from advisor.facts.fields import Group, Unit, Word, choice, flag, number


class Workload(Word):
    """What kind of model is trained, as far as hardware is concerned."""

    CLASSIC = "classic", "classic: trees, linear models, clustering on tables"
    DEEP = "deep-learning", "deep learning: images, text, audio, sequences"
    LARGE = "large-model", "a large model of billions of parameters"


class Bottleneck(Word):
    """What the job waits for."""

    COMPUTE = "compute", "computing: the accelerators are busy all the time"
    INPUT = "data-loading", "data loading: the accelerators idle while they wait for data"
    CPU = "cpu-preprocessing", "preprocessing on the CPU while the GPU waits"
    START = "start-up", "start-up: downloading data or starting instances"
    NETWORK = "network", "exchanging gradients between instances"


class FileShape(Word):
    """How the training data set is cut into files."""

    MANY_SMALL = "many-small", "very many small files"
    FEW_LARGE = "few-large", "few large files, read in sequence"


class DataPlace(Word):
    """Where the training data lies."""

    S3 = "s3", "Amazon S3"
    EFS = "efs", "an Amazon EFS file system"
    FSX = "fsx", "an Amazon FSx for Lustre file system"


class Code(Word):
    """Whose code trains the model, and what it needs to run."""

    BUILT_IN = "built-in", "a built-in algorithm is enough"
    SCRIPT = "own-script", "a script of one's own in a common framework"
    PACKAGES = "extra-system-packages", "a common framework with extra system packages"
    RUNTIME = "own-runtime", "a language, runtime or framework that AWS does not package"


class Training(Group):
    """The training job."""

    on_sagemaker: Annotated[
        bool | None,
        flag(
            "Is a model to be trained as a job on SageMaker AI?",
            "a model is to be trained",
            "no model is to be trained",
        ),
    ] = None
    workload: Annotated[Workload | None, choice("What kind of model is trained?", "training workload")] = None
    fits_one_gpu: Annotated[
        bool | None,
        flag(
            "Does the model, with gradients and optimizer state, fit into the memory of one GPU?",
            "the model fits into the memory of one GPU",
            "the model does not fit into the memory of one GPU",
        ),
    ] = None
    layer_fits_one_gpu: Annotated[
        bool | None,
        flag(
            "Does each single layer fit into the memory of one GPU?",
            "each single layer fits into one GPU",
            "a single layer does not fit into one GPU",
        ),
    ] = None
    data_held_in_memory: Annotated[
        bool | None,
        flag(
            "Must the job hold the whole data set in memory?",
            "the job holds the whole data set in memory",
            "the job reads the data set in batches",
        ),
    ] = None
    neuron_ready: Annotated[
        bool | None,
        flag(
            "Does the model compile for AWS Trainium (are all its operators supported by the Neuron SDK)?",
            "the model compiles with the Neuron SDK",
            "the model does not compile with the Neuron SDK",
        ),
    ] = None
    interruptible: Annotated[
        bool | None,
        flag(
            "May training be interrupted and end later?",
            "training may be interrupted",
            "training must not be interrupted",
        ),
    ] = None
    saves_checkpoints: Annotated[
        bool | None,
        flag(
            "Does the training code save checkpoints?",
            "the training code saves checkpoints",
            "the training code saves no checkpoints",
        ),
    ] = None
    duration_h: Annotated[
        float | None,
        number("How long does one training job run?", "duration of a training job", Unit.HOURS, high=100_000),
    ] = None
    instances: Annotated[
        int | None,
        number(
            "On how many instances does the job train?",
            "training instances",
            Unit.COUNT,
            low=1,
            high=1_000_000,
            integer=True,
        ),
    ] = None
    hourly_usd: Annotated[
        float | None,
        number(
            "What does one training instance cost in an hour, on demand?",
            "on-demand price of a training hour",
            Unit.USD,
            high=100_000,
        ),
    ] = None
    training_seconds: Annotated[
        float | None,
        number(
            "How long did the job train with Spot (TrainingTimeInSeconds)?",
            "training time of the Spot job",
            Unit.S,
            high=360_000_000,
        ),
    ] = None
    billable_seconds: Annotated[
        float | None,
        number(
            "How much of that time was billed (BillableTimeInSeconds)?",
            "billed time of the Spot job",
            Unit.S,
            high=360_000_000,
        ),
    ] = None
    spot_saving: Annotated[
        float | None,
        number(
            "What share of the on-demand price does Spot save?",
            "saving with Spot",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    on_demand_usd: Annotated[
        float | None,
        number(
            "What does one training job cost on demand?",
            "cost of a training job on demand",
            Unit.USD,
            high=1_000_000_000,
        ),
    ] = None
    spot_usd: Annotated[
        float | None,
        number(
            "What does one training job cost with Spot?",
            "cost of a training job with Spot",
            Unit.USD,
            high=1_000_000_000,
        ),
    ] = None
    capacity_on_date: Annotated[
        bool | None,
        flag(
            "Must scarce accelerators be there on a fixed date?",
            "accelerators must be there on a fixed date",
            "no fixed date for accelerators",
        ),
    ] = None
    steady_use: Annotated[
        bool | None,
        flag(
            "Does about the same amount of training run every hour for a year or more?",
            "about the same amount of training runs all year",
            "training comes and goes",
        ),
    ] = None
    repeated_jobs: Annotated[
        bool | None,
        flag(
            "Do many short, similar jobs run one after another?",
            "many short, similar jobs run one after another",
            "jobs are rare or differ from each other",
        ),
    ] = None
    accelerators: Annotated[
        int | None,
        number(
            "How many accelerators (GPUs) does the job use together?",
            "accelerators of the job",
            Unit.COUNT,
            low=1,
            high=1_000_000,
            integer=True,
        ),
    ] = None
    bottleneck: Annotated[Bottleneck | None, choice("What does the job wait for?", "bottleneck")] = None
    data_gb: Annotated[
        float | None, number("How large is the training data set?", "training data", Unit.GB, high=100_000_000)
    ] = None
    file_shape: Annotated[FileShape | None, choice("How is the data set cut into files?", "training files")] = None
    random_reads: Annotated[
        bool | None,
        flag(
            "Does the training code read the files at random places?",
            "the code reads at random places",
            "the code reads in sequence",
        ),
    ] = None
    data_reread: Annotated[
        bool | None,
        flag(
            "Do many jobs read the same data set again and again?",
            "many jobs read the same data set again and again",
            "each data set is read by few jobs",
        ),
    ] = None
    data_place: Annotated[DataPlace | None, choice("Where does the training data lie?", "place of the data")] = None
    augmented_manifest: Annotated[
        bool | None,
        flag(
            "Is the input an augmented manifest (JSON lines with labels beside each object)?",
            "the input is an augmented manifest",
            "the input is no augmented manifest",
        ),
    ] = None
    code: Annotated[Code | None, choice("Whose code trains the model?", "training code")] = None
