"""The folder rules/ as a RuleBase: strict, and with all problems reported at once."""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
from collections.abc import Collection, Mapping
from pathlib import Path

from advisor.errors import InputError, Problem
from advisor.facts import SPECS
from advisor.files import Document, parse_json, parse_yaml, read_text
from advisor.rulebase.catalogue import check_things, read_capabilities, read_things
from advisor.rulebase.condition import facts_of
from advisor.rulebase.decisions import read_decisions
from advisor.rulebase.formulas import Formula, check_formulas, read_formulas
from advisor.rulebase.kept import keep, kept_base
from advisor.rulebase.lessons import read_lessons
from advisor.rulebase.phrases import read_phrases
from advisor.rulebase.phrasing import STORIES, read_phrasing, read_stories
from advisor.rulebase.prices import Prices, read_prices
from advisor.rulebase.rules import check_rules, read_rules
from advisor.rulebase.schema import Decision, Exam, Rule, RuleBase
from advisor.rulebase.sequences import read_sequences
from advisor.rulebase.signs import read_signs
from advisor.rulebase.suppressions import NAME as SUPPRESSIONS
from advisor.rulebase.suppressions import read_suppressions
from advisor.rulebase.synonyms import NAME as SYNONYMS
from advisor.rulebase.synonyms import read_synonyms
from advisor.rulebase.validate import validate

FORMAT_VERSION = "1"


def default_folder() -> Path:
    """The rules that ship with the advisor: the checkout's, or the copy inside the installed package."""
    packaged = Path(str(importlib.resources.files("advisor"))) / "_shipped" / "rules"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "rules"


@functools.lru_cache(maxsize=1)
def shipped() -> RuleBase:
    """The rule base that ships with the advisor, loaded once."""
    return load(default_folder())


def load(folder: Path) -> RuleBase:
    """Every file below `folder` as one RuleBase.

    The shipped folder is kept as it was last read, so that only what has changed since is read again.
    Raises InputError with all problems, each with file and line.
    """
    texts = texts_of(folder)
    if folder != default_folder():
        return assemble(texts)
    kept = kept_base()
    changed = kept.changed(texts) if kept is not None else frozenset(texts)
    if kept is not None and all(map(is_rule, changed)):
        return amended(kept.base, changed, texts)
    base = assemble(texts)
    keep(base, texts)
    return base


def texts_of(folder: Path) -> dict[str, str]:
    """The text of every file that `assemble` reads, by its name below `folder`."""
    if not folder.is_dir():
        raise InputError.one(str(folder), "there is no such folder of rules")
    return {path.relative_to(folder).as_posix(): read_text(path) for path in sorted(folder.rglob("*.yaml"))}


def assemble(texts: dict[str, str]) -> RuleBase:
    """A RuleBase from file names (relative to rules/) and their texts; also used for bases that are not on disk."""
    problems: list[Problem] = []
    documents = _parsed(texts, problems)
    capabilities = read_capabilities(documents, problems)
    things = read_things(documents, problems)
    check_things(things, capabilities, documents, problems)
    closing = [thing.id for thing in things.values() if thing.lifecycle]
    vocabulary = SPECS.with_needs(capabilities, closing)
    limits = frozenset(f"{thing.id}.{limit}" for thing in things.values() for limit in thing.limits)
    exams = _exams(documents, problems)
    tasks = frozenset[str]().union(*(exam.task_names for exam in exams.values()))
    decisions = read_decisions(documents, vocabulary, limits, things, tasks, problems)
    rules = read_rules(documents, vocabulary, limits, problems)
    check_rules(rules, decisions, things, capabilities, vocabulary, documents, problems)
    formulas = read_formulas(documents, vocabulary, limits, problems)
    phrases = read_phrases(documents, vocabulary, problems)
    synonyms = read_synonyms(documents, problems)
    sequences = read_sequences(documents, problems)
    lessons = read_lessons(documents, tasks, problems)
    signs = read_signs(documents, things, problems)
    prices = read_prices(documents, vocabulary, problems)
    _check_formulas(formulas, rules, decisions, prices, problems)
    phrasing = read_phrasing(documents, decisions, vocabulary, problems)
    stories = read_stories(documents, problems)
    suppressions = read_suppressions(documents, problems)
    _strangers(documents, problems)
    if problems:
        raise InputError(sorted(set(problems)))
    return RuleBase(
        **_version(texts, rules),
        vocabulary=vocabulary,
        capabilities=capabilities,
        things=things,
        decisions=decisions,
        rules=rules,
        exams=exams,
        formulas=formulas,
        phrases=phrases,
        synonyms=synonyms,
        sequences=sequences,
        lessons=lessons,
        signs=signs,
        phrasing=phrasing,
        stories=stories,
        suppressions=suppressions,
        prices=prices,
    )


def amended(base: RuleBase, changed: Collection[str], texts: dict[str, str]) -> RuleBase:
    """What `assemble` makes of some texts, from a base made of the same but for the files that `changed`.

    Where rules alone have changed, only theirs and their decisions' are read again. Raises InputError as `assemble`.
    """
    homes = {_home(name) for name in changed}
    if not all(is_rule(name) for name in changed):
        return assemble(texts)
    problems: list[Problem] = []
    documents = _parsed({name: texts[name] for name in texts if is_rule(name) and _home(name) in homes}, problems)
    limits = frozenset(f"{thing.id}.{limit}" for thing in base.things.values() for limit in thing.limits)
    again = read_rules(documents, base.vocabulary, limits, problems)
    kept = [rule for rule in base.rules.values() if _home(rule.place.removeprefix("rules/")) not in homes]
    rules = {rule.id: rule for rule in sorted([*kept, *again.values()], key=lambda rule: rule.place)}
    check_rules(rules, base.decisions, base.things, base.capabilities, base.vocabulary, documents, problems)
    _check_formulas(base.formulas, rules, base.decisions, base.prices, problems)
    if problems or len(rules) < len(kept) + len(again):
        return assemble(texts)  # it tells all problems there are
    return base.model_copy(update={**_version(texts, rules), "rules": rules})


def _check_formulas(
    formulas: Mapping[str, Formula],
    rules: Mapping[str, Rule],
    decisions: Mapping[str, Decision],
    prices: Prices,
    problems: list[Problem],
) -> None:
    """What formulas give and need, held against what rules, decisions and estimates read."""
    read_by: dict[str, str] = {name: "the estimate of costs" for name in prices.assumptions}
    for decision in decisions.values():
        conditions = [decision.applies, *(item.when for item in decision.declared_conflicts)]
        read = [fact for condition in conditions for fact in facts_of(condition)]
        read_by |= dict.fromkeys([*read, *decision.pivotal], f"the decision {decision.id}")
    for rule in rules.values():
        read_by |= dict.fromkeys(facts_of(rule.when), rule.id)
    concluded_by = {fact: rule.id for rule in rules.values() for fact, _ in rule.implied}
    check_formulas(formulas, read_by, concluded_by, problems)


def is_rule(name: str) -> bool:
    """Whether a file, named below rules/, holds a rule."""
    return name.startswith(("decisions/", "implications/")) and not name.endswith("/decision.yaml")


def _home(name: str) -> str:
    return name.rpartition("/")[0]


def _parsed(texts: Mapping[str, str], problems: list[Problem]) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    for name in sorted(texts):
        parse = parse_yaml if name.endswith(".yaml") else parse_json
        try:
            documents[name] = parse(texts[name], f"rules/{name}")
        except InputError as error:
            problems.extend(error.problems)
    return documents


def _version(texts: Mapping[str, str], rules: Mapping[str, Rule]) -> dict[str, str]:
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(name.encode() + b"\0" + texts[name].encode() + b"\0")
    sha256 = digest.hexdigest()
    return {"version": f"{FORMAT_VERSION}.{len(rules)}+{sha256[:8]}", "sha256": sha256}


def _exams(documents: dict[str, Document], problems: list[Problem]) -> dict[str, Exam]:
    exams = {}
    for name, document in documents.items():
        if name.startswith("exams/"):
            exam = validate(Exam, document, problems)
            if exam is not None:
                exams[exam.code] = exam
    return exams


def _strangers(documents: dict[str, Document], problems: list[Problem]) -> None:
    """A file in a folder that nothing reads would be knowledge that is silently ignored."""
    names = ("catalogue", "decisions", "exams", "formulas", "implications", "lessons", "phrases", "phrasing/decisions")
    read = tuple(f"{name}/" for name in (*names, "prices", "sequences", "signs"))
    for name, document in documents.items():
        if not name.startswith(read) and name not in (STORIES, SUPPRESSIONS, SYNONYMS):
            problems.append(Problem(document.name, "nothing reads this file", f"known folders: {', '.join(read)}"))
