"""What inference found: the facts with their support, and every rule's outcome with its causes."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from advisor.facts import Value
from advisor.rulebase.schema import Rule
from advisor.vocabulary import Origin, Strength


@dataclass(frozen=True)
class Known:
    """A fact that is known: stated, or implied by rules.

    `roots` are the stated facts it rests on; `via` the implications between, nearest first.
    """

    value: Value
    strength: Strength
    origin: Origin
    roots: frozenset[str]
    via: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """What became of one rule: it holds (True), does not (False), or is undecided (None).

    For a rule that holds, `cited` are the facts its condition rests on and `roots` the stated facts
    behind those; it is a `must` only where each of them is. `lifted_by` names the exception that
    silenced a rule whose own condition holds. A tuple, since they are made by the thousand: one for each rule.
    """

    rule: Rule
    truth: bool | None
    strength: Strength = Strength.MUST
    cited: tuple[str, ...] = ()
    roots: frozenset[str] = frozenset()
    via: tuple[str, ...] = ()
    lifted_by: str | None = None


@dataclass(frozen=True)
class Derivation:
    """The whole result of inference over one scenario."""

    facts: Mapping[str, Known]
    implications: tuple[Outcome, ...]
    applies: Mapping[str, bool | None]
    outcomes: Mapping[str, tuple[Outcome, ...]]
    engine: str

    @functools.cached_property
    def by_rule(self) -> dict[str, dict[str, Outcome]]:
        """The outcomes of each decision by rule, in their order."""
        return {name: {outcome.rule.id: outcome for outcome in found} for name, found in self.outcomes.items()}

    @functools.cached_property
    def implied_by(self) -> dict[str, Outcome]:
        """The outcomes of the implications by rule."""
        return {outcome.rule.id: outcome for outcome in self.implications}

    def values(self) -> dict[str, Value]:
        """The value of every known fact."""
        return {name: known.value for name, known in self.facts.items()}
