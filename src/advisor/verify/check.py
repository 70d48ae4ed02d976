"""`advisor rules check`: every check over the whole base, or over one decision."""

from __future__ import annotations

import contextlib
import datetime
import functools
import multiprocessing
import os
import pickle
import sys
import tempfile
import types
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from advisor.errors import InputError
from advisor.rulebase.schema import RuleBase
from advisor.solver.undecided import Undecided
from advisor.verify import (
    closed_option,
    contradiction,
    dead_end,
    duplicate_rule,
    implied_clash,
    never_decisive,
    never_fires,
    shadowed_rule,
    stale,
    unreachable_option,
    unused_fact,
)
from advisor.verify.bench import Bench, Workshop
from advisor.verify.finding import Finding
from advisor.verify.suppressed import after_suppressions

OF_A_DECISION: dict[str, Callable[[Bench], Iterator[Finding]]] = {
    never_fires.CODE: never_fires.check,
    duplicate_rule.CODE: duplicate_rule.check,
    shadowed_rule.CODE: shadowed_rule.check,
    contradiction.CODE: contradiction.check,
    dead_end.CODE: dead_end.check,
    unreachable_option.CODE: unreachable_option.check,
    never_decisive.CODE: never_decisive.check,
    closed_option.CODE: closed_option.check,
}
OF_THE_BASE: dict[str, Callable[[Workshop], Iterator[Finding]]] = {
    f"{never_fires.CODE} (implications)": never_fires.check_implications,
    f"{duplicate_rule.CODE} (implications)": duplicate_rule.check_implications,
    implied_clash.CODE: implied_clash.check,
    unused_fact.CODE: unused_fact.check,
    stale.CODE: stale.check,
}
# A rule that is told about under the first code is not told about again under the second.
_SAID_ALREADY = {
    never_decisive.CODE: (never_fires.CODE, shadowed_rule.CODE, duplicate_rule.CODE),
}


class Undone(BaseModel):
    """A check that the solver gave up: nothing is known."""

    model_config = ConfigDict(frozen=True)

    code: str
    decision: str | None
    reason: str


class Report(BaseModel):
    """What the checks found, in the order of decisions and codes."""

    model_config = ConfigDict(frozen=True)

    as_of: datetime.date
    decisions: tuple[str, ...]
    findings: tuple[Finding, ...]
    undecided: tuple[Undone, ...] = ()
    accepted: int = 0

    @property
    def clean(self) -> bool:
        """Whether everything was proved and nothing was found."""
        return not self.findings and not self.undecided


Part = tuple[list[Finding], list[Undone]]


def check(base: RuleBase, date: datetime.date, decision: str | None = None, jobs: int | None = None) -> Report:
    """The findings over one decision, or over the whole base with up to `jobs` processes (default: all cores)."""
    names = [decision] if decision else list(base.decisions)
    jobs = min(jobs or os.cpu_count() or 1, len(names) + 1)
    if decision is not None:
        parts = [of_decision(Workshop(base, date), decision)]
    elif jobs == 1:
        shop = Workshop(base, date)
        parts = [*(of_decision(shop, name) for name in names), of_base(shop)]
    else:
        parts = _in_parallel(base, date, names, jobs)
    findings, accepted = after_suppressions(
        (finding for found, _ in parts for finding in found), base.suppressions, date, whole=decision is None
    )
    return Report(
        as_of=date,
        decisions=tuple(names),
        findings=tuple(findings),
        undecided=tuple(item for _, undone in parts for item in undone),
        accepted=accepted,
    )


def _in_parallel(base: RuleBase, date: datetime.date, names: list[str], jobs: int) -> list[Part]:
    context = multiprocessing.get_context("spawn")  # the solver's threads do not survive a fork
    slowest_first = sorted(names, key=lambda name: -len(base.rules_of(name)))
    with tempfile.TemporaryDirectory() as folder:
        # In a file: what is handed to a process through a pipe blocks for ever where that process dies at its start.
        kept = Path(folder) / "base.pickle"
        kept.write_bytes(pickle.dumps((base, date)))
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(kept,)) as pool:
            with _without_main():
                waiting = {name: pool.submit(_one, name) for name in ("", *slowest_first)}
            return [_result(waiting[name], name) for name in (*names, "")]


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """A new process runs the main module of its parent again; inside a page that would be the whole page."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _result(part: Future[Part], name: str) -> Part:
    """What a process found; where one has died (of memory, say), its part and all that were to come are open."""
    try:
        return part.result()
    except BrokenProcessPool:
        return [], [Undone(code="every check", decision=name or None, reason="a process of the check died")]


_SHOP: list[Workshop] = []


def _start(kept: Path) -> None:
    _SHOP.append(Workshop(*pickle.loads(kept.read_bytes())))


def _one(name: str) -> Part:
    """The part of one decision, or of the base where the name is empty; runs in a process of its own."""
    return of_decision(_SHOP[0], name) if name else of_base(_SHOP[0])


def of_decision(shop: Workshop, decision: str) -> Part:
    """Every check of one decision."""
    bench = Bench(shop, decision)
    return _run({code: functools.partial(run, bench) for code, run in OF_A_DECISION.items()}, decision)


def of_base(shop: Workshop) -> Part:
    """Every check that is about no single decision."""
    return _run({code: functools.partial(run, shop) for code, run in OF_THE_BASE.items()}, None)


def _run(checks: dict[str, Callable[[], Iterator[Finding]]], decision: str | None) -> Part:
    findings: list[Finding] = []
    undone: list[Undone] = []
    for code, run in checks.items():
        found: list[Finding] = []
        try:
            for item in run():
                found.append(item)  # what was found before the solver gave up stays found
        except Undecided as error:
            undone.append(Undone(code=code, decision=decision, reason=str(error)))
        findings.extend([item for item in found if not _told(item, findings)])
    return findings, undone


def _told(finding: Finding, before: Iterable[Finding]) -> bool:
    earlier = _SAID_ALREADY.get(finding.code, ())
    return any(item.code in earlier and finding.subject in item.subject.split(" + ") for item in before)


def refused(error: InputError, date: datetime.date) -> Report:
    """The problems for which a base does not load, as findings.

    Raises the error again where `rules check` has no code for one of them.
    """
    if not all(problem.code for problem in error.problems):
        raise error
    findings = [
        Finding(
            code=problem.code,
            subject=problem.place,
            place=problem.place,
            message=problem.message,
            remedy=problem.remedy or "break the circle",
        )
        for problem in error.problems
    ]
    return Report(as_of=date, decisions=(), findings=tuple(findings))
