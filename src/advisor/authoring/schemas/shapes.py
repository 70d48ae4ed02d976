"""The files under rules/ and scenarios/ as JSON Schema: the models of the loader, with its closed lists put in."""

from __future__ import annotations

from pydantic import BaseModel

from advisor.authoring.schemas.words import Schema, one_of, one_or_more, ref
from advisor.rulebase.formulas import FormulaFile
from advisor.rulebase.lessons import LessonsFile
from advisor.rulebase.phrases import PhraseFile
from advisor.rulebase.phrasing import PhrasingFile, Stories
from advisor.rulebase.schema import EFFECTS, Decision, DecisionFile, Exam, RuleBase, RuleFile, ThingFile
from advisor.rulebase.sequences import SequenceFile
from advisor.rulebase.suppressions import SuppressionsFile
from advisor.rulebase.synonyms import SynonymsFile
from advisor.vocabulary import Criterion, Status, Strength

_SLUG: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_TEXT: Schema = {"type": "string", "minLength": 1}
_PREFERENCES = ("favours", "disfavours")
_OF_DECISIONS = ("rules_out", "requires", "favours", "disfavours", "adds", "warns")
_OF_IMPLICATIONS = ("implies", "needs", "warns")


def _model(model: type[BaseModel]) -> Schema:
    """A model's own schema, in the dialect that editors know best."""
    text = model.model_json_schema(ref_template="#/definitions/{model}")
    text["definitions"] = text.pop("$defs", {})
    return text


def rule(base: RuleBase, decision: Decision | None) -> Schema:
    """A rule of one decision; of rules/implications/ where there is none."""
    schema = _model(RuleFile)
    properties = schema["properties"]
    properties["when"] = ref("condition")
    properties["then"] = _effect(base, decision)
    case = schema["definitions"]["Case"]["properties"]
    case["facts"] = ref("values")
    case["fires"] = {"enum": [True, False, "unknown"]}
    case["ends"] = _ending_of_case(base, decision)
    properties["cases"]["allOf"] = [
        {"contains": {"properties": {"fires": {"const": fires}}}} for fires in (True, False)
    ]
    if decision is None:
        del properties["overrides"]
    else:
        siblings = [(item.id, item.title) for item in base.rules.values() if item.decision == decision.id]
        properties["overrides"]["items"] = one_of(siblings) if siblings else _SLUG
    for name in ("Effect", "Ending"):
        schema["definitions"].pop(name, None)
    return schema


def any_rule(base: RuleBase) -> Schema:
    """A rule of any decision or of rules/implications/."""
    return {"anyOf": [rule(base, decision) for decision in (*base.decisions.values(), None)]}


def _ending_of_case(base: RuleBase, decision: Decision | None) -> Schema:
    properties: dict[str, Schema] = {
        "facts": {**ref("values"), "description": "What is then known, stated or concluded."},
        "companions": {**one_or_more(ref("thing")), "description": "What then stands beside the answer."},
        "warnings": {**one_or_more(_SLUG), "description": "The traps that are then warned of."},
    }
    if decision is not None:
        option = one_of([(name, base.things[name].name) for name in decision.options])
        properties["recommended"] = {**option, "description": "The option that is then recommended."}
        properties["eliminated"] = {**one_or_more(option), "description": "The options that are then impossible."}
    return {
        "type": "object",
        "description": "What comes of the case, where its facts are all that is known.",
        "properties": properties,
        "additionalProperties": False,
        "minProperties": 1,
    }


def _effect(base: RuleBase, decision: Decision | None) -> Schema:
    named = [(name, base.things[name].name) for name in decision.options] if decision else []
    option = one_of(named)
    properties: dict[str, Schema] = {
        "rules_out": {**one_or_more(option), "description": "These options are impossible."},
        "requires": {**option, "description": "Only this option is possible."},
        "favours": {**one_or_more(option), "description": "A trade-off for these; `by` says on what."},
        "disfavours": {**one_or_more(option), "description": "A trade-off against these; `by` says on what."},
        "by": {"enum": [word.value for word in Criterion], "description": "What the trade-off is about."},
        "adds": {**one_or_more(ref("thing")), "description": "What is needed beside the chosen option."},
        "warns": {**_SLUG, "description": "A trap: its name, in words between hyphens."},
        "only_with": {**one_or_more(option), "description": "Only where one of these options is chosen."},
        "implies": {**ref("values"), "description": "Other facts that follow."},
        "needs": {**one_or_more(ref("capability")), "description": "Capabilities that are needed."},
    }
    effects = _OF_DECISIONS if decision else _OF_IMPLICATIONS
    kept = {*effects, *(("by", "only_with") if decision else ())}
    schema: Schema = {
        "type": "object",
        "description": "Exactly one conclusion.",
        "properties": {name: part for name, part in properties.items() if name in kept},
        "additionalProperties": False,
        "oneOf": [{"required": [effect]} for effect in effects],
    }
    if decision:
        schema["dependencies"] = {
            **{effect: ["by"] for effect in _PREFERENCES},
            "by": {"anyOf": [{"required": [effect]} for effect in _PREFERENCES]},
            "only_with": {"anyOf": [{"required": [effect]} for effect in ("adds", "warns")]},
        }
    return schema


def decision(base: RuleBase) -> Schema:
    """decision.yaml."""
    schema = _model(DecisionFile)
    properties = schema["properties"]
    properties["applies"] = ref("condition")
    options = [(option, base.things[option].name) for item in base.decisions.values() for option in item.options]
    schema["definitions"]["OptionFile"]["properties"]["belongs_to"] = one_or_more(one_of(options))
    properties["options"]["propertyNames"] = ref("thing")
    properties["options"].pop("patternProperties", None)
    properties["options"]["additionalProperties"] = {"$ref": "#/definitions/OptionFile"}
    properties["pivotal"]["items"] = ref("fact")
    schema["definitions"]["DeclaredConflictFile"]["properties"]["when"] = ref("condition")
    properties["tasks"]["items"] = ref("task")
    return schema


def thing(base: RuleBase) -> Schema:
    """A file of rules/catalogue/."""
    schema = _model(ThingFile)
    properties = schema["properties"]
    properties["part_of"] = {**ref("thing"), "description": "The thing that this one is a part of."}
    properties["can"]["items"] = ref("capability")
    properties["cannot"] = {
        "type": "object",
        "propertyNames": ref("capability"),
        "additionalProperties": {"$ref": "#/definitions/Inability"},
    }
    units = {limit.unit for item in base.things.values() for limit in item.limits.values()}
    unit = schema["definitions"]["Limit"]["properties"]["unit"]
    unit["examples"] = sorted(units)
    return schema


def capabilities(base: RuleBase) -> Schema:
    """A file of rules/catalogue/capabilities/."""
    return {"type": "object", "propertyNames": _SLUG, "additionalProperties": _TEXT}


def phrase(base: RuleBase) -> Schema:
    """A file of rules/phrases/."""
    schema = _model(PhraseFile)
    properties = schema["properties"]
    properties["states"] = ref("values")
    properties["needs"] = one_or_more(ref("capability"))
    properties["reads"] = {**ref("fact"), "description": "The numeric fact that a quantity in the text states."}
    schema["oneOf"] = [{"required": [key]} for key in ("states", "needs", "reads")]
    return schema


def phrasing(base: RuleBase) -> Schema:
    """A file of rules/phrasing/decisions/."""
    schema = _model(PhrasingFile)
    sentences: Schema = {"type": "array", "items": _TEXT, "minItems": 1}
    by_value: Schema = {"type": "object", "additionalProperties": sentences, "minProperties": 1}
    schema["properties"]["says"] = {
        "type": "object",
        "propertyNames": ref("fact"),
        "additionalProperties": {"anyOf": [sentences, by_value]},
    }
    schema["properties"]["apart"]["items"]["items"] = ref("fact")
    return schema


def stories(base: RuleBase) -> Schema:
    """rules/phrasing/stories.yaml."""
    return _model(Stories)


def sequence(base: RuleBase) -> Schema:
    """A file of rules/sequences/."""
    return _model(SequenceFile)


def formula(base: RuleBase) -> Schema:
    """A file of rules/formulas/."""
    schema = _model(FormulaFile)
    properties = schema["properties"]
    properties["gives"] = {**ref("fact"), "description": "The numeric fact that is computed."}
    properties["formula"]["description"] = "`name = expression`, with + - * / ( ), ceil, floor, min and max."
    limits = {"enum": [f"{thing.id}.{name}" for thing in base.things.values() for name in thing.limits]}
    schema["definitions"]["LimitNamed"]["properties"]["limit"] = limits
    properties["where"]["additionalProperties"] = {"anyOf": [ref("fact"), {"$ref": "#/definitions/LimitNamed"}]}
    properties["where"]["description"] = "What each symbol of the expression stands for."
    schema["definitions"]["FormulaCase"]["properties"]["facts"] = ref("values")
    return schema


def lessons(base: RuleBase) -> Schema:
    """A file of rules/lessons/."""
    return _model(LessonsFile)


def signs(base: RuleBase) -> Schema:
    """A file of rules/signs/."""
    return {"type": "object", "propertyNames": ref("thing"), "additionalProperties": _TEXT}


def synonyms(base: RuleBase) -> Schema:
    """rules/synonyms.yaml."""
    return _model(SynonymsFile)


def suppressions(base: RuleBase) -> Schema:
    """rules/suppressions.yaml."""
    return _model(SuppressionsFile)


def exam(base: RuleBase) -> Schema:
    """A file of rules/exams/."""
    return _model(Exam)


def scenario(base: RuleBase) -> Schema:
    """scenario.yaml, and any file that `advisor advise` reads."""
    return {
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "prompt": {"type": "string", "description": "The situation as someone would tell it."},
            "objective": {"type": "string"},
            "facts": {
                "type": "object",
                "properties": {spec.name: _stated(ref(f"values/properties/{spec.name}")) for spec in base.vocabulary},
                "additionalProperties": False,
            },
        },
        "required": ["facts"],
        "additionalProperties": False,
    }


def _stated(value: Schema) -> Schema:
    """A fact is its value, or a mapping with the value and how binding it is."""
    return {
        "anyOf": [
            value,
            {
                "type": "object",
                "properties": {
                    "value": value,
                    "strength": {"enum": [word.value for word in Strength]},
                    "words": {**_TEXT, "description": "The prompt's own words for it."},
                },
                "required": ["value"],
                "additionalProperties": False,
            },
        ]
    }


def expected(base: RuleBase) -> Schema:
    """expected.yaml: what a shipped scenario promises."""
    return {
        "type": "object",
        "properties": {
            "as_of": {"type": "string", "description": "The date the scenario is seen at, such as 2026-11-23."},
            "decisions": {
                "type": "object",
                "properties": {name: _ending(base, item) for name, item in base.decisions.items()},
                "additionalProperties": False,
            },
            "computed": {**ref("values"), "description": "Everything that formulas compute, and nothing else."},
            "companions": {"type": "array", "items": ref("thing")},
            "warnings": {"type": "array", "items": one_of(_traps(base))},
            "not_decided": {"type": "array", "items": {"enum": list(base.decisions)}},
        },
        "required": ["decisions"],
        "additionalProperties": False,
    }


def _ending(base: RuleBase, decision: Decision) -> Schema:
    options = one_of((option, base.things[option].name) for option in decision.options)
    reasons: Schema = {"type": "array", "items": {"type": "string", "description": "The id of a rule."}}
    standing: Schema = {"type": "object", "propertyNames": options, "additionalProperties": reasons}
    return {
        "type": "object",
        "properties": {
            "recommended": options,
            "status": {"enum": [word.value for word in Status]},
            "because": reasons,
            "eliminated": standing,
            "viable": standing,
            "depends_on": {"type": "array", "items": ref("fact")},
            "conflicts": {"type": "array", "items": {"type": "array", "items": ref("fact")}},
        },
        "additionalProperties": False,
    }


def _traps(base: RuleBase) -> list[tuple[str, str]]:
    traps = {item.then.warns: item.title for item in base.rules.values() if item.then.warns}
    return [(trap, title) for trap, title in sorted(traps.items()) if trap]


assert {*_OF_DECISIONS, *_OF_IMPLICATIONS} == set(EFFECTS)
