"""Questions and answers in the terminal: every line may also come from a file, and its end stops kindly."""

from __future__ import annotations

import datetime
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import typer

from advisor.advise import Advisor
from advisor.errors import InputError
from advisor.render import study as render
from advisor.study.clock import Clock
from advisor.study.misses import MISS_NAMES
from advisor.study.mock import Mock
from advisor.study.model import Item
from advisor.study.notebook import keep
from advisor.study.notes import note_of_item
from advisor.study.practice import attempt_of, elimination_matrix, variable_options, what_if
from advisor.study.records import Attempt, Confidence, Miss, Mode, Sitting
from advisor.study.store.store import Store

_CONFIDENCES = {word: level for level in Confidence for word in (level.value, level.value[0])}
_MISSES = {"s": Miss.SERVICE, "c": Miss.CONSTRAINT, "m": Miss.REASONING, "x": Miss.CARELESS}
_HOW = "Answer with the letter and how sure you are: `B sure`, `B unsure`, `B guess`. Empty skips, q stops."


class Stopped(Exception):
    """The learner has had enough, or the input has ended."""


@dataclass
class Dialogue:
    """A conversation with one learner. `seconds` measures an answer, apart from the clock that dates it."""

    store: Store
    advisor: Advisor
    now: Clock
    read: Callable[[], str] = sys.stdin.readline
    seconds: Callable[[], float] = time.monotonic

    def say(self, text: str) -> None:
        """Prints a text."""
        typer.echo(text)

    def hear(self, prompt: str) -> str:
        """A line of the learner's; Stopped at the end of the input or where it says q."""
        typer.echo(f"{prompt} ", nl=False)
        sys.stdout.flush()
        line = self.read()
        if not line or line.strip().lower() in ("q", "quit"):
            typer.echo("")
            raise Stopped
        if not sys.stdin.isatty():
            typer.echo(line.strip())
        return line.strip()

    def ask_all(self, items: Sequence[Item], mode: Mode) -> None:
        """Asks items one after the other, each answer kept at once, and sums up at the end."""
        done: list[Attempt] = []
        self.say(_HOW)
        try:
            for place, item in enumerate(items):
                attempt = self.ask(item, f"Question {place + 1} of {len(items)}", mode)
                done += [attempt] if attempt else []
        except Stopped:
            self.say("Stopped. Everything you answered is kept.")
        if done:
            right = sum(attempt.correct for attempt in done)
            self.say(f"\n{right} of {len(done)} right. What comes next: `advisor study plan`.")

    def ask(self, item: Item, title: str, mode: Mode) -> Attempt | None:
        """Asks one item and shows the reveal; None where it was skipped."""
        self.say(render.question(item, title))
        history = self.store.attempts()
        begun = self.seconds()
        while True:
            line = self.hear("\nYour answer:")
            if not line:
                return None
            try:
                chosen, confidence = answer_in(line)
                confidence = confidence or self._confidence()
                # A script needs no time to read, which says nothing about its carefulness.
                took = self.seconds() - begun if sys.stdin.isatty() else 0.0
                identifier = uuid.uuid4().hex
                base = self.advisor.snapshot.base
                attempt, finding = attempt_of(
                    base, item, identifier, chosen, confidence, mode, self.now(), took, history
                )
                break
            except InputError as error:
                self.say(f"{error}. {_HOW}")
        self.store.add(attempt, item)
        self.say(render.reveal(elimination_matrix(item, attempt.chosen), attempt, finding))
        if finding is not None:
            self._confirm(attempt, finding.miss)
        self._further(item)
        return attempt

    def _confidence(self) -> Confidence:
        while True:
            word = self.hear("How sure are you? guess, unsure or sure:").lower()
            if word in _CONFIDENCES:
                return _CONFIDENCES[word]
            self.say("Please say guess, unsure or sure (g, u or s).")

    def confirm_all(self, missed: Sequence[Attempt]) -> None:
        """Goes through misses, the latest first, and asks for the class of each."""
        items = self.store.items(attempt.item for attempt in missed)
        try:
            for place, attempt in enumerate(reversed(missed)):
                item = items[attempt.item]
                self.say(render.question(item, f"Miss {place + 1} of {len(missed)}"))
                chosen = ", ".join(attempt.chosen)
                self.say(f"\nYou chose {chosen}; right is {', '.join(item.answer)}.")
                for letter in attempt.chosen:
                    if letter not in item.answer and letter in item.reasons:
                        self.say(render.wrapped(item.reasons[letter].text))
                if attempt.miss:
                    self.say(f"Its class seems to be: {MISS_NAMES[attempt.miss]}.")
                    self._confirm(attempt, attempt.miss)
        except Stopped:
            self.say("Stopped. What you confirmed is kept.")
        if not missed:
            self.say("Every miss has its class confirmed.")

    def _confirm(self, attempt: Attempt, miss: Miss) -> None:
        others = ", ".join(f"{key} = {MISS_NAMES[value]}" for key, value in _MISSES.items())
        said = self.hear(f"Enter if that is so; otherwise {others}:").lower()
        self.store.confirm(attempt.id, _MISSES.get(said, miss))

    def _further(self, item: Item) -> None:
        """What would make another option right, a note, or on to the next question."""
        wrong = variable_options(item)
        ask = f" {'/'.join(wrong)}: what would make it right?;" if wrong else ""
        while True:
            said = self.hear(f"Enter to go on;{ask} n: keep a note:").upper()
            if said == "N":
                note = note_of_item(item, self.advisor.snapshot.base)
                self.store.save_note(keep(note, self.now()))
                self.say("The note is kept: `advisor study notes`.")
            elif said in wrong:
                found = what_if(self.advisor, item, said)
                self.say(render.wrapped(found.text))
                if found.item is not None and self.hear("Answer that variant now? y or Enter:").lower() == "y":
                    self.ask(found.item, "The twin", Mode.PRACTICE)
                    return
            else:
                return

    # --- the mock exam --------------------------------------------------------------------------------------------

    def sit(self, mock: Mock, sitting: Sitting) -> None:
        """Lets the learner work through a mock exam until it is submitted, left or over."""
        until = _clock(sitting.deadline, self.store.settings().zone)
        self.say(
            f"{sitting.exam}: {len(sitting.sheets)} questions, until {until}. "
            "The clock runs on if you leave; the same command brings you back.\n"
            "A letter answers (`B sure`); f flags; n and p go on and back; a number goes there; "
            "r reviews; submit ends; q leaves."
        )
        place = sitting.current
        while True:
            sheet = sitting.sheets[place]
            time_left = render.left(sitting.deadline, self.now())
            flag = ", flagged" if sheet.flagged else ""
            given = f", your answer: {', '.join(sheet.chosen)}" if sheet.chosen else ""
            title = f"Question {place + 1} of {len(sitting.sheets)}{flag}{given} · {time_left} left"
            self.say(render.question(sheet.item, title))
            try:
                line = self.hear("\n>").lower()
            except Stopped:
                over = mock.running(self.now()) is None
                self.say(
                    "The time is up." if over else "Left. The clock runs on: `advisor study mock` brings you back."
                )
                if over:
                    self.say(render.result(mock.results()[0]))
                return
            if line == "submit":
                self.say(render.result(mock.submit(sitting, self.now())))
                return
            try:
                sitting = self._enter(mock, sitting, place, line)
            except InputError as error:
                if mock.running(self.now()) is None:
                    self.say("The time is up, and what you had entered was submitted.")
                    self.say(render.result(mock.results()[0]))
                    return
                self.say(str(error))
            place = sitting.current

    def _enter(self, mock: Mock, sitting: Sitting, place: int, line: str) -> Sitting:
        last = len(sitting.sheets) - 1
        if line == "r":
            self.say(render.sheets(sitting))
            return mock.enter(sitting, self.now(), place)
        if line in ("", "n", "p"):
            return mock.enter(sitting, self.now(), place, go_to=max(0, min(last, place + (-1 if line == "p" else 1))))
        if line == "flag" or (line == "f" and "F" not in sitting.sheets[place].item.options):
            return mock.enter(sitting, self.now(), place, flagged=not sitting.sheets[place].flagged)
        if line.isdecimal():
            if not 1 <= int(line) <= last + 1:
                raise InputError.one("question", f"there is no question {line}", f"1 to {last + 1}")
            return mock.enter(sitting, self.now(), place, go_to=int(line) - 1)
        chosen, confidence = answer_in(line)
        return mock.enter(sitting, self.now(), place, chosen=chosen, confidence=confidence, go_to=min(last, place + 1))


def answer_in(line: str) -> tuple[tuple[str, ...], Confidence | None]:
    """The letters and the confidence that a line states.

    >>> answer_in("b, d unsure")
    (('B', 'D'), <Confidence.UNSURE: 'unsure'>)
    >>> answer_in("BD")
    (('B', 'D'), None)
    """
    words = line.replace(",", " ").lower().split()
    level = _CONFIDENCES.get(words[-1]) if len(words) > 1 else None
    letters = "".join(words[:-1] if level else words).upper()
    if not letters.isalpha() or len(letters) > 6:
        raise InputError.one("answer", f"`{line}` names no option")
    return tuple(letters), level


def _clock(moment: datetime.datetime, zone: str) -> str:
    from advisor.study.clock import zone_of

    return f"{moment.astimezone(zone_of(zone)):%H:%M} ({zone})"
