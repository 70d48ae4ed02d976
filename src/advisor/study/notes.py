"""Decision notes in the course's template: problem, constraints, best pattern, why not the others, lab proof."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable

from advisor.advise import Advice
from advisor.errors import InputError, did_you_mean
from advisor.rulebase.schema import RuleBase
from advisor.study.model import Item
from advisor.study.records import Note


def note_of_item(base: RuleBase, item: Item, now: datetime.datetime) -> Note:
    """A note of what an item teaches; the id is the item's, so that saving it twice keeps one note."""
    question = base.decisions[item.decision].question if item.decision in base.decisions else ""
    right = [letter for letter in item.options if letter in item.answer]
    words = [word for reason in item.reasons.values() for word in reason.words]
    return Note(
        id=f"item-{uuid.uuid5(uuid.NAMESPACE_URL, item.id).hex}",
        title=question or f"{item.stem[:80]}…",
        problem=item.stem,
        constraints=tuple(dict.fromkeys(words or [fact.words for fact in item.facts if fact.words])),
        pattern=" ".join(_line(item, letter) for letter in right),
        why_not=tuple(_line(item, letter) for letter in item.options if letter not in item.answer),
        decision=item.decision,
        rulebase=item.rulebase,
        written_at=now,
        changed_at=now,
    )


def note_of_advice(advice: Advice, decision: str, now: datetime.datetime, prompt: str = "") -> Note:
    """A note of one decision of an advice; InputError where the advice does not speak of it."""
    found = advice.decision(decision)
    if found is None:
        known = [item.decision for item in advice.decisions]
        raise InputError.one("decision", f"the advice says nothing on `{decision}`", did_you_mean(decision, known))
    names = {option.option: option for option in found.options}
    best = names.get(found.recommended or "")
    rest = [option for option in found.options if option is not best]
    return Note(
        id=uuid.uuid4().hex,
        title=f"{advice.scenario.title}: {found.question}" if advice.scenario.title else found.question,
        problem=prompt or advice.scenario.objective,
        constraints=tuple(fact.text for fact in advice.scenario.facts if not fact.rules),
        pattern=f"{best.name}: {best.reasons[0].text}" if best else "Not settled: it depends on what was not said.",
        why_not=tuple(f"{option.name}: {option.reasons[0].text}" for option in rest if option.reasons),
        decision=decision,
        rulebase=advice.rulebase.version,
        written_at=now,
        changed_at=now,
    )


def search(notes: Iterable[Note], words: str) -> list[Note]:
    """The notes in which every word occurs, in any order and case; all of them where no word is given."""
    wanted = words.casefold().split()
    return [note for note in notes if all(word in _text(note) for word in wanted)]


def as_markdown(notes: Iterable[Note]) -> str:
    """Notes as one Markdown document."""
    parts = []
    for note in notes:
        lines = [f"## {note.title}", "", f"**Problem.** {note.problem or '—'}", "", "**Constraints**", ""]
        lines += [f"- {constraint}" for constraint in note.constraints] or ["- none stated"]
        lines += ["", f"**Best AWS pattern.** {note.pattern or '—'}", "", "**Why not the alternatives**", ""]
        lines += [f"- {line}" for line in note.why_not] or ["- none named"]
        lines += ["", f"**Minimal lab proof.** {note.proof or 'still to do'}"]
        parts.append("\n".join(lines))
    return "# Decision notes\n\n" + "\n\n".join(parts) + "\n" if parts else "# Decision notes\n\nNone yet.\n"


def _line(item: Item, letter: str) -> str:
    reason = item.reasons.get(letter)
    return f"{item.options[letter].rstrip('.')}: {reason.text}" if reason else item.options[letter]


def _text(note: Note) -> str:
    return " ".join([note.title, note.problem, *note.constraints, note.pattern, *note.why_not, note.proof]).casefold()
