"""stale-limit, stale-source and stale-price: a number has expired, is about to, or was last read long ago."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from advisor.verify.bench import Workshop
from advisor.verify.finding import Finding

CODE = "stale-limit"
SOURCE = "stale-source"
PRICE = "stale-price"

_SOON = datetime.timedelta(days=30)
_LONG = datetime.timedelta(days=365)


def check(shop: Workshop) -> Iterator[Finding]:
    """The limits and prices that must be read again, and the limits whose source nobody has read for a year."""
    for thing in shop.base.things.values():
        for name, limit in thing.limits.items():
            subject, place = f"{thing.id}.{name}", f"rules/catalogue: {thing.id}"
            remedy = f"read {limit.source} again, and set `checked` and `expires`"
            if limit.expires <= shop.date + _SOON:
                gone = "expired" if limit.expires < shop.date else "expires"
                message = f"{subject} ({limit.words}) {gone} on {limit.expires:%-d %B %Y}"
                yield Finding(code=CODE, subject=subject, place=place, message=message, remedy=remedy)
            elif limit.checked + _LONG < shop.date:
                message = f"{subject} ({limit.words}) was last read on {limit.checked:%-d %B %Y}"
                yield Finding(code=SOURCE, subject=subject, place=place, message=message, remedy=remedy)
    for listed in shop.base.prices.regions.values():
        for key, price in listed.prices.items():
            if price.expires < shop.date:
                message = f"the price of {key} ({price.usd:f} USD) expired on {price.expires:%-d %B %Y}"
                remedy = f"run `advisor cost refresh`, or read it again before {price.grace:%-d %B %Y}"
                place = f"rules/prices/{listed.region}.yaml"
                yield Finding(code=PRICE, subject=key, place=place, message=message, remedy=remedy)
