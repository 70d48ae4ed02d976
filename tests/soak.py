"""The inference library at length: does it answer as the direct evaluator does, in constant memory, from many threads?

`make soak` runs it. Three parts: the shipped rule base, random rule bases of shapes that the shipped one lacks, and
many threads on one evaluator. Every truth of every condition is compared. Exit 1 where anything differs.
"""

from __future__ import annotations

import argparse
import datetime
import faulthandler
import gc
import os
import random
import sys
import threading
import time
from dataclasses import dataclass, field

import psutil

from advisor.advise import advisor_at
from advisor.engine.direct import DirectEvaluator
from advisor.engine.program import Evaluator, Program
from advisor.facts import Vocabulary
from advisor.rulebase.condition import facts_of
from strategies import program_of, random_condition, random_values

try:
    from advisor.engine.durable import DurableEvaluator
except ImportError as error:
    sys.exit(f"durable_rules cannot be imported here, so there is nothing to soak: {error}")

MOST_GROWTH_MB = 20
ENOUGH = 5  # differences after which a part, or a thread, gives up
SHOWN = 10  # differences printed

# (depth, width) of random conditions: flat as most rules are written, wide, deep, and beyond what the library can hold.
SHAPES = ((1, 3), (2, 3), (1, 8), (2, 6), (3, 3), (3, 5))


@dataclass
class Comparison:
    """Two engines on one program, and what was found so far."""

    vocabulary: Vocabulary
    program: Program
    durable: Evaluator
    direct: Evaluator
    evaluations: int = 0
    truths: int = 0
    differences: list[str] = field(default_factory=list)

    def run(self, rng: random.Random) -> bool:
        """One set of random facts through every block of both engines; False after enough differences."""
        values = random_values(rng, self.vocabulary, self.program, share_known=rng.random())
        for block, conditions in self.program.blocks.items():
            expected = self.direct.evaluate(block, values)
            try:
                got = self.durable.evaluate(block, values)
            except Exception as error:  # whatever the library raises is a finding
                self.differences.append(f"{block}: {error!r}, with {values}")
                continue
            self.truths += len(expected)
            for name in expected if got != expected else ():
                if got.get(name) is not expected[name]:
                    asked = {fact: values.get(fact) for fact in facts_of(conditions[name])}
                    found = f"durable {got.get(name)}, direct {expected[name]}"
                    self.differences.append(f"{block}: {name}: {found}, with {asked}: {conditions[name]}")
        self.evaluations += 1
        return len(self.differences) < ENOUGH


def shipped_rules(vocabulary: Vocabulary, program: Program, evaluations: int, seed: int) -> list[str]:
    """Part 1: the shipped rule base, one evaluation after the other, and the memory that it takes."""
    durable, rng, start = DurableEvaluator(program), random.Random(seed), time.monotonic()
    comparison = Comparison(vocabulary, program, durable, DirectEvaluator(program))
    warm_up, every = min(5_000, evaluations // 5), max(1, evaluations // 200)
    sizes: list[float] = []
    for index in range(evaluations):
        if index >= warm_up and (index - warm_up) % every == 0:
            sizes.append(_resident_mb())
        if not comparison.run(rng):
            break
    sizes.append(_resident_mb())
    growth = max(sizes) - sizes[0]
    _say("shipped rules", f"{_count(program)} conditions in {len(program.blocks)} blocks, {_beyond(durable)}")
    _found([comparison], time.monotonic() - start)
    _say("", f"memory {sizes[0]:.1f} MB after {warm_up:,} evaluations, at most {growth:.1f} MB more since")
    if growth >= MOST_GROWTH_MB:
        comparison.differences.append(f"memory grew by {growth:.1f} MB; accepted: under {MOST_GROWTH_MB} MB")
    return comparison.differences


def random_rules(vocabulary: Vocabulary, bases: int, evaluations: int, seed: int) -> list[str]:
    """Part 2: rule bases of random conditions, which reach shapes that the shipped rules do not have."""
    rng, start = random.Random(seed), time.monotonic()
    comparisons: list[Comparison] = []
    for _ in range(bases):
        depth, width = rng.choice(SHAPES)
        blocks = {
            index: {f"r-{number}": random_condition(rng, vocabulary, depth, width) for number in range(size)}
            for index, size in enumerate(rng.choices((1, 8, 30, 31, 100), k=2))
        }
        program = program_of(blocks)
        comparison = Comparison(vocabulary, program, DurableEvaluator(program), DirectEvaluator(program))
        comparisons.append(comparison)
        for _ in range(evaluations):
            if not comparison.run(rng):
                break
    conditions, beyond = (
        sum(_count(item.program) for item in comparisons),
        _beyond(*(item.durable for item in comparisons)),
    )
    _say("random rules", f"{conditions:,} conditions in {bases} bases, {beyond}")
    return _found(comparisons, time.monotonic() - start)


def many_threads(vocabulary: Vocabulary, program: Program, threads: int, seconds: float, seed: int) -> list[str]:
    """Part 3: one evaluator, asked by many threads at once until the time is over."""
    durable, direct = DurableEvaluator(program), DirectEvaluator(program)
    comparisons = [Comparison(vocabulary, program, durable, direct) for _ in range(threads)]
    together = threading.Barrier(threads)

    def ask(comparison: Comparison, rng: random.Random) -> None:
        together.wait()
        until = time.monotonic() + seconds
        while time.monotonic() < until and comparison.run(rng):
            pass

    start = time.monotonic()
    workers = [
        threading.Thread(target=ask, args=(comparison, random.Random(seed + number)), daemon=True)
        for number, comparison in enumerate(comparisons)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=max(0.0, start + seconds + 60 - time.monotonic()))
    counts = [comparison.evaluations for comparison in comparisons]
    _say("threads", f"{threads} at once on one evaluator, {min(counts):,} to {max(counts):,} evaluations each")
    differences = _found(comparisons, time.monotonic() - start)
    stuck = sum(worker.is_alive() for worker in workers)
    if stuck:
        differences.append(f"{stuck} of {threads} threads had not come back a minute after the end")
    return differences


def _found(comparisons: list[Comparison], seconds: float) -> list[str]:
    evaluations, truths = sum(item.evaluations for item in comparisons), sum(item.truths for item in comparisons)
    differences = [difference for item in comparisons for difference in item.differences]
    _say("", f"{evaluations:,} evaluations, {truths:,} truths, {seconds:,.0f} s: {len(differences)} differences")
    return differences


def _count(program: Program) -> int:
    return sum(len(conditions) for conditions in program.blocks.values())


def _beyond(*evaluators: Evaluator) -> str:
    """How many conditions the library never saw; an honest report says so."""
    held_back = sum(len(tests) for evaluator in evaluators for tests in getattr(evaluator, "beyond", {}).values())
    return f"{held_back} of them too large for the library"


def _resident_mb() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 1e6


def _say(part: str, text: str) -> None:
    print(f"{part:<14} {text}", flush=True)


def main() -> int:
    """The whole soak; 0 where every answer is the same, 1 where one is not."""
    parser = argparse.ArgumentParser(description="Soak the inference library.")
    parser.add_argument("--evaluations", type=int, default=100_000, help="of the shipped rule base")
    parser.add_argument("--bases", type=int, default=30, help="random rule bases")
    parser.add_argument("--threads", type=int, default=16, help="at once on one evaluator")
    parser.add_argument("--seconds", type=float, default=60, help="that the threads go on")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000), help="repeats a run")
    given = parser.parse_args()
    faulthandler.enable()
    advisor = advisor_at(datetime.date.today())
    vocabulary, program = advisor.snapshot.base.vocabulary, advisor.program
    _say("seed", f"{given.seed} (rules {advisor.snapshot.base.version}, Python {sys.version.split()[0]})")
    differences = shipped_rules(vocabulary, program, given.evaluations, given.seed)
    differences += random_rules(vocabulary, given.bases, max(1, given.evaluations // 200), given.seed)
    differences += many_threads(vocabulary, program, given.threads, given.seconds, given.seed)
    for difference in list(dict.fromkeys(differences))[:SHOWN]:
        print(f"- {difference[:400]}")
    print("FAILED" if differences else "durable_rules and the direct evaluator gave the same answers.", flush=True)
    if any(thread.daemon for thread in threading.enumerate()):
        os._exit(1)  # a thread that is stuck inside the library would keep the process alive
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
