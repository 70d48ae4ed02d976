"""The error taxonomy: why an answer was wrong, from the rule the choice breaks, the time and the confidence."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.rulebase.schema import RuleBase
from advisor.study.model import Frozen, Item, ItemReason
from advisor.study.records import Attempt, Confidence, Miss
from advisor.vocabulary import Domain, Kind

# Few people read more than eight words a second; who answers sooner has not read the question.
_FASTEST_WORDS_PER_S = 8
_KNOWN_AFTER = 3
# The domains of MLS-C01 that are about data and models rather than about AWS: a technique there is a judgement.
_JUDGEMENT = ("MLS-C01/2.", "MLS-C01/3.")

MISS_NAMES = {
    Miss.SERVICE: "service mismatch",
    Miss.CONSTRAINT: "constraint miss",
    Miss.REASONING: "ML reasoning",
    Miss.CARELESS: "careless",
}
MISS_MEANINGS = {
    Miss.SERVICE: "the wrong tool was picked, or two were confused",
    Miss.CONSTRAINT: "a requirement in the text was overlooked",
    Miss.REASONING: "a metric, a split, leakage or another matter of machine learning",
    Miss.CARELESS: "you know this; it was read or clicked too fast",
}


class Diagnosis(Frozen):
    """The class of an error, the sentence that says why, the rule that the choice breaks and the words it ignores."""

    miss: Miss
    because: str
    rule: str = ""
    ignored: tuple[str, ...] = ()


def classify(
    base: RuleBase,
    item: Item,
    chosen: tuple[str, ...],
    confidence: Confidence,
    seconds: float,
    history: Sequence[Attempt] = (),
) -> Diagnosis:
    """Why a wrong answer was wrong. `history` are earlier attempts, `seconds` the time taken (0: not measured)."""
    wrong = next((letter for letter in chosen if letter not in item.answer), "")
    reason = item.reasons.get(wrong, ItemReason(rule="", text=""))

    def found(miss: Miss, because: str) -> Diagnosis:
        return Diagnosis(miss=miss, because=because, rule=reason.rule, ignored=reason.words)

    if len(chosen) != len(item.answer):
        asked = "one option" if len(item.answer) == 1 else f"{len(item.answer)} options"
        return found(Miss.CARELESS, f"The question asks for {asked}, and you chose {len(chosen) or 'none'}.")
    if confidence is not Confidence.GUESS:
        words = len(" ".join([item.stem, *item.options.values()]).split())
        if 0 < seconds < words / _FASTEST_WORDS_PER_S:
            return found(
                Miss.CARELESS, f"The answer came after {seconds:.0f} s; that is too short to read {words} words."
            )
        if _known(item, history):
            return found(
                Miss.CARELESS, f"You were sure and right on this decision {_KNOWN_AFTER} times in a row before."
            )
    if _is_reasoning(base, item, wrong):
        return found(Miss.REASONING, "The choice is about machine learning itself rather than about a service.")
    if _is_constraint(base, reason):
        said = ", ".join(f"“{word}”" for word in reason.words)
        if confidence is Confidence.GUESS:
            return found(Miss.SERVICE, "You guessed, so the options were not known well enough to test them.")
        return found(Miss.CONSTRAINT, f"The question says {said}, and the option you chose does not allow that.")
    return found(Miss.SERVICE, "The option you chose is another tool than the one this calls for.")


def _known(item: Item, history: Sequence[Attempt]) -> bool:
    mine = [attempt for attempt in history if attempt.decision == item.decision][-_KNOWN_AFTER:]
    sure = [attempt.correct and attempt.confidence is Confidence.SURE for attempt in mine]
    return len(sure) == _KNOWN_AFTER and all(sure)


def _is_reasoning(base: RuleBase, item: Item, wrong: str) -> bool:
    decision, thing = base.decisions.get(item.decision), base.things.get(item.things.get(wrong, ""))
    if decision is None:
        return thing is not None and thing.area is Domain.TRAINING and thing.kind is Kind.TECHNIQUE
    if decision.area is Domain.TRAINING:
        return thing is None or thing.kind is not Kind.SERVICE
    judged = any(task.startswith(_JUDGEMENT) for task in decision.tasks)
    return judged and thing is not None and thing.kind is Kind.TECHNIQUE


def _is_constraint(base: RuleBase, reason: ItemReason) -> bool:
    """Whether words of the question speak against the option; that a thing lacks an ability is another matter."""
    if not reason.words or "--" in reason.rule:
        return False
    rule = base.rules.get(reason.rule)
    return rule is None or rule.then.word in ("rules_out", "requires", "disfavours", "favours")
