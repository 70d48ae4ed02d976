"""The shipped questions and scenarios as items, each proved when it is first wanted; without a proof it is left out."""

from __future__ import annotations

import datetime
import functools
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor.advise import Advisor, advisor_at
from advisor.answer.answer import Answerer
from advisor.answer.model import Answered, Question
from advisor.answer.naming import Names
from advisor.files import read_document
from advisor.reading.text import take_apart
from advisor.rulebase.schema import RuleBase
from advisor.scenario.questions import KeyedQuestion, question_files, read_question
from advisor.scenario.read import read_scenario
from advisor.scenario.shipped import shipped_scenarios
from advisor.study.items.prove import LEAST_WRONG, MOST_WRONG, item_of, prove, stem_facts
from advisor.study.model import Item, ItemKind, ItemReason, Source


@dataclass(frozen=True)
class Waiting:
    """A shipped item before its proof, which takes a moment: what is known of it without.

    `prove` gives the item, or None where the rules do not prove its key.
    """

    id: str
    decision: str
    tasks: tuple[str, ...]
    kind: ItemKind
    prove: Callable[[], Item | None]


def shipped_items(date: datetime.date, decisions: Mapping[str, str]) -> Iterator[Waiting]:
    """Every shipped question and scenario, to be proved at a date (one of its own comes first).

    `decisions` are those of the questions, as `decisions_of_questions` finds them.
    """
    for name, path in question_files().items():
        keyed = read_question(name, path)
        proof = functools.partial(_question, keyed, date, decisions[name])
        yield Waiting(f"question/{name}", decisions[name], keyed.tasks, _kind_of(keyed), proof)
    yield from _scenarios(date)


def decisions_of_questions(base: RuleBase) -> dict[str, str]:
    """For each shipped question the decision that compares most of its options; empty where none compares two."""
    names = Names(base)
    found = {}
    for name, path in question_files().items():
        options = read_question(name, path).options.values()
        found[name] = _decision_of(base, [[hit.thing for hit in names.find(take_apart(text))] for text in options])
    return found


@functools.lru_cache(maxsize=4)
def _answerer(date: datetime.date) -> Answerer:
    return Answerer(advisor_at(date))


def _question(keyed: KeyedQuestion, date: datetime.date, decision: str) -> Item | None:
    at = datetime.date.fromisoformat(keyed.as_of) if keyed.as_of else date
    question = Question(id=keyed.id, stem=keyed.stem, options=keyed.options, choose=keyed.choose)
    answered = _answerer(at).answer(question)
    if answered.abstained or answered.answer != tuple(sorted(keyed.key)):
        return None
    return _of_question(keyed, answered, advisor_at(at), decision)


def _of_question(keyed: KeyedQuestion, answered: Answered, advisor: Advisor, decision: str) -> Item:
    base = advisor.snapshot.base
    things = {letter: verdict.things for letter, verdict in answered.options.items()}
    shared = set.intersection(*map(set, things.values()))
    own = {letter: [name for name in named if name not in shared] for letter, named in things.items()}
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
    if "ordering" in keyed.style:
        return ItemKind.ORDERING
    if "matching" in keyed.style:
        return ItemKind.MATCHING
    return ItemKind.CHOICE if len(keyed.key) == 1 else ItemKind.RESPONSE


def _decision_of(base: RuleBase, named: Iterable[Collection[str]]) -> str:
    voices = Counter(
        decision.id
        for things in named
        for decision in base.decisions.values()
        if not set(decision.options).isdisjoint(things)
    )
    best, count = max(voices.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return best if count > 1 else ""


def _scenarios(date: datetime.date) -> Iterator[Waiting]:
    for name, path in shipped_scenarios().items():
        expected = read_document(path.parent / "expected.yaml").value
        at = datetime.date.fromisoformat(expected["as_of"]) if "as_of" in expected else date
        for decision, promised in expected["decisions"].items():
            key = promised.get("recommended")
            if key is not None:
                tasks = advisor_at(date).snapshot.base.decisions[decision].tasks
                proof = functools.partial(_scenario, name, path, at, decision, key)
                yield Waiting(f"scenario/{name}/{decision}", decision, tasks, ItemKind.CHOICE, proof)


def _scenario(name: str, path: Path, date: datetime.date, decision: str, key: str) -> Item | None:
    """The story with one decision as its question; None where nothing tells the promised option from two others."""
    advisor = advisor_at(date)
    scenario = read_scenario(path, advisor.snapshot.base.vocabulary)
    proof = prove(advisor, decision, scenario)
    if proof is None or not scenario.prompt:
        return None
    wrong = [option for option in advisor.snapshot.decisions[decision].options if option in proof.eliminated]
    identifier = f"scenario/{name}/{decision}"
    rng = random.Random(identifier)
    shown = [key, *rng.sample(wrong, min(len(wrong), MOST_WRONG))]
    if len(wrong) < LEAST_WRONG or not proof.decides(key, shown):
        return None
    rng.shuffle(shown)
    return item_of(advisor, proof, shown, f"{scenario.prompt} {proof.question}", id=identifier, source=Source.SCENARIO)
