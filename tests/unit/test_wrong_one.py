"""Stems that ask for what does not fit."""

import pytest

from advisor.answer.stem import asks_for_the_wrong_one


@pytest.mark.parametrize(
    ("stem", "wrong"),
    [
        ("Endpoints shall move to serverless inference. For which TWO of them is that impossible?", True),
        ("One of the endpoints cannot be migrated. Which one is it?", True),
        ("A model cannot be migrated. Which service should host it?", False),
        ("It is impossible to label by hand. Which service should be used?", False),
    ],
)
def test_what_is_impossible_asks_for_the_wrong_one(stem: str, wrong: bool) -> None:
    assert asks_for_the_wrong_one(stem) is wrong
