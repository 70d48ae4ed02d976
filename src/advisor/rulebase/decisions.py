"""rules/decisions/<decision>/decision.yaml: the questions, their options and when they apply."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from advisor.errors import Problem, did_you_mean
from advisor.facts import Vocabulary
from advisor.files import Document
from advisor.rulebase.condition import ConditionParser
from advisor.rulebase.schema import Decision, DecisionFile, DeclaredConflict, Thing
from advisor.rulebase.validate import validate
from advisor.vocabulary import Domain


def read_decisions(
    documents: Mapping[str, Document],
    vocabulary: Vocabulary,
    limits: frozenset[str],
    things: Mapping[str, Thing],
    tasks: Collection[str],
    problems: list[Problem],
) -> dict[str, Decision]:
    """Every decision in the order of the ML lifecycle, upstream decisions first; `tasks` are those that exams have."""
    decisions: dict[str, Decision] = {}
    files: dict[str, tuple[Document, DecisionFile]] = {}
    for name, document in documents.items():
        folder, _, file = name.removeprefix("decisions/").partition("/")
        if name.startswith("decisions/") and file == "decision.yaml":
            read = validate(DecisionFile, document, problems)
            if read is not None:
                files[folder] = (document, read)
    home = {option: decision for decision, (_, read) in files.items() for option in read.options}
    for identifier, (document, read) in files.items():
        parser = ConditionParser(document, vocabulary, limits, problems)
        applies = parser.parse(read.applies, ("applies",))
        declared = [
            DeclaredConflict(when=when, because=item.because)
            for index, item in enumerate(read.declared_conflicts)
            if (when := parser.parse(item.when, ("declared_conflicts", index, "when"))) is not None
        ]
        upstream = _upstream(identifier, document, read, home, problems)
        _check_names(document, read, vocabulary, things, tasks, problems)
        if applies is not None:
            decisions[identifier] = Decision(
                id=identifier,
                question=read.question,
                area=read.area,
                applies=applies,
                options=tuple(read.options),
                belongs_to={option: spec.belongs_to for option, spec in read.options.items() if spec.belongs_to},
                upstream=upstream,
                pivotal=read.pivotal,
                tasks=read.tasks,
                declared_conflicts=tuple(declared),
            )
    return _upstream_first(decisions, documents, problems)


def _upstream(
    identifier: str,
    document: Document,
    read: DecisionFile,
    home: Mapping[str, str],
    problems: list[Problem],
) -> str | None:
    """The one decision whose options this decision's options belong to."""
    found: str | None = None
    for option, spec in read.options.items():
        for index, host in enumerate(spec.belongs_to):
            place = document.place(("options", option, "belongs_to", index))
            decision = home.get(host)
            if decision is None or decision == identifier:
                problems.append(Problem(place, f"`{host}` is no option of another decision", did_you_mean(host, home)))
            elif found not in (None, decision):
                problems.append(
                    Problem(place, f"`{host}` belongs to `{decision}`, other options to `{found}`", "use one")
                )
            else:
                found = decision
    return found


def _check_names(
    document: Document,
    read: DecisionFile,
    vocabulary: Vocabulary,
    things: Mapping[str, Thing],
    tasks: Collection[str],
    problems: list[Problem],
) -> None:
    for option in read.options:
        if option not in things:
            place = document.place(("options", option))
            problems.append(
                Problem(place, f"the option `{option}` is not in the catalogue", did_you_mean(option, things))
            )
    for index, fact in enumerate(read.pivotal):
        if fact not in vocabulary:
            problems.append(
                Problem(document.place(("pivotal", index)), f"unknown fact `{fact}`", vocabulary.suggest(fact))
            )
    for index, task in enumerate(read.tasks):
        if task not in tasks:
            problems.append(
                Problem(document.place(("tasks", index)), f"unknown exam task `{task}`", did_you_mean(task, tasks))
            )


def _upstream_first(
    decisions: dict[str, Decision], documents: Mapping[str, Document], problems: list[Problem]
) -> dict[str, Decision]:
    lanes = list(Domain)
    ordered: dict[str, Decision] = {}
    waiting = dict(sorted(decisions.items(), key=lambda item: (lanes.index(item[1].area), item[0])))
    while waiting:
        ready = (
            name
            for name, decision in waiting.items()
            if decision.upstream is None or decision.upstream in ordered or decision.upstream not in decisions
        )
        name = next(ready, None)
        if name is None:
            place = documents[f"decisions/{next(iter(waiting))}/decision.yaml"].place(("options",))
            problems.append(Problem(place, f"the decisions {', '.join(waiting)} belong to each other in a circle"))
            break
        ordered[name] = waiting.pop(name)
    return ordered
