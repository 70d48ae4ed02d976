"""Formulas: what they give, that nothing stated is overwritten, and that each mistake is named with its remedy."""

from __future__ import annotations

import datetime
import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from advisor.advise import Advisor, advisor_at, build
from advisor.engine.complete import complete
from advisor.errors import InputError
from advisor.facts import Value
from advisor.render import adr, markdown, report, text
from advisor.rulebase.load import amended, assemble
from advisor.scenario.model import Scenario, Statement
from advisor.vocabulary import Origin, Strength
from small_base import rule, texts

TODAY = datetime.date(2026, 11, 23)
FORMULA = "formulas/peak-from-average.yaml"
AVERAGE, PEAK, IDLE = "traffic.requests_per_second", "traffic.peak_requests_per_second", "traffic.idle_share"
TEXT = f"""\
title: A peak
gives: {PEAK}
formula: peak = average / (1 - idle)
where: {{average: {AVERAGE}, idle: {IDLE}}}
because: What comes in a part of the day comes faster.
source: https://example.org
cases:
  - {{name: half a day, facts: {{{AVERAGE}: 3, {IDLE}: 50 %}}, gives: 6}}
  - {{name: always idle, facts: {{{AVERAGE}: 3, {IDLE}: 100 %}}, gives: not computed}}
"""


def stated(values: dict[str, Value], *wishes: str) -> Scenario:
    strength = {name: Strength.SHOULD if name in wishes else Strength.MUST for name in values}
    return Scenario().having(*(Statement(name=name, value=values[name], strength=strength[name]) for name in values))


def small(**more: str) -> Advisor:
    return build(assemble(texts(**{FORMULA: TEXT, **more})), TODAY, at_once=True)


def problems(**more: str) -> str:
    with pytest.raises(InputError) as caught:
        assemble(texts(**{FORMULA: TEXT, **more}))
    return str(caught.value)


# --- what is computed ----------------------------------------------------------------------------------------

counts = st.one_of(st.none(), st.integers(0, 4), st.integers(0, 10**6))


@given(counts, counts, counts, st.one_of(st.none(), st.floats(0, 1)))
def test_what_is_computed_equals_the_definition(
    found: int | None, missed: int | None, wrong: int | None, recall: float | None
) -> None:
    known: dict[str, Value | None] = {
        "evaluation.true_positives": found,
        "evaluation.false_negatives": missed,
        "evaluation.false_positives": wrong,
        "evaluation.recall": recall,
    }
    scenario = stated({name: value for name, value in known.items() if value is not None})
    completed = complete(advisor_at(TODAY).snapshot, scenario)
    wanted: dict[str, Fraction] = {}
    if found is not None and wrong is not None and found + wrong:
        wanted["evaluation.precision"] = Fraction(found, found + wrong)
    if recall is not None:
        assert completed.by_name["evaluation.recall"].value == recall
        assert completed.by_name["evaluation.recall"].computed is None
    elif found is not None and missed is not None and found + missed:
        wanted["evaluation.recall"] = Fraction(found, found + missed)
    precision, share = wanted.get("evaluation.precision"), wanted.get("evaluation.recall")
    share = Fraction(recall) if recall is not None else share
    if precision is not None and share is not None and precision + share:
        wanted["evaluation.f1"] = 2 * precision * share / (precision + share)
    computed = {name: one.value for name, one in completed.by_name.items() if one.computed}
    assert computed == pytest.approx({name: float(value) for name, value in wanted.items()}, rel=1e-9, abs=1e-12)
    assert complete(advisor_at(TODAY).snapshot, completed) == completed


def test_a_computed_fact_says_how_it_came_about() -> None:
    scenario = stated({"evaluation.true_positives": 90, "evaluation.false_negatives": 10, "evaluation.recall_asked": 1})
    known = complete(advisor_at(TODAY).snapshot, scenario).by_name
    recall, reached = known["evaluation.recall"], known["evaluation.recall_reached"]
    assert recall.origin is Origin.COMPUTED
    assert recall.computed is not None and reached.computed is not None
    assert recall.computed.text == "recall = TP / (TP + FN) = 90 / (90 + 10) = 0.9"
    # What rests on a computed fact rests on what that was computed from.
    assert reached.computed.facts == (
        "evaluation.false_negatives",
        "evaluation.recall_asked",
        "evaluation.true_positives",
    )


def test_a_wish_among_the_inputs_makes_the_result_a_wish() -> None:
    values: dict[str, Value] = {AVERAGE: 3.0, IDLE: 0.5}
    snapshot = small().snapshot
    assert complete(snapshot, stated(values)).by_name[PEAK].strength is Strength.MUST
    assert complete(snapshot, stated(values, IDLE)).by_name[PEAK].strength is Strength.SHOULD


@pytest.mark.parametrize("values", [{AVERAGE: 3.0}, {AVERAGE: 3.0, IDLE: 1.0}, {AVERAGE: 1e6, IDLE: 0.9}])
def test_what_cannot_be_computed_or_held_is_left_out(values: dict[str, Value]) -> None:
    """An input is missing; the divisor is zero; the peak would be above all that the fact accepts."""
    assert complete(small().snapshot, stated(values)) == stated(values)


# --- what is made of it --------------------------------------------------------------------------------------

FAST = {
    "decisions/travel/many-calls-need-the-train.yaml": rule(
        f"{{{PEAK}: {{above: 5}}}}", "{requires: train}", fires=f"{{{PEAK}: 6}}", silent=f"{{{PEAK}: 5}}"
    )
}


def test_rules_read_a_result_and_reasons_cite_what_was_said() -> None:
    scenario = stated({AVERAGE: 3.0, IDLE: 0.5, "request.payload_mb": 1.0})
    advice = small(**FAST).advise(scenario)
    decision = advice.decision("travel")
    assert decision is not None and decision.recommended == "train"
    assert {reason.facts for option in decision.options for reason in option.reasons} == {(IDLE, AVERAGE)}
    without = small(**FAST).advise(scenario.without(IDLE), changes=False).decision("travel")
    assert without is not None and without.recommended != "train"


def test_a_what_if_states_another_result_and_leaves_none_open() -> None:
    """Leaving a result open would do nothing, as long as its inputs are known: it is computed again."""
    advisor, scenario = small(**FAST), stated({AVERAGE: 3.0, IDLE: 0.5, "request.payload_mb": 1.0})
    change = advisor.would_change(scenario, "travel", "boat")
    assert change is not None and set(change.set) == {PEAK}
    value = change.set[PEAK]
    assert value is not None
    after = advisor.advise(scenario.having(Statement(name=PEAK, value=value)), changes=False).decision("travel")
    assert after is not None and after.recommended == "boat"


def test_a_way_out_of_a_conflict_leaves_no_result_open() -> None:
    scenario = stated({AVERAGE: 3.0, IDLE: 0.5, "request.payload_mb": 1.0, "request.caller_waits": True})
    decision = small(**FAST).advise(scenario).decision("travel")
    assert decision is not None
    assert {clash.facts for clash in decision.conflicts} == {("request.caller_waits", PEAK)}
    relaxed = {item.fact: item.to for way in decision.ways_out for item in way.relax}
    assert relaxed.keys() == {"request.caller_waits", PEAK}
    assert relaxed[PEAK] is not None


@pytest.mark.parametrize("format", ["text", "markdown", "adr", "html", "json"])
def test_every_form_of_advice_shows_the_formula_with_its_numbers_and_source(format: str) -> None:
    advisor, scenario = small(**FAST), stated({AVERAGE: 3.0, IDLE: 0.5, "request.payload_mb": 1.0})
    given = advisor.advise(scenario, changes=False)
    things = advisor.snapshot.base.things
    console = Console(width=200, file=io.StringIO())
    console.print(text.advice(given))
    shown = {
        "text": console.file.getvalue(),  # type: ignore[attr-defined]
        "markdown": markdown.advice(given, scenario),
        "adr": adr.record(given, scenario, things),
        "html": report.report(given, scenario, things),
        "json": given.model_dump_json(),
    }[format]
    assert "peak = average / (1 - idle) = 3 / (1 - 0.5) = 6" in shown.replace("\\", "")
    assert "https://example.org" in shown


# --- mistakes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f"average: {AVERAGE}", "average: traffic.request_per_second", f"did you mean `{AVERAGE}`"),
        (f"gives: {PEAK}", "gives: traffic.peek", "unknown fact `traffic.peek`"),
        (f"average: {AVERAGE}", "average: traffic.shape", "`traffic.shape` is not a quantity"),
        (f"idle: {IDLE}", "idle: {limit: boat.max-payload}", "did you mean `boat.max-payload-mb`"),
        ("average / (1", "averege / (1", "`where` does not say what `averege` is; did you mean `average`?"),
        ("average / (1 - idle)", "average", "the expression has no symbol `idle`"),
        ("average / (1 - idle)", "average / (1 - idle", "is not an expression"),
        ("average / (1 - idle)", "average ** idle", "is no arithmetic"),
        ("average / (1 - idle)", "average.real + idle", "is no arithmetic"),
        ("average / (1 - idle)", "sqrt(average) + idle", "calls no known function; accepted: ceil, floor, min, max"),
        ("peak = average", "= average", "write `name = expression`"),
        ("source: https://example.org", "source: hearsay", "is no source"),
        ("because:", "becuase:", "unknown key `becuase`; did you mean `because`"),
        ("gives: not computed", "gives: 6", "one case with a number and one with `gives: not computed`"),
        (f"{IDLE}: 50 %", f"{IDLE}: 50 s", "unit that does not fit"),
        (f"{IDLE}: 50 %", "models.count: 5", "`models.count` is no input of the formula"),
    ],
)
def test_mistakes_in_a_formula(old: str, new: str, said: str) -> None:
    assert old in TEXT
    found = problems(**{FORMULA: TEXT.replace(old, new)})
    assert said in found
    assert found.startswith(f"rules/{FORMULA}:")


def test_formulas_run_in_no_circle() -> None:
    back = TEXT.replace(f"gives: {PEAK}", f"gives: {AVERAGE}").replace(f"average: {AVERAGE}", f"average: {PEAK}")
    back = back.replace(f"{{{AVERAGE}: 3", f"{{{PEAK}: 3")
    found = problems(**{"formulas/average-from-peak.yaml": back})
    assert "formulas run in a circle: average-from-peak, peak-from-average" in found


BOTH = rule(f"{{{AVERAGE}: {{above: 5}}}}", "{requires: plane}", fires=f"{{{AVERAGE}: 6}}", silent=f"{{{AVERAGE}: 5}}")


def test_no_rule_reads_a_result_where_another_reads_an_input() -> None:
    found = problems(**FAST, **{"decisions/travel/many-on-average-need-the-plane.yaml": BOTH})
    assert "many-calls-need-the-train reads `traffic.peak_requests_per_second`, which is computed from" in found
    assert "many-on-average-need-the-plane reads `traffic.requests_per_second`" in found
    assert "let no rule read both" in found


def test_that_is_noticed_too_where_only_a_rule_was_changed() -> None:
    before, changed = texts(**{FORMULA: TEXT}, **FAST), "decisions/travel/many-on-average-need-the-plane.yaml"
    with pytest.raises(InputError, match="let no rule read both"):
        amended(assemble(before), [changed], {**before, changed: BOTH})


def test_no_rule_concludes_what_is_computed() -> None:
    concluding = rule(
        "{request.caller_waits: true}",
        f"{{implies: {{{PEAK}: 5}}}}",
        fires="{request.caller_waits: true}",
        silent="{request.caller_waits: false}",
    )
    assert "is computed here and concluded by" in problems(**{"implications/callers-come-at-once.yaml": concluding})
