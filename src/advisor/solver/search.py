"""The smallest change of stated facts that makes an option recommended: fewest facts, then the cheapest steps.

All combinations of a few changes are tried at once on bit columns, which is exact. What speaks against an option
says which facts a change must touch, so that more changes at once stay few enough to try. Beyond that z3 is asked.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from advisor.facts import Value
from advisor.facts.model import ORDERED_PAIRS
from advisor.scenario.model import Scenario
from advisor.solver.blame import Blame, cited
from advisor.solver.columns import PRIORITIES, Bits, Column, columns
from advisor.solver.cone import chain_of
from advisor.solver.grid import Grid, variants
from advisor.solver.regions import can_be_in_order, positions
from advisor.solver.reorder import reorderable
from advisor.solver.space import Space
from advisor.solver.steps import Kind, Step, answers, cost, mended, steps_for, value_at
from advisor.solver.sweep import Sweep, Swept
from advisor.verdict import Settled
from advisor.vocabulary import Criterion

# Changes of so many facts are tried without asking first whether there is one.
_TRIED = 4
# A grid of so many variants is swept in some hundredths of a second; larger ones are left to z3. Grids are kept for the
# options that need the same changes, as long as they have no more variants than this together.
LARGEST = 500_000


# Of each of these lists a change takes one step.
_Lists = tuple[tuple[Step, ...], ...]


@dataclasses.dataclass(frozen=True)
class _Tried:
    """The variants of a grid, swept; and the decision under the answers to open questions, as they are asked for."""

    grid: Grid
    sweep: Sweep
    answered: dict[tuple[str, Value], Swept] = dataclasses.field(default_factory=dict)


class Search:
    """What-ifs of one scenario about one decision."""

    def __init__(self, space: Space, scenario: Scenario, settled: Mapping[str, Settled], decision: str) -> None:
        self._space, self._scenario, self._settled, self._decision = space, scenario, settled, decision
        snapshot = space.snapshot
        self._chain = chain_of(snapshot, decision)
        self._pivots = sorted({fact for name in self._chain for fact in snapshot.decisions[name].pivotal})
        changeable = space.cone(decision).changeable(scenario.by_name) | frozenset(self._pivots)
        self._snapshot = space.narrowed(decision, changeable)
        self._kept: dict[tuple[_Lists, int], _Tried] = {}
        self._lists: dict[str, _Lists] = {}

    @functools.cached_property
    def steps(self) -> list[Step]:
        """Every change of one fact that can make a difference."""
        space = self._space
        return steps_for(space.snapshot, space.program, self._scenario, space.cone(self._decision))

    @functools.cached_property
    def _blame(self) -> Blame:
        return Blame(self._space, self._scenario, self._settled, self.steps)

    def smallest(self, option: str) -> Iterator[tuple[Step, ...]]:
        """The changes that make an option recommended: fewest facts first, and of these the cheapest.

        To be replayed: where a pivotal fact stays unknown, not each of them leaves the decision settled. Of the
        changes of many facts only the first is given. Ends where no change of facts can do it. Raises Undecided.
        """
        count = 1
        while count <= _TRIED and self._triable(option, count):
            yield from self._trying(option, count)
            yield from self._trying_priorities(option, count)
            count += 1
        for pivots in ([], self._pivots) if self._pivots else ([],):
            size = self._space.large.fewest(self._scenario, self._decision, option, self._changeable, count, pivots)
            if size is None:
                return
            yield from self._of_size(option, size, pivots)

    def reviving(self, facts: Sequence[str]) -> Iterator[tuple[Step, ...]]:
        """The changes of just these facts after which some option survives, cheapest first; to be replayed."""
        lists = [[step for step in self.steps if step.fact == fact] for fact in facts]
        if not lists or not all(lists) or variants(lists) > LARGEST:
            return
        tried = self._sweep(Grid(lists))
        grid, swept = tried.grid, tried.sweep.decision(self._decision)
        found = swept.applies & ~swept.conflict & grid.valid
        while found:
            best = grid.cheapest(found, frozenset(facts))
            found &= ~best
            for steps in sorted(grid.members(best), key=lambda steps: cost(steps, frozenset(facts))):
                yield mended(self._space.snapshot, self._space.program, steps)

    def _of_size(self, option: str, size: tuple[int, bool], pivots: Sequence[str]) -> Iterator[tuple[Step, ...]]:
        """The changes of a size that z3 found to be the smallest; all of them where they can be tried."""
        count, priorities = size
        if self._triable(option, count - priorities):
            yield from self._trying_priorities(option, count) if priorities else self._trying(option, count)
        rested, space = cited(self._settled, self._decision, option), self._space
        steps = space.large.change(self._scenario, self._decision, option, self.steps, size, rested, pivots)
        steps = mended(space.snapshot, space.program, steps)
        yield from ((*steps, order) for order in self._orders(steps, option)) if priorities else [steps]

    def _trying(self, option: str, count: int) -> Iterator[tuple[Step, ...]]:
        """The changes of `count` facts, by trying all."""
        tried = self._swept(option, count)
        if tried is not None:
            yield from self._cheapest_first(tried.grid, self._settling(tried, option), option)

    def _trying_priorities(self, option: str, count: int) -> Iterator[tuple[Step, ...]]:
        """The changes of the priorities and of `count - 1` other facts, by trying all."""
        tried = self._swept(option, count - 1)
        if tried is not None:
            found = reorderable(tried.sweep.decision(self._decision), option) & tried.grid.valid
            for steps in self._cheapest_first(tried.grid, found, option):
                yield from ((*steps, order) for order in self._orders(steps, option))

    def alike(self, options: Iterable[str]) -> list[str]:
        """Options in the order that is quickest to ask for: those together that a change must touch the same for."""
        groups: dict[_Lists, list[str]] = {}
        for option in options:
            groups.setdefault(self._needed(option), []).append(option)
        return [option for group in groups.values() for option in group]

    def _needed(self, option: str) -> _Lists:
        """Lists of steps of each of which a change must take one."""
        if option not in self._lists:
            standing = self._settled[self._decision].of(option)
            self._lists[option] = self._blame.needed(standing, self._decision)
        return self._lists[option]

    def _combined(self, option: str, count: int) -> tuple[list[Sequence[Step]], Sequence[Step]]:
        """The lists of which a change of so many facts takes one step each, and that of which it takes two."""
        # Changes of two facts are few, so that all options share one grid of them.
        lists: list[Sequence[Step]] = [*self._needed(option)] if count > 2 else []
        free = count - len(lists)
        return [*lists, *([self.steps] * (free - 2 if free >= 2 else free))], self.steps if free >= 2 else ()

    def _triable(self, option: str, count: int) -> bool:
        """Whether the changes of so many facts are few enough to try all of them."""
        return len(self._needed(option)) > count or variants(*self._combined(option, count)) <= LARGEST

    @property
    def _changeable(self) -> list[str]:
        return sorted({step.fact for step in self.steps})

    def _swept(self, option: str, count: int) -> _Tried | None:
        """All changes of so many facts that could help an option; None where it takes more than so many."""
        lists = self._needed(option)
        if len(lists) > count:
            return None
        key = (lists if count > 2 else (), count)
        tried = self._kept.pop(key, None) or self._sweep(Grid(*self._combined(option, count)))
        self._kept[key] = tried
        while sum(item.grid.size for item in self._kept.values()) > LARGEST and len(self._kept) > 1:
            del self._kept[next(iter(self._kept))]
        return tried

    def _sweep(self, grid: Grid) -> _Tried:
        grid.valid &= ~self._disordered(grid)
        return _Tried(grid, Sweep(self._snapshot, self._columns(grid), grid.full))

    def _columns(self, grid: Grid) -> dict[str, Column]:
        return columns(self._scenario.by_name, grid.changes, grid.full)

    def _disordered(self, grid: Grid) -> Bits:
        """Where a median would exceed its p95, and where one of them only makes room for a partner that stays."""
        changes, stated, cone = grid.changes, self._scenario.by_name, self._space.cone(self._decision)
        bad: Bits = 0
        for lower, upper in ORDERED_PAIRS:
            for fact, partner, ascending in ((lower, upper, True), (upper, lower, False)):
                said, there = stated.get(fact), stated.get(partner)
                now = cone.signature(fact, said.value if said else None)
                moved = functools.reduce(int.__or__, (where for _, where in changes.get(partner, ())), 0)
                for value, where in changes.get(fact, ()):
                    if cone.signature(fact, value) == now and (said is None or value != said.value):
                        bad |= where & ~moved
                    if value is None:
                        continue
                    # Both of an ordered pair are numbers.
                    if there is not None and (value > there.value if ascending else value < there.value):  # type: ignore[operator]
                        bad |= where & ~moved
                    for other, where2 in changes.get(partner, ()):
                        if other is not None and ascending and not self._can_be_in_order(lower, value, upper, other):
                            bad |= where & where2
        return bad

    def _can_be_in_order(self, lower: str, value: Value, upper: str, other: Value) -> bool:
        program, vocabulary = self._space.program, self._space.snapshot.base.vocabulary
        assert isinstance(value, (int, float)) and isinstance(other, (int, float))
        one = (vocabulary[lower], program.position(lower, float(value)))
        return can_be_in_order(program, one, (vocabulary[upper], program.position(upper, float(other))))

    def _settling(self, tried: _Tried, option: str) -> Bits:
        """Where an option is recommended whatever an unknown pivotal fact turns out to be."""
        found = tried.sweep.decision(self._decision).recommended(option) & tried.grid.valid
        for pivot in self._pivots:
            unknown = tried.grid.full & ~tried.sweep.known(pivot)
            for value in answers(self._space.program, self._space.snapshot.base.vocabulary[pivot]):
                if not found & unknown:
                    break
                if (pivot, value) not in tried.answered:
                    facts = self._columns(tried.grid)
                    facts.setdefault(pivot, Column()).say(value, unknown, unknown)
                    sweep = Sweep(self._snapshot, facts, tried.grid.full)
                    tried.answered[pivot, value] = sweep.decision(self._decision)
                after = tried.answered[pivot, value]
                found &= ~(unknown & after.applies & ~after.recommended(option))
        return found

    def _cheapest_first(self, grid: Grid, found: Bits, option: str) -> Iterator[tuple[Step, ...]]:
        rested = cited(self._settled, self._decision, option)
        while found:
            best = grid.cheapest(found, rested)
            found &= ~best
            ordered = sorted(dict.fromkeys(grid.members(best)), key=lambda steps: cost(steps, rested))
            yield from (mended(self._space.snapshot, self._space.program, steps) for steps in ordered)

    # --- numbers ---------------------------------------------------------------------------------------------

    def reach(self, option: str, steps: tuple[Step, ...], step: Step) -> tuple[int, int, bool, bool] | None:
        """The positions around a step's number that do as well, and whether they are all below, all above.

        None where the number does not do by itself (it makes room for a partner).
        """
        assert isinstance(step.value, (int, float))
        program, spec = self._space.program, self._space.snapshot.base.vocabulary[step.fact]
        others = tuple(item for item in steps if item is not step)
        scenario = functools.reduce(lambda now, item: item.applied(now), others, self._scenario)
        places = positions(program, spec)
        values = [value_at(program, spec, place, scenario) for place in places]
        search = Search(self._space, scenario, self._settled, self._decision)
        good = search._settling(search._sweep(Grid([[Step(step.fact, value, step.kind) for value in values]])), option)
        here = last = first = places.index(program.position(step.fact, float(step.value)))
        if not good >> here & 1:
            return None
        while first > 0 and good >> (first - 1) & 1:
            first -= 1
        while last + 1 < len(places) and good >> (last + 1) & 1:
            last += 1
        return places[first], places[last], first == 0, last == len(places) - 1

    def on_the_edge(self, option: str, steps: tuple[Step, ...], step: Step) -> Step:
        """A step whose number was open, on the edge of the numbers that do as well: the one a threshold gives."""
        reach = self.reach(option, steps, step)
        if reach is None:
            return step
        first, last, lowest, highest = reach
        program, spec = self._space.program, self._space.snapshot.base.vocabulary[step.fact]
        place = last if lowest and not highest else first
        others = tuple(item for item in steps if item is not step)
        scenario = functools.reduce(lambda now, item: item.applied(now), others, self._scenario)
        return dataclasses.replace(step, value=value_at(program, spec, place, scenario))

    # --- priorities ------------------------------------------------------------------------------------------

    def _orders(self, steps: tuple[Step, ...], option: str) -> Iterator[Step]:
        """The least new priorities that make an option recommended, once other steps are taken."""
        scenario = functools.reduce(lambda now, step: step.applied(now), steps, self._scenario)
        stated = scenario.by_name.get(PRIORITIES)
        now = stated.value if stated else ()
        assert isinstance(now, tuple)
        for length in range(1, len(Criterion) + 1):
            orders = [Step(PRIORITIES, order, Kind.ALTER) for order in _reordered(now, length)]
            grid = Grid([orders])
            sweep = Sweep(self._snapshot, columns(scenario.by_name, grid.changes, grid.full), grid.full)
            found = sweep.decision(self._decision).recommended(option)
            if found:
                yield from (step for (step,) in grid.members(found))
                return


def _reordered(now: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    """Some criteria put before those that were stated; then those criteria alone."""
    names = [criterion.value for criterion in Criterion]
    fronts = list(itertools.permutations(names, length))
    yield from (order for front in fronts if (order := (*front, *(name for name in now if name not in front))) != now)
    if now:
        yield from (front for front in fronts if front != now)
