"""Pairs of labels in options, and the texts behind the labels."""

from __future__ import annotations

import pytest

from advisor.answer.matching import pairs_of, sides_of

STEM = "Match source and service. Sources: (1) a MySQL server, (2) an NFS share. Services: P = DataSync, Q = DMS."


@pytest.mark.parametrize(
    ("option", "pairs"),
    [
        ("1-Q, 2-P", {"1": "Q", "2": "P"}),
        ("1 → Q; 2 → P", {"1": "Q", "2": "P"}),
        ("(1) with (Q), (2) with (P)", {"1": "Q", "2": "P"}),
        ("1: Q and 2: P", {"1": "Q", "2": "P"}),
        ("2, 1, 3", {}),
        ("Use Amazon S3 with AWS DMS", {}),
        ("1-Q", {}),
    ],
)
def test_pairs_of_an_option(option: str, pairs: dict[str, str]) -> None:
    assert pairs_of(option) == pairs


def test_the_stem_tells_both_sides() -> None:
    assert sides_of(STEM, {"A": {"1": "Q", "2": "P"}}) == (
        {"1": "a MySQL server", "2": "an NFS share"},
        {"P": "DataSync", "Q": "DMS"},
    )


def test_a_label_without_a_text_is_no_matching() -> None:
    assert sides_of(STEM, {"A": {"1": "Q", "2": "R"}}) is None
