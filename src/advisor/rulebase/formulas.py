"""rules/formulas/: facts that are computed from other facts, one formula a file, with cases decided by hand.

Proofs and what-ifs do no arithmetic, so a computed fact must behave in them like a stated one: where rules read what
a formula gives, they read nothing that it is computed from.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator
from simpleeval import InvalidExpression, SimpleEval

from advisor.errors import Problem, did_you_mean
from advisor.facts import Vocabulary, parse_value
from advisor.facts.fields import FactKind
from advisor.files import Document, KeyPath
from advisor.rulebase.lessons import REFERENCE
from advisor.rulebase.primitives import Slug, Strict, Text
from advisor.rulebase.validate import validate

FOLDER = "formulas/"
NOT_COMPUTED = "not computed"
_SYMBOL = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def _rounded(number: float) -> float:
    """Without the last binary digits, which would lift 0.3 / 0.1 above 3."""
    return float(f"{number:.12g}")


_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
}
_FUNCTIONS = {
    "ceil": lambda number: math.ceil(_rounded(number)),
    "floor": lambda number: math.floor(_rounded(number)),
    "min": min,
    "max": max,
}
_NODES = (ast.Expr, ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Constant, ast.Load, *_OPERATORS)


class LimitNamed(Strict):
    """A number that the catalogue keeps: `thing.limit`, in the unit in which it stands there."""

    limit: Text


class FormulaCase(Strict):
    """Facts and what comes of them, computed by hand; `not computed` where an input is missing or nothing divides."""

    name: Text
    facts: Mapping[str, Any]
    gives: Literal["not computed"] | float


class FormulaFile(Strict):
    """One formula as written; its id is its file name.

    `formula` is what a learner would write down, `recall = TP / (TP + FN)`; `where` says what each symbol stands for,
    `also_called` how else people name the result.
    """

    title: Text
    gives: Text
    formula: Text
    where: Mapping[str, Text | LimitNamed] = Field(min_length=1)
    also_called: tuple[Text, ...] = ()
    because: Text
    source: Text
    cases: tuple[FormulaCase, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _shows_both(self) -> Self:
        if {case.gives == NOT_COMPUTED for case in self.cases} != {True, False}:
            raise ValueError("a formula shows one case with a number and one with `gives: not computed`")
        return self


class Formula(Strict):
    """A formula as loaded: `facts` and `limits` are what its symbols stand for, `name` what people call the result."""

    id: Slug
    title: str
    gives: str
    name: str
    expression: str
    facts: Mapping[str, str]
    limits: Mapping[str, str]
    also_called: tuple[str, ...]
    because: str
    source: str
    cases: tuple[FormulaCase, ...]
    place: str

    @property
    def written(self) -> str:
        """The formula as it stands in the file: `recall = TP / (TP + FN)`."""
        return f"{self.name} = {self.expression}"

    def value(self, numbers: Mapping[str, float]) -> float | None:
        """The result for a number for each symbol; None where it would divide by zero or grow beyond any number."""
        try:
            found = SimpleEval(operators=_OPERATORS, functions=_FUNCTIONS, names=dict(numbers)).eval(self.expression)
            return float(found) if math.isfinite(found) else None
        except (ZeroDivisionError, OverflowError):
            return None

    def worked(self, numbers: Mapping[str, float], value: float) -> str:
        """The formula with its numbers: `recall = TP / (TP + FN) = 90 / (90 + 10) = 0.9`."""
        told = {symbol: _told(number) for symbol, number in numbers.items()}
        filled = _SYMBOL.sub(lambda found: told.get(found[0], found[0]), self.expression)
        is_exact = math.isclose(float(_told(value).replace(",", "")), value, rel_tol=1e-9)
        return f"{self.written} = {filled} {'=' if is_exact else '≈'} {_told(value)}".replace("*", "×")


def _told(number: float) -> str:
    """A number as a learner writes it: whole, or with four digits that count."""
    if number == int(number):
        return f"{number:,.0f}"
    return f"{number:.4g}" if abs(number) < 1000 else f"{number:,.2f}".rstrip("0").rstrip(".")


def read_formulas(
    documents: Mapping[str, Document], vocabulary: Vocabulary, limits: Collection[str], problems: list[Problem]
) -> dict[str, Formula]:
    """Every formula by its id, each behind those that give what it needs."""
    found: dict[str, Formula] = {}
    for name, document in documents.items():
        read = validate(FormulaFile, document, problems) if name.startswith(FOLDER) else None
        if read is not None:
            formula = _Reading(document, read, vocabulary, limits, problems).formula(name)
            found[formula.id] = formula
    return _in_order(found, problems)


class _Reading:
    """One file, checked against the vocabulary and the catalogue."""

    def __init__(
        self,
        document: Document,
        read: FormulaFile,
        vocabulary: Vocabulary,
        limits: Collection[str],
        problems: list[Problem],
    ) -> None:
        self._document, self._read, self._problems = document, read, problems
        self._vocabulary, self._limits = vocabulary, limits

    def formula(self, name: str) -> Formula:
        """The formula; what is wrong with it is among the problems."""
        read = self._read
        identifier = name.removeprefix(FOLDER).removesuffix(".yaml")
        if not _SLUG.match(identifier):
            self._problem((), f"`{identifier}` is not a formula id", "lower-case words between hyphens")
        called, sign, expression = (part.strip() for part in read.formula.partition("="))
        if not sign or not called:
            self._problem(("formula",), f"`{read.formula}` says not what it gives", "write `name = expression`")
        self._check_expression(expression)
        self._check_quantity(read.gives, ("gives",))
        facts = {key: meant for key, meant in read.where.items() if isinstance(meant, str)}
        limits = {key: meant.limit for key, meant in read.where.items() if isinstance(meant, LimitNamed)}
        for symbol, fact in facts.items():
            self._check_quantity(fact, ("where", symbol))
        for symbol, limit in limits.items():
            if limit not in self._limits:
                self._problem(("where", symbol), f"unknown limit `{limit}`", did_you_mean(limit, self._limits))
        if not REFERENCE.match(read.source):
            self._problem(("source",), f"`{read.source}` is no source", "name an https address, or `course 3.5`")
        self._check_cases(facts)
        return Formula(
            id=identifier,
            title=read.title,
            gives=read.gives,
            name=called,
            expression=expression,
            facts=facts,
            limits=limits,
            also_called=read.also_called,
            because=read.because,
            source=read.source,
            cases=read.cases,
            place=self._document.name,
        )

    def _problem(self, path: KeyPath, message: str, remedy: str = "") -> None:
        self._problems.append(Problem(self._document.place(path), message, remedy))

    def _check_quantity(self, fact: str, path: KeyPath) -> None:
        if fact not in self._vocabulary:
            self._problem(path, f"unknown fact `{fact}`", self._vocabulary.suggest(fact))
        elif self._vocabulary[fact].kind is not FactKind.NUMBER:
            self._problem(path, f"`{fact}` is not a quantity", "a formula computes with numbers only")

    def _check_expression(self, expression: str) -> None:
        path: KeyPath = ("formula",)
        allowed = f"accepted: + - * / ( ), {', '.join(_FUNCTIONS)}, numbers and the symbols of `where`"
        try:
            tree = SimpleEval.parse(expression)
        except (SyntaxError, InvalidExpression):
            self._problem(path, f"`{expression}` is not an expression", allowed)
            return
        called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
        used = set()
        for node in ast.walk(tree):
            numeric = not isinstance(node, ast.Constant) or type(node.value) in (int, float)
            if not isinstance(node, _NODES) or not numeric:
                self._problem(path, f"`{ast.unparse(node) or type(node).__name__}` is no arithmetic", allowed)
                return
            if id(node) in called:
                if not isinstance(node, ast.Name) or node.id not in _FUNCTIONS or called[id(node)].keywords:
                    remedy = f"accepted: {', '.join(_FUNCTIONS)}"
                    self._problem(path, f"`{ast.unparse(called[id(node)])}` calls no known function", remedy)
                    return
            elif isinstance(node, ast.Name):
                used.add(node.id)
        for symbol in sorted(used - set(self._read.where)):
            self._problem(path, f"`where` does not say what `{symbol}` is", did_you_mean(symbol, self._read.where))
        for symbol in self._read.where:
            if symbol not in used or symbol in _FUNCTIONS:
                self._problem(("where", symbol), f"the expression has no symbol `{symbol}`")

    def _check_cases(self, facts: Mapping[str, str]) -> None:
        for index, case in enumerate(self._read.cases):
            for fact, raw in case.facts.items():
                path: KeyPath = ("cases", index, "facts", fact)
                if fact not in facts.values():
                    self._problem(path, f"`{fact}` is no input of the formula", did_you_mean(fact, facts.values()))
                elif fact in self._vocabulary:
                    try:
                        parse_value(self._vocabulary[fact], raw)
                    except ValueError as error:
                        self._problem(path, f"`{fact}`: {error}")


def _in_order(formulas: Mapping[str, Formula], problems: list[Problem]) -> dict[str, Formula]:
    """The formulas, each behind all that give one of its inputs; of several for one fact, that of most inputs first."""
    ordered: dict[str, Formula] = {}
    waiting = dict(sorted(formulas.items(), key=lambda item: -len(item[1].facts)))
    while waiting:
        missing = {formula.gives for formula in waiting.values()}
        ready = {name: item for name, item in waiting.items() if missing.isdisjoint(item.facts.values())}
        if not ready:
            first = next(iter(waiting.values()))
            names = ", ".join(waiting)
            problems.append(
                Problem(first.place, f"formulas run in a circle: {names}", "let one of them not need another's result")
            )
            return dict(formulas)
        ordered |= ready
        waiting = {name: item for name, item in waiting.items() if name not in ready}
    return ordered


def inputs_of(formulas: Mapping[str, Formula], formula: Formula) -> frozenset[str]:
    """Every fact that a formula is computed from, directly or through other formulas."""
    found, before = frozenset(formula.facts.values()), frozenset[str]()
    while found != before:
        before = found
        found = found.union(*(item.facts.values() for item in formulas.values() if item.gives in found))
    return found


def check_formulas(
    formulas: Mapping[str, Formula],
    read_by: Mapping[str, str],
    concluded_by: Mapping[str, str],
    problems: list[Problem],
) -> None:
    """A computed fact must behave like a stated one in what-ifs and proofs, which do no arithmetic.

    `read_by` and `concluded_by` name, for a fact, a rule that reads it and one that concludes it.
    """
    for formula in formulas.values():
        problems.extend(_misuses(formula, inputs_of(formulas, formula), read_by, concluded_by))


def _misuses(
    formula: Formula, inputs: frozenset[str], read_by: Mapping[str, str], concluded_by: Mapping[str, str]
) -> Iterator[Problem]:
    if formula.gives in concluded_by:
        yield Problem(
            formula.place,
            f"`{formula.gives}` is computed here and concluded by {concluded_by[formula.gives]}",
            "let one of them go: two ways to know a fact may contradict each other",
        )
    for fact in sorted(inputs & read_by.keys()) if formula.gives in read_by else ():
        yield Problem(
            formula.place,
            f"{read_by[formula.gives]} reads `{formula.gives}`, which is computed from `{fact}`, and {read_by[fact]} "
            f"reads `{fact}`",
            "let no rule read both: a what-if would change one and leave the other as it was",
        )
