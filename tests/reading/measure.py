"""How well prompts are read: `python tests/reading/measure.py` prints precision, recall and stability of paraphrases.

labelled.yaml and labelled_domains.yaml hold prompts with the facts that a person reads in them; paraphrases.yaml the
same situation in several ways. `--misses` lists what was read wrongly, not read, or led to another verdict.
"""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.advise import Advisor, advisor_at
from advisor.errors import InputError
from advisor.facts import Value, parse_value
from advisor.files import read_document
from advisor.reading.read import read

HERE = Path(__file__).parent
AREAS = ("serving", "security", "priorities")  # of phrases: only what these can state was labelled
DECISIONS = {
    "serving-platform",
    "inference-mode",
    "endpoint-hosting",
    "endpoint-scaling",
    "endpoint-access",
    "network-isolation",
    "encryption-keys",
}
Said = dict[str, tuple[Value, str]]


@dataclass(frozen=True)
class Labelled:
    """A prompt with the facts that a person reads in it. Those named in `also` are neither right nor wrong.

    Where `areas` are given, only what their phrases can state was labelled.
    """

    id: str
    prompt: str
    facts: Said
    also: frozenset[str]
    areas: tuple[str, ...]


@dataclass
class Score:
    """Facts that were labelled, that were found, and that were found as labelled (value and strength)."""

    prompts: int = 0
    wanted: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found

    @property
    def recall(self) -> float:
        """The share of what was labelled that was found."""
        return self.right / self.wanted


FILES: dict[str, tuple[str, ...]] = {
    "labelled.yaml": AREAS,
    "labelled_domains.yaml": (),
    "labelled_second.yaml": (),
    "labelled_data_and_models.yaml": (),
    "labelled_stories.yaml": (),
}


def labelled(advisor: Advisor, *files: str) -> Iterator[Labelled]:
    """The labelled prompts of some files, or of all."""
    vocabulary = advisor.snapshot.base.vocabulary
    for file in files or FILES:
        for item in read_document(HERE / file).value:
            facts = {name: _label(vocabulary[name], raw) for name, raw in item["facts"].items()}
            yield Labelled(item["id"], item["prompt"], facts, frozenset(item.get("also", ())), FILES[file])


def _label(spec: Any, raw: Any) -> tuple[Value, str]:
    stated = raw if isinstance(raw, dict) else {"value": raw}
    return parse_value(spec, stated["value"]), stated.get("strength", "must")


def found_in(item: Labelled, advisor: Advisor) -> Said:
    """What the reader finds in a prompt, of that which was labelled."""
    base = advisor.snapshot.base
    found = {one.name: (one.value, one.strength.value) for one in read(item.prompt, base).scenario.statements}
    if item.areas:
        ours = [phrase for name, phrase in base.phrases.items() if name.startswith(item.areas)]
        sayable = {fact for phrase in ours for fact, _ in phrase.stated} | {phrase.reads for phrase in ours}
        found = {name: said for name, said in found.items() if name in sayable}
    return {name: said for name, said in found.items() if name not in item.also}


def facts(advisor: Advisor, *files: str, show: bool = False) -> Score:
    """How well the facts of labelled prompts are read."""
    score = Score()
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for item in labelled(advisor, *files):
        got = found_in(item, advisor)
        same = {fact for fact in item.facts if got.get(fact) == item.facts[fact]}
        score.prompts += 1
        score.wanted, score.found, score.right = (
            score.wanted + len(item.facts),
            score.found + len(got),
            score.right + len(same),
        )
        for fact in sorted(set(item.facts) - same):
            missed[fact] += 1
            if show:
                print(f"  {item.id}: missed {fact} = {item.facts[fact]}, got {got.get(fact)}")
        for fact in sorted(set(got) - same):
            wrong[fact] += 1
            if show and fact not in item.facts:
                print(f"  {item.id}: invented {fact} = {got[fact]}")
    if show:
        print("missed most:", missed.most_common(12))
        print("wrong most:", wrong.most_common(12))
    return score


def verdict_of(prompt: str, advisor: Advisor) -> tuple[tuple[str, str, str | None], ...]:
    """How each decision on serving and security ends for a prompt."""
    try:
        advice = advisor.advise(read(prompt, advisor.snapshot.base).scenario)
    except InputError as error:
        return (("input", "refused", str(error)[:80]),)
    return tuple(
        (item.decision, item.status.value, item.recommended) for item in advice.decisions if item.decision in DECISIONS
    )


def paraphrases(advisor: Advisor, show: bool = False) -> tuple[int, int]:
    """How many paraphrases there are, and how many lead to the verdicts of the first of their group."""
    said = same = 0
    for group in read_document(HERE / "paraphrases.yaml").value:
        first, *others = [verdict_of(prompt, advisor) for prompt in group["prompts"]]
        for index, verdict in enumerate(others, start=2):
            said += 1
            same += verdict == first
            if show and verdict != first:
                print(f"  {group['id']} {index}: {sorted(set(first) ^ set(verdict), key=str)}")
    return said, same


def main() -> None:
    """Print the numbers."""
    show = "--misses" in sys.argv
    advisor = advisor_at(datetime.date.today())
    for files in (*((file,) for file in FILES), ()):
        score = facts(advisor, *files, show=show and bool(files))
        print(f"{' '.join(files) or 'together'}: {score.prompts} prompts, {score.wanted} facts labelled,", end=" ")
        print(f"{score.found} read,")
        print(f"  {score.right} right: precision {score.precision:.1%}, recall {score.recall:.1%}")
    said, same = paraphrases(advisor, show)
    print(f"paraphrases: {same} of {said} with the same verdicts ({same / said:.0%})")


if __name__ == "__main__":
    main()
