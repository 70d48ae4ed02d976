"""Tiny rule bases and the findings on them: half of the cases, and more, are that nothing is found."""

from __future__ import annotations

import datetime
import itertools
import json
import sys
import types
from pathlib import Path

import pytest

from advisor.advise import Advisor, build
from advisor.errors import InputError
from advisor.facts.spec import NEEDS
from advisor.files import parse_json
from advisor.rulebase.load import assemble
from advisor.scenario.model import Scenario
from advisor.scenario.read import scenario_of
from advisor.solver.undecided import Undecided
from advisor.verify import check as checks
from advisor.verify.bench import Workshop
from advisor.verify.check import Report, check, of_base, of_decision, refused
from advisor.verify.finding import Finding
from advisor.vocabulary import Status, Strength, Verdict
from small_base import LIMIT, rule, texts, thing

TODAY = datetime.date(2026, 11, 23)
T = "decisions/travel/"
PRICES = """\
region: us-east-1
currency: USD
sources: {A: a page}
prices:
  nat: {usd: 1, unit: GB, as_of: 2026-01-01, expires: 2026-11-22, grace: 2027-01-01, source: A, status: verified}
"""
# A condition with facts for which it holds and facts for which it does not.
When = tuple[str, str, str]
WAITS: When = ("{request.caller_waits: true}", "{request.caller_waits: true}", "{request.caller_waits: false}")
NOBODY: When = ("{request.caller_waits: false}", "{request.caller_waits: false}", "{request.caller_waits: true}")
QUEUES: When = ("{traffic.queue_ok: true}", "{traffic.queue_ok: true}", "{traffic.queue_ok: false}")
PII: When = ("{security.pii: true}", "{security.pii: true}", "{security.pii: false}")
PII_SPIKY: When = (
    "{security.pii: true, traffic.shape: spiky}",
    "{security.pii: true, traffic.shape: spiky}",
    "{security.pii: false}",
)
PII_OR_SPIKY: When = (
    "{any: [{security.pii: true}, {traffic.shape: spiky}]}",
    "{security.pii: true}",
    "{security.pii: false, traffic.shape: steady}",
)
PII_QUEUES: When = (
    "{security.pii: true, traffic.queue_ok: true}",
    "{security.pii: true, traffic.queue_ok: true}",
    "{security.pii: false}",
)
SPIKY: When = ("{traffic.shape: spiky}", "{traffic.shape: spiky}", "{traffic.shape: steady}")
STEADY: When = ("{traffic.shape: steady}", "{traffic.shape: steady}", "{traffic.shape: spiky}")
EITHER: When = ("{traffic.shape: [spiky, steady]}", "{traffic.shape: steady}", "{traffic.shape: periodic}")
EITHER_TOO: When = ("{any: [{traffic.shape: steady}, {traffic.shape: spiky}]}", *EITHER[1:])
OVER_2: When = ("{request.payload_mb: {above: 2}}", "{request.payload_mb: 9}", "{request.payload_mb: 1}")
OVER_3: When = ("{request.payload_mb: {above: 3}}", "{request.payload_mb: 9}", "{request.payload_mb: 1}")
UNDER_3: When = ("{request.payload_mb: {below: 3}}", "{request.payload_mb: 1}", "{request.payload_mb: 3}")
FROM_3: When = ("{request.payload_mb: {at_least: 3}}", "{request.payload_mb: 3}", "{request.payload_mb: 1}")
OVER_2_WAITING: When = (
    "{request.payload_mb: {above: 2}, request.caller_waits: true}",
    "{request.payload_mb: 4, request.caller_waits: true}",
    "{request.payload_mb: 1}",
)
OVER_3_SPIKY: When = (
    "{request.payload_mb: {above: 3}, traffic.shape: spiky}",
    "{request.payload_mb: 9, traffic.shape: spiky}",
    "{request.payload_mb: 1}",
)
ABOVE_AND_BELOW: When = (
    "{all: [{request.payload_mb: {above: 9}}, {request.payload_mb: {below: 9}}]}",
    "{request.payload_mb: 9}",
    "{request.payload_mb: 1}",
)
ALL_IDLE: When = ("{traffic.idle_share: {at_least: 1}}", "{traffic.idle_share: 1}", "{traffic.idle_share: 0.5}")
MORE_THAN_IDLE: When = ("{traffic.idle_share: {above: 1}}", "{traffic.idle_share: 1}", "{traffic.idle_share: 0.5}")
FAST_UNAWAITED: When = (
    "{request.latency_p95_ms: {at_most: 500}, request.caller_waits: false}",
    "{request.latency_p95_ms: 100, request.caller_waits: false}",
    "{request.latency_p95_ms: 900}",
)
SLOW: When = (
    "{request.latency_p95_ms: {above: 60 s}}",
    "{request.latency_p95_ms: 70 s}",
    "{request.latency_p95_ms: 1 s}",
)


def says(when: When, then: str, extra: str = "") -> str:
    return rule(when[0], then, fires=when[1], silent=when[2], extra=extra)


def base(**more: str) -> dict[str, str]:
    """A base without findings: each option is right for somebody, and nothing clashes."""
    plain = texts()
    del plain[T + "a-waiting-caller-takes-the-plane.yaml"]
    plain["catalogue/boat.yaml"] = thing("Boat", LIMIT)
    plain[T + "who-waits-is-happier-in-a-plane.yaml"] = says(WAITS, "{favours: plane, by: latency}")
    plain[T + "queues-fit-trains.yaml"] = says(QUEUES, "{favours: train, by: fit}")
    plain.update(more)
    return plain


def travel(**rules: str) -> dict[str, str]:
    """Rules of the decision, by id with _ for -."""
    return {f"{T}{name.replace('_', '-')}.yaml": text for name, text in rules.items()}


def declaring(when: str) -> str:
    conflict = f"declared_conflicts:\n  - when: {when}\n    because: Nothing carries much through fog.\n"
    return texts()[T + "decision.yaml"] + conflict


def boat(old: str, new: str) -> str:
    return thing("Boat", LIMIT).replace(old, new)


def accepting(code: str, until: str) -> str:
    entry = f"{{code: {code}, subject: boat.max-payload-mb, reason: AWS is being asked., expires: {until}}}"
    return f"suppressions:\n  - {entry}\n"


ENDED = "lifecycle: [{date: 2020-01-01, status: ended, note: Gone., source: s}]\n"
SOON = "lifecycle: [{date: 2027-01-01, status: open, note: Launched., source: s}]\n"
CLOSED = "lifecycle: [{date: 2020-01-01, status: closed-to-new-customers, note: Gone., source: s}]\n"
WALKING = texts()[T + "decision.yaml"].replace("train: {}", "train: {}, walk: {}")
DEAR = says(WAITS, "{disfavours: boat, by: cost}")
FOG = says(SPIKY, "{rules_out: [plane, train]}")
Findings = set[tuple[str, str]]

# What is added to the plain base, and the findings as (code, subject); unused facts are left aside.
CASES: dict[str, tuple[dict[str, str], Findings]] = {
    "a plain base": ({}, set()),
    # --- never-fires
    "a condition that contradicts itself": (
        travel(odd=says(ABOVE_AND_BELOW, "{favours: boat, by: cost}")),
        {("never-fires", "odd")},
    ),
    "a condition at the very bound of a fact": (travel(edge=says(ALL_IDLE, "{favours: train, by: cost}")), set()),
    "a condition above the bound of a fact": (
        travel(edge=says(MORE_THAN_IDLE, "{favours: train, by: cost}")),
        {("never-fires", "edge")},
    ),
    "a rule that an implication keeps silent": (
        travel(odd=says(FAST_UNAWAITED, "{favours: train, by: cost}")),
        {("never-fires", "odd")},
    ),
    "a rule whose exception always holds with it": (
        travel(
            general=says(SPIKY, "{favours: train, by: cost}"),
            exception=says(EITHER, "{favours: boat, by: reliability}", "overrides: [general]\n"),
        ),
        {("never-fires", "general")},
    ),
    "a rule whose exception holds now and then": (
        travel(
            general=says(SPIKY, "{favours: train, by: cost}"),
            exception=says(PII, "{favours: boat, by: reliability}", "overrides: [general]\n"),
        ),
        set(),
    ),
    "a warning that goes with an option that can be chosen": (
        travel(loud=says(SPIKY, "{warns: noise, only_with: plane}")),
        set(),
    ),
    "a warning that goes with an option that is never chosen then": (
        travel(fog=says(SPIKY, "{rules_out: plane}"), loud=says(SPIKY, "{warns: noise, only_with: plane}")),
        {("never-fires", "loud")},
    ),
    # --- duplicate-rule, shadowed-rule
    "the same rule twice": (
        travel(waiting_is_dear=DEAR, waiting_costs=DEAR),
        {("duplicate-rule", "waiting-costs + waiting-is-dear")},
    ),
    "the same rule said in another way": (
        travel(one=says(EITHER, "{rules_out: boat}"), two=says(EITHER_TOO, "{rules_out: boat}")),
        {("duplicate-rule", "one + two")},
    ),
    "the same condition and another criterion": (
        travel(dear=DEAR, slow=says(WAITS, "{disfavours: boat, by: operations}")),
        set(),
    ),
    "the same condition and another option": (
        travel(boats=says(SPIKY, "{rules_out: boat}"), trains=says(SPIKY, "{rules_out: train}")),
        set(),
    ),
    "a rule within a wider one": (
        travel(wide=says(OVER_2, "{rules_out: train}"), narrow=says(OVER_3, "{rules_out: train}")),
        {("shadowed-rule", "narrow")},
    ),
    "a rule covered by two others together": (
        travel(
            low=says(UNDER_3, "{disfavours: train, by: cost}"),
            high=says(FROM_3, "{disfavours: train, by: cost}"),
            mid=says(OVER_2_WAITING, "{disfavours: train, by: cost}"),
        ),
        {("shadowed-rule", "mid")},
    ),
    "two rules that overlap": (
        travel(heavy=says(OVER_2, "{rules_out: train}"), spiky=says(SPIKY, "{rules_out: train}")),
        set(),
    ),
    "a narrow rule that speaks of one option more": (
        travel(wide=says(OVER_2, "{rules_out: train}"), narrow=says(OVER_3_SPIKY, "{rules_out: [train, boat]}")),
        set(),
    ),
    # --- contradiction
    "for and against by the same criterion": (
        travel(dear=DEAR, cheap=says(QUEUES, "{favours: boat, by: cost}")),
        {("contradiction", "cheap + dear")},
    ),
    "for and against by different criteria": (
        travel(dear=DEAR, safe=says(QUEUES, "{favours: boat, by: reliability}")),
        set(),
    ),
    "for and against in scenarios that exclude each other": (
        travel(dear=DEAR, cheap=says(NOBODY, "{favours: boat, by: cost}")),
        set(),
    ),
    "for and against, the special case overriding": (
        travel(dear=DEAR, cheap=says(QUEUES, "{favours: boat, by: cost}", "overrides: [dear]\n")),
        set(),
    ),
    "required and ruled out, each by a must of its own": (
        travel(must_fly=says(PII, "{requires: plane}"), fog=says(SPIKY, "{rules_out: plane}")),
        set(),
    ),
    "required and ruled out for the same reason": (
        travel(must_fly=says(PII, "{requires: plane}"), watched=says(PII, "{rules_out: plane}")),
        {("contradiction", "must-fly + watched"), ("dead-end", "travel: security.pii")},
    ),
    "required and ruled out in scenarios that exclude each other": (
        travel(must_fly=says(SPIKY, "{requires: plane}"), calm=says(STEADY, "{rules_out: plane}")),
        set(),
    ),
    "required for more than what rules it out": (
        # By itself the data leaves boat and train, so that the shape is needed: no dead end.
        travel(must_fly=says(PII_SPIKY, "{requires: plane}"), watched=says(PII, "{rules_out: plane}")),
        {("contradiction", "must-fly + watched")},
    ),
    "ruled out for one of the reasons that require it": (
        travel(must_fly=says(PII_OR_SPIKY, "{requires: plane}"), watched=says(PII, "{rules_out: plane}")),
        {("contradiction", "must-fly + watched"), ("dead-end", "travel: security.pii")},
    ),
    "required and ruled out for reasons that overlap": (
        travel(must_fly=says(PII_SPIKY, "{requires: plane}"), watched=says(PII_QUEUES, "{rules_out: plane}")),
        {("dead-end", "travel: security.pii + traffic.queue_ok + traffic.shape")},
    ),
    "required for what a reason to rule it out follows from": (
        {
            "implications/queues-are-private.yaml": says(QUEUES, "{implies: {security.pii: true}}"),
            **travel(must_fly=says(QUEUES, "{requires: plane}"), watched=says(PII, "{rules_out: plane}")),
        },
        {("contradiction", "must-fly + watched"), ("dead-end", "travel: traffic.queue_ok")},
    ),
    "required and ruled out for the same reason, the special case overriding": (
        travel(
            must_fly=says(PII, "{requires: plane}"),
            watched=says(PII_SPIKY, "{rules_out: plane}", "overrides: [must-fly]\n"),
        ),
        set(),
    ),
    "required for two reasons": (
        travel(must_fly=says(PII, "{requires: plane}"), fog=says(SPIKY, "{requires: plane}")),
        set(),
    ),
    "required and disfavoured": (
        travel(must_fly=says(PII, "{requires: plane}"), fog=says(SPIKY, "{disfavours: plane, by: reliability}")),
        set(),
    ),
    # --- dead-end
    "two musts that exclude each other": (travel(fog=FOG), set()),
    "three musts, no two of which exclude each other": (
        travel(fog=says(SPIKY, "{rules_out: plane}"), private=says(PII, "{rules_out: train}")),
        {("dead-end", "travel: request.payload_mb + security.pii + traffic.shape")},
    ),
    "three musts, two of which exclude each other": (
        travel(fog=FOG, private=says(PII, "{rules_out: train}")),
        set(),
    ),
    "one must that leaves nothing": (
        travel(fog=says(SPIKY, "{rules_out: [boat, plane]}"), ice=says(SPIKY, "{rules_out: train}")),
        {("dead-end", "travel: traffic.shape")},
    ),
    "one must that leaves nothing in a circumstance": (
        travel(
            private=says(PII, "{rules_out: [boat, plane]}"),
            watched=says(PII, "{rules_out: train}"),
            fog=says(SPIKY, "{favours: train, by: cost}", "overrides: [watched]\n"),
        ),
        {("dead-end", "travel: security.pii")},
    ),
    "one must that would leave nothing, with an exception that always holds": (
        travel(
            fog=says(SPIKY, "{rules_out: [boat, plane]}"),
            ice=says(PII_SPIKY, "{rules_out: train}"),
            thaw=says(PII, "{favours: train, by: cost}", "overrides: [ice]\n"),
        ),
        {("never-fires", "ice")},
    ),
    "three rules, two of which never hold together": (
        travel(fog=says(SPIKY, "{rules_out: plane}"), calm=says(STEADY, "{rules_out: train}")),
        set(),
    ),
    "two musts that leave the same": (
        travel(fog=says(SPIKY, "{rules_out: [boat, train]}"), private=says(PII, "{rules_out: [boat, train]}")),
        set(),
    ),
    "a dead end that is declared": (
        travel(
            fog=says(SPIKY, "{rules_out: plane}"),
            private=says(PII, "{rules_out: train}"),
            decision=declaring(
                "{traffic.shape: spiky, security.pii: true, request.payload_mb: {above: {limit: boat.max-payload-mb}}}"
            ),
        ),
        set(),
    ),
    "a dead end that is declared too narrowly": (
        travel(
            fog=says(SPIKY, "{rules_out: plane}"),
            private=says(PII, "{rules_out: train}"),
            decision=declaring("{traffic.shape: spiky, security.pii: true, request.payload_mb: {above: 6}}"),
        ),
        {("dead-end", "travel: request.payload_mb + security.pii + traffic.shape")},
    ),
    "a declared conflict that is none": (
        travel(decision=declaring("{traffic.shape: spiky}")),
        {("idle-conflict", "travel: declared conflict 1")},
    ),
    "every option disfavoured alike": (
        travel(fog=says(SPIKY, "{disfavours: [boat, plane, train], by: reliability}")),
        {("never-decisive", "fog")},
    ),
    "all but one ruled out": (travel(fog=says(SPIKY, "{rules_out: [boat, plane]}")), set()),
    # --- unreachable-option
    "an option nobody speaks for": (
        {"catalogue/walk.yaml": thing("Walk"), T + "decision.yaml": WALKING},
        {("unreachable-option", "travel/walk")},
    ),
    "an option that has ended is no finding": (
        {"catalogue/walk.yaml": thing("Walk", ENDED), T + "decision.yaml": WALKING},
        set(),
    ),
    "an option that is not there yet is no finding": (
        {"catalogue/walk.yaml": thing("Walk", SOON), T + "decision.yaml": WALKING},
        set(),
    ),
    "an option closed to new customers is right for the old ones": (
        {"catalogue/boat.yaml": thing("Boat", LIMIT + CLOSED)},
        set(),
    ),
    # --- never-decisive
    "a preference for what is first anyway": (
        # It decides where interpretability comes before what speaks for the others.
        travel(nice=says(SPIKY, "{favours: boat, by: interpretability}")),
        set(),
    ),
    "a preference for the only survivor": (
        travel(fits=says(SPIKY, "{rules_out: [boat, plane]}"), cheap=says(SPIKY, "{favours: train, by: cost}")),
        # Stated as a preference only, the shape rules nothing out, and a missed preference comes before cost.
        {("never-decisive", "cheap")},
    ),
    # --- implied-clash
    "implications that disagree": (
        {"implications/queues-keep-nobody.yaml": says(QUEUES, "{implies: {request.caller_waits: false}}")},
        {("implied-clash", "fast-answers-keep-a-caller-waiting + queues-keep-nobody")},
    ),
    "implications that cannot meet": (
        {"implications/slow-answers-keep-nobody.yaml": says(SLOW, "{implies: {request.caller_waits: false}}")},
        set(),
    ),
    "implications that agree": (
        {"implications/spiky-callers-wait.yaml": says(SPIKY, "{implies: {request.caller_waits: true}}")},
        set(),
    ),
    # --- stale
    "a limit that has expired": (
        {"catalogue/boat.yaml": boat("2027-11-23", "2026-11-22")},
        {("stale-limit", "boat.max-payload-mb")},
    ),
    "a limit about to expire": (
        {"catalogue/boat.yaml": boat("2027-11-23", "2026-12-20")},
        {("stale-limit", "boat.max-payload-mb")},
    ),
    "a price that has expired": (
        {"prices/us-east-1.yaml": PRICES},
        {("stale-price", "nat")},
    ),
    "a price on its last day": (
        {"prices/us-east-1.yaml": PRICES.replace("expires: 2026-11-22", "expires: 2026-11-23")},
        set(),
    ),
    "a limit read last year that holds on": (
        {"catalogue/boat.yaml": boat("checked: 2026-11-23", "checked: 2025-11-20")},
        {("stale-source", "boat.max-payload-mb")},
    ),
    "a limit read this year": (
        {"catalogue/boat.yaml": boat("checked: 2026-11-23", "checked: 2026-01-20")},
        set(),
    ),
    # --- suppressions
    "a finding that is accepted": (
        {
            "catalogue/boat.yaml": boat("2027-11-23", "2026-11-22"),
            "suppressions.yaml": accepting("stale-limit", "2027-01-01"),
        },
        set(),
    ),
    "a finding whose time is up": (
        {
            "catalogue/boat.yaml": boat("2027-11-23", "2026-11-22"),
            "suppressions.yaml": accepting("stale-limit", "2026-11-01"),
        },
        {("stale-limit", "boat.max-payload-mb"), ("expired-suppression", "stale-limit: boat.max-payload-mb")},
    ),
    "an accepted finding that is not found": (
        {"suppressions.yaml": accepting("stale-limit", "2027-01-01")},
        {("idle-suppression", "stale-limit: boat.max-payload-mb")},
    ),
}


def report(more: dict[str, str]) -> Report:
    return check(assemble(base(**more)), TODAY, jobs=1)


@pytest.mark.parametrize("name", CASES)
def test_the_findings_of_a_tiny_base(name: str) -> None:
    more, expected = CASES[name]
    found = report(more)
    assert {(item.code, item.subject) for item in found.findings if item.code != "unused-fact"} == expected
    assert not found.undecided


def test_half_of_the_cases_find_nothing() -> None:
    assert sum(not expected for _, expected in CASES.values()) * 2 >= len(CASES)


SHOWS_NEVER = (
    "never-fires",
    "idle-conflict",
    "idle-suppression",
    "expired-suppression",
    "stale-limit",
    "stale-price",
    "stale-source",
)


@pytest.mark.parametrize("name", [name for name, (_, expected) in CASES.items() if expected])
def test_every_witness_shows_what_was_found(name: str) -> None:
    """Through the door a user would take: the witness is a scenario file, and the advice on it shows the finding."""
    more, _ = CASES[name]
    loaded = assemble(base(**more))
    advisor = build(loaded, TODAY)
    for item in report(more).findings:
        if item.code == "unused-fact" or item.code in SHOWS_NEVER:
            assert item.witness is None
            continue
        assert item.witness is not None or item.code == "unreachable-option"
        if item.witness is not None:
            _shown(advisor, item)


def _shown(advisor: Advisor, item: Finding) -> None:
    scenario = scenario_of(parse_json(json.dumps({"facts": item.witness}), "witness"), advisor.snapshot.base.vocabulary)
    if item.code == "implied-clash":
        with pytest.raises(InputError, match="contradict each other"):
            advisor.settle(scenario)
        return
    derivation, settled = advisor.settle(scenario)
    assert item.decision is not None
    if item.code == "dead-end":
        assert settled[item.decision].status is Status.CONFLICT
        for statement in scenario.statements:
            fewer = advisor.settle(scenario.without(statement.name))[1].get(item.decision)
            assert fewer is None or fewer.status is not Status.CONFLICT, "the witness is as small as can be"
        _excluded_by(advisor, scenario, item)
    elif item.code == "unreachable-option":
        option = item.subject.partition("/")[2]
        assert settled[item.decision].of(option).verdict is Verdict.VIABLE
    else:
        holding = {outcome.rule.id for outcome in derivation.outcomes[item.decision] if outcome.truth}
        assert set(item.subject.split(" + ")) <= holding


def _excluded_by(advisor: Advisor, scenario: Scenario, item: Finding) -> None:
    """Of all sets of musts, the others softened to preferences, the smallest that leaves nothing is the one told."""
    names = [statement.name for statement in scenario.statements]
    leaving_nothing = []
    for chosen in (set(some) for count in range(len(names) + 1) for some in itertools.combinations(names, count)):
        softened = [
            statement.model_copy(update={"strength": Strength.MUST if statement.name in chosen else Strength.SHOULD})
            for statement in scenario.statements
        ]
        settled = advisor.settle(scenario.having(*softened))[1]
        if item.decision in settled and settled[item.decision].status is Status.CONFLICT:
            leaving_nothing.append(chosen)
    assert item.subject == f"{item.decision}: {' + '.join(sorted(leaving_nothing[0]))}"
    assert len(leaving_nothing[0]) != 2


def test_facts_that_no_rule_reads_are_told() -> None:
    dry = {"catalogue/boat.yaml": thing("Boat", LIMIT)}
    found = {item.subject for item in report(dry).findings if item.code == "unused-fact"}
    assert "access.client" in found
    assert f"{NEEDS}.swim" in found, "no thing and no rule knows of swimming any more"
    assert not found & {"request.payload_mb", "request.caller_waits", "priorities.order", "account.uses"}
    assert f"{NEEDS}.fly" not in found, "the plane can"


def test_circles_are_findings_although_such_a_base_does_not_load() -> None:
    one = says(SPIKY, "{favours: train, by: cost}", "overrides: [two]\n")
    two = says(SPIKY, "{favours: boat, by: cost}", "overrides: [one]\n")
    with pytest.raises(InputError) as error:
        assemble(base(**travel(one=one, two=two)))
    assert {item.code for item in refused(error.value, TODAY).findings} == {"override-cycle"}
    circle = {
        "implications/a.yaml": says(QUEUES, "{implies: {security.pii: true}}"),
        "implications/b.yaml": says(PII, "{implies: {traffic.queue_ok: true}}"),
    }
    with pytest.raises(InputError) as error:
        check(assemble(base(**circle)), TODAY, jobs=1)
    assert {item.code for item in refused(error.value, TODAY).findings} == {"implied-cycle"}


def test_other_reasons_not_to_load_are_no_findings() -> None:
    with pytest.raises(InputError) as error:
        assemble(base(**{T + "odd.yaml": "title: Nothing else\n"}))
    with pytest.raises(InputError):
        refused(error.value, TODAY)


def test_a_solver_that_gives_up_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(*_: object) -> None:
        raise Undecided("timeout")

    monkeypatch.setattr("advisor.solver.prove.Prover.example", gives_up)
    shop = Workshop(assemble(base()), TODAY)
    findings, undone = of_decision(shop, "travel")
    assert {item.code for item in undone} >= {"dead-end"}
    assert all(item.reason == "timeout" for item in undone)
    assert not Report(as_of=TODAY, decisions=("travel",), findings=tuple(findings), undecided=tuple(undone)).clean


def test_the_same_findings_from_several_processes() -> None:
    loaded = assemble(base(**CASES["required and ruled out for the same reason"][0]))
    assert check(loaded, TODAY, jobs=2) == check(loaded, TODAY, jobs=1)


def test_a_page_that_checks_is_not_run_again_in_each_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = types.ModuleType("__main__")
    page.__file__ = str(tmp_path / "page.py")
    Path(page.__file__).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    monkeypatch.setitem(sys.modules, "__main__", page)
    check(assemble(base(**CASES["required and ruled out for the same reason"][0])), TODAY, jobs=2)
    assert not (tmp_path / "ran").exists()
    assert sys.modules["__main__"] is page


def test_one_decision_alone_says_what_the_whole_says_of_it() -> None:
    loaded = assemble(base(**CASES["required and ruled out for the same reason"][0]))
    alone = check(loaded, TODAY, "travel")
    assert alone.findings == tuple(item for item in check(loaded, TODAY, jobs=1).findings if item.decision == "travel")


def test_every_check_has_a_module_of_its_name() -> None:
    assert len(checks.OF_A_DECISION) == 8
    shop = Workshop(assemble(base()), TODAY)
    assert of_base(shop)[1] == []
