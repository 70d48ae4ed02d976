"""Two rule bases compared: what was changed, and what is decided otherwise, each with a replayed example."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from advisor.advise import Advisor, advisor_on, build
from advisor.authoring.deciding import seen_on
from advisor.authoring.diff import replay
from advisor.authoring.diff.listing import changes, files_changed
from advisor.authoring.diff.model import DecisionDifference, Flip, How, RuleBaseDifference, Witness
from advisor.authoring.diff.revision import revision
from advisor.authoring.diff.touched import touched
from advisor.cost.options import DECIDED
from advisor.errors import InputError
from advisor.facts import describe
from advisor.rulebase import snapshot as snapshots
from advisor.rulebase.load import load, texts_of
from advisor.rulebase.schema import RuleBase
from advisor.scenario.model import Scenario
from advisor.scenario.read import read_scenario
from advisor.solver.compare import SILENT, SPEAKS, About, Comparison, Difference
from advisor.solver.cone import only
from advisor.solver.large import Undecided
from advisor.vocabulary import Strength

CONTRADICTION = "contradiction"


def compare(root: Path, ref: str, date: datetime.date | None = None) -> RuleBaseDifference:
    """The rules of the checkout at `root` against those of a revision, seen at a date (default: today).

    Raises InputError where the revision does not exist or the rules of the working tree do not load.
    """
    date = date or datetime.date.today()
    new, texts = load(root / "rules"), texts_of(root / "rules")
    found = revision(root, ref, new, texts)
    scenarios = {path.parent.name: path for path in sorted((root / "scenarios").glob("[!_]*/scenario.yaml"))}
    if found.base is None:
        return RuleBaseDifference(
            ref=ref,
            commit=found.commit,
            as_of=date,
            comparable=False,
            problems=found.problems,
            changes=files_changed(found.texts, texts),
        )
    origin = {"ref": ref, "commit": found.commit, "problems": found.problems, "left_out": found.left_out}
    return difference(found.base, new, date, scenarios).model_copy(update=origin)


def difference(old: RuleBase, new: RuleBase, date: datetime.date, scenarios: Mapping[str, Path]) -> RuleBaseDifference:
    """Everything that differs between two rule bases at a date, and the shipped scenarios that end otherwise."""
    if old.sha256 == new.sha256:
        return RuleBaseDifference(as_of=date, untouched=tuple(new.decisions))
    before, after = build(old, date, at_once=True), build(new, date, at_once=True)
    names = touched(before.snapshot, after.snapshot)
    facts = [{spec.name for spec in base.vocabulary} for base in (old, new)]
    search = _Search(before, after, Comparison(before.snapshot, after.snapshot))
    listed = changes(old, new, date)
    speaking = [item.id for item in listed if item.kind == "rule" and item.how is not How.REWORDED]
    decisions = [search.decision(name, follows) for name, follows in names.items()]
    decisions = _joined([*decisions, *search.speaking(speaking), *search.contradictions()])
    decisions = [item for item in decisions if item.witnesses or item.unreachable or item.reachable or not item.settled]
    flips, skipped = _flips(old, new, scenarios)
    return RuleBaseDifference(
        as_of=date,
        only_new_facts=tuple(sorted(facts[1] - facts[0])),
        only_old_facts=tuple(sorted(facts[0] - facts[1])),
        changes=listed,
        decisions=tuple(decisions),
        untouched=tuple(
            name for name in new.decisions if name not in names and name not in {item.decision for item in decisions}
        ),
        flips=flips,
        not_compared=skipped,
        method="z3 over every scenario that can be stated; each example was replayed in both bases",
    )


class _Search:
    """Examples of every kind of difference."""

    def __init__(self, old: Advisor, new: Advisor, comparison: Comparison) -> None:
        self._old, self._new, self._comparison = old, new, comparison

    def decision(self, name: str, follows: str) -> DecisionDifference:
        """Every way in which a decision ends otherwise, and which options can be recommended no longer, or newly."""
        waiting = self._comparison.differences(name)
        witnesses, settled = self._examples(waiting)
        try:
            lost, gained = self._reached(name)
        except Undecided:
            lost, gained, settled = (), (), False
        return DecisionDifference(
            decision=name, follows=follows, witnesses=witnesses, unreachable=lost, reachable=gained, settled=settled
        )

    def _reached(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        sides = [side.snapshot.decisions.get(name) for side in (self._old, self._new)]
        options = dict.fromkeys(option for side in sides if side for option in side.options)
        reach = {option: [self._comparison.reachable(side, name, option) for side in (0, 1)] for option in options}
        there = sides[1].options if sides[1] else ()
        lost = tuple(option for option, (was, now) in reach.items() if was and not now and option in there)
        return lost, tuple(option for option, (was, now) in reach.items() if now and not was)

    def speaking(self, rules: list[str]) -> Iterator[DecisionDifference]:
        """Rules that add a companion or warn, and now do so in other scenarios."""
        for rule in rules:
            both = [side.snapshot.by_id.get(rule) for side in (self._old, self._new)]
            home = next((item.decision for item in both[::-1] if item), None)
            ways = [(SPEAKS, SILENT), (SILENT, SPEAKS)]
            waiting = [Difference(About.RULE, home or "", rule, *way) for way in ways]
            if any(item and (item.then.adds or item.then.warns) for item in both):
                witnesses, settled = self._examples(waiting)
                yield DecisionDifference(decision=home or "implications", witnesses=witnesses, settled=settled)

    def contradictions(self) -> Iterator[DecisionDifference]:
        """Scenarios that are refused by one base alone, where the implications differ."""
        if self._old.snapshot.strata == self._new.snapshot.strata:
            return
        found, settled = [], True
        for side, text in ((0, "was refused, is accepted"), (1, "was accepted, is refused")):
            try:
                scenario = self._comparison.refused(side)
            except Undecided:
                settled = False
                continue
            if scenario is not None and self._refused(scenario, side):
                found.append(self._witness(f"a scenario that contradicts itself {text}", self._refusal(scenario, side)))
        yield DecisionDifference(decision=CONTRADICTION, witnesses=tuple(found), settled=settled)

    def _refused(self, scenario: Scenario, side: int) -> bool:
        both = [replay.outcome(advisor, scenario) for advisor in (self._old, self._new)]
        return both[side] is None and both[1 - side] is not None

    def _refusal(self, scenario: Scenario, side: int) -> Scenario:
        for name in list(scenario.by_name):
            fewer = scenario.without(name)
            scenario = fewer if self._refused(fewer, side) else scenario
        return scenario

    def _examples(self, waiting: list[Difference]) -> tuple[tuple[Witness, ...], bool]:
        """One example for each difference that can occur, and whether the search was exhaustive."""
        found: list[Witness] = []
        while waiting:
            try:
                answer = self._comparison.first(waiting)
            except Undecided:
                return tuple(found), False
            if answer is None:
                break
            scenario, shown = answer
            for difference in shown:
                waiting.remove(difference)
            for difference in shown:
                if not replay.shows(self._old, self._new, scenario, difference):
                    # z3 and the engine disagree, which tests exclude: nothing is claimed that was not replayed.
                    return tuple(found), False
                smallest = replay.smallest(self._old, self._new, scenario, difference)
                found.append(self._witness(_said(difference), smallest))
        return tuple(found), True

    def _witness(self, text: str, scenario: Scenario) -> Witness:
        vocabularies = [side.snapshot.base.vocabulary for side in (self._new, self._old)]
        facts: dict[str, Any] = {}
        said = []
        for statement in scenario.statements:
            spec = next(words[statement.name] for words in vocabularies if statement.name in words)
            value = list(statement.value) if isinstance(statement.value, tuple) else statement.value
            soft = statement.strength is Strength.SHOULD
            facts[statement.name] = {"value": value, "strength": "should"} if soft else value
            said.append(describe(spec, statement.value) + (" (if possible)" if soft else ""))
        return Witness(text=text, facts=facts, said=tuple(said))


def _joined(parts: Iterable[DecisionDifference]) -> list[DecisionDifference]:
    """One entry for each decision, in the order in which they come."""
    found: dict[str, DecisionDifference] = {}
    for part in parts:
        before = found.get(part.decision)
        if before is not None:
            more = {"witnesses": (*before.witnesses, *part.witnesses), "settled": before.settled and part.settled}
            part = before.model_copy(update=more)
        found[part.decision] = part
    return list(found.values())


def _said(difference: Difference) -> str:
    if difference.about is About.ENDING:
        return f"{difference.old} → {difference.new}"
    still = ", with the same ending" if difference.about is About.OPTION else ""
    return f"{difference.subject}: {difference.old} → {difference.new}{still}"


def _sides(old: RuleBase, new: RuleBase, date: datetime.date) -> tuple[Advisor, Advisor]:
    """What judges with either base at a date, as much as the difference can reach."""
    both = snapshots.at(old, date), snapshots.at(new, date)
    if old.prices == new.prices:  # estimates reach from one decision into another, and prices into all of them
        reworded = {name for name, item in both[1].decisions.items() if both[0].decisions.get(name) != item}
        names = {*touched(*both), *reworded, *DECIDED}
        both = only(both[0], names), only(both[1], names)
    return advisor_on(both[0], at_once=True), advisor_on(both[1], at_once=True)


def _flips(old: RuleBase, new: RuleBase, scenarios: Mapping[str, Path]) -> tuple[tuple[Flip, ...], tuple[str, ...]]:
    """The shipped scenarios in which a decision ends otherwise, and those that one base cannot read."""
    flips: list[Flip] = []
    skipped: list[str] = []
    advisors: dict[datetime.date, tuple[Advisor, Advisor]] = {}
    for name, path in scenarios.items():
        date = seen_on(path)
        if date not in advisors:
            advisors[date] = _sides(old, new, date)
        endings: list[dict[str, str]] = []
        for advisor in advisors[date]:
            try:
                advice = advisor.advise(read_scenario(path, advisor.snapshot.base.vocabulary), changes=False)
            except InputError as error:
                side = "at the revision" if advisor is advisors[date][0] else "in the working tree"
                skipped.append(f"{name}: refused {side}: {error.problems[0]}")
                break
            endings.append({item.decision: item.recommended or item.status.value for item in advice.decisions})
        if len(endings) == 2:
            before, after = endings
            for decision in dict.fromkeys([*after, *before]):
                one, other = before.get(decision, "not decided"), after.get(decision, "not decided")
                if one != other:
                    flips.append(Flip(scenario=name, decision=decision, old=one, new=other))
    return tuple(flips), tuple(skipped)
