"""Question in, answer out: read the stem, judge the options, choose what survives best."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from advisor.advise import Advisor
from advisor.answer.arithmetic import compute, names_value
from advisor.answer.judge import Judge, Judged, Stem, burden, understand
from advisor.answer.matching import sides_of
from advisor.answer.model import Answered, OptionReason, OptionVerdict, Question, Standing
from advisor.answer.result import Result
from advisor.answer.sequence import Sequences, misplaced, row_of, steps_of, told
from advisor.answer.stem import how_many
from advisor.answer.verdicts import verdict_of
from advisor.vocabulary import Criterion

Key = tuple[float, ...]

# What a step of the rules (a need met, a decision won) weighs in a guess, and what takes it back: a part nothing asks
# for, a heavier service where the least work is wanted; what an option loses that a rule eliminates or that is closed;
# what a point of the loudest lessons and precedents weighs. In points of BM25, fitted on 815 questions that nothing had
# been mended for; between half and double these figures the share right changes by two in a hundred at most.
_STEP, _EXTRA, _HEAVIER, _FALLS, _LESSON = 15.0, 4.0, 6.0, 50.0, 1.2
# What two options lose that have all their words in common: variants of one step are hardly ever both right.
_ALIKE = 40.0


@dataclass(frozen=True)
class _Matched:
    """How each item on the right ranks for one on the left, smaller being better, and the one that rules decide for."""

    guesses: Mapping[str, float]
    decided: str | None


class Answerer:
    """Answers questions with one rule base at one date."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._judge = Judge(advisor)
        self._sequences = Sequences(advisor.snapshot.base)

    def answer(self, question: Question) -> Answered:
        """The option or options that survive best, with a verdict for each option."""
        by_row = self._by_pairs(question) or self._by_row(question) or self._by_number(question)
        if by_row is not None:
            return by_row
        stem = understand(self._advisor, question.stem, self._judge.names)
        judged = self._judge.judge(stem, question.options)
        count = min(how_many(question.stem, question.choose), len(judged) - 1)
        chosen = self._chosen(stem, judged.values(), count)
        judged |= {one.letter: one for one in chosen}
        letters = tuple(sorted(one.letter for one in chosen))
        wrong = stem.asks_for_the_wrong_one
        return Answered(
            id=question.id,
            answer=letters,
            abstained=self._undecided(stem, judged.values(), chosen),
            options={letter: verdict_of(one, letter in letters and not wrong) for letter, one in judged.items()},
            facts=stem.scenario.statements,
            unread=stem.scenario.unread,
        )

    def _chosen(self, stem: Stem, judged: Iterable[Judged], count: int) -> list[Judged]:
        """The option that survives best; of several that go together, each next one adds most to what is met."""
        if stem.asks_for_the_wrong_one:
            worst = sorted(judged, key=lambda one: (self._guess(stem, one), one.letter), reverse=True)
            return worst[:count]
        groups = itertools.combinations(sorted(judged, key=lambda one: one.letter), count)
        return min(map(_beside_each_other, groups), key=lambda group: self._together(stem, group))

    def _together(self, stem: Stem, group: Iterable[Judged]) -> float:
        """How several options rank that are chosen together: each next one counts for what it adds."""
        rank, met = 0.0, set[str]()
        for one in sorted(group, key=lambda one: self._guess(stem, one)):
            rank += self._guess(stem, one, met)
            met |= one.met
        return rank + _ALIKE * sum(itertools.starmap(_alike, itertools.combinations(group, 2)))

    def _guess(self, stem: Stem, one: Judged, met: AbstractSet[str] = frozenset()) -> float:
        """How an option ranks; smaller is better.

        What the rules say, what lessons say and how well the option's things go with the stem are taken together:
        a single need that was read, perhaps wrongly, does not outweigh every other word.
        """
        steps = len(one.met - met) - one.ranked
        extra = _EXTRA * len(one.idle) if one.met else 0.0  # of what meets nothing, every part is idle
        against = _FALLS * one.falls + _HEAVIER * self._burden(stem, one) + extra
        return against - _STEP * steps - _LESSON * one.heard.weight - one.similarity

    def _decided(self, stem: Stem, one: Judged) -> Key:
        """The ranking by rules alone, most important first; smaller is better."""
        return float(one.falls), -float(len(one.met)), float(one.ranked), float(self._burden(stem, one))

    def _burden(self, stem: Stem, one: Judged) -> int:
        return burden(self._advisor, one) if Criterion.OPERATIONS in stem.priorities else 0

    def _undecided(self, stem: Stem, judged: Iterable[Judged], chosen: list[Judged]) -> bool:
        """Whether the rules alone would not choose the same: they leave it level, or prefer another option."""
        if any(one.breaks for one in chosen) and not stem.asks_for_the_wrong_one:
            return True
        sign = -1.0 if stem.asks_for_the_wrong_one else 1.0
        keys = {one.letter: tuple(sign * part for part in self._decided(stem, one)) for one in judged}
        taken = {one.letter for one in chosen}
        return max(keys[letter] for letter in taken) >= min(key for letter, key in keys.items() if letter not in taken)

    def _by_pairs(self, question: Question) -> Answered | None:
        """Matching: each item on the left is a question, answered by the items on the right."""
        sides = sides_of(question.stem, question.options)
        if sides is None:
            return None
        matched = {label: self._matched(text, sides.right) for label, text in sides.left.items()}
        cost = {
            letter: sum(matched[label].guesses[match] for label, match in row.items())
            for letter, row in sides.rows.items()
        }
        best = min(cost, key=lambda letter: (cost[letter], letter))
        texts = {
            letter: "; ".join(
                f"“{sides.left[label]}” goes with “{sides.right[match]}”"
                for label, match in sides.rows[best].items()
                if row.get(label) != match
            )
            or "Each pair belongs together."
            for letter, row in sides.rows.items()
        }
        sure = all(matched[label].decided == match for label, match in sides.rows[best].items())
        return _plain(question, best, "pairs", texts, abstained=not sure)

    def _matched(self, text: str, right: Mapping[str, str]) -> _Matched:
        """How well each item on the right goes with a text, and the one that the rules decide for."""
        stem = understand(self._advisor, text, self._judge.names)
        judged = self._judge.judge(stem, right)
        best = self._chosen(stem, judged.values(), 1)
        decided = None if self._undecided(stem, judged.values(), best) else best[0].letter
        return _Matched({letter: self._guess(stem, one) for letter, one in judged.items()}, decided)

    def _by_row(self, question: Question) -> Answered | None:
        """Ordering and matching: the row with the fewest steps out of order."""
        steps = steps_of(question.stem)
        rows = {letter: row_of(text, steps) for letter, text in question.options.items()}
        if not steps or not all(rows.values()):
            return None
        order = self._sequences.order(steps)
        wrong = {letter: misplaced(row, order) for letter, row in rows.items()}
        ranked = sorted(wrong, key=lambda letter: (len(wrong[letter]), letter))
        level = len(wrong[ranked[0]]) == len(wrong[ranked[1]])
        texts = {letter: told(pairs, steps) for letter, pairs in wrong.items()}
        return _plain(question, ranked[0], "order-of-steps", texts, abstained=level)

    def _by_number(self, question: Question) -> Answered | None:
        """Arithmetic: the one option that gives a computed number, or all of several that are asked together."""
        if how_many(question.stem, question.choose) > 1:
            return None
        results = list(compute(question.stem, question.options.values(), self._advisor.snapshot))
        named = [{letter for letter, text in question.options.items() if names_value(text, one)} for one in results]
        for result, hits in zip(results, named, strict=True):
            if len(hits) == 1:
                return _computed(question, hits.pop(), [result])
        together = set.intersection(*named) if named else set()
        return _computed(question, together.pop(), results) if len(together) == 1 else None


def _beside_each_other(group: Sequence[Judged]) -> list[Judged]:
    """Options that go together: what one cannot do another may do."""
    return [one.beside(set[str]().union(*(other.met for other in group if other is not one))) for one in group]


def _alike(one: Judged, other: Judged) -> float:
    """The share of the words of two options that both have."""
    return len(one.stems & other.stems) / max(1, len(one.stems | other.stems))


def _computed(question: Question, best: str, results: Sequence[Result]) -> Answered:
    """An answer that formulas give."""
    told = "; ".join(f"{result.formula} ({result.source})" for result in results)
    texts = dict.fromkeys(question.options, told)
    return _plain(question, best, f"formula/{results[0].name}", texts, abstained=False)


def _plain(question: Question, best: str, rule: str, texts: Mapping[str, str], *, abstained: bool) -> Answered:
    """An answer whose reasons are one sentence an option."""
    return Answered(
        id=question.id,
        answer=(best,),
        abstained=abstained,
        options={
            letter: OptionVerdict(
                verdict=Standing.BEST if letter == best else Standing.ELIMINATED,
                reasons=(OptionReason(rule=rule, text=texts[letter]),),
            )
            for letter in question.options
        },
    )
