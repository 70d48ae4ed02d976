"""Strict reading: what is refused, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.files import parse_json, parse_yaml, read_document, read_text


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "f.yaml")
    return str(caught.value)


def test_values_and_lines() -> None:
    document = parse_yaml("a: 1\nb:\n  - no\n  - {c: 2.5, d: true, e: ~, f: '7'}\n", "f.yaml")
    assert document.value == {"a": 1, "b": ["no", {"c": 2.5, "d": True, "e": None, "f": "7"}]}
    assert document.place(("b", 1, "d")) == "f.yaml:4"
    assert document.place(("b", 9)) == "f.yaml:2"


def test_duplicate_key_is_refused_with_its_line() -> None:
    assert refused("a: 1\nb: 2\na: 3\n") == "f.yaml:3: the key `a` is given twice; keep one of them"


def test_alias_is_refused_so_that_no_bomb_can_grow() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert "aliases" in refused(bomb)


def test_tag_is_refused() -> None:
    assert "tag" in refused("a: !!python/object/apply:os.system [id]\n")


def test_deep_nesting_is_refused() -> None:
    assert "nested too deeply" in refused("[" * 2000)
    with pytest.raises(InputError):
        parse_json("[" * 100_000, "f.json")


def test_second_document_is_refused() -> None:
    assert "second document" in refused("a: 1\n---\nb: 2\n")


def test_syntax_error_names_the_line() -> None:
    assert refused("a: 1\nb: [1, 2\nc: 3\n").startswith("f.yaml:3")


def test_json_duplicate_key_is_refused() -> None:
    with pytest.raises(InputError, match="given twice"):
        parse_json('{"a": 1, "a": 2}', "f.json")


def test_json_nan_is_refused() -> None:
    with pytest.raises(InputError, match="not a number"):
        parse_json('{"a": NaN}', "f.json")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\x00\x01\x02", "not a text file"), (b"\xff\xfe\x00a", "not a text file"), (b"a: 1\n" * 2_000_000, "too large")],
    ids=["binary", "utf-16", "10 MB"],
)
def test_unreadable_content(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_document(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_text(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="folder"):
        read_text(tmp_path)
