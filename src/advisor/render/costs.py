"""Costs in the terminal: the figures first, then the bill, the break-even points and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from advisor.cost.model import Cost, CostLine, DecisionCost, Figure, OptionCost
from advisor.cost.words import amount, usd

_ASSUMED, _KNOWN = "≈", " "


def as_text(given: Cost, *, every_bill: bool = False) -> RenderableType:
    """All costs. The bill of each decision's first option is shown, of all where `every_bill` is set."""
    return Group(*_parts(given, every_bill))


def summary(given: Cost) -> Iterator[RenderableType]:
    """The costs as a section of an advice: a line for each priced decision's options, and the whole."""
    priced = [item for item in given.decisions if any(option.monthly_usd.high for option in item.options)]
    if not priced:
        return
    yield Text(f"\nWhat it costs in a month in {given.region}: low, typical, high", "bold")
    table = _figures()
    for item in priced:
        table.add_row(Text(item.question, "italic"), "", "", "")
        for option in item.options:
            _add(table, f"  {option.name}", option.monthly_usd)
    if given.architecture is not None and len(given.architecture.parts) > 1:
        _add(table, "What is recommended, together", given.architecture.monthly_usd, "bold")
    yield Padding(table, (0, 0, 0, 2))
    yield Padding(
        Text(f"Rests on {len(given.assumptions)} assumptions: `advisor cost` lists them.", "dim"), (0, 0, 0, 2)
    )
    yield from _warnings(given)


def _parts(given: Cost, every_bill: bool) -> Iterator[RenderableType]:
    if not given.decisions:
        yield Text("Nothing here has a price: no decision with priced options applies yet.", "bold")
        return
    yield Text(f"Monthly cost in {given.region}, in US dollars. {_ASSUMED} marks what is assumed.", "dim")
    for item in given.decisions:
        yield Text("")
        yield from _decision(item, every_bill)
    if given.architecture is not None:
        yield Text("\nWhat is recommended, together", "bold")
        table = _figures()
        for part in given.architecture.parts:
            _add(table, f"{part.part}: {part.name}", part.monthly_usd)
        _add(table, "together", given.architecture.monthly_usd, "bold")
        yield Padding(table, (0, 0, 0, 2))
    if given.break_even:
        yield Text("\nWhere the cheaper one changes", "bold")
        yield from _crossings(given)
    if given.stated:
        yield Text("\nWhat the scenario states", "bold")
        for known in given.stated:
            yield Padding(Text.assemble(f"- {known.says}: ", (amount(known.value, known.unit), "bold")), (0, 0, 0, 2))
    if given.assumptions:
        yield Text(f"\n{_ASSUMED} What is assumed: low, typical, high", "bold")
        yield Padding(_assumptions(given), (0, 0, 0, 2))
    sources = {line.source: None for item in given.decisions for option in item.options for line in option.lines}
    if sources:
        yield Text("\nWhere the prices were read", "bold")
        for source in sorted(sources):
            yield Padding(Text(f"- {source}", "dim"), (0, 0, 0, 2))
    yield from _warnings(given)


def _warnings(given: Cost) -> Iterator[RenderableType]:
    for warning in given.warnings:
        yield Padding(Text(f"! {warning}", "yellow"), (0, 0, 0, 2))


def _decision(item: DecisionCost, every_bill: bool) -> Iterator[RenderableType]:
    yield Line(Text.assemble((item.question, "bold"), f"  {item.decision}"), align="left", style="dim")
    table = _figures()
    for option in item.options:
        _add(table, option.name, option.monthly_usd)
    yield Padding(table, (0, 0, 0, 2))
    if item.not_priced:
        yield Padding(Text(f"No price is known for: {', '.join(item.not_priced)}", "dim"), (0, 0, 0, 2))
    for option in item.options if every_bill else item.options[:1]:
        if option.lines:
            yield from _bill(option)


def _bill(option: OptionCost) -> Iterator[RenderableType]:
    yield Padding(Text(f"{option.name}, line by line", "italic"), (0, 0, 0, 4))
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    for _ in range(2):
        table.add_column(justify="right")
    table.add_column(style="dim")
    for line in option.lines:
        quantity = f"{line.quantity:,.2f}".rstrip("0").rstrip(".")
        each = f"{quantity} {line.unit} × ${line.unit_price_usd:f}"
        mark = _ASSUMED if line.assumed else _KNOWN
        table.add_row(f"{mark} {line.item}", each, usd(line.amount_usd), _dated(line))
    yield Padding(table, (0, 0, 0, 6))


def _dated(line: CostLine) -> str:
    return f"{'assumed price' if line.price_assumed else 'price'} of {line.as_of:%b %Y}"


def _figures() -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table.add_column("", overflow="fold")
    for heading in ("low", "typical", "high"):
        table.add_column(heading, justify="right", no_wrap=True, min_width=8)
    return table


def _add(table: Table, name: str, figure: Figure, style: str = "") -> None:
    low, high = ("", "") if figure.low == figure.high else (usd(figure.low), usd(figure.high))
    table.add_row(Text(name, style), Text(low, "dim"), Text(usd(figure.typical), style or "bold"), Text(high, "dim"))


def _crossings(given: Cost) -> Iterator[RenderableType]:
    for item in given.decisions:
        points = [point for point in given.break_even if point.decision == item.decision]
        if points:
            yield Padding(Text(item.question, "italic"), (0, 0, 0, 2))
        for point in points:
            yield Padding(Text(f"- {point.text} Now {amount(point.now, point.unit)}."), (0, 0, 0, 4))


def _assumptions(given: Cost) -> Table:
    table = Table.grid(padding=(0, 2))
    for _ in range(2):
        table.add_column(overflow="fold")
    table.add_column(style="dim", overflow="fold")
    for item in given.assumptions:
        numbers = [item.low, item.value, item.high]
        shown = ", ".join(dict.fromkeys(amount(number, item.unit) for number in numbers))
        table.add_row(item.says, shown, item.because)
    return table
