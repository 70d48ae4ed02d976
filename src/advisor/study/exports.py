"""The plan as a calendar, and the items asked so far as an Anki deck."""

from __future__ import annotations

import datetime
import hashlib
import html
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import genanki
from icalendar import Calendar, Event

from advisor.errors import InputError
from advisor.study.model import Item
from advisor.study.practice import elimination_matrix
from advisor.study.records import Attempt
from advisor.study.tasks import Plan

_DECK, _MODEL = 1_790_264_101, 1_790_264_102


def plan_calendar(plan: Plan, learner: str, now: datetime.datetime) -> bytes:
    """The plan as an iCalendar file (RFC 5545): an all-day entry a day, which a later export replaces."""
    found = Calendar()
    found.add("prodid", "-//aws-ml-advisor//study plan//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", f"Study plan {plan.exam}")
    who = hashlib.sha256(learner.encode()).hexdigest()[:12]
    for day in plan.days:
        if not day.tasks:
            continue
        event = Event()
        event.add("uid", f"{day.date.isoformat()}-{who}@aws-ml-advisor")
        event.add("dtstamp", now.astimezone(datetime.UTC))
        event.add("dtstart", day.date)
        event.add("dtend", day.date + datetime.timedelta(days=1))
        kinds = ", ".join(dict.fromkeys(task.kind.value for task in day.tasks))
        event.add("summary", f"{plan.exam} exam" if day.left == 0 else f"{plan.exam}: {kinds} ({day.minutes} min)")
        event.add("description", "\n".join(f"{task.title} ({task.minutes} min). {task.why}" for task in day.tasks))
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    return bytes(found.to_ical())


def anki_deck(attempts: Sequence[Attempt], items: Mapping[str, Item]) -> bytes:
    """An Anki package of every item asked so far, the reveal on the back; the same attempts give the same notes.

    `items` are the kept items by their keys. Raises InputError where nothing was asked yet.
    """
    latest = {attempt.item_id: attempt for attempt in attempts}
    if not latest:
        raise InputError.one("Anki export", "nothing has been asked yet", "answer a few questions first")
    model = genanki.Model(
        _MODEL,
        "AWS ML advisor",
        fields=[{"name": "Question"}, {"name": "Answer"}],
        templates=[{"name": "Card", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}"}],
        css=".card { font-family: sans-serif; text-align: left; } .right { font-weight: bold; }",
    )
    deck = genanki.Deck(_DECK, "AWS ML advisor")
    for identifier, attempt in sorted(latest.items()):
        item = items[attempt.item]
        tags = [tag for tag in (item.decision, f"error::{attempt.error.value}" if attempt.error else "") if tag]
        deck.add_note(
            genanki.Note(model=model, fields=[_front(item), _back(item)], tags=tags, guid=genanki.guid_for(identifier))
        )
    stamp = max(attempt.answered_at for attempt in latest.values()).timestamp()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        genanki.Package(deck).write_to_file(str(path), timestamp=stamp)
        return _same_dates(path)


def _same_dates(path: Path) -> bytes:
    """The package with no time of day in it, so that the same deck is the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(given.namelist()):
            made.writestr(zipfile.ZipInfo(name), given.read(name))
    return out.getvalue()


def _front(item: Item) -> str:
    options = "".join(f"<li>{html.escape(letter)}. {html.escape(text)}</li>" for letter, text in item.options.items())
    return f"<p>{html.escape(item.stem)}</p><ul style='list-style:none;padding:0'>{options}</ul>"


def _back(item: Item) -> str:
    rows = []
    for row in elimination_matrix(item):
        kind, mark = ("right", "✓") if row.right else ("wrong", "✗")
        rows.append(f"<li class={kind}>{mark} {html.escape(row.letter)}. {html.escape(row.reason)}</li>")
    return f"<ul style='list-style:none;padding:0'>{''.join(rows)}</ul>"
