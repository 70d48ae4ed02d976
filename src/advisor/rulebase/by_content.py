"""A rule base as a key, for what is worked out from it once."""

from __future__ import annotations

from advisor.rulebase.schema import RuleBase


class ByContent:
    """A rule base that hashes by its content, so that what is worked out from it is worked out once."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base

    def __hash__(self) -> int:
        return hash(self.base.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByContent) and other.base.sha256 == self.base.sha256
