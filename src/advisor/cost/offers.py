"""AWS's price list: offer files in JSON and CSV, and products as its API returns them.

Extra and missing attributes are passed over; a file that is cut off, or that is none of these, is refused whole.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from advisor.errors import InputError
from advisor.files import parse_json

_REMEDY = "give region files of the AWS price list, as JSON or CSV"
_REGIONS_ONLY = "AWS Region"


@dataclass(frozen=True)
class Step:
    """What one unit costs above `above` units."""

    above: Decimal
    usd: Decimal


@dataclass(frozen=True)
class Product:
    """One product with its price steps, in the price list's own unit."""

    service: str
    region: str
    usage_type: str
    published: datetime.date
    steps: tuple[Step, ...]


def read_offer(text: str, name: str) -> list[Product]:
    """The products of an offer file that are charged on demand, in dollars, in a Region of AWS.

    Raises InputError where the file is cut off or is no offer file.
    """
    found = list(_from_json(text, name) if text.lstrip().startswith("{") else _from_csv(text, name))
    if not found:
        raise InputError.one(name, "the file holds no product with a price on demand", _REMEDY)
    return found


# --- JSON ------------------------------------------------------------------------------------------------------


def _from_json(text: str, name: str) -> Iterator[Product]:
    offer = parse_json(text, name).value
    if not isinstance(offer, dict):
        raise _foreign(name)
    products, terms = offer.get("products"), offer.get("terms")
    if not (isinstance(products, dict) and isinstance(terms, dict) and isinstance(offer.get("offerCode"), str)):
        raise _foreign(name)
    published = _day(offer.get("publicationDate"), name)
    on_demand = terms.get("OnDemand")
    if not isinstance(on_demand, dict):
        raise _foreign(name)
    for sku, product in products.items():
        yield from _product(product, on_demand.get(sku), offer["offerCode"], published, name)


def from_api(listed: Iterable[str], name: str) -> Iterator[Product]:
    """The products of the API's `PriceList`: each a JSON text, its terms without the level of the SKU."""
    for text in listed:
        try:
            item = json.loads(text)
        except json.JSONDecodeError:
            raise InputError.one(name, "the answer of the price list's API is no JSON") from None
        if not isinstance(item, dict) or not isinstance(item.get("terms"), dict):
            raise InputError.one(name, "the answer of the price list's API is no product")
        published = _day(item.get("publicationDate"), name)
        terms = item["terms"].get("OnDemand")
        yield from _product(item.get("product"), terms, str(item.get("serviceCode", "")), published, name)


def _product(product: Any, terms: Any, service: str, published: datetime.date, name: str) -> Iterator[Product]:
    """A product, where it has a usage type, lies in a Region and has one price on demand in dollars."""
    attributes = product.get("attributes") if isinstance(product, dict) else None
    if not isinstance(attributes, dict) or not isinstance(terms, dict) or not terms:
        return
    usage_type, region = attributes.get("usagetype"), attributes.get("regionCode")
    if not isinstance(usage_type, str) or not isinstance(region, str):
        return
    if attributes.get("locationType", _REGIONS_ONLY) != _REGIONS_ONLY:
        return
    steps = []
    for term in terms.values():
        dimensions = term.get("priceDimensions") if isinstance(term, dict) else None
        if not isinstance(dimensions, dict):
            raise InputError.one(name, f"the price of {usage_type} has no dimensions", _REMEDY)
        for dimension in dimensions.values():
            per_unit = dimension.get("pricePerUnit") if isinstance(dimension, dict) else None
            if isinstance(per_unit, dict) and "USD" in per_unit:
                steps.append(Step(_number(dimension.get("beginRange", "0"), name), _number(per_unit["USD"], name)))
    if kept := _charged(steps):
        yield Product(service, region, usage_type, published, kept)


# --- CSV -------------------------------------------------------------------------------------------------------


def _from_csv(text: str, name: str) -> Iterator[Product]:
    rows = list(csv.reader(io.StringIO(text)))
    header = next((index for index, row in enumerate(rows) if row[:1] == ["SKU"]), None)
    told = {row[0]: row[1] for row in rows[: header or 0] if len(row) == 2}
    if header is None or not text.startswith(('"FormatVersion"', "FormatVersion")) or "OfferCode" not in told:
        raise _foreign(name)
    if not text.endswith("\n"):
        raise InputError.one(name, "the file is cut off in its last line", "fetch it again")
    published = _day(told.get("Publication Date"), name)
    columns = {column.lower().replace(" ", ""): place for place, column in enumerate(rows[header])}
    wanted = ("sku", "termtype", "startingrange", "priceperunit", "currency", "usagetype", "regioncode")
    missing = [column for column in wanted if column not in columns]
    if missing:
        raise InputError.one(f"{name}:{header + 1}", f"the column {missing[0]} is missing", _REMEDY)
    steps: dict[tuple[str, str, str], list[Step]] = {}
    for index, row in enumerate(rows[header + 1 :], header + 2):
        if len(row) != len(rows[header]):
            raise InputError.one(f"{name}:{index}", "the line has fewer columns than the header", "fetch it again")
        cell = {column: row[place] for column, place in columns.items()}
        if cell["termtype"] != "OnDemand" or cell["currency"] != "USD" or not cell["usagetype"]:
            continue
        if cell.get("locationtype", _REGIONS_ONLY) != _REGIONS_ONLY:
            continue
        key = (cell["sku"], cell["usagetype"], cell["regioncode"])
        start = _number(cell["startingrange"] or "0", f"{name}:{index}")
        steps.setdefault(key, []).append(Step(start, _number(cell["priceperunit"], f"{name}:{index}")))
    for (_, usage_type, region), found in steps.items():
        if kept := _charged(found):
            yield Product(told["OfferCode"], region, usage_type, published, kept)


# --- both ------------------------------------------------------------------------------------------------------


def _charged(steps: list[Step]) -> tuple[Step, ...]:
    """The steps in order; a free first one is left out, as free tiers are granted once for all services."""
    ascending = sorted(steps, key=lambda step: step.above)
    while ascending and not ascending[0].usd:
        ascending.pop(0)
    if not ascending or len({step.above for step in ascending}) < len(ascending):
        return ()
    return (Step(Decimal(0), ascending[0].usd), *ascending[1:])


def _number(raw: object, name: str) -> Decimal:
    try:
        number = Decimal(str(raw))
    except InvalidOperation:
        raise InputError.one(name, f"`{raw}` is not a number", _REMEDY) from None
    if not number.is_finite() or number < 0:
        raise InputError.one(name, f"`{raw}` is no price", _REMEDY)
    return number


def _day(raw: object, name: str) -> datetime.date:
    try:
        return datetime.datetime.fromisoformat(str(raw).replace("Z", "+00:00")).date()
    except ValueError:
        raise InputError.one(name, "the file has no publication date", _REMEDY) from None


def _foreign(name: str) -> InputError:
    return InputError.one(name, "this is no offer file of the AWS price list", _REMEDY)


def by_service(products: Iterable[Product]) -> Mapping[str, list[Product]]:
    """The products of each offer code."""
    found: dict[str, list[Product]] = {}
    for product in products:
        found.setdefault(product.service, []).append(product)
    return found
