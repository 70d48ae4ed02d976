"""Every sequence places the sentences of its own cases in their order, and a row out of order is told why."""

from __future__ import annotations

import pytest

from advisor.answer.sequence import Sequences, misplaced, row_of, steps_of, told
from advisor.errors import InputError
from advisor.rulebase.load import assemble, shipped
from small_base import texts

BASE = shipped()
SEQUENCES = Sequences(BASE)
CASES = [(name, case) for name, sequence in BASE.sequences.items() for case in sequence.cases]


def labelled(case: tuple[str, ...]) -> dict[str, str]:
    return {str(number): text for number, text in enumerate(case, 1)}


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_a_case_stands_in_its_order(name: str, case: tuple[str, ...]) -> None:
    steps = labelled(case)
    order = [item for item in SEQUENCES.order(steps) if item[0].id == name]
    assert [places.keys() for _, places in order] == [steps.keys()]
    assert misplaced(tuple(steps), order) == []
    assert len(misplaced(tuple(reversed(steps)), order)) == len(steps) * (len(steps) - 1) // 2


def test_a_row_out_of_order_names_the_pair() -> None:
    steps = steps_of("Which order? 1. Create the endpoint\n2. Create the endpoint configuration\n3. Create the model")
    wrong = misplaced(row_of("3, 1, 2", steps), SEQUENCES.order(steps))
    assert [(one.first, one.then) for one in wrong] == [("2", "1")]
    assert "“Create the endpoint configuration” has to come before “Create the endpoint”" in told(wrong, steps)
    assert told(misplaced(row_of("3, 2, 1", steps), SEQUENCES.order(steps)), steps).startswith("Each step comes after")


def test_a_bad_pattern_of_a_step_is_named_with_its_line() -> None:
    text = "title: T\nsource: s\nsteps:\n" + "".join(
        f"  - {{does: d{n}, says: [{says}]}}\n" for n, says in enumerate(["go", "~ stop", "end"])
    )
    with pytest.raises(InputError) as error:
        assemble(texts(**{"sequences/walk.yaml": text + "cases: [[go, stop]]\n"}))
    assert "rules/sequences/walk.yaml:5: " in str(error.value)
