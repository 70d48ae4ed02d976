"""The advice as one HTML file: it needs no network, runs no script, and prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from urllib.parse import urlsplit

from advisor.advise import Advice
from advisor.explain.around import FactShown
from advisor.explain.model import DecisionAdvice, OptionAdvice, Reason
from advisor.render import spending
from advisor.render.picture import picture
from advisor.render.stamp import command, made_from
from advisor.render.svg import svg
from advisor.rulebase.schema import Thing
from advisor.scenario.model import Scenario
from advisor.scenario.write import scenario_text
from advisor.vocabulary import Status, Strength, Verdict

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; max-width: 62rem; margin: 2rem auto;
       padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.8rem; } h2 { margin-top: 2.5rem; } h3 { margin-bottom: 0.3rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.6rem; border-bottom: 1px solid #8884; }
small, .small { font-size: 0.85rem; } figure { margin: 1rem 0; } figure svg { max-width: 100%; height: auto; }
.prompt { white-space: pre-wrap; border-left: 3px solid #8888; padding-left: 1rem; }
pre { white-space: pre-wrap; border: 1px solid #8886; padding: 0.8rem; }
@media print { details { display: block; } }
"""
_VERDICTS = {Verdict.RECOMMENDED: "Recommended", Verdict.VIABLE: "Would also work", Verdict.ELIMINATED: "Ruled out"}


def report(given: Advice, scenario: Scenario, things: Mapping[str, Thing]) -> str:
    """The whole advice with its picture, every reason, the sources, and how to make it again."""
    title = escape(given.scenario.title or "Advice")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{_STYLE}</style></head><body><main>",
            f"<h1>{title}</h1>",
            *_body(given, scenario, things),
            "</main></body></html>\n",
        ]
    )


def _body(given: Advice, scenario: Scenario, things: Mapping[str, Thing]) -> Iterator[str]:
    if scenario.prompt:
        yield f'<p class="prompt">{escape(scenario.prompt)}</p>'
    if given.scenario.objective:
        yield f"<p><strong>Objective.</strong> {escape(given.scenario.objective)}</p>"
    yield "<h2>The answer</h2>"
    yield _table(
        "The recommendation for each decision", ("Question", "Answer"), (_glance(item) for item in given.decisions)
    )
    drawn = picture(given, things)
    if not drawn.empty:
        yield f"<figure>{svg(drawn)}<figcaption class='small'>{escape(drawn.alt)}</figcaption></figure>"
    if given.companions:
        yield "<h2>Needed beside it</h2>"
        yield _list(f"<strong>{escape(one.name)}</strong>: {escape(one.because)}" for one in given.companions)
    if given.warnings:
        yield "<h2>Traps</h2>"
        yield _list(escape(one.text) for one in given.warnings)
    yield "<h2>Every option</h2>"
    for item in given.decisions:
        yield _table(
            item.question,
            ("Option", "Verdict", "Because", "Cost"),
            (
                (
                    f"<strong>{escape(option.name)}</strong>",
                    _VERDICTS[option.verdict],
                    _because(option),
                    escape(spending.of_option(given.cost, item.decision, option.option)) or "–",
                )
                for option in item.options
            ),
        )
    if costs := spending.whole(given.cost):
        yield f"<h2>What it costs</h2><p>{escape(costs)}</p>"
    yield "<h2>What it rests on</h2>"
    yield _table(
        "Facts",
        ("Fact", "How binding", "Comes from"),
        (
            (
                escape(fact.text),
                "must" if fact.strength is Strength.MUST else "nice to have",
                _origin(fact),
            )
            for fact in given.scenario.facts
        ),
    )
    yield "<h2>Where this comes from</h2>"
    yield _list(f"{escape(label)}: {escape(text)}" for label, text in made_from(given).items())
    again = f"<code>{escape(command(given, 'html'))}</code>"
    yield f"<p>To make this document again, save the scenario as <code>scenario.yaml</code> and run {again}:</p>"
    yield f"<pre>{escape(scenario_text(scenario))}</pre>"


def _glance(item: DecisionAdvice) -> tuple[str, str]:
    if item.status is Status.RECOMMENDED:
        return escape(item.question), f"<strong>{escape(item.options[0].name)}</strong>"
    if item.status is Status.OPEN:
        waits = "; ".join(unknown.question for unknown in item.depends_on)
        return escape(item.question), f"Open until this is known: {escape(waits)}"
    clash = item.conflicts[0].text if item.conflicts else ""
    return escape(item.question), f"Nothing fits. {escape(clash)}"


def _because(option: OptionAdvice) -> str:
    reasons = _list(_reason(reason) for reason in option.reasons)
    way = option.would_change.text if option.would_change else option.cannot_change
    if not way or option.verdict is Verdict.RECOMMENDED:
        return reasons
    return f"{reasons}<p class='small'>What would make it right: {escape(way)}</p>"


def _reason(reason: Reason) -> str:
    small = [f"said: {', '.join(f'“{words}”' for words in reason.words)}"] if reason.words else []
    small += [f"limit: {limit.value}, checked {limit.checked}" for limit in reason.limits]
    small += [f"rule: {reason.rule}"]
    told = [escape(" · ".join(small)), *map(_source, reason.references)]
    return f"{escape(reason.text)}<br><small>{' · '.join(told)}</small>"


def _origin(fact: FactShown) -> str:
    if fact.computed:
        return f"computed: {escape(fact.computed.text)}<br><small>{_source(fact.computed.source)}</small>"
    return f"“{escape(fact.words)}”" if fact.words else escape(", ".join(fact.rules)) or "stated"


def _source(reference: str) -> str:
    parts = urlsplit(reference)
    if parts.scheme == "https" and parts.netloc:
        return f'<a href="{escape(reference, quote=True)}">{escape(reference)}</a>'
    return escape(reference)


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _table(caption: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
