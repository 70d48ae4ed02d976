"""Values of facts: from what a person writes to what is kept, and back to words."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from advisor.errors import did_you_mean
from advisor.facts.fields import FactKind, Unit
from advisor.facts.spec import FactSpec, Value, Vocabulary

_DIMENSION = {
    Unit.MS: "ms",
    Unit.S: "s",
    Unit.MINUTES: "min",
    Unit.HOURS: "hour",
    Unit.DAYS: "day",
    Unit.KB: "kB",
    Unit.MB: "MB",
    Unit.GB: "GB",
    Unit.TB: "TB",
    Unit.MB_PER_S: "MB/s",
    Unit.GB_PER_DAY: "GB/day",
    Unit.PER_SECOND: "1/s",
    Unit.PER_DAY: "1/day",
}
# The units that facts and limits come in, by their size. Pint, which takes half a second to load, knows all others.
_SIZES: tuple[dict[str, float], ...] = (
    {"ms": 1, "s": 1_000, "min": 60_000, "hour": 3_600_000, "day": 86_400_000},
    {"byte": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12},
    {"1/day": 1, "1/hour": 24, "1/min": 1_440, "1/s": 86_400},
)
_EXAMPLE = {
    Unit.SHARE: "a share such as 0.8 or 80 %",
    Unit.COUNT: "a whole number",
    Unit.USD: "US dollars such as 12.50",
    Unit.USD_MONTH: "US dollars a month such as 500",
    Unit.PER_SECOND: "a rate such as 20, 20/s or 1200/min",
    Unit.PER_DAY: "a rate such as 500/day",
}
_QUANTITY = re.compile(
    r"\s*([-+]?(?:[0-9]{1,3}(?:[,_ ][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?|\.[0-9]+)"
    r"\s*([A-Za-zµ%$/. ]*?)\s*\Z"
)
# Spellings that pint does not know, in its own.
_WRITTEN = {
    **dict.fromkeys(("sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("millisecond", "milliseconds", "msec"), "ms"),
    **dict.fromkeys(("minute", "minutes", "mins"), "min"),
    **dict.fromkeys(("hours", "hrs", "hr", "h"), "hour"),
    **dict.fromkeys(("days", "d"), "day"),
    **dict.fromkeys(("kb", "KB"), "kB"),
    **dict.fromkeys(("bytes", "B"), "byte"),
    **dict.fromkeys(("per second", "/s", "/sec", "/second", "rps", "tps", "qps"), "1/s"),
    **dict.fromkeys(("per minute", "/min", "/minute"), "1/min"),
    **dict.fromkeys(("per hour", "/h", "/hour"), "1/hour"),
    **dict.fromkeys(("per day", "/d", "/day"), "1/day"),
    **dict.fromkeys(("MBps", "MB/sec", "MB per second"), "MB/s"),
    "mb": "MB",
    "gb": "GB",
    "tb": "TB",
    "GB per day": "GB/day",
    "TB per day": "TB/day",
}


class OutOfBoundsError(ValueError):
    """A quantity of the right kind, beyond what the fact accepts."""


def parse_value(spec: FactSpec, raw: Any) -> Value:
    """The value of `raw` for this fact, in the fact's unit.

    >>> from advisor.facts.spec import SPECS
    >>> parse_value(SPECS["request.payload_mb"], "500 KB")
    0.5

    Raises ValueError that says what is accepted; OutOfBoundsError where only the amount is wrong.
    """
    return _PARSERS[spec.kind](spec, raw)


def parse_values(vocabulary: Vocabulary, raw: Mapping[str, Any]) -> dict[str, Value]:
    """The values of several facts, as `parse_value` reads each. Raises what it raises."""
    return {name: parse_value(vocabulary[name], value) for name, value in raw.items()}


def _flag(spec: FactSpec, raw: Any) -> Value:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.strip().lower() in ("true", "yes", "false", "no"):
        return raw.strip().lower() in ("true", "yes")
    raise ValueError(f"{_shown(raw)} is not an answer to a yes-or-no question; accepted: true, false")


def _choice(spec: FactSpec, raw: Any) -> Value:
    word = raw.strip().lower() if isinstance(raw, str) else None
    if word in spec.words:
        return str(word)
    near = did_you_mean(str(raw), spec.words)
    accepted = f"accepted: {', '.join(spec.words)}"
    raise ValueError(f"{_shown(raw)} is not one of its words; {near if near.startswith('did') else accepted}")


def _several(spec: FactSpec, raw: Any) -> tuple[str, ...]:
    if isinstance(raw, str):
        items: list[Any] = [part for part in re.split(r"[,\s]+", raw) if part]
    elif isinstance(raw, (list, tuple)):
        items = list(raw)
    else:
        raise ValueError(f"{_shown(raw)} is not a list; write the words between commas")
    words = [str(_choice(spec, item)) for item in items]
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        raise ValueError(f"`{twice[0]}` is given twice")
    return tuple(words)


def _members(spec: FactSpec, raw: Any) -> Value:
    return tuple(sorted(_several(spec, raw)))


def _number(spec: FactSpec, raw: Any) -> Value:
    question = spec.question
    unit = question.unit
    assert unit is not None
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise ValueError(f"{_shown(raw)} is not a quantity; accepted: {_accepted(spec)}")
    amount = _quantity(spec, raw) if isinstance(raw, str) else float(raw)
    if not math.isfinite(amount):
        raise ValueError(f"{_shown(raw)} is not a finite number; accepted: {_accepted(spec)}")
    amount = float(f"{amount:.12g}")
    if not question.low <= amount <= question.high:
        bounds = f"between {_amount(question.low, unit)} and {_amount(question.high, unit)}"
        raise OutOfBoundsError(f"{_amount(amount, unit)} is out of range; accepted: {bounds}")
    if question.integer:
        if amount != int(amount):
            raise ValueError(f"{_shown(raw)} is not a whole number; accepted: {_accepted(spec)}")
        return int(amount)
    return amount


def _quantity(spec: FactSpec, text: str) -> float:
    unit = spec.question.unit
    assert unit is not None
    match = _QUANTITY.match(text) if len(text) <= 60 else None
    if not match:
        raise ValueError(f"{_shown(text)} is not a quantity; accepted: {_accepted(spec)}")
    amount = float(re.sub(r"[,_ ]", "", match[1]))
    written = match[2].strip()
    if not written or written == unit.value:
        return amount
    if unit is Unit.SHARE and written in ("%", "percent"):
        return amount / 100
    if unit in (Unit.USD, Unit.USD_MONTH) and written.lower() in ("usd", "$", "dollars", unit.value.lower()):
        return amount
    target = _DIMENSION.get(unit)
    if target is None:
        raise ValueError(f"{_shown(text)} has a unit that does not fit; accepted: {_accepted(spec)}")
    try:
        return float(amount * _factor(_WRITTEN.get(written, written), target))
    except Exception:  # pint raises several unrelated types for words it does not know
        raise ValueError(f"{_shown(text)} has a unit that does not fit; accepted: {_accepted(spec)}") from None


@functools.lru_cache(maxsize=256)
def _factor(written: str, target: str) -> float:
    for sizes in _SIZES:
        if written in sizes and target in sizes:
            return sizes[written] / sizes[target]
    import pint

    registry = _registry(pint)
    return float(registry.Quantity(1, written).to(target).magnitude)


@functools.lru_cache(maxsize=1)
def _registry(pint: Any) -> Any:
    return pint.UnitRegistry()


def _accepted(spec: FactSpec) -> str:
    unit = spec.question.unit
    assert unit is not None
    return _EXAMPLE.get(unit, f"a number in {unit.value}, or a quantity such as `5 {unit.value}`")


def _shown(raw: Any) -> str:
    text = str(raw)
    return f"`{text[:40]}…`" if len(text) > 40 else f"`{text}`"


_PARSERS: dict[FactKind, Callable[[FactSpec, Any], Value]] = {
    FactKind.FLAG: _flag,
    FactKind.CHOICE: _choice,
    FactKind.MEMBERS: _members,
    FactKind.ORDER: _several,
    FactKind.NUMBER: _number,
}


def _amount(amount: float, unit: Unit) -> str:
    if unit is Unit.SHARE:
        return f"{amount * 100:.6g} %"
    digits = f"{amount:,.6f}".rstrip("0").rstrip(".") if abs(amount) < 1000 else f"{amount:,.12g}"
    if unit is Unit.COUNT:
        return digits
    if unit is Unit.USD:
        return f"${digits}"
    if unit is Unit.USD_MONTH:
        return f"${digits} a month"
    if unit in (Unit.PER_SECOND, Unit.PER_DAY):
        return f"{digits} {unit.value}"
    return f"{digits} {unit.value}"


def plain(spec: FactSpec, value: Value) -> str:
    """The value alone, with its unit or label: `4 MB`, `spiky`, `yes`."""
    if spec.kind is FactKind.FLAG:
        return "yes" if value else "no"
    if spec.kind is FactKind.NUMBER:
        assert spec.question.unit is not None and isinstance(value, (int, float))
        return _amount(value, spec.question.unit)
    if isinstance(value, tuple):
        return ", ".join(value) if value else "none"
    return str(value)


def describe(spec: FactSpec, value: Value) -> str:
    """The fact as a clause: `payload of a request: 4 MB`, `a caller waits for each answer`."""
    if spec.kind is FactKind.FLAG:
        return spec.question.says if value else spec.question.denies
    return f"{spec.question.says}: {plain(spec, value)}"
