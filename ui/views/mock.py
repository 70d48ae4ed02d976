"""The mock exam: the deadline stands in the store, the page only shows how far it is."""

from __future__ import annotations

import datetime

import altair as alt
import streamlit as st

from advisor import (
    MISS_MEANINGS,
    MISS_NAMES,
    Confidence,
    Exam,
    InputError,
    Mock,
    Result,
    Sheet,
    Sitting,
    exam_of,
    local_day,
    question_types,
)
from components import day, plain_text, problem_list
from studying import CONFIDENCES, chosen_letters, clock_words, draw_matrix, now, pool, share_words, store

st.title("Mock exam", anchor=False)
base, kept = pool().base, store()
mock = Mock(kept, pool())


def _types(exam: Exam, count: int) -> str:
    """How many questions there are of each further type, and that this is no figure of AWS's."""
    found = [f"{number} {kind.value}" for kind, number in question_types(exam, count).items() if number]
    return f"Beside single choice: {' and '.join(found)} (our guess; AWS names the types only). " if found else ""


def _start() -> None:
    settings = kept.settings()
    exam = exam_of(base, settings.exam)
    full = exam.scored_questions + exam.unscored_questions
    source = "" if exam.minutes_source == "official" else " (the minutes are as reported, not from AWS's guide)"
    st.markdown(
        f"**{plain_text(exam.name)} ({plain_text(exam.code)}):** {full} questions in {exam.minutes} minutes{source}, "
        f"by the weights of its domains. {_types(exam, full)}One sitting: the clock runs on when you leave or reload "
        "the page, what you enter is kept at once, and at the end it submits itself. Nothing is explained before that."
    )
    counts = {full: f"The whole exam: {full} questions, {exam.minutes} minutes"}
    if exam.beta is not None:
        counts[exam.beta.questions] = (
            f"The beta, as it is sat since {day(exam.beta.since)}: {exam.beta.questions} questions, "
            f"{exam.beta.minutes} minutes, as reported"
        )
    for count in (full // 2, 20, 10):
        counts[count] = f"{count} questions, {round(exam.minutes * count / full)} minutes"
    chosen = st.radio("How long?", list(counts), format_func=counts.get, key="mock_count")
    if st.button("Start the clock", key="mock-start", type="primary"):
        try:
            with st.spinner("Putting the questions together…"):
                mock.start(now(), chosen)
        except InputError as error:
            problem_list("The mock exam cannot start", error.problems)
            return
        st.rerun()


@st.fragment(run_every=1)
def _timer(deadline: datetime.datetime) -> None:
    """How long is left; the page runs anew, and with it the store, once nothing is."""
    left = (deadline - now()).total_seconds()
    if left <= 0:
        st.rerun()
    st.metric("Time left", clock_words(left))


def _running(sitting: Sitting) -> None:
    place = sitting.current
    sheet = sitting.sheets[place]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _timer(sitting.deadline)
        answered = sum(bool(one.chosen) for one in sitting.sheets)
        st.metric("Answered", f"{answered} of {len(sitting.sheets)}")
        st.metric("Flagged", str(sum(one.flagged for one in sitting.sheets)))
    if problems := st.session_state.pop("mock_problems", ()):
        problem_list("That was not taken", problems)
    st.session_state.setdefault("mock_tab", "Question")
    tab = st.segmented_control(
        "Show",
        ["Question", "All questions"],
        required=True,
        key="mock_tab",
        label_visibility="collapsed",
    )
    if tab == "All questions":
        _overview(sitting)
    else:
        _question(sitting, sheet)


def _question(sitting: Sitting, sheet: Sheet) -> None:
    place, last = sheet.position, len(sitting.sheets) - 1
    st.subheader(
        f"Question {place + 1} of {len(sitting.sheets)}" + (" (flagged)" if sheet.flagged else ""), anchor=False
    )
    with st.container(border=True, key="mock-question"):
        st.text(sheet.item.stem)
        options, level = f"mock-options-{sitting.id}-{place}", f"mock-confidence-{sitting.id}-{place}"
        # What the store says holds, also where another window has changed it.
        single = len(sheet.item.answer) == 1
        st.session_state[options] = (sheet.chosen[0] if sheet.chosen else None) if single else list(sheet.chosen)
        st.session_state[level] = sheet.confidence
        chosen_letters(sheet.item, options, on_change=_keep_choice, args=(sitting, place, options))
        st.segmented_control(
            "How sure are you? (Not scored; it shows how well you judge yourself.)",
            list(CONFIDENCES),
            format_func=CONFIDENCES.get,
            key=level,
            on_change=_keep_confidence,
            args=(sitting, place, level),
        )
    with st.container(horizontal=True):
        st.button("Back", key="mock-back", disabled=place == 0, on_click=_go, args=(sitting, place, place - 1))
        st.button(
            "Next",
            key="mock-next",
            type="primary",
            disabled=place == last,
            on_click=_go,
            args=(sitting, place, place + 1),
        )
        st.button(
            "Take the flag away" if sheet.flagged else "Flag for later",
            key="mock-flag",
            on_click=_flag,
            args=(sitting, sheet),
        )
    _submit(sitting)


def _overview(sitting: Sitting) -> None:
    """The review screen: no word of what is right."""
    with st.container(gap=None, key="mock-list"):
        for sheet in sitting.sheets:
            state = ", ".join(sheet.chosen) if sheet.chosen else "not answered"
            flag = ", flagged" if sheet.flagged else ""
            stem = " ".join(sheet.item.stem.split())
            if st.button(
                f"**{sheet.position + 1}** ({state}{flag}): {plain_text(stem[:90])}…",
                key=f"mock-go-{sheet.position}",
                type="tertiary",
                on_click=_go,
                args=(sitting, sitting.current, sheet.position),
            ):
                st.rerun()
    _submit(sitting)


def _submit(sitting: Sitting) -> None:
    empty = sum(not sheet.chosen for sheet in sitting.sheets)
    with st.popover("Submit the exam", key="mock-submit"):
        if empty:
            st.markdown(
                f"**{empty} {'question is' if empty == 1 else 'questions are'} not answered.** A guess costs nothing."
            )
        st.markdown("After this nothing can be changed.")
        if st.button("Submit now", key="mock-submit-now", type="primary"):
            mock.submit(sitting, now())
            st.rerun()


def _enter(sitting: Sitting, place: int, **what: object) -> None:
    try:
        mock.enter(sitting, now(), place, **what)
    except InputError as error:
        st.session_state["mock_problems"] = error.problems


def _keep_choice(sitting: Sitting, place: int, key: str) -> None:
    value = st.session_state[key]
    _enter(sitting, place, chosen=tuple(value) if isinstance(value, list) else (value,) if value else ())


def _keep_confidence(sitting: Sitting, place: int, key: str) -> None:
    value = st.session_state[key]
    if value is not None:
        _enter(sitting, place, confidence=Confidence(value))


def _go(sitting: Sitting, place: int, to: int) -> None:
    st.session_state["mock_tab"] = "Question"
    _enter(sitting, place, go_to=to)


def _flag(sitting: Sitting, sheet: Sheet) -> None:
    _enter(sitting, sheet.position, flagged=not sheet.flagged)


def _results(results: tuple[Result, ...]) -> None:
    for number, result in enumerate(results):
        when = day(local_day(result.sitting.started_at, kept.settings().zone))
        title = f"{result.sitting.exam}, {when}: {result.share.right} of {result.share.of} right"
        with st.expander(plain_text(title), expanded=number == 0, key=f"result-{result.sitting.id}"):
            _result(result)


def _result(result: Result) -> None:
    st.markdown(f"**{plain_text(result.readiness)}**")
    rows = [
        {
            "Domain": plain_text(domain.title),
            "Weight": f"{domain.weight} %",
            "Right, with the range it may truly lie in": share_words(domain.share),
        }
        for domain in result.domains
    ]
    st.table(rows, border="horizontal", hide_index=True, alt="Right answers by domain")
    longest = ", ".join(f"question {place + 1} ({clock_words(seconds)})" for place, seconds in result.slowest)
    st.markdown(
        f"You used {clock_words(result.minutes_used * 60)}, {result.seconds_each:.0f} seconds a question. "
        + (f"You stayed longest on {longest}. " if longest else "")
        + (f"{result.unanswered} stayed empty." if result.unanswered else "")
    )
    if result.brier is not None:
        st.markdown(
            f"How well you judge yourself: Brier score **{result.brier:.2f}**. 0 is perfect; "
            "who always says fifty-fifty gets 0.25."
        )
        said = [
            {
                "You said": CONFIDENCES[point.confidence],
                "That stands for": f"{round(100 * point.stated)} %",
                "You were right": share_words(point.share),
            }
            for point in result.calibration
        ]
        st.table(said, border="horizontal", hide_index=True, alt="Stated confidence and right answers")
        if len(result.calibration) > 1:
            st.altair_chart(
                _curve(result),
                width="content",
                alt="The same as a curve: stated confidence against the share that was right",
            )
    if result.errors:
        st.markdown(
            "Your misses: "
            + "; ".join(f"{count} × {MISS_NAMES[miss]} ({MISS_MEANINGS[miss]})" for miss, count in result.errors)
            + ". Confirm or correct them on the page “Review”."
        )
    st.caption("AWS does not publish how raw answers become its scaled score, so none is shown.")
    if st.toggle("Go through the questions", key=f"through-{result.sitting.id}"):
        for sheet in result.sitting.sheets:
            wrong = sorted(sheet.chosen) != sorted(sheet.item.answer)
            st.markdown(f"**{sheet.position + 1}. {'Missed' if wrong else 'Right'}**")
            st.text(sheet.item.stem)
            draw_matrix(sheet.item, sheet.chosen, f"matrix-{result.sitting.id}-{sheet.position}")


def _curve(result: Result) -> alt.LayerChart:
    """Stated confidence against the share that was right, with its interval; on the dashed line both agree."""
    points = [
        {"stated": point.stated, "right": point.share.value, "low": point.share.low, "high": point.share.high}
        for point in result.calibration
    ]
    unit = alt.Scale(domain=[0, 1])
    base_chart = alt.Chart(alt.Data(values=points)).encode(
        x=alt.X("stated:Q", title="Stated", scale=unit, axis=alt.Axis(format="%"))
    )
    ideal = alt.Chart(alt.Data(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}])).mark_line(strokeDash=[4, 4], color="grey")
    right = alt.Y("right:Q", title="Right", scale=unit, axis=alt.Axis(format="%"))
    return (
        ideal.encode(x="x:Q", y="y:Q")
        + base_chart.mark_rule().encode(y="low:Q", y2="high:Q")
        + base_chart.mark_line(point=True).encode(y=right)
    ).properties(width=320, height=240)


running = mock.running(now())
if running is not None:
    _running(running)
else:
    if problems := st.session_state.pop("mock_problems", ()):
        problem_list("That was not taken", problems)
    past = mock.results()
    if past:
        _results(past)
        st.header("Another one", anchor=False)
    _start()
