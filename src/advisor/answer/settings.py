"""Settings that an option changes: `max_depth to 5` lowers the 12 that the stem tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.answer.result import NUMBER, number

# Names of settings as code writes them, and the short ones of XGBoost and of networks.
_NAME = r"[A-Za-z]+(?:_[A-Za-z]+)+|eta|gamma|lambda|alpha|subsample|dropout|momentum|patience"
_SETTING = re.compile(rf"\b({_NAME})\b(?:\s(?:is|of|to|at|was))?\s?[=:]?\s?{NUMBER}")


@dataclass(frozen=True)
class Moved:
    """A setting with another value than before: what is done to it, and where an option says so."""

    says: str
    start: int
    end: int


def moved(stem: str, option: str) -> Iterator[Moved]:
    """The settings of an option that a stem gives another value, as `lower max_depth` or `raise eta`."""
    before = {match[1]: number(match[2]) for match in _SETTING.finditer(stem)}
    for match in _SETTING.finditer(option):
        was, now = before.get(match[1]), number(match[2])
        if was is not None and was != now:
            yield Moved(f"{'lower' if now < was else 'raise'} {match[1]}", match.start(), match.end())
