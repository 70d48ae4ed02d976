"""Prices anew from AWS's price list: found, kept, refused; written whole or not at all."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from typer.testing import CliRunner

from advisor.cli import app
from advisor.cost import refresh
from advisor.cost.offers import read_offer
from advisor.errors import InputError
from advisor.rulebase.load import default_folder
from advisor.rulebase.prices import PriceStatus

REGION = "us-east-1"
M5 = "sagemaker/hosting/ml.m5.xlarge"


def product(usage_type: str, *steps: tuple[str, str], sku: str = "", **attributes: str) -> tuple[str, Any, Any]:
    """A product with its terms, shaped as the price list has them; `steps` are (beginRange, USD)."""
    sku = sku or usage_type.upper().replace(":", "").replace(".", "")
    given = {"usagetype": usage_type, "regionCode": REGION, "locationType": "AWS Region", "servicecode": "x"}
    dimensions = {
        f"{sku}.T.{index}": {"beginRange": begin, "endRange": "Inf", "unit": "Hrs", "pricePerUnit": {"USD": usd}}
        for index, (begin, usd) in enumerate(steps)
    }
    terms = {f"{sku}.T": {"offerTermCode": "T", "sku": sku, "priceDimensions": dimensions, "termAttributes": {}}}
    return sku, {"sku": sku, "productFamily": "ML Instance", "attributes": {**given, **attributes}}, terms


def offer(code: str, *products: tuple[str, Any, Any], published: str = "2026-11-20T00:00:00Z") -> str:
    return json.dumps(
        {
            "formatVersion": "v1.0",
            "disclaimer": "…",
            "offerCode": code,
            "version": "20261120000000",
            "publicationDate": published,
            "products": {sku: item for sku, item, _ in products},
            "terms": {"OnDemand": {sku: terms for sku, _, terms in products}},
        }
    )


def as_csv(code: str, *rows: tuple[str, str, str]) -> str:
    """A CSV offer file; `rows` are (usage type, starting range, USD). It has more columns than are read."""
    out = io.StringIO()
    write = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for line in (("FormatVersion", "v1.0"), ("Disclaimer", "…"), ("Publication Date", "2026-11-20T00:00:00Z")):
        write.writerow(line)
    write.writerow(("Version", "20261120000000"))
    write.writerow(("OfferCode", code))
    header = "SKU,OfferTermCode,TermType,StartingRange,EndingRange,Unit,PricePerUnit,Currency,Location Type,usageType"
    write.writerow((*header.split(","), "Region Code", "gpuMemory"))
    for usage_type, start, usd in rows:
        line = (usage_type, "T", "OnDemand", start, "Inf", "Hrs", usd, "USD", "AWS Region", usage_type, REGION, "N/A")
        write.writerow(line)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped prices to write in."""
    shutil.copytree(default_folder() / "prices", tmp_path / "prices")
    return tmp_path


def refreshed(folder: Path, *texts: str) -> refresh.Refreshed:
    return refresh.refresh(folder, [item for text in texts for item in read_offer(text, "offer")], REGION)


HOST = product("USE1-Host:ml.m5.xlarge", ("0", "0.2530000000"), instanceName="ml.m5.xlarge", component="Hosting")


def test_a_price_that_is_found_is_written_and_everything_else_is_kept_and_named(folder: Path) -> None:
    before = refresh._listed((folder / "prices/us-east-1.yaml").read_text(), "prices/us-east-1.yaml")
    found = refreshed(folder, offer("AmazonSageMaker", HOST))
    refresh.write(folder, found)
    after = refresh._listed((folder / "prices/us-east-1.yaml").read_text(), "prices/us-east-1.yaml")
    assert found.changed == ((M5, Decimal("0.23"), Decimal("0.253")),)
    new = after.prices[M5]
    assert (new.usd, new.as_of, new.status) == (Decimal("0.253"), datetime.date(2026, 11, 20), PriceStatus.VERIFIED)
    assert new.expires > new.as_of
    assert after.sources[new.source] == "AWS price list, published on 2026-11-20"
    assert {key: price for key, price in after.prices.items() if key != M5} == {
        key: price for key, price in before.prices.items() if key != M5
    }
    reasons = {kept.key: kept.why for kept in found.kept}
    assert set(reasons) == set(before.prices) - {M5}
    assert reasons["sagemaker/hosting/ml.m5.large"] == "it was not found"
    assert reasons["athena/sql/tb_scanned"] == "no file of AmazonAthena was given"
    assert reasons["managed_flink/kpu_hour"] == "its place in the price list is not known"


def test_what_was_refreshed_can_be_refreshed_again(folder: Path) -> None:
    refresh.write(folder, refreshed(folder, offer("AmazonSageMaker", HOST)))
    again = refreshed(folder, offer("AmazonSageMaker", HOST))
    assert again.changed == () and again.confirmed == (M5,)
    assert again.text == (folder / "prices/us-east-1.yaml").read_text()


def test_comments_stay(folder: Path) -> None:
    before = (folder / "prices/us-east-1.yaml").read_text()
    text = refreshed(folder, offer("AmazonSageMaker", HOST)).text
    assert [line for line in before.splitlines() if "#" in line] == [line for line in text.splitlines() if "#" in line]


def test_the_same_file_as_csv_gives_the_same(folder: Path) -> None:
    table = as_csv("AmazonSageMaker", ("USE1-Host:ml.m5.xlarge", "0", "0.2530000000"))
    assert refreshed(folder, table) == refreshed(folder, offer("AmazonSageMaker", HOST))


def test_unit_and_tiers_are_those_of_the_formulas(folder: Path) -> None:
    """The list counts calls, the formulas millions of them; and a free first step is a free tier."""
    steps = (("0", "0.0000034"), ("333000000", "0.0000027"))
    text = refreshed(folder, offer("AmazonApiGateway", product("USE1-ApiGatewayRequest", *steps))).text
    new = refresh._listed(text, "prices/us-east-1.yaml").prices["api_gateway/rest"]
    assert (new.usd, [(tier.above, tier.usd) for tier in new.tiers]) == (
        Decimal("3.4"),
        [(Decimal(333), Decimal("2.7"))],
    )
    free = product("USE1-ServerlessInf:Mem-2GB", ("0", "0.0000000000"), ("150000", "0.00005"))
    text = refreshed(folder, offer("AmazonSageMaker", free)).text
    new = refresh._listed(text, "prices/us-east-1.yaml").prices["sagemaker/serverless/on_demand/2048mb"]
    assert (new.usd, new.tiers) == (Decimal("0.00005"), ())


def test_a_product_that_cannot_be_told_apart_or_believed_is_not_taken(folder: Path) -> None:
    other = product("USE1-Host:ml.m5.large", ("0", "0.1150000000"))
    twice = product("USE1-Host:ml.m5.xlarge", ("0", "0.24"), sku="OTHER")
    far = product("USE1-Host:ml.c5.large", ("0", "102.0"))
    elsewhere = product("USE1-Host:ml.m5.2xlarge", ("0", "0.3"), locationType="AWS Local Zone")
    found = refreshed(folder, offer("AmazonSageMaker", HOST, other, twice, far, elsewhere))
    reasons = {kept.key: kept.why for kept in found.kept}
    assert found.confirmed == ("sagemaker/hosting/ml.m5.large",)
    assert reasons[M5] == "2 products with different prices answer to it"
    assert reasons["sagemaker/hosting/ml.c5.large"] == "the one found, 102.0 USD, is too far from 0.102 USD"
    assert reasons["sagemaker/hosting/ml.m5.2xlarge"] == "it was not found"


def test_a_usage_type_is_not_taken_for_one_that_begins_alike(folder: Path) -> None:
    longer = product("USE1-ServerlessInf:Mem-2GB-Long", ("0", "0.00005"))
    found = refreshed(folder, offer("AmazonSageMaker", HOST, longer))
    assert "sagemaker/serverless/on_demand/2048mb" in {kept.key for kept in found.kept}


GOOD = offer("AmazonSageMaker", HOST)
TABLE = as_csv("AmazonSageMaker", ("USE1-Host:ml.m5.xlarge", "0", "0.253"), ("USE1-Host:ml.m5.large", "0", "0.12"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(GOOD[:-40], "not valid JSON", id="JSON cut off"),
        pytest.param(TABLE[:-30], "cut off", id="CSV cut off in a line"),
        pytest.param("\n".join(TABLE.splitlines()[:-1]) + '\n"USE1-Host","T"\n', "fewer columns", id="a short line"),
        pytest.param('{"Resources": {}}', "no offer file", id="another JSON"),
        pytest.param("name,price\nx,1\n", "no offer file", id="another CSV"),
        pytest.param("", "no offer file", id="nothing"),
        pytest.param(offer("AmazonSageMaker"), "no product", id="no products"),
        pytest.param(GOOD.replace("2026-11-20T00:00:00Z", "soon"), "no publication date", id="undated"),
        pytest.param(GOOD.replace("0.2530000000", "cheap"), "not a number", id="no number"),
        pytest.param(GOOD.replace('"USD"', '"CNY"'), "no product", id="another currency"),
        pytest.param(GOOD.replace('"priceDimensions"', '"dimensions"'), "no dimensions", id="no dimensions"),
    ],
)
def test_a_file_that_is_cut_off_or_foreign_is_refused_whole(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_offer(text, "offer")


def test_another_region_changes_nothing(folder: Path) -> None:
    elsewhere = product("EU-Host:ml.m5.xlarge", ("0", "0.257"), regionCode="eu-west-1")
    with pytest.raises(InputError, match="no product is of the region us-east-1"):
        refreshed(folder, offer("AmazonSageMaker", elsewhere))


def test_the_command_says_what_it_did_and_refuses_without_writing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advisor.rulebase.load.default_folder", lambda: folder)
    before = (folder / "prices/us-east-1.yaml").read_text()
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(GOOD)
    bad.write_text(GOOD[:-40])
    refused = CliRunner().invoke(app, ["cost", "refresh", str(good), str(bad)])
    assert isinstance(refused.exception, InputError)
    assert (folder / "prices/us-east-1.yaml").read_text() == before
    done = CliRunner().invoke(app, ["cost", "refresh", str(good)])
    assert done.exit_code == 0
    assert f"changed    {M5}: 0.23 is now 0.253 USD" in done.stdout
    assert "1 prices changed, 0 are as they were" in done.stdout
    assert list((folder / "prices").glob(".*")) == []
    neither = CliRunner().invoke(app, ["cost", "refresh"])
    assert isinstance(neither.exception, InputError)


def listed(item: tuple[str, Any, Any]) -> str:
    """A product as `GetProducts` returns it: the level of the SKU is missing from its terms."""
    _, about, terms = item
    body = {"product": about, "serviceCode": "AmazonSageMaker", "terms": {"OnDemand": terms}}
    return json.dumps({**body, "version": "1", "publicationDate": "2026-11-20T00:00:00Z"})


def only(monkeypatch: pytest.MonkeyPatch, *wanted: tuple[str, str]) -> None:
    monkeypatch.setattr(refresh, "_wanted", lambda _: iter(wanted))


def test_prices_come_from_the_api_page_by_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, ("AmazonSageMaker", "Host:ml.m5.xlarge"))
    client = boto3.client("pricing", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    asked = {
        "ServiceCode": "AmazonSageMaker",
        "FormatVersion": "aws_v1",
        "Filters": [
            {"Type": "TERM_MATCH", "Field": "regionCode", "Value": REGION},
            {"Type": "CONTAINS", "Field": "usagetype", "Value": "Host:ml.m5.xlarge"},
        ],
    }
    with Stubber(client) as stub:
        first = {"FormatVersion": "aws_v1", "PriceList": [], "NextToken": "more"}
        stub.add_response("get_products", first, asked)
        stub.add_response(
            "get_products", {"FormatVersion": "aws_v1", "PriceList": [listed(HOST)]}, {**asked, "NextToken": "more"}
        )
        products = refresh.from_aws(folder, REGION, client)
        stub.assert_no_pending_responses()
    assert refresh.refresh(folder, products, REGION).changed == ((M5, Decimal("0.23"), Decimal("0.253")),)


def test_a_refusal_of_aws_is_one_message(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, ("AmazonSageMaker", "Host:ml.m5.xlarge"))
    client = boto3.client("pricing", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stub:
        stub.add_client_error("get_products", "AccessDeniedException", "not allowed")
        with pytest.raises(InputError, match="AWS could not be asked"):
            refresh.from_aws(folder, REGION, client)
