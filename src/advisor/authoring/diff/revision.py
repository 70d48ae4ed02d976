"""The rules at a git revision, read into memory: the working tree is left alone."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import InputError
from advisor.files import decode
from advisor.rulebase.load import amended
from advisor.rulebase.schema import RuleBase

# Files that can be left out where the loader refuses them, without others depending on them.
_ALONE = ("rules/decisions/", "rules/implications/", "rules/phrases/")


@dataclass(frozen=True)
class Revision:
    """A revision's rule files. `base` is None where they do not load; `left_out` are files the rest loads without."""

    commit: str
    texts: dict[str, str]
    base: RuleBase | None
    problems: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def revision(root: Path, ref: str, base: RuleBase, texts: Mapping[str, str]) -> Revision:
    """The rules of the checkout at `root` as they stood at a revision; `base` is what its `texts` are now."""
    if not ref or ref.startswith("-"):
        raise InputError.one("REF", f"`{ref}` is not a git revision", "name a commit, branch or tag, such as HEAD")
    found = _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if found.returncode:
        said = found.stderr.decode(errors="replace").strip()
        remedy = "name a commit, branch or tag, such as HEAD"
        raise InputError.one("REF", f"git knows no revision `{ref}` here" + (f" ({said})" if said else ""), remedy)
    commit = found.stdout.decode().strip()
    archive = _git(root, "archive", "--format=tar", commit, "rules")
    if archive.returncode:
        raise InputError.one("REF", f"there are no rules at `{ref}`", "name a later revision")
    return _loaded(commit, dict(_members(archive.stdout, ref)), base, texts)


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise InputError.one("REF", "git is not installed", "install it, or compare by hand") from None


def _members(archive: bytes, ref: str) -> list[tuple[str, str]]:
    found = []
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.name.endswith(".yaml") and member.isfile() else None
            if file is not None:
                name = member.name.removeprefix("rules/")
                found.append((name, decode(file.read(), f"{ref}:{member.name}")))
    return found


def _loaded(commit: str, texts: dict[str, str], base: RuleBase, now: Mapping[str, str]) -> Revision:
    """The revision, without those rules that cannot be read today: the vocabulary of facts is code and has moved on."""
    kept, left_out = dict(texts), list[str]()
    problems: tuple[str, ...] = ()
    while True:
        try:
            changed = {name for name in kept.keys() | now.keys() if kept.get(name) != now.get(name)}
            return Revision(commit, texts, amended(base, changed, kept), problems, tuple(left_out))
        except InputError as error:
            problems = (*problems, *map(str, error.problems))
            names = {problem.place.partition(":")[0] for problem in error.problems}
        refused = {name.removeprefix("rules/") for name in names if name.startswith(_ALONE)} & kept.keys()
        if len(refused) != len(names) or any(name.endswith("/decision.yaml") for name in refused):
            return Revision(commit, texts, None, problems)
        left_out += sorted(refused)
        for name in refused:
            del kept[name]
