"""Small parts that every page uses: text shown as text, links, badges and lists of problems."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import streamlit as st

from advisor import Problem, Status, Verdict

# The form keeps its place beside the answer on a wide screen; a narrow one gets a link past the form instead.
STYLE = """<style>
@media (min-width: 641px) {
  .st-key-form { position: sticky; top: 4.5rem; max-height: calc(100vh - 5.5rem); overflow-y: auto;
                 padding-right: 0.75rem; }
  .st-key-past-the-form { display: none; }
}
h1 { font-size: 1.75rem !important; padding: 0 0 0.75rem !important; }
h2 { font-size: 1.5rem !important; }
.st-key-library h2 { font-size: 1.2rem !important; padding: 0.25rem 0 !important; }
h3 { font-size: 1.2rem !important; padding: 0.25rem 0 !important; }
[data-testid="stMainBlockContainer"] { padding-top: 5rem; }
[data-testid="stTable"] td:last-child *, [data-testid="stTable"] code { white-space: normal; overflow-wrap: anywhere; }
[data-testid="stTable"] td, [data-testid="stTable"] th { vertical-align: top; }
.marked { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.9; }
mark { color: inherit; padding: 0.1em 0.25em; border-radius: 0.25em; }
mark.must { background: rgba(214, 60, 60, 0.18); border-bottom: 2px solid #b3261e; }
mark.should { background: rgba(28, 110, 210, 0.16); border-bottom: 2px dashed #1c5fb8; }
.marked .tag { font-size: 0.72em; font-weight: 600; text-transform: uppercase; letter-spacing: 0.03em; }
.unread { opacity: 0.65; }
[class*="st-key-wb-text"] textarea { font-family: monospace; }
.legend { font-size: 0.85rem; margin: 0.75rem 0 0; }
.matrix { overflow-x: auto; }
.matrix table { border-collapse: collapse; width: 100%; font-size: 0.95rem; }
.matrix caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.matrix th, .matrix td { text-align: left; vertical-align: top; padding: 0.5rem 0.6rem; overflow-wrap: anywhere;
                         border-bottom: 1px solid rgba(128, 128, 128, 0.35); min-width: 7.5rem; }
.matrix thead th { font-weight: 600; }
.matrix .verdict { display: block; font-weight: 400; }
.matrix .verdict.best { font-weight: 700; }
.matrix tr.best th[scope="row"] { border-left: 4px solid #0b7a5c; }
.matrix tr.alive th[scope="row"] { border-left: 4px dotted #3a6fc4; }
.matrix tr.dead th[scope="row"] { border-left: 4px double #c0392b; }
.matrix .silent { opacity: 0.85; }
.matrix button { font: inherit; color: inherit; text-align: left; cursor: pointer; border-radius: 0.3rem; }
.matrix button.cell { background: none; border: 1px solid rgba(128, 128, 128, 0.6); padding: 0.3rem 0.5rem;
                      margin: 0 0 0.35rem; min-height: 1.75rem; }
.matrix tr.dead button.cell { border-color: #c0392b; }
.matrix button:hover { text-decoration: underline; }
.matrix button:focus-visible, .why a:focus-visible { outline: 3px solid #1c6fd0; outline-offset: 2px; }
.matrix .why { max-width: min(36rem, calc(100vw - 2rem)); max-height: 80vh; overflow-y: auto; padding: 1rem 1.25rem;
               border: 1px solid #808080; border-radius: 0.5rem; color: CanvasText; background: Canvas; margin: auto; }
.why .who { font-weight: 700; }
.why p { margin: 0 0 0.6rem; }
[data-testid="stButtonGroup"] button, [data-testid="stButtonGroup"] button p { color: inherit !important; }
[data-testid="stSliderThumbValue"], [data-testid="stSliderThumbValue"] p { color: inherit !important; }
[data-testid="stCaptionContainer"] code { color: inherit !important; }
.why dl { padding: 0; display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 0.75rem; margin: 0 0 0.75rem;
          font-size: 0.9rem; }
.why dt { font-weight: 600; } .why dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.why a { color: inherit; text-decoration: underline; }
.why .close { border: 1px solid rgba(128, 128, 128, 0.6); background: none; padding: 0.3rem 0.8rem; }
[class*="st-key-figure-narrow"] { display: none; }
@media (max-width: 640px) {
  [class*="st-key-figure-wide"] { display: none; }
  [class*="st-key-figure-narrow"] { display: flex; }
  [data-testid="stTable"] td * { white-space: normal; overflow-wrap: anywhere; }
  .matrix table, .matrix thead, .matrix tbody, .matrix tr, .matrix td, .matrix tbody th { display: block; }
  .matrix thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .matrix th, .matrix td { border-bottom: 0; padding: 0.25rem 0.6rem; }
  .matrix tr { border-bottom: 1px solid rgba(128, 128, 128, 0.5); padding: 0.5rem 0; }
  .matrix td:not(:has(button)) { display: none; }
  .matrix td::before { content: attr(data-label); display: block; font-size: 0.85rem; }
}
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
</style>"""

# Only what Markdown reads is escaped: a screen reader speaks a label as it is written, backslashes included.
_INLINE = re.compile(r"([\\`*_\[\]<>|~$]|:(?=[\w\u2060])|&(?=[#\w]))")
_AT_THE_START = re.compile(r"^(\d*)([#+\-=.)])")
# Streamlit reads these from the finished text, where a backslash no longer helps: emoji and icon names between
# colons, arrows and dashes, bare addresses. An invisible word joiner keeps them apart.
_NAMED = re.compile(r":(?=[\w+-]+(?:/\w+)?:)")
_ADDRESS = re.compile(
    r"(?<=https)(?=:)|(?<=http)(?=:)|(?<=www)(?=\.)|(?<=\w)(?=@\w)|(?<=[-<>~])(?=[-=>])", re.IGNORECASE
)
_JOINER = "\u2060"

VERDICT_WORDS = {
    Verdict.RECOMMENDED: "Recommended",
    Verdict.VIABLE: "Would also work",
    Verdict.ELIMINATED: "Ruled out",
}
STATUS_BADGES = {
    Status.RECOMMENDED: ":green-badge[Recommended]",
    Status.OPEN: ":orange-badge[Open]",
    Status.CONFLICT: ":red-badge[Nothing fits]",
}
CRITERIA = {"fit": "match to the workload", "operations": "operational overhead", "time-to-market": "time to market"}
_VERDICT_COLOURS = {Verdict.RECOMMENDED: "green", Verdict.VIABLE: "blue", Verdict.ELIMINATED: "red"}


def plain_text(text: object) -> str:
    r"""Any text as Markdown that shows exactly that text, on one line.

    >>> plain_text("<b>*4 MB*</b>")
    '\\<b\\>\\*4 MB\\*\\</b\\>'
    """
    joined = " ".join(str(text).split())
    apart = _ADDRESS.sub(_JOINER, _NAMED.sub(f":{_JOINER}", joined))
    return _AT_THE_START.sub(r"\1\\\2", _INLINE.sub(r"\\\1", apart))


def sentence(text: str) -> str:
    """Text that starts with a capital letter, as a label does."""
    return text[:1].upper() + text[1:]


def code(identifier: str) -> str:
    """An id in the font for code; ids hold no backticks."""
    return f"`{identifier.replace('`', '')}`"


def day(date: datetime.date) -> str:
    """A date in words that no reader can take for another."""
    return f"{date.day} {date:%B %Y}"


def source(reference: str) -> str:
    """A source as a link where it is an address on the web, otherwise as text."""
    parts = urlsplit(reference)
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s<>]", reference):
        return plain_text(reference)
    page = parts.path.rstrip("/").rpartition("/")[2].removesuffix(".html")
    name = f"{parts.netloc.removeprefix('www.')}: {page}" if page else parts.netloc
    return f"[{plain_text(name)}](<{reference}>)"


def verdict_word(verdict: Verdict, status: Status) -> str:
    """The word for a verdict; while the decision is open, a survivor is still possible."""
    return "Still possible" if status == Status.OPEN and verdict == Verdict.VIABLE else VERDICT_WORDS[verdict]


def verdict_badge(verdict: Verdict, status: Status) -> str:
    """The verdict as a coloured word."""
    return f":{_VERDICT_COLOURS[verdict]}-badge[{verdict_word(verdict, status)}]"


def problem_list(title: str, problems: Iterable[Problem]) -> None:
    """What is wrong with some input: each problem with its place and what to do about it."""
    lines = []
    for problem in problems:
        place = f"**{plain_text(problem.place)}**: " if problem.place else ""
        remedy = f" {plain_text(sentence(problem.remedy))}." if problem.remedy else ""
        lines.append(f"- {place}{plain_text(sentence(problem.message))}.{remedy.replace('?.', '?')}")
    st.error("\n".join(lines), title=title)
