"""What every command of the command line shares."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Any

import typer

from advisor.errors import InputError


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class AdviceFormat(StrEnum):
    """How an advice is printed: as text here, or as one of the documents of `advisor.render.export`."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    ADR = "adr"
    HTML = "html"
    NOTE = "note"
    SVG = "svg"


class LabFormat(StrEnum):
    """How a lab proof is printed: all of it, or the template alone."""

    MARKDOWN = "markdown"
    JSON = "json"
    YAML = "yaml"


def date_of(as_of: str | None) -> datetime.date:
    """The day that `--as-of` names; today where it is not given."""
    if as_of is None:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(as_of)
    except ValueError:
        raise InputError.one("--as-of", f"`{as_of}` is not a date", "write it as 2026-03-31") from None


def finish(found: bool) -> None:
    """Exit code 1 where something was found."""
    if found:
        raise typer.Exit(1)


def show(renderable: Any) -> None:
    """Print something that rich can render: plain where the output is no terminal."""
    from advisor.render.terminal import to_terminal

    typer.echo(to_terminal(renderable), nl=False)
