"""The rule base as it stands at a date: limits as numbers, closed services as rules, implications in strata."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from advisor.errors import InputError, Problem
from advisor.facts import FactSpec, parse_value
from advisor.rulebase.condition import All, Condition, Leaf, Op, facts_of, leaves, resolve
from advisor.rulebase.schema import Decision, Effect, Inability, Limit, Rule, RuleBase, Thing
from advisor.vocabulary import Availability, RuleStatus


@dataclass(frozen=True)
class Snapshot:
    """What is reasoned with: every condition is free of limit names.

    `strata` holds the implications, those whose premises nothing implies first. `rules` holds, for each
    applicable-in-principle decision, its own rules and those the catalogue gives (inabilities, lifecycle).
    """

    base: RuleBase
    date: datetime.date
    strata: tuple[tuple[Rule, ...], ...]
    decisions: Mapping[str, Decision]
    rules: Mapping[str, tuple[Rule, ...]]

    @functools.cached_property
    def exceptions(self) -> dict[str, tuple[Rule, ...]]:
        """The rules that override a rule, by its id."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rules in self.rules.values():
            for rule in rules:
                for name in rule.overrides:
                    found[name] = (*found.get(name, ()), rule)
        return found

    @functools.cached_property
    def judging(self) -> dict[str, tuple[Rule, ...]]:
        """For each decision the rules that speak of its options: what the others conclude changes no verdict."""
        return {name: tuple(rule for rule in rules if rule.then.options) for name, rules in self.rules.items()}

    @functools.cached_property
    def reads(self) -> dict[str, frozenset[str]]:
        """The facts that each decision's conditions ask about, and `priorities.order`, which ranks its options."""
        return {
            name: frozenset({"priorities.order", *facts_of(decision.applies)}).union(
                *(facts_of(rule.when) for rule in self.rules[name])
            )
            for name, decision in self.decisions.items()
        }

    @functools.cached_property
    def readers(self) -> dict[str, dict[str, tuple[Rule, ...]]]:
        """For each decision and fact, the rules whose outcome the fact can change, by themselves or as exceptions."""
        found: dict[str, dict[str, tuple[Rule, ...]]] = {}
        for name, rules in self.rules.items():
            by_fact = found.setdefault(name, {})
            for rule in rules:
                for fact in self._bearing(rule):
                    by_fact[fact] = (*by_fact.get(fact, ()), rule)
        return found

    def _bearing(self, rule: Rule) -> frozenset[str]:
        exceptions = self.exceptions.get(rule.id, ())
        return frozenset(facts_of(rule.when)).union(*(self._bearing(other) for other in exceptions))

    @functools.cached_property
    def implying(self) -> frozenset[str]:
        """The facts that implications read or conclude: a change of any other fact changes no conclusion."""
        rules = [rule for stratum in self.strata for rule in stratum]
        read = frozenset(fact for rule in rules for fact in facts_of(rule.when))
        return read | {fact for rule in rules for fact, _ in rule.implied}

    @functools.cached_property
    def heard(self) -> tuple[Mapping[str, frozenset[str]], ...]:
        """For each stratum and fact, the implications there that read it."""
        found: list[dict[str, frozenset[str]]] = []
        for stratum in self.strata:
            found.append({})
            for rule in stratum:
                for fact in facts_of(rule.when):
                    found[-1][fact] = found[-1].get(fact, frozenset()) | {rule.id}
        return tuple(found)

    @functools.cached_property
    def by_id(self) -> dict[str, Rule]:
        """Every rule that is reasoned with, the catalogue's included."""
        found = {rule.id: rule for stratum in self.strata for rule in stratum}
        found.update({rule.id: rule for rules in self.rules.values() for rule in rules})
        return found


def at(base: RuleBase, date: datetime.date) -> Snapshot:
    """The rule base seen at a date.

    Raises InputError where implications run in a circle or a limit's unit does not fit its fact.
    """
    limits = _Limits(base, date)
    strata = tuple(tuple(limits.resolved(rule) for rule in stratum) for stratum in _strata(base.rules_of(None)))
    decisions: dict[str, Decision] = {}
    rules: dict[str, tuple[Rule, ...]] = {}
    for decision in base.decisions.values():
        applies = limits.condition(decision.applies, decision.id)
        declared = tuple(
            item.model_copy(update={"when": limits.condition(item.when, decision.id)})
            for item in decision.declared_conflicts
        )
        decisions[decision.id] = decision.model_copy(update={"applies": applies, "declared_conflicts": declared})
        own = [limits.resolved(rule) for rule in base.rules_of(decision.id)]
        things = [base.things[option] for option in decision.options]
        answered = frozenset(capability for thing in things for capability in thing.can)
        catalogue = [rule for thing in things for rule in _catalogue_rules(decision.id, thing, answered, date)]
        rules[decision.id] = tuple(sorted([*own, *catalogue], key=lambda rule: rule.id))
    return Snapshot(base, date, strata, decisions, rules)


def seen_at(base: RuleBase, rule: Rule, date: datetime.date) -> Rule:
    """One rule with its limits as numbers; also for a draft, which no snapshot holds."""
    return _Limits(base, date).resolved(rule)


class _Limits:
    """The catalogue's numbers at a date, in the unit of the fact they are compared with."""

    def __init__(self, base: RuleBase, date: datetime.date) -> None:
        self._base, self._date = base, date

    def resolved(self, rule: Rule) -> Rule:
        return rule.model_copy(update={"when": self.condition(rule.when, rule.place)})

    def condition(self, condition: Condition, place: str) -> Condition:
        numbers: dict[str, float] = {}
        for leaf in leaves(condition):
            name = getattr(leaf.operand, "name", None)
            if name is None:
                continue
            try:
                numbers[name] = number_of(self._base.limit(name), self._base.vocabulary[leaf.fact], self._date)
            except ValueError as error:
                raise InputError.one(place, f"the limit `{name}` does not fit `{leaf.fact}`: {error}") from None
        return resolve(condition, numbers)


def number_of(limit: Limit, spec: FactSpec, date: datetime.date) -> float:
    """A limit at a date in the unit of the fact it is compared with.

    Raises ValueError where it does not fit the fact.
    """
    at_date = limit.at(date)
    value = parse_value(spec, f"{at_date:.12g} {limit.unit}" if _has_unit(limit.unit) else at_date)
    assert isinstance(value, (int, float))
    return float(value)


def _has_unit(unit: str) -> bool:
    """Counts come in words (`containers`, `requests`): they need no conversion."""
    return unit in (
        "ms",
        "s",
        "min",
        "hours",
        "hour",
        "days",
        "KB",
        "MB",
        "GB",
        "TB",
        "bytes",
        "MB/s",
        "%",
        "per second",
        "per day",
    )


def _strata(rules: tuple[Rule, ...]) -> list[list[Rule]]:
    writers: dict[str, list[Rule]] = {}
    for rule in rules:
        for fact, _ in rule.implied:
            writers.setdefault(fact, []).append(rule)
    level: dict[str, int] = {}
    waiting = list(rules)
    while waiting:
        rest = []
        for rule in waiting:
            before = [writer for fact in facts_of(rule.when) for writer in writers.get(fact, ())]
            if all(writer.id in level for writer in before):
                level[rule.id] = 1 + max((level[writer.id] for writer in before), default=-1)
            else:
                rest.append(rule)
        if len(rest) == len(waiting):
            names = ", ".join(rule.id for rule in rest)
            raise InputError(
                [
                    Problem(
                        rest[0].place,
                        f"implications run in a circle: {names}",
                        "let one of them not read what another implies",
                        "implied-cycle",
                    )
                ]
            )
        waiting = rest
    depth = max(level.values(), default=-1) + 1
    return [[rule for rule in rules if level[rule.id] == index] for index in range(depth)]


def _catalogue_rules(decision: str, thing: Thing, answered: AbstractSet[str], date: datetime.date) -> Iterator[Rule]:
    """What a thing cannot do, and whether it is still offered.

    A need that no option of the decision can meet is another decision's: it tells no option of this one from the next.
    """
    for capability, inability in thing.cannot.items():
        if capability in answered:
            yield _inability(decision, thing, capability, inability)
    closed = _lifecycle(decision, thing, date)
    if closed is not None:
        yield closed


def _inability(decision: str, thing: Thing, capability: str, inability: Inability) -> Rule:
    return Rule(
        id=f"{thing.id}--cannot--{capability}",
        decision=decision,
        title=f"{thing.name} lacks what is needed: {capability}",
        status=RuleStatus.STABLE,
        when=Leaf(f"needs.{capability}", Op.IS, True),
        then=Effect(rules_out=(thing.id,)),
        because=inability.because,
        instead="",
        references=(inability.source,),
        place=f"rules/catalogue: {thing.id}",
    )


def _lifecycle(decision: str, thing: Thing, date: datetime.date) -> Rule | None:
    now = thing.availability(date)
    condition: Condition = All(())
    if now is None:
        first = min(thing.lifecycle, key=lambda event: event.date, default=None)
        if first is None or first.status not in (Availability.OPEN, Availability.PREVIEW):
            return None
        word, because, source = (
            "not-yet-available",
            f"{thing.name} came on {first.date:%-d %B %Y}, after the date this is seen at.",
            first.source,
        )
    elif now.status is Availability.CLOSED:
        word, because, source = (
            "closed-to-new-customers",
            f"{thing.name} has been closed to new customers since {now.date:%-d %B %Y}. {now.note}",
            now.source,
        )
        condition = Leaf("account.uses", Op.LACKS, (thing.id,))
    elif now.status is Availability.ENDED:
        word, because, source = "ended", f"{thing.name} ended on {now.date:%-d %B %Y}. {now.note}", now.source
    else:
        return None
    return Rule(
        id=f"{thing.id}--{word}",
        decision=decision,
        title=f"{thing.name}: {word.replace('-', ' ')}",
        status=RuleStatus.STABLE,
        when=condition,
        then=Effect(rules_out=(thing.id,)),
        because=because,
        instead=thing.instead,
        references=(source,),
        place=f"rules/catalogue: {thing.id}",
    )
