"""The commands `advisor study ...`, for learners."""

from __future__ import annotations

import datetime
import json
from enum import StrEnum
from typing import Annotated

import typer

from advisor.cli_shared import Format, date_of
from advisor.errors import InputError, did_you_mean

study_app = typer.Typer(help="Practice for an exam.", no_args_is_help=True, rich_markup_mode=None)

# What INTERFACES promises of an item; what stands beside is for the advisor's own pages.
_CONTRACT = {"id", "decision", "stem", "options", "answer", "facts", "reasons", "seed", "rulebase"}


@study_app.command("items")
def study_items(
    count: Annotated[int, typer.Option(help="How many items.", min=1, max=100_000)] = 5,
    seed: Annotated[int, typer.Option(help="The same seed gives the same items.", min=0)] = 1,
    decision: Annotated[str | None, typer.Option(help="Only items of one decision.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The date the world is seen at; default: today.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print them.")] = Format.TEXT,
) -> None:
    """Practice items, made up and proved: exactly one option survives, and each other falls for a reason."""
    from advisor.advise import advisor_at
    from advisor.render import items as render
    from advisor.study.items import decisions_with_items, generate, why_no_items

    advisor = advisor_at(date_of(as_of))
    known = decisions_with_items(advisor)
    if decision is not None and decision not in known:
        if decision in advisor.snapshot.decisions:
            why = why_no_items(advisor, decision)
            raise InputError.one("--decision", f"no items are made for `{decision}`: {why}", "choose another")
        raise InputError.one("--decision", f"there is no decision `{decision}`", did_you_mean(decision, known))
    made = list(generate(advisor, count, seed, [decision] if decision else []))
    if format is Format.JSON:
        typer.echo(json.dumps([item.model_dump(mode="json", include=_CONTRACT) for item in made], indent=2))
    else:
        typer.echo("\n".join(map(render.as_text, made)), nl=False)


class SheetFormat(StrEnum):
    """How a sheet is printed."""

    MARKDOWN = "markdown"
    HTML = "html"


@study_app.command("sheet")
def study_sheet(
    exam: Annotated[
        str | None, typer.Option(metavar="CODE", help="An exam, seen on its last day where it is no longer held.")
    ] = None,
    domain: Annotated[int | None, typer.Option(help="Only one domain of the exam, by its number.", min=1)] = None,
    format: Annotated[SheetFormat, typer.Option(help="How to print it.")] = SheetFormat.MARKDOWN,
) -> None:
    """The quick-reference sheet of each domain: the decision tree, killer constraints, limits, old names."""
    from advisor.advise import advisor_at
    from advisor.render import sheet as render
    from advisor.rulebase.load import shipped
    from advisor.study.sheet import current_exam, sheets

    base, today = shipped(), datetime.date.today()
    code = exam.upper() if exam else current_exam(base, today)
    last = base.exams[code].last_day if code in base.exams else None
    found = sheets(advisor_at(min(last or today, today)), code, domain)
    typer.echo(render.sheet_as_html(found) if format is SheetFormat.HTML else render.sheet_as_markdown(found), nl=False)
