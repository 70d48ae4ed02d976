"""stale-limit and stale-source: a documented number has expired, is about to, or was last read long ago."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from advisor.verify.bench import Workshop
from advisor.verify.finding import Finding

CODE = "stale-limit"
SOURCE = "stale-source"

_SOON = datetime.timedelta(days=30)
_LONG = datetime.timedelta(days=365)


def check(shop: Workshop) -> Iterator[Finding]:
    """The limits whose number must be read again, and those whose source nobody has read for a year."""
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
