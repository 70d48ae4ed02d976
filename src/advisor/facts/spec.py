"""The vocabulary as data: one `FactSpec` for each field of `Facts`, and the needs that a rule base adds."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from advisor.errors import did_you_mean
from advisor.facts.fields import FactKind, Group, Question, Word
from advisor.facts.model import Facts

Value = bool | float | int | str | tuple[str, ...]

NEEDS = "needs"


@dataclass(frozen=True)
class FactSpec:
    """One fact: `group.field`, its question, and for closed lists the words with their labels."""

    name: str
    question: Question
    words: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)

    @property
    def group(self) -> str:
        """The section of the form."""
        return self.name.partition(".")[0]

    @property
    def kind(self) -> FactKind:
        """The shape of the value."""
        return self.question.kind


@dataclass(frozen=True)
class Vocabulary:
    """Every fact that scenarios and rules may name."""

    specs: Mapping[str, FactSpec]

    def __contains__(self, name: object) -> bool:
        return name in self.specs

    def __getitem__(self, name: str) -> FactSpec:
        return self.specs[name]

    def __iter__(self) -> Iterator[FactSpec]:
        return iter(self.specs.values())

    def suggest(self, name: str) -> str:
        """A remedy for a name that is not a fact."""
        if near := did_you_mean(name, self.specs):
            return near
        tails = {spec.name.partition(".")[2]: spec.name for spec in self}
        return f"did you mean `{tails[name]}`?" if name in tails else "see `advisor rules facts` for every fact"

    def with_needs(self, needs: Mapping[str, str], uses: Iterable[str]) -> Vocabulary:
        """This vocabulary with one flag for each capability that can be needed, and the things an account may use.

        `needs` maps a capability's id to its definition.
        """
        specs = dict(self.specs)
        for need, definition in needs.items():
            says = definition[0].lower() + definition[1:].rstrip(".")
            question = Question(FactKind.FLAG, f"Is this needed: {says}?", f"needed: {says}", f"not needed: {says}")
            specs[f"{NEEDS}.{need}"] = FactSpec(f"{NEEDS}.{need}", question)
        things = tuple(sorted(uses))
        specs["account.uses"] = replace(specs["account.uses"], words=things, labels={thing: thing for thing in things})
        return Vocabulary(specs)


def _words(annotation: object) -> type[StrEnum] | None:
    for part in typing.get_args(annotation):
        if isinstance(part, type) and issubclass(part, StrEnum):
            return part
        if isinstance(part, types.GenericAlias) or typing.get_args(part):
            inner = _words(part)
            if inner is not None:
                return inner
    return None


def _specs() -> Iterator[FactSpec]:
    for group_name, group_field in Facts.model_fields.items():
        group = group_field.annotation
        assert isinstance(group, type) and issubclass(group, Group)
        for name, info in group.model_fields.items():
            question = next(item for item in info.metadata if isinstance(item, Question))
            words = _words(info.annotation)
            yield FactSpec(
                f"{group_name}.{name}",
                question,
                tuple(word.value for word in words) if words else (),
                {word.value: word.label if isinstance(word, Word) else word.value for word in words} if words else {},
            )


SPECS = Vocabulary({spec.name: spec for spec in _specs()})
