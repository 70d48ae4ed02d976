"""A rule's own cases, run against its condition and, where they say how they end, its decision; and a formula's."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Iterator, Mapping

from advisor.engine.complete import complete
from advisor.engine.direct import DirectEvaluator, truth
from advisor.engine.infer import infer
from advisor.engine.program import compile_snapshot
from advisor.errors import InputError
from advisor.facts import Value, parse_value, parse_values
from advisor.rulebase.formulas import NOT_COMPUTED, Formula
from advisor.rulebase.schema import Case, Ending, Rule, RuleBase
from advisor.rulebase.snapshot import Snapshot, at, seen_at
from advisor.scenario.model import Scenario, Statement
from advisor.solver.cone import chain_of
from advisor.verdict import decide, speaking
from advisor.vocabulary import Verdict


class Cases:
    """The cases of a rule base, with today's limits."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base

    @functools.cached_property
    def snapshot(self) -> Snapshot:
        """The base as it is today."""
        return at(self.base, datetime.date.today())

    @functools.cached_property
    def evaluator(self) -> DirectEvaluator:
        """Every condition of the base."""
        return DirectEvaluator(compile_snapshot(self.snapshot))

    def failing(self, rule: Rule) -> Iterator[str]:
        """One line for each case of a rule that does not come out as it says."""
        condition = seen_at(self.base, rule, datetime.date.today()).when
        for case in rule.cases:
            place = f"{rule.place}: case “{case.name}”"
            got = truth(condition, self.values(case))
            if got is not (None if case.fires == "unknown" else case.fires):
                said = {True: "fires", False: "stays silent", None: "cannot be decided"}[got]
                yield f"{place}: expected fires: {str(case.fires).lower()}, but the rule {said}"
            if case.ends is not None:
                for line in self.differences(self.part(rule), rule, case, case.ends):
                    yield f"{place}: {line}"

    def failing_of(self, formula: Formula) -> Iterator[str]:
        """One line for each case of a formula that does not give what it says."""
        spec = self.base.vocabulary[formula.gives]
        alone = self.base.model_copy(update={"formulas": {formula.id: formula}})
        snapshot = dataclasses.replace(self.snapshot, base=alone)
        for case in formula.cases:
            facts = parse_values(self.base.vocabulary, case.facts)
            stated = tuple(Statement(name=name, value=value) for name, value in facts.items())
            found = complete(snapshot, Scenario(statements=stated)).by_name.get(formula.gives)
            wanted = None if isinstance(case.gives, str) else parse_value(spec, case.gives)
            if (found.value if found else None) != wanted:
                got = found.computed.text if found and found.computed else NOT_COMPUTED
                yield f"{formula.place}: case “{case.name}”: expected {case.gives}, but it is {got}"

    def values(self, case: Case) -> Mapping[str, Value]:
        """What a case says, fact by fact."""
        return parse_values(self.base.vocabulary, case.facts)

    def part(self, rule: Rule) -> Snapshot:
        """As much of the base as settles the decision of a rule; of a rule that holds everywhere, no decision."""
        chain = chain_of(self.snapshot, rule.decision) if rule.decision else ()
        return dataclasses.replace(
            self.snapshot,
            decisions={name: self.snapshot.decisions[name] for name in chain},
            rules={name: self.snapshot.rules[name] for name in chain},
        )

    def differences(self, part: Snapshot, rule: Rule, case: Case, ends: Ending) -> Iterator[str]:
        """How a case of a rule ends otherwise than it says, in the part of the base that settles its decision."""
        stated = tuple(Statement(name=name, value=value) for name, value in self.values(case).items())
        try:
            derivation = infer(part, Scenario(statements=stated), self.evaluator)
        except InputError as error:
            yield f"its facts cannot stand together: {error}"
            return
        asked = frozenset([rule.decision]) if rule.decision else frozenset[str]()
        settled = decide(part, derivation, asked=asked)
        known = derivation.values()
        for name, value in parse_values(self.base.vocabulary, ends.facts).items():
            if known.get(name) != value:
                yield f"expected {name}: {ends.facts[name]}, but it is {known.get(name, 'unknown')}"
        heard = speaking(derivation, settled)
        added = {item for outcome in heard for item in outcome.rule.then.adds}
        warned = {outcome.rule.then.warns for outcome in heard}
        yield from (f"expected {item} beside the answer" for item in ends.companions if item not in added)
        yield from (f"expected the warning {trap}" for trap in ends.warnings if trap not in warned)
        if not (ends.recommended or ends.eliminated):
            return
        if rule.decision not in settled:
            yield f"expected an answer, but the decision {rule.decision} does not apply"
            return
        item = settled[rule.decision]
        if ends.recommended and item.recommended != ends.recommended:
            yield f"expected {ends.recommended} to be recommended, but {item.recommended or 'nothing'} is"
        for option in ends.eliminated:
            if item.of(option).verdict is not Verdict.ELIMINATED:
                yield f"expected {option} to be eliminated, but it is {item.of(option).verdict.value}"
