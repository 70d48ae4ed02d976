"""What is asked about how a model is judged, and what is counted and measured there."""

from __future__ import annotations

from typing import Annotated

from advisor.facts.fields import Group, Unit, Word, choice, flag, number


class CostlierError(Word):
    """Which error costs more."""

    FN = "false-negatives", "a missed positive (false negative)"
    FP = "false-positives", "a false alarm (false positive)"
    BOTH = "both", "both matter about equally"


class ErrorShape(Word):
    """Which errors of a numeric prediction hurt."""

    LARGE = "large-errors", "large errors hurt far more than small ones"
    ROBUST = "robust", "a few extreme values must not dominate"
    RELATIVE = "relative", "the error in per cent of the actual value counts"


class ClassWeight(Word):
    """How classes weigh in the overall score."""

    EQUAL = "each-class-equally", "every class weighs the same, however rare"
    RECORDS = "each-record-equally", "every record weighs the same"


class Evaluation(Group):
    """How the model is judged."""

    costlier_error: Annotated[CostlierError | None, choice("Which error costs more?", "costlier error")] = None
    probabilities_used: Annotated[
        bool | None,
        flag(
            "Are the predicted probabilities themselves used (prices, risk bands, expected loss)?",
            "the probabilities themselves are used",
            "only the classes are used",
        ),
    ] = None
    threshold_open: Annotated[
        bool | None,
        flag(
            "Are models to be compared before a threshold is chosen?",
            "models are compared before a threshold is chosen",
            "the threshold is fixed",
        ),
    ] = None
    capacity_limited: Annotated[
        bool | None,
        flag(
            "Can only so many flagged cases be handled?",
            "only so many flagged cases can be handled",
            "every flagged case can be handled",
        ),
    ] = None
    costs_known: Annotated[
        bool | None,
        flag(
            "Is the cost of each kind of error known in money?",
            "the cost of each error is known",
            "the cost of each error is not known",
        ),
    ] = None
    error_shape: Annotated[ErrorShape | None, choice("Which errors of a numeric prediction hurt?", "errors")] = None
    near_zero_actuals: Annotated[
        bool | None,
        flag(
            "Are actual values zero or close to it?",
            "actual values come close to zero",
            "actual values stay well above zero",
        ),
    ] = None
    quantiles_needed: Annotated[
        bool | None,
        flag(
            "Are ranges or quantiles of the forecast needed, not only one value?",
            "quantiles of the forecast are needed",
            "one value for each forecast is enough",
        ),
    ] = None
    class_weight: Annotated[ClassWeight | None, choice("How do classes weigh in the score?", "score")] = None
    tuned_on_same_data: Annotated[
        bool | None,
        flag(
            "Would the same data choose the hyperparameters and estimate the final error?",
            "the same data tunes the model and estimates its error",
            "tuning and final estimate use different data",
        ),
    ] = None
    scaled_before_split: Annotated[
        bool | None,
        flag(
            "Were statistics (mean, scale, imputed values) computed before the data was split?",
            "statistics were computed before the split",
            "statistics come from the training part only",
        ),
    ] = None
    test_resampled: Annotated[
        bool | None,
        flag(
            "Was the validation or test data resampled as well?",
            "the test data was resampled as well",
            "the test data has the natural shares",
        ),
    ] = None
    accuracy_reported: Annotated[
        bool | None,
        flag(
            "Is the model judged by its accuracy?",
            "the model is judged by its accuracy",
            "the model is not judged by accuracy",
        ),
    ] = None
    true_positives: Annotated[
        int | None,
        number(
            "How many positive cases did the model find (true positives)?",
            "true positives",
            Unit.COUNT,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    false_positives: Annotated[
        int | None,
        number(
            "How many negative cases did the model flag wrongly (false positives)?",
            "false positives",
            Unit.COUNT,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    false_negatives: Annotated[
        int | None,
        number(
            "How many positive cases did the model miss (false negatives)?",
            "false negatives",
            Unit.COUNT,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    true_negatives: Annotated[
        int | None,
        number(
            "How many negative cases did the model leave alone (true negatives)?",
            "true negatives",
            Unit.COUNT,
            high=1_000_000_000_000,
            integer=True,
        ),
    ] = None
    false_positive_usd: Annotated[
        float | None,
        number(
            "What does one false positive cost?",
            "cost of a false positive",
            Unit.USD,
            high=1_000_000_000,
        ),
    ] = None
    false_negative_usd: Annotated[
        float | None,
        number(
            "What does one false negative cost?",
            "cost of a false negative",
            Unit.USD,
            high=1_000_000_000,
        ),
    ] = None
    precision: Annotated[
        float | None,
        number(
            "What share of the flagged cases is really positive (precision)?",
            "precision",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    recall: Annotated[
        float | None,
        number(
            "What share of the positive cases is found (recall)?",
            "recall",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    specificity: Annotated[
        float | None,
        number(
            "What share of the negative cases is left alone (specificity)?",
            "specificity",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    false_positive_rate: Annotated[
        float | None,
        number(
            "What share of the negative cases is flagged (false positive rate)?",
            "false positive rate",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    accuracy: Annotated[
        float | None,
        number(
            "What share of all cases is judged rightly (accuracy)?",
            "accuracy",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    training_score: Annotated[
        float | None,
        number(
            "What score does the model reach on its training data?",
            "score on the training data",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    validation_score: Annotated[
        float | None,
        number(
            "What score does the model reach on data it was not trained on?",
            "score on data held back",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    score_lost: Annotated[
        float | None,
        number(
            "How far does the score fall from the training data to data held back?",
            "score lost on data held back",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    f1: Annotated[
        float | None,
        number(
            "What is the F1 score?",
            "F1 score",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    error_usd: Annotated[
        float | None,
        number(
            "What do the errors cost together?",
            "cost of the errors",
            Unit.USD,
            high=1_000_000_000_000,
        ),
    ] = None
    recall_asked: Annotated[
        float | None,
        number(
            "What recall is asked for at least?",
            "recall that is asked for",
            Unit.SHARE,
            high=1,
        ),
    ] = None
    recall_reached: Annotated[
        float | None,
        number(
            "What share of the recall that is asked for is reached?",
            "reached share of the recall asked for",
            Unit.SHARE,
            high=1_000,
        ),
    ] = None
