"""The AWS ML architecture advisor: a scenario in, the recommendation and every elimination out.

The names below are the public ones; the page in ui/ uses no others.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.advise import Advice, Advisor, advise, advisor_at, build
    from advisor.answer.answer import Answerer
    from advisor.answer.model import Answered, OptionReason, OptionVerdict, Question, Standing
    from advisor.answer.paste import Pasted, parse_pasted, recognise
    from advisor.authoring.deciding import deciding
    from advisor.authoring.workbench import Trial, changed_verdicts, graph, in_english, limits_of_rule, try_text
    from advisor.cost.book import REGION
    from advisor.cost.model import Cost, CostCurves, CostLine, DecisionCost, Figure
    from advisor.cost.words import amount, span, usd
    from advisor.errors import InputError, Problem
    from advisor.explain.around import FactShown
    from advisor.explain.model import DecisionAdvice, OptionAdvice, Reason, WouldChange
    from advisor.facts import FactSpec, Value, Vocabulary, describe, parse_value, plain
    from advisor.lab.proof import lab_proof
    from advisor.reading.read import Ambiguity, Reading, read
    from advisor.render.contrast import Contrast, CostChange, OptionChange, contrast, cost_changes
    from advisor.render.export import Export, export
    from advisor.render.lab import lab_markdown
    from advisor.render.picture import Picture, picture
    from advisor.render.sheet import sheet_as_html, sheet_as_markdown
    from advisor.render.svg import svg
    from advisor.rulebase.english import ending
    from advisor.rulebase.load import default_folder, load, shipped, texts_of
    from advisor.rulebase.schema import Exam, Rule, RuleBase
    from advisor.scenario.model import Scenario, Statement
    from advisor.scenario.questions import question_files, read_question
    from advisor.scenario.read import parse_scenario, read_scenario, with_statements
    from advisor.scenario.shipped import shipped_scenarios
    from advisor.scenario.write import scenario_text
    from advisor.study.agenda import agenda
    from advisor.study.clock import local_day, utc_now, zone_of
    from advisor.study.compose import question_types
    from advisor.study.drill import Section, drill_sections, mark_all
    from advisor.study.exports import anki_deck, plan_calendar
    from advisor.study.measure import Share, Trend, domain_trends, error_trends
    from advisor.study.misses import MISS_MEANINGS, MISS_NAMES, Diagnosis
    from advisor.study.mock import Mock, Result
    from advisor.study.model import Item
    from advisor.study.notebook import keep, notebook_as_markdown, search_notebook
    from advisor.study.notes import DecisionNote, note_of_advice, note_of_item
    from advisor.study.plan import make_plan
    from advisor.study.pool import Pool, shipped_pool
    from advisor.study.practice import (
        Wish,
        attempt_of,
        choose,
        elimination_matrix,
        exam_of,
        items_for,
        variable_options,
        what_if,
    )
    from advisor.study.records import Attempt, Confidence, Miss, Mode, Note, Sheet, Sitting, StudySettings
    from advisor.study.review import minutes_for
    from advisor.study.sheet import ReferenceSheet, current_exam, sheets
    from advisor.study.store.store import Store, default_learner
    from advisor.study.store.transfer import export_all, import_all, parse_export
    from advisor.study.tasks import Plan, Task
    from advisor.verify.check import Report, check
    from advisor.verify.finding import Finding
    from advisor.vocabulary import RuleStatus, Status, Strength, Verdict

_HOMES = {
    "advisor.advise": ("Advice", "Advisor", "advise", "advisor_at", "build"),
    "advisor.answer.answer": ("Answerer",),
    "advisor.answer.model": ("Answered", "OptionReason", "OptionVerdict", "Question", "Standing"),
    "advisor.answer.paste": ("Pasted", "parse_pasted", "recognise"),
    "advisor.authoring.deciding": ("deciding",),
    "advisor.authoring.workbench": ("Trial", "changed_verdicts", "graph", "in_english", "limits_of_rule", "try_text"),
    "advisor.cost.book": ("REGION",),
    "advisor.cost.model": ("Cost", "CostCurves", "CostLine", "DecisionCost", "Figure"),
    "advisor.cost.words": ("amount", "span", "usd"),
    "advisor.errors": ("InputError", "Problem"),
    "advisor.explain.around": ("FactShown",),
    "advisor.explain.model": ("DecisionAdvice", "OptionAdvice", "Reason", "WouldChange"),
    "advisor.facts": ("FactSpec", "Value", "Vocabulary", "describe", "parse_value", "plain"),
    "advisor.reading.read": ("Ambiguity", "Reading", "read"),
    "advisor.lab.proof": ("lab_proof",),
    "advisor.render.contrast": ("Contrast", "CostChange", "OptionChange", "contrast", "cost_changes"),
    "advisor.render.export": ("Export", "export"),
    "advisor.render.lab": ("lab_markdown",),
    "advisor.render.picture": ("Picture", "picture"),
    "advisor.render.sheet": ("sheet_as_html", "sheet_as_markdown"),
    "advisor.render.svg": ("svg",),
    "advisor.rulebase.english": ("ending",),
    "advisor.rulebase.load": ("default_folder", "load", "shipped", "texts_of"),
    "advisor.rulebase.schema": ("Exam", "Rule", "RuleBase"),
    "advisor.scenario.model": ("Scenario", "Statement"),
    "advisor.scenario.questions": ("question_files", "read_question"),
    "advisor.scenario.read": ("parse_scenario", "read_scenario", "with_statements"),
    "advisor.scenario.shipped": ("shipped_scenarios",),
    "advisor.scenario.write": ("scenario_text",),
    "advisor.study.agenda": ("agenda",),
    "advisor.study.clock": ("local_day", "utc_now", "zone_of"),
    "advisor.study.compose": ("question_types",),
    "advisor.study.drill": ("Section", "drill_sections", "mark_all"),
    "advisor.study.exports": ("anki_deck", "plan_calendar"),
    "advisor.study.measure": ("Share", "Trend", "domain_trends", "error_trends"),
    "advisor.study.misses": ("Diagnosis", "MISS_MEANINGS", "MISS_NAMES"),
    "advisor.study.mock": ("Mock", "Result"),
    "advisor.study.model": ("Item",),
    "advisor.study.notebook": ("keep", "notebook_as_markdown", "search_notebook"),
    "advisor.study.notes": ("DecisionNote", "note_of_advice", "note_of_item"),
    "advisor.study.plan": ("make_plan",),
    "advisor.study.pool": ("Pool", "shipped_pool"),
    "advisor.study.practice": (
        "Wish",
        "attempt_of",
        "choose",
        "elimination_matrix",
        "exam_of",
        "items_for",
        "variable_options",
        "what_if",
    ),
    "advisor.study.records": ("Attempt", "Confidence", "Miss", "Mode", "Note", "Sheet", "Sitting", "StudySettings"),
    "advisor.study.review": ("minutes_for",),
    "advisor.study.sheet": ("ReferenceSheet", "current_exam", "sheets"),
    "advisor.study.store.store": ("Store", "default_learner"),
    "advisor.study.store.transfer": ("export_all", "import_all", "parse_export"),
    "advisor.study.tasks": ("Plan", "Task"),
    "advisor.verify.check": ("Report", "check"),
    "advisor.verify.finding": ("Finding",),
    "advisor.vocabulary": ("RuleStatus", "Status", "Strength", "Verdict"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "MISS_MEANINGS",
    "MISS_NAMES",
    "REGION",
    "Advice",
    "Advisor",
    "Ambiguity",
    "Answered",
    "Answerer",
    "Attempt",
    "Confidence",
    "Contrast",
    "Cost",
    "CostChange",
    "CostCurves",
    "CostLine",
    "DecisionAdvice",
    "DecisionCost",
    "DecisionNote",
    "Diagnosis",
    "Exam",
    "Export",
    "FactShown",
    "FactSpec",
    "Figure",
    "Finding",
    "InputError",
    "Item",
    "Miss",
    "Mock",
    "Mode",
    "Note",
    "OptionAdvice",
    "OptionChange",
    "OptionReason",
    "OptionVerdict",
    "Pasted",
    "Picture",
    "Plan",
    "Pool",
    "Problem",
    "Question",
    "Reading",
    "Reason",
    "ReferenceSheet",
    "Report",
    "Result",
    "Rule",
    "RuleBase",
    "RuleStatus",
    "Scenario",
    "Section",
    "Share",
    "Sheet",
    "Sitting",
    "Standing",
    "Statement",
    "Status",
    "Store",
    "Strength",
    "StudySettings",
    "Task",
    "Trend",
    "Trial",
    "Value",
    "Verdict",
    "Vocabulary",
    "Wish",
    "WouldChange",
    "advise",
    "advisor_at",
    "agenda",
    "amount",
    "anki_deck",
    "attempt_of",
    "build",
    "changed_verdicts",
    "check",
    "choose",
    "contrast",
    "cost_changes",
    "current_exam",
    "deciding",
    "default_folder",
    "default_learner",
    "describe",
    "domain_trends",
    "drill_sections",
    "elimination_matrix",
    "ending",
    "error_trends",
    "exam_of",
    "export",
    "export_all",
    "graph",
    "import_all",
    "in_english",
    "items_for",
    "keep",
    "lab_markdown",
    "lab_proof",
    "limits_of_rule",
    "load",
    "local_day",
    "make_plan",
    "mark_all",
    "minutes_for",
    "note_of_advice",
    "note_of_item",
    "notebook_as_markdown",
    "parse_export",
    "parse_pasted",
    "parse_scenario",
    "parse_value",
    "picture",
    "plain",
    "plan_calendar",
    "question_files",
    "question_types",
    "read",
    "read_question",
    "read_scenario",
    "recognise",
    "scenario_text",
    "search_notebook",
    "sheet_as_html",
    "sheet_as_markdown",
    "sheets",
    "shipped",
    "shipped_pool",
    "shipped_scenarios",
    "span",
    "svg",
    "texts_of",
    "try_text",
    "usd",
    "utc_now",
    "variable_options",
    "what_if",
    "with_statements",
    "zone_of",
]


def __getattr__(name: str) -> Any:
    # Loaded on first use: `advisor --help` need not read the rules.
    if name not in _HOME:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)
