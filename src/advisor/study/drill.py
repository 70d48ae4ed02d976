"""The blank-sheet drill: a learner rebuilds the sheet from memory, and the gaps are marked."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from enum import StrEnum

from advisor.answer.naming import Names
from advisor.reading.phrases import stem
from advisor.reading.text import take_apart
from advisor.rulebase.by_content import ByContent
from advisor.rulebase.schema import RuleBase
from advisor.study.model import Frozen
from advisor.study.sheet import ReferenceSheet

_ENOUGH = 0.5  # the share of a line's words that must be there, in any form
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_SMALL = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "for", "from", "has", "have", "in", "is", "it", "its",
    "may", "must", "no", "not", "of", "on", "one", "only", "or", "that", "the", "their", "they", "this", "to", "with",
))  # fmt: skip


class Part(StrEnum):
    """What a section of the drill asks for."""

    OPTIONS = "options"
    KILLERS = "killers"
    LIMITS = "limits"
    NAMES = "names"
    STEPS = "steps"


class Expected(Frozen):
    """One line of the sheet that should come back; `thing` where naming it is enough."""

    text: str
    thing: str = ""


class Section(Frozen):
    """One part of the blank sheet: what it asks, and what stands there."""

    id: str
    part: Part
    prompt: str
    expected: tuple[Expected, ...]


class Marked(Frozen):
    """A section after the learner has filled it in: what came back, the gaps, and what does not belong there."""

    section: str
    found: tuple[str, ...]
    missing: tuple[str, ...]
    strangers: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """How much of the section came back, between 0 and 1."""
        total = len(self.found) + len(self.missing)
        return len(self.found) / total if total else 1.0


def drill_sections(sheet: ReferenceSheet) -> tuple[Section, ...]:
    """The blank sheet, section by section."""
    found = []
    for branch in sheet.branches:
        options = tuple(Expected(text=line.name, thing=line.option) for line in branch.options)
        prompt = f"{branch.question} Name the options, the simplest first."
        found.append(Section(id=f"options/{branch.decision}", part=Part.OPTIONS, prompt=prompt, expected=options))
        killers = tuple(Expected(text=f"{line.name}: {line.killer.text}") for line in branch.options if line.killer)
        if killers:
            prompt = f"{branch.question} What rules each option out?"
            found.append(Section(id=f"killers/{branch.decision}", part=Part.KILLERS, prompt=prompt, expected=killers))
    for line in sheet.limits:
        text = (Expected(text=line.value),)
        found.append(
            Section(id=f"limits/{line.limit}", part=Part.LIMITS, prompt=f"{line.thing}: {line.says}", expected=text)
        )
    for name in sheet.names:
        called = " or ".join(name.formerly) or name.now
        prompt = f"{called}: what is it called today, and can a new customer have it?"
        wanted = (Expected(text=name.now, thing=name.thing), *([Expected(text=name.since)] if name.since else []))
        found.append(Section(id=f"names/{name.thing}", part=Part.NAMES, prompt=prompt, expected=wanted))
    steps = tuple(Expected(text=step.partition(":")[0]) for step in sheet.steps)
    prompt = "Name the steps from the question to the answer."
    found.append(Section(id="steps", part=Part.STEPS, prompt=prompt, expected=steps))
    return tuple(found)


def mark(section: Section, typed: str, base: RuleBase) -> Marked:
    """One section compared with what a learner typed, in any order, form and spelling of names."""
    lines = [line for line in re.split(r"[\n;]+", typed) if line.strip()]
    named = {mention.thing for mention in _names(ByContent(base)).find(take_apart(typed))} if typed.strip() else set()
    words = [_words(line) for line in lines]
    found = [item for item in section.expected if _is_there(section.part, item, named, words)]
    strangers: tuple[str, ...] = ()
    if section.part is Part.OPTIONS:
        known = {item.thing for item in section.expected}
        parts = {base.things[name].part_of for name in known}
        strangers = tuple(sorted(base.things[name].name for name in named - known - parts))
    return Marked(
        section=section.id,
        found=tuple(item.text for item in found),
        missing=tuple(item.text for item in section.expected if item not in found),
        strangers=strangers,
    )


def mark_all(sheet: ReferenceSheet, typed: Mapping[str, str], base: RuleBase) -> tuple[Marked, ...]:
    """Every section of a sheet; one that nothing was typed into is a gap as a whole."""
    return tuple(mark(section, typed.get(section.id, ""), base) for section in drill_sections(sheet))


def _is_there(part: Part, item: Expected, named: set[str], lines: list[frozenset[str]]) -> bool:
    if item.thing and item.thing in named:
        return True
    wanted = _words(item.text)
    if part is Part.LIMITS:  # a number is known or it is not
        return any(wanted <= line for line in lines)
    return any(len(wanted & line) >= _ENOUGH * len(wanted) for line in lines if wanted)


def _words(text: str) -> frozenset[str]:
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(stem(word.replace(",", "")) for word in words if word not in _SMALL)


@functools.lru_cache(maxsize=4)
def _names(base: ByContent) -> Names:
    return Names(base.base)
