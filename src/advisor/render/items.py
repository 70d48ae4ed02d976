"""Items as text to read: the question first, the key and the reasons behind it."""

from __future__ import annotations

from advisor.study.model import Item


def as_text(item: Item) -> str:
    """One item in Markdown, which reads as plain text too."""
    lines = [f"## {item.id}", "", item.stem, ""]
    lines += [f"- **{letter}.** {text}" for letter, text in item.options.items()]
    lines += ["", f"Answer: **{', '.join(item.answer)}** (proved against rule base {item.rulebase})", ""]
    lines += [f"- {letter}: {reason.text} [{reason.rule}]" for letter, reason in item.reasons.items()]
    return "\n".join([*lines, ""])
