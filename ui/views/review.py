"""Review: what is due today, and what went wrong before."""

from __future__ import annotations

import streamlit as st

from advisor import (
    MISS_MEANINGS,
    MISS_NAMES,
    Miss,
    Mode,
    Trend,
    agenda,
    domain_trends,
    error_trends,
    exam_of,
    items_for,
    local_day,
    minutes_for,
)
from components import plain_text, sentence
from studying import Asking, ask, day_words, now, pool, share_words, store

_KEY = "review"

st.title("Review", anchor=False)
base, kept = pool().base, store()
settings = kept.settings()


def _start() -> None:
    attempts = kept.attempts()
    today = agenda(pool(), attempts, settings, now())
    cards = list(today.review)
    if not attempts:
        st.info("Nothing has been answered yet. What you practise comes back here when it is about to fade.")
        return
    if not cards:
        st.success(
            "What you answered comes back when it is about to fade, at the earliest tomorrow. "
            "New questions are on the page “Practise”.",
            title="Nothing is due today",
        )
    else:
        st.markdown(
            f"**{len(cards)} {'card' if len(cards) == 1 else 'cards'} to review today**, "
            f"about {max(1, round(len(cards) * minutes_for(attempts)))} minutes. Each comes in a new story "
            "where there is one; the worst remembered come today, the others can wait."
        )
        if st.button("Start the review", key="review-start", type="primary"):
            items = items_for(pool(), cards, attempts, len(cards))
            st.session_state[_KEY] = Asking(items, Mode.REVIEW)
            st.rerun()
        with st.expander("Which they are", key="review-due"):
            st.markdown("\n".join(f"- {plain_text(card.words(base))}" for card in cards))
    _trends()
    _misses()


def _table(trends: tuple[Trend, ...], first: str, names: dict[str, str], alt: str) -> None:
    # In the first week there is nothing to compare with.
    compared = any(trend.before.of for trend in trends)
    rows = []
    for trend in trends:
        row = {first: plain_text(names.get(trend.name, trend.name)), "Last seven days": share_words(trend.now)}
        rows.append(row)
        if compared:
            row |= {"The week before": share_words(trend.before), "Change": sentence(trend.words)}
    st.table(rows, border="horizontal", hide_index=True, alt=alt)


def _trends() -> None:
    attempts = kept.attempts()
    exam = exam_of(base, settings.exam)
    st.header("How it is going", anchor=False)
    st.markdown("Right answers by domain. The range in brackets shows how much a share from so few answers can tell.")
    _table(domain_trends(attempts, exam, now()), "Domain", {}, "Right answers by domain")
    if all(attempt.correct for attempt in attempts):
        return
    st.markdown("Answers that were wrong, by the class of the error.")
    classes = {miss.value: f"{sentence(MISS_NAMES[miss])}: {MISS_MEANINGS[miss]}" for miss in Miss}
    _table(error_trends(attempts, now()), "Class", classes, "Errors by class")


def _misses() -> None:
    missed = [attempt for attempt in kept.attempts() if not attempt.correct][-10:][::-1]
    if not missed:
        return
    st.header("Your last misses", anchor=False)
    st.markdown("Correct a class that is not right: the plan's advice follows it.")
    items = kept.items(attempt.item for attempt in missed)
    for attempt in missed:
        item = items[attempt.item]
        when = day_words(local_day(attempt.answered_at, settings.zone))
        with st.expander(f"{when}: {plain_text(item.stem[:110])}…", key=f"miss-{attempt.id}"):
            st.text(item.stem)
            chosen = ", ".join(plain_text(item.options[letter]) for letter in attempt.chosen) or "nothing"
            right = ", ".join(plain_text(item.options[letter]) for letter in item.answer)
            st.markdown(f"You chose **{chosen}**; right is **{right}**.")
            for letter in attempt.chosen:
                if letter not in item.answer and letter in item.reasons:
                    st.markdown(plain_text(item.reasons[letter].text))
            st.segmented_control(
                "What was it?",
                list(Miss),
                default=attempt.error,
                format_func=lambda miss: sentence(MISS_NAMES[miss]),
                key=f"class-{attempt.id}",
                on_change=_correct,
                args=(attempt.id,),
            )


def _correct(attempt: str) -> None:
    miss = st.session_state[f"class-{attempt}"]
    if miss is not None:
        kept.confirm(attempt, Miss(miss))


if _KEY in st.session_state:
    ask(_KEY, _start)
else:
    _start()
