"""The mutation score of the rule base: of the mistakes put into each rule, how many does something notice?

A mutant is noticed by a case of its own rule, or by what a shipped scenario promises. `make mutants` prints the
score of each decision and every survivor with its file; survivors are work.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import functools
import itertools
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from advisor.advise import Advisor
from advisor.engine.derivation import Derivation, Outcome
from advisor.engine.direct import DirectEvaluator, compile_condition, truth
from advisor.engine.infer import _with_exceptions, infer
from advisor.engine.program import Program, Truth, compile_snapshot, stratum_block
from advisor.errors import InputError
from advisor.explain.around import companions
from advisor.explain.reasons import Explainer
from advisor.facts import Value
from advisor.files import read_document
from advisor.rulebase import snapshot as snapshots
from advisor.rulebase.load import shipped
from advisor.rulebase.schema import Rule
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.read import read_scenario
from advisor.scenario.shipped import shipped_scenarios
from advisor.solver.cone import reach_of
from advisor.verdict import Settled, decide, speaking
from advisor.verify.cases import Cases
from mutations import Mutant, mutants
from test_scenarios import check

EVERYWHERE = "implications"
Ended = tuple[Derivation, dict[str, Settled]]


@dataclasses.dataclass(frozen=True)
class Part:
    """As much of the rule base as one decision can change: it, what hangs on it, and what those hang on."""

    snapshot: Snapshot
    program: Program
    evaluator: DirectEvaluator


@functools.lru_cache(maxsize=8)
def snapshot_at(date: datetime.date) -> Snapshot:
    return snapshots.at(shipped(), date)


@functools.cache
def part_of(date: datetime.date, decision: str | None) -> Part:
    """The part of one decision; of None, where rules hold everywhere, all of it."""
    whole = snapshot_at(date)
    if decision is None:
        program = compile_snapshot(whole)
        return Part(whole, program, DirectEvaluator(program))
    part = reach_of(whole, decision)
    program = compile_snapshot(part)
    return Part(part, program, DirectEvaluator(program))


class Promise:
    """A shipped scenario with what is expected of it, and what the unchanged rules make of it."""

    def __init__(self, path: Path) -> None:
        self.expected: dict[str, Any] = read_document(path.parent / "expected.yaml").value
        self.date = datetime.date.fromisoformat(self.expected.get("as_of", datetime.date.today().isoformat()))
        self.scenario = read_scenario(path, shipped().vocabulary)
        whole = part_of(self.date, None)
        derivation = infer(whole.snapshot, self.scenario, whole.evaluator)
        self.ended: Ended = (derivation, decide(whole.snapshot, derivation))
        self.values: Mapping[str, Value] = derivation.values()
        self._signatures: dict[str | None, dict[str, object]] = {}

    def signature(self, decision: str | None) -> dict[str, object]:
        """What the unchanged rules make of the part of one decision."""
        if decision not in self._signatures:
            names, (derivation, settled) = part_of(self.date, decision).snapshot.decisions, self.ended
            outcomes = {name: derivation.outcomes[name] for name in names}
            ended = {name: found for name, found in settled.items() if name in names}
            self._signatures[decision] = signature_of((dataclasses.replace(derivation, outcomes=outcomes), ended))
        return self._signatures[decision]


@functools.lru_cache(maxsize=1)
def cases() -> Cases:
    """The rules' own cases."""
    return Cases(shipped())


@functools.lru_cache(maxsize=1)
def promises() -> tuple[Promise, ...]:
    return tuple(map(Promise, shipped_scenarios().values()))


def signature_of(ended: Ended) -> dict[str, object]:
    """All of an ending that can change the advice, by decision, in a form that can be compared."""
    derivation, settled = ended
    found: dict[str, object] = {EVERYWHERE: tuple(_speaking(derivation.implications))}
    for name, outcomes in derivation.outcomes.items():
        waiting = tuple(outcome.rule.id for outcome in outcomes if outcome.truth is None)
        found[name] = (_ending(settled[name]) if name in settled else None, waiting, tuple(_speaking(outcomes)))
    return found


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


def _speaking(outcomes: Iterable[Outcome]) -> Iterator[object]:
    for outcome in outcomes:
        if outcome.truth and (outcome.rule.then.adds or outcome.rule.then.warns):
            yield (outcome.rule.id, outcome.rule.then)


# --- what notices a mutant -----------------------------------------------------------------------------------


def noticed_by_cases(mutant: Mutant) -> bool:
    """Whether a case of the rule itself comes out otherwise."""
    tried = cases()
    if mutant.rule is None or mutant.rule.when == mutant.original.when:
        part = mutated(tried.part(mutant.original), mutant)
        told = [(case, case.ends) for case in mutant.original.cases if case.ends is not None]
        return any(any(tried.differences(part, mutant.original, case, ends)) for case, ends in told)
    for case in mutant.original.cases:
        if truth(mutant.rule.when, tried.values(case)) is not (None if case.fires == "unknown" else case.fires):
            return True
    return False


def noticed_by_scenarios(mutant: Mutant) -> bool:
    """Whether a shipped scenario is no longer what it promises."""
    left = []
    for item in promises():
        if differs(item, mutant):
            broken = breaks(item, mutant)
            if broken:
                return True
            left += [item] if broken is None else []
    return any(breaks_whole(item, mutant) for item in left)  # these take the longest


def differs(item: Promise, mutant: Mutant) -> bool:
    """Whether the mutant's condition comes out otherwise in a scenario, or its conclusion is drawn there."""
    home = mutant.original.decision
    if home is not None and home not in item.ended[1]:
        return False  # the decision is not to be made there, and no rule of its own makes it so
    before = truth(mutant.original.when, item.values)
    after = truth(mutant.rule.when, item.values) if mutant.rule else False
    return before is not after or before is True


def breaks(item: Promise, mutant: Mutant) -> bool | None:
    """Whether one scenario is no longer what it promises; None where only the whole advice can tell."""
    home = mutant.original.decision
    snapshot = mutated(part_of(item.date, home).snapshot, mutant)
    try:
        ended = ended_with(item, mutant, snapshot)
        if ended is item.ended:
            return False
        before, after = item.signature(home), signature_of(ended)
        changed = {name for name in before if before[name] != after[name]}
        if not changed:
            return False
        if not keeps(item, snapshot, ended):
            return True
        return None if hangs(item, changed) else False
    except InputError:
        return True


def breaks_whole(item: Promise, mutant: Mutant) -> bool:
    """Whether the whole advice on a scenario is no longer what it promises."""
    snapshot = mutated(part_of(item.date, mutant.original.decision).snapshot, mutant)
    try:
        check(about(item.expected, snapshot), advisor_of(snapshot).advise(item.scenario, changes=False))
    except (AssertionError, InputError):
        return True
    return False


def ended_with(item: Promise, mutant: Mutant, snapshot: Snapshot) -> Ended:
    """What a mutant makes of a scenario: a rule of a decision leaves all outcomes but its own as they were."""
    home = mutant.original.decision
    if home is None:
        bare = infer(
            dataclasses.replace(snapshot, decisions={}, rules={}),
            item.scenario,
            Mutated(part_of(item.date, None), mutant),
        )
        known = item.ended[0]
        if bare.facts == known.facts and [*_speaking(bare.implications)] == [*_speaking(known.implications)]:
            return item.ended
        derivation = infer(snapshot, item.scenario, Mutated(part_of(item.date, None), mutant))
        return derivation, decide(snapshot, derivation)
    before = item.ended[0]
    touched = {mutant.original.id}
    for rule in snapshot.rules[home]:
        if mutant.original.id in {other.id for other in exceptions_of(snapshot_at(item.date), rule)}:
            touched.add(rule.id)
    rules, earlier = snapshot.rules[home], before.by_rule[home]
    result = {rule.id: truth(rule.when, item.values) for rule in rules if rule.id in touched}
    anew = _with_exceptions(snapshot, [rule for rule in rules if rule.id in touched], result, before.facts, earlier)
    own = tuple(anew.get(rule.id) or earlier[rule.id] for rule in rules)
    outcomes = {**{name: before.outcomes[name] for name in snapshot.decisions}, home: own}
    derivation = dataclasses.replace(before, outcomes=outcomes)
    return derivation, decide(snapshot, derivation, item.ended)


def exceptions_of(snapshot: Snapshot, rule: Rule) -> Iterator[Rule]:
    """The exceptions of a rule, and theirs."""
    for other in snapshot.exceptions.get(rule.id, ()):
        yield other
        yield from exceptions_of(snapshot, other)


class Mutated:
    """The implications with one mutant in the place of its rule, and every decision as it is."""

    name = "direct"

    def __init__(self, part: Part, mutant: Mutant) -> None:
        self._part, self._mutant = part, mutant
        strata = part.snapshot.strata
        self._block = next(stratum_block(index) for index, rules in enumerate(strata) if mutant.original in rules)

    def evaluate(self, block: str, values: Mapping[str, Value]) -> Mapping[str, Truth]:
        found = dict(self._part.evaluator.evaluate(block, values))
        if block == self._block and self._mutant.rule is not None:
            found[self._mutant.rule.id] = compile_condition(self._mutant.rule.when)(values)
        return found


def advisor_of(snapshot: Snapshot) -> Advisor:
    program = compile_snapshot(snapshot)
    direct = DirectEvaluator(program)
    return Advisor(snapshot, program, direct, direct)


def hangs(item: Promise, changed: set[str]) -> bool:
    """Whether something is promised that only the whole advice tells: a clash, or a fact that an answer waits for."""
    wanted = [want for name, want in item.expected["decisions"].items() if name in changed]
    return any({"status", "conflicts", "depends_on"} & set(want) for want in wanted)


def about(expected: dict[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    """What is expected of the decisions of a part."""
    return {"decisions": {name: want for name, want in expected["decisions"].items() if name in snapshot.decisions}}


def keeps(item: Promise, snapshot: Snapshot, ended: Ended) -> bool:
    """Whether a scenario is what it promises, as far as this can be told without the whole advice."""
    derivation, settled = ended
    explainer = Explainer(snapshot, item.scenario, derivation)
    for name, wanted in item.expected["decisions"].items():
        if name not in snapshot.decisions:
            continue
        if name not in settled:
            return False
        found = settled[name]
        if wanted.get("status") == "open":
            continue  # what an answer waits for, the whole advice tells
        if found.recommended != wanted.get("recommended"):
            return False
        named = [(found.recommended, "recommended", wanted.get("because", ()))] if found.recommended else []
        named += [(o, word, rules) for word in ("eliminated", "viable") for o, rules in wanted.get(word, {}).items()]
        for option, verdict, rules in named:
            standing = found.of(option)
            if standing.verdict.value != verdict:
                return False
            if not set(rules) <= {reason.rule for reason in explainer.reasons(standing, settled, found)}:
                return False
    if any(name in settled for name in item.expected.get("not_decided", ())):
        return False
    return _keeps_company(item, snapshot, ended, explainer)


def _keeps_company(item: Promise, snapshot: Snapshot, ended: Ended, explainer: Explainer) -> bool:
    """Whether the promised companions and warnings are there; what the part leaves out is as it was."""
    (derivation, settled), (before, others) = ended, item.ended
    merged = {name: found for name, found in others.items() if name not in snapshot.decisions} | settled
    whole = dataclasses.replace(derivation, outcomes={**before.outcomes, **derivation.outcomes})
    chosen = {name: found.recommended for name, found in merged.items() if found.recommended}
    firing = speaking(whole, merged)
    warned = {outcome.rule.then.warns for outcome in firing}
    if not set(item.expected.get("warnings", ())) <= warned:
        return False
    company = companions(snapshot, firing, explainer, chosen)
    return "companions" not in item.expected or sorted(c.item for c in company) == sorted(item.expected["companions"])


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
    found = list(mutants(snapshot, part_of(snapshot.date, None).program, rule))
    alive = [mutant for mutant in found if not noticed_by_cases(mutant) and not noticed_by_scenarios(mutant)]
    return rule.decision or EVERYWHERE, len(found), alive


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="decisions or rules; default: the whole base")
    parser.add_argument("--least", type=float, default=0, help="the share in percent that each decision must reach")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--survivors", type=Path, help="a file for the mutants that nothing notices; default: printed")
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
    low = False
    if options.survivors:
        options.survivors.write_text("", encoding="utf-8")
    with multiprocessing.Pool(options.jobs) as pool:
        found = pool.imap(score, rules, chunksize=4)
        for decision, scores in itertools.groupby(found, key=lambda item: item[0]):
            lines = []
            for _, count, alive in scores:
                made[decision] += count
                left[decision] += len(alive)
                kinds.update(mutant.kind for mutant in alive)
                lines += [f"{mutant.original.place}: {mutant.kind}: {mutant.text}\n" for mutant in alive]
            with options.survivors.open("a", encoding="utf-8") if options.survivors else nullcontext(sys.stdout) as out:
                out.writelines(lines)
            share = 100 * (made[decision] - left[decision]) / made[decision]
            low |= share < options.least
            noticed = made[decision] - left[decision]
            print(f"{decision:28} {noticed:5} of {made[decision]:5} noticed  {share:5.1f} %", flush=True)
    total, noticed = sum(made.values()), sum(made.values()) - sum(left.values())
    print(f"{'all':28} {noticed:5} of {total:5} noticed  {100 * noticed / total:5.1f} %")
    alive_words = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    print(f"survivors: {alive_words or 'none'}; {time.monotonic() - started:.0f} s")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
