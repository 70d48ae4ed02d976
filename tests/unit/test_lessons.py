"""Lessons: found by their situation, and heard for the option that does what they say."""

from __future__ import annotations

import pytest

from advisor.answer.lessons import NOTHING_HEARD, Lessons
from advisor.answer.similarity import words_of
from advisor.errors import InputError
from advisor.rulebase.lessons import Lesson
from advisor.rulebase.load import assemble, default_folder, shipped, texts_of

ROBUST = Lesson(
    when="A few huge but true readings squeeze all other values after scaling",
    do="Subtract the median and divide by the interquartile range",
    avoid="Divide by the largest absolute value",
    because="Quartiles hardly notice a few giants.",
    source="MLS-C01/2.2",
    place="rules/lessons/here.yaml:2",
)
FOLDS = Lesson(
    when="Only eighty rows are at hand to compare models",
    do="Cross-validate with folds",
    because="Every row is used for testing once.",
    source="MLS-C01/3.5",
    place="rules/lessons/here.yaml:8",
)
OPTIONS = {
    "A": "Divide each column by its largest absolute value.",
    "B": "Use the interquartile range for each column.",
}


@pytest.fixture
def lessons() -> Lessons:
    return Lessons(shipped().model_copy(update={"lessons": (ROBUST, FOLDS), "signs": {}}))


def stem(text: str) -> frozenset[str]:
    return frozenset(words_of(text))


def test_the_option_that_does_what_the_lesson_says_is_spoken_for(lessons: Lessons) -> None:
    heard = lessons.heard(stem("Some huge readings squeeze the values of a meter"), OPTIONS)
    assert heard["B"].lesson == ROBUST
    assert heard["B"].weight > 0 > heard["A"].weight


def test_a_lesson_of_another_situation_is_not_heard(lessons: Lessons) -> None:
    assert set(lessons.heard(stem("Tokens expire at midnight"), OPTIONS).values()) == {NOTHING_HEARD}


def test_words_that_all_options_share_speak_for_none(lessons: Lessons) -> None:
    options = {
        letter: f"{text} Divide by the interquartile range." for letter, text in {"A": "Now.", "B": "Later."}.items()
    }
    heard = lessons.heard(stem("Some huge readings squeeze the values of a meter"), options)
    assert {one.weight for one in heard.values()} == {0.0}


def test_a_situation_is_told_once() -> None:
    entry = '{when: "It rains", do: "Wait", because: "It stops.", source: "MLS-C01/1.1"}'
    texts = {**texts_of(default_folder()), "lessons/x.yaml": f"lessons:\n  - {entry}\n  - {entry}\n"}
    with pytest.raises(InputError, match=r"lessons/x\.yaml:3.*this situation is told twice"):
        assemble(texts)
