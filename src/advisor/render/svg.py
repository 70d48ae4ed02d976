"""The architecture picture as SVG: laid out here, so that the same picture is the same bytes everywhere."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from advisor.advise import Advice
from advisor.render.picture import Group, Lane, Part, Picture, Role
from advisor.render.stamp import made_from

_PART, _GAP, _PAD, _TITLE = 196, 12, 14, 30
_NAME_LINE, _NOTE_LINE = 17, 15
# Characters that fit on a line of a box in the widest of the fonts; a chosen name is set bold.
_BOLD_WIDTH, _NAME_WIDTH, _NOTE_WIDTH = 21, 24, 29
_COLUMNS = {1: 3, 2: 2}


@dataclass(frozen=True)
class Colours:
    """One theme; each pair of text and ground has a contrast of at least 4.5."""

    ground: str
    box: str
    companion: str
    text: str
    soft: str
    accent: str
    line: str


LIGHT = Colours("#ffffff", "#e3f2f1", "#f5f6f8", "#1a1f24", "#4b5560", "#0b6b6b", "#7a8590")
# The ground of the dark page shows through: it is drawn on nothing else.
DARK = Colours("none", "#12312f", "#1b2027", "#f2f5f7", "#b9c2cc", "#5cc3c0", "#8791a0")


@dataclass
class _Sheet:
    """What has been drawn so far."""

    colours: Colours
    shapes: list[str] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, fill: str, stroke: str, more: str = "") -> None:
        self.shapes.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" '
            f'fill="{fill}" stroke="{stroke}"{more}/>'
        )

    def words(self, x: float, y: float, text: str, size: int, fill: str, more: str = "") -> None:
        self.shapes.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}"{more}>{html.escape(text)}</text>'
        )

    def arrow(self, x: float, y: float, dx: float, dy: float) -> None:
        """A short arrow from one place to the next."""
        tip_x, tip_y = x + dx, y + dy
        head = (
            f"{tip_x - 7:g},{tip_y - 5:g} {tip_x:g},{tip_y:g} {tip_x - 7:g},{tip_y + 5:g}"
            if dx
            else f"{tip_x - 5:g},{tip_y - 7:g} {tip_x:g},{tip_y:g} {tip_x + 5:g},{tip_y - 7:g}"
        )
        line = f'x1="{x:g}" y1="{y:g}" x2="{tip_x:g}" y2="{tip_y:g}"'
        self.shapes.append(f'<line {line} stroke="{self.colours.accent}" stroke-width="2"/>')
        self.shapes.append(f'<polyline points="{head}" fill="none" stroke="{self.colours.accent}" stroke-width="2"/>')


def svg(drawn: Picture, *, dark: bool = False, narrow: bool = False, stamp: Advice | None = None) -> str:
    """The picture as a complete SVG file; `narrow` stacks the lanes for a phone, `stamp` says what it was made from."""
    sheet = _Sheet(DARK if dark else LIGHT)
    origin = made_from(stamp) if stamp else {}
    columns = 1 if narrow else _COLUMNS.get(len(drawn.stages), 1)
    lane_width = _lane_width(columns)
    across = 1 if narrow else max(len(drawn.stages), 1)
    arrow = 26
    inner = across * lane_width + (across - 1) * arrow
    width = inner + 4 * _PAD
    y = float(_PAD)
    y = _outside(sheet, drawn, y, width, narrow)
    top = y
    sheet.words(2 * _PAD, y + 20, "Your AWS account", 13, sheet.colours.soft, ' font-weight="600"')
    y += _TITLE
    y = _stages(sheet, drawn.stages, y, columns, narrow, arrow)
    for lane in drawn.across:
        count = columns if narrow else _fitting(inner)
        height = _lane_height(lane, count)
        _lane(sheet, lane, 2 * _PAD, y, inner, height, count)
        y += height + _GAP
    account = (
        f'<rect x="{_PAD}" y="{top:g}" width="{width - 2 * _PAD:g}" height="{y - top:g}" rx="8" fill="none" '
        f'stroke="{sheet.colours.soft}" stroke-width="1.5"/>'
    )
    y += 2.0
    below = [_legend(drawn), *(f"Not settled yet: {question}" for question in drawn.unsettled)]
    fitting = int((width - 2 * _PAD) / 7)
    for line in (line for told in below for line in textwrap.wrap(told, fitting)):
        y += 18
        sheet.words(_PAD, y, line, 12, sheet.colours.soft)
    bottom = y + _PAD
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {bottom:g}" width="{width:g}" '
            f'height="{bottom:g}" role="img" aria-labelledby="t d" '
            'font-family="system-ui, -apple-system, Segoe UI, Roboto, DejaVu Sans, sans-serif">',
            f'<title id="t">{html.escape(drawn.title or "Architecture")}</title>',
            f'<desc id="d">{html.escape(drawn.alt)}</desc>',
            *(f"<metadata>{html.escape(label)}: {html.escape(text)}</metadata>" for label, text in origin.items()),
            f'<rect width="{width:g}" height="{bottom:g}" fill="{sheet.colours.ground}"/>',
            account,
            *sheet.shapes,
            "</svg>\n",
        ]
    )


def _outside(sheet: _Sheet, drawn: Picture, y: float, width: float, narrow: bool) -> float:
    """Who stands outside the account, above it, with an arrow in."""
    if not drawn.outside:
        return y
    per_row = 1 if narrow else max(1, int((width - 2 * _PAD + _GAP) // (_PART + _GAP)))
    for start in range(0, len(drawn.outside), per_row):
        row = drawn.outside[start : start + per_row]
        height = max(map(_part_height, row))
        left = (width - len(row) * _PART - (len(row) - 1) * _GAP) / 2
        for index, part in enumerate(row):
            _part(sheet, part, left + index * (_PART + _GAP), y, height)
        y += height + _GAP
    sheet.arrow(width / 2, y - _GAP + 2, 0, 22)
    return y + 14


def _stages(sheet: _Sheet, lanes: Sequence[Lane], y: float, columns: int, narrow: bool, arrow: int) -> float:
    if not lanes:
        return y
    width = _lane_width(columns)
    tallest = max(_lane_height(lane, columns) for lane in lanes)
    for index, lane in enumerate(lanes):
        x = 2 * _PAD if narrow else 2 * _PAD + index * (width + arrow)
        height = _lane_height(lane, columns) if narrow else tallest
        _lane(sheet, lane, x, y, width, height, columns)
        last = index == len(lanes) - 1
        if narrow:
            y += height
            if not last:
                sheet.arrow(x + width / 2, y + 2, 0, arrow - 5)
                y += arrow
        elif not last:
            sheet.arrow(x + width + 2, y + 20, arrow - 5, 0)
    return y + (0 if narrow else tallest) + _GAP


def _lane(sheet: _Sheet, lane: Lane, x: float, y: float, width: float, height: float, columns: int) -> None:
    sheet.box(x, y, width, height, "none", sheet.colours.line, ' stroke-width="1"')
    sheet.words(x + _PAD, y + 21, lane.title, 15, sheet.colours.text, ' font-weight="700"')
    y += _TITLE
    for group in lane.groups:
        y = _group(sheet, group, x + _PAD, y, width - 2 * _PAD, columns)


def _group(sheet: _Sheet, group: Group, x: float, y: float, width: float, columns: int) -> float:
    height = _group_height(group, columns)
    if group.label:
        dashes = ' stroke-width="1.5" stroke-dasharray="6 4"'
        sheet.box(x - 6, y, width + 12, height - _GAP, "none", sheet.colours.accent, dashes)
        sheet.words(x + 2, y + 16, group.label, 12, sheet.colours.accent, ' font-weight="600"')
    below = y + (24 if group.label else 0)
    for row in _rows(group, columns):
        tall = max(map(_part_height, row))
        for index, part in enumerate(row):
            _part(sheet, part, x + index * (_PART + _GAP), below, tall)
        below += tall + _GAP
    return y + height


def _part(sheet: _Sheet, part: Part, x: float, y: float, height: float) -> None:
    colours = sheet.colours
    fill, stroke, more = {
        Role.CHOSEN: (colours.box, colours.accent, ' stroke-width="2"'),
        Role.COMPANION: (colours.companion, colours.line, ' stroke-width="1"'),
        Role.ELIMINATED: ("none", colours.line, ' stroke-width="1" stroke-dasharray="3 3"'),
        Role.CALLER: (colours.ground, colours.soft, ' stroke-width="1"'),
    }[part.role]
    sheet.box(x, y, _PART, height, fill, stroke, more)
    faint = part.role is Role.ELIMINATED
    at = y + 8
    for line in _name(part):
        at += _NAME_LINE
        weight = ' font-weight="600"' if part.role is Role.CHOSEN else ""
        sheet.words(x + 10, at - 3, line, 13, colours.soft if faint else colours.text, weight)
    for line in _note(part):
        at += _NOTE_LINE
        sheet.words(x + 10, at - 2, line, 11, colours.soft)


def _name(part: Part) -> list[str]:
    width = _BOLD_WIDTH if part.role is Role.CHOSEN else _NAME_WIDTH
    return textwrap.wrap(part.name, width, break_on_hyphens=False) or [""]


def _note(part: Part) -> list[str]:
    return textwrap.wrap(part.note, _NOTE_WIDTH)


def _part_height(part: Part) -> int:
    return 16 + len(_name(part)) * _NAME_LINE + len(_note(part)) * _NOTE_LINE


def _rows(group: Group, columns: int) -> Iterator[tuple[Part, ...]]:
    for start in range(0, len(group.parts), columns):
        yield group.parts[start : start + columns]


def _group_height(group: Group, columns: int) -> int:
    rows = sum(max(map(_part_height, row)) + _GAP for row in _rows(group, columns))
    return rows + (24 + _GAP if group.label else 0)


def _lane_height(lane: Lane, columns: int) -> int:
    return _TITLE + sum(_group_height(group, columns) for group in lane.groups) + 4


def _lane_width(columns: int) -> int:
    return columns * _PART + (columns - 1) * _GAP + 2 * _PAD


def _fitting(inner: float) -> int:
    return max(1, int((inner - 2 * _PAD + _GAP) // (_PART + _GAP)))


def _legend(drawn: Picture) -> str:
    roles = {part.role for lane in (*drawn.stages, *drawn.across) for group in lane.groups for part in group.parts}
    told = ["Thick border: chosen"]
    told += ["thin border: needed beside it"] if Role.COMPANION in roles else []
    told += ["dotted border: ruled out"] if Role.ELIMINATED in roles else []
    if any(group.label for lane in (*drawn.stages, *drawn.across) for group in lane.groups):
        told.append("dashed frame: VPC")
    return " · ".join(told)
