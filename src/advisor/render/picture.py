"""The architecture as a picture: what stands in which lane, within which boundary, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from advisor.advise import Advice
from advisor.explain.model import DecisionAdvice
from advisor.rulebase.schema import Thing
from advisor.vocabulary import Domain, Verdict

STAGES = {
    Domain.DATA: "Data",
    Domain.TRAINING: "Train",
    Domain.DEPLOYMENT: "Deploy",
    Domain.MONITORING: "Monitor",
}
ACROSS = {Domain.SECURITY: "Security", Domain.OPERATIONS: "Operations"}

VPC = "VPC"
# What a chosen network setting takes into the VPC: the answers to these decisions run in it.
_TAKEN_ALONG = {
    "network-isolation": ("inference-mode", "endpoint-hosting", "inference-pipeline"),
    "training-network": ("training-instance", "distribution", "container"),
}
_GIVES_A_VPC = ("vpc-configuration", "training-reaches-vpc")
_ENDPOINT = "vpc-interface-endpoint"
STANDS_IN_A_VPC = (
    _ENDPOINT,
    "s3-gateway-endpoint",
    "nat-gateway",
    "two-zone-subnets",
    "self-referencing-security-group",
)

# Who calls, where they stand, and whether that is outside the account.
_CALLERS = {
    "inside-vpc": ("Callers inside the VPC", VPC, False),
    "aws-principals": ("Callers with an IAM role", "", False),
    "on-premises": ("Callers on premises", "", True),
    "other-accounts": ("Callers in other accounts", "", True),
    "internet": ("Callers on the internet", "", True),
}


class Frozen(BaseModel):
    """A frozen part of the picture."""

    model_config = ConfigDict(frozen=True)


class Role(StrEnum):
    """Why something is in the picture; each is drawn in its own way."""

    CHOSEN = "chosen"
    COMPANION = "companion"
    ELIMINATED = "eliminated"
    CALLER = "caller"


class Part(Frozen):
    """One box: its name, and below it the question that it answers or why it is there."""

    name: str
    note: str
    role: Role


class Group(Frozen):
    """Parts within one boundary; without a label they stand in the account itself."""

    label: str
    parts: tuple[Part, ...]


class Lane(Frozen):
    """One stage of the lifecycle, or what runs across all of them."""

    area: Domain
    title: str
    groups: tuple[Group, ...]


class Picture(Frozen):
    """Everything that is drawn, in reading order; `outside` stands beyond the account's boundary.

    `unsettled` are the questions without an answer: what they would add is missing.
    """

    title: str
    outside: tuple[Part, ...]
    stages: tuple[Lane, ...]
    across: tuple[Lane, ...]
    unsettled: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return not self.stages and not self.across

    @property
    def alt(self) -> str:
        """The picture in words, for whoever cannot see it."""
        if self.empty:
            return "No architecture yet."
        told = [f"Architecture: {self.title}." if self.title else "Architecture."]
        told += [f"Outside the account: {', '.join(part.name for part in self.outside)}."] if self.outside else []
        if len(self.stages) > 1:
            told.append(f"Stages in order: {', '.join(lane.title for lane in self.stages)}.")
        for lane in (*self.stages, *self.across):
            for group in lane.groups:
                place = f"{lane.title}, inside the {group.label}" if group.label else lane.title
                told.append(f"{place}: {', '.join(map(_spoken, group.parts))}.")
        told += [f"Not settled yet: {' '.join(self.unsettled)}"] if self.unsettled else []
        return " ".join(told)


def _spoken(part: Part) -> str:
    notes = {Role.COMPANION: " (needed beside it)", Role.ELIMINATED: " (ruled out)"}
    return part.name + notes.get(part.role, "")


def picture(given: Advice, things: Mapping[str, Thing], *, eliminated: bool = False) -> Picture:
    """The picture of an advice; with `eliminated` it also holds what was ruled out."""
    places: dict[Domain, dict[str, list[Part]]] = {area: {} for area in Domain}

    def place(area: Domain, boundary: str, part: Part) -> None:
        places[area].setdefault(boundary, []).append(part)

    inside = _inside_the_vpc(given, things)
    outside = []
    for name, boundary, beyond, note in _callers(given):
        part = Part(name=name, note=note, role=Role.CALLER)
        if beyond:
            outside.append(part)
        else:
            place(Domain.DEPLOYMENT, boundary, part)
    for item in given.architecture:
        answers = _answered(given, item)
        part = Part(
            name=things[item].name,
            note=answers.decision.replace("-", " ") if answers else "needed beside it",
            role=Role.CHOSEN if answers else Role.COMPANION,
        )
        place(things[item].area, VPC if item in inside else "", part)
    for decision, option in _ruled_out(given) if eliminated else ():
        note = f"ruled out: {decision.decision.replace('-', ' ')}"
        place(decision.area, "", Part(name=things[option].name, note=note, role=Role.ELIMINATED))

    def lanes(areas: Mapping[Domain, str]) -> tuple[Lane, ...]:
        return tuple(
            Lane(
                area=area,
                title=title,
                groups=tuple(Group(label=label, parts=tuple(parts)) for label, parts in sorted(places[area].items())),
            )
            for area, title in areas.items()
            if places[area]
        )

    return Picture(
        title=given.scenario.title,
        outside=tuple(outside),
        stages=lanes(STAGES),
        across=lanes(ACROSS),
        unsettled=tuple(item.question for item in given.decisions if item.recommended is None),
    )


def _callers(given: Advice) -> Iterator[tuple[str, str, bool, str]]:
    """Who stands around the workload, as far as the facts say."""
    facts = {fact.name: fact.value for fact in given.scenario.facts}
    client = facts.get("access.client")
    deployed = any(item.area is Domain.DEPLOYMENT for item in given.decisions)
    if isinstance(client, str) and client in _CALLERS and deployed:
        yield (*_CALLERS[client], "call the model")
    if facts.get("security.cross_account_data") is True:
        yield "Another AWS account", "", True, "shares data with this one"


def _answered(given: Advice, item: str) -> DecisionAdvice | None:
    return next((decision for decision in given.decisions if decision.recommended == item), None)


def _inside_the_vpc(given: Advice, things: Mapping[str, Thing]) -> set[str]:
    """The items that stand in a VPC: by what they are, or because a chosen network setting takes them along."""
    inside = {item for item in given.architecture if item in STANDS_IN_A_VPC or things[item].part_of == _ENDPOINT}
    chosen = {decision.decision: decision.recommended for decision in given.decisions if decision.recommended}
    for network, taken in _TAKEN_ALONG.items():
        setting = chosen.get(network)
        if setting and any(ability in things[setting].can for ability in _GIVES_A_VPC):
            inside |= {setting, *(chosen[name] for name in taken if name in chosen)}
    return inside


def _ruled_out(given: Advice) -> Iterator[tuple[DecisionAdvice, str]]:
    for decision in given.decisions:
        for option in decision.options:
            if option.verdict is Verdict.ELIMINATED and option.option not in given.architecture:
                yield decision, option.option
