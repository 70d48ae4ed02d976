"""Quantities in running text: numbers in digits or words, with the unit that follows them.

"under a tenth of a second", "50 million rows", "10 TB/day", "1% of transactions", "8 GPUs", "2-3 seconds"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.reading.numerals import AMOUNT, ARTICLES, FRACTION, SCALES, SHORT_SCALES, amount_of, low_end

_SECONDS = {
    "ms": "ms", "msec": "ms", "millisecond": "ms", "milliseconds": "ms", "s": "s", "sec": "s", "secs": "s",
    "second": "s", "seconds": "s", "min": "min", "mins": "min", "minute": "min", "minutes": "min", "hour": "hour",
    "hours": "hour", "hr": "hour", "hrs": "hour", "h": "hour", "day": "day", "days": "day", "night": "day",
    "nights": "day", "week": "week", "weeks": "week", "month": "month", "months": "month", "year": "year",
    "years": "year",
}  # fmt: skip
_BYTES = {
    "kb": "kB", "kib": "KiB", "mb": "MB", "mib": "MiB", "gb": "GB", "gib": "GiB", "tb": "TB", "tib": "TiB",
    "pb": "PB", "pib": "PiB", "byte": "byte", "bytes": "byte", "kilobyte": "kB", "kilobytes": "kB",
    "megabyte": "MB", "megabytes": "MB", "gigabyte": "GB", "gigabytes": "GB", "terabyte": "TB", "terabytes": "TB",
    "petabyte": "PB", "petabytes": "PB",
}  # fmt: skip
_UNITS = {
    **{unit: ("duration", written) for unit, written in _SECONDS.items()},
    **{unit: ("size", written) for unit, written in _BYTES.items()},
    **dict.fromkeys(("%", "percent", "per cent"), ("share", "%")),
    **dict.fromkeys(("rps", "qps", "tps"), ("rate", "/s")),
}
# Weeks and months become days: a rate is written in units that `parse_value` knows. A month has 30.4 days.
_PERIODS = {
    "second": ("s", 1.0), "sec": ("s", 1.0), "s": ("s", 1.0), "minute": ("min", 1.0), "min": ("min", 1.0),
    "hour": ("hour", 1.0), "h": ("hour", 1.0), "day": ("day", 1.0), "week": ("day", 1 / 7),
    "month": ("day", 12 / 365),
}  # fmt: skip
_COUNTED = (
    "requests?|req|transactions?|events?|messages?|records?|rows?|images?|invocations?|predictions?|calls?|queries|"
    "query|inferences?|files?|documents?|times|orders?|users|readings?|data points|clicks|hits|lookups|payments|"
    "scores|pictures|photos|photographs|videos|claims|uploads|jobs|items|measurements|operations|writes|reads|views"
)
_ONE_OF_MANY = re.compile(
    r"\b(?P<part>one|two|three|[0-9]{1,4})\s(?:in|out\sof)(?:\s(?:every|each|about))?\s(?P<whole>"
    + AMOUNT
    + rf")(?:\s(?P<scale>{'|'.join(SCALES)})\b)?",
    re.IGNORECASE,
)
_UNIT = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
# Every repetition is bounded, so the expression is linear in the length of the text.
QUANTITY = re.compile(
    rf"(?:{low_end(_UNIT)})?(?P<amount>{AMOUNT})"
    rf"(?:(?P<short>{SHORT_SCALES})(?![a-z0-9])|[\s-]{{0,2}}(?:of\s)?(?P<scale>{'|'.join(SCALES)})\b"
    rf"(?:\s(?:of\s)?(?P<more>{'|'.join(SCALES)})\b)?)?(?P<half>\sand\sa\shalf\b)?"
    rf"(?:(?:\sof)?[\s-]{{0,2}}(?P<unit>{_UNIT})(?![a-z0-9]))?"
    rf"(?:(?P<tail>(?:\sof)?(?:\s{{1,2}}[a-z]{{2,15}}){{0,2}}?\s{{0,2}}\b(?:{_COUNTED})\b)?"
    rf"\s{{0,2}}(?:/|\bper\b|\ban?\b|\beach\b|\bevery\b)\s{{0,2}}(?P<period>{'|'.join(_PERIODS)})(?![a-z0-9]))?",
    re.IGNORECASE,
)
_BELOW = re.compile(r"\bsub[\s-](millisecond|second|minute|hour)s?\b", re.IGNORECASE)
# "within a day" is a time; in "once a day" and "a second account" the same words are none.
_BOUND = re.compile(
    r"\b(?:within|under|below|than|about|around|in|for|least|most|after|of|over|takes?|lasts?|roughly|approximately|"
    r"nearly|almost|to|every|exceed|up to|until|is|by)\s{1,2}\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s{0,2}(?:\Z|[.,;:!?)\]]|\b(?:and|or|for|per|to|at|when|while|after|before|is|are|in|on|with|because|so|but|of|"
    r"from|each|every|later|old|long|ago|latency|delay|if|even|p9[059])\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quantity:
    """A quantity in a text: `kind` is duration, size, share, money, rate, volume-rate or count.

    `amount` is in `unit` (as `parse_value` writes it; empty for counts and money). A range counts with its second
    end: what can bear 3 seconds bears "2-3 seconds". `start` to `end` are characters, end excluded. The words of one
    `in_words` ("sub-second") stay words for the matcher.
    """

    kind: str
    amount: float
    unit: str
    start: int
    end: int
    in_words: bool = False

    @property
    def text(self) -> str:
        """The quantity as `parse_value` reads it."""
        return f"{self.amount:.12g} {self.unit}".strip()


def find_quantities(text: str) -> Iterator[Quantity]:
    """Every quantity of a text, in order. A bare article ('a', 'one') counts only with a unit or period."""
    found = [*_shares(text), *_sub_units(text)]
    taken = {place for quantity in found for place in range(quantity.start, quantity.end)}
    for match in QUANTITY.finditer(text):
        quantity = None if match.start() in taken or match.end() - 1 in taken else _quantity(text, match)
        if quantity is not None:
            found.append(quantity)
    yield from sorted(found, key=lambda quantity: quantity.start)


def _shares(text: str) -> Iterator[Quantity]:
    """'one in a thousand', '3 out of every 100'."""
    for match in _ONE_OF_MANY.finditer(text):
        part, whole = amount_of(match["part"].lower()), amount_of(match["whole"].lower())
        scale = SCALES[match["scale"].lower()] if match["scale"] else 1.0
        before = text[match.start() - 1] if match.start() else " "
        if part and whole and part < whole * scale and not before.isalnum() and whole * scale >= 10:
            yield Quantity("share", 100 * part / (whole * scale), "%", match.start(), match.end())


def _sub_units(text: str) -> Iterator[Quantity]:
    for match in _BELOW.finditer(text):
        yield Quantity("duration", 1.0, _SECONDS[match[1].lower()], match.start(), match.end(), in_words=True)


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    written = match["amount"].lower()
    amount = amount_of(written)
    if amount is None or _inside_a_name(text, match.start(), match[0]):
        return None
    for scale in (match["scale"], match["more"], match["short"]):
        amount *= SCALES[scale.lower()] if scale else 1.0
    if match["half"]:
        amount += 0.5 * (SCALES[match["scale"].lower()] if match["scale"] else 1.0)
    number = max(match.end(group) for group in ("amount", "short", "scale", "more", "half"))
    if written.startswith(("$", "us$")):
        return Quantity("money", amount, "", match.start(), number)
    unit, scaled = (match["unit"] or "").lower(), bool(match["scale"] or match["short"])
    period, share = _PERIODS.get((match["period"] or "").lower(), ("", 1.0))
    if unit:
        kind, name = _UNITS[unit]
        if kind == "size" and period and not match["tail"]:
            return Quantity("volume-rate", amount * share, f"{name}/{period}", match.start(), match.end())
        end = match.end("unit")
        if written in ARTICLES and not _measures(text, match.start("amount"), end):
            return None
        return Quantity(kind, amount, name, match.start(), end)
    if text[number : number + 1].isalnum():
        return None  # "95th", "3D"
    if FRACTION.match(written):
        if written.endswith(" of") and not written.startswith("half") and not scaled:
            return Quantity("share", amount * 100, "%", match.start(), match.end("amount"))
        return Quantity("count", amount, "", match.start(), number) if scaled else None
    # "5 million customer records a day" may be one job a day; the words are left for the phrases to tell.
    a_job = period == "day" and len((match["tail"] or "").split()) > 1
    if period and not a_job and written not in ARTICLES and (match["tail"] or scaled or written[0].isdigit()):
        return Quantity("rate", amount * share, f"/{period}", match.start(), match.end())
    if scaled or written not in (*ARTICLES, "one"):
        return Quantity("count", amount, "", match.start(), number)
    return None


def _inside_a_name(text: str, start: int, found: str) -> bool:
    """Numbers of names ("S3", "us-east-1", "v1.2") and of "24/7" are no quantities; "sub-100 ms" holds one."""
    before = text[max(0, start - 5) : start]
    if before[-1:].isalnum() or re.search(r"[0-9]/\Z", before) or re.match(r"/[0-9]", text[start + len(found) :]):
        return True
    return bool(re.search(r"\w[_.-]\Z", before)) and not re.search(r"\bsub-\Z", before, re.IGNORECASE)


def _measures(text: str, start: int, end: int) -> bool:
    return bool(_BOUND.search(text[max(0, start - 20) : start]) and _GOES_ON.match(text[end : end + 20]))
