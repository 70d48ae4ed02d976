"""Every shipped question is answered as its key says, and each option gets a reason.

tests/open_questions.txt lists the keys that are not proved yet; one that comes out right must be taken off the list.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.answer.answer import Answerer
from advisor.scenario.questions import question_files, read_question
from questions import answered

FILES = question_files()
ANSWERERS: dict[str, Answerer] = {}
OPEN = frozenset(Path(__file__).with_name("open_questions.txt").read_text().split())
NOT_YET = pytest.mark.xfail(reason="the knowledge or reading that it needs is not there yet", strict=True)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[NOT_YET] if name in OPEN else []) for name in sorted(FILES)]
)
def test_key_is_proved(name: str) -> None:
    keyed = read_question(name, FILES[name])
    assert set(answered(keyed, ANSWERERS).answer) == set(keyed.key)


@pytest.mark.parametrize("name", sorted(FILES))
def test_each_option_has_a_reason(name: str) -> None:
    for letter, verdict in answered(read_question(name, FILES[name]), ANSWERERS).options.items():
        assert verdict.reasons, f"{letter} has no reason"


def test_only_shipped_questions_are_open() -> None:
    assert set(FILES) >= OPEN
