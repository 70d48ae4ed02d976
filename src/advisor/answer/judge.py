"""Each option against what the stem needs: the steps of elimination, worst first.

Breaks a must; needs something that is closed; solves another problem; misses what is required; carries a part
nothing asks for; works, ranked by the stem's priority.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from advisor.advise import Advisor
from advisor.answer.lessons import NOTHING_HEARD, Heard, Lessons
from advisor.answer.model import OptionReason
from advisor.answer.naming import Mention, Names
from advisor.answer.precedents import shipped_precedents
from advisor.answer.settings import moved
from advisor.answer.similarity import Cards, words_of
from advisor.answer.stem import asks_for_the_wrong_one
from advisor.cost.figures import Figures
from advisor.engine.complete import complete
from advisor.engine.derivation import Derivation, Known
from advisor.errors import InputError
from advisor.explain.reasons import Explainer
from advisor.facts.spec import NEEDS
from advisor.reading.read import read
from advisor.reading.text import take_apart
from advisor.rulebase.schema import Thing
from advisor.scenario.model import Scenario, Statement
from advisor.verdict import Settled, decide
from advisor.vocabulary import Availability, Burden, Criterion, Kind, Strength, Verdict

_BURDENS = list(Burden)


@dataclass(frozen=True)
class Stem:
    """A stem that was read: the things it names, its scenario, what follows, and the capabilities it needs."""

    things: tuple[str, ...]
    scenario: Scenario
    derivation: Derivation
    settled: Mapping[str, Settled]
    needs: Mapping[str, Known]
    priorities: tuple[Criterion, ...]
    words: Counter[str]
    explainer: Explainer
    asks_for_the_wrong_one: bool


@dataclass
class Judged:
    """One option while it is judged."""

    letter: str
    text: str
    mentions: tuple[Mention, ...]
    own: tuple[str, ...]
    breaks: list[OptionReason] = field(default_factory=list)
    # The need that each broken rule of a thing is about, so that an option chosen with it can meet it.
    unable: dict[str, str] = field(default_factory=dict)
    closed: list[OptionReason] = field(default_factory=list)
    fits: list[OptionReason] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    denies: set[str] = field(default_factory=set)
    missing: list[OptionReason] = field(default_factory=list)
    behind: list[OptionReason] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    ranked: int = 0
    similarity: float = 0.0
    heard: Heard = NOTHING_HEARD

    @functools.cached_property
    def stems(self) -> frozenset[str]:
        """The different words of its text, worked out once however many options it is held against."""
        return frozenset(words_of(self.text))

    @property
    def falls(self) -> int:
        """How it falls: it breaks a must, needs something that is closed, or both."""
        return bool(self.breaks) + bool(self.closed)

    def beside(self, met: AbstractSet[str]) -> Judged:
        """The option beside others that meet these needs: it need not do itself what they do."""
        breaks = [reason for reason in self.breaks if self.unable.get(reason.rule) not in met]
        return dataclasses.replace(self, breaks=breaks)

    @property
    def things(self) -> tuple[str, ...]:
        """The things the option names, each once."""
        return tuple(dict.fromkeys(mention.thing for mention in self.mentions))


def understand(advisor: Advisor, text: str, names: Names) -> Stem:
    """The stem as facts and needs. Facts that contradict each other are left out, the later ones first.

    What only the name of a service, feature or setting says is left out too: a stem that tells of an asynchronous
    endpoint describes a situation and asks for no queue. The name of a metric beside its value says something.
    """
    mentions = names.find(take_apart(text))
    base = advisor.snapshot.base
    offered = tuple(mention for mention in mentions if base.things[mention.thing].kind is not Kind.TECHNIQUE)
    scenario = read(text, base, lambda said: _only_a_name(said, offered)).scenario
    while True:
        try:
            derivation, settled = advisor.settle(scenario)
            break
        except InputError as error:
            scenario = _without_contradiction(scenario, str(error))
    scenario = complete(advisor.snapshot, scenario)
    needs = {
        name.partition(".")[2]: known
        for name, known in derivation.facts.items()
        if name.startswith(f"{NEEDS}.") and known.value is True
    }
    order = derivation.facts.get("priorities.order")
    words = order.value if order and isinstance(order.value, tuple) else ()
    return Stem(
        tuple(dict.fromkeys(mention.thing for mention in mentions)),
        scenario,
        derivation,
        settled,
        needs,
        tuple(Criterion(word) for word in words),
        Counter(words_of(text)),
        Explainer(advisor.snapshot, scenario, derivation),
        asks_for_the_wrong_one(text),
    )


def _only_a_name(said: Statement, mentions: tuple[Mention, ...]) -> bool:
    """Whether the words of a fact are mostly the name of a thing."""
    start, end = said.start or 0, said.end or 0
    # Several things can bear one name.
    places = {(max(start, item.start), min(end, item.end)) for item in mentions}
    named = sum(max(0, last - first) for first, last in places)
    return named > 0.4 * (end - start)


def _without_contradiction(scenario: Scenario, said: str) -> Scenario:
    named = [statement for statement in scenario.statements if statement.name in said]
    last = max(named or scenario.statements, key=lambda statement: statement.start or 0)
    return scenario.without(last.name)


class Judge:
    """Judges options against stems with one rule base at one date."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._base = advisor.snapshot.base
        self.names = Names(self._base)
        self._cards = Cards(advisor.snapshot)
        self._lessons = Lessons(self._base, shipped_precedents())

    def judge(self, stem: Stem, options: Mapping[str, str]) -> dict[str, Judged]:
        """Every option with the steps that speak for and against it."""
        mentions = {letter: self._named(stem, text) for letter, text in options.items()}
        shared = set.intersection(*({item.thing for item in found} for found in mentions.values()))
        own = {
            letter: tuple(dict.fromkeys(item.thing for item in found if item.thing not in shared))
            for letter, found in mentions.items()
        }
        stem = self._asked(stem, own)
        heard = self._lessons.heard(stem.scenario.prompt, options)
        return {
            letter: self._one(stem, text, Judged(letter, text, mentions[letter], own[letter], heard=heard[letter]))
            for letter, text in options.items()
        }

    def _named(self, stem: Stem, text: str) -> tuple[Mention, ...]:
        """The things an option names, and those that a setting is which it moves."""
        by_value = [
            Mention(found.thing, text[change.start : change.end], change.start, change.end)
            for change in moved(stem.scenario.prompt, text)
            for found in self.names.find(take_apart(change.says))
        ]
        return (*self.names.find(take_apart(text)), *by_value)

    def _asked(self, stem: Stem, own: Mapping[str, tuple[str, ...]]) -> Stem:
        """The stem with the decisions that its options choose between, even where it does not say that they apply."""
        asked = frozenset(
            decision.id
            for decision in self._advisor.snapshot.decisions.values()
            if len({chosen for things in own.values() if (chosen := frozenset(things) & set(decision.options))}) > 1
        )
        settled = decide(self._advisor.snapshot, stem.derivation, asked=asked, costs=Figures())
        return dataclasses.replace(stem, settled=settled)

    def _one(self, stem: Stem, text: str, judged: Judged) -> Judged:
        claimed = read(text, self._base).scenario
        for statement in claimed.statements:
            if statement.name.startswith(f"{NEEDS}.") and isinstance(statement.value, bool):
                (judged.claims if statement.value else judged.denies).add(statement.name.partition(".")[2])
        for name in judged.things:
            thing = self._base.things[name]
            words = tuple(dict.fromkeys(item.words for item in judged.mentions if item.thing == name))
            self._availability(stem, thing, words, judged)
            self._abilities(stem, thing, words, judged)
        self._promises(stem, judged)
        self._decisions(stem, judged)
        judged.met |= judged.claims & set(stem.needs)
        for need in sorted(set(stem.needs) - judged.met):
            judged.missing.append(self._missing(stem, need))
        judged.idle = [name for name in judged.own if not self._useful(stem, name)]
        judged.similarity = self._similarity(stem, judged)
        return judged

    def _availability(self, stem: Stem, thing: Thing, words: tuple[str, ...], judged: Judged) -> None:
        now = thing.availability(self._advisor.snapshot.date)
        if now is None or now.status in (Availability.OPEN, Availability.PREVIEW):
            return
        uses = stem.derivation.facts["account.uses"].value
        if now.status is Availability.CLOSED and isinstance(uses, tuple) and thing.id in uses:
            return
        text = f"{thing.name}: {now.status.value.replace('-', ' ')} since {now.date}. {now.note}"
        judged.closed.append(OptionReason(rule=f"{thing.id}--{now.status.value}", text=text, option_words=words))

    def _abilities(self, stem: Stem, thing: Thing, words: tuple[str, ...], judged: Judged) -> None:
        for need, known in stem.needs.items():
            if need in thing.can:
                judged.met.add(need)
                text = f"{thing.name} can: {_lower(self._base.capabilities[need])}"
                judged.fits.append(
                    OptionReason(
                        rule=f"{thing.id}--can--{need}", text=text, words=self._said(stem, known), option_words=words
                    )
                )
            elif need in thing.cannot and not self._otherwise(stem, thing, need, judged):
                reason = OptionReason(
                    rule=f"{thing.id}--cannot--{need}",
                    text=thing.cannot[need].because,
                    words=self._said(stem, known),
                    option_words=words,
                )
                (judged.breaks if known.strength is Strength.MUST else judged.behind).append(reason)
                judged.unable[reason.rule] = need

    def _promises(self, stem: Stem, judged: Judged) -> None:
        """What an option asks of a thing that cannot do it.

        Where the stem asks what does not fit, the thing that it asks about counts; elsewhere an option changes that.
        """
        for name in dict.fromkeys((*judged.things, *(stem.things if stem.asks_for_the_wrong_one else ()))):
            thing = self._base.things[name]
            for claim in sorted(judged.claims & set(thing.cannot)):
                if self._otherwise(stem, thing, claim, judged):
                    continue
                reason = OptionReason(rule=f"{name}--cannot--{claim}", text=thing.cannot[claim].because)
                judged.breaks.append(reason)

    def _otherwise(self, stem: Stem, thing: Thing, capability: str, judged: Judged) -> bool:
        """Whether an option does otherwise what one of its things cannot: another thing can, or its words say how.

        Ten folds do not keep a patient's scans together; "ten folds, each patient in one" do. A service or setting
        does not become another by words, and neither does what a stem asks the wrong one of.
        """
        if any(capability in self._base.things[other].can for other in judged.things):
            return True
        described = thing.kind is Kind.TECHNIQUE and capability in judged.claims
        return described and not stem.asks_for_the_wrong_one

    def _said(self, stem: Stem, known: Known) -> tuple[str, ...]:
        statements = [stem.scenario.by_name[name] for name in sorted(known.roots)]
        facts = [fact for said in statements for fact in (said.computed.facts if said.computed else (said.name,))]
        return tuple(words for fact in facts if (words := stem.scenario.by_name[fact].words))

    def _missing(self, stem: Stem, need: str) -> OptionReason:
        text = f"Nothing in it can: {_lower(self._base.capabilities[need])}"
        return OptionReason(rule=f"needs.{need}", text=text, words=self._said(stem, stem.needs[need]))

    def _useful(self, stem: Stem, name: str) -> bool:
        thing = self._base.things[name]
        chosen = any(item.recommended == name for item in stem.settled.values())
        return chosen or not stem.needs.keys().isdisjoint(thing.can)

    def _decisions(self, stem: Stem, judged: Judged) -> None:
        """What the decisions that apply to the stem say of the things an option names."""
        for item in stem.settled.values():
            named = [name for name in judged.own if name in item.decision.options]
            if not named:
                continue
            standings = [item.of(name) for name in named]
            alive = [standing for standing in standings if standing.verdict is not Verdict.ELIMINATED]
            for standing in standings:
                words = tuple(m.words for m in judged.mentions if m.thing == standing.option)
                reasons = [
                    OptionReason(rule=reason.rule, text=reason.text, words=reason.words, option_words=words)
                    for reason in stem.explainer.reasons(standing, dict(stem.settled), item)
                ]
                if standing.verdict is Verdict.RECOMMENDED:
                    judged.fits += reasons
                    judged.ranked -= _decisive(item)
                elif standing.verdict is Verdict.ELIMINATED and not alive:
                    judged.breaks += reasons
                elif standing.verdict is Verdict.VIABLE:
                    judged.behind += reasons

    def _similarity(self, stem: Stem, judged: Judged) -> float:
        new = tuple(name for name in judged.own if name not in stem.things)
        names = (*(new or judged.own or judged.things), *(f"{NEEDS}.{claim}" for claim in judged.claims))
        return self._cards.score(names, stem.words)


def _decisive(item: Settled) -> int:
    """A recommendation that rules speak for counts; one by default order alone does not."""
    best = item.standings[0]
    spoken = bool(best.pushes) or any(standing.against or standing.misses for standing in item.standings[1:])
    return int(spoken)


def _lower(text: str) -> str:
    return text[0].lower() + text[1:].rstrip(".") + "."


def burden(advisor: Advisor, judged: Judged) -> int:
    """How much the option leaves to run: the heaviest of its things."""
    things = advisor.snapshot.base.things
    return max((_BURDENS.index(things[name].burden) for name in judged.things), default=0)
