"""What it costs, on the page: figures, bills, and sliders with a chart. What is assumed never looks like what is known.

`draw` shows the costs of any answer and can stand anywhere; `explore` lets a reader try other numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from decimal import Decimal

import altair as alt
import streamlit as st

from advisor import Advisor, Cost, CostCurves, CostLine, DecisionCost, Figure, Scenario, amount, span, usd
from components import plain_text, sentence

ASSUMED, KNOWN = "≈ assumed", "● known"
# A slider over all that is possible would be too coarse; this many times the dearest assumption is far enough.
_REACH = 4
_STEPS = 100
# A line of a bill names so many of the quantities it rests on; all of them stand in the table at the end.
_NAMED = 2
# Lines are told apart by their dashes as well as by their colour.
_DASHES = [[1, 0], [8, 3], [3, 3], [10, 3, 2, 3], [2, 6], [14, 4], [6, 2, 2, 2, 2, 2]]


def draw(cost: Cost, key: str) -> None:
    """The costs of an answer: what is recommended together, and each decision's options with their bills."""
    if not cost.decisions:
        st.caption("Nothing in this answer has a price yet.")
        return
    for warning in cost.warnings:
        st.warning(plain_text(warning))
    if cost.architecture is not None:
        st.markdown(
            f"**What is recommended costs {plain_text(span(cost.architecture.monthly_usd))} a month** "
            f"in {plain_text(cost.region)}. Figures are low, typical and high; {ASSUMED[0]} marks what is assumed."
        )
        rows = [
            {
                "Part": sentence(part.part),
                "Chosen": plain_text(part.name),
                "A month": plain_text(span(part.monthly_usd)),
            }
            for part in cost.architecture.parts
        ]
        st.table(rows, border="horizontal", hide_index=True, alt="What the chosen options cost in a month")
    for item in cost.decisions:
        decision(item, f"{key}:{item.decision}", _words(cost))


def _words(cost: Cost) -> dict[str, str]:
    """What the quantities of a bill are called."""
    return {one.name: one.says for one in (*cost.assumptions, *cost.stated)}


def decision(item: DecisionCost, key: str, says: Mapping[str, str]) -> None:
    """The options of one decision with their figures, and their bills behind a click."""
    st.subheader(plain_text(item.question), anchor=False)
    rows = [
        {
            "Option": plain_text(option.name),
            "A month": _figure(option.monthly_usd),
        }
        for option in item.options
    ]
    st.table(rows, border="horizontal", hide_index=True, alt=f"Monthly cost of each option: {item.question}")
    if item.not_priced:
        st.caption(f"No price is known for: {plain_text(', '.join(item.not_priced))}.")
    billed = [option for option in item.options if option.lines]
    if billed:
        with st.expander("The bills, line by line", key=f"bills:{key}", on_change="rerun") as bills:
            for option in billed if bills.open else ():
                st.markdown(f"**{plain_text(option.name)}**")
                _bill(option.lines, option.name, says)


def _figure(figure: Figure) -> str:
    """The typical amount, and below it how low and how high it may be."""
    typical = f"**{plain_text(usd(figure.typical))}**"
    if figure.low == figure.high:
        return typical
    return f"{typical}  \n:small[{plain_text(usd(figure.low))} to {plain_text(usd(figure.high))}]"


def _bill(lines: tuple[CostLine, ...], name: str, says: Mapping[str, str]) -> None:
    rows = [
        {
            "Item": f"{plain_text(line.item)}  \n:small[{_rests_on(line, says)}]",
            "Quantity × unit price": plain_text(f"{line.quantity:,f} {line.unit} × ${line.unit_price_usd:f}"),
            "Amount": f"**{plain_text(usd(line.amount_usd))}**",
        }
        for line in lines
    ]
    st.table(rows, border="horizontal", hide_index=True, alt=f"The typical bill of {name}, line by line")


def _rests_on(line: CostLine, says: Mapping[str, str]) -> str:
    price = f"price of {line.as_of:%B %Y}{', assumed' if line.price_assumed else ''}"
    told = [says.get(name, name) for name in line.rests_on]
    more = len(told) - _NAMED
    names = plain_text(", ".join(told[:_NAMED]) + (f" and {more} more" if more > 0 else ""))
    return f"*{ASSUMED}*: {names or 'the price'}; {price}" if line.assumed else f"{KNOWN}; {price}"


# --- trying other numbers --------------------------------------------------------------------------------------


def explore(advisor: Advisor, scenario: Scenario, region: str) -> None:
    """Sliders for what is assumed about one decision, the chart of its options, and the costs that follow.

    Raises InputError where the facts of the scenario contradict each other, and where the region has no prices.
    """
    first = advisor.cost(scenario, region=region, crossings=False)
    comparable = {item.decision: item for item in first.decisions if len(item.options) > 1 and item.compared_along}
    if not comparable:
        draw(first, "cost")
        return
    says = _words(first)
    questions = {name: item.question for name, item in comparable.items()}
    trying, showing = st.columns([1, 2], gap="large")
    with trying:
        chosen = st.selectbox("Decision", list(questions), format_func=questions.__getitem__, key="cost-decision")
        along = st.selectbox(
            "Compare over",
            comparable[chosen].compared_along,
            format_func=lambda name: sentence(says.get(name, name)),
            key=f"cost-along:{chosen}",
        )
        tried = _sliders(first, comparable[chosen])
    cost = advisor.cost(scenario, tried, region, crossings=False) if tried else first
    curves = advisor.cost_over(scenario, chosen, along, tried, region)
    with showing:
        if curves is None:
            st.caption("The costs over this quantity are no straight lines, so they are not drawn.")
        else:
            _chart(curves)
        shown = cost.decision(chosen)
        if shown is not None:
            decision(shown, "explored", _words(cost))
    st.header("The whole architecture", anchor=False)
    draw(cost, "whole")
    _table_of_assumptions(cost)


def _sliders(cost: Cost, item: DecisionCost) -> dict[str, Decimal]:
    """A slider for each assumption that a decision's bills rest on; the numbers that were moved."""
    rested = {name for option in item.options for line in option.lines for name in line.rests_on}
    assumed = [one for one in cost.assumptions if one.name in rested or one.name in item.compared_along]
    if not assumed:
        st.caption("Everything that these figures rest on is stated.")
        return {}
    st.markdown(f"**{ASSUMED[0]} What is assumed**: move it to what you know.")
    tried: dict[str, Decimal] = {}
    for one in assumed:
        value, least = float(one.value), float(one.least)
        most = min(float(one.most), max(float(one.low), float(one.high), value) * _REACH)
        if most <= least:
            continue
        share = one.unit == "share"
        scale = 100 if share else 1
        unit = "%" if share else one.unit.replace("count", "")
        step = _step(least * scale, most * scale)
        moved = st.slider(
            f"{ASSUMED[0]} {sentence(one.says)}{f' ({unit})' if unit else ''}",
            min_value=least * scale,
            max_value=max(most * scale, least * scale + step),
            value=value * scale,
            step=step,
            format="%g",
            key=f"try:{one.name}",
            help=f"{one.because} Low, typical, high: "
            + ", ".join(amount(number, one.unit) for number in (one.low, one.value, one.high)),
        )
        if abs(moved - value * scale) > step / 1000:
            tried[one.name] = Decimal(str(round(moved / scale, 6)))
    if tried:
        st.button("Back to the assumptions", on_click=_forget, args=(tuple(tried),))
    return tried


def _step(least: float, most: float) -> float:
    """A round step, about a hundredth of the range."""
    rough = (most - least) / _STEPS
    power = 10.0 ** float(f"{rough:e}".split("e")[1])
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.99)


def _forget(names: tuple[str, ...]) -> None:
    for name in names:
        del st.session_state[f"try:{name}"]


def _chart(curves: CostCurves) -> None:
    """Lines of cost over the quantity, a rule where it stands now, and diamonds where the cheaper one changes."""
    unit = "" if curves.unit == "count" else f" ({curves.unit})"
    title = f"{sentence(curves.says)}{unit}"
    names = list(dict.fromkeys(point.name for point in curves.points))
    data = alt.Data(
        values=[
            {"x": float(point.at), "usd": float(point.usd), "option": point.name, "order": index}
            for index, point in enumerate(curves.points)
        ]
    )
    dashes = [_DASHES[index % len(_DASHES)] for index in range(len(names))]
    legend = alt.Legend(orient="bottom", direction="vertical", labelLimit=500, title=None, symbolSize=400)
    lines = (
        alt.Chart(data)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("x:Q", title=title),
            y=alt.Y("usd:Q", title="US dollars a month"),
            order="order:Q",
            color=alt.Color("option:N", sort=names, legend=legend),
            strokeDash=alt.StrokeDash(
                "option:N", sort=names, scale=alt.Scale(domain=names, range=dashes), legend=legend
            ),
            tooltip=["option:N", alt.Tooltip("x:Q", title=curves.says), alt.Tooltip("usd:Q", format="$,.2f")],
        )
    )
    here = alt.Data(values=[{"x": float(curves.now), "label": f"now: {amount(curves.now, curves.unit)}"}])
    ink = "white" if st.context.theme.type == "dark" else "black"
    now = alt.Chart(here).mark_rule(strokeDash=[4, 4], size=2, color=ink).encode(x="x:Q")
    label = (
        alt.Chart(here).mark_text(align="left", dx=6, baseline="top", y=2, color=ink).encode(x="x:Q", text="label:N")
    )
    points = [{"x": float(point.at), "usd": _height(curves, point.between[0], point.at)} for point in curves.break_even]
    marks = alt.Chart(alt.Data(values=points)).mark_point(shape="diamond", size=140, filled=True, color=ink)
    crossing = marks.encode(x="x:Q", y="usd:Q") if points else None
    layers = [lines, now, label, *([crossing] if crossing is not None else [])]
    st.altair_chart(alt.layer(*layers).properties(height=380), width="stretch")
    st.caption(
        "The dashed upright line is where it stands now; a diamond is where the cheaper option changes. "
        + " ".join(plain_text(point.text) for point in curves.break_even)
    )


def _height(curves: CostCurves, option: str, at: Decimal) -> float:
    """The cost of an option at a place, on the straight line around it."""
    own = [point for point in curves.points if point.option == option]
    for left, right in itertools.pairwise(own):
        if left.at <= at <= right.at:
            wide = right.at - left.at
            return float(left.usd + (right.usd - left.usd) * ((at - left.at) / wide if wide else 0))
    return float(own[-1].usd)


def _table_of_assumptions(cost: Cost) -> None:
    shown: list[Mapping[str, str]] = [
        {
            "Quantity": plain_text(sentence(one.says)),
            "Value": f"{KNOWN if one.origin == 'stated' else '◆ tried'}: {plain_text(amount(one.value, one.unit))}",
            "Because": "stated in the scenario" if one.origin == "stated" else "set with a slider",
        }
        for one in cost.stated
    ]
    shown += [
        {
            "Quantity": plain_text(sentence(one.says)),
            "Value": f"*{ASSUMED}*: "
            + plain_text(
                ", ".join(dict.fromkeys(amount(number, one.unit) for number in (one.low, one.value, one.high)))
            ),
            "Because": plain_text(one.because),
        }
        for one in cost.assumptions
    ]
    with st.expander("What the figures rest on", key="rests", on_change="rerun") as rests:
        if rests.open:
            st.table(shown, border="horizontal", hide_index=True, alt="Every quantity that the figures rest on")
