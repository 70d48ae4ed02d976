"""The price data: dated, with sources, read strictly; old prices warn, and fail here once their grace is over."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.cost.book import book_of
from advisor.cost.costs import Candidate, cost_of
from advisor.cost.money import GB, Hour
from advisor.errors import InputError
from advisor.rulebase.load import assemble, default_folder, shipped, texts_of
from advisor.rulebase.prices import PriceStatus, _exact
from small_base import texts

BASE = shipped()
BOOK = book_of(BASE.prices)
TODAY = datetime.date.today()

REGION = """\
region: us-east-1
currency: USD
sources:
  A: a page
prices:
  nat: {usd: "0.045", unit: GB, as_of: 2026-01-01, expires: 2027-01-01, grace: 2027-06-01, source: A, status: verified}
"""
TABLE = """\
assumptions:
  traffic.requests_per_second:
    says: rate
    unit: per second
    low: 1
    typical: 2
    high: 3
    least: 0
    most: 10
    because: So it is.
"""


def loaded(**more: str) -> Any:
    return assemble({**texts(), **{f"prices/{name.replace('__', '-')}.yaml": text for name, text in more.items()}})


@pytest.mark.parametrize("key", sorted(BOOK.prices))
def test_no_price_is_past_its_grace(key: str) -> None:
    price = BOOK.prices[key]
    assert price.as_of <= TODAY
    assert price.grace >= TODAY, f"{key} must be read again: run `advisor cost refresh`, or read its page"


def test_every_price_says_where_it_was_read() -> None:
    sources = BASE.prices.regions["us-east-1"].sources
    used = {name for price in BOOK.prices.values() for name in price.source.split()}
    assert used == set(sources)
    for key, price in BOOK.prices.items():
        recalled = "MEM" in price.source.split()
        assert not recalled or price.status is PriceStatus.ASSUMED, f"{key} was recalled and not read"


def test_another_region_is_priced_by_its_own_file_and_one_without_a_file_is_refused() -> None:
    candidate = Candidate("query-engine", "?", (("athena", "Amazon Athena"),), "athena")
    home = BASE.prices.regions["us-east-1"]
    twice = {key: price.model_copy(update={"usd": price.usd * 2}) for key, price in home.prices.items()}
    far = home.model_copy(update={"region": "eu-west-1", "prices": twice})
    prices = BASE.prices.model_copy(update={"regions": {"us-east-1": home, "eu-west-1": far}})
    here, there = (cost_of(prices, {}, [candidate], TODAY, region=name) for name in prices.regions)
    assert (here.region, there.region) == ("us-east-1", "eu-west-1")
    assert here.architecture is not None and there.architecture is not None
    usual, dear = (side.architecture.monthly_usd.typical for side in (here, there))
    assert usual > 0 and abs(dear - 2 * usual) < Decimal("0.001")  # amounts are rounded one by one
    with pytest.raises(InputError, match="no prices for `eu-west-9`; prices are known for: eu-west-1, us-east-1"):
        cost_of(prices, {}, [candidate], TODAY, region="eu-west-9")


def test_an_old_price_warns_in_the_advice() -> None:
    candidate = Candidate("query-engine", "?", (("athena", "Amazon Athena"),), "athena")
    expiry = BOOK.prices["athena/sql/tb_scanned"].expires
    fresh = cost_of(BASE.prices, {}, [candidate], expiry, crossings=False)
    old = cost_of(BASE.prices, {}, [candidate], expiry + datetime.timedelta(days=1), crossings=False)
    assert fresh.warnings == ()
    assert len(old.warnings) == 1 and old.warnings[0].startswith(
        "The price of athena/sql/tb_scanned (5 USD) was read on"
    )
    assert old.decisions == fresh.decisions


def test_prices_are_part_of_the_fingerprint_of_the_rule_base() -> None:
    one, other = loaded(us__east__1=REGION), loaded(us__east__1=REGION.replace("0.045", "0.046"))
    assert one.sha256 != other.sha256
    assert one.prices.regions["us-east-1"].prices["nat"].usd == Decimal("0.045")


def test_another_region_loads_the_same_way() -> None:
    base = loaded(us__east__1=REGION, eu__west__1=REGION.replace("us-east-1", "eu-west-1").replace("0.045", "0.048"))
    assert book_of(base.prices, "eu-west-1").rate("nat", GB).price.usd == Decimal("0.048")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"0.045"', '"-1"', "prices/us-east-1.yaml:6: `prices.nat.usd`: input should be greater than or equal to 0"),
        ('"0.045"', "cheap", "prices/us-east-1.yaml:6: `prices.nat.usd`: `cheap` is not a number"),
        ("verified", "certain", "prices/us-east-1.yaml:6: `prices.nat.status`"),
        ("source: A,", "source: B,", "prices/us-east-1.yaml:6: unknown source `B`"),
        ("2027-01-01", "2025-01-01", "prices/us-east-1.yaml:6: `prices.nat`: the dates must ascend"),
        ("currency: USD", "currency: EUR", "prices/us-east-1.yaml:2: `currency`"),
        ("region: us-east-1", "region: eu-west-1", "prices/us-east-1.yaml:1: the file is not named after its region"),
        ("status: verified", "status: verified, sku: X", "prices/us-east-1.yaml:6: unknown key `sku`"),
    ],
)
def test_a_mistake_in_the_prices_is_told_with_file_and_line(old: str, new: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        loaded(us__east__1=REGION.replace(old, new))
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("typical: 2", "typical: 7", "`typical` must lie between `low` and `high`"),
        ("most: 10", "most: 2", "must lie between `least` and `most`"),
        ("traffic.requests_per_second:", "traffic.shape:", "the fact `traffic.shape` is no number"),
        (
            "because: So it is.",
            "because: So it is.\n    cases: [{given: {traffic.shap: spiky}, low: 1, typical: 1, high: 1, because: x}]",
            "unknown fact `traffic.shap`; did you mean `traffic.shape`",
        ),
    ],
)
def test_a_mistake_in_the_assumptions_is_told(old: str, new: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        loaded(assumptions=TABLE.replace(old, new))
    assert "rules/prices/assumptions.yaml:" in str(refused.value) and says in str(refused.value)


def test_a_rate_of_another_unit_is_refused() -> None:
    with pytest.raises(TypeError, match="is charged by the GB, not by the hour"):
        BOOK.rate("vpc/nat_gateway/data", Hour)


@given(st.decimals(0, 10**6, places=12, allow_nan=False, allow_infinity=False))
def test_a_number_is_kept_as_it_is_written(number: Decimal) -> None:
    assert _exact(f"{number:f}") == number
    short = Decimal(f"{number:.9g}")
    assert _exact(float(short)) == short  # what YAML reads as a float


def test_a_base_without_prices_still_advises() -> None:
    bare: Mapping[str, str] = {n: t for n, t in texts_of(default_folder()).items() if not n.startswith("prices/")}
    assert assemble(dict(bare)).prices.regions == {}
