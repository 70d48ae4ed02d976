"""What is said of each option in the end: its verdict, and the reasons for it."""

from __future__ import annotations

from advisor.answer.judge import Judged
from advisor.answer.model import OptionReason, OptionVerdict, Standing
from advisor.rulebase.lessons import Lesson


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
    """The lesson that speaks most for an option."""
    lesson = judged.heard.lesson
    return [_lesson(lesson, f"A lesson speaks for it: {lesson.do}")] if lesson else []


def _warned(judged: Judged) -> list[OptionReason]:
    """The lesson that decided for another option, where it warns of this one."""
    lesson = judged.heard.against
    return [_lesson(lesson, f"A lesson warns of it: {lesson.avoid}")] if lesson else []


def _lesson(lesson: Lesson, says: str) -> OptionReason:
    sentences = (says, f"The situation: {lesson.when}", lesson.because, f"Source: {lesson.source}")
    return OptionReason(rule=lesson.place, text=" ".join(f"{sentence.rstrip('.')}." for sentence in sentences))
