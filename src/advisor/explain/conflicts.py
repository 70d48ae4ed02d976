"""Where nothing survives: the smallest sets of stated facts that clash, and the fewest to give up."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from advisor.explain.model import Clash, Relaxation
from advisor.facts import describe
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.verdict import Settled, Standing

Sets = frozenset[frozenset[str]]

# A decision with many killers for each option has more clashes than anyone reads.
_MOST = 200


def clashes(
    snapshot: Snapshot, scenario: Scenario, settled: dict[str, Settled], decision: Settled
) -> tuple[Clash, ...]:
    """The smallest sets of stated facts that together leave no option of a decision, fewest facts first."""
    found: Sets = frozenset([frozenset()])
    for standing in decision.standings:
        found = _minimal(one | other for one in found for other in _killers(standing, settled, decision))
    ways = _ways_out(settled, decision)
    ordered = sorted(found, key=lambda facts: (len(facts), sorted(facts)))
    return tuple(_clash(snapshot, scenario, facts, ways) for facts in ordered)


def _minimal(sets: Iterable[frozenset[str]]) -> Sets:
    kept: list[frozenset[str]] = []
    for candidate in sorted(set(sets), key=lambda facts: (len(facts), sorted(facts))):
        if len(kept) < _MOST and not any(smaller <= candidate for smaller in kept):
            kept.append(candidate)
    return frozenset(kept)


def _killers(standing: Standing, settled: dict[str, Settled], decision: Settled) -> Sets:
    """The sets of stated facts each of which eliminates an option by itself."""
    own = [outcome.roots for outcome in standing.against]
    upstream = decision.decision.upstream
    if standing.lost_hosts and upstream is not None:
        home = settled[upstream]
        hosts = [_killers(home.of(host), settled, home) for host in standing.lost_hosts]
        own += [frozenset().union(*combination) for combination in itertools.product(*hosts)]
    return _minimal(own)


def _ways_out(settled: dict[str, Settled], decision: Settled) -> list[frozenset[str]]:
    """The fewest facts whose absence brings an option back, cheapest first."""
    ways: set[frozenset[str]] = set()
    for standing in decision.standings:
        hitting: Sets = frozenset([frozenset()])
        for killer in _killers(standing, settled, decision):
            if not killer:  # rests on no stated fact (a closed service): nothing to give up
                hitting = frozenset()
                break
            hitting = _minimal(chosen if chosen & killer else chosen | {fact} for chosen in hitting for fact in killer)
        ways |= hitting
    return sorted(_minimal(ways), key=lambda facts: (len(facts), sorted(facts)))


def _clash(snapshot: Snapshot, scenario: Scenario, facts: frozenset[str], ways: list[frozenset[str]]) -> Clash:
    way = next((option for option in ways if option & facts), frozenset())
    statements = scenario.by_name
    said = "; ".join(
        describe(snapshot.base.vocabulary[name], statements[name].value) for name in sorted(facts) if name in statements
    )
    return Clash(
        facts=tuple(sorted(facts)),
        relax=tuple(Relaxation(fact=fact) for fact in sorted(way)),
        text=f"No option satisfies all of these at once: {said}." if said else "No option is available at this date.",
    )
