"""How many of the shipped questions are answered right, by batch, exam task and style.

    python tests/questions.py [--batch NAME] [--misses]

A question counts as decided where the advisor does not abstain.
"""

from __future__ import annotations

import argparse
import datetime
from collections import defaultdict

from advisor.advise import advisor_at
from advisor.answer.answer import Answerer
from advisor.answer.model import Answered, Question
from advisor.scenario.questions import KeyedQuestion, question_files, read_question


def answered(keyed: KeyedQuestion, answerers: dict[str, Answerer]) -> Answered:
    """The advisor's answer to one shipped question, at the question's own date."""
    if keyed.as_of not in answerers:
        date = datetime.date.fromisoformat(keyed.as_of) if keyed.as_of else datetime.date.today()
        answerers[keyed.as_of] = Answerer(advisor_at(date))
    question = Question(id=keyed.id, stem=keyed.stem, options=keyed.options, choose=keyed.choose)
    return answerers[keyed.as_of].answer(question)


def main() -> None:
    """Prints the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch", help="only the questions of one batch")
    parser.add_argument("--misses", action="store_true", help="print each question that is answered wrongly")
    arguments = parser.parse_args()
    right: dict[str, list[bool]] = defaultdict(list)
    decided: dict[str, list[bool]] = defaultdict(list)
    answerers: dict[str, Answerer] = {}
    for name, path in question_files().items():
        keyed = read_question(name, path)
        if arguments.batch not in (None, keyed.batch):
            continue
        given = answered(keyed, answerers)
        is_right = set(given.answer) == set(keyed.key)
        for group in (
            "all",
            f"batch {keyed.batch}",
            *(f"task {t}" for t in keyed.tasks),
            *(f"style {s}" for s in keyed.style),
        ):
            right[group].append(is_right)
            if not given.abstained:
                decided[group].append(is_right)
        if arguments.misses and not is_right:
            doubt = " (abstained)" if given.abstained else ""
            print(f"{name}: said {','.join(given.answer)}, key {','.join(keyed.key)}{doubt}")
    for group, results in sorted(right.items()):
        sure = decided[group]
        share = f"{sum(sure)}/{len(sure)} where decided" if sure else "never decided"
        print(f"{group:40} {sum(results):4}/{len(results):<4} {sum(results) / len(results):6.1%}   {share}")


if __name__ == "__main__":
    main()
