"""Which of several thresholds costs least, from the errors at each and the price of each error."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.answer.result import MONEY, Result, number

_LABEL = re.compile(r"(?<![0-9.,])0?\.[0-9]{1,2}(?![0-9%])")
_COUNT = re.compile(r"(?<![0-9.,$])[0-9][0-9,]{0,12}(?![0-9%]|\.[0-9])")
_MISS = re.compile(r"\bmiss(?:es|ed)?\b|slips? through|false negatives?|overlook|undetected|\bFNs?\b", re.IGNORECASE)
_HIT = re.compile(r"true positives?|\bcaught\b|\bdetected\b|\bfound\b|\bTPs?\b", re.IGNORECASE)
_ALARM = re.compile(
    r"false (?:positives?|alarms?|alerts?)|needless|unnecessary|wrongly|legitimate|healthy|\bFPs?\b", re.IGNORECASE
)


def cheapest(stem: str) -> Iterator[Result]:
    """The threshold with the lowest cost; nothing where a stem gives no counts or prices, or two are level.

    Where it counts what was found and not what was missed, the saving is compared: the sum of positives is the same.
    """
    if not re.search(r"\b(?:threshold|limit|cut-?off)", stem, re.IGNORECASE) or not re.search(
        r"\bcosts?\b", stem, re.IGNORECASE
    ):
        return
    price = _prices(stem)
    rows = list(_rows(stem))
    if price is None or len(rows) < 2:
        return
    miss, alarm = price
    costs: dict[str, float] = {}
    told = []
    for label, missed, found, alarms in rows:
        if missed is None:
            costs[label] = alarms * alarm - found * miss
            told.append(f"at {label} saved {found:g} x {miss:g} - {alarms:g} x {alarm:g} = {-costs[label]:,.10g}")
        else:
            costs[label] = missed * miss + alarms * alarm
            told.append(f"at {label} {missed:g} x {miss:g} + {alarms:g} x {alarm:g} = {costs[label]:,.10g}")
    best = min(costs, key=lambda label: costs[label])
    if list(costs.values()).count(costs[best]) == 1:
        yield Result("threshold", float(best), f"errors times what each costs: {'; '.join(told)}", "course 3.5")


def _prices(stem: str) -> tuple[float, float] | None:
    """What a missed positive costs, and what a false alarm does: the amount at the end of a clause that names it."""
    found: dict[str, float] = {}
    before = 0
    for match in MONEY.finditer(stem):
        clause = stem[max(before, stem.rfind(". ", 0, match.start())) : match.start()]
        error = "miss" if _MISS.search(clause) else "alarm"
        found.setdefault(error, number(match[1] or match[2]))
        before = match.end()
    return (found["miss"], found["alarm"]) if len(found) == 2 else None


def _rows(stem: str) -> Iterator[tuple[str, float | None, float, float]]:
    """For each threshold what is missed (None where only the others are told), what is found, and the false alarms."""
    labels = list(_LABEL.finditer(stem))
    first: re.Pattern[str] | None = None
    second: re.Pattern[str] | None = None
    ends = [*(label.start() for label in labels[1:]), len(stem)]
    for label, end in zip(labels, ends, strict=False):
        told = re.split(r"\.(?:\s|\Z)|\?", stem[label.end() : end])[0]
        counts = [number(count) for count in _COUNT.findall(told)][:2]
        if len(counts) < 2:
            continue
        named = sorted((match.start(), kind) for kind in (_MISS, _HIT, _ALARM) if (match := kind.search(told)))
        if len(named) >= 2:
            first, second = named[0][1], named[1][1]
        if first is None or _ALARM not in (first, second):
            continue
        other, alarms = counts if second is _ALARM else reversed(counts)
        is_miss = _MISS in (first, second)
        yield label[0], other if is_miss else None, 0.0 if is_miss else other, alarms
