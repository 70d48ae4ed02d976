"""Question in, answer out: read the stem, judge the options, choose what survives best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.advise import Advisor
from advisor.answer.arithmetic import compute, names_value
from advisor.answer.judge import Judge, Judged, Stem, burden, understand, verdict_of
from advisor.answer.model import Answered, OptionReason, OptionVerdict, Question, Standing
from advisor.answer.sequence import Sequences, row_of, steps_of
from advisor.answer.stem import how_many
from advisor.vocabulary import Criterion

Key = tuple[float, ...]


class Answerer:
    """Answers questions with one rule base at one date."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._judge = Judge(advisor)
        self._sequences = Sequences(advisor.snapshot.base, self._judge.names)

    def answer(self, question: Question) -> Answered:
        """The option or options that survive best, with a verdict for each option."""
        by_row = self._by_row(question) or self._by_number(question)
        if by_row is not None:
            return by_row
        stem = understand(self._advisor, question.stem, self._judge.names)
        judged = self._judge.judge(stem, question.options)
        count = min(how_many(question.stem, question.choose), len(judged) - 1)
        wrong = stem.asks_for_the_wrong_one
        ranked = sorted(judged.values(), key=lambda one: (self._key(stem, one), one.letter), reverse=wrong)
        chosen = ranked[:1] if count == 1 else self._together(stem, ranked, count)
        letters = tuple(sorted(one.letter for one in chosen))
        return Answered(
            id=question.id,
            answer=letters,
            abstained=self._undecided(stem, ranked, count),
            options={letter: verdict_of(one, letter in letters and not wrong) for letter, one in judged.items()},
            facts=stem.scenario.statements,
            unread=stem.scenario.unread,
        )

    def _key(self, stem: Stem, one: Judged) -> Key:
        return (*self._decided(stem, one), -one.similarity)

    def _decided(self, stem: Stem, one: Judged) -> Key:
        """The part of the ranking that rules decide, most important first; smaller is better."""
        return (
            float(bool(one.breaks) + bool(one.closed)),
            -float(len(one.met)),
            float(one.ranked),
            *self._by_priority(stem, one),
            float(len(one.idle)) if one.met else 0.0,  # of what meets nothing, every part is idle
        )

    def _by_priority(self, stem: Stem, one: Judged) -> Key:
        heavy = float(burden(self._advisor, one))
        return (heavy,) if Criterion.OPERATIONS in stem.priorities else (0.0,)

    def _together(self, stem: Stem, ranked: Sequence[Judged], count: int) -> list[Judged]:
        """Several options that go together: each next one adds most to what is met."""
        chosen: list[Judged] = []
        rest = list(ranked)
        met: set[str] = set()
        while len(chosen) < count:
            best = min(rest, key=lambda one: self._adding(stem, one, met))
            chosen.append(best)
            rest.remove(best)
            met |= best.met
        return chosen

    def _adding(self, stem: Stem, one: Judged, met: set[str]) -> tuple[Key, str]:
        first, _, *others = self._key(stem, one)
        return (first, -float(len(one.met - met)), *others), one.letter

    def _undecided(self, stem: Stem, ranked: Sequence[Judged], count: int) -> bool:
        """Whether the rules leave the last chosen and the first rejected option level, or the best one broken."""
        last, next_one = ranked[count - 1], ranked[count]
        return self._decided(stem, last) == self._decided(stem, next_one) or bool(last.breaks)

    def _by_row(self, question: Question) -> Answered | None:
        """Ordering and matching: the row with the fewest steps out of order."""
        steps = steps_of(question.stem)
        rows = {letter: row_of(text, steps) for letter, text in question.options.items()}
        if not steps or not all(rows.values()):
            return None
        wrong = {letter: self._sequences.violations(row, steps) for letter, row in rows.items()}
        best = min(wrong, key=lambda letter: (wrong[letter], letter))
        tie = sum(count == wrong[best] for count in wrong.values()) > 1
        texts = {
            letter: f"{count} pairs of steps stand in the wrong order."
            if count
            else "Each step comes after what it needs."
            for letter, count in wrong.items()
        }
        return _plain(question, best, "order-of-steps", texts, abstained=tie)

    def _by_number(self, question: Question) -> Answered | None:
        """Arithmetic: the one option that gives the computed number."""
        for result in compute(question.stem):
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
