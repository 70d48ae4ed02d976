"""Every phrase means what its own cases say, and every fact and need of serving and security can be said in words."""

from __future__ import annotations

import pytest

from advisor.reading.read import read
from advisor.rulebase.load import shipped
from advisor.rulebase.phrases import Phrase

BASE = shipped()
PHRASES = sorted(BASE.phrases)


def test_there_are_phrases() -> None:
    assert len(PHRASES) >= 100


def gives(phrase: Phrase, text: str) -> bool:
    """Whether a text gives all that a phrase stands for; words of a list may have others beside them."""
    found = {statement.name: statement.value for statement in read(text, BASE).scenario.statements}
    if phrase.reads:
        return phrase.reads in found
    for name, value in phrase.stated:
        got = found.get(name)
        if isinstance(value, tuple):
            if not isinstance(got, tuple) or not set(value) <= set(got):
                return False
        elif got != value:
            return False
    return True


@pytest.mark.parametrize("name", PHRASES)
def test_cases_come_out_as_they_say(name: str) -> None:
    phrase = BASE.phrases[name]
    wrong = [case.text for case in phrase.cases if gives(phrase, case.text) is not case.states]
    assert wrong == []


# Areas whose words are meant to be complete; the others grow file by file.
COMPLETE = ("goal", "request", "traffic", "models", "security", "access")


def test_every_fact_of_serving_and_security_can_be_said() -> None:
    said = {fact for phrase in BASE.phrases.values() for fact, _ in phrase.stated}
    said |= {phrase.reads for phrase in BASE.phrases.values() if phrase.reads}
    facts = {spec.name for spec in BASE.vocabulary if spec.group in COMPLETE}
    assert facts
    assert sorted(facts - said) == []


def test_every_word_of_a_choice_in_serving_and_security_can_be_said() -> None:
    said = {(fact, word) for phrase in BASE.phrases.values() for fact, value in phrase.stated for word in words(value)}
    wanted = {(spec.name, word) for spec in BASE.vocabulary if spec.group in COMPLETE for word in spec.words}
    assert wanted
    assert sorted(wanted - said) == []


def words(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()
