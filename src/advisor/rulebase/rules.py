"""Rule files: one rule each, with its condition, conclusion, reason, sources and cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from advisor.errors import Problem, did_you_mean
from advisor.facts import Value, Vocabulary, parse_value
from advisor.files import Document, KeyPath
from advisor.rulebase.condition import ConditionParser, guaranteed, limits_of
from advisor.rulebase.schema import Decision, Rule, RuleFile, Thing
from advisor.rulebase.validate import validate

PLACEHOLDER = re.compile(r"\{([a-z0-9_.-]+)\}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def read_rules(
    documents: Mapping[str, Document], vocabulary: Vocabulary, limits: frozenset[str], problems: list[Problem]
) -> dict[str, Rule]:
    """Every rule by its id, which is its file's name and unique in the whole base."""
    rules: dict[str, Rule] = {}
    for name, document in documents.items():
        path = PurePosixPath(name)
        if not name.startswith(("decisions/", "implications/")) or path.name == "decision.yaml":
            continue
        read = validate(RuleFile, document, problems)
        if read is None:
            continue
        when = ConditionParser(document, vocabulary, limits, problems).parse(read.when, ("when",))
        if when is None:
            continue
        if not _SLUG.match(path.stem):
            problems.append(
                Problem(document.name, f"`{path.stem}` is not a rule id", "lower-case words between hyphens")
            )
        if path.stem in rules:
            problems.append(
                Problem(document.name, f"a second rule is called `{path.stem}`", f"see {rules[path.stem].place}")
            )
            continue
        rules[path.stem] = Rule(
            id=path.stem,
            decision=path.parts[1] if path.parts[0] == "decisions" else None,
            title=read.title,
            status=read.status,
            when=when,
            then=read.then,
            because=read.because,
            instead=read.instead,
            references=read.references,
            overrides=read.overrides,
            known_gaps=read.known_gaps,
            cases=read.cases,
            place=document.name,
            implied=_implied(read, document, vocabulary, problems),
        )
    return rules


def _implied(
    read: RuleFile, document: Document, vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[tuple[str, Value], ...]:
    values: list[tuple[str, Value]] = []
    for fact, raw in read.then.implies.items():
        place = document.place(("then", "implies", fact))
        if fact not in vocabulary:
            problems.append(Problem(place, f"unknown fact `{fact}`", vocabulary.suggest(fact)))
            continue
        try:
            values.append((fact, parse_value(vocabulary[fact], raw)))
        except ValueError as error:
            problems.append(Problem(place, f"`{fact}`: {error}"))
    values.extend((f"needs.{need}", True) for need in read.then.needs)
    return tuple(values)


def check_rules(
    rules: Mapping[str, Rule],
    decisions: Mapping[str, Decision],
    things: Mapping[str, Thing],
    capabilities: Mapping[str, str],
    vocabulary: Vocabulary,
    documents: Mapping[str, Document],
    problems: list[Problem],
) -> None:
    """What a rule of `documents` names must exist, be allowed where it stands, and be known when the rule fires."""
    by_place = {document.name: document for document in documents.values()}
    for rule in rules.values():
        if rule.place not in by_place:
            continue
        check = _Check(rule, by_place[rule.place], problems)
        if rule.decision is None:
            _check_implication(check, capabilities)
        else:
            _check_conclusion(check, decisions, rules)
        check.names(rule.then.adds, things, ("then", "adds"), "catalogue entry")
        _check_words(check, vocabulary, things)
        _check_cases(check, vocabulary, decisions, things)


class _Check:
    """Where the problems of one rule are noted."""

    def __init__(self, rule: Rule, document: Document, problems: list[Problem]) -> None:
        self.rule, self.document, self._problems = rule, document, problems

    def problem(self, path: KeyPath, message: str, remedy: str = "", code: str = "") -> None:
        self._problems.append(Problem(self.document.place(path), message, remedy, code))

    def names(self, used: Iterable[str], known: Iterable[str], path: KeyPath, what: str) -> None:
        known = list(known)
        for name in used:
            if name not in known:
                self.problem(path, f"unknown {what} `{name}`", did_you_mean(name, known))


def _check_implication(check: _Check, capabilities: Mapping[str, str]) -> None:
    rule = check.rule
    if rule.then.word not in ("implies", "needs", "warns"):
        check.problem(
            ("then",), f"`{rule.then.word}` belongs to a decision", "move the rule to rules/decisions/<decision>/"
        )
    check.names(rule.then.needs, capabilities, ("then", "needs"), "capability")
    if rule.then.only_with:
        check.problem(("then", "only_with"), "there are no options here to restrict the rule to")
    if rule.overrides:
        check.problem(("overrides",), "only rules of a decision can override", "state the exception in `when`")


def _check_conclusion(check: _Check, decisions: Mapping[str, Decision], rules: Mapping[str, Rule]) -> None:
    rule = check.rule
    decision = decisions.get(rule.decision or "")
    if rule.then.word in ("implies", "needs"):
        check.problem(("then",), f"`{rule.then.word}` holds for every decision", "move the rule to rules/implications/")
    if decision is None:
        check.problem(
            (), f"there is no decision `{rule.decision}`", "each folder of rules/decisions holds a decision.yaml"
        )
        return
    check.names(rule.then.options, decision.options, ("then", rule.then.word), "option")
    check.names(rule.then.only_with, decision.options, ("then", "only_with"), "option")
    if rule.then.word == "rules_out" and set(rule.then.options) >= set(decision.options):
        check.problem(("then", "rules_out"), "this rules out every option of the decision")
    for other in rule.overrides:
        if other not in rules or rules[other].decision != rule.decision:
            siblings = [item.id for item in rules.values() if item.decision == rule.decision and item.id != rule.id]
            check.problem(("overrides",), f"`{other}` is no other rule of this decision", did_you_mean(other, siblings))
    if _overrides_itself(rule, rules):
        check.problem(("overrides",), "the overrides run in a circle back to this rule", code="override-cycle")


def _overrides_itself(rule: Rule, rules: Mapping[str, Rule]) -> bool:
    seen: set[str] = set()
    waiting = list(rule.overrides)
    while waiting:
        name = waiting.pop()
        if name == rule.id:
            return True
        if name not in seen and name in rules:
            seen.add(name)
            waiting.extend(rules[name].overrides)
    return False


def _check_words(check: _Check, vocabulary: Vocabulary, things: Mapping[str, Thing]) -> None:
    rule = check.rule
    known = guaranteed(rule.when)
    for key, text in (("because", rule.because), ("instead", rule.instead)):
        for name in PLACEHOLDER.findall(text):
            thing, _, limit = name.partition(".")
            if thing in things and limit in things[thing].limits:
                continue
            if name not in vocabulary:
                remedy = did_you_mean(name, [*known, *limits_of(rule.when)])
                check.problem((key,), f"`{{{name}}}` is neither a fact nor a limit", remedy)
            elif name not in known:
                check.problem(
                    (key,), f"`{{{name}}}` may be unknown when the rule fires", "name a fact that `when` always asks"
                )


def _check_cases(
    check: _Check, vocabulary: Vocabulary, decisions: Mapping[str, Decision], things: Mapping[str, Thing]
) -> None:
    for index, case in enumerate(check.rule.cases):
        _check_facts(check, vocabulary, case.facts, ("cases", index, "facts"))
        if case.ends is None:
            continue
        path = ("cases", index, "ends")
        _check_facts(check, vocabulary, case.ends.facts, (*path, "facts"))
        check.names(case.ends.companions, things, (*path, "companions"), "catalogue entry")
        home = check.rule.decision
        if home and home not in decisions:
            continue  # it could not be read, and that is reported
        options = decisions[home].options if home else ()
        check.names(case.ends.eliminated, options, (*path, "eliminated"), "option")
        if case.ends.recommended:
            check.names([case.ends.recommended], options, (*path, "recommended"), "option")


def _check_facts(check: _Check, vocabulary: Vocabulary, facts: Mapping[str, Any], path: KeyPath) -> None:
    for fact, raw in facts.items():
        if fact not in vocabulary:
            check.problem((*path, fact), f"unknown fact `{fact}`", vocabulary.suggest(fact))
            continue
        try:
            parse_value(vocabulary[fact], raw)
        except ValueError as error:
            check.problem((*path, fact), f"`{fact}`: {error}")
