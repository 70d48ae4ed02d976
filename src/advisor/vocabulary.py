"""The closed word lists that facts, rules and advice are written in."""

from __future__ import annotations

from enum import StrEnum


class Strength(StrEnum):
    """How binding a fact is: only a `must` can eliminate, a `should` can at most disfavour."""

    MUST = "must"
    SHOULD = "should"


class Origin(StrEnum):
    """Where a fact comes from."""

    STATED = "stated"
    READ = "read"
    ASSUMED = "assumed"
    COMPUTED = "computed"


class Domain(StrEnum):
    """The stage of the ML lifecycle a decision belongs to; also the lanes of the architecture picture."""

    DATA = "data"
    TRAINING = "training"
    DEPLOYMENT = "deployment"
    MONITORING = "monitoring"
    OPERATIONS = "operations"
    SECURITY = "security"


class Criterion(StrEnum):
    """What survivors are ranked by. A scenario's priorities put some of them in an order; `fit` comes after those."""

    COST = "cost"
    OPERATIONS = "operations"
    LATENCY = "latency"
    SPEED = "time-to-market"
    SECURITY = "security"
    RELIABILITY = "reliability"
    SCALABILITY = "scalability"
    ACCURACY = "accuracy"
    INTERPRETABILITY = "interpretability"
    FIT = "fit"


class Kind(StrEnum):
    """What a catalogue entry is."""

    SERVICE = "service"
    FEATURE = "feature"
    SETTING = "setting"
    TECHNIQUE = "technique"


class Availability(StrEnum):
    """What a new customer can do with a thing at a date."""

    PREVIEW = "preview"
    OPEN = "open"
    CLOSED = "closed-to-new-customers"
    ENDED = "ended"


class Burden(StrEnum):
    """How much of its running a team carries itself, least first."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Verdict(StrEnum):
    """What becomes of an option."""

    RECOMMENDED = "recommended"
    VIABLE = "viable"
    ELIMINATED = "eliminated"

    def without_choice(self) -> Verdict:
        """The verdict while the decision is open: nothing is recommended yet."""
        return Verdict.VIABLE if self is Verdict.RECOMMENDED else self


class Status(StrEnum):
    """How a decision ends."""

    RECOMMENDED = "recommended"
    CONFLICT = "conflict"
    OPEN = "open"


class RuleStatus(StrEnum):
    """A draft is shown to authors but never reasoned with."""

    DRAFT = "draft"
    STABLE = "stable"
