"""The architecture picture as Mermaid text, for documents whose readers draw it themselves."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from advisor.render.picture import Lane, Part, Picture, Role

_STYLES = (
    "classDef chosen stroke-width:2px",
    "classDef companion stroke-dasharray:0",
    "classDef eliminated stroke-dasharray:3 3",
    "classDef caller stroke-width:1px",
)


def mermaid(drawn: Picture) -> str:
    """A flowchart with one subgraph for each lane; the same picture is the same text."""
    return "\n".join(["flowchart LR", *_lines(drawn)]) + "\n"


def _lines(drawn: Picture) -> Iterator[str]:
    numbers = itertools.count()
    yield f"  accTitle: {_said(drawn.title or 'Architecture')}"
    yield f"  accDescr: {_said(drawn.alt)}"
    for part in drawn.outside:
        yield _box(part, numbers, 1)
    yield '  subgraph account["Your AWS account"]'
    for lane in (*drawn.stages, *drawn.across):
        yield from _lane(lane, numbers)
    yield "  end"
    order = [lane.area.value for lane in drawn.stages]
    for one, other in itertools.pairwise(order):
        yield f"  {one} --> {other}"
    if drawn.outside:
        yield from (f"  n{index} --> account" for index in range(len(drawn.outside)))
    yield from (f"  {style}" for style in _STYLES)


def _lane(lane: Lane, numbers: Iterator[int]) -> Iterator[str]:
    yield f'    subgraph {lane.area.value}["{_said(lane.title)}"]'
    for group in lane.groups:
        if group.label:
            yield f'      subgraph {lane.area.value}_vpc["{_said(group.label)}"]'
        yield from (_box(part, numbers, 4) for part in group.parts)
        if group.label:
            yield "      end"
    yield "    end"


def _box(part: Part, numbers: Iterator[int], depth: int) -> str:
    ruled_out = "ruled out: " if part.role is Role.ELIMINATED and not part.note.startswith("ruled out") else ""
    label = f"{_said(part.name)}<br/>{ruled_out}{_said(part.note)}"
    return f'{"  " * depth}n{next(numbers)}["{label}"]:::{part.role.value}'


def _said(text: str) -> str:
    """Text that Mermaid shows as it is: what it reads as markup becomes a character code."""
    plain = " ".join(text.split())
    return "".join(letter if letter.isalnum() or letter in " .,:/-" else f"#{ord(letter)};" for letter in plain)
