"""What stands around the decisions: the facts as they were understood, companions, traps, and the architecture."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.engine.derivation import Derivation, Outcome
from advisor.explain.model import Frozen
from advisor.explain.reasons import Explainer
from advisor.facts import Value, describe
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Computed, Scenario
from advisor.verdict import Settled
from advisor.vocabulary import Domain, Origin, Strength


class FactShown(Frozen):
    """A fact that the advice rests on, and where it came from: the prompt, `rules` that conclude it, or a formula."""

    name: str
    value: Value
    text: str
    strength: Strength
    origin: Origin
    words: str | None = None
    start: int | None = None
    end: int | None = None
    rules: tuple[str, ...] = ()
    computed: Computed | None = None


class ScenarioShown(Frozen):
    """The decomposition: objective, dominant domain, facts, and what was not understood."""

    title: str
    objective: str
    domain: Domain | None
    facts: tuple[FactShown, ...]
    unread: tuple[str, ...]


class Companion(Frozen):
    """Something the chosen options need beside them."""

    item: str
    name: str
    because: str
    rule: str


class Warning_(Frozen):
    """A trap in this scenario."""

    trap: str
    text: str
    rule: str


def companions(
    snapshot: Snapshot, firing: tuple[Outcome, ...], explainer: Explainer, chosen: Mapping[str, str]
) -> tuple[Companion, ...]:
    """What the rules add to the chosen options, each thing once, with the first rule that adds it."""
    found: dict[str, Companion] = {}
    for outcome in firing:
        for item in outcome.rule.then.adds:
            if item not in found and item not in chosen.values():
                thing = snapshot.base.things[item]
                text = explainer.fill(outcome.rule.because)
                found[item] = Companion(item=item, name=thing.name, because=text, rule=outcome.rule.id)
    return tuple(found.values())


def warnings(firing: tuple[Outcome, ...], explainer: Explainer) -> tuple[Warning_, ...]:
    """The traps that the rules warn of."""
    return tuple(
        Warning_(trap=outcome.rule.then.warns, text=explainer.fill(outcome.rule.because), rule=outcome.rule.id)
        for outcome in firing
        if outcome.rule.then.warns
    )


def architecture(snapshot: Snapshot, chosen: Mapping[str, str], companions: tuple[Companion, ...]) -> tuple[str, ...]:
    """The chosen options and their companions, in the order of the lifecycle."""
    things = snapshot.base.things
    lanes = list(Domain)
    items = [*chosen.values(), *(companion.item for companion in companions)]
    return tuple(sorted(dict.fromkeys(items), key=lambda item: (lanes.index(things[item].area), items.index(item))))


def shown(
    snapshot: Snapshot, scenario: Scenario, derivation: Derivation, settled: Mapping[str, Settled]
) -> ScenarioShown:
    """The scenario as it was understood: what was said, and what was computed and concluded from it."""
    statements = scenario.by_name
    vocabulary = snapshot.base.vocabulary
    facts = []
    for name, known in derivation.facts.items():
        statement = statements.get(name)
        if statement is None and not known.via:
            continue
        facts.append(
            FactShown(
                name=name,
                value=known.value,
                text=describe(vocabulary[name], known.value),
                strength=known.strength,
                origin=statement.origin if statement else known.origin,
                words=statement.words if statement else None,
                start=statement.start if statement else None,
                end=statement.end if statement else None,
                rules=known.via,
                computed=statement.computed if statement else None,
            )
        )
    facts.sort(key=lambda fact: fact.name)
    return ScenarioShown(
        title=scenario.title,
        objective=scenario.objective or _objective(settled),
        domain=_dominant(derivation, settled),
        facts=tuple(facts),
        unread=scenario.unread,
    )


def _objective(settled: Mapping[str, Settled]) -> str:
    """Without a stated objective: the questions that have to be answered."""
    questions = [item.decision.question.rstrip("?") for item in settled.values()]
    return f"Decide: {'; '.join(question[0].lower() + question[1:] for question in questions)}." if questions else ""


def _dominant(derivation: Derivation, settled: Mapping[str, Settled]) -> Domain | None:
    """The area in which most rules speak; the earlier stage of the lifecycle where two are level."""
    voices = {area: 0 for area in Domain}
    for name, item in settled.items():
        voices[item.decision.area] += sum(bool(outcome.truth) for outcome in derivation.outcomes[name])
    best = max(voices.values())
    return next((area for area, count in voices.items() if count == best and count), None)
