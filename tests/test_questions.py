"""Every shipped question is answered as its key says, and by the rules, not by a guess."""

from __future__ import annotations

import pytest

from advisor.answer.answer import Answerer
from advisor.scenario.questions import question_files, read_question
from questions import answered

FILES = question_files()
ANSWERERS: dict[str, Answerer] = {}


@pytest.mark.parametrize("name", sorted(FILES))
def test_key_is_proved(name: str) -> None:
    keyed = read_question(name, FILES[name])
    given = answered(keyed, ANSWERERS)
    assert set(given.answer) == set(keyed.key)
    for letter, verdict in given.options.items():
        assert verdict.reasons, f"{letter} has no reason"
