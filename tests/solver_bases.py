"""Advisors for the tests of the solver: the shipped base, a small one, one with a question it waits for; scenarios."""

from __future__ import annotations

import datetime
import random

from hypothesis import settings
from hypothesis import strategies as st

from advisor.advise import Advisor, build
from advisor.rulebase.load import assemble
from advisor.scenario.model import Scenario, Statement
from advisor.vocabulary import Strength
from parts import CASES, Case
from small_base import rule, texts, thing
from strategies import random_values

TODAY = datetime.date(2026, 11, 23)
CLOSED = (
    "lifecycle:\n  - {date: 2020-01-01, status: open, note: Launched., source: s}\n"
    "  - {date: 2026-06-30, status: closed-to-new-customers, note: Use the plane., source: s}\n"
)
WAITS = {"fires": "{request.caller_waits: true}", "silent": "{request.caller_waits: false}"}
QUEUES = {"fires": "{traffic.queue_ok: true}", "silent": "{traffic.queue_ok: false}"}
SMALL = texts(
    **{
        "catalogue/sail.yaml": thing("Sail"),
        "catalogue/wing.yaml": thing("Wing"),
        "catalogue/rail.yaml": thing("Rail", CLOSED),
        "catalogue/walk.yaml": thing("Walk"),
        "catalogue/train.yaml": thing("Train", CLOSED),
        "decisions/gear/decision.yaml": (
            "question: With what gear?\narea: deployment\napplies: {request.payload_mb: known}\n"
            "options:\n  sail: {belongs_to: boat}\n  wing: {belongs_to: [plane, train]}\n  rail: {belongs_to: train}\n"
            "  walk: {}\ntasks: [MLS-C01/4.4]\n"
        ),
        "decisions/gear/heavy-gear-needs-rails.yaml": rule(
            "{request.payload_mb: {at_least: 100}}",
            "{requires: rail}",
            fires="{request.payload_mb: 100}",
            silent="{request.payload_mb: 99}",
        ),
        "decisions/gear/walking-is-cheap.yaml": rule(
            "{request.latency_p50_ms: {above: 500}}",
            "{favours: walk, by: cost}",
            fires="{request.latency_p50_ms: 501}",
            silent="{request.latency_p50_ms: 500}",
        ),
        "decisions/travel/a-queue-lets-the-boat-carry-more.yaml": rule(
            "{traffic.queue_ok: true}",
            "{favours: [boat, train], by: fit}",
            **QUEUES,
            extra="overrides: [heavy-load-sinks-the-boat]\n",
        ),
        "decisions/travel/a-waiting-queue-is-no-exception.yaml": rule(
            "{any: [{request.caller_waits: true}, {traffic.shape: [spiky, steady]}]}",
            "{disfavours: boat, by: reliability}",
            **WAITS,
            extra="overrides: [a-queue-lets-the-boat-carry-more]\n",
        ),
        "decisions/travel/trains-are-cheap.yaml": rule(
            "{traffic.shape: {is_not: spiky}}",
            "{favours: train, by: cost}",
            fires="{traffic.shape: steady}",
            silent="{traffic.shape: spiky}",
        ),
        "decisions/travel/planes-are-dear.yaml": rule(
            "{security.regimes: {lacks: hipaa}}",
            "{disfavours: plane, by: cost}",
            fires="{security.regimes: [gdpr]}",
            silent="{security.regimes: [hipaa]}",
        ),
        "decisions/travel/pressed-callers-fly.yaml": rule(
            "{request.latency_p95_ms: {below: 200}}",
            "{favours: plane, by: latency}",
            fires="{request.latency_p95_ms: 100}",
            silent="{request.latency_p95_ms: 200}",
        ),
        "implications/personal-data-is-under-gdpr.yaml": rule(
            "{security.pii: true}",
            "{implies: {security.regimes: [gdpr]}}",
            fires="{security.pii: true}",
            silent="{security.pii: false}",
        ),
        "implications/queues-mean-one-model.yaml": rule(
            "{traffic.queue_ok: true}", "{implies: {models.count: 5}}", **QUEUES
        ),
        "decisions/travel/few-models-go-by-boat.yaml": rule(
            "{models.count: {at_most: 7}}",
            "{favours: boat, by: operations}",
            fires="{models.count: 7}",
            silent="{models.count: 8}",
        ),
    }
)  # fmt: skip
_BUILT = build(assemble(SMALL), TODAY)
SMALL_BASE = Advisor(_BUILT.snapshot, _BUILT.program, _BUILT.direct, _BUILT.direct)
_PIVOT = {
    "decisions/travel/decision.yaml": texts()["decisions/travel/decision.yaml"] + "pivotal: [request.caller_waits]\n"
}
_PIVOTED = build(assemble({**SMALL, **_PIVOT}), TODAY)
PIVOTAL = Advisor(_PIVOTED.snapshot, _PIVOTED.program, _PIVOTED.direct, _PIVOTED.direct)


SHARES = (0.03, 0.05, 0.08, 0.12, 0.2, 0.5)


def drawn(
    advisor: Advisor, facts: tuple[str, ...] = (), shares: tuple[float, ...] = SHARES
) -> st.SearchStrategy[Scenario]:
    """Scenarios of a few facts, of many, and some of half the vocabulary (or of `facts`); drawn by a fast seed."""

    def scenario(seed: int) -> Scenario:
        rng = random.Random(seed)
        known = random_values(rng, advisor.snapshot.base.vocabulary, advisor.program, rng.choice(shares))
        known = {name: value for name, value in known.items() if not facts or name in facts}
        strengths = [Strength.MUST, Strength.MUST, Strength.SHOULD]
        return Scenario(
            statements=tuple(
                Statement(name=name, value=known[name], strength=rng.choice(strengths)) for name in sorted(known)
            )
        )

    return st.integers(0, 2**40).map(scenario)


def examples(dev: int, ci: int) -> settings:
    """So many scenarios here, and so many where CI is set."""
    return settings(max_examples=ci if settings().max_examples > 100 else dev)


def _direct(case: Case) -> Case:
    advisor, scenario = case
    return Advisor(advisor.snapshot, advisor.program, advisor.direct, advisor.direct), scenario


def of(advisor: Advisor, shares: tuple[float, ...] = SHARES) -> st.SearchStrategy[Case]:
    """An advisor with scenarios for it."""
    return st.tuples(st.just(advisor), drawn(advisor, shares=shares))


# The shipped base part by part: a random scenario over all of it contradicts itself nearly always.
SHIPPED = CASES.map(_direct)
