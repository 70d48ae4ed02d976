"""Decision notes: made from items and advice, kept as Markdown, found again by their words."""

from __future__ import annotations

import datetime

import pytest

from advisor.advise import advisor_at
from advisor.errors import InputError
from advisor.scenario.model import Scenario, Statement
from advisor.study.items.generate import generate
from advisor.study.model import Item
from advisor.study.notes import (
    DecisionNote,
    note_as_markdown,
    note_of_advice,
    note_of_item,
    parse_note,
    search_notes,
)

ADVISOR = advisor_at(datetime.date(2026, 11, 23))
BASE = ADVISOR.snapshot.base
PARTS = ("Problem", "Constraints", "Best AWS pattern", "Why not the alternatives", "Minimal lab proof")


@pytest.fixture(scope="module")
def item() -> Item:
    return next(generate(ADVISOR, 1, 11, ["chunking"]))


def advised() -> DecisionNote:
    said = (
        Statement(name="goal.serve_predictions", value=True),
        Statement(name="request.caller_waits", value=True),
        Statement(name="request.payload_mb", value=20.0),
    )
    advice = ADVISOR.advise(Scenario(title="Large photos", statements=said), changes=False)
    return note_of_advice(advice, "inference-mode", BASE, "Clients send photos of 20 MB and wait.")


def test_a_note_of_an_item_gives_the_key_and_a_reason_for_every_other_option(item: Item) -> None:
    note = note_of_item(item, BASE)
    assert note.problem == item.stem
    assert item.options[item.answer[0]] in note.pattern
    for letter, text in item.options.items():
        assert (text in note.alternatives) == (letter not in item.answer)
    assert note.alternatives.count("\n") + 1 == len(item.options) - 1


def test_a_note_of_an_advice_names_what_was_chosen_and_the_limit_that_rules_out() -> None:
    note = advised()
    assert "real-time endpoint" in note.pattern
    assert "serverless endpoint" in note.alternatives
    assert "20 MB" in note.constraints
    assert note.problem == "Clients send photos of 20 MB and wait."


def test_an_advice_without_the_decision_is_told_so() -> None:
    advice = ADVISOR.advise(Scenario(), changes=False)
    with pytest.raises(InputError, match="says nothing of `chunking`"):
        note_of_advice(advice, "chunking", BASE)


def test_the_file_follows_the_template_in_order(item: Item) -> None:
    text = note_as_markdown(note_of_item(item, BASE))
    places = [text.index(f"## {part}") for part in PARTS]
    assert places == sorted(places)
    assert text.startswith("---\ndecision: chunking\n")


@pytest.mark.parametrize("made", ["item", "advice"])
def test_a_note_survives_its_file(made: str, item: Item) -> None:
    note = note_of_item(item, BASE) if made == "item" else advised()
    assert parse_note(note_as_markdown(note), "note.md") == note


def test_what_a_learner_adds_by_hand_is_kept(item: Item) -> None:
    text = note_as_markdown(note_of_item(item, BASE)) + "aws s3 ls shows the bucket\n\n### My own heading\n"
    lab = parse_note(text, "note.md").lab
    assert "aws s3 ls shows the bucket" in lab
    assert "### My own heading" in lab


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda text: text.removeprefix("---\n"), "no decision note"),
        (lambda text: text.replace("## Constraints", "## Limits"), "## Constraints"),
        (lambda text: text.replace("decision: chunking\n", ""), "malformed"),
        (lambda text: text.replace("decision: chunking\n", "decision: [a, {b: c}]\n"), "malformed"),
    ],
)
def test_a_spoilt_file_is_one_clear_error(spoil, message: str, item: Item) -> None:
    with pytest.raises(InputError, match=message):
        parse_note(spoil(note_as_markdown(note_of_item(item, BASE))), "note.md")


def test_search_finds_all_words_whatever_their_ending_and_titles_first() -> None:
    notes = [
        DecisionNote(title="Where do vectors lie?", decision="vector-store", problem="An index of embeddings."),
        DecisionNote(title="Which index?", decision="query-engine", problem="Searching the vectors of a shop."),
        DecisionNote(title="Which key?", decision="encryption-keys", problem="A bank encrypts its data."),
    ]
    assert [note.title for note in search_notes(notes, "indexes vector")] == ["Where do vectors lie?", "Which index?"]
    assert [note.title for note in search_notes(notes, "encryption")] == ["Which key?"]
    assert search_notes(notes, "vector encryption") == []
    assert len(search_notes(notes, "")) == 3
