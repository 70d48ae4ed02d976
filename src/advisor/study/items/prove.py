"""The proof of a key: the engine eliminates every wrong option by a must, and keeps exactly the right one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.advise import Advisor
from advisor.engine.derivation import Derivation
from advisor.engine.infer import infer
from advisor.errors import InputError
from advisor.explain.model import Reason
from advisor.explain.reasons import Explainer
from advisor.facts.spec import NEEDS
from advisor.scenario.model import Scenario, Statement
from advisor.study.model import Item, ItemFact, ItemReason
from advisor.verdict import Settled, decide
from advisor.vocabulary import Verdict

LEAST_WRONG, MOST_WRONG = 2, 4
_LETTERS = "ABCDE"


@dataclass(frozen=True)
class Proof:
    """What the engine makes of a scenario in one decision: which options fall by a must, and which comes first.

    `able` are the capabilities of the one that comes first.
    """

    scenario: Scenario
    derivation: Derivation
    settled: Mapping[str, Settled]
    decision: str
    able: frozenset[str]

    @property
    def needs(self) -> frozenset[str]:
        """The capabilities that the scenario asks for."""
        known = self.derivation.facts.items()
        names = (name.partition(".") for name, fact in known if fact.value is True)
        return frozenset(need for group, _, need in names if group == NEEDS)

    @property
    def recommended(self) -> str | None:
        """The option that comes first."""
        return self.settled[self.decision].recommended

    @property
    def question(self) -> str:
        """The question of the decision."""
        return self.settled[self.decision].decision.question

    @property
    def eliminated(self) -> frozenset[str]:
        """The options that a must rules out."""
        standings = self.settled[self.decision].standings
        return frozenset(item.option for item in standings if item.verdict is Verdict.ELIMINATED)

    def decides(self, key: str, shown: Iterable[str]) -> bool:
        """Whether, of the options shown, the key alone survives, no option at all comes before it, and it is earned."""
        wrong = {option for option in shown if option != key}
        return self.recommended == key and wrong <= self.eliminated and self._earned(key)

    def _earned(self, key: str) -> bool:
        """Whether something speaks for the key, and it is not merely first of those that no rule excludes."""
        here = self.settled[self.decision]
        required = any(outcome.rule.then.requires == key for item in here.standings for outcome in item.against)
        favoured = any(key in outcome.rule.then.favours for outcome in here.of(key).pushes)
        return required or favoured or bool(self.able & self.needs) or len(self.eliminated) == len(here.standings) - 1


def prove(advisor: Advisor, decision: str, scenario: Scenario) -> Proof | None:
    """What follows from a scenario in one decision; None where that does not apply, or the facts contradict."""
    snapshot = advisor.space.only(decision)
    try:
        derivation = infer(snapshot, scenario, advisor.direct)
    except InputError:
        return None
    settled = decide(snapshot, derivation, costs=True)
    if decision not in settled:
        return None
    best = settled[decision].recommended
    able = frozenset(snapshot.base.things[best].can) if best else frozenset()
    return Proof(scenario, derivation, settled, decision, able)


def reasons_of(advisor: Advisor, proof: Proof, options: Sequence[str]) -> dict[str, ItemReason]:
    """For each option why it is right or falls; where several rules say so, one whose facts no other reason uses."""
    explainer = Explainer(advisor.snapshot, proof.scenario, proof.derivation)
    here = proof.settled[proof.decision]
    used: list[str] = []
    found: dict[str, ItemReason] = {}
    given = {option: explainer.reasons(here.of(option), dict(proof.settled), here) for option in options}
    for option in sorted(options, key=lambda name: (name == proof.recommended, len(given[name]))):
        sign = -1 if option == proof.recommended else 1  # what makes others fall is what the key must be good at
        reason = min(given[option], key=lambda item: (not item.words, sign * _worn(item, used), len(item.via)))
        used += reason.facts
        found[option] = ItemReason(rule=reason.rule, text=reason.text, words=reason.words)
    return found


def item_of(
    advisor: Advisor, proof: Proof, shown: Sequence[str], stem: str, form: str = "{option}", **further: Any
) -> Item:
    """The item that asks a proved question: the options as shown, the first of them lettered A."""
    base = advisor.snapshot.base
    letters = dict(zip(_LETTERS, shown, strict=False))
    reasons = reasons_of(advisor, proof, shown)
    reasons |= _can(advisor, proof) if "/" in reasons[proof.recommended or shown[0]].rule else {}
    return Item(
        decision=proof.decision,
        stem=stem,
        options={letter: form.format(option=base.things[option].name) for letter, option in letters.items()},
        answer=tuple(letter for letter, option in letters.items() if option not in proof.eliminated),
        facts=stem_facts(proof.scenario.statements),
        reasons={letter: reasons[option] for letter, option in letters.items()},
        rulebase=base.version,
        tasks=base.decisions[proof.decision].tasks,
        things=letters,
        as_of=advisor.snapshot.date.isoformat(),
        **further,
    )


def _can(advisor: Advisor, proof: Proof) -> dict[str, ItemReason]:
    """What speaks for the key where no rule does: it can do what is asked."""
    base, best = advisor.snapshot.base, proof.recommended
    statements = proof.scenario.by_name
    for need in sorted(proof.able & proof.needs):
        roots = sorted(proof.derivation.facts[f"{NEEDS}.{need}"].roots)
        words = tuple(said for name in roots if (said := statements[name].words))
        if best and words:
            can = base.capabilities[need]
            text = f"{base.things[best].name} can: {can[0].lower()}{can[1:]}"
            return {best: ItemReason(rule=f"{best}--can--{need}", text=text, words=words)}
    return {}


def _worn(reason: Reason, used: list[str]) -> int:
    return sum(used.count(fact) for fact in reason.facts)


def stem_facts(statements: Iterable[Statement]) -> tuple[ItemFact, ...]:
    """The facts of a stem with the words that state them."""
    return tuple(ItemFact(name=said.name, value=said.value, words=said.words or "") for said in statements)
