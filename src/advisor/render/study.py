"""Questions, reveals, results and plans as plain text for the terminal."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterable, Sequence

from advisor.study.measure import Share, Trend
from advisor.study.misses import MISS_MEANINGS, MISS_NAMES, Diagnosis
from advisor.study.mock import Result
from advisor.study.model import Item
from advisor.study.practice import Row
from advisor.study.records import Attempt, Miss, Note, Sitting
from advisor.study.tasks import Plan

_WIDTH = 100


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """Text broken to the width of the terminal's page; `first` goes before its first line."""
    given = textwrap.fill(
        " ".join(text.split()), _WIDTH, initial_indent=indent if first is None else first, subsequent_indent=indent
    )
    return given or (first or indent).rstrip()


def question(item: Item, title: str) -> str:
    """A question with its options, and how many to choose where it is more than one."""
    lines = ["", f"── {title} " + "─" * max(3, _WIDTH - len(title) - 4), wrapped(item.stem), ""]
    lines += [wrapped(text, "     ", f"  {letter}. ") for letter, text in item.options.items()]
    if len(item.answer) > 1:
        lines += ["", f"Choose {len(item.answer)}."]
    return "\n".join(lines)


def reveal(rows: Sequence[Row], attempt: Attempt, finding: Diagnosis | None) -> str:
    """The elimination matrix after an answer, and the class of the error where there is one."""
    right = ", ".join(row.letter for row in rows if row.right)
    said = "Right." if attempt.correct else f"Not right: the answer is {right}."
    lines = ["", said, ""]
    for row in rows:
        mark = "✓" if row.right else "✗"
        chosen = " (your choice)" if row.chosen else ""
        lines.append(wrapped(f"{row.text}{chosen}", "     ", f"{mark} {row.letter}. "))
        lines.append(wrapped(row.reason, "     "))
        if row.words:
            lines.append(wrapped("The question says: " + ", ".join(f"“{word}”" for word in row.words) + ".", "     "))
        if row.rule:
            lines.append(f"     [{row.rule}]")
    if finding is not None:
        lines += ["", wrapped(f"This looks like: {MISS_NAMES[finding.miss]}. {finding.because}")]
    return "\n".join(lines)


def share(given: Share) -> str:
    """A share with its interval.

    >>> from advisor.study.measure import share as measured
    >>> share(measured(8, 10))
    '8 of 10 (49 to 94 %)'
    """
    if not given.of:
        return "none yet"
    return f"{given.right} of {given.of} ({round(100 * given.low)} to {round(100 * given.high)} %)"


def result(given: Result) -> str:
    """The result of a mock exam."""
    lines = ["", wrapped(given.readiness), ""]
    slow = [f"question {place + 1} ({seconds:.0f} s)" for place, seconds in given.slowest]
    lines += [f"  {share(domain.share):26} {domain.title} ({domain.weight} % of the exam)" for domain in given.domains]
    lines += [
        "",
        f"Time used: {given.minutes_used:.0f} minutes, {given.seconds_each:.0f} s a question."
        + (f" Longest: {', '.join(slow)}." if slow else ""),
    ]
    if given.unanswered:
        lines.append(
            f"Left unanswered: {given.unanswered}. An unanswered question counts as wrong; a guess costs nothing."
        )
    if given.brier is not None:
        lines += [
            "",
            f"Brier score of your stated confidence: {given.brier:.2f} (0 is perfect; always saying 50 % gives 0.25).",
        ]
        lines += [
            f"  “{point.confidence.value}”: stated {round(100 * point.stated)} %, right {share(point.share)}"
            for point in given.calibration
        ]
    if given.errors:
        lines += ["", "Your misses by class:"]
        lines += [f"  {count:3}  {MISS_NAMES[miss]}: {MISS_MEANINGS[miss]}" for miss, count in given.errors]
    lines += ["", "AWS does not publish how raw answers become its scaled score, so none is shown here."]
    return "\n".join(lines)


def sheets(sitting: Sitting) -> str:
    """The review screen of a running mock exam: what is answered, open and flagged; nothing is explained."""
    lines = []
    for sheet in sitting.sheets:
        flag = "⚑" if sheet.flagged else " "
        answer = ", ".join(sheet.chosen) or "—"
        lines.append(f"  {sheet.position + 1:3} {flag} {answer:6} {' '.join(sheet.item.stem.split())[:80]}…")
    empty = sum(not sheet.chosen for sheet in sitting.sheets)
    flagged = sum(sheet.flagged for sheet in sitting.sheets)
    return "\n".join([*lines, f"{empty} unanswered, {flagged} flagged."])


def left(until: datetime.datetime, now: datetime.datetime) -> str:
    """The time that is left, as hours, minutes and seconds."""
    seconds = max(0, round((until - now).total_seconds()))
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def plan(given: Plan, days: int | None = None) -> str:
    """The plan, day by day; `days` limits how many."""
    if not given.days:
        return "The exam's day is over. Set a new date with `advisor study plan --date`."
    if given.exam_date is None:
        head = f"{given.exam}: no exam date is set, so this is a plan of {len(given.days)} days from today on."
    else:
        head = f"{given.exam} on {day(given.exam_date)}: {given.days[0].left} days left."
    lines = [head]
    for one in given.days[:days]:
        when = f"   (day −{one.left})" if given.exam_date and one.left else ""
        lines += ["", f"{day(one.date)}   {one.minutes} min{when}"]
        for task in one.tasks:
            mark = "✓" if task.done else "·"
            lines.append(wrapped(f"{task.title} ({task.minutes} min)", "    ", f"  {mark} "))
            lines.append(wrapped(task.why, "      "))
    return "\n".join(lines)


def trends(title: str, given: Iterable[Trend], names: bool = False) -> str:
    """Trends as lines: the last seven days against the seven before."""
    lines = [title]
    for trend in given:
        name = MISS_NAMES[Miss(trend.name)] if names else trend.name
        before = f"; the week before {share(trend.before)}: {trend.words}" if trend.before.of else ""
        lines.append(f"  {share(trend.now):26} {name}{before}")
    return "\n".join(lines)


def note(given: Note) -> str:
    """A decision note."""
    written = given.note
    parts = (
        ("Problem", written.problem),
        ("Constraints", written.constraints),
        ("Best AWS pattern", written.pattern),
        ("Why not the alternatives", written.alternatives),
        ("Minimal lab proof", written.lab),
    )
    lines = [f"{written.title}  [{given.id}]"]
    for heading, text in parts:
        lines.append(f"  {heading}")
        lines += [wrapped(line.replace("**", ""), "    ") for line in text.splitlines() if line.strip()]
    return "\n".join(lines)


def day(date: datetime.date) -> str:
    """A date with its weekday, as no reader can take it for another."""
    return f"{date:%A} {date.day} {date:%B %Y}"
