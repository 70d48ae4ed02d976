"""The elimination matrix as HTML: a row for each option, a column for each constraint, and a reason behind each cell.

A cell is a button; what it opens is already in the page, so it opens at once, by mouse, finger or keyboard. Everything
that is shown is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from advisor import DecisionAdvice, OptionAdvice, Reason, Status, Strength, Verdict
from components import CRITERIA, day, sentence, verdict_word

_IN_GENERAL: tuple[str, ...] = ()
_RANKING = ("ranking",)
_CLASS = {Verdict.RECOMMENDED: "best", Verdict.VIABLE: "alive", Verdict.ELIMINATED: "dead"}


@dataclass(frozen=True)
class Known:
    """What the matrix needs to know of the scenario and the rules: the facts in words, and the rules' titles."""

    said: Mapping[str, str]
    titles: Mapping[str, str]


def rows(item: DecisionAdvice, order: str) -> list[OptionAdvice]:
    """The options in the order that the reader asked for."""
    if order == "name":
        return sorted(item.options, key=lambda option: option.name.lower())
    if order == "against":
        return sorted(item.options, key=lambda option: len(option.reasons) * (option.verdict == Verdict.ELIMINATED))
    return list(item.options)


def matrix(item: DecisionAdvice, known: Known, order: str = "rank") -> str:
    """One decision as a table."""
    columns = _columns(item)
    heads = "".join(
        f'<th scope="col" role="columnheader">{escape(_head(item, column, known))}</th>' for column in columns
    )
    body = "".join(_row(option, item, columns, known) for option in rows(item, order))
    return (
        f'<div class="matrix"><table role="table"><caption>{escape(f"Options and reasons: {item.question}")}</caption>'
        f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Option and verdict</th>{heads}</tr>'
        f'</thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _columns(item: DecisionAdvice) -> list[tuple[str, ...]]:
    """Each set of facts that rules something out, then what ranks the rest."""
    dead = [option for option in item.options if option.verdict == Verdict.ELIMINATED]
    found = dict.fromkeys(reason.facts for option in dead for reason in option.reasons)
    stated = [column for column in found if column != _IN_GENERAL]
    ranked = len(dead) < len(item.options)
    return [*stated, *([_IN_GENERAL] if _IN_GENERAL in found else []), *([_RANKING] if ranked else [])]


def _head(item: DecisionAdvice, column: tuple[str, ...], known: Known) -> str:
    if column == _RANKING:
        return "Place among those that fit"
    if column == _IN_GENERAL:
        return "Whatever the scenario says"
    words = {
        name: said
        for option in item.options
        for reason in option.reasons
        if reason.facts == column and len(reason.words) == len(column)
        for name, said in zip(reason.facts, reason.words, strict=True)
    }
    told = [f"“{words[name]}”" if name in words else sentence(known.said.get(name, name)) for name in column]
    return " and ".join(told)


def _row(option: OptionAdvice, item: DecisionAdvice, columns: list[tuple[str, ...]], known: Known) -> str:
    dead = option.verdict == Verdict.ELIMINATED
    word = verdict_word(option.verdict, item.status)
    kind = _CLASS[option.verdict]
    cells = []
    for column in columns:
        reasons = [reason for reason in option.reasons if (reason.facts == column if dead else column == _RANKING)]
        label = escape(_head(item, column, known), quote=True)
        told = "".join(_reason(reason, index, option, item, known) for index, reason in _numbered(option, reasons))
        silent = '<span class="silent">–<span class="spoken"> nothing against it</span></span>'
        waits = '<span class="silent">depends on what is not known yet</span>'
        if not dead and column == _RANKING and item.status == Status.OPEN:
            told = waits
        cells.append(f'<td role="cell" data-label="{label}">{told or ("" if column == _RANKING else silent)}</td>')
    return (
        f'<tr role="row" class="{kind}"><th scope="row" role="rowheader">{escape(option.name)}'
        f'<span class="verdict {kind}">{escape(word)}</span></th>{"".join(cells)}</tr>'
    )


def _numbered(option: OptionAdvice, reasons: list[Reason]) -> Iterator[tuple[int, Reason]]:
    """The reasons with their places among all of the option's: each has one id on the page."""
    places = {id(reason): index for index, reason in enumerate(option.reasons)}
    return ((places[id(reason)], reason) for reason in reasons)


def _reason(reason: Reason, index: int, option: OptionAdvice, item: DecisionAdvice, known: Known) -> str:
    """The button and what it opens."""
    dead = option.verdict == Verdict.ELIMINATED
    title = known.titles.get(reason.rule, reason.text)
    name = f"why-{item.decision}-{option.option}-{index}"
    mark = "✕ Out: " if dead else "+ " if option.verdict == Verdict.RECOMMENDED else "– "
    shown = f"{mark}{title.rstrip('.')}"
    return (
        f'<button type="button" class="cell" popovertarget="{name}">{escape(shown)}</button>'
        f'<div popover="auto" id="{name}" class="why" role="dialog" aria-label="{escape(option.name, quote=True)}">'
        f'<p class="who">{escape(option.name)}: {escape(verdict_word(option.verdict, item.status).lower())}</p>'
        f"<p>{escape(reason.text)}</p>"
        f"{f'<p>Instead: {escape(reason.instead)}</p>' if reason.instead else ''}"
        f"<dl>{''.join(_evidence(reason, known))}</dl>{_way(option)}"
        f'<button type="button" class="close" popovertarget="{name}" popovertargetaction="hide">Close</button></div>'
    )


def _evidence(reason: Reason, known: Known) -> Iterator[str]:
    """What a reason rests on, from the facts to the documentation."""
    if reason.words:
        yield _line("Said", ", ".join(f"“{escape(words)}”" for words in reason.words))
    if reason.facts:
        yield _line("Facts", escape("; ".join(known.said.get(name, name) for name in reason.facts)))
    if reason.strength == Strength.SHOULD and reason.facts:
        yield _line("Weight", "a wish, so it only weighs")
    if reason.criterion is not None:
        yield _line("Counts for", escape(CRITERIA.get(reason.criterion.value, reason.criterion.value)))
    yield _line("Rule", f"<code>{escape(reason.rule)}</code>")
    if reason.via:
        yield _line("Through", ", ".join(f"<code>{escape(rule)}</code>" for rule in reason.via))
    for limit in reason.limits:
        told = f"{escape(limit.value)} (<code>{escape(limit.limit)}</code>), checked {day(limit.checked)}"
        disputed = f" The sources disagree: {escape(limit.disputed)}" if limit.disputed else ""
        yield _line("Limit", f"{told}, {_source(limit.source)}.{disputed}")
    if reason.references:
        yield _line("Sources", ", ".join(map(_source, reason.references)))


def _line(term: str, html: str) -> str:
    return f"<dt>{term}</dt><dd>{html}</dd>"


def _way(option: OptionAdvice) -> str:
    way = option.would_change.text if option.would_change else option.cannot_change
    if option.verdict == Verdict.RECOMMENDED or not way:
        return ""
    return f'<p class="way"><strong>What would make it right?</strong> {escape(way)}</p>'


def _source(reference: str) -> str:
    parts = urlsplit(reference)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return escape(reference)
    page = parts.path.rstrip("/").rpartition("/")[2].removesuffix(".html")
    name = f"{parts.netloc.removeprefix('www.')}: {page}" if page else parts.netloc
    return f'<a href="{escape(reference, quote=True)}">{escape(name)}</a>'
