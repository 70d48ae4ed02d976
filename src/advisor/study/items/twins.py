"""Contrast twins."""

from __future__ import annotations

from advisor.advise import Advisor
from advisor.study.model import Item


def twin(advisor: Advisor, item: Item, letter: str) -> Item | None:
    """The item with the smallest change by which another of its options becomes right; None where there is none."""
    return None
