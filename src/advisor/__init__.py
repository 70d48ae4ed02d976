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
    from advisor.cost.model import Cost, CostCurves, CostLine, DecisionCost, Figure
    from advisor.cost.words import amount, span, usd
    from advisor.errors import InputError, Problem
    from advisor.explain.model import DecisionAdvice, OptionAdvice, Reason, WouldChange
    from advisor.facts import FactSpec, Value, Vocabulary, describe, parse_value, plain
    from advisor.reading.read import Ambiguity, Reading, read
    from advisor.render.contrast import Contrast, OptionChange, contrast
    from advisor.render.export import Export, export
    from advisor.render.picture import Picture, picture
    from advisor.render.svg import svg
    from advisor.rulebase.load import default_folder, load, shipped, texts_of
    from advisor.rulebase.schema import Rule, RuleBase
    from advisor.scenario.model import Scenario, Statement
    from advisor.scenario.questions import question_files, read_question
    from advisor.scenario.read import parse_scenario, read_scenario, with_statements
    from advisor.scenario.shipped import shipped_scenarios
    from advisor.scenario.write import scenario_text
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
    "advisor.cost.model": ("Cost", "CostCurves", "CostLine", "DecisionCost", "Figure"),
    "advisor.cost.words": ("amount", "span", "usd"),
    "advisor.errors": ("InputError", "Problem"),
    "advisor.explain.model": ("DecisionAdvice", "OptionAdvice", "Reason", "WouldChange"),
    "advisor.facts": ("FactSpec", "Value", "Vocabulary", "describe", "parse_value", "plain"),
    "advisor.reading.read": ("Ambiguity", "Reading", "read"),
    "advisor.render.contrast": ("Contrast", "OptionChange", "contrast"),
    "advisor.render.export": ("Export", "export"),
    "advisor.render.picture": ("Picture", "picture"),
    "advisor.render.svg": ("svg",),
    "advisor.rulebase.load": ("default_folder", "load", "shipped", "texts_of"),
    "advisor.rulebase.schema": ("Rule", "RuleBase"),
    "advisor.scenario.model": ("Scenario", "Statement"),
    "advisor.scenario.questions": ("question_files", "read_question"),
    "advisor.scenario.read": ("parse_scenario", "read_scenario", "with_statements"),
    "advisor.scenario.shipped": ("shipped_scenarios",),
    "advisor.scenario.write": ("scenario_text",),
    "advisor.verify.check": ("Report", "check"),
    "advisor.verify.finding": ("Finding",),
    "advisor.vocabulary": ("RuleStatus", "Status", "Strength", "Verdict"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Advice",
    "Advisor",
    "Ambiguity",
    "Answered",
    "Answerer",
    "Contrast",
    "Cost",
    "CostCurves",
    "CostLine",
    "DecisionAdvice",
    "DecisionCost",
    "Export",
    "FactSpec",
    "Figure",
    "Finding",
    "InputError",
    "OptionAdvice",
    "OptionChange",
    "OptionReason",
    "OptionVerdict",
    "Pasted",
    "Picture",
    "Problem",
    "Question",
    "Reading",
    "Reason",
    "Report",
    "Rule",
    "RuleBase",
    "RuleStatus",
    "Scenario",
    "Standing",
    "Statement",
    "Status",
    "Strength",
    "Trial",
    "Value",
    "Verdict",
    "Vocabulary",
    "WouldChange",
    "advise",
    "advisor_at",
    "amount",
    "build",
    "changed_verdicts",
    "check",
    "contrast",
    "deciding",
    "default_folder",
    "describe",
    "export",
    "graph",
    "in_english",
    "limits_of_rule",
    "load",
    "parse_pasted",
    "parse_scenario",
    "parse_value",
    "picture",
    "plain",
    "question_files",
    "read",
    "read_question",
    "read_scenario",
    "recognise",
    "scenario_text",
    "shipped",
    "shipped_scenarios",
    "span",
    "svg",
    "texts_of",
    "try_text",
    "usd",
    "with_statements",
]


def __getattr__(name: str) -> Any:
    # Loaded on first use: `advisor --help` need not read the rules.
    if name not in _HOME:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)
