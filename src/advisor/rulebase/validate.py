"""From a document to a pydantic model, with every problem told in the author's terms and at its line."""

from __future__ import annotations

import typing
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from advisor.errors import Problem, did_you_mean
from advisor.files import Document, KeyPath

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], document: Document, problems: list[Problem]) -> M | None:
    """The document as `model`, or None after adding its problems."""
    if not isinstance(document.value, dict):
        problems.append(Problem(document.place(), "the file is not a mapping", "write `key: value` lines"))
        return None
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        for item in error.errors():
            problems.append(_problem(model, document, item))
        return None


def _problem(model: type[BaseModel], document: Document, item: Any) -> Problem:
    path: KeyPath = tuple(item["loc"])
    kind = item["type"]
    if kind == "extra_forbidden":
        known = _keys(model, path[:-1])
        return Problem(document.place(path), f"unknown key `{path[-1]}`", did_you_mean(str(path[-1]), known))
    if kind == "missing":
        where = f" in `{path[-2]}`" if len(path) > 1 else ""
        return Problem(document.place(path[:-1]), f"the key `{path[-1]}` is missing{where}")
    name = ".".join(str(part) for part in path if part != "[key]")
    said = item["msg"].removeprefix("Value error, ")
    message = said[0].lower() + said[1:]
    return Problem(document.place(path), f"`{name}`: {message}" if name else message)


def _keys(model: Any, path: KeyPath) -> list[str]:
    """The keys of the model that stands at a path inside `model`."""
    for part in path:
        field = model.model_fields.get(part) if isinstance(part, str) and hasattr(model, "model_fields") else None
        annotation = field.annotation if field is not None else None
        inner = _model_in(annotation) if annotation is not None else None
        model = inner or model
    return list(getattr(model, "model_fields", {}))


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in typing.get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None
