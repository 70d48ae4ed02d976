"""Which quantile of a forecast to act on, from what too little costs and what too much costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.answer.result import MONEY, Result, number

_SOURCE = "textbook: Hyndman and Athanasopoulos, Forecasting: Principles and Practice; the newsvendor's critical ratio"
_SHORT = re.compile(
    r"\bin vain\b|\b(?:lost|missing|short|unmet|refused|empty|stock-?outs?|under-?(?:stock|forecast|estimat)\w*)\b"
    r"|\btoo (?:few|little|low)\b|\bturned away\b|\bsold out\b|\blacking\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\bunsold\b|\b(?:left|thrown|given) (?:over|away)\b|\b(?:wasted?|surplus|spoil\w*|leftovers?|excess|unused)\b"
    r"|\bover-?(?:stock|forecast|estimat)\w*\b|\btoo (?:many|much|high)\b",
    re.IGNORECASE,
)


def best_quantile(stem: str) -> Iterator[Result]:
    """The quantile with the least expected cost: too little / (too little + too much).

    Nothing where a stem does not ask for a quantile, or does not give just these two costs for one piece.
    """
    if not re.search(r"\bquantiles?\b|\bpercentiles?\b|\bP[1-9][05]\b", stem):
        return
    costs: dict[str, float] = {}
    for clause in re.split(r"(?<=[a-z]);|(?<=[.?])\s|,? (?:but|and|while|whereas) ", stem):
        amounts = [number(match[1] or match[2]) for match in MONEY.finditer(clause)]
        kinds = [kind for kind, pattern in (("short", _SHORT), ("over", _OVER)) if pattern.search(clause)]
        if len(amounts) == 1 and len(kinds) == 1:
            costs.setdefault(kinds[0], amounts[0])
    if len(costs) < 2 or not sum(costs.values()):
        return
    short, over = costs["short"], costs["over"]
    share = short / (short + over)
    told = f"too little / (too little + too much) = {short:g} / ({short:g} + {over:g}) = {share:.3g}"
    yield Result("quantile", share, told, _SOURCE)
