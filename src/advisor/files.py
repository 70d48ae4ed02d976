"""Strict reading of YAML and JSON: no duplicate keys, no aliases, bounded size, every value with its line."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from advisor.errors import InputError

MAX_BYTES = 1_000_000
MAX_DEPTH = 40

KeyPath = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"[-+]?([0-9]{1,17}\.[0-9]{0,17}|\.[0-9]{1,17}|[0-9]{1,17})([eE][-+]?[0-9]{1,2})?\Z")
# libyaml is about eight times faster; PyYAML without it reads the same events.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """One file as plain values, with the line of every key and list item."""

    name: str
    value: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def place(self, path: KeyPath = ()) -> str:
        """`file:line` of the value at `path`, or of the nearest thing around it that has a line."""
        for length in range(len(path), -1, -1):
            line = self.lines.get(tuple(path[:length]))
            if line is not None:
                return f"{self.name}:{line}"
        return self.name


def read_text(path: Path, shown_as: str | None = None, most: int = MAX_BYTES) -> str:
    """The text of a file of at most `most` bytes of UTF-8.

    Raises InputError where the file is missing, a folder, too large, or not text.
    """
    name = shown_as or str(path)
    try:
        if path.is_dir():
            raise InputError.one(name, "this is a folder", "name a file")
        if path.stat().st_size > most:
            size = f"{path.stat().st_size / 1e6:.1f} MB"
            raise InputError.one(name, f"the file is too large ({size})", f"at most {most / 1e6:g} MB is read")
        data = path.read_bytes()
    except OSError as error:
        raise InputError.one(name, f"cannot be read: {error.strerror or error}", "check the path") from None
    return decode(data, name, most)


def decode(data: bytes, name: str, most: int = MAX_BYTES) -> str:
    """Bytes as UTF-8 text; InputError for binary data or more than `most` bytes."""
    if len(data) > most:
        raise InputError.one(name, "the input is too large", f"at most {most / 1e6:g} MB is read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError.one(name, "this is not a text file", "save it as UTF-8 text") from None
    if "\0" in text:
        raise InputError.one(name, "this is not a text file", "save it as UTF-8 text")
    return text


def replace_text(path: Path, text: str) -> None:
    """Writes a file whole or not at all: readers see the old text or the new one, never a part.

    Raises InputError where it cannot be written.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise InputError.one(str(path), f"cannot be written: {error.strerror or error}", "check the folder") from None


def read_document(path: Path, shown_as: str | None = None) -> Document:
    """A YAML or JSON file as a Document; InputError with file and line where it is malformed."""
    name = shown_as or str(path)
    text = read_text(path, name)
    return parse_json(text, name) if path.suffix == ".json" else parse_yaml(text, name)


def parse_json(text: str, name: str) -> Document:
    """JSON text as a Document; duplicate keys are refused."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in items:
            if key in seen:
                raise InputError.one(name, f"the key `{key}` is given twice", "keep one of them")
            seen[key] = value
        return seen

    def constant(word: str) -> Any:
        raise InputError.one(name, f"`{word}` is not a number", "use a plain number")

    try:
        return Document(name, json.loads(text, object_pairs_hook=pairs, parse_constant=constant))
    except json.JSONDecodeError as error:
        raise InputError.one(f"{name}:{error.lineno}", f"this is not valid JSON: {error.msg.lower()}") from None
    except (RecursionError, ValueError):
        raise InputError.one(name, "the JSON is nested too deeply or holds an enormous number") from None


def parse_yaml(text: str, name: str) -> Document:
    """YAML text as a Document.

    Booleans are only `true` and `false` (YAML 1.2): `no`, `on` and `yes` stay words. Aliases, tags,
    duplicate keys, several documents and nesting deeper than 40 are refused.
    """
    lines: dict[KeyPath, int] = {}
    try:
        value = _build(_events(text, name), name, lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}" if mark else name
        raise InputError.one(place, f"this is not valid YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise InputError.one(name, f"this is not valid YAML: {str(error).splitlines()[0]}") from None
    return Document(name, value, lines)


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None
    return event.start_mark.line + 1


def _events(text: str, name: str) -> Iterator[yaml.Event]:
    documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise InputError.one(f"{name}:{_line(event)}", "a second document starts here", "one a file")
        elif isinstance(event, yaml.AliasEvent):
            raise InputError.one(f"{name}:{_line(event)}", "aliases (`*name`) are not accepted", "write the value out")
        elif isinstance(event, (yaml.NodeEvent, yaml.CollectionEndEvent)):
            yield event


@dataclass
class _Frame:
    container: dict[str, Any] | list[Any]
    path: KeyPath
    key: str | None = None


def _build(events: Iterator[yaml.Event], name: str, lines: dict[KeyPath, int]) -> Any:
    stack: list[_Frame] = []
    root: Any = None

    def put(value: Any, line: int) -> KeyPath:
        nonlocal root
        if not stack:
            root = value
            lines[()] = line
            return ()
        frame = stack[-1]
        if isinstance(frame.container, list):
            path = (*frame.path, len(frame.container))
            frame.container.append(value)
            lines[path] = line
        else:
            assert frame.key is not None
            path = (*frame.path, frame.key)
            frame.container[frame.key] = value
            frame.key = None
        return path

    for event in events:
        line = _line(event)
        if isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            continue
        tag = getattr(event, "tag", None)
        if tag is not None and not (isinstance(event, yaml.ScalarEvent) and tag == "!"):
            raise InputError.one(f"{name}:{line}", f"the tag `{tag}` is not accepted", "write a plain value")
        if stack and isinstance(stack[-1].container, dict) and stack[-1].key is None:
            _take_key(stack[-1], event, f"{name}:{line}", line, lines)
        elif isinstance(event, yaml.ScalarEvent):
            put(_scalar(event), line)
        else:
            if len(stack) >= MAX_DEPTH:
                raise InputError.one(f"{name}:{line}", "the file is nested too deeply", f"at most {MAX_DEPTH} levels")
            container: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
            stack.append(_Frame(container, put(container, line)))
    return root


def _take_key(frame: _Frame, event: yaml.Event, place: str, line: int, lines: dict[KeyPath, int]) -> None:
    if not isinstance(event, yaml.ScalarEvent):
        raise InputError.one(place, "a key must be a word", "quote it if it holds special characters")
    assert isinstance(frame.container, dict)
    key = str(event.value)
    if key in frame.container:
        raise InputError.one(place, f"the key `{key}` is given twice", "keep one of them")
    frame.key = key
    lines[(*frame.path, key)] = line


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = event.value
    if not event.implicit[0]:
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    return text
