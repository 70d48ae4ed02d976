"""The mutation score of the rule base: of the mistakes put into each rule, how many does something notice?

A mutant is noticed by a case of its own rule, or by what a shipped scenario promises. `make mutants` prints the
score of each decision and every survivor with its file; survivors are work.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import functools
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from advisor.advise import Advisor
from advisor.engine.derivation import Derivation
from advisor.engine.direct import DirectEvaluator, truth
from advisor.engine.infer import infer
from advisor.engine.program import compile_snapshot
from advisor.errors import InputError
from advisor.facts import Value, parse_value
from advisor.files import read_document
from advisor.rulebase import snapshot as snapshots
from advisor.rulebase.load import shipped
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.scenario.read import read_scenario
from advisor.scenario.shipped import shipped_scenarios
from advisor.verdict import Settled, decide
from advisor.vocabulary import Verdict
from mutations import Mutant, mutants
from test_scenarios import check

EVERYWHERE = "implications"


@dataclasses.dataclass(frozen=True)
class Promise:
    """A shipped scenario with what is expected of it, and what the unchanged rules make of it."""

    scenario: Scenario
    expected: dict[str, Any]
    date: datetime.date
    values: Mapping[str, Value]
    signature: object
    open: bool


def advisor_of(snapshot: Snapshot) -> Advisor:
    program = compile_snapshot(snapshot)
    direct = DirectEvaluator(program)
    return Advisor(snapshot, program, direct, direct)


@functools.lru_cache(maxsize=8)
def snapshot_at(date: datetime.date) -> Snapshot:
    return snapshots.at(shipped(), date)


@functools.lru_cache(maxsize=1)
def promises() -> tuple[Promise, ...]:
    return tuple(map(promise, shipped_scenarios().values()))


def promise(path: Path) -> Promise:
    expected = read_document(path.parent / "expected.yaml").value
    date = datetime.date.fromisoformat(expected["as_of"]) if "as_of" in expected else datetime.date.today()
    snapshot = snapshot_at(date)
    scenario = read_scenario(path, snapshot.base.vocabulary)
    _, derivation, signature = settle(snapshot, scenario)
    opens = any(wanted.get("status") == "open" for wanted in expected["decisions"].values())
    return Promise(scenario, expected, date, derivation.values(), signature, opens)


def settle(snapshot: Snapshot, scenario: Scenario) -> tuple[Mapping[str, Settled], Derivation, object]:
    """What follows from a scenario, and all of it that can change the advice, in a form that can be compared."""
    derivation = infer(snapshot, scenario, DirectEvaluator(compile_snapshot(snapshot)))
    settled = decide(snapshot, derivation)
    return settled, derivation, (tuple(map(_ending, settled.values())), tuple(_firing(derivation)))


def _ending(item: Settled) -> object:
    standings = tuple(
        (
            standing.option,
            standing.verdict,
            standing.behind,
            standing.lost_hosts,
            tuple(
                (outcome.rule.id, outcome.via, outcome.strength, outcome.rule.then)
                for outcome in (*standing.against, *standing.misses, *standing.pushes)
            ),
        )
        for standing in item.standings
    )
    return (item.decision.id, item.status, item.recommended, standings)


def _firing(derivation: Derivation) -> Iterator[object]:
    for outcome in (*derivation.implications, *(o for found in derivation.outcomes.values() for o in found)):
        if outcome.truth and (outcome.rule.then.adds or outcome.rule.then.warns):
            yield (outcome.rule.id, outcome.rule.then)


# --- what notices a mutant -----------------------------------------------------------------------------------


def noticed_by_cases(mutant: Mutant) -> bool:
    """Whether a case of the rule itself comes out otherwise."""
    if mutant.rule is None or mutant.rule.when == mutant.original.when:
        return False
    vocabulary = shipped().vocabulary
    for case in mutant.original.cases:
        values = {name: parse_value(vocabulary[name], raw) for name, raw in case.facts.items()}
        if truth(mutant.rule.when, values) is not (None if case.fires == "unknown" else case.fires):
            return True
    return False


def noticed_by_scenarios(mutant: Mutant) -> bool:
    """Whether a shipped scenario is no longer what it promises."""
    return any(differs(item, mutant) and breaks(item, mutant) for item in promises())


def differs(item: Promise, mutant: Mutant) -> bool:
    """Whether the mutant's condition comes out otherwise in a scenario, or its conclusion is drawn there."""
    before = truth(mutant.original.when, item.values)
    after = truth(mutant.rule.when, item.values) if mutant.rule else False
    return before is not after or before is True


def breaks(item: Promise, mutant: Mutant) -> bool:
    snapshot = mutated(snapshot_at(item.date), mutant)
    try:
        settled, _, signature = settle(snapshot, item.scenario)
        if signature == item.signature and not item.open:
            return False
        if not item.open and not same_endings(settled, item.expected):
            return True
        check(item.expected, advisor_of(snapshot).advise(item.scenario, changes=False))
    except (AssertionError, InputError):
        return True
    return False


def same_endings(settled: Mapping[str, Settled], expected: dict[str, Any]) -> bool:
    """Whether the promised options are recommended and eliminated: quick to tell, the rest of the advice is not."""
    for name, wanted in expected["decisions"].items():
        if name not in settled or settled[name].recommended != wanted.get("recommended"):
            return False
        fallen = {item.option for item in settled[name].standings if item.verdict is Verdict.ELIMINATED}
        if not fallen.issuperset(wanted.get("eliminated", ())) or not fallen.isdisjoint(wanted.get("viable", ())):
            return False
    return True


def mutated(snapshot: Snapshot, mutant: Mutant) -> Snapshot:
    def put(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        replaced = (mutant.rule if rule.id == mutant.original.id else rule for rule in rules)
        return tuple(rule for rule in replaced if rule is not None)

    decision = mutant.original.decision
    if decision is None:
        return dataclasses.replace(snapshot, strata=tuple(put(stratum) for stratum in snapshot.strata))
    return dataclasses.replace(snapshot, rules={**snapshot.rules, decision: put(snapshot.rules[decision])})


# --- the score -----------------------------------------------------------------------------------------------


def score(rule_id: str) -> tuple[str, int, list[Mutant]]:
    """A rule's decision, how many mutants it has, and those that nothing notices."""
    snapshot = snapshot_at(datetime.date.today())
    rule = snapshot.by_id[rule_id]
    found = list(mutants(snapshot, compile_snapshot(snapshot), rule))
    alive = [mutant for mutant in found if not noticed_by_cases(mutant) and not noticed_by_scenarios(mutant)]
    return rule.decision or EVERYWHERE, len(found), alive


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="decisions or rules; default: the whole base")
    parser.add_argument("--least", type=float, default=0, help="the share in percent that each decision must reach")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    base = shipped()
    rules = [
        rule.id
        for home in (*base.decisions, None)
        for rule in base.rules_of(home)
        if not options.names or {rule.id, home or EVERYWHERE} & set(options.names)
    ]
    if not rules:
        print(f"nothing is called {' or '.join(options.names)}", file=sys.stderr)
        return 2
    started = time.monotonic()
    made, left, kinds = Counter[str](), Counter[str](), Counter[str]()
    with multiprocessing.Pool(options.jobs) as pool:
        for decision, count, alive in pool.imap(score, rules, chunksize=4):
            made[decision] += count
            left[decision] += len(alive)
            for mutant in alive:
                kinds[mutant.kind] += 1
                print(f"{mutant.original.place}: {mutant.kind}: {mutant.text}")
    print()
    low = False
    for decision, count in made.items():
        share = 100 * (count - left[decision]) / count
        low |= share < options.least
        print(f"{decision:20} {count - left[decision]:5} of {count:5} noticed  {share:5.1f} %")
    total, survivors = sum(made.values()), sum(left.values())
    share = 100 * (total - survivors) / total
    print(f"{'all':20} {total - survivors:5} of {total:5} noticed  {share:5.1f} %")
    alive_words = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    print(f"survivors: {alive_words or 'none'}; {time.monotonic() - started:.0f} s")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
