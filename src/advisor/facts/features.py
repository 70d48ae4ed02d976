"""What is asked about features, labels and splits."""

from __future__ import annotations

from typing import Annotated

from advisor.facts.fields import Group, Unit, Word, choice, flag, number


class TransformHome(Word):
    """Where the features of a request come from at inference time."""

    REQUEST = "from-request", "computed from the request itself"
    STORED = "looked-up", "computed beforehand and looked up by an identifier"


class Labellers(Word):
    """Who may see the data to label it."""

    EMPLOYEES = "employees", "the company's own people only"
    VENDOR = "vendor", "a specialised vendor under contract"
    CROWD = "anyone", "anyone: the data is public or harmless"


class Features(Group):
    """Features, labels and their consistency."""

    managed: Annotated[
        bool | None,
        flag(
            "Are features to be stored for training or inference?",
            "features are to be stored for training or inference",
            "no features are to be stored",
        ),
    ] = None
    read_online: Annotated[
        bool | None,
        flag(
            "Are single feature records read while a prediction is made?",
            "feature records are read while a prediction is made",
            "features are read in bulk only",
        ),
    ] = None
    read_latency_ms: Annotated[
        float | None,
        number("Within what time must a feature record be read?", "feature read time", Unit.MS, low=0.1, high=600_000),
    ] = None
    shared: Annotated[
        bool | None,
        flag(
            "Do several teams or models share the features?",
            "several teams or models share the features",
            "one model alone uses the features",
        ),
    ] = None
    transforms: Annotated[
        TransformHome | None, choice("Where do the features of a request come from?", "features of a request")
    ] = None
    skew: Annotated[
        bool | None,
        flag(
            "Is the same transformation written twice, once for training and once for serving?",
            "the transformation is written twice, for training and for serving",
            "training and serving share one transformation",
        ),
    ] = None
    needs_labels: Annotated[
        bool | None, flag("Must people label data?", "people must label data", "the labels exist already")
    ] = None
    labellers: Annotated[Labellers | None, choice("Who may label the data?", "labellers")] = None
    label_count: Annotated[
        int | None,
        number(
            "How many objects must be labelled?",
            "objects to label",
            Unit.COUNT,
            low=1,
            high=10_000_000_000,
            integer=True,
        ),
    ] = None
    fm_can_label: Annotated[
        bool | None,
        flag(
            "Can a foundation model label the data well enough for people to only review it?",
            "a foundation model labels the data well enough to be reviewed",
            "a foundation model does not know the subject",
        ),
    ] = None


class Split(Group):
    """How data is divided for training and evaluation."""

    wanted: Annotated[
        bool | None,
        flag(
            "Is data to be divided into training and test sets?",
            "data is divided into training and test sets",
            "no data is divided",
        ),
    ] = None
    time_ordered: Annotated[
        bool | None,
        flag(
            "Does the model predict the future from the past?",
            "the model predicts the future from the past",
            "time plays no part in the rows",
        ),
    ] = None
    rows_share_entity: Annotated[
        bool | None,
        flag(
            "Do several rows belong to the same person, patient, device or document?",
            "several rows belong to the same person or device",
            "each row stands for itself",
        ),
    ] = None
    rare_class: Annotated[
        bool | None,
        flag("Is one of the classes rare?", "one of the classes is rare", "no class is rare"),
    ] = None
