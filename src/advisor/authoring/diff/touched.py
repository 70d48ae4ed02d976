"""Which decisions a change can reach at all: where nothing that a decision rests on differs, nothing is searched."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from advisor.rulebase.condition import facts_of
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot


def touched(old: Snapshot, new: Snapshot) -> dict[str, str]:
    """The decisions that rest on something that differs, in the order of the new base, removed ones last.

    Each with the decision whose change it follows; empty where what it rests on itself differs.
    """
    found: dict[str, str] = {}
    for name in dict.fromkeys([*new.decisions, *old.decisions]):
        if _rests_on(old, name) != _rests_on(new, name):
            found[name] = ""
        elif (upstream := new.decisions[name].upstream) in found:
            found[name] = found[upstream] or upstream
    return found


def _rests_on(snapshot: Snapshot, decision: str) -> Hashable:
    """What can make a difference to how a decision ends, but for its upstream; None where there is no such decision."""
    if decision not in snapshot.decisions:
        return None
    item = snapshot.decisions[decision]
    rules = [rule for rule in snapshot.rules[decision] if rule.then.options or rule.overrides]
    facts = set(snapshot.reads[decision])
    implications = frozenset(_said(rule) for rule in _implications(snapshot, facts))
    options = (item.options, tuple(sorted(item.belongs_to.items())), item.upstream)
    return (item.applies, options, frozenset(map(_said, rules)), implications)


def _implications(snapshot: Snapshot, facts: set[str]) -> Iterator[Rule]:
    """The implications that can conclude one of the facts, directly or through others."""
    seen: set[str] = set()
    while True:
        found = [
            rule
            for stratum in snapshot.strata
            for rule in stratum
            if rule.id not in seen and any(fact in facts for fact, _ in rule.implied)
        ]
        if not found:
            return
        for rule in found:
            seen.add(rule.id)
            facts |= {*facts_of(rule.when), *(fact for fact, _ in rule.implied)}
            yield rule


def _said(rule: Rule) -> Hashable:
    """What a rule does; its id only matters where another rule is its exception."""
    then = rule.then
    concluded = (then.rules_out, then.requires, then.favours, then.disfavours, then.by, rule.implied)
    return (rule.id, rule.when, concluded, rule.overrides)
