"""How long reading a prompt of 250 words takes after loading: `python tests/benchmarks/reading.py`.

The prompts are the labelled ones, joined and cut into pieces of 250 words. Nothing is asserted: times depend on the
machine. The aim is a p95 under 60 ms.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from advisor.files import read_document
from advisor.reading.read import Reader
from advisor.rulebase.load import shipped

LABELLED = Path(__file__).parents[1] / "reading"
WORDS = 250
ROUNDS = 5


def prompts() -> Iterator[str]:
    """Texts of 250 words, sentence after sentence as people wrote them."""
    words = [
        word
        for file in sorted(LABELLED.glob("labelled*.yaml"))
        for item in read_document(file).value
        for word in item["prompt"].split()
    ]
    for start in range(0, len(words) - WORDS, WORDS):
        yield " ".join(words[start : start + WORDS])


def main() -> None:
    """Print the time to load, and p50 and p95 of reading, for the first time and again."""
    texts = list(prompts())
    base = shipped()
    started = time.perf_counter()
    reader = Reader(base)
    print(f"reader built in {(time.perf_counter() - started) * 1000:.0f} ms from {len(base.phrases)} phrases")
    for name, rounds in (("first time", 1), ("again", ROUNDS)):
        times = []
        for _ in range(rounds):
            for text in texts:
                started = time.perf_counter()
                reader.read(text)
                times.append((time.perf_counter() - started) * 1000)
        cuts = statistics.quantiles(times, n=20)
        print(f"{name}: {len(times)} prompts of {WORDS} words, p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms")


if __name__ == "__main__":
    main()
