"""Lessons and precedents: found by their situation, and heard for the option that does what they say."""

from __future__ import annotations

import pytest

from advisor.answer.lessons import NOTHING_HEARD, Lessons
from advisor.answer.precedents import Precedent, right_in, shipped_precedents
from advisor.answer.similarity import words_of
from advisor.errors import InputError
from advisor.rulebase.lessons import Lesson
from advisor.rulebase.load import assemble, default_folder, shipped, texts_of
from advisor.scenario.questions import KeyedQuestion

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


STRIPES = KeyedQuestion(
    id="here/stripes",
    stem="A zoo counts zebras in photographs that rangers took at night. What should be done?",
    options={"A": "Brighten the photographs first.", "B": "Train with num_layers set to 3 and port 8080 open."},
    key=("A",),
    why={"A": "Dark pictures hide stripes.", "B": "Layers and ports give no light."},
    tasks=("MLS-C01/2.2",),
    style=("short",),
    batch="here",
)


@pytest.fixture
def lessons() -> Lessons:
    base = shipped().model_copy(update={"lessons": (ROBUST, FOLDS), "signs": {}})
    return Lessons(base, [Precedent(STRIPES, "A")])


def test_the_option_that_does_what_the_lesson_says_is_spoken_for(lessons: Lessons) -> None:
    heard = lessons.heard("Some huge readings squeeze the values of a meter", OPTIONS)
    assert heard["B"].lesson == ROBUST
    assert heard["B"].weight > 0 > heard["A"].weight
    assert heard["A"].lesson is None, "what speaks against an option does not speak for it"


def test_a_lesson_of_another_situation_is_not_heard(lessons: Lessons) -> None:
    assert set(lessons.heard("Tokens expire at midnight", OPTIONS).values()) == {NOTHING_HEARD}


def test_words_that_all_options_share_speak_for_none(lessons: Lessons) -> None:
    options = {
        letter: f"{text} Divide by the interquartile range." for letter, text in {"A": "Now.", "B": "Later."}.items()
    }
    heard = lessons.heard("Some huge readings squeeze the values of a meter", options)
    assert {one.weight for one in heard.values()} == {0.0}


def test_a_practice_question_speaks_for_what_was_right_in_it(lessons: Lessons) -> None:
    options = {"A": "Use a port for zebras.", "B": "Make the photographs brighter."}
    heard = lessons.heard("Night photographs of zebras are to be counted", options)
    assert isinstance(heard["B"].lesson, Precedent)
    assert heard["B"].weight > 0 > heard["A"].weight
    assert heard["A"].against == heard["B"].lesson, "the other option is what tempted there"


def test_a_practice_question_does_not_speak_for_its_own_key(lessons: Lessons) -> None:
    assert set(lessons.heard(STRIPES.stem, STRIPES.options).values()) == {NOTHING_HEARD}
    assert set(lessons.heard(f"{STRIPES.stem} Choose one.", STRIPES.options).values()) == {NOTHING_HEARD}


def test_what_goes_the_other_way_says_nothing_of_an_option() -> None:
    lesson = FOLDS.model_copy(update={"do": "Reduce max_depth", "avoid": "Raise eta"})
    lessons = Lessons(shipped().model_copy(update={"lessons": (lesson,), "signs": {}}), [])
    heard = lessons.heard(FOLDS.when, {"A": "Increase max_depth.", "B": "Decrease max_depth.", "C": "Lower eta."})
    assert heard["B"].weight > 0
    assert heard["A"].weight == heard["C"].weight == 0


def test_precedents_are_the_shipped_questions_that_say_something() -> None:
    assert {one.do for one in shipped_precedents()}.isdisjoint({"1-2-3-4", "2-1-3-4"})
    assert all(one.do not in one.wrong.values() for one in shipped_precedents())


def test_where_the_wrong_one_is_asked_for_all_others_are_right() -> None:
    asked = STRIPES.model_copy(update={"stem": "A zoo counts zebras at night. Which change does NOT help?"})
    assert right_in(STRIPES) == ("A",)
    assert right_in(asked) == ("B",)
    assert Precedent(asked, "B").avoid == STRIPES.options["A"]


def test_words_keep_identifiers_whole_and_in_parts_and_numbers() -> None:
    found = words_of("Set precision_at_target_recall to 0.95, answer GET /ping on port 8,080 within the team's VPC")
    assert {"precision_at_target_recall", "target", "0.95", "8080", "ping"} <= set(found)
    assert {"the", "team", "s", "8,080"}.isdisjoint(found)


def test_a_situation_is_told_once() -> None:
    entry = '{when: "It rains", do: "Wait", because: "It stops.", source: "MLS-C01/1.1"}'
    texts = {**texts_of(default_folder()), "lessons/x.yaml": f"lessons:\n  - {entry}\n  - {entry}\n"}
    with pytest.raises(InputError, match=r"lessons/x\.yaml:3.*this situation is told twice"):
        assemble(texts)
