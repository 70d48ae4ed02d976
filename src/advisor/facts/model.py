"""The facts of one workload as a frozen pydantic model; what is None is unknown."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from advisor.facts.ai import Ai, Fm
from advisor.facts.data import Data, Ingestion, Processing, Storage
from advisor.facts.evaluation import Evaluation
from advisor.facts.features import Features, Split
from advisor.facts.governance import Access, Account, Priorities, Security
from advisor.facts.learning import Dataset, Task, Tuning
from advisor.facts.operations import Monitoring, Pipeline, Release, Reliability, Symptom
from advisor.facts.serving import Goal, Models, Request, Traffic
from advisor.facts.training import Training

# The first of each pair never exceeds the second, by definition.
ORDERED_PAIRS = (
    ("request.latency_p50_ms", "request.latency_p95_ms"),
    ("traffic.requests_per_second", "traffic.peak_requests_per_second"),
)


class Facts(BaseModel):
    """Every question about the workload, in the sections of the form.

    Raises a validation error where two values exclude each other by definition.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    goal: Goal = Goal()
    request: Request = Request()
    traffic: Traffic = Traffic()
    models: Models = Models()
    data: Data = Data()
    ingestion: Ingestion = Ingestion()
    storage: Storage = Storage()
    processing: Processing = Processing()
    task: Task = Task()
    dataset: Dataset = Dataset()
    tuning: Tuning = Tuning()
    evaluation: Evaluation = Evaluation()
    ai: Ai = Ai()
    fm: Fm = Fm()
    features: Features = Features()
    split: Split = Split()
    training: Training = Training()
    release: Release = Release()
    monitoring: Monitoring = Monitoring()
    symptom: Symptom = Symptom()
    pipeline: Pipeline = Pipeline()
    reliability: Reliability = Reliability()
    security: Security = Security()
    access: Access = Access()
    account: Account = Account()
    priorities: Priorities = Priorities()

    @model_validator(mode="after")
    def _median_not_above_p95(self) -> Self:
        p50, p95 = self.request.latency_p50_ms, self.request.latency_p95_ms
        if p50 is not None and p95 is not None and p50 > p95:
            raise ValueError(
                f"request.latency_p50_ms ({p50:g} ms) is above request.latency_p95_ms ({p95:g} ms): "
                "the median of a distribution never exceeds its 95th percentile"
            )
        return self

    @model_validator(mode="after")
    def _average_not_above_peak(self) -> Self:
        average, peak = self.traffic.requests_per_second, self.traffic.peak_requests_per_second
        if average is not None and peak is not None and average > peak:
            raise ValueError(
                f"traffic.requests_per_second ({average:g}) is above traffic.peak_requests_per_second ({peak:g}): "
                "an average never exceeds its peak"
            )
        return self
