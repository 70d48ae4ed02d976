"""Fresh prices: the price data of a region anew from AWS's price list; what was not found is kept, and said."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from advisor.cost.offers import Product, by_service, from_api
from advisor.errors import InputError, Problem
from advisor.files import parse_yaml, read_text, replace_text
from advisor.rulebase.prices import PRICES, Price, PriceList, PriceStatus, Tier
from advisor.rulebase.validate import validate

# For so long a price that was read counts as fresh, and for so long nothing fails because of it.
_FRESH = datetime.timedelta(days=180)
_GRACE = datetime.timedelta(days=365)
# A price does not change tenfold: a product of another kind, or of another unit, was found.
_SUSPECT = 10
_SCALE = {"hundred thousand": 100_000, "million": 1_000_000, "thousand": 1_000}


@dataclass(frozen=True)
class Kept:
    """A price that stays as it was, and why."""

    key: str
    why: str


@dataclass(frozen=True)
class Refreshed:
    """What became of each price of a region; `text` is the file to write."""

    region: str
    changed: tuple[tuple[str, Decimal, Decimal], ...]
    confirmed: tuple[str, ...]
    kept: tuple[Kept, ...]
    text: str


def refresh(folder: Path, products: Iterable[Product], region: str) -> Refreshed:
    """The prices of a region, with what products of AWS's price list say of them. Writes nothing.

    Raises InputError where no product is of the region, or none is one that the formulas read.
    """
    name = f"{PRICES}{region}.yaml"
    path = folder / name
    if not path.is_file():
        raise InputError.one(f"rules/{name}", "there is no file for this region", "copy that of another region first")
    text = read_text(path, f"rules/{name}")
    listed = _listed(text, name)
    offered = by_service(product for product in products if product.region == region)
    if not offered:
        raise InputError.one("FILE", f"no product is of the region {region}", "give the files of that region")
    changed, confirmed, kept = [], [], []
    fresh: dict[str, Price] = {}
    for key, price in listed.prices.items():
        found = _fresh(price, offered)
        if isinstance(found, str):
            kept.append(Kept(key, found))
            continue
        fresh[key] = found
        if (found.usd, found.tiers) == (price.usd, price.tiers):
            confirmed.append(key)
        else:
            changed.append((key, price.usd, found.usd))
    if not fresh:
        raise InputError.one("FILE", "none of the prices that the formulas read is in these files")
    written = _written(text, name, fresh)
    _listed(written, name)  # what would not load again is not written
    return Refreshed(region, tuple(changed), tuple(confirmed), tuple(kept), written)


def write(folder: Path, refreshed: Refreshed) -> Path:
    """Puts the refreshed prices in the place of the old ones, whole or not at all."""
    path = folder / PRICES / f"{refreshed.region}.yaml"
    replace_text(path, refreshed.text)
    return path


def _listed(text: str, name: str) -> PriceList:
    problems: list[Problem] = []
    listed = validate(PriceList, parse_yaml(text, f"rules/{name}"), problems)
    if listed is None:
        raise InputError(problems)
    return listed


def _fresh(price: Price, offered: Mapping[str, list[Product]]) -> Price | str:
    """The price as the price list has it now, or why it stays as it was."""
    if price.offer is None:
        return "its place in the price list is not known"
    if price.offer.service not in offered:
        return f"no file of {price.offer.service} was given"
    usage_type = re.compile(rf"(?:[A-Z]{{2,4}}[0-9]?-)?{re.escape(price.offer.usage_type)}")
    matching = [product for product in offered[price.offer.service] if usage_type.fullmatch(product.usage_type)]
    if not matching:
        return "it was not found"
    if len({product.steps for product in matching}) > 1:
        return f"{len(matching)} products with different prices answer to it"
    product = matching[0]
    scale = _SCALE.get(price.unit.split(" (")[0], 1)
    first, *others = [(step.above / scale, step.usd * scale) for step in product.steps]
    if price.usd and not price.usd / _SUSPECT < first[1] < price.usd * _SUSPECT:
        return f"the one found, {first[1]:f} USD, is too far from {price.usd:f} USD"
    return price.model_copy(
        update={
            "usd": _short(first[1]),
            "tiers": tuple(Tier(above=_short(above), usd=_short(usd)) for above, usd in others),
            "as_of": product.published,
            "expires": product.published + _FRESH,
            "grace": product.published + _GRACE,
            "source": f"price-list-{product.published}",
            "status": PriceStatus.VERIFIED,
        }
    )


def _short(number: Decimal) -> Decimal:
    return Decimal(f"{number.normalize():f}")


def _written(text: str, name: str, fresh: Mapping[str, Price]) -> str:
    """The file with the lines of the fresh prices replaced, comments and all others untouched."""
    places = parse_yaml(text, name).lines
    lines = text.splitlines()
    for key, price in fresh.items():
        lines[places["prices", key] - 1] = _line(key, price)
    for source in sorted({price.source for price in fresh.values()}):
        if ("sources", source) not in places:
            day = source.removeprefix("price-list-")
            lines.insert(places["sources",], f'  {source}: "AWS price list, published on {day}"')
    return "\n".join(lines) + "\n"


def _line(key: str, price: Price) -> str:
    parts = [f'usd: "{price.usd:f}"']
    if price.tiers:
        tiers = ", ".join(f'{{above: {tier.above:f}, usd: "{tier.usd:f}"}}' for tier in price.tiers)
        parts.append(f"tiers: [{tiers}]")
    parts += [f"unit: {price.unit}", f"as_of: {price.as_of}", f"expires: {price.expires}", f"grace: {price.grace}"]
    parts += [f"source: {price.source}", f"status: {price.status.value}"]
    if price.offer is not None:
        parts.append(f'offer: {{service: {price.offer.service}, usage_type: "{price.offer.usage_type}"}}')
    if price.note:
        parts.append(f"note: {json.dumps(price.note)}")
    return f"  {key}: {{{', '.join(parts)}}}"


# --- from AWS --------------------------------------------------------------------------------------------------


def from_aws(folder: Path, region: str, client: Any) -> list[Product]:
    """The products that the prices of a region name, asked of the price list's API through a boto3 client.

    Raises InputError where there are no credentials, or AWS refuses.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    name = f"{PRICES}{region}.yaml"
    listed = _listed(read_text(folder / name, f"rules/{name}"), name)
    found: list[Product] = []
    try:
        for service, usage_type in dict.fromkeys(_wanted(listed)):
            found += from_api(_pages(client, service, usage_type, region), f"--from-aws: {service}")
    except (BotoCoreError, ClientError) as error:
        remedy = "check the credentials and the permission pricing:GetProducts"
        raise InputError.one("--from-aws", f"AWS could not be asked: {error}", remedy) from None
    return found


def _wanted(listed: PriceList) -> Iterator[tuple[str, str]]:
    for price in listed.prices.values():
        if price.offer is not None:
            yield price.offer.service, price.offer.usage_type


def _pages(client: Any, service: str, usage_type: str, region: str) -> Iterator[str]:
    filters = [
        {"Type": "TERM_MATCH", "Field": "regionCode", "Value": region},
        {"Type": "CONTAINS", "Field": "usagetype", "Value": usage_type},
    ]
    more: dict[str, str] = {}
    while True:
        answer = client.get_products(ServiceCode=service, Filters=filters, FormatVersion="aws_v1", **more)
        yield from answer.get("PriceList", ())
        if not answer.get("NextToken"):
            return
        more = {"NextToken": answer["NextToken"]}
