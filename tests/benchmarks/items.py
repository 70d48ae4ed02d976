"""Generated items in bulk: `python tests/benchmarks/items.py` makes 1,000 for each family of decisions (many minutes).

A family is an area. For each: how many keys the whole engine proves, from the facts that are meant and from all that is
read in the story; how many differ; how often the look of the options gives the key away, beside what chance would give;
and how many of a sample `advisor answer` gets right. Exit code 1 where a key is not proved, an item comes twice, or a
guess by looks is right more or less often than chance allows (99 % interval).
"""

from __future__ import annotations

import argparse
import datetime
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence

from advisor.advise import Advisor, advisor_at
from advisor.answer.answer import Answerer
from advisor.answer.model import Question
from advisor.reading.read import read
from advisor.scenario.model import Scenario, Statement
from advisor.study.items import decisions_with_items, generate, why_no_items
from advisor.study.items.look import GUESSES
from advisor.study.model import Item
from advisor.vocabulary import Domain, Verdict

_Z = 2.576  # 99 %: with three guesses in six families, 95 % would be missed by chance once in most runs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=1000, help="items for each family")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--answered", type=int, default=200, help="of each family, how many to answer")
    parser.add_argument("families", nargs="*", default=[area.value for area in Domain])
    options = parser.parse_args()
    advisor = advisor_at(datetime.date.today())
    areas = {name: advisor.snapshot.decisions[name].area.value for name in decisions_with_items(advisor)}
    print(f"rule base {advisor.snapshot.base.version}, {len(areas)} decisions, seed {options.seed}")
    for name in advisor.snapshot.decisions:
        if name not in areas:
            print(f"  none for {name}: {why_no_items(advisor, name)}")
    bad = False
    for family in options.families:
        names = [name for name, area in areas.items() if area == family]
        begun = time.process_time()
        items = list(generate(advisor, options.each, options.seed, names))
        spent = time.process_time() - begun
        bad = report(advisor, family, names, items, spent, options.answered) or bad
    sys.exit(int(bad))


def report(advisor: Advisor, family: str, names: Sequence[str], items: list[Item], spent: float, answered: int) -> bool:
    """Prints what was measured of one family; True where a key is not proved or an item comes twice."""
    meant = sum(proved(advisor, item, facts_of(item)) for item in items)
    told = sum(proved(advisor, item, read(item.stem, advisor.snapshot.base).scenario) for item in items)
    stems = len({item.stem for item in items})
    contents = {(item.decision, frozenset((f.name, f.value) for f in item.facts), content(item)) for item in items}
    chances = [len(item.answer) / len(item.options) for item in items]
    chance = sum(chances) / len(items)
    margin = _Z * math.sqrt(sum(p * (1 - p) for p in chances)) / len(items)
    shares = {name: share(items, guess) for name, guess in GUESSES.items()}
    off = [name for name, value in shares.items() if abs(value - chance) > margin]
    sample = items[:: max(1, len(items) // answered)][:answered] if answered else []
    answerer = Answerer(advisor)
    right = sum(answerer.answer(Question(stem=i.stem, options=i.options)).answer == i.answer for i in sample)
    facts = Counter(len(item.facts) for item in items)
    print(
        f"{family:12} {len(names):3} decisions  {len(items)} items in {spent:.0f} s of CPU  "
        f"proved {meant / len(items):.1%} as meant, {told / len(items):.1%} as read  "
        f"{stems} different stories, {len(contents)} different sets of facts and options  "
        f"chance {chance:.1%} ± {margin:.1%}, {', '.join(f'{name} {value:.1%}' for name, value in shares.items())}  "
        f"answered {right} of {len(sample)}  facts {dict(sorted(facts.items()))}",
        flush=True,
    )
    return meant < len(items) or told < len(items) or stems < len(items) or bool(off)


def facts_of(item: Item) -> Scenario:
    return Scenario(statements=tuple(Statement(name=fact.name, value=fact.value) for fact in item.facts))


def content(item: Item) -> frozenset[tuple[str, bool]]:
    return frozenset((thing, letter in item.answer) for letter, thing in item.things.items())


def proved(advisor: Advisor, item: Item, scenario: Scenario) -> bool:
    """Whether the whole engine leaves the key alone standing, and puts it first."""
    settled = advisor.settle(scenario)[1][item.decision]
    standing = {letter for letter, thing in item.things.items() if settled.of(thing).verdict is not Verdict.ELIMINATED}
    return standing == set(item.answer) and settled.recommended == item.things[item.answer[0]]


def share(items: Sequence[Item], guess: Callable[[Item], str]) -> float:
    return sum(guess(item) in item.answer for item in items) / len(items)


if __name__ == "__main__":
    main()
