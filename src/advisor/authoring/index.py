"""rules/README.md: the rule base decision by decision, generated so that it is never out of date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from advisor.rulebase.english import conclusion
from advisor.rulebase.schema import Rule, RuleBase
from advisor.vocabulary import RuleStatus

NAME = "README.md"

_HEAD = """\
# The rule base

What the advisor knows, one fact of the world in one file. This page is written by `advisor rules index`: change the
files, not the page. How to add a rule stands in [CONTRIBUTING.md](../CONTRIBUTING.md).
"""


def index(base: RuleBase) -> str:
    """The page."""
    parts = (_counts, _decisions, _implications, _formulas, _catalogue)
    return "\n".join([_HEAD, *(line for part in parts for line in part(base))])


def is_current(base: RuleBase, rules: Path) -> bool:
    """Whether the page in the folder `rules` says what the rule base holds."""
    path = rules / NAME
    return path.exists() and path.read_text(encoding="utf-8") == index(base)


def _counts(base: RuleBase) -> Iterator[str]:
    limits = sum(len(thing.limits) for thing in base.things.values())
    drafts = sum(rule.status is RuleStatus.DRAFT for rule in base.rules.values())
    cases = sum(len(rule.cases) for rule in base.rules.values())
    waiting = f" ({drafts} of them drafts, which are never reasoned with)" if drafts else ""
    yield (
        f"{len(base.decisions)} decisions, {len(base.rules)} rules{waiting} with {cases} cases, {len(base.things)} "
        f"things with {limits} limits, {len(base.capabilities)} capabilities, {len(base.phrases)} phrases, "
        f"{len(base.formulas)} formulas."
    )
    yield ""
    yield "| decision | question | options | rules | exam tasks |"
    yield "|---|---|---:|---:|---|"
    for decision in base.decisions.values():
        yield (
            f"| [{decision.id}](#{decision.id}) | {decision.question} | {len(decision.options)} "
            f"| {len(_rules(base, decision.id))} | {', '.join(decision.tasks)} |"
        )
    everywhere = len(_rules(base, None))
    yield f"| [implications](#implications) | What follows from facts, in every decision | | {everywhere} | |"
    yield ""


def _rules(base: RuleBase, decision: str | None) -> list[Rule]:
    return sorted((rule for rule in base.rules.values() if rule.decision == decision), key=lambda rule: rule.id)


def _decisions(base: RuleBase) -> Iterator[str]:
    for decision in base.decisions.values():
        yield f"## {decision.id}"
        yield ""
        yield decision.question
        yield ""
        yield "Options, the simplest first:"
        yield ""
        for option in decision.options:
            hosts = decision.belongs_to.get(option, ())
            goes = f" (goes with {' or '.join(hosts)})" if hosts else ""
            yield f"- `{option}`: {base.things[option].name}{goes}"
        yield ""
        yield from _table(base, _rules(base, decision.id))


def _implications(base: RuleBase) -> Iterator[str]:
    yield "## implications"
    yield ""
    yield "What follows from facts, in every decision."
    yield ""
    yield from _table(base, _rules(base, None))


def _table(base: RuleBase, rules: Iterable[Rule]) -> Iterator[str]:
    yield "| rule | concludes |"
    yield "|---|---|"
    for rule in rules:
        draft = " (draft)" if rule.status is RuleStatus.DRAFT else ""
        yield f"| [{_cell(rule.title)}]({rule.place.removeprefix('rules/')}){draft} | {_cell(conclusion(base, rule))} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _formulas(base: RuleBase) -> Iterator[str]:
    yield "## Formulas"
    yield ""
    yield "What is computed from facts that are stated."
    yield ""
    yield "| formula | gives | computed as |"
    yield "|---|---|---|"
    for item in sorted(base.formulas.values(), key=lambda item: item.id):
        title = f"[{_cell(item.title)}]({item.place.removeprefix('rules/')})"
        yield f"| {title} | `{item.gives}` | `{item.written}` |"
    yield ""


def _catalogue(base: RuleBase) -> Iterator[str]:
    yield "## Catalogue"
    yield ""
    yield "| area | things | limits | dated events |"
    yield "|---|---:|---:|---:|"
    areas = sorted({thing.area for thing in base.things.values()})
    for area in areas:
        things = [thing for thing in base.things.values() if thing.area is area]
        limits = sum(len(thing.limits) for thing in things)
        events = sum(len(thing.lifecycle) for thing in things)
        yield f"| {area.value} | {len(things)} | {limits} | {events} |"
    yield ""
