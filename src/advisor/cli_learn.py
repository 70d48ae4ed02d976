"""The commands `advisor study practice, mock, review, plan` and `misses`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from advisor.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from advisor.cli_ask import Dialogue
    from advisor.study.pool import Pool
    from advisor.study.store.store import Store

Where = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="PATH|URL", help="Where your work is kept; default: ADVISOR_STORE, or your data folder."
    ),
]
Who = Annotated[
    str | None,
    typer.Option("--learner", metavar="NAME", help="Whose work it is; default: ADVISOR_LEARNER, or your user name."),
]


def add_to(app: typer.Typer) -> None:
    """Adds the commands to `advisor study`."""
    for name, command in (
        ("practice", practice),
        ("review", review),
        ("mock", mock),
        ("plan", plan),
        ("misses", misses),
    ):
        app.command(name)(command)


def practice(
    count: Annotated[int, typer.Option(help="How many questions.", min=1, max=200)] = 5,
    domain: Annotated[int | None, typer.Option(help="Only one domain of your exam, such as 3.")] = None,
    decision: Annotated[str | None, typer.Option(help="Only one decision, such as inference-mode.")] = None,
    pair: Annotated[
        str | None,
        typer.Option(metavar="RIGHT/WRONG", help="To tell two options apart: real-time-endpoint/serverless-endpoint."),
    ] = None,
    store: Where = None,
    learner: Who = None,
) -> None:
    """Questions one by one, each with its reveal; without an option, on what you are weakest in."""
    from advisor.study.practice import Wish, choose
    from advisor.study.records import Mode

    talk, pool = talk_with(store, learner)
    right, _, wrong = (pair or "").partition("/")
    wish = Wish(domain=domain, decision=decision or _deciding(pool, right, wrong), right=right, wrong=wrong)
    items = choose(pool, wish, talk.store.attempts(), talk.store.settings(), talk.now(), count)
    if not items:
        raise InputError.one("practice", "there are no questions for this choice", "choose more widely")
    talk.ask_all(items, Mode.PRACTICE)


def review(
    count: Annotated[
        int | None, typer.Option(help="At most so many cards; default: what fits your day.", min=1)
    ] = None,
    store: Where = None,
    learner: Who = None,
) -> None:
    """What is due today, spaced by FSRS and aimed at your exam: decisions and pairs, each in a new question."""
    from advisor.study.agenda import agenda
    from advisor.study.practice import items_for
    from advisor.study.records import Mode

    talk, pool = talk_with(store, learner)
    attempts = talk.store.attempts()
    cards = list(agenda(pool, attempts, talk.store.settings(), talk.now()).review)[:count]
    if not cards:
        typer.echo("Nothing is due today. New questions: `advisor study practice`.")
        return
    talk.ask_all(items_for(pool, cards, attempts, len(cards)), Mode.REVIEW)


def mock(
    questions: Annotated[int | None, typer.Option(help="Fewer than the exam has, in less time.", min=1)] = None,
    results: Annotated[bool, typer.Option("--results", help="Show the results of the mock exams so far.")] = False,
    store: Where = None,
    learner: Who = None,
) -> None:
    """A timed mock exam by the blueprint; it runs on when you leave, and submits itself at the end."""
    from advisor.render import study as render
    from advisor.study.mock import Mock

    talk, pool = talk_with(store, learner)
    exam = Mock(talk.store, pool)
    running = exam.running(talk.now())
    if results:
        found = exam.results()
        for result in found:
            typer.echo(f"\n{result.sitting.exam}, {render.day(_local(talk, result.sitting.started_at))}")
            typer.echo(render.result(result))
        if not found:
            typer.echo("No mock exam has been submitted yet.")
        return
    talk.sit(exam, running or exam.start(talk.now(), questions))


def plan(
    exam: Annotated[str | None, typer.Option(metavar="CODE", help="The exam you prepare for, such as MLA-C02.")] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="Its date, or `none`.")] = None,
    minutes: Annotated[int | None, typer.Option(help="Minutes a day, 10 to 600.")] = None,
    days: Annotated[int | None, typer.Option(help="Without a date: a plan of 7 to 14 days.")] = None,
    zone: Annotated[str | None, typer.Option(metavar="ZONE", help="Your time zone, such as Europe/Berlin.")] = None,
    done: Annotated[str | None, typer.Option(metavar="TASK", help="Mark a task of today as done: lab:role.")] = None,
    store: Where = None,
    learner: Who = None,
) -> None:
    """Your days until the exam, planned anew each day from your misses, the exam's weights and what is due."""
    from advisor.render import study as render
    from advisor.study.clock import local_day, zone_of
    from advisor.study.plan import make_plan
    from advisor.study.practice import exam_of

    talk, pool = talk_with(store, learner)
    changes: dict[str, Any] = {}
    if exam is not None:
        changes["exam"] = exam_of(pool.base, exam).code
    if zone is not None:
        changes["zone"] = zone_of(zone).key
    if date is not None:
        changes["exam_date"] = None if date.lower() == "none" else _day(date)
    changes |= {name: value for name, value in (("minutes", minutes), ("days", days)) if value is not None}
    settings = talk.store.change_settings(**changes) if changes else talk.store.settings()
    today = local_day(talk.now(), settings.zone)
    made = make_plan(pool, talk.store.attempts(), talk.store.ticks(), settings, talk.now())
    if done is not None:
        known = [task.id for task in made.today.tasks] if made.today else []
        if done not in known:
            raise InputError.one("--done", f"today has no task `{done}`", did_you_mean(done, known))
        talk.store.tick(today, done, talk.now())
        made = make_plan(pool, talk.store.attempts(), talk.store.ticks(), settings, talk.now())
    if settings.began is None:
        talk.store.change_settings(began=today.isoformat())
    typer.echo(render.plan(made))


def misses(
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Go through the misses whose class you have not confirmed yet.")
    ] = False,
    store: Where = None,
    learner: Who = None,
) -> None:
    """What you got wrong by class and domain, and how that changes from week to week."""
    from advisor.render import study as render
    from advisor.study.measure import domain_trends, error_trends
    from advisor.study.practice import exam_of

    talk, pool = talk_with(store, learner)
    attempts = talk.store.attempts()
    if not attempts:
        typer.echo("Nothing has been answered yet: `advisor study practice`.")
        return
    if confirm:
        talk.confirm_all([attempt for attempt in attempts if attempt.miss and not attempt.confirmed])
        attempts = talk.store.attempts()
    exam = exam_of(pool.base, talk.store.settings().exam)
    typer.echo(
        render.trends(
            f"Right answers by domain of {exam.code}, last seven days:", domain_trends(attempts, exam, talk.now())
        )
    )
    typer.echo("")
    typer.echo(
        render.trends(
            "Errors by class, of all answers of the last seven days:", error_trends(attempts, talk.now()), names=True
        )
    )


def store_of(where: str | None, learner: str | None) -> Store:
    """A learner's part of a store."""
    from advisor.study.store.store import Store

    return Store(where, learner)


def talk_with(where: str | None, learner: str | None) -> tuple[Dialogue, Pool]:
    """A conversation with a learner, and the items to ask from."""
    from advisor.advise import advisor_at
    from advisor.cli_ask import Dialogue
    from advisor.study.clock import utc_now
    from advisor.study.pool import shipped_pool

    kept = store_of(where, learner)
    advisor = advisor_at(datetime.date.today())
    once = "Looking through the shipped questions; this takes some seconds, once until a rule changes."
    return Dialogue(kept, advisor, utc_now), shipped_pool(advisor, lambda: typer.echo(once, err=True))


def _deciding(pool: Pool, right: str, wrong: str) -> str:
    """The decision that compares two options; empty where none are named."""
    if not right and not wrong:
        return ""
    if not right or not wrong:
        raise InputError.one("--pair", "two options are needed", "write them as real-time-endpoint/serverless-endpoint")
    decisions = pool.base.decisions.values()
    for option in (right, wrong):
        known = {name for decision in decisions for name in decision.options}
        if option not in known:
            raise InputError.one("--pair", f"unknown option `{option}`", did_you_mean(option, known))
    found = next((decision.id for decision in decisions if {right, wrong} <= set(decision.options)), None)
    if found is None:
        raise InputError.one(
            "--pair", f"no decision compares `{right}` with `{wrong}`", "name two options of one decision"
        )
    return found


def _day(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError.one("--date", f"`{text}` is not a date", "write it as 2026-12-12, or none") from None


def _local(talk: Dialogue, moment: datetime.datetime) -> datetime.date:
    from advisor.study.clock import local_day

    return local_day(moment, talk.store.settings().zone)
