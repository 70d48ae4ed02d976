"""The one question to ask next: the unknown fact whose answers settle most of what is still open."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from advisor.explain.model import AskNext, DecisionAdvice, Dependence
from advisor.vocabulary import Status


def ask_next(decisions: Iterable[DecisionAdvice]) -> AskNext | None:
    """The unknown fact to ask for; None where no answer could change a decision.

    First counts how many open decisions wait for it; then how evenly its answers split the outcomes, in bits,
    added up over every decision it bears on; then its name.
    """
    bearing: dict[str, list[tuple[DecisionAdvice, Dependence]]] = {}
    for decision in decisions:
        for dependence in decision.depends_on:
            bearing.setdefault(dependence.fact, []).append((decision, dependence))
    if not bearing:
        return None

    def worth(fact: str) -> tuple[int, float, str]:
        still_open = sum(decision.status is Status.OPEN for decision, _ in bearing[fact])
        return (-still_open, -round(sum(_bits(dependence) for _, dependence in bearing[fact]), 9), fact)

    best = min(bearing, key=worth)
    return AskNext(
        fact=best,
        question=bearing[best][0][1].question,
        decisions=tuple(decision.decision for decision, _ in bearing[best]),
    )


def _bits(dependence: Dependence) -> float:
    """The entropy of the outcomes where each answer is as likely as any other."""
    counts = Counter(dependence.values.values())
    total = sum(counts.values())
    return -sum(count / total * math.log2(count / total) for count in counts.values())
