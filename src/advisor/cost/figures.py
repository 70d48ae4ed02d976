"""Figures of options for many scenarios that differ in little: worked out anew only where what they rest on differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from advisor.cost.estimate import Estimator
from advisor.cost.model import Figure
from advisor.facts import Value


class Figures:
    """What was estimated so far, by all that was ever asked of the facts for an option.

    Two scenarios that agree in these give the same figure: what is asked next depends on nothing but the answers.
    """

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str], frozenset[str]] = {}
        self._found: dict[tuple[object, ...], Figure | None] = {}

    def of(self, estimator: Estimator, decision: str, option: str) -> Figure | None:
        """Low, typical and high of an option, as the estimator has it."""
        key = self._key(estimator, decision, option)
        if key not in self._found:
            noting = _Noting(estimator.facts)
            figure = replace(estimator, facts=noting).figure(decision, option)
            self._asked[decision, option] = self._asked.get((decision, option), frozenset()) | noting.asked
            key = self._key(estimator, decision, option)
            self._found[key] = figure
        return self._found[key]

    def _key(self, estimator: Estimator, decision: str, option: str) -> tuple[object, ...]:
        asked = sorted(self._asked.get((decision, option), ()))
        said = tuple((fact, estimator.facts.get(fact)) for fact in asked)
        return decision, option, tuple(estimator.chosen.items()), said


class _Noting(Mapping[str, Value]):
    """Facts that note which of them were asked for, whether they are known or not."""

    def __init__(self, facts: Mapping[str, Value]) -> None:
        self._facts = facts
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Value:
        self.asked.add(name)
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)
