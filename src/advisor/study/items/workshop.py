"""What items of one decision are made of: the facts that can be told, and what each does to the options."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from advisor.advise import Advisor
from advisor.engine.direct import truth
from advisor.engine.infer import infer
from advisor.errors import InputError
from advisor.facts import Value
from advisor.facts.spec import NEEDS
from advisor.rulebase.condition import facts_of
from advisor.rulebase.phrasing import Phrasing, Saying
from advisor.rulebase.schema import Rule
from advisor.scenario.model import Scenario, Statement
from advisor.verdict import excluded_by
from advisor.vocabulary import Strength

_MOST_COMBINATIONS = 24


@dataclass(frozen=True)
class Killer:
    """Facts that together rule options out by a must, none of them for show."""

    sayings: tuple[Saying, ...]
    kills: frozenset[str]


@dataclass(frozen=True)
class Workshop:
    """The material for items of one decision. `able` says which options can do what a fact asks for."""

    advisor: Advisor
    decision: str
    options: tuple[str, ...]
    phrasing: Phrasing
    killers: tuple[Killer, ...]
    able: dict[tuple[str, Value], frozenset[str]]

    def harmless(self, killer: Killer, key: str) -> bool:
        """Whether an option survives some facts, and can do what they ask for."""
        return key not in killer.kills and self.all_able(key, killer.sayings)

    def all_able(self, option: str, sayings: Iterable[Saying]) -> bool:
        """Whether an option can do all that some facts ask for."""
        return all(option in self.able[item.fact, item.value] for item in sayings)

    def sets_the_scene(self, said: Statement) -> bool:
        """Whether a fact bears on the decision and rules nothing out: an opening may say it."""
        return said.name in self.bearing and not kills_of(self.advisor, self.decision, {said.name: said.value})

    @functools.cached_property
    def bearing(self) -> frozenset[str]:
        """The facts that the decision and those upstream of it ask about, and those from which rules conclude them."""
        snapshot = self.advisor.space.only(self.decision)
        writers: dict[str, list[Rule]] = {}
        for rule in (rule for stratum in snapshot.strata for rule in stratum):
            for fact, _ in rule.implied:
                writers.setdefault(fact, []).append(rule)
        found: set[str] = set()
        waiting = {fact for name in snapshot.decisions for fact in self.advisor.snapshot.reads[name]}
        while waiting:
            found |= waiting
            causes = {cause for fact in waiting for rule in writers.get(fact, ()) for cause in facts_of(rule.when)}
            waiting = causes - found
        return frozenset(found)

    @functools.cached_property
    def tellable(self) -> frozenset[str]:
        """The facts that there are sentences for."""
        return frozenset(item.fact for item in self.phrasing.sayings)

    @functools.cached_property
    def closed(self) -> frozenset[str]:
        """The options that are not to be had at the date, whatever the story says."""
        proof = infer(self.advisor.space.only(self.decision), Scenario(), self.advisor.direct)
        return frozenset(
            option
            for item in proof.outcomes[self.decision]
            if item.truth and not item.roots
            for option in excluded_by(item.rule, self.options)
        )

    @functools.cached_property
    def keys(self) -> tuple[str, ...]:
        """The options for which at least two others can be ruled out."""
        found = []
        for option in self.options:
            if option in self.closed:
                continue
            fallen = self.closed.union(*(item.kills for item in self.killers if self.harmless(item, option)))
            if len(fallen) >= 2:
                found.append(option)
        return tuple(found)


def open_workshop(advisor: Advisor, decision: str) -> Workshop:
    """The material for a decision whose stories the rule base tells."""
    phrasing = advisor.snapshot.base.phrasing[decision]
    options = advisor.snapshot.decisions[decision].options
    able = {(item.fact, item.value): able_to(advisor, decision, item.fact, item.value) for item in phrasing.sayings}
    return Workshop(advisor, decision, options, phrasing, tuple(_killers(advisor, phrasing)), able)


def able_to(advisor: Advisor, decision: str, fact: str, value: Value) -> frozenset[str]:
    """The options that can do what a fact asks for: where it asks for no capability, all of them.

    That no rule excludes an option does not yet make it right: what is needed must stand in its catalogue entry.
    """
    options = frozenset(advisor.snapshot.decisions[decision].options)
    group, _, need = fact.partition(".")
    if group != NEEDS or value is not True:
        return options
    things = advisor.snapshot.base.things
    return frozenset(option for option in options if need in things[option].can)


def _killers(advisor: Advisor, phrasing: Phrasing) -> Iterator[Killer]:
    alone = {
        (item.fact, item.value): kills_of(advisor, phrasing.decision, {item.fact: item.value})
        for item in phrasing.sayings
    }
    for item in phrasing.sayings:
        if kills := alone[item.fact, item.value]:
            yield Killer((item,), kills)
    for together in _combinations(advisor, phrasing):
        parts = frozenset().union(*(alone[item.fact, item.value] for item in together))
        kills = kills_of(advisor, phrasing.decision, {item.fact: item.value for item in together}) - parts
        if kills:
            yield Killer(together, kills)


def _combinations(advisor: Advisor, phrasing: Phrasing) -> list[tuple[Saying, ...]]:
    """The sets of tellable facts that make an eliminating rule true only together."""
    found: dict[tuple[Saying, ...], None] = {}
    for rule in advisor.snapshot.rules[phrasing.decision]:
        asked = [fact for fact in facts_of(rule.when) if any(item.fact == fact for item in phrasing.sayings)]
        if len(asked) < 2 or not excluded_by(rule, advisor.snapshot.decisions[phrasing.decision].options):
            continue
        for size in (2, 3):
            for facts in itertools.combinations(asked, size):
                choices = [[item for item in phrasing.sayings if item.fact == fact] for fact in facts]
                for together in itertools.islice(itertools.product(*choices), _MOST_COMBINATIONS):
                    if truth(rule.when, {item.fact: item.value for item in together}):
                        found[together] = None
    return list(found)


def kills_of(advisor: Advisor, decision: str, facts: Mapping[str, Value]) -> frozenset[str]:
    """The options that some facts rule out by a must, whether or not they make the decision apply."""
    scenario = Scenario(statements=tuple(Statement(name=name, value=value) for name, value in facts.items()))
    try:
        derivation = infer(advisor.space.only(decision), scenario, advisor.direct)
    except InputError:
        return frozenset()
    options = advisor.snapshot.decisions[decision].options
    return frozenset(
        option
        for item in derivation.outcomes[decision]
        if item.truth and item.strength is Strength.MUST and item.roots
        for option in excluded_by(item.rule, options)
    )
