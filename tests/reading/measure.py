"""How well prompts are read: `python tests/reading/measure.py` prints precision, recall and stability of paraphrases.

labelled.yaml holds prompts with the facts that a person reads in them; paraphrases.yaml the same situation in several
ways. `--misses` lists what was read wrongly, not read, or led to another verdict.
"""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Iterator
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


def labelled(advisor: Advisor) -> Iterator[tuple[str, str, Said]]:
    """Each labelled prompt with its id and the facts that a person reads in it."""
    vocabulary = advisor.snapshot.base.vocabulary
    for item in read_document(HERE / "labelled.yaml").value:
        yield item["id"], item["prompt"], {name: _label(vocabulary[name], raw) for name, raw in item["facts"].items()}


def _label(spec: Any, raw: Any) -> tuple[Value, str]:
    stated = raw if isinstance(raw, dict) else {"value": raw}
    return parse_value(spec, stated["value"]), stated.get("strength", "must")


def found_in(prompt: str, advisor: Advisor) -> Said:
    """What the reader finds in a prompt."""
    base = advisor.snapshot.base
    ours = [phrase for name, phrase in base.phrases.items() if name.startswith(AREAS)]
    sayable = {fact for phrase in ours for fact, _ in phrase.stated} | {phrase.reads for phrase in ours}
    statements = read(prompt, base).scenario.statements
    return {item.name: (item.value, item.strength.value) for item in statements if item.name in sayable}


def facts(advisor: Advisor, show: bool = False) -> tuple[int, int, int]:
    """How many facts were labelled, found, and found as labelled (value and strength)."""
    wanted = found = right = 0
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for name, prompt, labels in labelled(advisor):
        got = found_in(prompt, advisor)
        same = {fact for fact in labels if got.get(fact) == labels[fact]}
        wanted, found, right = wanted + len(labels), found + len(got), right + len(same)
        for fact in sorted(set(labels) - same):
            missed[fact] += 1
            if show:
                print(f"  {name}: missed {fact} = {labels[fact]}, got {got.get(fact)}")
        for fact in sorted(set(got) - same):
            wrong[fact] += 1
            if show and fact not in labels:
                print(f"  {name}: invented {fact} = {got[fact]}")
    if show:
        print("missed most:", missed.most_common(12))
        print("wrong most:", wrong.most_common(12))
    return wanted, found, right


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
    wanted, found, right = facts(advisor, show)
    said, same = paraphrases(advisor, show)
    print(f"facts: {wanted} labelled, {found} read, {right} right with value and strength")
    print(f"precision {right / found:.0%}, recall {right / wanted:.0%}")
    print(f"paraphrases: {same} of {said} with the same verdicts ({same / said:.0%})")


if __name__ == "__main__":
    main()
