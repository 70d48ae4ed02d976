"""What Rich renders, as the terminal takes it."""

from __future__ import annotations

import io

from rich.console import Console, RenderableType


def to_terminal(renderable: RenderableType, *, colour: bool | None = None, width: int | None = None) -> str:
    """What Rich would print, as a string; colour and width default to what the terminal offers."""
    buffer = io.StringIO()
    probe = Console()
    console = Console(
        file=buffer,
        force_terminal=probe.is_terminal if colour is None else colour,
        no_color=probe.no_color,
        width=width or min(probe.width, 110),
        highlight=False,
    )
    console.print(renderable, crop=False)
    return buffer.getvalue()
