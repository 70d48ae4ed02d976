"""How long one advice takes, and how the inference engines compare on 1,000 rules (`make benchmark`).

Times depend on the machine, so nothing is asserted about them: the ratios to the direct evaluator are what to read.
The answers of all engines are compared, and a difference is an error.
"""

from __future__ import annotations

import argparse
import datetime
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ParamSpec, TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from contenders import Clips, PlainPython, Zen
from rich.console import Console
from rich.table import Table

from advisor.advise import Advisor
from advisor.engine.choose import best_evaluator
from advisor.engine.direct import DirectEvaluator
from advisor.engine.program import Evaluator, Program, Truth, compile_snapshot
from advisor.facts import Vocabulary
from advisor.rulebase import snapshot as snapshots
from advisor.rulebase.condition import All, Any, Condition
from advisor.rulebase.load import default_folder, load
from advisor.scenario.read import read_scenario
from advisor.scenario.shipped import shipped_scenarios
from strategies import program_of, random_leaf, random_values

P = ParamSpec("P")
T = TypeVar("T")

SEED = 20_261_123
SHARE_KNOWN = 0.6


def timed(do: Callable[P, T], *given: P.args, **named: P.kwargs) -> tuple[float, T]:
    """The milliseconds that a call takes, and its result."""
    start = time.perf_counter()
    result = do(*given, **named)
    return (time.perf_counter() - start) * 1000, result


# --- one advice ----------------------------------------------------------------------------------------------


def time_one_advice(console: Console, rounds: int) -> Vocabulary:
    """Everything between starting Python and a warm advice, step by step; returns the real vocabulary."""
    today = datetime.date.today()
    code = "import time; start = time.perf_counter(); import advisor.advise; print(time.perf_counter() - start)"
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loading, base = timed(load, default_folder())
    seeing, snapshot = timed(snapshots.at, base, today)
    compiling, program = timed(compile_snapshot, snapshot)
    directing, direct = timed(DirectEvaluator, program)
    building, best = timed(best_evaluator, program)

    conditions = sum(len(block) for block in program.blocks.values())
    console.print(f"Loading, once: {len(base.rules)} rules, {conditions} conditions")
    table = _table("step", "ms")
    for step, milliseconds in (
        ("import advisor.advise", float(imported.stdout) * 1000),
        ("load rules/", loading),
        ("snapshot at today", seeing),
        ("compile the program", compiling),
        ("build the direct evaluator", directing),
        (f"build the {best.name} evaluator", building),
    ):
        table.add_row(step, f"{milliseconds:,.1f}")
    console.print(table)

    scenarios = {name: read_scenario(path, base.vocabulary) for name, path in shipped_scenarios().items()}
    if not scenarios:
        console.print("No scenarios are shipped, so no advice can be timed.")
        return base.vocabulary
    console.print(f"One advice, loading excluded: {len(scenarios)} shipped scenarios, {rounds} times each")
    table = _table("engine", "first ms", "p50 ms", "p95 ms", "slowest scenario")
    for evaluator in {best.name: best, direct.name: direct}.values():
        advisor = Advisor(snapshot, program, evaluator, direct)
        first, _ = timed(advisor.advise, next(iter(scenarios.values())))
        taken = {
            name: [timed(advisor.advise, scenario)[0] for _ in range(rounds)] for name, scenario in scenarios.items()
        }
        every = sorted(milliseconds for times in taken.values() for milliseconds in times)
        slowest = max(taken, key=lambda name: statistics.median(taken[name]))
        p95 = every[int(len(every) * 0.95)]
        table.add_row(evaluator.name, f"{first:.1f}", f"{statistics.median(every):.1f}", f"{p95:.1f}", slowest)
    console.print(table)
    return base.vocabulary


# --- engines -------------------------------------------------------------------------------------------------


def random_rules(vocabulary: Vocabulary, rules: int, rng: random.Random) -> Program:
    """Rules of three questions each: half of them `all`, a quarter `any`, a quarter `all` with an `any` inside."""

    def rule(number: int) -> Condition:
        one, two, three = (random_leaf(rng, vocabulary) for _ in range(3))
        if number % 4 < 2:
            return All((one, two, three))
        return Any((one, two, three)) if number % 4 == 2 else All((one, Any((two, three))))

    return program_of({0: {f"rule-{number}": rule(number) for number in range(rules)}})


def compare_engines(console: Console, vocabulary: Vocabulary, rules: int, scenarios: int) -> int:
    """The table of all engines; the number of truths that differ from the direct evaluator's."""
    rng = random.Random(SEED)
    program = random_rules(vocabulary, rules, rng)
    (block,) = program.blocks
    facts = [random_values(rng, vocabulary, program, SHARE_KNOWN) for _ in range(scenarios)]
    kinds: list[Callable[[Program], Evaluator]] = [DirectEvaluator, best_evaluator, Clips, Zen, PlainPython]
    built = [timed(kind, program) for kind in kinds]
    engines = {engine.name: (milliseconds, engine) for milliseconds, engine in built}
    taken: dict[str, list[float]] = {name: [] for name in engines}
    wrong = dict.fromkeys(engines, 0)
    for name in engines:
        engines[name][1].evaluate(block, facts[0])
    for values in facts:  # the engines take turns, so that a busy moment of the machine falls on all of them
        expected = engines["direct"][1].evaluate(block, values)
        for name, (_, engine) in engines.items():
            milliseconds, got = timed(engine.evaluate, block, values)
            taken[name].append(milliseconds)
            wrong[name] += differing(got, expected)

    known = f"{SHARE_KNOWN:.0%} of {len(vocabulary.specs)} facts known"
    console.print(f"{rules:,} random rules of 3 conditions, {scenarios:,} scenarios, {known}")
    table = _table("engine", "build ms", "median ms", "ratio to direct", "differences")
    unit = statistics.median(taken["direct"])
    for name in sorted(engines, key=lambda name: statistics.median(taken[name])):
        each = statistics.median(taken[name])
        table.add_row(name, f"{engines[name][0]:,.1f}", f"{each:.3f}", f"{each / unit:,.1f}", str(wrong[name]))
    console.print(table)
    if "durable" not in engines:
        console.print("durable_rules cannot be imported here, so it is not in the table.")
    truths = [truth for values in facts for truth in engines["direct"][1].evaluate(block, values).values()]
    shares = ", ".join(f"{truths.count(truth) / len(truths):.0%} {truth}" for truth in (True, False, None))
    console.print(f"Truths: {shares} (unknown).")
    return sum(wrong.values())


def _table(*columns: str) -> Table:
    table = Table()
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index else "left")
    return table


def differing(got: Mapping[str, Truth], expected: Mapping[str, Truth]) -> int:
    """How many truths are not the same."""
    return sum(got.get(name, "missing") is not truth for name, truth in expected.items())


def main() -> int:
    """Both parts; 1 where an engine gives another answer."""
    parser = argparse.ArgumentParser(description="Time one advice, and the engines against each other.")
    parser.add_argument("--rules", type=int, default=1_000)
    parser.add_argument("--scenarios", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=20, help="advices timed for each shipped scenario")
    given = parser.parse_args()
    console = Console()
    vocabulary = time_one_advice(console, given.rounds)
    return 1 if compare_engines(console, vocabulary, given.rules, given.scenarios) else 0


if __name__ == "__main__":
    sys.exit(main())
