"""Decision notes: problem, constraints, best pattern, why not the alternatives, minimal lab proof.

A note is a Markdown file with its data in front, so that it can be read, edited and kept anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import yaml
from pydantic import ValidationError

from advisor.advise import Advice
from advisor.errors import InputError, did_you_mean
from advisor.facts import describe
from advisor.files import parse_yaml
from advisor.reading.phrases import stem
from advisor.rulebase.schema import RuleBase
from advisor.study.model import Frozen, Item

_FENCE = "---"
_SECTIONS = ("Problem", "Constraints", "Best AWS pattern", "Why not the alternatives", "Minimal lab proof")
_WORD = re.compile(r"[^\W_]+")


class DecisionNote(Frozen):
    """One note. `origin` names the item or the scenario that it was made from; the five parts are Markdown."""

    title: str
    decision: str
    origin: str = ""
    as_of: str = ""
    rulebase: str = ""
    tasks: tuple[str, ...] = ()
    problem: str = ""
    constraints: str = ""
    pattern: str = ""
    alternatives: str = ""
    lab: str = ""


def note_of_item(item: Item, base: RuleBase) -> DecisionNote:
    """The note of an item: its story, the facts that decide, the key, and why each other option falls."""
    right = [letter for letter in item.options if letter in item.answer]
    wrong = [letter for letter in item.options if letter not in item.answer]
    question = base.decisions[item.decision].question if item.decision in base.decisions else ""
    constraints = [
        f"{describe(base.vocabulary[fact.name], fact.value)}" + (f" (“{fact.words}”)" if fact.words else "")
        for fact in item.facts
    ]
    return DecisionNote(
        title=question or f"Question {item.id}",
        decision=item.decision,
        origin=item.id,
        as_of=item.as_of,
        rulebase=item.rulebase,
        tasks=item.tasks,
        problem=item.stem,
        constraints=_list(constraints),
        pattern=_list(_because(item.options[letter], item.reasons[letter].text) for letter in right),
        alternatives=_list(_because(item.options[letter], item.reasons[letter].text) for letter in wrong),
        lab=_lab(base, [item.things[letter] for letter in right if letter in item.things]),
    )


def note_of_advice(advice: Advice, decision: str, base: RuleBase, prompt: str = "") -> DecisionNote:
    """The note of one decision of an advice; `prompt` is the scenario's text, where it had one.

    Raises InputError where the advice says nothing of the decision.
    """
    found = advice.decision(decision)
    if found is None:
        remedy = did_you_mean(decision, [item.decision for item in advice.decisions])
        raise InputError.one("decision", f"the advice says nothing of `{decision}`", remedy)
    right = [item for item in found.options if item.option == found.recommended]
    wrong = [item for item in found.options if item.option != found.recommended]
    scenario = advice.scenario
    constraints = [
        fact.text + (" (preferred)" if fact.strength.value == "should" else "") for fact in scenario.facts if fact.words
    ] or [fact.text for fact in scenario.facts]
    open_ended = f"Nothing is chosen: the decision ends as {found.status.value}."
    return DecisionNote(
        title=found.question,
        decision=decision,
        origin=scenario.title,
        as_of=advice.as_of.isoformat(),
        rulebase=advice.rulebase.version,
        tasks=base.decisions[decision].tasks,
        problem=prompt or scenario.objective,
        constraints=_list(constraints),
        pattern=_list(_because(item.name, item.reasons[0].text) for item in right) or open_ended,
        alternatives=_list(_because(item.name, item.reasons[0].text) for item in wrong if item.reasons),
        lab=_lab(base, [item.option for item in right]),
    )


def note_as_markdown(note: DecisionNote) -> str:
    """A note as a file: its data between two lines of dashes, then one heading for each part of the template."""
    data = note.model_dump(mode="json", include={"decision", "origin", "as_of", "rulebase", "tasks"})
    front = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, default_flow_style=None, width=1000)
    parts = (note.problem, note.constraints, note.pattern, note.alternatives, note.lab)
    body = "\n".join(f"## {heading}\n\n{text}\n" for heading, text in zip(_SECTIONS, parts, strict=True))
    return f"{_FENCE}\n{front}{_FENCE}\n\n# {note.title}\n\n{body}"


def parse_note(text: str, name: str) -> DecisionNote:
    """The note in a file, also after it was edited by hand.

    Raises InputError where the data in front or a heading of the template is missing.
    """
    _, fence, rest = text.partition(f"{_FENCE}\n")
    front, closing, body = rest.partition(f"\n{_FENCE}\n")
    if not fence or not closing:
        raise InputError.one(name, "this is no decision note", "its data stands first, between two lines of `---`")
    data: Any = parse_yaml(front + "\n", name).value
    title = re.search(r"^# (.+)$", body, re.MULTILINE)
    parts = re.split(rf"^## ({'|'.join(_SECTIONS)})$", body, flags=re.MULTILINE)
    found = {heading: part.strip() for heading, part in zip(parts[1::2], parts[2::2], strict=True)}
    missing = [heading for heading in _SECTIONS if heading not in found]
    if missing or title is None:
        raise InputError.one(name, f"the heading `{'## ' + missing[0] if missing else '# ...'}` is missing", "add it")
    problem, constraints, pattern, alternatives, lab = (found[heading] for heading in _SECTIONS)
    written = {"problem": problem, "constraints": constraints, "pattern": pattern, "lab": lab}
    try:
        return DecisionNote.model_validate({**data, **written, "title": title[1], "alternatives": alternatives})
    except (ValidationError, TypeError) as error:
        raise InputError.one(name, f"the data in front is malformed: {str(error).splitlines()[0]}") from None


def search_notes(notes: Iterable[DecisionNote], query: str) -> list[DecisionNote]:
    """The notes that hold every word of a query, whatever its ending; those with the words in their title first."""
    wanted = _stems(query)
    found = [note for note in notes if wanted <= _stems(note_as_markdown(note))]
    return sorted(found, key=lambda note: (-len(wanted & _stems(note.title)), note.title, note.origin))


def _stems(text: str) -> set[str]:
    return {stem(word.lower()) for word in _WORD.findall(text)}


def _because(name: str, reason: str) -> str:
    return f"**{name}**: {reason}"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _lab(base: RuleBase, things: Sequence[str]) -> str:
    """What would prove it on a small scale, to be ticked off; the learner adds the evidence."""
    steps = []
    for name in things:
        thing = base.things[name]
        steps.append(f"[ ] Set up the smallest case of {thing.name}: {thing.what} See {thing.sources[0]}")
    steps.append("[ ] Evidence (a command with its output, a screenshot or a sketch):")
    return _list(steps)
