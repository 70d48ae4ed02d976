"""Random facts, scenarios and conditions over a vocabulary, biased to the numbers that rules compare with.

Hypothesis strategies for the property tests, and the same choices from a `random.Random` for the soak and the
benchmark, which need many more examples than Hypothesis can draw.
"""

from __future__ import annotations

import datetime
import functools
import random
from collections.abc import Iterable, Mapping

from hypothesis import strategies as st

from advisor.engine.infer import infer
from advisor.engine.program import Evaluator, Program, compile_snapshot
from advisor.errors import InputError
from advisor.facts import FactSpec, Value, Vocabulary
from advisor.facts.fields import FactKind
from advisor.facts.model import ORDERED_PAIRS
from advisor.facts.spec import NEEDS
from advisor.rulebase.condition import NUMERIC, All, Any, Condition, Leaf, Op, facts_of
from advisor.rulebase.schema import Rule, RuleBase
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario, Statement
from advisor.vocabulary import Strength

# Rules conclude needs, and a scenario that denies what follows from it is refused: a need is mostly affirmed.
NEED_ANSWERS = (True,) * 9 + (False,)


# --- values --------------------------------------------------------------------------------------------------


def marks(spec: FactSpec, program: Program) -> tuple[float | int, ...]:
    """The telling values of a numeric fact: its bounds, and a hair and a lot below, at and above each threshold."""
    return _marks(spec, program.thresholds.get(spec.name, ()))


@functools.lru_cache(maxsize=4096)
def _marks(spec: FactSpec, thresholds: tuple[float, ...]) -> tuple[float | int, ...]:
    low, high = spec.question.low, spec.question.high
    found = {low, high}
    for mark in thresholds:
        if spec.question.integer:
            found |= {mark - 1, mark, mark + 1, mark // 2, mark * 2}
        else:
            found |= {mark, mark - 1e-6, mark + 1e-6, mark * (1 - 1e-9), mark * (1 + 1e-9), mark / 2, mark * 2}
    return tuple(sorted({kept for number in found if low <= (kept := _kept(spec, number)) <= high}))


def _kept(spec: FactSpec, number: float) -> float | int:
    """A number as `parse_value` keeps it: whole, or with 12 significant digits."""
    return int(number) if spec.question.integer else float(f"{number:.12g}")


def random_value(rng: random.Random, spec: FactSpec, program: Program) -> Value:
    """A value of one fact; a number is close to a threshold four times in five."""
    if spec.kind is FactKind.FLAG:
        return rng.choice(_answers(spec))
    if spec.kind is FactKind.CHOICE:
        return rng.choice(spec.words)
    if spec.kind is FactKind.NUMBER:
        low, high = spec.question.low, spec.question.high
        if rng.random() < 0.8:
            return rng.choice(marks(spec, program))
        # Anywhere, small numbers as often as large ones.
        return _kept(spec, min(high, max(low, high * 10 ** rng.uniform(-9, 0))))
    words = rng.sample(spec.words, rng.randint(0, len(spec.words)))
    return tuple(words if spec.kind is FactKind.ORDER else sorted(words))


def random_values(rng: random.Random, vocabulary: Vocabulary, program: Program, share_known: float) -> dict[str, Value]:
    """Known facts by name: each fact of the vocabulary, needs included, is known with probability `share_known`."""
    known = {spec.name: random_value(rng, spec, program) for spec in vocabulary if rng.random() < share_known}
    return _possible(known)


def _answers(spec: FactSpec) -> tuple[bool, ...]:
    return NEED_ANSWERS if spec.group == NEEDS else (False, True)


def _possible(known: dict[str, Value]) -> dict[str, Value]:
    """The facts, with the two values of a pair exchanged where the first is above the second."""
    for lower, upper in ORDERED_PAIRS:
        if lower in known and upper in known:
            known[lower], known[upper] = sorted([known[lower], known[upper]])
    return known


# --- Hypothesis ----------------------------------------------------------------------------------------------


def values(spec: FactSpec, program: Program) -> st.SearchStrategy[Value]:
    """The values of one fact."""
    if spec.kind is FactKind.FLAG:
        return st.sampled_from(_answers(spec))
    if spec.kind is FactKind.CHOICE:
        return st.sampled_from(spec.words)
    if spec.kind is FactKind.NUMBER:
        close = st.sampled_from(marks(spec, program))
        low, high = spec.question.low, spec.question.high
        if spec.question.integer:
            anywhere: st.SearchStrategy[float | int] = st.integers(int(low), int(high))
        else:
            anywhere = st.floats(low, high).map(lambda number: min(high, max(low, _kept(spec, number))))
        return st.one_of(close, close, close, close, anywhere)
    words = st.lists(st.sampled_from(spec.words), unique=True) if spec.words else st.just([])
    return words.map(tuple if spec.kind is FactKind.ORDER else lambda found: tuple(sorted(found)))


def known_facts(specs: Iterable[FactSpec], program: Program) -> st.SearchStrategy[dict[str, Value]]:
    """Known facts by name: a handful, about half, or all of them."""
    each = {spec.name: values(spec, program) for spec in specs}
    handful = st.fixed_dictionaries({}, optional=each)
    half = st.fixed_dictionaries({name: st.one_of(st.none(), value) for name, value in each.items()})
    return st.one_of(handful, handful, half, st.fixed_dictionaries(each)).map(
        lambda found: _possible({name: value for name, value in found.items() if value is not None})
    )


@st.composite
def statements(draw: st.DrawFn, vocabulary: Vocabulary, program: Program) -> tuple[Statement, ...]:
    """Statements on any facts of the vocabulary, each a must or a should, ordered by name as in a scenario."""
    known = draw(known_facts(vocabulary, program))
    strength = st.sampled_from(Strength)
    return tuple(Statement(name=name, value=known[name], strength=draw(strength)) for name in sorted(known))


def scenarios(vocabulary: Vocabulary, program: Program) -> st.SearchStrategy[Scenario]:
    """Scenarios over the whole vocabulary. Inference refuses many of them: what they state contradicts what follows."""
    return statements(vocabulary, program).map(lambda found: Scenario(statements=found))


def bearing(snapshot: Snapshot, focus: frozenset[str]) -> set[str]:
    """The facts that some decisions read, and those from which implications conclude them."""
    found = set().union(*(snapshot.reads[name] for name in focus))
    writers = [
        (fact, facts_of(rule.when)) for stratum in snapshot.strata for rule in stratum for fact, _ in rule.implied
    ]
    while True:
        more = {premise for fact, premises in writers if fact in found for premise in premises} - found
        if not more:
            return found
        found |= more


@st.composite
def sound_scenarios(draw: st.DrawFn, snapshot: Snapshot, program: Program, evaluator: Evaluator) -> Scenario:
    """Scenarios that inference accepts, dense ones included: statements that contradict earlier ones are left out.

    Each is about a few decisions, densely, and about a few facts from anywhere: over many examples the whole
    vocabulary has its turn, and no example is about everything at once.
    """
    focus = draw(st.lists(st.sampled_from(sorted(snapshot.decisions)), min_size=1, max_size=3, unique=True))
    elsewhere = draw(
        st.lists(st.sampled_from([spec.name for spec in snapshot.base.vocabulary]), max_size=6, unique=True)
    )
    pool = sorted(bearing(snapshot, frozenset(focus)) | set(elsewhere))
    known = draw(known_facts([snapshot.base.vocabulary[name] for name in pool], program))
    strength = st.sampled_from(Strength)
    found = tuple(Statement(name=name, value=known[name], strength=draw(strength)) for name in sorted(known))
    # Whichever comes first wins, so the order is turned; otherwise it would always be the same facts that lose.
    first = draw(st.integers(0, len(found)))
    scenario = Scenario()
    waiting = [(*found[first:], *found[:first])]
    while waiting:
        chunk = waiting.pop()
        try:
            infer(snapshot, scenario.having(*chunk), evaluator)
        except InputError:
            middle = len(chunk) // 2
            waiting += [chunk[middle:], chunk[:middle]] if middle else []
        else:
            scenario = scenario.having(*chunk)
    return scenario


# --- conditions and programs ---------------------------------------------------------------------------------


def random_leaf(rng: random.Random, vocabulary: Vocabulary) -> Leaf:
    """One question to one fact, such as the rule format can express."""
    spec = rng.choice([spec for spec in vocabulary if spec.words or spec.kind in (FactKind.FLAG, FactKind.NUMBER)])
    if rng.random() < 0.05:
        return Leaf(spec.name, Op.KNOWN)
    if spec.kind is FactKind.FLAG:
        return Leaf(spec.name, Op.IS, rng.random() < 0.5)
    if spec.kind is FactKind.NUMBER:
        low, high = spec.question.low, spec.question.high
        number = min(high, max(low, high * 10 ** rng.uniform(-6, 0)))
        return Leaf(spec.name, rng.choice(NUMERIC), float(_kept(spec, float(f"{number:.2g}"))))
    words = tuple(sorted(rng.sample(spec.words, rng.randint(1, len(spec.words)))))
    return Leaf(spec.name, Op.IN if spec.kind is FactKind.CHOICE else rng.choice((Op.INCLUDES, Op.LACKS)), words)


def random_condition(rng: random.Random, vocabulary: Vocabulary, depth: int, width: int) -> Condition:
    """A tree of `all` and `any` over questions, at most `depth` levels of at most `width` parts."""
    if depth == 0 or rng.random() < 0.2:
        return random_leaf(rng, vocabulary)
    kind = rng.choice((All, Any))
    least = 0 if rng.random() < 0.05 else 1  # the condition of an ended service is an empty `all`
    return kind(tuple(random_condition(rng, vocabulary, depth - 1, width) for _ in range(rng.randint(least, width))))


def program_of(blocks: Mapping[int, Mapping[str, Condition]]) -> Program:
    """The program of conditions that stand in no file, compiled as the product does it; one stratum a block."""
    strata = tuple(
        tuple(Rule.model_construct(id=name, when=condition) for name, condition in blocks[index].items())
        for index in sorted(blocks)
    )
    return compile_snapshot(Snapshot(RuleBase.model_construct(), datetime.date.min, strata, {}, {}))
