"""What every command of the command line shares."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import typer


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def finish(found: bool) -> None:
    """Exit code 1 where something was found."""
    if found:
        raise typer.Exit(1)


def show(renderable: Any) -> None:
    """Print something that rich can render: plain where the output is no terminal."""
    from advisor.render.text import to_terminal

    typer.echo(to_terminal(renderable), nl=False)
