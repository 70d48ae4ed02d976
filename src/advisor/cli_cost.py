"""`advisor cost`: what a scenario costs, and fresh prices."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

_DEFAULT = "show"


class DefaultsToShow(TyperGroup):
    """`advisor cost FILE` is `advisor cost show FILE`; what names a command of its own goes there."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments with the command's name in front."""
        if args[:1] != ["--help"] and (not args or args[0] not in self.commands):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


cost_app = typer.Typer(
    cls=DefaultsToShow,
    help="The monthly cost of each surviving option: advisor cost [FILE|-] [--format text|json].",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
