"""rules/suppressions.yaml: findings of `rules check` that are accepted for a while, each with a reason and an end."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from advisor.errors import Problem
from advisor.files import Document
from advisor.rulebase.primitives import Slug, Strict, Text
from advisor.rulebase.validate import validate

NAME = "suppressions.yaml"


class Suppression(Strict):
    """One accepted finding: its code and subject as `rules check` prints them."""

    code: Slug
    subject: Text
    reason: Text
    expires: datetime.date


class SuppressionsFile(Strict):
    """The whole file."""

    suppressions: tuple[Suppression, ...] = ()


def read_suppressions(documents: Mapping[str, Document], problems: list[Problem]) -> tuple[Suppression, ...]:
    """The accepted findings; none where there is no such file."""
    document = documents.get(NAME)
    read = validate(SuppressionsFile, document, problems) if document is not None else None
    return read.suppressions if read is not None else ()
