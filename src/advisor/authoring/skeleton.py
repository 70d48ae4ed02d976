"""A complete rule to start from: it loads, its cases pass, and its comments guide."""

from __future__ import annotations

import difflib
import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from advisor.errors import InputError, did_you_mean
from advisor.facts import FactSpec
from advisor.facts.fields import FactKind
from advisor.rulebase.condition import facts_of
from advisor.rulebase.load import assemble, texts_of
from advisor.rulebase.schema import RuleBase
from advisor.rulebase.snapshot import number_of
from advisor.vocabulary import Criterion

IMPLICATIONS = "implications"
_WORD = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*\Z")
_FEWEST_WORDS = 3


def new_rule(rules: Path, decision: str, identifier: str) -> Path:
    """Writes the skeleton of a rule below the folder `rules` and returns its path; never overwrites.

    Raises InputError, with nothing written, for a bad id or decision, or where the rule base does not load.
    """
    texts = texts_of(rules)
    base = assemble(texts)
    homes = [*base.decisions, IMPLICATIONS]
    if decision not in homes:
        raise InputError.one("DECISION", f"unknown decision `{decision}`", did_you_mean(decision, homes))
    _check_id(base, identifier)
    name = (
        f"{IMPLICATIONS}/{identifier}.yaml" if decision == IMPLICATIONS else f"decisions/{decision}/{identifier}.yaml"
    )
    text = skeleton(base, decision, identifier)
    assemble({**texts, name: text})
    path = rules / name
    path.parent.mkdir(exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _check_id(base: RuleBase, identifier: str) -> None:
    words = identifier.split("-")
    if not all(map(_WORD.match, words)) or len(words) < _FEWEST_WORDS:
        example = "write a sentence about the situation, such as `large-request-does-not-fit`"
        suggestion = "-".join(re.findall(r"[a-z]+[0-9]*", identifier.lower()))
        better = suggestion != identifier and len(suggestion.split("-")) >= _FEWEST_WORDS
        raise InputError.one(
            "ID",
            f"`{identifier}` is not a rule id: lower-case words between hyphens, at least three, none of them a number",
            f"did you mean `{suggestion}`?" if better else example,
        )
    if identifier in base.rules:
        raise InputError.one("ID", f"there is a rule `{identifier}` already", f"see {base.rules[identifier].place}")


def similar_rules(base: RuleBase, identifier: str) -> list[str]:
    """Rules whose ids read almost like this one: perhaps the rule exists already."""
    return difflib.get_close_matches(identifier, [name for name in base.rules if name != identifier], n=3, cutoff=0.75)


def skeleton(base: RuleBase, decision: str, identifier: str) -> str:
    """The text of a draft rule with its guiding comments."""
    spec = base.vocabulary[_first_fact(base, decision)]
    what = "what follows from facts, in every decision"
    if decision != IMPLICATIONS:
        what = base.decisions[decision].question
    words = identifier.replace("-", " ")
    return "\n".join(
        [
            *_comment(f"A rule of {decision}: {what}"),
            "# Fill it in from top to bottom, delete these comments, then set the status to stable.",
            "",
            f"title: {words[0].upper()}{words[1:]}",
            "# A draft is loaded and tested, but never reasoned with.",
            "status: draft",
            "",
            *_when(base, decision, spec),
            "",
            *(_implication(base) if decision == IMPLICATIONS else _conclusion(base, decision)),
            "",
            "# The sentence the learner reads: what would go wrong, in your own words. A fact that `when` always asks",
            "# about and any number of the catalogue can be filled in, each by its name between braces.",
            f"because: TODO say why, for {words}.",
            "# What to do instead, if there is something (may be left out):",
            "# instead: Use the other option.",
            "# Where it is documented: a page, a botocore operation, or a lesson of the course.",
            "references: [https://docs.aws.amazon.com/]",
            "",
            "# At least one case that fires and one that stays silent; one on each side of every boundary, and one",
            "# exactly on it. `fires: unknown` is what happens while a fact is not known. `ends` says what comes of a",
            "# case: the option that is `recommended`, those `eliminated`, `companions`, `warnings`, known `facts`.",
            "cases:",
            *_cases(spec),
            "",
        ]
    )


def _first_fact(base: RuleBase, decision: str) -> str:
    """The fact that rules there ask about most often; for the first rule of a decision, what it applies by."""
    rules = [rule for rule in base.rules.values() if rule.decision == (None if decision == IMPLICATIONS else decision)]
    asked = Counter(fact for rule in rules for fact in facts_of(rule.when) if fact != "account.uses")
    if asked:
        return min(asked, key=lambda fact: (-asked[fact], fact))
    return facts_of(base.decisions[decision].applies)[0] if decision in base.decisions else "goal.serve_predictions"


def _when(base: RuleBase, decision: str, spec: FactSpec) -> Iterator[str]:
    yield "# Several lines: all of them must hold. `all:`, `any:` and `not:` combine conditions. Every fact, with its"
    yield "# words: `advisor rules facts`. A number comes from the catalogue: name the limit. Some that fit here:"
    for name, limit in _examples(base, decision):
        yield f"#   {name}: {{above: {{limit: {limit}}}}}"
    yield "when:"
    yield f"  {spec.name}: {_asked(spec)}"


def _examples(base: RuleBase, decision: str) -> Iterator[tuple[str, str]]:
    """Up to three comparisons of a fact with a limit of this decision's options (else: of anything)."""
    options = base.decisions[decision].options if decision in base.decisions else tuple(base.things)
    numeric = [spec for spec in base.vocabulary if spec.kind is FactKind.NUMBER and "count" not in spec.name]
    seen: set[str] = set()
    for option in options:
        for name, limit in base.things[option].limits.items():
            for spec in numeric:
                if len(seen) < 3 and spec.name not in seen and _alike(spec.name, name):
                    try:
                        number_of(limit, spec, limit.checked)
                    except ValueError:
                        continue
                    seen.add(spec.name)
                    yield spec.name, f"{option}.{name}"


def _alike(fact: str, limit: str) -> bool:
    return fact.partition(".")[2].split("_")[0] in limit.split("-")


def _conclusion(base: RuleBase, decision: str) -> list[str]:
    options = base.decisions[decision].options
    return [
        *_comment(f"Exactly one conclusion. Options: {', '.join(options)}."),
        "#   {rules_out: OPTION} or {requires: OPTION}     what is impossible, however much it is wanted",
        "#   {favours: OPTION, by: CRITERION}              a trade-off; so is disfavours. Criteria:",
        f"#       {', '.join(Criterion)}",
        "#   {adds: THING} brings a companion, {warns: name-of-the-trap} warns; `only_with: OPTION` restricts both",
        f"then: {{favours: {options[0]}, by: fit}}",
        "# Another rule of this decision that this one is the exception to (may be left out):",
        "# overrides: [ID]",
    ]


def _implication(base: RuleBase) -> list[str]:
    return [
        "# Exactly one conclusion, which holds in every decision:",
        "#   {needs: CAPABILITY}                  what things of the catalogue can or cannot do",
        "#   {implies: {FACT: VALUE}}             another fact",
        "#   {warns: name-of-the-trap}            a trap that no single decision is about",
        f"then: {{needs: {min(base.capabilities)}}}",
    ]


def _asked(spec: FactSpec) -> str:
    if spec.kind is FactKind.FLAG:
        return "true"
    if spec.kind is FactKind.NUMBER:
        return f"{{at_least: {_middle(spec)}}}"
    return f"[{spec.words[0]}]"


def _cases(spec: FactSpec) -> list[str]:
    if spec.kind is FactKind.FLAG:
        told = [("it is so", "true", "true"), ("it is not so", "false", "false")]
    elif spec.kind is FactKind.NUMBER:
        mark = _middle(spec)
        low = int(spec.question.low) if spec.question.low == int(spec.question.low) else spec.question.low
        told = [("exactly at the boundary", str(mark), "true"), ("far below it", str(low), "false")]
    elif spec.kind is FactKind.CHOICE:
        told = [(spec.words[0], spec.words[0], "true"), (spec.words[-1], spec.words[-1], "false")]
    else:
        told = [(spec.words[0], f"[{spec.words[0]}]", "true"), ("none", "[]", "false")]
    lines = [f"  - {{name: {name}, facts: {{{spec.name}: {value}}}, fires: {fires}}}" for name, value, fires in told]
    return [*lines, "  - {name: nothing said about it, facts: {}, fires: unknown}"]


def _comment(text: str) -> list[str]:
    lines = textwrap.wrap(text, 117, break_on_hyphens=False, break_long_words=False)
    return [f"# {line}" for line in lines]


def _middle(spec: FactSpec) -> float | int:
    """A round number inside the bounds of a fact."""
    low, high = spec.question.low, spec.question.high
    return next((mark for mark in (100, 10, 5, 1) if low < mark <= high), high if spec.question.integer else high / 2)
