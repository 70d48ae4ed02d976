"""What an advice costs, in the words of its documents: a sentence for the whole, a figure for each option."""

from __future__ import annotations

from advisor.cost.model import Cost
from advisor.cost.words import span


def whole(cost: Cost | None) -> str:
    """What the recommended options cost together and what that rests on; empty where nothing of it is priced."""
    if cost is None or cost.architecture is None:
        return ""
    count = len(cost.assumptions)
    rests = f" It rests on {count} assumption{'' if count == 1 else 's'}." if count else ""
    return (
        f"What is recommended costs {span(cost.architecture.monthly_usd)} a month in {cost.region}: an estimate at "
        f"prices on demand, without free tiers, taxes and support.{rests}"
    )


def of_option(cost: Cost | None, decision: str, option: str) -> str:
    """What one option costs in a month; empty where it has no price."""
    priced = cost.decision(decision) if cost is not None else None
    found = priced.of(option) if priced is not None else None
    return f"{span(found.monthly_usd)} a month" if found is not None else ""
