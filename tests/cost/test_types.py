"""Mixing up currencies, units and counts does not type-check: mypy is asked, line by line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

api = pytest.importorskip("mypy.api")

SRC = Path(__file__).parents[2] / "src"
PROLOGUE = """\
from decimal import Decimal

from advisor.cost.bill import charge
from advisor.cost.money import GB, GBMonth, Currency, Hour, InstanceHour, Money, Rate, Usd, of


class Eur(Currency): ...


def check(dollars: Money[Usd], euros: Money[Eur], an_hour: Rate[Usd, Hour], in_euros: Rate[Eur, GB]) -> None:
"""
FINE = (
    "dollars + dollars",
    "of(3, GB) + of(4, GB)",
    'charge("x", of(2, Hour), an_hour)',
    "of(3, GB).times(2)",
    "dollars < dollars",
)
WRONG = (
    "dollars + euros",
    "dollars < euros",
    "dollars + 3",
    "dollars + Decimal(3)",
    "of(3, GB) + of(4, GBMonth)",
    "of(3, GB) + 4",
    "of(3, GB) + dollars",
    'charge("x", of(2, GB), an_hour)',
    'charge("x", of(2, InstanceHour), an_hour)',
    'charge("x", of(2, GB), in_euros)',
    'charge("x", 2, an_hour)',
    "of(3, int)",
    "of(2.5, GB)",
)


def test_mistakes_of_currency_and_unit_do_not_type_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [*FINE, *WRONG]
    snippet = tmp_path / "snippet.py"
    snippet.write_text(PROLOGUE + "".join(f"    {line}\n" for line in lines))
    monkeypatch.setenv("MYPYPATH", str(SRC))
    monkeypatch.chdir(tmp_path)  # no settings of the project, no cache in it
    said, _, _ = api.run(["--strict", "--follow-imports=silent", f"--cache-dir={os.devnull}", str(snippet)])
    first = PROLOGUE.count("\n") + 1
    found = {lines[int(place) - first] for place in re.findall(r"snippet\.py:(\d+): error: ", said)}
    assert found == set(WRONG), said
