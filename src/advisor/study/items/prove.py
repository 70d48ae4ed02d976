"""The proof of a key: the engine eliminates every wrong option by a must, and keeps exactly the right one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.advise import Advisor
from advisor.cost.figures import Figures
from advisor.engine.derivation import Derivation
from advisor.engine.infer import infer
from advisor.errors import InputError
from advisor.explain.model import Reason
from advisor.explain.reasons import Explainer
from advisor.facts.spec import NEEDS
from advisor.scenario.model import Scenario, Statement
from advisor.study.model import Item, ItemFact, ItemKind, ItemReason
from advisor.verdict import Settled, decide
from advisor.vocabulary import Verdict

LEAST_WRONG, MOST_WRONG = 2, 4
MOST_TWO_WRONG = 3  # beside two right ones
LETTERS = "ABCDE"


@dataclass(frozen=True)
class Proof:
    """What the engine makes of a scenario in one decision: which options fall by a must, and which comes first.

    `abilities` are the capabilities of each option.
    """

    scenario: Scenario
    derivation: Derivation
    settled: Mapping[str, Settled]
    decision: str
    abilities: Mapping[str, frozenset[str]]

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
        alone = len(self.eliminated) == len(self.settled[self.decision].standings) - 1
        return self._leaves((key,), shown) and (alone or self.earned(key))

    def decides_for(self, keys: Sequence[str], shown: Iterable[str]) -> bool:
        """The same for several right options: they alone survive, the first comes before all, and each is earned."""
        if len(keys) == 1:
            return self.decides(keys[0], shown)
        return self._leaves(keys, shown) and all(map(self.earned, keys))

    def _leaves(self, keys: Sequence[str], shown: Iterable[str]) -> bool:
        wrong = set(shown).difference(keys)
        return self.recommended == keys[0] and self.eliminated.isdisjoint(keys) and wrong <= self.eliminated

    def earned(self, key: str) -> bool:
        """Whether something speaks for an option, and it is not merely one that no rule excludes."""
        here = self.settled[self.decision]
        required = any(outcome.rule.then.requires == key for item in here.standings for outcome in item.against)
        favoured = any(key in outcome.rule.then.favours for outcome in here.of(key).pushes)
        return required or favoured or bool(self.abilities[key] & self.needs)


def prove(advisor: Advisor, decision: str, scenario: Scenario) -> Proof | None:
    """What follows from a scenario in one decision; None where that does not apply, or the facts contradict."""
    snapshot = advisor.space.only(decision)
    try:
        derivation = infer(snapshot, scenario, advisor.direct)
    except InputError:
        return None
    settled = decide(snapshot, derivation, costs=Figures())
    if decision not in settled:
        return None
    options = snapshot.decisions[decision].options
    abilities = {option: frozenset(snapshot.base.things[option].can) for option in options}
    return Proof(scenario, derivation, settled, decision, abilities)


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
    letters = dict(zip(LETTERS, shown, strict=False))
    reasons = reasons_of(advisor, proof, shown)
    for option in shown:
        # That it comes first is no reason for a second right option.
        second = option != proof.recommended
        if option not in proof.eliminated and (second or "/" in reasons[option].rule):
            reasons[option] = _can(advisor, proof, option) or reasons[option]
    answer = tuple(letter for letter, option in letters.items() if option not in proof.eliminated)
    return Item(
        decision=proof.decision,
        stem=stem,
        options={letter: form.format(option=base.things[option].name) for letter, option in letters.items()},
        answer=answer,
        facts=stem_facts(proof.scenario.statements),
        reasons={letter: reasons[option] for letter, option in letters.items()},
        rulebase=base.version,
        tasks=base.decisions[proof.decision].tasks,
        things=letters,
        as_of=advisor.snapshot.date.isoformat(),
        kind=ItemKind.CHOICE if len(answer) == 1 else ItemKind.RESPONSE,
        **further,
    )


def _can(advisor: Advisor, proof: Proof, option: str) -> ItemReason | None:
    """What speaks for a right option where no rule does: it can do what is asked."""
    base = advisor.snapshot.base
    statements = proof.scenario.by_name
    for need in sorted(proof.abilities[option] & proof.needs):
        roots = sorted(proof.derivation.facts[f"{NEEDS}.{need}"].roots)
        words = tuple(said for name in roots if (said := statements[name].words))
        if words:
            can = base.capabilities[need].rstrip(".")
            text = f"It can do what is asked here: {can[0].lower()}{can[1:]}."
            return ItemReason(rule=f"{option}--can--{need}", text=text, words=words)
    return None


def _worn(reason: Reason, used: list[str]) -> int:
    return sum(used.count(fact) for fact in reason.facts)


def stem_facts(statements: Iterable[Statement]) -> tuple[ItemFact, ...]:
    """The facts of a stem with the words that state them."""
    return tuple(ItemFact(name=said.name, value=said.value, words=said.words or "") for said in statements)
