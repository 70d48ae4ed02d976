"""Sweeps with the priorities left free: where does some order of them make an option recommended?"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from advisor.solver.columns import Bits
from advisor.solver.sweep import Alive, Swept
from advisor.vocabulary import Criterion

# Of each decision, upstream first, the option that is to be chosen.
Targets = tuple[tuple[Swept, str], ...]


def reorderable(swept: Swept, option: str) -> Bits:
    """The variants where some order of the priorities makes an option recommended."""
    return functools.reduce(int.__or__, (_reorderable(targets) for targets in _targets(swept, option)), 0)


def _targets(swept: Swept, option: str) -> Iterator[Targets]:
    """Every choice of the upstream decisions that an option could be chosen under."""
    if swept.upstream is None:
        yield ((swept, option),)
        return
    for host in swept.upstream.decision.options:
        for before in _targets(swept.upstream, host):
            yield (*before, (swept, option))


def _reorderable(targets: Targets) -> Bits:
    """Where one order makes each target the choice of its decision.

    Naming a criterion by which every target is among the best only ever removes rivals, so naming all of these,
    in whatever order they become eligible, is as good as any order.
    """
    where, groups = _eligible(targets)
    if not where:
        return 0
    spoken = [criterion for criterion in Criterion if any(criterion in swept.balances for swept, _ in targets)]
    named = dict.fromkeys(spoken, 0)
    growing = True
    while growing:
        growing = False
        for criterion in spoken:
            fits = where & ~named[criterion]
            for (swept, target), alive in zip(targets, groups, strict=True):
                fits &= _among_the_best(swept, alive, target, criterion)
            if fits:
                growing = True
                named[criterion] |= fits
                _name(targets, groups, criterion, fits)
    if Criterion.FIT in named:  # it counts in any case
        where &= named[Criterion.FIT]
    for (swept, target), alive in zip(targets, groups, strict=True):
        options = swept.decision.options
        for option in options[: options.index(target)]:
            where &= ~alive.get(option, 0)
    return where


def _eligible(targets: Targets) -> tuple[Bits, list[Alive]]:
    """Where every target can still be chosen, and what else can, before the priorities are looked at."""
    sweep = targets[0][0].sweep
    where = sweep.full & ~sweep.contradictory
    groups: list[Alive] = []
    for (swept, target), (_, host) in zip(targets, [(None, None), *targets], strict=False):
        where &= sweep.condition(swept.decision.applies).holds & ~swept.eliminated[target]
        for rival in _going_before(swept, target, host):
            where &= swept.eliminated[rival]
        if not where or (host is not None and not _goes_with(swept, host)):
            return 0, []
        groups.append(dict(swept.before_priorities(host)))
        where &= groups[-1][target]
    # Elsewhere nothing is asked, and most options survive nowhere that a target does.
    return where, [{option: left for option, bits in group.items() if (left := bits & where)} for group in groups]


def _going_before(swept: Swept, target: str, host: str | None) -> list[str]:
    """The options that any order puts before a target which does not go with the chosen host, while they survive."""
    hosts = swept.decision.belongs_to
    if host is None or host in hosts.get(target, (host,)):
        return []
    return [option for option in swept.decision.options if host in hosts.get(option, (host,))]


def _goes_with(swept: Swept, host: str) -> bool:
    belongs = swept.decision.belongs_to
    return any(host in hosts for hosts in belongs.values()) or set(swept.decision.options) > set(belongs)


def _among_the_best(swept: Swept, alive: Alive, target: str, criterion: Criterion) -> Bits:
    """Where no survivor is ahead of the target by a criterion."""
    group = dict(alive)
    swept.rank(group, criterion)
    return group[target]


def _name(targets: Targets, groups: list[Alive], criterion: Criterion, where: Bits) -> None:
    """Puts a criterion next among the priorities of some variants: rivals that are behind by it are dropped there."""
    for (swept, _), alive in zip(targets, groups, strict=True):
        here = {option: found for option, bits in alive.items() if (found := bits & where)}
        left = dict(here)
        swept.rank(left, criterion)
        for option, bits in here.items():
            if left[option] != bits:
                alive[option] ^= bits ^ left[option]
