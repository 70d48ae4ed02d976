"""What is asked about data before training: how it arrives, where it lies, how it is processed."""

from __future__ import annotations

from typing import Annotated

from advisor.facts.fields import Group, Unit, Word, choice, flag, members, number


class DataKind(Word):
    """What the data looks like."""

    TABULAR = "tabular", "tables: rows and columns"
    NESTED = "nested", "nested records, such as JSON events"
    TEXT = "text", "free text and documents"
    MEDIA = "media", "images, audio or video files"


class Duplicates(Word):
    """Which records count as the same."""

    EXACT = "exact", "copies of one record, alike in a key or in every field"
    FUZZY = "fuzzy", "records of one person or thing, spelt differently and without a common key"
    REDELIVERED = "redelivered", "messages that a producer or a queue sends again"


class Reader(Word):
    """What reads the files most."""

    QUERIES = "sql-queries", "SQL queries and Spark jobs over a few columns"
    TRAINING = "built-in-training", "a SageMaker AI built-in algorithm during training"
    TENSORFLOW = "tensorflow", "a TensorFlow training script"
    PEOPLE = "people", "people with a spreadsheet or an editor"
    STREAM = "stream-consumers", "programs that take records one by one from a stream"


class Filter(Word):
    """By what the readers of the lake narrow their reads."""

    NONE = "nothing", "every read takes the whole data set"
    TIME = "time", "a day, a month or another span of time"
    KEY = "key", "a tenant, a Region or another key with few values"
    BOTH = "time-and-key", "a span of time and a key with few values"


class Data(Group):
    """The data itself."""

    kind: Annotated[DataKind | None, choice("What does the data look like?", "data")] = None
    size_gb: Annotated[
        float | None,
        number("How much data is there?", "size of the data", Unit.GB, low=0.000001, high=1_000_000_000_000),
    ] = None
    file_mb: Annotated[
        float | None,
        number("How large is a typical file?", "size of a typical file", Unit.MB, low=0.000001, high=100_000_000),
    ] = None
    read_by: Annotated[Reader | None, choice("What reads the files most?", "main reader of the files")] = None
    filtered_by: Annotated[
        Filter | None, choice("By what do queries and jobs narrow what they read?", "reads are narrowed by")
    ] = None
    partitions: Annotated[
        int | None,
        number(
            "How many partitions would the chosen keys give?",
            "partitions",
            Unit.COUNT,
            low=1,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    schema_changes: Annotated[
        bool | None,
        flag(
            "Does the source add or change columns from time to time?",
            "the source changes its columns from time to time",
            "the columns stay as they are",
        ),
    ] = None
    duplicates: Annotated[
        Duplicates | None, choice("Which records are duplicates of each other?", "duplicate records")
    ] = None


class Source(Word):
    """Where new data comes from."""

    EVENTS = "events", "applications and web pages that send events"
    DEVICES = "devices", "devices and sensors"
    CAMERAS = "cameras", "cameras that send video"
    KAFKA = "kafka", "an Apache Kafka cluster"
    DATABASE = "database", "a relational database"
    FILES = "files", "files on a file server or in another object store"
    PARTNERS = "partners", "partners who upload files over SFTP or a like protocol"
    SAAS = "saas", "a SaaS application such as Salesforce"
    UPLOADS = "uploads", "users far from the bucket's Region who upload files"


class Cadence(Word):
    """How often data is moved."""

    ONCE = "once", "once"
    SCHEDULED = "scheduled", "again and again on a schedule"
    CONTINUOUS = "continuous", "all the time, as changes happen"


class Ingestion(Group):
    """How data arrives."""

    source: Annotated[Source | None, choice("Where does new data come from?", "data comes from")] = None
    available_within_s: Annotated[
        float | None,
        number(
            "How soon after it arises must data be usable?",
            "time until new data must be usable",
            Unit.S,
            low=0.001,
            high=31_536_000,
        ),
    ] = None
    cadence: Annotated[Cadence | None, choice("How often is data moved?", "data is moved")] = None
    record_kb: Annotated[
        float | None,
        number("How large is one record at most?", "size of a record", Unit.KB, low=0.001, high=1_000_000_000),
    ] = None
    rate_mb_s: Annotated[
        float | None,
        number("How much data arrives in a second?", "data arriving", Unit.MB_PER_S, low=0, high=10_000_000),
    ] = None
    records_per_second: Annotated[
        float | None,
        number(
            "How many records arrive in a second?",
            "records arriving",
            Unit.PER_SECOND,
            high=10_000_000_000,
        ),
    ] = None
    shards: Annotated[
        int | None,
        number(
            "How many shards does the stream have?",
            "shards of the stream",
            Unit.COUNT,
            low=1,
            high=10_000_000,
            integer=True,
        ),
    ] = None
    consumers: Annotated[
        int | None,
        number(
            "How many applications read the same stream?",
            "applications that read the stream",
            Unit.COUNT,
            low=1,
            high=10_000,
            integer=True,
        ),
    ] = None
    shared_readers: Annotated[
        int | None,
        number(
            "How many applications read the whole stream and share its read throughput (no enhanced fan-out)?",
            "applications that share the read throughput",
            Unit.COUNT,
            low=1,
            high=10_000,
            integer=True,
        ),
    ] = None
    keep_records_hours: Annotated[
        float | None,
        number(
            "For how long must records stay in the stream to be read again?",
            "time records stay readable in the stream",
            Unit.HOURS,
            low=0,
            high=1_000_000,
        ),
    ] = None
    transfer_days: Annotated[
        float | None,
        number(
            "How many days would the transfer take over the network there is?",
            "transfer time over the network",
            Unit.DAYS,
            low=0,
            high=100_000,
        ),
    ] = None
    object_gb: Annotated[
        float | None,
        number(
            "How large is the largest single file to upload?", "largest file", Unit.GB, low=0.000001, high=1_000_000
        ),
    ] = None


class ReadPattern(Word):
    """How stored objects are read over time."""

    OFTEN = "often", "read often"
    CHANGING = "unpredictable", "unknown or changing"
    MONTHLY = "monthly", "about once a month"
    QUARTERLY = "quarterly", "about once a quarter, and then at once"
    YEARLY = "yearly", "once a year or less"


class Storage(Group):
    """Where data lies, and for how long."""

    read_pattern: Annotated[
        ReadPattern | None, choice("How often is the stored data read?", "the stored data is read")
    ] = None
    restore_within_hours: Annotated[
        float | None,
        number(
            "Within how many hours must archived data be readable again?",
            "time until archived data must be readable",
            Unit.HOURS,
            low=0,
            high=10_000,
        ),
    ] = None
    keep_days: Annotated[
        float | None,
        number("How many days is the data kept?", "time the data is kept", Unit.DAYS, low=1, high=100_000),
    ] = None
    recreatable: Annotated[
        bool | None,
        flag(
            "Can the data be produced again if it is lost?",
            "the data can be produced again",
            "the data cannot be produced again",
        ),
    ] = None
    lookup_ms: Annotated[
        float | None,
        number(
            "Within how many milliseconds must one item be read by its key?",
            "time to read one item by its key",
            Unit.MS,
            low=0.001,
            high=3_600_000,
        ),
    ] = None
    readers: Annotated[
        int | None,
        number(
            "How many instances read the same files at once?",
            "instances that read the same files",
            Unit.COUNT,
            low=1,
            high=1_000_000,
            integer=True,
        ),
    ] = None
    read_again: Annotated[
        bool | None,
        flag(
            "Do training jobs read the same large data set many times (many epochs, many jobs)?",
            "the same data set is read many times",
            "the data set is read once",
        ),
    ] = None


class Trigger(Word):
    """What starts the processing."""

    SCHEDULE = "schedule", "a schedule"
    ARRIVAL = "arrival", "a new file or event"
    DEMAND = "demand", "a person, when needed"


class Skill(Word):
    """What those who prepare the data write."""

    NO_CODE = "no-code", "nothing: they work visually"
    SQL = "sql", "SQL"
    PYTHON = "python", "Python (pandas, scikit-learn)"
    SPARK = "spark", "Apache Spark"


class Tool(Word):
    """What already runs and is to be kept."""

    AIRFLOW = "airflow", "Apache Airflow DAGs"
    HADOOP = "hadoop", "Hadoop tools such as Hive, HBase or Presto"
    SPARK = "spark", "Apache Spark programs"
    FLINK = "flink", "Apache Flink programs"
    REDSHIFT = "redshift", "an Amazon Redshift warehouse"
    GLUE = "glue", "AWS Glue jobs"


class Queries(Word):
    """How often queries run."""

    OCCASIONAL = "occasional", "now and then, ad hoc"
    CONSTANT = "constant", "all day, from dashboards and many users"


class Processing(Group):
    """How data is transformed and queried."""

    run_minutes: Annotated[
        float | None,
        number("How long does one processing run take?", "duration of a processing run", Unit.MINUTES, high=10_000_000),
    ] = None
    run_gb: Annotated[
        float | None,
        number(
            "How much data does one processing run read?",
            "data read in a processing run",
            Unit.GB,
            low=0,
            high=1_000_000_000,
        ),
    ] = None
    starts_on: Annotated[Trigger | None, choice("What starts the processing?", "processing starts on")] = None
    skills: Annotated[
        Skill | None, choice("What do those who prepare the data write?", "those who prepare the data write")
    ] = None
    tools: Annotated[
        tuple[Tool, ...] | None,
        members("Which tools are already in use and are to be kept?", "tools to be kept"),
    ] = None
    queries: Annotated[Queries | None, choice("How often do queries run?", "queries run")] = None
    steps: Annotated[
        int | None,
        number(
            "How many steps does the workflow have?",
            "steps of the workflow",
            Unit.COUNT,
            low=1,
            high=100_000,
            integer=True,
        ),
    ] = None
