"""The folder rules/ as a RuleBase: strict, and with all problems reported at once."""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
from pathlib import Path

from advisor.errors import InputError, Problem
from advisor.facts import SPECS
from advisor.files import Document, parse_json, parse_yaml, read_text
from advisor.rulebase.catalogue import check_things, read_capabilities, read_things
from advisor.rulebase.decisions import read_decisions
from advisor.rulebase.phrases import read_phrases
from advisor.rulebase.phrasing import STORIES, read_phrasing, read_stories
from advisor.rulebase.rules import check_rules, read_rules
from advisor.rulebase.schema import Exam, RuleBase
from advisor.rulebase.suppressions import NAME as SUPPRESSIONS
from advisor.rulebase.suppressions import read_suppressions
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

    Raises InputError with all problems, each with file and line.
    """
    return assemble(texts_of(folder))


def texts_of(folder: Path) -> dict[str, str]:
    """The text of every file that `assemble` reads, by its name below `folder`."""
    if not folder.is_dir():
        raise InputError.one(str(folder), "there is no such folder of rules")
    return {path.relative_to(folder).as_posix(): read_text(path) for path in sorted(folder.rglob("*.yaml"))}


def assemble(texts: dict[str, str]) -> RuleBase:
    """A RuleBase from file names (relative to rules/) and their texts; also used for bases that are not on disk."""
    problems: list[Problem] = []
    documents: dict[str, Document] = {}
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(name.encode() + b"\0" + texts[name].encode() + b"\0")
        try:
            shown = f"rules/{name}"
            documents[name] = (
                parse_yaml(texts[name], shown) if name.endswith(".yaml") else parse_json(texts[name], shown)
            )
        except InputError as error:
            problems.extend(error.problems)

    capabilities = read_capabilities(documents, problems)
    things = read_things(documents, problems)
    check_things(things, capabilities, documents, problems)
    closing = [thing.id for thing in things.values() if thing.lifecycle]
    vocabulary = SPECS.with_needs(capabilities, closing)
    limits = frozenset(f"{thing.id}.{limit}" for thing in things.values() for limit in thing.limits)
    exams = _exams(documents, problems)
    decisions = read_decisions(documents, vocabulary, limits, things, exams, problems)
    rules = read_rules(documents, vocabulary, limits, problems)
    check_rules(rules, decisions, things, capabilities, vocabulary, documents, problems)
    phrases = read_phrases(documents, vocabulary, problems)
    phrasing = read_phrasing(documents, decisions, vocabulary, problems)
    stories = read_stories(documents, problems)
    suppressions = read_suppressions(documents, problems)
    _strangers(documents, problems)
    if problems:
        raise InputError(sorted(set(problems)))
    sha256 = digest.hexdigest()
    return RuleBase(
        version=f"{FORMAT_VERSION}.{len(rules)}+{sha256[:8]}",
        sha256=sha256,
        vocabulary=vocabulary,
        capabilities=capabilities,
        things=things,
        decisions=decisions,
        rules=rules,
        exams=exams,
        phrases=phrases,
        phrasing=phrasing,
        stories=stories,
        suppressions=suppressions,
    )


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
    read = ("catalogue/", "decisions/", "implications/", "exams/", "phrases/", "phrasing/decisions/", "prices/")
    for name, document in documents.items():
        if not name.startswith(read) and name not in (STORIES, SUPPRESSIONS):
            problems.append(Problem(document.name, "nothing reads this file", f"known folders: {', '.join(read)}"))
