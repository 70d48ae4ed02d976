"""The commands `advisor study notes, export` and `import`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli_learn import Where, Who, store_of, talk_with
from advisor.errors import InputError

if TYPE_CHECKING:
    from advisor.cli_ask import Dialogue


class Kind(StrEnum):
    """What `export` writes."""

    JSON = "json"
    ANKI = "anki"
    CALENDAR = "calendar"


def add_to(app: typer.Typer) -> None:
    """Adds the commands to `advisor study`."""
    for name, command in (("notes", notes), ("export", export), ("import", import_)):
        app.command(name)(command)


def notes(
    words: Annotated[list[str] | None, typer.Argument(help="Only notes in which all these words occur.")] = None,
    save: Annotated[
        str | None, typer.Option(metavar="FILE", help="Keep a note for each decision on a scenario file.")
    ] = None,
    drop: Annotated[str | None, typer.Option(metavar="ID", help="Remove a note.")] = None,
    format: Annotated[str, typer.Option(metavar="text|markdown|json", help="How to print them.")] = "text",
    store: Where = None,
    learner: Who = None,
) -> None:
    """Your decision notes: problem, constraints, best pattern, why not the others, lab proof."""
    from advisor.render import study as render
    from advisor.study import notebook as book

    if format not in ("text", "markdown", "json"):
        raise InputError.one("--format", f"unknown format `{format}`", "accepted: text, markdown, json")
    if save is not None:
        _save_notes(talk_with(store, learner)[0], save)
        return
    kept = store_of(store, learner)
    if drop is not None:
        if not kept.drop_note(drop):
            raise InputError.one("--drop", f"there is no note `{drop}`", "see `advisor study notes`")
        typer.echo("The note is removed.")
        return
    found = book.search_notebook(kept.notes(), " ".join(words or ()))
    if format == "json":
        typer.echo(json.dumps([note.model_dump(mode="json") for note in found], indent=2))
    elif format == "markdown":
        typer.echo(book.notebook_as_markdown(found), nl=False)
    else:
        typer.echo("\n\n".join(map(render.note, found)) or "No notes found. Keep one after a question with n.")


def export(
    file: Annotated[Path, typer.Argument(help="The file to write; - writes JSON to standard output.")],
    format: Annotated[Kind, typer.Option(help="Everything, an Anki deck, or the plan as a calendar.")] = Kind.JSON,
    store: Where = None,
    learner: Who = None,
) -> None:
    """Everything you have as JSON, the questions asked so far for Anki, or the plan for your calendar."""
    from advisor.study import exports
    from advisor.study.clock import utc_now
    from advisor.study.plan import make_plan
    from advisor.study.store import transfer

    if format is Kind.CALENDAR:
        talk, pool = talk_with(store, learner)
        made = make_plan(pool, talk.store.attempts(), talk.store.ticks(), talk.store.settings(), talk.now())
        transfer.write(exports.plan_calendar(made, talk.store.learner, utc_now()), file)
    elif format is Kind.ANKI:
        kept = store_of(store, learner)
        attempts = kept.attempts()
        transfer.write(exports.anki_deck(attempts, kept.items(attempt.item for attempt in attempts)), file)
    else:
        text = transfer.export_all(store_of(store, learner)).model_dump_json(indent=2) + "\n"
        if str(file) == "-":
            typer.echo(text, nl=False)
            return
        transfer.write(text, file)
    typer.echo(f"Written: {file}")


def import_(
    file: Annotated[Path, typer.Argument(help="A file made by `advisor study export`.")],
    store: Where = None,
    learner: Who = None,
) -> None:
    """Adds an export to your store: what is there stays, what is new comes in."""
    from advisor.files import read_text
    from advisor.study.store import transfer

    given = transfer.parse_export(read_text(file, most=200_000_000), str(file))
    new = transfer.import_all(store_of(store, learner), given)
    typer.echo("New: " + ", ".join(f"{count} {name}" for name, count in new.items()) + ".")


def _save_notes(talk: Dialogue, file: str) -> None:
    from advisor.scenario.read import read_scenario
    from advisor.study.notebook import keep
    from advisor.study.notes import note_of_advice

    scenario = read_scenario(Path(file), talk.advisor.snapshot.base.vocabulary)
    advice = talk.advisor.advise(scenario, changes=False, costs=False)
    for decision in advice.decisions:
        note = note_of_advice(advice, decision.decision, talk.advisor.snapshot.base, scenario.prompt)
        talk.store.save_note(keep(note, talk.now()))
    typer.echo(f"Notes kept: {len(advice.decisions)}.")
