"""The shipped rule base under `rules check`: decisions without a finding stay so.

`advisor rules check` tells what is found in the others; one that is mended is added here.
"""

from __future__ import annotations

import datetime

import pytest

from advisor.rulebase.load import shipped
from advisor.verify.bench import Workshop
from advisor.verify.check import of_decision

DATE = datetime.date(2026, 11, 24)
SHOP = Workshop(shipped(), DATE)
CLEAN = [
    "alarm",
    "availability",
    "chunking",
    "ci-cd",
    "cost-tool",
    "data-access",
    "deduplication",
    "document-service",
    "drift-response",
    "edge",
    "embedding-model",
    "endpoint-hosting",
    "endpoint-scaling",
    "error-analysis",
    "experiment-tracking",
    "feature-selection",
    "fm-credentials",
    "fm-evaluation",
    "fm-monitoring",
    "idempotency",
    "image-preparation",
    "inference-cost",
    "inference-instance",
    "inference-mode",
    "inference-pipeline",
    "inference-troubleshooting",
    "infrastructure-as-code",
    "knowledge-refresh",
    "language-service",
    "lineage",
    "logging",
    "model-comparison",
    "model-monitoring",
    "model-registry",
    "monitored-signal",
    "network-isolation",
    "payload-format",
    "personalize-recipe",
    "pipeline-orchestration",
    "pipeline-trigger",
    "promotion",
    "prompt-technique",
    "recommendation-service",
    "recovery",
    "retry-policy",
    "search-service",
    "separation-of-duties",
    "speech-service",
    "step-caching",
    "storage-cost",
    "stream-ingestion",
    "table-format",
    "tagging-and-scp",
    "tracing",
    "training-cost",
    "training-data-store",
    "training-network",
    "translation-service",
    "tuning-method",
]


@pytest.mark.parametrize("decision", CLEAN)
def test_nothing_is_found(decision: str) -> None:
    findings, undone = of_decision(SHOP, decision)
    assert [f"{item.code}: {item.subject}" for item in findings] == []
    assert list(undone) == []
