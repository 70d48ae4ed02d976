"""How long one advice over the whole rule base takes, and why-not with what would change it, over shipped scenarios.

Of each call the least of three counts; the first of them also works out what is kept.

python tests/benchmarks/advice.py
"""

from __future__ import annotations

import datetime
import gc
import statistics
import time
import timeit
from collections.abc import Callable

from advisor.advise import advisor_at
from advisor.scenario.model import Scenario
from advisor.scenario.read import read_scenario
from advisor.scenario.shipped import shipped_scenarios


def milliseconds(work: Callable[[], object], times: int = 3) -> float:
    """How long one call takes, once what is kept was worked out: the least of several, as other work only adds."""
    return min(timeit.repeat(work, repeat=times, number=1)) * 1000


def told(name: str, taken: list[float]) -> None:
    """One line: the median and the 95th percentile."""
    print(f"{name:52} p50 {statistics.median(taken):7.1f} ms   p95 {statistics.quantiles(taken, n=20)[-1]:7.1f} ms")


def main() -> None:
    """Prints the times; the first advice, which compiles what is kept, stands apart."""
    start = time.perf_counter()
    advisor = advisor_at(datetime.date.today())
    print(f"loading the rule base: {time.perf_counter() - start:.1f} s")
    scenarios = [read_scenario(path, advisor.snapshot.base.vocabulary) for path in shipped_scenarios().values()]
    gc.collect()
    gc.freeze()  # as the page does, so that the collector does not walk the rule base again and again
    first = milliseconds(lambda: advisor.advise(scenarios[0]), times=1)
    print(f"the first advice: {first:.0f} ms; {len(scenarios)} scenarios")

    def whole(scenario: Scenario) -> object:
        return advisor.advise(scenario)

    def why_not(scenario: Scenario) -> object:
        return advisor.advise(scenario, costs=False)

    def plain(scenario: Scenario) -> object:
        return advisor.advise(scenario, changes=False)

    told("advice without what would change it", [milliseconds(lambda s=s: plain(s)) for s in scenarios])
    told("why not, and what would change every option", [milliseconds(lambda s=s: why_not(s)) for s in scenarios])
    told("both, and where costs cross", [milliseconds(lambda s=s: whole(s)) for s in scenarios])
    one = []
    for scenario in scenarios:
        for decision in advisor.advise(scenario, changes=False).decisions[:3]:
            behind = decision.options[-1].option
            one.append(milliseconds(lambda s=scenario, d=decision, o=behind: advisor.would_change(s, d.decision, o)))
    told("what would make one option right", one)


if __name__ == "__main__":
    main()
