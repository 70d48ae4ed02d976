"""Pairs of labels in options, and the texts behind the labels."""

from __future__ import annotations

import pytest

from advisor.answer.matching import sides_of

STEM = "Match source and service. Sources: (1) a MySQL server, (2) an NFS share. Services: P = DataSync, Q = DMS."
LEFT = {"1": "a MySQL server", "2": "an NFS share"}
RIGHT = {"P": "DataSync", "Q": "DMS"}


@pytest.mark.parametrize("option", ["1-Q, 2-P", "1 → Q; 2 → P", "(1) with (Q), (2) with (P)", "1: Q and 2: P", "Q, P"])
def test_pairs_of_an_option(option: str) -> None:
    sides = sides_of(STEM, {"A": option})
    assert sides is not None
    assert sides.rows == {"A": {"1": "Q", "2": "P"}}
    assert (sides.left, sides.right) == (LEFT, RIGHT)


@pytest.mark.parametrize("option", ["2, 1, 3", "Use Amazon S3 with AWS DMS", "1-Q", "CI = 0.50 and DPL = 0.30", "A"])
def test_what_pairs_nothing_is_no_matching(option: str) -> None:
    assert sides_of(STEM, {"A": "1-Q, 2-P", "B": option}) is None


def test_a_label_without_a_text_is_no_matching() -> None:
    assert sides_of(STEM, {"A": "1-Q, 2-R"}) is None


@pytest.mark.parametrize(
    "stem",
    [
        "Tasks: 1. find groups, 2. tell tomorrow's sales. Types: P, clustering; Q, forecasting. Which fits?",
        "Two tasks: (1) find groups (2) tell tomorrow's sales. The types are (P) clustering, (Q) forecasting.",
        "1: find groups\n2: tell tomorrow's sales\nP: clustering\nQ: forecasting",
    ],
)
def test_labels_are_written_in_many_ways(stem: str) -> None:
    sides = sides_of(stem, {"A": "1-P, 2-Q"})
    assert sides is not None
    assert sides.left == {"1": "find groups", "2": "tell tomorrow's sales"}
    assert sides.right == {"P": "clustering", "Q": "forecasting"}
