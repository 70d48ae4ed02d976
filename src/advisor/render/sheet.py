"""The quick-reference sheet as Markdown, and as an HTML page that prints on as little paper as it can."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from advisor.render.markdown import escape
from advisor.study.sheet import Branch, LimitLine, NameLine, OptionLine, ReferenceSheet

_HOW = "Of the options that no constraint kills (✗), take the first, unless what speaks for another (✓) holds."
_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem; }
h1 { font-size: 1.5em; margin: 0 0 .1em; } h2 { font-size: 1.15em; margin: 1.2em 0 .3em; }
h3 { font-size: 1em; margin: .8em 0 .1em; } p.of { margin: 0 0 1em; }
ol, ul { margin: 0; padding-left: 1.5em; } .columns { columns: 26rem; column-gap: 2rem; }
section.branch { break-inside: avoid; } b.out::before { content: "✗ "; } b.in::before { content: "✓ "; }
b.out, b.in { font-weight: 600; }
@media print {
  @page { size: A3 landscape; margin: 7mm; }
  body { font-size: 6.2pt; line-height: 1.12; margin: 0; color: #000; }
  h1 { font-size: 11pt; display: inline; } p.of { display: inline; margin-left: 1em; } h2 { margin: .5em 0 .1em; }
  .columns { columns: 6; column-gap: 3mm; } h3 { margin: .3em 0 0; font-size: 1em; } p { margin: .2em 0; }
  section.branch ol { padding: 0; } section.branch li { display: inline; }
  section.branch li + li::before { content: " · "; }
  span.for { display: none; } ol, ul { padding-left: 1.3em; }
  article { break-after: page; } article:last-child { break-after: auto; }
}
"""


def sheet_as_markdown(sheets: Sequence[ReferenceSheet]) -> str:
    """Sheets as one Markdown document."""
    return "\n".join(line for sheet in sheets for line in _markdown(sheet)) + "\n"


def _markdown(sheet: ReferenceSheet) -> Iterator[str]:
    yield f"# {_title(sheet)}"
    yield from ("", escape(_of(sheet)), "", "## The tree", "")
    yield _HOW
    for branch in sheet.branches:
        yield from ("", f"### {escape(branch.question)}", "")
        yield from (f"{number}. {_line(line)}" for number, line in enumerate(branch.options, 1))
    yield from ("", "## Constraints to look for first", "", *(f"- {escape(text)}" for text in sheet.constraints))
    if sheet.limits:
        yield from ("", "## Limits", "", "| Limit | Value | Checked | Source |", "|---|---|---|---|")
        for limit in sheet.limits:
            what = escape(f"{limit.thing}: {limit.says}")
            yield f"| {what} | {escape(limit.value)} | {limit.checked} | {escape(limit.source)} |"
    if sheet.names:
        yield from ("", "## Old name → new name → closed", "", *(f"- {escape(_name(item))}" for item in sheet.names))
    yield from ("", "## From question to answer", "", *_numbered(sheet.steps))
    yield from ("", "## On the day", "", *(f"- [ ] {escape(text)}" for text in sheet.exam_day), "")


def _numbered(lines: Sequence[str]) -> Iterator[str]:
    return (f"{number}. {escape(text)}" for number, text in enumerate(lines, 1))


def _line(line: OptionLine) -> str:
    clues = [f"**{escape(line.name)}**"]
    clues += [f"✗ {escape(line.killer.text)}"] if line.killer else []
    clues += [f"✓ {escape(line.earned.text)}"] if line.earned else []
    return " · ".join(clues)


def sheet_as_html(sheets: Sequence[ReferenceSheet]) -> str:
    """Sheets as one HTML page, each on a sheet of paper of its own where it fits; it loads nothing from elsewhere."""
    title = html.escape(f"{sheets[0].exam} quick reference")
    body = "\n".join(line for sheet in sheets for line in _html(sheet))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    page = f"<head>{head}<style>{_STYLE}</style></head>\n<body>\n{body}\n</body>"
    return f'<!doctype html>\n<html lang="en">\n{page}\n</html>\n'


def _html(sheet: ReferenceSheet) -> Iterator[str]:
    yield f"<article><h1>{html.escape(_title(sheet))}</h1><p class='of'>{html.escape(_of(sheet))}</p>"
    yield f"<div class='columns'><h2>The tree</h2><p>{_HOW}</p>"
    for branch in sheet.branches:
        yield from _branch(branch)
    yield f"<h2>Constraints to look for first</h2>{_list('ul', sheet.constraints)}"
    if sheet.limits:
        yield f"<h2>Limits</h2><ul>{''.join(map(_limit, sheet.limits))}</ul>"
    if sheet.names:
        yield f"<h2>Old name → new name → closed</h2>{_list('ul', [_name(item) for item in sheet.names])}"
    yield f"<h2>From question to answer</h2>{_list('ol', sheet.steps)}"
    yield f"<h2>On the day</h2>{_list('ul', sheet.exam_day)}</div></article>"


def _branch(branch: Branch) -> Iterator[str]:
    yield f"<section class='branch'><h3>{html.escape(branch.question)}</h3><ol>"
    for line in branch.options:
        clues = f" <b class='out'></b>{html.escape(line.killer.text)}" if line.killer else ""
        if line.earned:  # on paper there is room for what kills only
            clues += f"<span class='for'> <b class='in'></b>{html.escape(line.earned.text)}</span>"
        yield f"<li><b>{html.escape(line.name)}</b>{clues}</li>"
    yield "</ol></section>"


def _limit(line: LimitLine) -> str:
    what = html.escape(f"{line.thing}: {line.says}")
    return f"<li>{what}: <b>{html.escape(line.value)}</b> ({line.checked:%-d %b %Y})</li>"


def _list(kind: str, lines: Sequence[str]) -> str:
    return f"<{kind}>{''.join(f'<li>{html.escape(line)}</li>' for line in lines)}</{kind}>"


def _title(sheet: ReferenceSheet) -> str:
    return f"{sheet.exam} · domain {sheet.domain}: {sheet.title}"


def _of(sheet: ReferenceSheet) -> str:
    return f"{sheet.weight} % of the exam. Seen on {sheet.as_of:%-d %B %Y}, rule base {sheet.rulebase}."


def _name(line: NameLine) -> str:
    before = f"{' / '.join(line.formerly)} → " if line.formerly else ""
    after = f" → {line.since}" if line.since else ""
    instead = f" ({line.instead})" if line.instead else ""
    return f"{before}{line.now}{after}{instead}"
