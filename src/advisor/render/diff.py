"""The difference between two rule bases, for a terminal and for a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from advisor.authoring.diff.model import Change, DecisionDifference, How, RuleBaseDifference, Witness

_WORDS = {
    How.ADDED: "added",
    How.REMOVED: "removed",
    How.CHANGED: "changed",
    How.REWORDED: "only reworded",
}


def markdown(found: RuleBaseDifference) -> str:
    """The difference as Markdown, with what only follows from other decisions folded away."""
    return "\n".join(_lines(found, fold=True)) + "\n"


def text(found: RuleBaseDifference) -> RenderableType:
    """The difference for a terminal: the same lines, headings in bold."""
    lines = []
    for line in _lines(found, fold=False):
        heading = line.startswith("#")
        plain = line.lstrip("# ").replace("**", "").replace("`", "")
        lines.append(Text(plain, "bold" if heading else ""))
    return Group(*lines)


def _lines(found: RuleBaseDifference, fold: bool) -> Iterator[str]:
    yield f"## Rules: `{found.ref}` ({found.commit[:10]}) → working tree, as of {found.as_of}"
    yield ""
    if not found.comparable:
        yield from _unreadable(found)
    elif not found.changes:
        yield "Nothing differs."
    else:
        yield from _summary(found)
        yield from _decisions(found, fold)
        yield from _scenarios(found)
    yield from _changes(found)
    yield from _left_out(found)


def _unreadable(found: RuleBaseDifference) -> Iterator[str]:
    yield f"The rules at `{found.ref}` do not load with today's program, so only files are compared:"
    yield ""
    yield from (f"- {problem}" for problem in found.problems[:10])
    if len(found.problems) > 10:
        yield f"- and {len(found.problems) - 10} more problems"
    yield ""


# More decisions than this are counted and not named.
_MOST_NAMED = 12


def _summary(found: RuleBaseDifference) -> Iterator[str]:
    changing = list(dict.fromkeys(item.decision for item in found.decisions if item.witnesses))
    if changing:
        yield f"**What is decided, added or warned of can differ in: {', '.join(changing)}.**"
    elif all(item.settled for item in found.decisions):
        yield "**No scenario is decided otherwise.**"
    if len(found.untouched) > _MOST_NAMED:
        yield f"The other {len(found.untouched)} decisions cannot differ, as nothing they rest on was changed."
    elif found.untouched:
        yield f"Cannot differ, as nothing they rest on was changed: {', '.join(found.untouched)}."
    yield f"How this was found: {found.method}."
    yield ""


def _decisions(found: RuleBaseDifference, fold: bool) -> Iterator[str]:
    for item in found.decisions:
        folded = fold and item.follows
        follows = f", which follows {item.follows}" if item.follows else ""
        if folded:
            yield f"<details><summary>{item.decision}{follows}</summary>"
        else:
            yield f"### {item.decision}{follows}"
        yield ""
        yield from _decision(item)
        yield ""
        if folded:
            yield "</details>"
            yield ""


def _decision(item: DecisionDifference) -> Iterator[str]:
    for option in item.unreachable:
        yield f"- **unreachable now:** no scenario leads to `{option}` any more"
    for option in item.reachable:
        yield f"- newly reachable: `{option}`"
    for witness in item.witnesses:
        yield f"- **{witness.text}**, for example: {_example(witness)}"
    if not item.settled:
        yield "- the search was given up before it was exhaustive: there may be more differences"


def _example(witness: Witness) -> str:
    if not witness.facts:
        return "nothing stated at all"
    words = "; ".join(witness.said)
    return f"{words} ({', '.join(f'`{name}`' for name in witness.facts)})"


def _scenarios(found: RuleBaseDifference) -> Iterator[str]:
    yield "### Shipped scenarios"
    yield ""
    if not found.flips:
        yield "None ends otherwise."
    for flip in found.flips:
        yield f"- `{flip.scenario}`: {flip.decision}: {flip.old} → {flip.new}"
    for reason in found.not_compared:
        yield f"- not compared: {reason}"
    yield ""


def _changes(found: RuleBaseDifference) -> Iterator[str]:
    if not found.changes:
        return
    yield "### Entries"
    yield ""
    for how in (How.CHANGED, How.ADDED, How.REMOVED, How.REWORDED):
        for change in (item for item in found.changes if item.how is how):
            yield _change(change)
    yield ""


def _change(change: Change) -> str:
    details = f": {'; '.join(change.details)}" if change.details else ""
    return f"- {_WORDS[change.how]} {change.kind} `{change.id}`{details}"


def _left_out(found: RuleBaseDifference) -> Iterator[str]:
    if found.comparable and found.left_out:
        yield "### Left out"
        yield ""
        yield f"Today's program cannot read these files of `{found.ref}`, so they count as absent there:"
        yield ""
        yield from (f"- {problem}" for problem in found.problems)
        yield ""
    for names, where in ((found.only_new_facts, "the working tree"), (found.only_old_facts, f"`{found.ref}`")):
        if names:
            yield f"Facts that only {where} knows: {', '.join(f'`{name}`' for name in names)}."
            yield ""
