"""What the study pages share: the learner's store, the items, the clock, and one question with its reveal."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

import advisor
import visitor
from advising import advisor_for
from advisor import (
    MISS_MEANINGS,
    MISS_NAMES,
    Advice,
    Attempt,
    Confidence,
    Diagnosis,
    InputError,
    Item,
    Miss,
    Mode,
    Pool,
    RuleBase,
    Share,
    Store,
    attempt_of,
    default_learner,
    elimination_matrix,
    keep,
    note_of_advice,
    note_of_item,
    variable_options,
    what_if,
)
from components import code, plain_text, problem_list, sentence

CONFIDENCES = {
    Confidence.GUESS: "A guess",
    Confidence.UNSURE: "Not sure",
    Confidence.SURE: "Sure",
}


def now() -> datetime.datetime:
    """This moment, by the server's clock; the browser's is never asked."""
    return advisor.utc_now()


@st.cache_resource(max_entries=500, show_spinner=False)
def _store(learner: str) -> Store:
    return Store(learner=learner)


def store() -> Store:
    """The visitor's part of the store; the page ends with what is wrong where it cannot be opened."""
    # Without sign-in the page and the command line share one person's store.
    name = visitor.owner() if visitor.signed_in() else default_learner()
    try:
        return _store(name)
    except InputError as error:
        problem_list("Your work cannot be opened", error.problems)
        st.stop()


@st.cache_resource(max_entries=2, show_spinner="Looking through the questions…")
def _pool(date: datetime.date) -> Pool:
    return advisor.shipped_pool(advisor_for(date))


def pool() -> Pool:
    """The items to ask from, as of today."""
    return _pool(datetime.date.today())


def share_words(given: Share) -> str:
    """A share with its interval, in words."""
    if not given.of:
        return "None yet"
    return f"{given.right} of {given.of} ({round(100 * given.low)} to {round(100 * given.high)} %)"


def day_words(date: datetime.date) -> str:
    """A date with its weekday."""
    return f"{date:%A}, {date.day} {date:%B}"


def clock_words(seconds: float) -> str:
    """A span as minutes and seconds, with the hours where there are some."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


@dataclass
class Asking:
    """A question on the page: the items still to come, the id of the answer, and what came of it."""

    items: list[Item]
    mode: Mode
    place: int = 0
    identifier: str = field(default_factory=lambda: uuid.uuid4().hex)
    begun: datetime.datetime = field(default_factory=now)
    attempt: Attempt | None = None
    finding: Diagnosis | None = None
    asked_what_if: str = ""
    right: int = 0
    answered: int = 0

    @property
    def item(self) -> Item:
        """The question that is on the page."""
        return self.items[self.place]

    def go_on(self) -> None:
        """The next question; its answer gets an id of its own, so that two clicks keep one answer."""
        self.place += 1
        self.identifier, self.begun = uuid.uuid4().hex, now()
        self.attempt, self.finding, self.asked_what_if = None, None, ""

    def instead(self, item: Item) -> None:
        """A twin, asked next."""
        self.items.insert(self.place + 1, item)
        self.go_on()


def ask(name: str, on_end: Callable[[], None]) -> None:
    """Draws the question kept under `name` in the session, or its reveal; `on_end` follows the last one."""
    asking: Asking = st.session_state[name]
    if asking.place >= len(asking.items):
        st.success(f"{asking.right} of {asking.answered} right. Everything you answered is kept.", title="Done")
        del st.session_state[name]
        on_end()
        return
    item = asking.item
    twin = "A variant of the last question. " if item.twin_of else ""
    st.caption(f"{twin}Question {asking.place + 1} of {len(asking.items)}")
    with st.container(border=True, key=f"{name}-question"):
        st.text(item.stem)
        if asking.attempt is None:
            _enter(name, asking)
        else:
            _reveal(name, asking)


def chosen_letters(item: Item, key: str, **further: Any) -> tuple[str, ...]:
    """The widgets for the options of an item; what is chosen."""
    label = "Choose one" if len(item.answer) == 1 else f"Choose {len(item.answer)}"
    words = {letter: f"{letter}. {plain_text(text)}" for letter, text in item.options.items()}
    if len(item.answer) == 1:
        found = st.radio(label, list(words), index=None, format_func=words.get, key=key, **further)
        return (found,) if found else ()
    picked = st.pills(label, list(words), selection_mode="multi", format_func=words.get, key=key, **further)
    return tuple(picked or ())


def _enter(name: str, asking: Asking) -> None:
    chosen = chosen_letters(asking.item, f"{name}-options-{asking.identifier}")
    confidence = st.segmented_control(
        "How sure are you?",
        list(CONFIDENCES),
        format_func=CONFIDENCES.get,
        key=f"{name}-confidence-{asking.identifier}",
        help="Say it before you see the answer: it decides when the question comes back.",
    )
    ready = bool(chosen) and confidence is not None
    if not ready:
        st.caption("Choose an option and say how sure you are; then the answer can be checked.")
    with st.container(horizontal=True):
        if st.button("Check my answer", key=f"{name}-check", type="primary", disabled=not ready):
            _check(asking, chosen, Confidence(confidence))
            st.rerun()
        st.button("Skip", key=f"{name}-skip", on_click=asking.go_on)
        st.button("Stop here", key=f"{name}-stop", on_click=_stop, args=(name,))


def _stop(name: str) -> None:
    asking: Asking = st.session_state[name]
    asking.place = len(asking.items)


def _check(asking: Asking, chosen: tuple[str, ...], confidence: Confidence) -> None:
    kept, moment = store(), now()
    seconds = (moment - asking.begun).total_seconds()
    attempt, asking.finding = attempt_of(
        pool().base, asking.item, asking.identifier, chosen, confidence, asking.mode, moment, seconds, kept.attempts()
    )
    asking.attempt = kept.add(attempt, asking.item)
    asking.answered += 1
    asking.right += asking.attempt.correct


def _reveal(name: str, asking: Asking) -> None:
    item, attempt = asking.item, asking.attempt
    assert attempt is not None
    letters = " and ".join(item.answer)
    if attempt.correct:
        st.success(
            f"{letters} is what the rules leave." if len(item.answer) == 1 else f"{letters} are right.", title="Right"
        )
    else:
        st.error(f"The answer is {letters}; you chose {' and '.join(attempt.chosen)}.", title="Not right")
        _class_of_error(name, asking, attempt)
    draw_matrix(item, attempt.chosen, f"{name}-matrix")
    with st.container(horizontal=True):
        for letter in variable_options(item):
            st.button(
                f"What would make {letter} right?", key=f"{name}-if-{letter}", on_click=_wonder, args=(asking, letter)
            )
    if asking.asked_what_if:
        _what_if(name, asking)
    with st.container(horizontal=True):
        last = asking.place + 1 >= len(asking.items)
        st.button("Finish" if last else "Next question", key=f"{name}-next", type="primary", on_click=asking.go_on)
        if st.button("Keep a note", key=f"{name}-note"):
            store().save_note(keep(note_of_item(item, pool().base), now()))
            st.toast("The note is on the page “Notes”.")


def _class_of_error(name: str, asking: Asking, attempt: Attempt) -> None:
    """The class as worked out, and one click to confirm or correct it."""
    if asking.finding is None:
        return
    said = attempt.confirmed or asking.finding.miss
    st.markdown(f"**This looks like: {MISS_NAMES[asking.finding.miss]}.** {plain_text(asking.finding.because)}")
    st.segmented_control(
        "What was it?",
        list(Miss),
        default=said,
        format_func=lambda miss: sentence(MISS_NAMES[miss]),
        key=f"{name}-miss-{asking.identifier}",
        on_change=_confirm,
        args=(name, asking),
        help=" ".join(f"{sentence(MISS_NAMES[miss])}: {MISS_MEANINGS[miss]}." for miss in Miss),
    )


def _confirm(name: str, asking: Asking) -> None:
    miss = st.session_state[f"{name}-miss-{asking.identifier}"]
    if miss is not None and asking.attempt is not None:
        store().confirm(asking.attempt.id, Miss(miss))


def draw_matrix(item: Item, chosen: tuple[str, ...], key: str) -> None:
    """The elimination matrix: every option, why it stands or falls, and the words and the rule that say so.

    The options stand one below the other: four columns of a table leave a phone no room for a sentence.
    """
    with st.container(key=key):
        for row in elimination_matrix(item, chosen):
            mark = ":green-badge[Right]" if row.right else ":red-badge[Falls]"
            mine = " :gray-badge[Your choice]" if row.chosen else ""
            words = ", ".join(f"“{plain_text(word)}”" for word in row.words)
            evidence = [f"the question says: {words}"] if words else []
            evidence += [f"rule: {code(row.rule)}"] if row.rule else []
            lines = [f"**{row.letter}.** {plain_text(row.text)} {mark}{mine}", plain_text(row.reason)]
            lines += [f":small[{sentence('; '.join(evidence))}]"] if evidence else []
            with st.container(border=True):
                st.markdown("  \n".join(lines))
        proved = f"Proved against rule base {item.rulebase}" + (f" as of {item.as_of}" if item.as_of else "")
        st.caption(f"{plain_text(proved)}.")


def _wonder(asking: Asking, letter: str) -> None:
    asking.asked_what_if = letter


def _what_if(name: str, asking: Asking) -> None:
    found = what_if(advisor_for(datetime.date.today()), asking.item, asking.asked_what_if)
    with st.container(border=True, key=f"{name}-what-if"):
        st.markdown(f"**{asking.asked_what_if}:** {plain_text(found.text)}")
        if found.item is not None:
            st.button("Answer that variant", key=f"{name}-twin", on_click=asking.instead, args=(found.item,))


def keep_notes(advice: Advice, base: RuleBase, prompt: str) -> None:
    """Keeps the note of every decision of an advice that was settled, and says where they are."""
    settled = [item.decision for item in advice.decisions if item.recommended is not None]
    for decision in settled:
        store().save_note(keep(note_of_advice(advice, decision, base, prompt), now()))
    st.toast(f"{len(settled)} decision {'note is' if len(settled) == 1 else 'notes are'} kept, under Notes.")
