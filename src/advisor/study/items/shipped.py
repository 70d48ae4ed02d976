"""The shipped questions and scenarios as items; a key that the rules do not prove is left out."""

from __future__ import annotations

import datetime
import functools
import random
from collections import Counter
from collections.abc import Iterable, Iterator

from advisor.advise import Advisor, advisor_at
from advisor.answer.answer import Answerer
from advisor.answer.model import Answered, Question
from advisor.answer.sequence import row_of, steps_of
from advisor.files import read_document
from advisor.rulebase.schema import RuleBase
from advisor.scenario.model import Scenario
from advisor.scenario.questions import KeyedQuestion, question_files, read_question
from advisor.scenario.read import read_scenario
from advisor.scenario.shipped import shipped_scenarios
from advisor.study.items.prove import LEAST_WRONG, MOST_WRONG, item_of, prove, stem_facts
from advisor.study.model import Item, ItemKind, ItemReason, Source


@functools.lru_cache(maxsize=4)
def shipped_items(date: datetime.date) -> tuple[Item, ...]:
    """Every shipped question and scenario whose key the rules prove at a date (a question's own date comes first).

    It takes some seconds, once: each question is answered anew.
    """
    return (*_questions(date), *_scenarios(date))


@functools.lru_cache(maxsize=4)
def _answerer(date: datetime.date) -> Answerer:
    return Answerer(advisor_at(date))


def _questions(date: datetime.date) -> Iterator[Item]:
    for name, path in question_files().items():
        keyed = read_question(name, path)
        at = datetime.date.fromisoformat(keyed.as_of) if keyed.as_of else date
        question = Question(id=keyed.id, stem=keyed.stem, options=keyed.options, choose=keyed.choose)
        answered = _answerer(at).answer(question)
        if not answered.abstained and answered.answer == tuple(sorted(keyed.key)):
            yield _of_question(keyed, answered, advisor_at(at))


def _of_question(keyed: KeyedQuestion, answered: Answered, advisor: Advisor) -> Item:
    base = advisor.snapshot.base
    things = {letter: verdict.things for letter, verdict in answered.options.items()}
    shared = set.intersection(*map(set, things.values()))
    own = {letter: [name for name in named if name not in shared] for letter, named in things.items()}
    decision = _decision_of(base, own.values())
    options = base.decisions[decision].options if decision else ()
    return Item(
        id=f"question/{keyed.id}",
        decision=decision,
        stem=keyed.stem,
        options=keyed.options,
        answer=answered.answer,
        facts=stem_facts(answered.facts),
        # The author's sentence for a learner; the rule and the words are those of the proof.
        reasons={
            letter: ItemReason(rule=verdict.reasons[0].rule, text=keyed.why[letter], words=verdict.reasons[0].words)
            for letter, verdict in answered.options.items()
        },
        rulebase=base.version,
        source=Source.QUESTION,
        kind=_kind_of(keyed),
        tasks=keyed.tasks,
        things={letter: named[0] for letter, named in own.items() if len(named) == 1 and named[0] in options},
        as_of=advisor.snapshot.date.isoformat(),
    )


def _kind_of(keyed: KeyedQuestion) -> ItemKind:
    labels = steps_of(keyed.stem)
    if all(row_of(text, labels) for text in keyed.options.values()):
        return ItemKind.ORDERING
    return ItemKind.CHOICE if len(keyed.key) == 1 else ItemKind.RESPONSE


def _decision_of(base: RuleBase, named: Iterable[list[str]]) -> str:
    """The decision that compares most of the options; empty where none compares two of them."""
    voices = Counter(
        decision.id
        for things in named
        for decision in base.decisions.values()
        if not set(decision.options).isdisjoint(things)
    )
    best, count = max(voices.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return best if count > 1 else ""


def _scenarios(date: datetime.date) -> Iterator[Item]:
    for name, path in shipped_scenarios().items():
        expected = read_document(path.parent / "expected.yaml").value
        at = datetime.date.fromisoformat(expected["as_of"]) if "as_of" in expected else date
        advisor = advisor_at(at)
        scenario = read_scenario(path, advisor.snapshot.base.vocabulary)
        for decision, promised in expected["decisions"].items():
            item = _of_scenario(advisor, name, scenario, decision, promised.get("recommended"))
            if item is not None:
                yield item


def _of_scenario(advisor: Advisor, name: str, scenario: Scenario, decision: str, key: str | None) -> Item | None:
    """The story with one decision as its question; None where nothing tells the promised option from two others."""
    proof = prove(advisor, decision, scenario)
    if proof is None or key is None or not scenario.prompt:
        return None
    wrong = [option for option in advisor.snapshot.decisions[decision].options if option in proof.eliminated]
    identifier = f"scenario/{name}/{decision}"
    rng = random.Random(identifier)
    shown = [key, *rng.sample(wrong, min(len(wrong), MOST_WRONG))]
    if len(wrong) < LEAST_WRONG or not proof.decides(key, shown):
        return None
    rng.shuffle(shown)
    return item_of(advisor, proof, shown, f"{scenario.prompt} {proof.question}", id=identifier, source=Source.SCENARIO)
