"""The loader: a good base loads, and each mistake is named with its file, its line and a remedy."""

from __future__ import annotations

import datetime

import pytest

from advisor.errors import InputError
from advisor.rulebase.load import assemble
from advisor.rulebase.snapshot import at
from small_base import LIMIT, rule, texts, thing


def problems(**more: str) -> str:
    with pytest.raises(InputError) as caught:
        assemble(texts(**more))
    return str(caught.value)


HEAVY = "decisions/travel/heavy-load-sinks-the-boat.yaml"


def test_a_good_base_loads() -> None:
    base = assemble(texts())
    assert set(base.decisions) == {"travel"}
    assert len(base.rules) == 3


def test_version_depends_on_content_alone() -> None:
    assert assemble(texts()).sha256 == assemble(dict(reversed(texts().items()))).sha256


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("request.payload_mb: {above", "request.paylod_mb: {above", "did you mean `request.payload_mb`"),
        ("rules_out: boat", "rules_out: bot", "unknown option `bot`; did you mean `boat`?"),
        ("limit: boat.max-payload-mb}", "limit: boat.max-payload}", "did you mean `boat.max-payload-mb`"),
        ("because:", "becuase:", "unknown key `becuase`; did you mean `because`"),
        ("{rules_out: boat}", "{rules_out: [boat, plane, train]}", "rules out every option"),
        ("{request.payload_mb}, and", "{traffic.shape}, and", "may be unknown when the rule fires"),
        ("fires: false", "fires: true", "no case with `fires: false`"),
        ("references: [https://example.org]", "references: []", "references"),
        ("{rules_out: boat}", "{rules_out: boat, favours: plane}", "exactly one of"),
        ("{rules_out: boat}", "{favours: boat}", "names the criterion"),
        ("{rules_out: boat}", "{needs: fly}", "move the rule to rules/implications/"),
        ("facts: {request.payload_mb: 5}", "facts: {request.payload_mb: 5 s}", "unit that does not fit"),
        ("title:", "overrides: [nobody]\ntitle:", "no other rule of this decision"),
    ],
)
def test_mistakes_in_a_rule(old: str, new: str, said: str) -> None:
    text = texts()[HEAVY]
    assert old in text
    found = problems(**{HEAVY: text.replace(old, new)})
    assert said in found
    assert found.startswith(f"rules/{HEAVY}:")


def test_all_problems_are_reported_at_once() -> None:
    found = problems(
        **{HEAVY: texts()[HEAVY].replace("boat}", "bot}"), "catalogue/plane.yaml": thing("Plane", "can: [flly]\n")}
    )
    assert "unknown option `bot`" in found
    assert "did you mean `fly`" in found


def test_a_rule_without_cases_does_not_load() -> None:
    assert "cases" in problems(**{HEAVY: texts()[HEAVY].partition("cases:")[0]})


def test_an_option_must_be_in_the_catalogue() -> None:
    decision = texts()["decisions/travel/decision.yaml"].replace("train: {}", "tram: {}")
    assert "`tram` is not in the catalogue" in problems(**{"decisions/travel/decision.yaml": decision})


def test_a_stray_file_is_named() -> None:
    assert "nothing reads this file" in problems(**{"notes.yaml": "a: 1\n"})


def test_overrides_in_a_circle() -> None:
    yes, no = "{request.caller_waits: true}", "{request.caller_waits: false}"
    one = rule(yes, "{rules_out: boat}", fires=yes, silent=no, extra="overrides: [other-one]\n")
    other = one.replace("other-one", "one-rule")
    found = problems(**{"decisions/travel/one-rule.yaml": one, "decisions/travel/other-one.yaml": other})
    assert "circle" in found


def test_implications_in_a_circle() -> None:
    waits, patient = "{request.caller_waits: true}", "{request.caller_waits: false}"
    never, may = "{traffic.queue_ok: false}", "{traffic.queue_ok: true}"
    one = rule(waits, "{implies: {traffic.queue_ok: false}}", fires=waits, silent=patient)
    other = rule(never, "{implies: {request.caller_waits: true}}", fires=never, silent=may)
    base = assemble(texts(**{"implications/one-way.yaml": one, "implications/and-back.yaml": other}))
    with pytest.raises(InputError, match="circle"):
        at(base, datetime.date(2026, 11, 23))


def test_a_limit_has_the_value_of_its_date() -> None:
    dated = LIMIT + "    was:\n      - {until: 2025-06-30, value: 2}\n"
    base = assemble(texts(**{"catalogue/boat.yaml": thing("Boat", dated)}))
    limit = base.limit("boat.max-payload-mb")
    assert limit.words_at(datetime.date(2025, 6, 30)) == "2 MB"
    assert limit.words_at(datetime.date(2025, 7, 1)) == "4 MB"


def test_a_capability_is_possible_or_not() -> None:
    both = thing("Plane", "can: [fly]\ncannot: {fly: {because: b, source: s}}\n")
    assert "both `can` and `cannot`" in problems(**{"catalogue/plane.yaml": both})


PHRASE = """\
states: {traffic.shape: steady}
says:
  - %s
cases:
  - {text: It flies., states: true}
  - {text: It walks., states: false}
"""


@pytest.mark.parametrize(
    ("pattern", "said", "remedy"),
    [
        ("payload ~ <sise>", "`<sise>` is no quantity", "did you mean `size`?"),
        ("payload ~ <furlongs>", "`<furlongs>` is no quantity", "accepted: count, duration"),
        ("~ payload", "starts or ends with something that may be missing", "drop it"),
        ("payload?", "matches any text", "name at least one word that must be there"),
        ("payload||size", "has an alternative without a word", "no spaces"),
    ],
)
def test_a_bad_pattern_is_named_with_its_line(pattern: str, said: str, remedy: str) -> None:
    found = problems(**{"phrases/shape/flies.yaml": PHRASE % pattern})
    assert "rules/phrases/shape/flies.yaml:3: " in found
    assert said in found and remedy in found
