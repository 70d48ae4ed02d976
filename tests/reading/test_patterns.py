"""How the patterns of phrases match: words far apart, and words that say the same."""

from __future__ import annotations

import pytest

from advisor.errors import InputError
from advisor.reading.read import Reading, read
from advisor.rulebase.load import assemble
from small_base import texts

PHRASE = """\
needs: [fly]
says:
  - wings & wide ocean
cases:
  - {text: Wings carry us., states: true}
  - {text: We walk., states: false}
"""
SYNONYMS = "synonyms:\n  - [ocean, sea]\n"


def reading(text: str, **more: str) -> Reading:
    return read(text, assemble(texts(**{"phrases/motion/flies.yaml": PHRASE, **more})))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Wings are what we use here to cross, year after year, this wide ocean.", "Wings .* wide ocean"),
        ("The wide ocean is what we cross, year after year and in any weather, on wings.", "wide ocean .* wings"),
        ("We have wings. The wide ocean is far.", ""),
    ],
)
def test_both_rows_of_a_pattern_stand_in_one_sentence(text: str, said: str) -> None:
    statement = reading(text).scenario.by_name.get("needs.fly")
    if not said:
        assert statement is None
    else:
        first, _, last = said.partition(" .* ")
        assert statement is not None and statement.words is not None
        assert statement.words.startswith(first) and statement.words.endswith(last)


def test_the_first_row_is_what_a_denial_bears_on() -> None:
    assert (
        reading("Nobody here needs wings to come across that wide ocean.").scenario.by_name["needs.fly"].value is False
    )
    assert (
        reading("Wings take us there, and we do not fear the wide ocean.").scenario.by_name["needs.fly"].value is True
    )


def test_a_word_finds_what_says_the_same() -> None:
    text = "On wings across the wide sea."
    assert "needs.fly" not in reading(text).scenario.by_name
    assert "needs.fly" in reading(text, **{"synonyms.yaml": SYNONYMS}).scenario.by_name


def test_an_exact_word_is_found_in_its_own_form_only() -> None:
    exact = PHRASE.replace("wings & wide ocean", "=winged creatures")
    found = {
        text: "needs.fly" in reading(text, **{"phrases/motion/flies.yaml": exact}).scenario.by_name
        for text in ("Winged creatures.", "A winged creature.", "Wing creatures.")
    }
    assert found == {"Winged creatures.": True, "A winged creature.": True, "Wing creatures.": False}


def test_exact_words_stand_beside_no_others() -> None:
    mixed = PHRASE.replace("wings & wide ocean", "=winged|flying creatures")
    with pytest.raises(InputError, match="write `=` before each or before none"):
        reading("Winged creatures.", **{"phrases/motion/flies.yaml": mixed})


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("[sea, deep ocean]", "two or more single words"),
        ("[sea]", "two or more single words"),
        ("[sea, ocean]\n  - [ocean, water]", "`ocean` stands in two groups"),
    ],
)
def test_a_bad_group_of_synonyms_is_named_with_its_line(group: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        assemble(texts(**{"synonyms.yaml": f"synonyms:\n  - {group}\n"}))
    assert "rules/synonyms.yaml:" in str(error.value) and said in str(error.value)
