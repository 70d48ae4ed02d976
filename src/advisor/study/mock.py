"""The timed mock exam: composed by the blueprint, kept by the store, explained only once it is submitted."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence

from advisor.errors import InputError
from advisor.study.compose import compose
from advisor.study.measure import Calibration, Share, brier, calibration, share
from advisor.study.model import Frozen
from advisor.study.pool import Pool
from advisor.study.practice import attempt_of, exam_of
from advisor.study.records import Attempt, Confidence, Miss, Mode, Sheet, Sitting
from advisor.study.store.sittings import Sittings
from advisor.study.store.store import Store

# Our own yardstick, not AWS's: how raw answers become a scaled score is not published.
_COMFORTABLE, _CLOSE = 0.75, 0.6
_LEAST_TO_JUDGE = 30


class DomainResult(Frozen):
    """One domain of a mock exam: its title, its weight in the exam (percent) and the raw share."""

    title: str
    weight: int
    share: Share


class Result(Frozen):
    """What a submitted mock exam shows: raw shares and words, never a scaled score.

    `minutes_used` counts from the start to the submission; `slowest` are positions with their seconds.
    """

    sitting: Sitting
    share: Share
    domains: tuple[DomainResult, ...]
    readiness: str
    unanswered: int
    minutes_used: float
    seconds_each: float
    slowest: tuple[tuple[int, float], ...]
    brier: float | None
    calibration: tuple[Calibration, ...]
    errors: tuple[tuple[Miss, int], ...]


class Mock:
    """The mock exams of one learner: start, enter, submit, and the result."""

    def __init__(self, store: Store, pool: Pool) -> None:
        self._store, self._pool = store, pool
        self._sittings = Sittings(store, self._grade)

    def running(self, now: datetime.datetime) -> Sitting | None:
        """The sitting that is running; one whose time is up has been submitted and is no longer running."""
        return self._sittings.open(now)

    def start(self, now: datetime.datetime, count: int | None = None, seed: int | None = None) -> Sitting:
        """Begins a mock exam for the learner's exam, or gives back the one that is running.

        With `count` it is shorter than the exam, and so is its time. Raises InputError where there are no questions.
        """
        now = now.astimezone(datetime.UTC)
        running = self.running(now)
        if running is not None:
            return running
        exam = exam_of(self._pool.base, self._store.settings().exam)
        full = exam.scored_questions + exam.unscored_questions
        most = max(full, exam.beta.questions if exam.beta else 0)
        wanted = count or full
        if not 1 <= wanted <= most:
            raise InputError.one("questions", f"{wanted} questions cannot be asked", f"accepted: 1 to {most}")
        identifier = uuid.uuid4().hex
        attempts = self._store.attempts()
        sheets = compose(self._pool, exam, attempts, seed if seed is not None else int(identifier, 16), wanted)
        if not sheets:
            raise InputError.one("mock exam", f"there are no questions for {exam.code} yet", "choose another exam")
        seconds = round(exam.minutes * 60 * len(sheets) / full)
        sitting = Sitting(
            id=identifier,
            exam=exam.code,
            started_at=now,
            deadline=now + datetime.timedelta(seconds=seconds),
            seen_at=now,
            sheets=sheets,
        )
        return self._sittings.start(sitting)

    def enter(
        self,
        sitting: Sitting,
        now: datetime.datetime,
        position: int,
        *,
        chosen: Sequence[str] | None = None,
        confidence: Confidence | None = None,
        flagged: bool | None = None,
        go_to: int | None = None,
    ) -> Sitting:
        """Keeps what was entered at once; InputError, with nothing changed, once the sitting is submitted."""
        if not 0 <= position < len(sitting.sheets):
            raise InputError.one("question", f"there is no question {position + 1}", f"1 to {len(sitting.sheets)}")
        letters = None if chosen is None else tuple(sorted({letter.strip().upper() for letter in chosen}))
        options = sitting.sheets[position].item.options
        for letter in letters or ():
            if letter not in options:
                raise InputError.one("answer", f"there is no option `{letter}`", f"accepted: {', '.join(options)}")
        return self._sittings.enter(
            sitting.id, now, position, chosen=letters, confidence=confidence, flagged=flagged, go_to=go_to
        )

    def submit(self, sitting: Sitting, now: datetime.datetime) -> Result:
        """Ends the sitting; its answers become attempts, and the result may be shown."""
        return self.result(self._sittings.submit(sitting.id, now))

    def results(self) -> tuple[Result, ...]:
        """The results of the submitted sittings, the latest first."""
        return tuple(map(self.result, self._sittings.past()))

    def result(self, sitting: Sitting) -> Result:
        """What a submitted sitting shows."""
        if sitting.submitted_at is None:
            raise InputError.one("mock exam", "it is still running", "submit it first")
        exam = exam_of(self._pool.base, sitting.exam)
        graded = list(self._grade(sitting))
        right = {attempt.id for attempt in graded if attempt.correct}
        domains = []
        for domain in exam.domains:
            mine = [sheet for sheet in sitting.sheets if sheet.domain == domain.id]
            hits = sum(attempt_id(sitting, sheet) in right for sheet in mine)
            domains.append(DomainResult(title=domain.title, weight=domain.weight, share=share(hits, len(mine))))
        total = share(len(right), len(sitting.sheets))
        sure = {attempt_id(sitting, sheet) for sheet in sitting.sheets if sheet.confidence is not None}
        said = [attempt for attempt in graded if attempt.id in sure]
        used = (sitting.submitted_at - sitting.started_at).total_seconds()
        times = sorted(((sheet.position, sheet.seconds) for sheet in sitting.sheets), key=lambda pair: -pair[1])
        errors = Counter(attempt.miss for attempt in graded if attempt.miss)
        return Result(
            sitting=sitting,
            share=total,
            domains=tuple(domains),
            readiness=readiness(total, domains),
            unanswered=sum(not sheet.chosen for sheet in sitting.sheets),
            minutes_used=used / 60,
            seconds_each=used / len(sitting.sheets),
            slowest=tuple(pair for pair in times[:3] if pair[1] > 0),
            brier=brier(said),
            calibration=calibration(said),
            errors=tuple(sorted(errors.items(), key=lambda pair: (-pair[1], pair[0]))),
        )

    def _grade(self, sitting: Sitting) -> Iterable[Attempt]:
        """The answered questions as attempts; one left empty is wrong in the result, and says nothing of knowledge."""
        moment = sitting.submitted_at or sitting.seen_at
        history = self._store.attempts(until=sitting.started_at)
        for sheet in sitting.sheets:
            if sheet.chosen:
                yield attempt_of(
                    self._pool.base,
                    sheet.item,
                    attempt_id(sitting, sheet),
                    sheet.chosen,
                    sheet.confidence or Confidence.UNSURE,
                    Mode.MOCK,
                    moment,
                    sheet.seconds,
                    history,
                )[0]


def attempt_id(sitting: Sitting, sheet: Sheet) -> str:
    """The id under which an answer of a sitting is kept as an attempt."""
    return f"{sitting.id}-{sheet.position:03d}"


def readiness(total: Share, domains: Sequence[DomainResult]) -> str:
    """What a raw share says about being ready, in words; it claims no more than the interval allows."""
    span = (
        f"{total.right} of {total.of} right; with this many questions, your share on exams like it lies "
        f"between {_percent(total.low)} and {_percent(total.high)} (95 % interval)"
    )
    if total.of < _LEAST_TO_JUDGE:
        said = "Too few questions to speak of readiness"
    elif total.low >= _COMFORTABLE:
        said = "Ready, as far as one mock exam can tell"
    elif total.value >= _COMFORTABLE:
        said = "Probably ready, but the margin is thin"
    elif total.value >= _CLOSE:
        said = "Close, not yet safe"
    else:
        said = "Not ready yet"
    measured = [domain for domain in domains if domain.share.of]
    weakest = min(measured, key=lambda domain: domain.share.value, default=None)
    most = ""
    if weakest is not None and len(measured) > 1 and weakest.share.value < 1:
        most = f" Most is to be gained in “{weakest.title}” ({weakest.share.right} of {weakest.share.of})."
    return f"{said}: {span}.{most}"


def _percent(value: float) -> str:
    return f"{round(100 * value)} %"
