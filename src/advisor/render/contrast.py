"""Two advices side by side: what differs in the facts, the verdicts and the architecture, and why."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from advisor.advise import Advice
from advisor.cost.model import Cost, Figure
from advisor.explain.model import DecisionAdvice, OptionAdvice, Reason
from advisor.vocabulary import Status, Verdict


class Frozen(BaseModel):
    """A frozen part of a contrast."""

    model_config = ConfigDict(frozen=True)


class FactChange(Frozen):
    """A fact that is stated otherwise; None where it is unknown."""

    fact: str
    before: str | None
    after: str | None


class OptionChange(Frozen):
    """An option with another verdict: the reasons that came, and those that went."""

    option: str
    name: str
    before: Verdict | None
    after: Verdict | None
    gained: tuple[Reason, ...]
    lost: tuple[Reason, ...]


class DecisionChange(Frozen):
    """A decision that ends otherwise; None where it does not arise."""

    decision: str
    question: str
    before: str | None
    after: str | None
    options: tuple[OptionChange, ...]


class Contrast(Frozen):
    """Everything that differs between two advices, as of the same day."""

    facts: tuple[FactChange, ...]
    decisions: tuple[DecisionChange, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether the two end alike."""
        return not self.decisions and not self.added and not self.removed


class CostChange(Frozen):
    """What one part of the architecture's bill, or all of it, costs on either side; None where a side has no such part.

    `chosen` are the options that give the part, the one before and the one after.
    """

    part: str
    chosen: tuple[str | None, str | None]
    before: Figure | None
    after: Figure | None


def cost_changes(before: Cost, after: Cost) -> tuple[CostChange, ...]:
    """The parts of two bills side by side and their sums at the end; empty where neither side has a price."""
    sides = [item.architecture.parts if item.architecture else () for item in (before, after)]
    one, other = ({part.part: part for part in parts} for parts in sides)
    found = [
        CostChange(
            part=name,
            chosen=(one[name].name if name in one else None, other[name].name if name in other else None),
            before=one[name].monthly_usd if name in one else None,
            after=other[name].monthly_usd if name in other else None,
        )
        for name in dict.fromkeys((*other, *one))
    ]
    sums = [item.architecture.monthly_usd if item.architecture else None for item in (before, after)]
    together = CostChange(part="together", chosen=(None, None), before=sums[0], after=sums[1])
    return (*found, together) if found else ()


def contrast(before: Advice, after: Advice) -> Contrast:
    """What changes from one advice to the other, decision by decision in the order of the second."""
    return Contrast(
        facts=tuple(_facts(before, after)),
        decisions=tuple(_decisions(before, after)),
        added=tuple(item for item in after.architecture if item not in before.architecture),
        removed=tuple(item for item in before.architecture if item not in after.architecture),
    )


def _facts(before: Advice, after: Advice) -> Iterator[FactChange]:
    """Computed and concluded facts follow from the others, so only what was said is compared."""
    sides = ([fact for fact in side.scenario.facts if not fact.rules and not fact.computed] for side in (before, after))
    told = [{fact.name: (fact.text, fact.strength) for fact in side} for side in sides]
    for name in sorted(told[0].keys() | told[1].keys()):
        one, other = told[0].get(name), told[1].get(name)
        if one != other:
            soft = one is not None and other is not None and one[0] == other[0]
            yield FactChange(
                fact=name,
                before=f"{one[0]} ({one[1].value})" if one and soft else one[0] if one else None,
                after=f"{other[0]} ({other[1].value})" if other and soft else other[0] if other else None,
            )


def _decisions(before: Advice, after: Advice) -> Iterator[DecisionChange]:
    names = [item.decision for item in after.decisions]
    names += [item.decision for item in before.decisions if item.decision not in names]
    for name in names:
        one, other = before.decision(name), after.decision(name)
        options = tuple(_options(one, other))
        if _ends(one) != _ends(other) or (one and other and options):
            shown = other or one
            assert shown is not None
            yield DecisionChange(
                decision=name,
                question=shown.question,
                before=_ends(one),
                after=_ends(other),
                options=options,
            )


def _ends(item: DecisionAdvice | None) -> str | None:
    if item is None:
        return None
    if item.status is Status.RECOMMENDED:
        return item.options[0].name
    return "open: it depends on what is not known" if item.status is Status.OPEN else "nothing fits"


def _options(one: DecisionAdvice | None, other: DecisionAdvice | None) -> Iterator[OptionChange]:
    left = {option.option: option for option in one.options} if one else {}
    right = {option.option: option for option in other.options} if other else {}
    for name in dict.fromkeys((*right, *left)):
        was, now = left.get(name), right.get(name)
        if (was.verdict if was else None) != (now.verdict if now else None):
            shown = now or was
            assert shown is not None
            yield OptionChange(
                option=name,
                name=shown.name,
                before=was.verdict if was else None,
                after=now.verdict if now else None,
                gained=_only_in(now, was),
                lost=_only_in(was, now),
            )


def _only_in(one: OptionAdvice | None, other: OptionAdvice | None) -> tuple[Reason, ...]:
    elsewhere = {reason.rule for reason in other.reasons} if other else set()
    return tuple(reason for reason in one.reasons if reason.rule not in elsewhere) if one else ()
