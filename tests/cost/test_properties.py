"""What holds of every estimate: more usage never costs less, ranges are in order, bills add up, crossings are exact."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.cost.bill import charge, total
from advisor.cost.book import NotPricedError, book_of
from advisor.cost.breakeven import Followed, crossings
from advisor.cost.costs import Candidate, cost_of
from advisor.cost.estimate import Estimator
from advisor.cost.exact import Along, Exact, NotLinearError, decimal, exact, greater, smaller
from advisor.cost.money import GB, InstanceHour, of
from advisor.cost.options import ALONG, DECIDED, PARTS, PRICED
from advisor.cost.usage import Corner, Usage
from advisor.facts import SPECS, Value
from advisor.facts.fields import FactKind
from advisor.rulebase.load import shipped

BASE = shipped()
PRICES = BASE.prices
BOOK = book_of(PRICES)
TODAY = datetime.date.today()
OPTIONS = [(decision, option) for decision, options in PRICED.items() for option in options]

# What a bill counts: with more of it, no option gets cheaper. (A share of idle hours or a discount is not usage.)
USAGE = (
    "traffic.requests_per_second",
    "request.processing_s",
    "request.payload_mb",
    "request.answer_mb",
    "batch.runs_per_month",
    "training.jobs_per_month",
    "training.duration_h",
    "training.spot_rework",
    "training.keep_alive_min",
    "ingestion.rate_mb_s",
    "ingestion.consumers",
    "stream.processing_units",
    "processing.run_minutes",
    "processing.run_gb",
    "processing.runs_per_month",
    "query.count_per_month",
    "query.scanned_gb",
    "data.size_gb",
    "storage.read_share",
    "network.endpoints",
    "network.zones",
    "network.gb_per_month",
    "fm.tokens_in",
    "fm.tokens_out",
    "features.writes_per_month",
    "features.reads_per_month",
    "features.online_gb",
    "pipeline.runs_per_month",
)


def numbers(name: str) -> st.SearchStrategy[Decimal]:
    """Numbers that a reader may try for a quantity."""
    assumption = PRICES.assumptions[name]
    most = min(assumption.most, max(assumption.low, assumption.high) * 20)
    return st.decimals(assumption.least, most, places=3, allow_nan=False, allow_infinity=False)


NUMBERS = st.fixed_dictionaries(
    {}, optional={name: numbers(name) for name in (*USAGE, "traffic.idle_share", "models.memory_gb")}
)
WORDS = st.fixed_dictionaries(
    {},
    optional={
        "traffic.shape": st.sampled_from(SPECS["traffic.shape"].words),
        "storage.read_pattern": st.sampled_from(SPECS["storage.read_pattern"].words),
        "training.saves_checkpoints": st.booleans(),
        "training.workload": st.sampled_from(SPECS["training.workload"].words),
        "needs.gpu-inference": st.booleans(),
        "traffic.records_per_run": st.integers(1, 10**8),
        "traffic.concurrent_requests": st.integers(1, 200),
    },
)
FACTS: st.SearchStrategy[Mapping[str, Value]] = WORDS


def bill_of(estimator: Estimator, decision: str, option: str, corner: Corner = Corner.TYPICAL) -> Fraction | None:
    bill = estimator.bill(decision, option, corner)
    return None if bill is None else total(bill).fixed


@given(st.sampled_from(OPTIONS), FACTS, NUMBERS, st.sampled_from(USAGE), st.data())
def test_cost_never_falls_when_usage_rises(
    option: tuple[str, str], facts: Mapping[str, Value], tried: dict[str, Decimal], name: str, data: st.DataObject
) -> None:
    less, more = sorted([data.draw(numbers(name)), data.draw(numbers(name))])
    costs = [bill_of(Estimator(PRICES, facts, {**tried, name: number}), *option) for number in (less, more)]
    if costs[0] is not None and costs[1] is not None:
        assert costs[0] <= costs[1]


@given(st.sampled_from(OPTIONS), FACTS, NUMBERS)
def test_low_is_at_most_typical_and_typical_at_most_high(
    option: tuple[str, str], facts: Mapping[str, Value], tried: dict[str, Decimal]
) -> None:
    estimator = Estimator(PRICES, facts, tried)
    costs = [bill_of(estimator, *option, corner) for corner in Corner]
    if None not in costs:
        assert costs == sorted(cost for cost in costs if cost is not None)


@given(st.sampled_from(OPTIONS), FACTS, NUMBERS)
def test_the_lines_add_up_to_the_typical_figure(
    option: tuple[str, str], facts: Mapping[str, Value], tried: dict[str, Decimal]
) -> None:
    cost = Estimator(PRICES, facts, tried).option(*option, "a name")
    if cost is None:
        return
    figure = cost.monthly_usd
    assert sum((line.amount_usd for line in cost.lines), Decimal(0)) == figure.typical
    assert figure.low <= figure.typical <= figure.high
    for line in cost.lines:
        assert abs(line.quantity * line.unit_price_usd - line.amount_usd) <= Decimal("0.001") + line.amount_usd / 10**4
        assert line.source and line.as_of <= TODAY
        assert line.assumed == (line.price_assumed or bool(line.rests_on))


# What costs nothing while nothing is used: nothing is provisioned.
NOTHING_PROVISIONED = [
    ("inference-mode", "serverless-endpoint", "traffic.requests_per_second"),
    ("endpoint-scaling", "on-demand-serverless", "traffic.requests_per_second"),
    ("endpoint-access", "api-gateway", "traffic.requests_per_second"),
    ("training-purchase", "on-demand-training", "training.jobs_per_month"),
    ("training-purchase", "managed-spot", "training.jobs_per_month"),
    ("stream-ingestion", "data-firehose", "ingestion.rate_mb_s"),
    ("stream-ingestion", "sqs", "ingestion.rate_mb_s"),
    ("stream-processing", "lambda", "ingestion.rate_mb_s"),
    ("etl-compute", "glue-etl", "processing.runs_per_month"),
    ("etl-compute", "emr-serverless", "processing.runs_per_month"),
    ("etl-compute", "athena-ctas", "processing.runs_per_month"),
    ("query-engine", "athena", "query.count_per_month"),
    ("fm-access", "bedrock-on-demand", "traffic.requests_per_second"),
    ("pipeline-orchestration", "step-functions", "pipeline.runs_per_month"),
]


@pytest.mark.parametrize(("decision", "option", "usage"), NOTHING_PROVISIONED)
def test_nothing_used_costs_nothing_where_nothing_is_provisioned(decision: str, option: str, usage: str) -> None:
    for corner in Corner:
        bill = Estimator(PRICES, {}, {usage: Decimal(0)}).bill(decision, option, corner)
        assert bill == (), corner


@pytest.mark.parametrize("option", ["real-time-endpoint"])
def test_an_idle_instance_costs_its_full_price(option: str) -> None:
    figure = Estimator(PRICES, {"traffic.requests_per_second": 0}).figure("inference-mode", option)
    assert figure is not None and figure.low >= 730 * Decimal("0.102")  # the cheapest type with a price


# --- the tables ------------------------------------------------------------------------------------------------


def test_every_priced_option_is_an_option_of_its_decision() -> None:
    assert set(PRICED) == set(ALONG)
    for decision, options in PRICED.items():
        assert set(options) <= set(BASE.decisions[decision].options), decision
    assert set(PRICED) >= DECIDED
    assert {name for refining in PARTS.values() for name in refining} == set(PRICED)


# Prices that stand there for published totals alone.
FOR_EXAMPLES = {
    "glue/interactive_session/dpu_hour",
    "glue/crawler/dpu_hour",
    "api_gateway/http",
    "kinesis_data_streams/provisioned/efo_consumer_shard_hour",
    "kinesis_data_streams/provisioned/efo_data_retrieval",
    "kinesis_data_streams/on_demand/efo_data_out",
    "kinesis_data_streams/provisioned/long_term_retrieval",
    "firehose/dynamic_partitioning/jq",
    "firehose/vpc_delivery/data",
    "firehose/vpc_delivery/az_hour",
}
SIZES = (0.7, 1, 1.4, 2.1, 2.8, 3.4, 4, 6, 20, 90, 300)


def test_every_price_and_every_assumption_is_read_by_some_formula() -> None:
    """Only what the formulas read ships."""
    asked: set[str] = set()
    read: set[int] = set()
    known: list[dict[str, Value]] = [
        {},
        {"traffic.records_per_run": 1000},
        {"training.workload": "large-model"},
        {"training.workload": "deep-learning"},
        {"needs.convert-stream-to-parquet": True, "needs.partition-stream-by-content": True},
        {"ingestion.keep_records_hours": 24 * 30},
        {"ingestion.keep_records_hours": 24 * 30, "ingestion.rate_mb_s": 0.5, "ingestion.record_kb": 0.05},
        {"ingestion.rate_mb_s": 30.0, "traffic.shape": "spiky"},
        {"traffic.shape": "spiky"},
        {"data.partitions": 10**7},
        *({"needs.gpu-inference": gpu, "models.memory_gb": size} for gpu in (False, True) for size in SIZES),
    ]
    tried = {"query.count_per_month": Decimal(10**7)}
    for facts, corner, (decision, option) in itertools.product(known, Corner, OPTIONS):
        use = Usage(PRICES, facts, corner, tried if "data.partitions" in facts else {})
        try:
            bill = PRICED[decision][option](use, BOOK)
        except NotPricedError:
            continue
        asked |= set(use.asked)
        read |= {id(line.price) for line in bill}
    assert set(PRICES.assumptions) <= asked
    unread = {key for key, price in BOOK.prices.items() if id(price) not in read}
    assert unread == FOR_EXAMPLES


def test_an_assumption_that_is_a_fact_is_in_its_unit() -> None:
    for name, assumption in PRICES.assumptions.items():
        if name in BASE.vocabulary:
            spec = BASE.vocabulary[name]
            assert spec.kind is FactKind.NUMBER and spec.question.unit is not None
            assert assumption.unit == spec.question.unit.value
            assert Decimal(str(spec.question.low)) <= assumption.least <= assumption.most <= spec.question.high


# --- exact numbers and break-even points -------------------------------------------------------------------------

RATIONALS = st.fractions(-50, 50, max_denominator=20)


@given(RATIONALS, RATIONALS, RATIONALS, RATIONALS, st.fractions(0, 10, max_denominator=8))
def test_a_number_over_an_unknown_is_right_up_to_its_next_turn(
    a: Fraction, b: Fraction, c: Fraction, d: Fraction, start: Fraction
) -> None:
    """Rounded up, and the greater or smaller of two: followed as lines, and worked out at a place within."""
    along = Along(start)
    x = Exact(Fraction(0), Fraction(1), along)

    def formula(at: Exact) -> Exact:
        return greater((at * a + b).ceil(), at * c + d) + smaller(at * b, exact(a)) * 2

    line = formula(x)
    end = along.until if along.until is not None else start + 1
    assert end > start
    within = start + (end - start) / 3
    assert line.at(within) == formula(exact(within)).fixed


@given(st.sampled_from(OPTIONS), st.data())
def test_a_cost_that_is_followed_is_the_cost(option: tuple[str, str], data: st.DataObject) -> None:
    decision, name = option
    if not ALONG[decision]:
        return
    along = data.draw(st.sampled_from(ALONG[decision]))
    assumption = PRICES.assumptions[along]

    def cost(x: Exact) -> Exact:
        return total(PRICED[decision][name](Usage(PRICES, {}, varying=(along, x)), BOOK))

    followed = Followed(cost, Fraction(assumption.least), Fraction(assumption.most), 6)
    try:
        pieces = list(followed)
    except NotLinearError:
        return
    for piece in pieces:
        end = piece.until if piece.until is not None else Fraction(assumption.most)
        within = piece.start + (end - piece.start) * data.draw(st.fractions(Fraction(1, 100), Fraction(99, 100)))
        assert piece.at(within) == cost(exact(within)).fixed


@given(RATIONALS, RATIONALS, st.fractions(Fraction(1, 10), 5, max_denominator=10), RATIONALS)
def test_crossings_are_where_the_sign_changes(a: Fraction, b: Fraction, step: Fraction, c: Fraction) -> None:
    one = Followed(lambda x: (x / step).ceil() * a, Fraction(0), Fraction(10))
    other = Followed(lambda x: x * b + c, Fraction(0), Fraction(10))

    def sign(place: Fraction) -> int:
        difference = (exact(place / step)).ceil() * a - (exact(place) * b + c)
        return (difference.fixed > 0) - (difference.fixed < 0)

    tiny = Fraction(1, 10**9)
    found = list(crossings(one, other))
    for crossing in found:
        assert {sign(crossing.at - tiny), sign(crossing.at + tiny)} >= {crossing.after} or sign(crossing.at) == 0
        assert crossing.before == -crossing.after
    places = [Fraction(0), *(crossing.at for crossing in found), Fraction(10)]
    for left, right in itertools.pairwise(places):
        middles = {sign(left + (right - left) * Fraction(part, 7)) for part in range(1, 7)} - {0}
        assert len(middles) <= 1, "between two crossings one of them stays the lower"


@pytest.mark.parametrize(
    ("memory_gb", "instance", "seconds"),
    # The table of break-even points in billed seconds a month: 730 hours of an instance against computing time.
    [(2, "ml.m5.large", 2_098_750), (4, "ml.c5.large", 930_750), (6, "ml.m5.xlarge", 1_399_167)],
)
def test_serverless_and_an_instance_break_even_where_published_prices_say(
    memory_gb: int, instance: str, seconds: int
) -> None:
    from advisor.cost.money import Second
    from advisor.cost.sagemaker import instances, serverless

    always_on = Followed(
        lambda x: total(instances(BOOK, "hosting", instance, of(730, InstanceHour))), Fraction(0), Fraction(10**8)
    )
    by_the_second = Followed(lambda x: total(serverless(BOOK, memory_gb, of(x, Second))), Fraction(0), Fraction(10**8))
    (found,) = crossings(by_the_second, always_on)
    assert decimal(found.at, 0) == seconds
    assert (found.before, found.after) == (-1, 1)


def test_spot_pays_until_rework_eats_the_discount() -> None:
    """At 60 % off, interruptions may add up to 0.6 / 0.4 = 150 % of the time (on an instance with disks of its own)."""
    curves = [
        Followed(
            lambda x, option=option: total(
                PRICED["training-purchase"][option](
                    Usage(PRICES, {"training.workload": "deep-learning"}, varying=("training.spot_rework", x)), BOOK
                )
            ),
            Fraction(0),
            Fraction(3),
        )
        for option in ("managed-spot", "on-demand-training")
    ]
    (found,) = crossings(*curves)
    assert found.at == Fraction(3, 2)


def test_a_tier_begins_where_it_says() -> None:
    rate = BOOK.rate("vpc/interface_endpoint/data", GB)
    at = {size: total(charge("data", of(size, GB), rate)).fixed for size in (0, 1_000_000, 1_000_001)}
    assert at[0] == 0 and at[1_000_000] == 10_000
    assert at[1_000_001] - at[1_000_000] == Fraction(6, 1000)


def test_every_part_of_the_bill_is_counted_once() -> None:
    candidates = [
        Candidate(
            decision=name,
            question="?",
            options=tuple((option, option) for option in PRICED[name]),
            recommended=next(iter(PRICED[name])),
        )
        for name in ("serving-platform", "inference-mode", "endpoint-hosting", "endpoint-access")
    ]
    found = cost_of(PRICES, {}, candidates, TODAY, crossings=False)
    assert found.architecture is not None
    assert [part.part for part in found.architecture.parts] == ["serving", "endpoint access"]
    assert found.architecture.monthly_usd.typical == sum(
        (part.monthly_usd.typical for part in found.architecture.parts), Decimal(0)
    )
