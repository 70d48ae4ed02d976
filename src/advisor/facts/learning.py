"""What is asked about the ML problem: the task, the data set and tuning."""

from __future__ import annotations

from typing import Annotated

from advisor.facts.fields import Group, Unit, Word, choice, flag, members, number


class Output(Word):
    """What one prediction is."""

    YES_NO = "yes-or-no", "one of two answers: yes or no"
    ONE_CLASS = "one-of-several", "exactly one of several classes"
    SEVERAL = "several-labels", "any number of labels at once"
    NUMBER = "number", "a number"
    ORDER = "order", "an order of items by relevance"
    FUTURE = "future-values", "future values of a time series"
    GROUPS = "groups", "groups that nobody has named yet"
    UNUSUAL = "unusual-records", "the records that are unlike the others"
    ITEMS = "items-for-a-user", "items that a user may like"
    TOPICS = "topics", "topics of a collection of documents"
    SEQUENCE = "another-sequence", "another sequence, such as a translation or a summary"
    VECTORS = "vectors", "vectors whose distance says how alike things are"
    SPANS = "marked-words", "words marked in a text, such as names and dates"
    BOXES = "boxes-in-an-image", "objects in an image, each with a box around it"
    PIXELS = "labelled-pixels", "a class for every pixel of an image"
    ACTIONS = "actions", "the next action in an environment that answers with a reward"
    CONTENT = "new-content", "newly written text, code or images"


class Form(Word):
    """What a training record is."""

    TABULAR = "tabular", "rows and columns"
    SERIES = "time-series", "values over time"
    TEXT = "text", "text"
    IMAGE = "image", "images"
    AUDIO = "audio", "sound"


class Labels(Word):
    """How much of the data carries the right answer."""

    ALL = "all", "every record has its label"
    FEW = "few", "only a small part has labels"
    NONE = "none", "there are no labels"
    NORMAL = "only-normal", "only normal records are known, no examples of the other kind"


class MissingPattern(Word):
    """Why values are missing."""

    CHANCE = "by-chance", "by pure chance (MCAR)"
    OTHERS = "depends-on-other-columns", "depends on other columns (MAR)"
    ITSELF = "depends-on-the-value", "depends on the missing value itself (MNAR)"


class MissingIn(Word):
    """Where values are missing."""

    NUMERIC = "numeric-column", "a numeric column"
    CATEGORICAL = "categorical-column", "a categorical column"
    SERIES = "time-series", "a time series"
    TARGET = "target", "the target itself"


class Outliers(Word):
    """What the extreme values are."""

    ERRORS = "errors", "mistakes of measurement or entry"
    GENUINE = "genuine", "real, if extreme, values"
    WANTED = "the-finding", "the very records that are looked for"


class CategoryOrder(Word):
    """Whether categories have an order."""

    NOMINAL = "nominal", "no order (colours, countries)"
    ORDINAL = "ordinal", "a natural order (small, medium, large)"


class Relation(Word):
    """How inputs and target are related."""

    LINEAR = "linear", "roughly a straight line"
    NONLINEAR = "nonlinear", "curved, with thresholds or interactions"


class ImageVariation(Word):
    """What differs between the images in training and those in use."""

    ORIENTATION = "orientation", "angle, position or mirror image"
    LIGHT = "lighting", "light, colour or contrast"
    SIZE = "size", "width, height or resolution"


class TrainingSign(Word):
    """What the curves and scores show."""

    OVERFIT = "gap", "good on the training data, clearly worse on the validation data"
    UNDERFIT = "poor-on-both", "poor on the training data and on the validation data"
    OSCILLATES = "oscillates", "the training loss jumps up and down"
    EXPLODES = "explodes", "the loss grows without bound or becomes NaN"
    SLOW = "slow", "the loss falls steadily but very slowly"
    PLATEAU = "plateau", "the loss stops falling too early"
    TURNS = "validation-turns-up", "the validation loss falls, then rises while the training loss keeps falling"
    VANISHES = "early-layers-stand-still", "the first layers of a deep network hardly change"
    MAJORITY = "majority-only", "the model gives the majority class for nearly every record"
    PERFECT = "too-good", "results that are too good to be true"
    UNSTABLE = "unstable-across-splits", "scores that differ widely from split to split"
    PRODUCTION = "worse-in-production", "good on the test data, poor on live data from the first day"


class Family(Word):
    """Which family the model is of."""

    LINEAR = "linear", "a linear or logistic model"
    TREES = "trees", "decision trees or boosted trees"
    NETWORK = "neural-network", "a neural network"
    NEIGHBOURS = "neighbours", "nearest neighbours"


class Task(Group):
    """The learning task."""

    output: Annotated[Output | None, choice("What must one prediction be?", "prediction")] = None
    rules_suffice: Annotated[
        bool | None,
        flag(
            "Is the logic known, fixed and simple enough to write down as rules?",
            "fixed rules already give the answer",
            "no fixed rules give the answer",
        ),
    ] = None
    common_need: Annotated[
        bool | None,
        flag(
            "Is it a common need that ready-made AI services meet untrained (translation, transcription)?",
            "the need is a common one that AI services meet ready-made",
            "the need is too particular for a ready-made AI service",
        ),
    ] = None
    framework_code: Annotated[
        bool | None,
        flag(
            "Does the team already have training code in a supported framework (PyTorch, TensorFlow, scikit-learn...)?",
            "the team has training code in a supported framework",
            "the team has no training code of its own",
        ),
    ] = None


class Dataset(Group):
    """What the training data looks like."""

    form: Annotated[Form | None, choice("What is one training record?", "records")] = None
    labels: Annotated[Labels | None, choice("How much of the data is labelled?", "labels")] = None
    rows: Annotated[
        int | None,
        number(
            "How many training records are there?",
            "training records",
            Unit.COUNT,
            low=1,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    columns: Annotated[
        int | None,
        number(
            "How many features (columns) are there?",
            "features",
            Unit.COUNT,
            low=1,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    minority_share: Annotated[
        float | None,
        number("What share of the records is of the rarest class?", "share of the rarest class", Unit.SHARE, high=1),
    ] = None
    positives: Annotated[
        int | None,
        number(
            "How many records are of the positive class?",
            "records of the positive class",
            Unit.COUNT,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    negatives: Annotated[
        int | None,
        number(
            "How many records are of the negative class?",
            "records of the negative class",
            Unit.COUNT,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    positive_weight: Annotated[
        float | None,
        number(
            "How many negative records are there for each positive one?",
            "negative records for each positive one",
            Unit.COUNT,
            high=1_000_000_000_000,
        ),
    ] = None
    missing_values: Annotated[
        bool | None, flag("Are values missing?", "values are missing", "no values are missing")
    ] = None
    missing_share: Annotated[
        float | None,
        number("What share of a column's values is missing?", "missing share of a column", Unit.SHARE, high=1),
    ] = None
    missing_pattern: Annotated[MissingPattern | None, choice("Why are values missing?", "missing values")] = None
    missing_in: Annotated[MissingIn | None, choice("Where are values missing?", "values missing in")] = None
    outliers: Annotated[Outliers | None, choice("What are the extreme values?", "outliers")] = None
    skewed: Annotated[
        bool | None,
        flag(
            "Is a numeric feature or the target strongly skewed (a long tail)?",
            "a numeric column is strongly skewed",
            "no column is strongly skewed",
        ),
    ] = None
    nonpositive_values: Annotated[
        bool | None,
        flag(
            "Does the skewed column hold zeros or negative values?",
            "the column holds zeros or negative values",
            "all values of the column are positive",
        ),
    ] = None
    cyclic: Annotated[
        bool | None,
        flag(
            "Is there a cyclic feature (hour of the day, month, angle)?", "a feature is cyclic", "no feature is cyclic"
        ),
    ] = None
    interactions: Annotated[
        bool | None,
        flag(
            "Does the effect of one feature depend on another?",
            "the effect of one feature depends on another",
            "features act independently",
        ),
    ] = None
    categorical_columns: Annotated[
        bool | None,
        flag("Are there categorical columns?", "there are categorical columns", "there are no categorical columns"),
    ] = None
    category_levels: Annotated[
        int | None,
        number(
            "How many different values does the categorical column have?",
            "values of the categorical column",
            Unit.COUNT,
            low=1,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    category_order: Annotated[CategoryOrder | None, choice("Do the categories have an order?", "categories")] = None
    unseen_categories: Annotated[
        bool | None,
        flag(
            "Will categories arrive in production that training never saw?",
            "unseen categories will arrive",
            "the set of categories is closed",
        ),
    ] = None
    scales_differ: Annotated[
        bool | None,
        flag(
            "Are numeric features measured on very different scales?",
            "features lie on very different scales",
            "features lie on similar scales",
        ),
    ] = None
    sparse: Annotated[
        bool | None, flag("Is the data sparse (mostly zeros or empty)?", "the data is sparse", "the data is dense")
    ] = None
    correlated: Annotated[
        bool | None,
        flag(
            "Are features strongly correlated with each other?",
            "features are strongly correlated with each other",
            "features are not correlated",
        ),
    ] = None
    irrelevant_columns: Annotated[
        bool | None,
        flag(
            "Are there features that add noise and little information?",
            "some features are irrelevant",
            "every feature is relevant",
        ),
    ] = None
    leaks_outcome: Annotated[
        bool | None,
        flag(
            "Does a feature hold what is only known after the outcome?",
            "a feature gives the outcome away",
            "no feature gives the outcome away",
        ),
    ] = None
    relation: Annotated[
        Relation | None, choice("How are the features related to the target?", "relation to the target")
    ] = None
    series_count: Annotated[
        int | None,
        number(
            "How many related time series are there?",
            "related time series",
            Unit.COUNT,
            low=1,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    seasonal: Annotated[
        bool | None,
        flag("Do the values follow a season (week, year)?", "values follow a season", "values follow no season"),
    ] = None
    new_items: Annotated[
        bool | None,
        flag(
            "Are there items or users with no history (a cold start)?",
            "some items or users have no history",
            "every item has a history",
        ),
    ] = None
    covariates: Annotated[
        bool | None,
        flag(
            "Are there related data that influence the series (price, promotion, weather, holidays)?",
            "related data influence the series",
            "no related data are at hand",
        ),
    ] = None
    time_ordered: Annotated[
        bool | None,
        flag(
            "Are the records ordered in time, and is the future to be predicted?",
            "the records are ordered in time",
            "the order of the records means nothing",
        ),
    ] = None
    grouped: Annotated[
        bool | None,
        flag(
            "Do several records belong to one person, device or customer?",
            "several records belong to one person or device",
            "each record stands by itself",
        ),
    ] = None
    more_data: Annotated[
        bool | None,
        flag("Can more labelled data be had?", "more labelled data can be had", "no more labelled data can be had"),
    ] = None
    common_words: Annotated[
        bool | None,
        flag(
            "Do frequent words without meaning crowd out the telling ones?",
            "frequent words crowd out the telling ones",
            "no frequent words crowd out others",
        ),
    ] = None
    word_variants: Annotated[
        bool | None,
        flag(
            "Do forms of one word (run, runs, running) count as different words?",
            "forms of one word count as different words",
            "forms of one word are no concern",
        ),
    ] = None
    word_order: Annotated[
        bool | None,
        flag(
            "Does the order of the words, or a phrase of several, carry the meaning?",
            "the order of the words carries meaning",
            "single words carry the meaning",
        ),
    ] = None
    word_context: Annotated[
        bool | None,
        flag(
            "Does a word's meaning depend on the sentence it stands in?",
            "a word's meaning depends on its sentence",
            "a word means the same everywhere",
        ),
    ] = None
    unseen_words: Annotated[
        bool | None,
        flag(
            "Will words arrive that training never saw (misspellings, names, slang)?",
            "unseen words will arrive",
            "the vocabulary is closed",
        ),
    ] = None
    image_variation: Annotated[
        tuple[ImageVariation, ...] | None,
        members("In what do images in use differ from those in training?", "images differ in"),
    ] = None
    direction_matters: Annotated[
        bool | None,
        flag(
            "Would turning or mirroring an image change its label (a 6 becomes a 9)?",
            "turning an image changes its label",
            "an image may be turned or mirrored",
        ),
    ] = None


class Tuning(Group):
    """Searching for hyperparameters, and what the curves show."""

    symptom: Annotated[TrainingSign | None, choice("What do the curves and scores show?", "training shows")] = None
    model_family: Annotated[Family | None, choice("What kind of model is it?", "model family")] = None
    baseline: Annotated[
        bool | None,
        flag(
            "Is there a baseline model to compare with?", "there is a baseline model", "there is no baseline model yet"
        ),
    ] = None
    hyperparameters: Annotated[
        int | None,
        number(
            "How many hyperparameters are searched at once?",
            "hyperparameters searched",
            Unit.COUNT,
            low=1,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    parallel_jobs: Annotated[
        int | None,
        number(
            "How many training jobs are to run at the same time?",
            "parallel training jobs",
            Unit.COUNT,
            low=1,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    few_combinations: Annotated[
        bool | None,
        flag(
            "Are there only a few combinations of discrete values to try?",
            "only a few combinations are to be tried",
            "there are too many combinations to try each",
        ),
    ] = None
    epoch_metrics: Annotated[
        bool | None,
        flag(
            "Does training report the objective after each epoch?",
            "training reports its objective after each epoch",
            "training reports its objective only at the end",
        ),
    ] = None
    long_trainings: Annotated[
        bool | None,
        flag(
            "Does one training job take hours or longer?", "one training job takes hours", "one training job is short"
        ),
    ] = None
    wide_ranges: Annotated[
        bool | None,
        flag(
            "Does a range span several orders of magnitude (0.0001 to 1)?",
            "a range spans several orders of magnitude",
            "ranges are narrow",
        ),
    ] = None
    earlier_job: Annotated[
        bool | None,
        flag(
            "Is there a finished tuning job to learn from?",
            "an earlier tuning job has finished",
            "there is no earlier tuning job",
        ),
    ] = None
    data_changed: Annotated[
        bool | None,
        flag(
            "Has the data or the algorithm's version changed since the earlier tuning job?",
            "the data or algorithm has changed since",
            "the data and algorithm are the same as before",
        ),
    ] = None
    training_objective: Annotated[
        bool | None,
        flag(
            "Is the objective of the search measured on the training data?",
            "the search optimises a training metric",
            "the search optimises a validation metric",
        ),
    ] = None
