"""The plan: every day until the exam, made anew each day."""

from __future__ import annotations

import datetime
import zoneinfo

import streamlit as st

import advisor
from advisor import (
    InputError,
    Plan,
    StudySettings,
    Task,
    anki_deck,
    export_all,
    import_all,
    local_day,
    make_plan,
    parse_export,
    plan_calendar,
)
from components import day, plain_text, problem_list
from studying import day_words, now, pool, store

_PLACES = {
    "review": ("views/review.py", "Go to the review"),
    "drill": ("views/practise.py", "Go to practice"),
    "checkpoint": ("views/practise.py", "Go to practice"),
    "mixed": ("views/practise.py", "Go to practice"),
    "mock": ("views/mock.py", "Go to the mock exam"),
    "misses": ("views/review.py", "Go to your misses"),
}

st.title("Plan", anchor=False)
base, kept = pool().base, store()


def _settings() -> StudySettings:
    settings = kept.settings()
    if settings.began is None:
        # The first visit: the browser knows the learner's zone, the server only its own.
        zone = st.context.timezone or settings.zone
        settings = kept.change_settings(zone=zone, began=local_day(now(), zone).isoformat())
    exams = {code: f"{code}: {exam.name} ({exam.status})" for code, exam in sorted(base.exams.items())}
    box = st.expander("Your exam and your time", expanded=settings.exam_date is None, key="plan-settings")
    with box, st.form("plan-form", border=False):
        exam = st.selectbox("Exam", list(exams), index=list(exams).index(settings.exam), format_func=exams.get)
        date = st.date_input("Date of the exam", value=settings.exam_date, format="YYYY-MM-DD")
        minutes = st.number_input("Minutes a day", 10, 600, settings.minutes, step=5)
        days = st.number_input("Without a date: a plan of how many days?", 7, 14, settings.days)
        zones = sorted(zoneinfo.available_timezones())
        zone = st.selectbox("Time zone", zones, index=zones.index(settings.zone) if settings.zone in zones else 0)
        if st.form_submit_button("Save", type="primary"):
            written = date.isoformat() if isinstance(date, datetime.date) else None
            try:
                settings = kept.change_settings(exam=exam, exam_date=written, minutes=minutes, days=days, zone=zone)
            except InputError as error:
                problem_list("Not saved", error.problems)
    return settings


def _today(plan: Plan) -> None:
    today = plan.today
    if today is None:
        st.info("The day of the exam is over. Set a new date above to go on.")
        return
    st.header(f"Today, {day_words(today.date)}: {today.minutes} minutes", anchor=False)
    for task in today.tasks:
        _task(today.date, task)


def _task(date: datetime.date, task: Task) -> None:
    key = f"tick-{date.isoformat()}-{task.id}"
    st.session_state[key] = task.done  # another window may have changed it
    with st.container(border=True, key=f"task-{task.id}"):
        st.checkbox(
            f"{plain_text(task.title)} ({task.minutes} min)", key=key, on_change=_tick, args=(date, task.id, key)
        )
        st.caption(plain_text(task.why))
        if task.kind.value in _PLACES:
            page, label = _PLACES[task.kind.value]
            if st.button(label, key=f"go-{task.id}"):
                st.switch_page(page)


def _tick(date: datetime.date, task: str, key: str) -> None:
    kept.tick(date, task, now(), done=st.session_state[key])


def _short(task: Task) -> str:
    """What a day to come needs of a task: a drill's decisions are chosen anew before that."""
    return task.title.partition(":")[0] if task.kind.value == "drill" else task.title


def _coming(plan: Plan) -> None:
    st.header("The days to come", anchor=False)
    rows = [
        {
            "Day": day_words(one.date) + (f" (day −{one.left})" if plan.exam_date and one.left else ""),
            "What": "; ".join(plain_text(_short(task)) for task in one.tasks),
            "Minutes": str(one.minutes),
        }
        for one in plan.days[1:]
    ]
    if rows:
        st.table(rows, border="horizontal", hide_index=True, alt="The plan day by day")
    st.caption("Tomorrow it is made anew: from what you missed, what the exam weighs, and what is due.")


def _files(plan: Plan) -> None:
    st.header("Take it along", anchor=False)
    attempts = kept.attempts()
    with st.container(horizontal=True):
        st.download_button(
            "The plan for your calendar", plan_calendar(plan, kept.learner, now()), "study-plan.ics", "text/calendar",
            key="plan-calendar", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Everything you have, as JSON", lambda: export_all(kept).model_dump_json(indent=2), "study.json",
            "application/json", key="plan-export", on_click="ignore",
        )  # fmt: skip
        if attempts:
            st.download_button(
                "Your questions for Anki", lambda: anki_deck(attempts, kept.items(a.item for a in attempts)),
                "aws-ml.apkg", "application/octet-stream", key="plan-anki", on_click="ignore",
            )  # fmt: skip
    with st.expander("Bring in an export", key="plan-import"):
        file = st.file_uploader(
            "A file made by “Everything you have”", type=["json"], max_upload_size=50, key="plan-file"
        )
        if file is not None and st.button("Add it to what is here", key="plan-add"):
            try:
                new = import_all(kept, parse_export(file.getvalue().decode("utf-8", "replace"), file.name))
            except InputError as error:
                problem_list("Nothing was changed", error.problems)
            else:
                st.success("New here: " + ", ".join(f"{count} {name}" for name, count in new.items()) + ".")


settings = _settings()
made = make_plan(pool(), kept.attempts(), kept.ticks(), settings, advisor.utc_now())
if settings.exam_date is not None and made.days:
    left = made.days[0].left
    st.markdown(
        f"**{plain_text(settings.exam)} on {day(settings.exam_date)}:** {left} {'day' if left == 1 else 'days'} left."
    )
_today(made)
if made.days:
    _coming(made)
    _files(made)
