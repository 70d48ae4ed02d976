"""The checkout an author works in: where rules can be written."""

from __future__ import annotations

from pathlib import Path

from advisor.errors import InputError
from advisor.rulebase.load import default_folder


def checkout() -> Path:
    """The folder that holds rules/ and scenarios/.

    Raises InputError where the rules in use are those of an installed advisor: nobody edits those.
    """
    folder = default_folder()
    if folder.parent.name == "_shipped":
        raise InputError.one(
            str(folder),
            "these rules belong to an installed advisor and are read-only",
            "clone the repository, `make environment`, and use .venv/bin/advisor there",
        )
    return folder.parent


def shown(path: Path) -> str:
    """A path as short as it can be: below the working directory where it is."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
