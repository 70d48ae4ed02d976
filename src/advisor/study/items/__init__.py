"""Items with proved keys: those that ship, those that are generated without end, and their contrast twins."""

from advisor.study.items.generate import decisions_with_items, generate, why_no_items
from advisor.study.items.shipped import Waiting, decisions_of_questions, shipped_items
from advisor.study.items.twins import twin

__all__ = [
    "Waiting",
    "decisions_of_questions",
    "decisions_with_items",
    "generate",
    "shipped_items",
    "twin",
    "why_no_items",
]
