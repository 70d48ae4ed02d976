"""What if: a scenario that is kept, the same one after a change, and what follows from the difference."""

from __future__ import annotations

import datetime

import streamlit as st

import address
import answer
import figure
import form
import state
from advising import advice_for, advisor_for, cost_for, library, scenario_title
from advisor import (
    Advice,
    Contrast,
    Cost,
    FactSpec,
    Figure,
    InputError,
    OptionChange,
    Reason,
    Scenario,
    Verdict,
    contrast,
    cost_changes,
    span,
)
from components import VERDICT_WORDS, code, plain_text, problem_list, sentence

base = advisor_for(datetime.date.today()).snapshot.base
vocabulary = base.vocabulary
exam_days = {exam.code: exam.last_day for exam in base.exams.values() if exam.last_day}
missed = address.follow(vocabulary, exam_days)


def _pin(scenario: Scenario) -> None:
    st.session_state["pinned"] = scenario


def _begin(name: str) -> None:
    """Starts from a shipped scenario: it is kept, and fills the form that is then changed."""
    state.open_scenario(library()[name], vocabulary, name)
    _pin(library()[name])


def _take_back(spec: FactSpec, pinned: Scenario) -> None:
    """States one fact again as the kept scenario has it."""
    said = pinned.by_name.get(spec.name)
    if said is None:
        state.set_fact(spec, None)
    else:
        state.set_fact(spec, said.value, said.strength)


def _first_run(scenario: Scenario) -> None:
    """Nothing is kept yet: what is in the form, or an example."""
    st.info("Nothing is kept to compare with yet. Keep what is in your form, or start from an example.")
    if scenario.statements:
        st.button("Keep what is in my form", key="pin", type="primary", on_click=_pin, args=(scenario,))
    titles = {name: scenario_title(name, item) for name, item in library().items()}
    name = st.selectbox(
        "Example", list(titles), index=None, format_func=lambda one: titles.get(one, one), placeholder="Choose one",
        key="compare-example",
    )  # fmt: skip
    if name:
        st.button("Start from this example", key="begin", on_click=_begin, args=(name,))


def _change(filled: state.Filled, pinned: Scenario) -> None:
    """One question at a time: the facts of the kept scenario come first, then all others."""
    stated = [spec for spec in vocabulary if spec.name in pinned.by_name and spec.group != state.NEEDS]
    others = [spec for spec in vocabulary if spec.name not in pinned.by_name and spec.group != state.NEEDS]
    asks = {spec.name: spec.question.ask for spec in (*stated, *others)}
    name = st.selectbox(
        "What do you want to change?",
        list(asks),
        index=None,
        format_func=lambda one: asks.get(one, one),
        placeholder="Choose a question, or type a word such as latency",
        key="change",
        persist_state="session",
    )
    if name:
        form.fact(vocabulary[name], filled)


def _differences(found: Contrast, pinned: Scenario) -> None:
    st.subheader("What you changed", anchor=False)
    if not found.facts:
        st.caption("Nothing yet; both sides are the same.")
    for change in found.facts:
        before = f"“{plain_text(change.before)}”" if change.before else "not known"
        after = f"“{plain_text(change.after)}”" if change.after else "not known"
        with st.container(horizontal=True, vertical_alignment="center", key=f"changed:{change.fact}"):
            st.markdown(f"{sentence(before)} → {after}", width="stretch")
            st.button(
                "Take back", key=f"back:{change.fact}", on_click=_take_back, args=(vocabulary[change.fact], pinned),
                help=f"State {change.before or 'nothing'} again",
            )  # fmt: skip


def _verdicts(found: Contrast) -> None:
    st.header("What follows", anchor=False)
    if found.nothing:
        st.info("The answer is the same: no verdict and no part of the architecture changes.")
        return
    for change in found.decisions:
        with st.container(border=True, key=f"follows:{change.decision}"):
            before, after = change.before or "not asked", change.after or "no longer asked"
            st.markdown(f"**{plain_text(change.question)}**")
            if before == after:
                st.markdown(f"Still {plain_text(after)}, but other options stand differently.")
            else:
                st.markdown(f"{plain_text(sentence(before))} → **{plain_text(after)}**")
            for option in change.options if change.before and change.after else ():
                st.markdown(_option(option))
    for label, items in (("Comes into the architecture", found.added), ("Leaves the architecture", found.removed)):
        if items:
            st.markdown(f"**{label}:** {plain_text(', '.join(base.things[item].name for item in items))}")


def _option(option: OptionChange) -> str:
    was, now = (VERDICT_WORDS[verdict].lower() if verdict else "no option" for verdict in (option.before, option.after))
    lines = [f"- {plain_text(option.name)}: {was} → **{now}**"]
    came = option.gained if option.after != Verdict.RECOMMENDED or not option.lost else ()
    lines += [f"  - {_reason(reason)}" for reason in came]
    if option.before == Verdict.ELIMINATED:
        lines += [f"  - No longer: {_reason(reason)}" for reason in option.lost]
    return "\n".join(lines)


def _reason(reason: Reason) -> str:
    return f"{plain_text(reason.text)} {code(reason.rule)}"


def _costs(before: Cost, after: Cost) -> None:
    """Both bills side by side, part by part."""
    st.header("What it costs in a month", anchor=False)
    changes = cost_changes(before, after)
    if not changes:
        st.caption("Nothing in either answer has a price yet.")
        return
    rows = [
        {
            "Part": sentence(change.part),
            "Kept": _figure(change.chosen[0], change.before),
            "With your change": _figure(change.chosen[1], change.after)
            + ("" if change.before == change.after else "  \n**changes**"),
        }
        for change in changes
    ]
    st.table(rows, border="horizontal", hide_index=True, alt="What both answers cost in a month, part by part")
    st.caption(
        f"Typical, with low and high in brackets, at prices on demand in {plain_text(after.region)}. "
        "The page for costs shows the bills and what they rest on."
    )


def _figure(name: str | None, figure: Figure | None) -> str:
    if figure is None:
        return "–"
    return plain_text(span(figure)) + (f"  \n:small[{plain_text(name)}]" if name else "")


def _side(title: str, advice: Advice, key: str) -> None:
    st.subheader(title, anchor=False)
    if advice.decisions:
        answer.at_a_glance(advice)
        figure.draw(advice, key)
    else:
        st.caption("Nothing to decide here yet.")


st.title("What changes if…?", anchor=False)
for line in missed:
    st.warning(plain_text(line))
filled = state.read_form(vocabulary)
scenario = state.scenario_of(filled)
date = state.as_of(exam_days)
pinned: Scenario | None = st.session_state.get("pinned")
if pinned is None:
    _first_run(scenario)
    st.stop()
address.write(scenario, date, pinned)
st.markdown(
    f"Kept: **{plain_text(pinned.title or 'your scenario')}**. Change a constraint, and see what follows from it."
)
_change(filled, pinned)
try:
    before, after = (advice_for(date, side) for side in (pinned, scenario))
except InputError as error:
    problem_list("These facts contradict each other", error.problems)
    st.stop()
found = contrast(before, after)
_differences(found, pinned)
with st.container(horizontal=True):
    st.button("Keep the changed scenario instead", key="pin", on_click=_pin, args=(scenario,))
    if st.button("See the whole answer", key="whole"):
        st.switch_page("views/advise.py")
_verdicts(found)
left, right = st.columns(2, gap="large")
with left:
    _side("Kept", before, "kept")
with right:
    _side("With your change", after, "changed")
_costs(cost_for(date, pinned), cost_for(date, scenario))
answer.foot(after)
