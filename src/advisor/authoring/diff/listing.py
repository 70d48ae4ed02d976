"""What was changed, entry by entry: what is reasoned with, apart from what is only reworded."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from advisor.authoring.diff.model import Change, How
from advisor.rulebase.condition import limits_of
from advisor.rulebase.english import conclusion, english
from advisor.rulebase.schema import Decision, Limit, Rule, RuleBase, Thing

T = TypeVar("T")

# The parts of an entry that nothing reasons with.
_RULE_WORDS = ("title", "because", "instead", "references", "known_gaps", "cases")
_LIMIT_WORDS = ("says", "source", "checked", "expires", "disputed")
_THING_PARTS = ("kind", "area", "burden", "part_of", "can", "cannot", "lifecycle")
_THING_WORDS = ("name", "what", "also_called", "formerly", "instead", "sources")


def changes(old: RuleBase, new: RuleBase, date: datetime.date) -> tuple[Change, ...]:
    """Every entry that differs: decisions, rules, limits, things, capabilities, phrases."""
    return (
        *_compared("decision", old.decisions, new.decisions, lambda one, other: _decision(old, new, one, other)),
        *_compared("rule", old.rules, new.rules, lambda one, other: _rule(old, new, one, other), _concludes(old, new)),
        *_compared("limit", _limits(old), _limits(new), lambda one, other: _limit(one, other, date), _used(old, new)),
        *_compared("thing", old.things, new.things, _thing),
        *_compared("capability", old.capabilities, new.capabilities, lambda one, other: ([], ["definition"])),
        *_compared("phrase", old.phrases, new.phrases, lambda one, other: ([], ["patterns or cases"])),
    )


def files_changed(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """The rule files that differ: what can be said where the old base does not load."""
    return tuple(_compared("file", old, new, lambda one, other: (["text"], [])))


def _compared(
    kind: str,
    old: Mapping[str, T],
    new: Mapping[str, T],
    differs: Callable[[T, T], tuple[list[str], list[str]]],
    detail: Callable[[str], tuple[str, ...]] = lambda _: (),
) -> Iterator[Change]:
    """`differs` gives what is reasoned with and what is only worded otherwise; `detail` a remark on an entry."""
    for name in sorted(old.keys() | new.keys()):
        if name not in old or name not in new:
            yield Change(kind=kind, id=name, how=How.ADDED if name in new else How.REMOVED, details=detail(name))
        elif old[name] != new[name]:
            parts, words = differs(old[name], new[name])
            said = (*parts, *([f"reworded: {', '.join(words)}"] if words else []), *(detail(name) if parts else ()))
            if parts or words:
                yield Change(kind=kind, id=name, how=How.CHANGED if parts else How.REWORDED, details=said)


def _concludes(old: RuleBase, new: RuleBase) -> Callable[[str], tuple[str, ...]]:
    """What an added or removed rule says; nothing for one that is in both."""

    def say(name: str) -> tuple[str, ...]:
        if name in old.rules and name in new.rules:
            return ()
        base = new if name in new.rules else old
        rule = base.rules[name]
        where = rule.decision or "every decision"
        return (f"in {where}: when {english(rule.when, base.vocabulary)}: {conclusion(base, rule)}", *_status(rule))

    return say


def _status(rule: Rule) -> tuple[str, ...]:
    return () if rule.status.value == "stable" else (f"it is a {rule.status.value}: never reasoned with",)


def _rule(old: RuleBase, new: RuleBase, one: Rule, other: Rule) -> tuple[list[str], list[str]]:
    parts: list[str] = []
    if one.decision != other.decision:
        parts.append(f"moved: {one.decision or 'implications'} → {other.decision or 'implications'}")
    if one.status is not other.status:
        parts.append(f"status: {one.status.value} → {other.status.value}")
    if one.when != other.when:
        parts.append(f"when: {english(one.when, old.vocabulary)} → {english(other.when, new.vocabulary)}")
    if (one.then, one.implied) != (other.then, other.implied):
        parts.append(f"then: {_full(old, one)} → {_full(new, other)}")
    if one.overrides != other.overrides:
        parts.append(f"overrides: {_listed(one.overrides)} → {_listed(other.overrides)}")
    return parts, _differing(one, other, _RULE_WORDS)


def _full(base: RuleBase, rule: Rule) -> str:
    only = f" only with {' or '.join(rule.then.only_with)}" if rule.then.only_with else ""
    return conclusion(base, rule) + only


def _decision(old: RuleBase, new: RuleBase, one: Decision, other: Decision) -> tuple[list[str], list[str]]:
    parts: list[str] = []
    added = [option for option in other.options if option not in one.options]
    removed = [option for option in one.options if option not in other.options]
    parts += [f"option added: {option}" for option in added]
    parts += [f"option removed: {option}" for option in removed]
    kept = [option for option in one.options if option in other.options]
    if kept != [option for option in other.options if option in one.options]:
        parts.append(f"order: {', '.join(one.options)} → {', '.join(other.options)}")
    if one.applies != other.applies:
        parts.append(f"applies: {english(one.applies, old.vocabulary)} → {english(other.applies, new.vocabulary)}")
    if one.belongs_to != other.belongs_to:
        parts.append("belongs_to")
    if one.pivotal != other.pivotal:
        parts.append(f"pivotal: {_listed(one.pivotal)} → {_listed(other.pivotal)}")
    return parts, _differing(one, other, ("question", "area", "tasks"))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"


def _limits(base: RuleBase) -> dict[str, Limit]:
    return {f"{thing.id}.{name}": limit for thing in base.things.values() for name, limit in thing.limits.items()}


def _limit(one: Limit, other: Limit, date: datetime.date) -> tuple[list[str], list[str]]:
    parts: list[str] = []
    if one.words_at(date) != other.words_at(date):
        parts.append(f"{one.words_at(date)} → {other.words_at(date)}")
    elif (one.value, one.unit, one.was) != (other.value, other.unit, other.was):
        parts.append("what it was earlier")
    return parts, _differing(one, other, _LIMIT_WORDS)


def _used(old: RuleBase, new: RuleBase) -> Callable[[str], tuple[str, ...]]:
    """The rules that compare with a limit."""

    def say(name: str) -> tuple[str, ...]:
        rules = sorted({rule.id for base in (old, new) for rule in base.rules.values() if name in limits_of(rule.when)})
        return (f"compared with in: {', '.join(rules)}" if rules else "no rule compares with it",)

    return say


def _thing(one: Thing, other: Thing) -> tuple[list[str], list[str]]:
    parts: list[str] = []
    for part in _THING_PARTS:
        before, after = getattr(one, part), getattr(other, part)
        if part in ("can", "cannot"):
            parts += [f"{part}: + {word}" for word in after if word not in before]
            parts += [f"{part}: - {word}" for word in before if word not in after]
        elif before != after:
            parts.append(part)
    words = _differing(one, other, _THING_WORDS)
    if set(one.cannot) == set(other.cannot) and one.cannot != other.cannot:
        words.append("cannot")
    return parts, words


def _differing(one: object, other: object, parts: tuple[str, ...]) -> list[str]:
    return [part for part in parts if getattr(one, part) != getattr(other, part)]
