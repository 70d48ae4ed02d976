"""The quick-reference sheet of an exam domain, made from the rule base alone: it cannot disagree with the advice."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from advisor.advise import Advisor
from advisor.errors import InputError, did_you_mean
from advisor.facts.spec import NEEDS
from advisor.rulebase.condition import Op, facts_of, leaves, limits_of
from advisor.rulebase.english import english
from advisor.rulebase.schema import Decision, Exam, ExamDomain, Rule, RuleBase, Thing
from advisor.study.model import Frozen
from advisor.verdict import excluded_by
from advisor.vocabulary import Availability

_MOST_CONSTRAINTS = 12


class Clue(Frozen):
    """What rules an option out, or speaks for it, and the rule that says so."""

    text: str
    rule: str


class OptionLine(Frozen):
    """One option: the constraint that kills it, and what earns it its place."""

    option: str
    name: str
    killer: Clue | None = None
    earned: Clue | None = None


class Branch(Frozen):
    """One decision as a branch of the tree: of the options that survive, the first one not outranked is taken."""

    decision: str
    question: str
    options: tuple[OptionLine, ...]


class LimitLine(Frozen):
    """One documented number with the day on which it was checked."""

    limit: str
    thing: str
    says: str
    value: str
    checked: datetime.date
    source: str


class NameLine(Frozen):
    """What a thing was called, what it is called, and since when it is closed or ended (empty where it is open)."""

    thing: str
    formerly: tuple[str, ...]
    now: str
    since: str = ""
    instead: str = ""


class ReferenceSheet(Frozen):
    """All that fits on one page about one domain of one exam."""

    exam: str
    exam_name: str
    domain: int
    title: str
    weight: int
    as_of: datetime.date
    rulebase: str
    branches: tuple[Branch, ...]
    constraints: tuple[str, ...]
    limits: tuple[LimitLine, ...]
    names: tuple[NameLine, ...]
    steps: tuple[str, ...]
    exam_day: tuple[str, ...]


def sheets(advisor: Advisor, exam: str, domain: int | None = None) -> tuple[ReferenceSheet, ...]:
    """The sheet of one domain, or of every domain of an exam.

    Raises InputError where there is no such exam or domain.
    """
    base = advisor.snapshot.base
    if exam.upper() not in base.exams:
        raise InputError.one("--exam", f"unknown exam `{exam}`", did_you_mean(exam.upper(), base.exams))
    found = base.exams[exam.upper()]
    chosen = [item for item in found.domains if domain in (None, item.id)]
    if not chosen:
        known = ", ".join(f"{item.id} ({item.title})" for item in found.domains)
        raise InputError.one("--domain", f"{found.code} has no domain {domain}", f"its domains: {known}")
    return tuple(_sheet(advisor, found, item) for item in chosen)


def current_exam(base: RuleBase, date: datetime.date) -> str:
    """The exam that a sheet is for where none is named: of those still held, the one that most decisions belong to."""
    held = [exam.code for exam in base.exams.values() if exam.last_day is None or exam.last_day >= date]
    counts = Counter(task.partition("/")[0] for decision in base.decisions.values() for task in decision.tasks)
    return max(held, key=lambda code: (counts[code], code))


def _sheet(advisor: Advisor, exam: Exam, domain: ExamDomain) -> ReferenceSheet:
    snapshot = advisor.snapshot
    prefix = f"{exam.code}/{domain.id}."
    decisions = [item for item in snapshot.decisions.values() if any(task.startswith(prefix) for task in item.tasks)]
    things = list(dict.fromkeys(option for decision in decisions for option in decision.options))
    return ReferenceSheet(
        exam=exam.code,
        exam_name=exam.name,
        domain=domain.id,
        title=domain.title,
        weight=domain.weight,
        as_of=snapshot.date,
        rulebase=snapshot.base.version,
        branches=tuple(_branch(advisor, decision) for decision in decisions),
        constraints=_constraints(advisor, decisions),
        limits=tuple(_limits(snapshot.base, things, snapshot.date)),
        names=tuple(_names(snapshot.base, things, snapshot.date)),
        steps=STEPS,
        exam_day=_exam_day(exam),
    )


def _branch(advisor: Advisor, decision: Decision) -> Branch:
    base, rules = advisor.snapshot.base, advisor.snapshot.rules[decision.id]
    lines = []
    used: Counter[tuple[str, ...]] = Counter()
    for option in decision.options:
        deadly = [rule for rule in rules if option in excluded_by(rule, decision.options)]
        kind = [rule for rule in rules if option in rule.then.favours or rule.then.requires == option]
        killer = min(deadly, key=lambda rule: _blunt(base, rule, decision, used), default=None)
        reward = min(kind, key=lambda rule: (len(rule.then.options), len(facts_of(rule.when)), rule.id), default=None)
        if killer is not None:
            used[facts_of(killer.when)] += 1
        lines.append(
            OptionLine(
                option=option,
                name=base.things[option].name,
                killer=_clue(base, killer) if killer else None,
                earned=_clue(base, reward) if reward else _ability(base, option, decision),
            )
        )
    return Branch(decision=decision.id, question=decision.question, options=tuple(lines))


def _blunt(
    base: RuleBase, rule: Rule, decision: Decision, used: Counter[tuple[str, ...]]
) -> tuple[bool, bool, int, int, int, str]:
    """How little a rule says of one option alone.

    That it is closed says most, then a limit, then what the lines before do not say and what few others share.
    """
    facts = facts_of(rule.when)
    closed = not facts or "account.uses" in facts
    limited = rule.id in base.rules and bool(limits_of(base.rules[rule.id].when))
    return (not closed, not limited, used[facts], len(excluded_by(rule, decision.options)), len(facts), rule.id)


def _clue(base: RuleBase, rule: Rule) -> Clue:
    """A rule in a few words: its one condition, or its title where there are several."""
    asked = list(leaves(rule.when))
    if len(asked) != 1 or asked[0].fact == "account.uses":
        return Clue(text=rule.title, rule=rule.id)
    (leaf,) = asked
    if leaf.op in (Op.IN, Op.INCLUDES) and isinstance(leaf.operand, tuple):
        words = " or ".join(word.replace("-", " ") for word in leaf.operand)
        return Clue(text=f"{base.vocabulary[leaf.fact].question.says}: {words}", rule=rule.id)
    return Clue(text=english(leaf, base.vocabulary).removeprefix("needed: "), rule=rule.id)


def _ability(base: RuleBase, option: str, decision: Decision) -> Clue | None:
    """What an option can do and fewest others of its decision can; None where it has nothing of its own."""
    shared = Counter(need for other in decision.options for need in base.things[other].can)
    own = [need for need in base.things[option].can if shared[need] < len(decision.options)]
    need = min(own, key=lambda name: (shared[name], name), default=None)
    return Clue(text=_lower(base.capabilities[need]), rule=f"{option}--can--{need}") if need else None


def _constraints(advisor: Advisor, decisions: Sequence[Decision]) -> tuple[str, ...]:
    """The facts that rule out most in a domain: what to look for first."""
    vocabulary = advisor.snapshot.base.vocabulary
    weight: Counter[str] = Counter()
    for decision in decisions:
        for rule in advisor.snapshot.rules[decision.id]:
            for fact in facts_of(rule.when):
                weight[fact] += len(excluded_by(rule, decision.options))
    ranked = sorted((fact for fact in weight if weight[fact] and fact != "account.uses"), key=lambda f: (-weight[f], f))
    says = (vocabulary[fact].question.says for fact in ranked[:_MOST_CONSTRAINTS])
    return tuple(text.removeprefix(f"{NEEDS[:-1]}ed: ") for text in says)


def _limits(base: RuleBase, things: Iterable[str], date: datetime.date) -> Iterator[LimitLine]:
    for name in things:
        thing = base.things[name]
        for key, limit in thing.limits.items():
            yield LimitLine(
                limit=f"{name}.{key}",
                thing=thing.name,
                says=limit.says,
                value=limit.words_at(date),
                checked=limit.checked,
                source=limit.source,
            )


def _names(base: RuleBase, things: Iterable[str], date: datetime.date) -> Iterator[NameLine]:
    for name in things:
        thing = base.things[name]
        since = _closed_since(thing, date)
        if thing.formerly or since:
            instead = thing.instead if since else ""
            yield NameLine(thing=name, formerly=thing.formerly, now=thing.name, since=since, instead=instead)


def _closed_since(thing: Thing, date: datetime.date) -> str:
    now = thing.availability(date)
    if now is None or now.status in (Availability.OPEN, Availability.PREVIEW):
        return ""
    return f"{now.status.value.replace('-', ' ')} since {now.date:%-d %B %Y}"


def _lower(text: str) -> str:
    return text[0].lower() + text[1:].rstrip(".")


STEPS = (
    "Objective: read the last sentence first. What is asked for, and by which measure (cost, effort, latency)?",
    "Constraints: underline every must. Numbers, networks, data classes, deadlines, skills, what exists already.",
    "Domain: which decision is this? Say its question to yourself.",
    "Eliminate: strike each option that breaks one constraint. One is enough; do not weigh it against virtues.",
    "Choose: of what is left, the one that the stated priority favours; without one, the simplest.",
    "Check: does the choice do all of the job, and nothing that nobody asked for?",
)


def _exam_day(exam: Exam) -> tuple[str, ...]:
    questions = exam.scored_questions + exam.unscored_questions
    seconds = exam.minutes * 60 // questions
    source = "" if exam.minutes_source == "official" else " (the minutes are from a third party: check your booking)"
    return (
        "The evening before: identification, room, and the system test of an online exam. No new topics.",
        f"{questions} questions in {exam.minutes} minutes: about {seconds} seconds each{source}.",
        f"{exam.unscored_questions} of them do not count, and nobody can tell which: let a strange one go.",
        f"Types: {', '.join(exam.question_types)}.",
        "First round: answer what is clear, flag the rest, leave nothing empty. Second round: only flagged ones.",
        "Change an answer only when you find a constraint that you had missed.",
    )
