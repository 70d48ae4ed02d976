"""What `rules check` found, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from advisor.verify.check import Report
from advisor.verify.finding import Finding


def report(given: Report) -> RenderableType:
    """Every finding under its decision, with what to do and a scenario to try; then the count."""
    return Group(*_report(given))


def _report(given: Report) -> Iterator[RenderableType]:
    for home in dict.fromkeys(item.decision for item in given.findings):
        yield Text(f"\n{home or 'the whole base'}", "bold")
        for item in given.findings:
            if item.decision == home:
                yield from _finding(item)
    for undone in given.undecided:
        where = f" of {undone.decision}" if undone.decision else ""
        yield Text(f"\nunknown: {undone.code}{where}: the solver gave up ({undone.reason})", "yellow")
    yield Text(f"\n{summary(given)}")


def _finding(item: Finding) -> Iterator[RenderableType]:
    yield Padding(Text.assemble((item.code, "yellow"), f"  {item.message}"), (0, 0, 0, 2))
    yield Padding(Text(f"{item.place}; {item.remedy}" if item.place else item.remedy, "dim"), (0, 0, 0, 6))
    if item.witness is not None:
        yield Padding(Text(f"try: advisor advise {_as_options(item.witness)}", "dim"), (0, 0, 0, 6))


def _as_options(witness: dict[str, object]) -> str:
    """A scenario as options of `advisor advise`."""
    parts = []
    for name, value in witness.items():
        option = "--prefer" if isinstance(value, dict) else "--set"
        plain = value["value"] if isinstance(value, dict) else value
        written = (
            ",".join(plain) if isinstance(plain, list) else str(plain).lower() if plain in (True, False) else plain
        )
        parts.append(f"{option} {name}={written}")
    return " ".join(parts)


def summary(given: Report) -> str:
    """One line: what was checked, and how much was found."""
    scope = given.decisions[0] if len(given.decisions) == 1 else f"{len(given.decisions)} decisions"
    found = f"{len(given.findings)} finding{'' if len(given.findings) == 1 else 's'}"
    parts = [f"{scope} as of {given.as_of:%-d %B %Y}: {found}"]
    if given.accepted:
        parts.append(f"{given.accepted} accepted in rules/suppressions.yaml")
    if given.undecided:
        parts.append(f"{len(given.undecided)} unknown")
    return ", ".join(parts)
