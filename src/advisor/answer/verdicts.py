"""What is said of each option in the end: its verdict, and the reasons for it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from advisor.answer.judge import Judged
from advisor.answer.model import OptionReason, OptionVerdict, Standing
from advisor.answer.precedents import Precedent
from advisor.answer.similarity import words_of
from advisor.rulebase.lessons import Lesson

# How much of a practice question's story is told, in characters.
_LONGEST = 240


def verdict_of(judged: Judged, best: bool) -> OptionVerdict:
    """The verdict and its reasons, the deciding ones first."""
    if best:
        standing, reasons = Standing.BEST, [*judged.fits, *judged.breaks, *judged.closed, *_taught(judged)]
    elif judged.breaks:
        standing, reasons = Standing.ELIMINATED, judged.breaks
    elif judged.closed:
        standing, reasons = Standing.CLOSED, judged.closed
    elif not judged.met and not judged.fits:
        standing, reasons = Standing.ANOTHER_PROBLEM, judged.missing
    elif judged.missing:
        standing, reasons = Standing.INCOMPLETE, judged.missing
    elif judged.idle:
        text = f"Nothing in the question asks for: {', '.join(judged.idle)}."
        standing, reasons = Standing.SUPERFLUOUS, [OptionReason(rule="superfluous-part", text=text)]
    else:
        standing, reasons = Standing.WORKS, judged.behind
    if not reasons:
        reasons = _warned(judged)
    if not reasons:
        reasons = [OptionReason(rule="not-decided", text="No rule speaks for or against this option.")]
    first = {reason.rule: reason for reason in reversed(reasons)}
    return OptionVerdict(verdict=standing, things=judged.things, reasons=tuple(reversed(first.values())))


def _taught(judged: Judged) -> list[OptionReason]:
    """The lesson or practice question that speaks most for an option."""
    spoken = judged.heard.lesson
    if isinstance(spoken, Precedent):
        says = f"In a practice question like this one, this is right: “{spoken.do}”"
        return [_precedent(spoken, says, spoken.question.why[spoken.letter])]
    return [_lesson(spoken, f"A lesson speaks for it: {spoken.do}")] if spoken else []


def _warned(judged: Judged) -> list[OptionReason]:
    """The lesson or practice question that decided for another option, where it warns of this one."""
    spoken = judged.heard.against
    if isinstance(spoken, Precedent):
        tempting = max(spoken.wrong, key=lambda letter: _in_common(judged.stems, spoken.wrong[letter]))
        says = f"In a practice question like this one, this is wrong: “{spoken.wrong[tempting]}”"
        return [_precedent(spoken, says, spoken.question.why[tempting])]
    return [_lesson(spoken, f"A lesson warns of it: {spoken.avoid}")] if spoken else []


def _lesson(lesson: Lesson, says: str) -> OptionReason:
    sentences = (says, f"The situation: {lesson.when}", lesson.because, f"Source: {lesson.source}")
    return OptionReason(rule=lesson.place, text=_joined(sentences))


def _precedent(precedent: Precedent, says: str, why: str) -> OptionReason:
    situation = f"The situation: {textwrap.shorten(precedent.when, _LONGEST, placeholder=' ...')}"
    sentences = (says, why, situation, f"Question: {precedent.question.id}")
    return OptionReason(rule=f"question/{precedent.question.id}", text=_joined(sentences))


def _in_common(stems: frozenset[str], text: str) -> int:
    return len(stems.intersection(words_of(text)))


def _joined(sentences: Iterable[str]) -> str:
    ends = (".", "?", "!", ".”")
    return " ".join(sentence if sentence.endswith(ends) else f"{sentence}." for sentence in sentences)
