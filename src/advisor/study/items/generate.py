"""Items without end."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.advise import Advisor
from advisor.study.model import Item


def decisions_with_items(advisor: Advisor) -> tuple[str, ...]:
    """The decisions that items can be generated for."""
    return ()


def generate(advisor: Advisor, count: int, seed: int, decision: str | None = None) -> Iterator[Item]:
    """`count` different items, each with a proved key; the same seed, rule base and date give the same items."""
    yield from ()
