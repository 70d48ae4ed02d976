"""The parts of an explanation, as they leave the advisor (INTERFACES: `advise --format json`)."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, ConfigDict

from advisor.facts import Value
from advisor.vocabulary import Criterion, Domain, Status, Strength, Verdict


class Frozen(BaseModel):
    """A frozen model."""

    model_config = ConfigDict(frozen=True)


class QuotedLimit(Frozen):
    """A documented number that a reason rests on, with where it was read and when."""

    limit: str
    value: str
    source: str
    checked: datetime.date
    disputed: str = ""


class Reason(Frozen):
    """Why an option stands where it does.

    `facts` are the stated facts it rests on, each of them needed; `words` the prompt's own words for them;
    `via` the implications between those facts and the rule; `criterion` is set where it is a preference.
    """

    rule: str
    text: str
    instead: str = ""
    facts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    limits: tuple[QuotedLimit, ...] = ()
    strength: Strength = Strength.MUST
    criterion: Criterion | None = None


class WouldChange(Frozen):
    """The smallest change of stated facts that makes an option recommended; None stands for 'leave it open'."""

    set: dict[str, Value | None]
    text: str


class OptionAdvice(Frozen):
    """One option of a decision with its verdict and every reason for it.

    `cannot_change` says why there is no `would_change`; both are empty for the recommended option.
    """

    option: str
    name: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    would_change: WouldChange | None = None
    cannot_change: str = ""


class Dependence(Frozen):
    """An unknown fact that would change the recommendation: each possible value and what it would give."""

    fact: str
    question: str
    values: dict[str, str]


class Relaxation(Frozen):
    """One stated fact to give up; `to` is the value it would have to take, None where it must be left open."""

    fact: str
    to: Value | None = None


class Clash(Frozen):
    """A smallest set of stated facts that leaves no option, the rules and limits that say so, and the best way out.

    `because` is the reason that the decision declares for such a conflict, where it does.
    """

    facts: tuple[str, ...]
    relax: tuple[Relaxation, ...]
    text: str
    because: str = ""
    rules: tuple[str, ...] = ()
    limits: tuple[QuotedLimit, ...] = ()


class WayOut(Frozen):
    """Statements to relax so that an option survives again, and the option that is then recommended."""

    relax: tuple[Relaxation, ...]
    gives: str
    text: str


class AskNext(Frozen):
    """The one unknown fact whose answer settles most, and the decisions it bears on."""

    fact: str
    question: str
    decisions: tuple[str, ...]


class DecisionAdvice(Frozen):
    """How one decision ends, option by option in rank order, the eliminated last."""

    decision: str
    question: str
    area: Domain
    status: Status
    recommended: str | None
    stable: bool
    depends_on: tuple[Dependence, ...] = ()
    options: tuple[OptionAdvice, ...]
    conflicts: tuple[Clash, ...] = ()
    ways_out: tuple[WayOut, ...] = ()
