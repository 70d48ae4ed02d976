"""A story around facts, and the proof that the advisor's reader finds exactly those facts in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from advisor.facts import Value
from advisor.facts.spec import NEEDS
from advisor.reading.read import read
from advisor.rulebase.phrasing import Organisation, Saying
from advisor.rulebase.schema import RuleBase
from advisor.scenario.model import Scenario, Statement
from advisor.vocabulary import Strength

# Shares of the stories.
_MIXED, _JOINED, _LINKED, _WITH_ASIDE, _WITH_MORE = 0.35, 0.25, 0.25, 0.15, 0.35
_LINKS = ("In addition, ", "Besides, ", "At the same time, ", "Moreover, ", "Also, ")
# A sentence that begins with one of these may follow a link in lower case.
_PLAIN_START = re.compile(r"(?:The|A|An|Each|Every|All|No|It|Its|They|Their|Some|Most|Many|Both|This|These|Users)\b")
_DEMAND = re.compile(r"\b(?:must|has to|have to|needs?|requires?|is required|wants?)\b")
_JOINT = re.compile(r"[,;:]|\band\b|\bbut\b|\bwhile\b|\bbecause\b")


@dataclass(frozen=True)
class Story:
    """A stem with all that is read in it, and of that the part that its author meant."""

    stem: str
    read: Scenario
    meant: Scenario


def tell(
    base: RuleBase,
    opens: Sequence[str],
    sayings: Sequence[Saying],
    asks: Sequence[str],
    sets_the_scene: Callable[[Statement], bool],
    rng: random.Random,
) -> Story | None:
    """A story that states the facts; None where one of them is not read in it as it is meant.

    Of what is read in the opening, only what sets the scene is meant.
    """
    stories = base.told
    names = some_names(base, rng)
    opening = rng.choice(opens).format(**names)
    told = [rng.choice(item.texts).format(**names) for item in _ordered(sayings, rng)]
    told = _linked(told, rng)
    if stories.asides and rng.random() < _WITH_ASIDE:
        told.insert(rng.randrange(len(told)), rng.choice(stories.asides).format(**names))
    stem = " ".join([opening, *told, rng.choice(asks).format(**names)])
    if any(text in opening for text in told):
        return None
    opened = read(opening, base).scenario.statements
    meant = {said.name: said.value for said in opened if sets_the_scene(said)}
    return reads_as(base, stem, meant | {item.fact: item.value for item in sayings})


def _ordered(sayings: Sequence[Saying], rng: random.Random) -> list[Saying]:
    """The facts in the order in which they are told: mostly what there is before what is needed."""
    mixed = rng.sample(list(sayings), len(sayings))
    return mixed if rng.random() < _MIXED else sorted(mixed, key=lambda item: item.fact.startswith(f"{NEEDS}."))


def _linked(told: list[str], rng: random.Random) -> list[str]:
    """The sentences, sometimes with two of them joined, or one of them linked to the one before."""
    if len(told) < 2:
        return told
    place = rng.randrange(1, len(told))
    before, text = told[place - 1], told[place]
    plain = _PLAIN_START.match(text)
    chance = rng.random()
    if plain and chance < _JOINED and not _JOINT.search(before) and not _JOINT.search(text):
        return [*told[: place - 1], f"{before.rstrip('.')}, and {text[0].lower()}{text[1:]}", *told[place + 1 :]]
    if plain and _DEMAND.search(text) and _JOINED <= chance < _JOINED + _LINKED:
        return [*told[:place], rng.choice(_LINKS) + text[0].lower() + text[1:], *told[place + 1 :]]
    return told


def reads_as(base: RuleBase, stem: str, meant: Mapping[str, Value]) -> Story | None:
    """A stem in which each fact that is meant is read, with its value and as binding; None otherwise."""
    reading = read(stem, base)
    said = tuple(item for item in reading.scenario.statements if item.name in meant)
    exact = {item.name: item.value for item in said} == dict(meant)
    binding = all(item.strength is Strength.MUST for item in said)
    if not exact or not binding:
        return None
    return Story(stem, reading.scenario, reading.scenario.model_copy(update={"statements": said}))


def fill(base: RuleBase, text: str) -> str:
    """A sentence about the first of the organisations, where it does not matter which one."""
    return text.format(**_names(base.told.organisations[0], base.told.teams[0]))


def some_names(base: RuleBase, rng: random.Random) -> dict[str, str]:
    """Whom a new story is about."""
    return _names(rng.choice(base.told.organisations), rng.choice(base.told.teams), rng)


def names_in(base: RuleBase, stem: str) -> dict[str, str]:
    """Whom a story is about, for a sentence that is added to it: as it names them, else in general words."""
    stories = base.told
    text = stem.lower()
    known = [item for item in stories.organisations if item.first.lower() in text]
    team = next((team for team in stories.teams if team in text), "the engineers")
    return _names(known[0] if known else Organisation(first="a company", later="the company"), team)


def _names(organisation: Organisation, team: str, rng: random.Random | None = None) -> dict[str, str]:
    more = rng is not None and organisation.about and rng.random() < _WITH_MORE
    first = f"{organisation.first} {rng.choice(organisation.about)}" if rng and more else organisation.first
    names = {"a": first, "the": organisation.later, "team": team}
    return names | {key.capitalize(): text[0].upper() + text[1:] for key, text in names.items()}
