"""Question in, answer out: read the stem, judge the options, choose what survives best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from advisor.advise import Advisor
from advisor.answer.arithmetic import compute, names_value
from advisor.answer.judge import Judge, Judged, Stem, burden, understand
from advisor.answer.matching import pairs_of, sides_of
from advisor.answer.model import Answered, OptionReason, OptionVerdict, Question, Standing
from advisor.answer.sequence import Sequences, misplaced, row_of, steps_of, told
from advisor.answer.stem import how_many
from advisor.answer.verdicts import verdict_of
from advisor.vocabulary import Criterion

Key = tuple[float, ...]

# What a step of the rules (a need met, a decision won) weighs in a guess, and what takes it back: a part nothing asks
# for, a heavier service where the least work is wanted. In points of BM25, whose lead of the right option over the next
# is about 15 on the shipped questions; between half and double these figures the share right hardly moves.
_STEP, _EXTRA, _HEAVIER = 10.0, 2.0, 4.0
# What an option loses that a rule eliminates or that is closed, and what a point of the loudest lessons weighs: the
# points of a lesson's situation times those of what it says to do.
_FALLS, _LESSON = 40.0, 0.1


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
        if count == 1 and stem.asks_for_the_wrong_one:
            return [max(judged, key=lambda one: (self._guess(stem, one), one.letter))]
        chosen: list[Judged] = []
        rest = sorted(judged, key=lambda one: one.letter)
        while len(chosen) < count:
            met = set[str]().union(*(one.met for one in chosen))
            best = min(rest, key=lambda one: self._guess(stem, one, met))
            chosen.append(best)
            rest.remove(best)
        return chosen

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
        rows = {letter: pairs_of(text) for letter, text in question.options.items()}
        sides = sides_of(question.stem, rows) if all(rows.values()) else None
        if sides is None:
            return None
        left, right = sides
        found = {label: self._best_match(text, right) for label, text in left.items()}
        hits = {letter: sum(found[label][0] == match for label, match in row.items()) for letter, row in rows.items()}
        best = max(hits, key=lambda letter: (hits[letter], -ord(letter[0])))
        texts = {
            letter: "; ".join(
                f"“{left[label]}” goes with “{right[found[label][0]]}”"
                for label, match in row.items()
                if found[label][0] != match
            )
            or "Each pair belongs together."
            for letter, row in rows.items()
        }
        level = sum(count == hits[best] for count in hits.values()) > 1
        sure = hits[best] == len(left) and all(decided for _, decided in found.values())
        return _plain(question, best, "pairs", texts, abstained=level or not sure)

    def _best_match(self, text: str, right: Mapping[str, str]) -> tuple[str, bool]:
        """The item on the right that goes best with a text, and whether the rules decide that."""
        stem = understand(self._advisor, text, self._judge.names)
        judged = self._judge.judge(stem, right)
        best = self._chosen(stem, judged.values(), 1)
        return best[0].letter, not self._undecided(stem, judged.values(), best)

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
        """Arithmetic: the one option that gives the computed number."""
        for result in compute(question.stem, self._advisor.snapshot):
            hits = [letter for letter, text in question.options.items() if names_value(text, result)]
            if len(hits) == 1:
                texts = dict.fromkeys(question.options, f"{result.formula} ({result.source})")
                return _plain(question, hits[0], f"formula/{result.name}", texts, abstained=False)
        return None


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
