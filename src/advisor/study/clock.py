"""Time as the study parts see it: instants in UTC from a clock that is handed in, days in the learner's zone."""

from __future__ import annotations

import datetime
import os
import zoneinfo
from collections.abc import Callable
from pathlib import Path

from advisor.errors import InputError, did_you_mean

Clock = Callable[[], datetime.datetime]


def utc_now() -> datetime.datetime:
    """This moment, aware, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The time zone of an IANA name such as Europe/Berlin; InputError where there is none of that name."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        remedy = did_you_mean(name, zoneinfo.available_timezones()) or "write it like Europe/Berlin or UTC"
        raise InputError.one("time zone", f"unknown time zone `{name}`", remedy) from None


def local_day(moment: datetime.datetime, zone: str) -> datetime.date:
    """The calendar day that it is in a zone at a moment.

    >>> local_day(datetime.datetime(2026, 11, 28, 23, 30, tzinfo=datetime.UTC), "Asia/Tokyo")
    datetime.date(2026, 11, 29)
    """
    return moment.astimezone(zone_of(zone)).date()


def start_of(day: datetime.date, zone: str) -> datetime.datetime:
    """The first moment of a day in a zone, in UTC; where midnight is skipped by a clock change, the day begins later.

    >>> start_of(datetime.date(2026, 3, 29), "Europe/Berlin").isoformat()
    '2026-03-28T23:00:00+00:00'
    """
    return datetime.datetime.combine(day, datetime.time(), zone_of(zone)).astimezone(datetime.UTC)


def machine_zone() -> str:
    """The IANA name of this machine's time zone; UTC where it has none that can be named."""
    named = os.environ.get("TZ", "").lstrip(":")
    link = Path("/etc/localtime")
    linked = str(link.resolve()).partition("zoneinfo/")[2] if link.is_symlink() else ""
    for name in (named, linked):
        try:
            if name:
                return zoneinfo.ZoneInfo(name).key
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return "UTC"
