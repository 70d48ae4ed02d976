"""The pool with the real generator: new items where none is left, for a pair too, and the twin behind a what-if."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from advisor.advise import Advisor
from advisor.study.items import decisions_with_items, generate
from advisor.study.model import Item, ItemFact, ItemKind, Source
from advisor.study.pool import Pool
from advisor.study.practice import Wish, attempt_of, choose, what_if
from advisor.study.records import Confidence, Mode, StudySettings

from .conftest import NOON, small_item


@pytest.fixture(scope="module")
def endless(advisor_now: Advisor) -> Pool:
    """A pool without shipped items, which take long to prove."""

    def more(decision: str, seed: int, kind: ItemKind) -> Iterable[Item]:
        return generate(advisor_now, 20, seed, [decision], kind)

    return Pool(advisor_now.snapshot.base, (), decisions_with_items(advisor_now), more)


def test_items_are_made_without_end_and_none_twice(endless: Pool) -> None:
    items = choose(endless, Wish(decision="inference-mode"), [], StudySettings(), NOON, 8)
    assert len({item.id for item in items}) == len({item.stem for item in items}) == 8
    assert {(item.decision, item.source) for item in items} == {("inference-mode", Source.GENERATED)}
    assert choose(endless, Wish(decision="inference-mode"), [], StudySettings(), NOON, 8) == items


def test_what_was_answered_is_not_asked_again(endless: Pool) -> None:
    [first] = choose(endless, Wish(decision="chunking"), [], StudySettings(), NOON, 1)
    done = attempt_of(endless.base, first, "1", ["A"], Confidence.SURE, Mode.PRACTICE, NOON, 60)[0]
    [second] = choose(endless, Wish(decision="chunking"), [done], StudySettings(), NOON, 1)
    assert second.stem != first.stem


def test_a_made_item_for_a_pair_has_the_one_right_and_the_other_shown(endless: Pool) -> None:
    right, wrong = "real-time-endpoint", "serverless-endpoint"
    item = endless.pick("inference-mode", [], right=right, wrong=wrong)
    assert item is not None
    assert item.things[item.answer[0]] == right
    assert wrong in item.things.values()


def test_a_pair_that_no_must_tells_apart_is_asked_the_other_way_round(endless: Pool) -> None:
    """Where a serverless endpoint does, a real-time endpoint would do too: only cost speaks against it."""
    wish = Wish(decision="inference-mode", right="serverless-endpoint", wrong="real-time-endpoint")
    assert endless.pick("inference-mode", [], right=wish.right, wrong=wish.wrong) is None
    [item] = choose(endless, wish, [], StudySettings(), NOON, 1)
    assert item.things[item.answer[0]] == wish.wrong
    assert wish.right in item.things.values()


def test_a_what_if_says_the_change_and_opens_a_proved_twin(endless: Pool, advisor_now: Advisor) -> None:
    twins = 0
    for item in choose(endless, Wish(decision="inference-mode"), [], StudySettings(), NOON, 4):
        for letter in item.options:
            if letter in item.answer:
                continue
            found = what_if(advisor_now, item, letter)
            assert found.text
            if found.item is not None:
                twins += 1
                assert found.item.twin_of == item.id
                assert [found.item.things[key] for key in found.item.answer] == [item.things[letter]]
    assert twins


def test_a_change_that_no_story_tells_is_said_after_the_question(endless: Pool, advisor_now: Advisor) -> None:
    """300 MB and 25 minutes leave the asynchronous endpoint alone; a smaller record makes batch transform right."""
    item = small_item(endless.base, "inference-mode", 0)
    letters = {thing: letter for letter, thing in item.things.items()}
    facts = {
        "goal.serve_predictions": True,
        "request.caller_waits": False,
        "request.payload_mb": 300.0,
        "request.processing_s": 1500.0,
        "request.answer_within_s": 2700.0,
    }
    item = item.model_copy(
        update={
            "stem": "Plans of 300 MB are analysed for 25 minutes each. How should predictions be served?",
            "answer": (letters["asynchronous-endpoint"],),
            "facts": tuple(ItemFact(name=name, value=value) for name, value in facts.items()),
        }
    )
    found = what_if(advisor_now, item, letters["batch-transform"])
    assert found.item is not None
    assert found.item.twin_of == item.id
    assert found.item.stem.startswith(item.stem)
    assert [found.item.things[letter] for letter in found.item.answer] == ["batch-transform"]


def test_an_item_without_facts_has_no_what_if(endless: Pool, advisor_now: Advisor) -> None:
    found = what_if(advisor_now, small_item(endless.base, "metric", 0), "B")
    assert found.item is None
    assert "states no facts" in found.text
