"""The answer in words: what to choose and why, what goes with it, and the traps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import figure
from advisor import Advice, DecisionAdvice, FactShown, Scenario, Status, Strength, Vocabulary, describe
from components import STATUS_BADGES, code, day, plain_text, sentence
from form import section_name
from state import Filled

_CLASHES_SHOWN = 3


def problems(vocabulary: Vocabulary, filled: Filled) -> None:
    """A pointer to each field that could not be read."""
    for name in filled.problems:
        spec = vocabulary[name]
        st.warning(
            f"In “{plain_text(section_name(spec.group))}”: “{plain_text(spec.question.ask)}” needs correcting. "
            "For now it counts as unknown."
        )


def draw(advice: Advice, scenario: Scenario, *, read: bool) -> DeltaGenerator | None:
    """The scenario as understood, then the answer at a glance; a prompt that was `read` stands marked above.

    What comes back is the place for the architecture, which can wait; None where there is no answer yet.
    """
    st.header(plain_text(scenario.title or "Answer"), anchor="answer")
    if scenario.prompt and not read:
        with st.container(border=True):
            st.text(scenario.prompt)
    if not advice.decisions:
        _nothing_yet(scenario)
        return None
    at_a_glance(advice)
    return st.container()


def architecture(advice: Advice) -> None:
    """The picture of the answer."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("The architecture", anchor=False)
        eliminated = st.toggle("Show what was ruled out", key="eliminated", persist_state="session")
    figure.draw(advice, "advice", eliminated=eliminated)


def around(advice: Advice) -> None:
    """What the answer brings along and rests on: companions, traps and facts."""
    if advice.companions:
        st.header("Needed beside it", anchor=False)
        for companion in advice.companions:
            st.markdown(f"- **{plain_text(companion.name)}**: {plain_text(companion.because)} {code(companion.rule)}")
    if advice.warnings:
        st.header("Traps in this scenario", anchor=False)
        for warning in advice.warnings:
            st.markdown(f"- {plain_text(warning.text)} {code(warning.rule)}")
    if advice.scenario.facts:
        _facts(advice)


def _nothing_yet(scenario: Scenario) -> None:
    if scenario.statements:
        st.info("Nothing to decide yet. Say a little more: how requests arrive, say, or who waits for the answer.")
    else:
        st.markdown(
            "Say what you know in the form; leave the rest unknown. The answer appears here and follows every change. "
            "Or start from one of the scenarios in the list “Start from”."
        )


def at_a_glance(advice: Advice) -> None:
    """One line for each decision."""
    rows = [
        {
            "Question": plain_text(item.question),
            "Answer": f"**{plain_text(item.options[0].name)}**"
            if item.status == Status.RECOMMENDED
            else STATUS_BADGES[item.status],
        }
        for item in advice.decisions
    ]
    st.table(rows, border="horizontal", hide_index=True, alt="The recommendation for each decision")


def decision(item: DecisionAdvice, advice: Advice, vocabulary: Vocabulary) -> None:
    """How one decision ends, in a sentence, and what could still change it."""
    st.markdown(f"{plain_text(item.question)} {STATUS_BADGES[item.status]}")
    if item.status == Status.RECOMMENDED:
        best = item.options[0]
        st.subheader(plain_text(best.name), anchor=False)
        st.markdown(plain_text(best.reasons[0].text))
        if item.depends_on:
            count = len(item.depends_on)
            label = "One unknown could change this" if count == 1 else f"{count} unknowns could change this"
            with st.expander(label, key=f"unknowns:{item.decision}", type="compact", on_change="rerun") as unknowns:
                if unknowns.open:
                    st.caption("Only the answers that would change it are listed.")
                    _dependences(item, vocabulary)
        else:
            st.caption("No single unknown would change this.")
    elif item.status == Status.OPEN:
        st.subheader("It depends on what is not known yet", anchor=False)
        _dependences(item, vocabulary)
    else:
        st.subheader("The requirements clash", anchor=False)
        _clashes(item, advice, vocabulary)


def _dependences(item: DecisionAdvice, vocabulary: Vocabulary) -> None:
    """Each unknown with what its answers would give; under a recommendation, only what would change it."""
    names = {option.option: option.name for option in item.options}
    rows = []
    for dependence in item.depends_on:
        section = section_name(vocabulary[dependence.fact].group)
        answers = [
            f"- **{plain_text(_run([label for label, _ in alike]))}**: {plain_text(names.get(option, 'nothing fits'))}"
            for option, alike in groupby(dependence.values.items(), key=lambda pair: pair[1])
            if option != item.recommended
        ]
        rows.append(
            {
                "What is unknown": f"{plain_text(dependence.question)}  \n:small[in “{plain_text(section)}”]",
                "What each answer would give": "\n".join(answers),
            }
        )
    st.table(rows, border="horizontal", hide_index=True, alt=f"What each answer would give: {item.question}")


def _run(labels: Sequence[str]) -> str:
    """Neighbouring answers that give the same, as one."""
    return " or ".join(labels) if len(labels) <= 2 else f"{labels[0]} … {labels[-1]}"


def _clashes(item: DecisionAdvice, advice: Advice, vocabulary: Vocabulary) -> None:
    """The clashes, the smallest first; what a way out names has to be given up together."""
    said = {fact.name: fact.text for fact in advice.scenario.facts}
    for clash in item.conflicts[:_CLASHES_SHOWN]:
        st.markdown(plain_text(clash.text))
        steps = []
        for relaxation in clash.relax:
            now = plain_text(said.get(relaxation.fact, relaxation.fact))
            if relaxation.to is None:
                steps.append(f"- Give up, or leave unknown: “{now}”.")
            else:
                then = plain_text(describe(vocabulary[relaxation.fact], relaxation.to))
                steps.append(f"- Instead of “{now}” accept “{then}”.")
        if steps:
            way = "One way out:" if len(steps) == 1 else "One way out is to do all of this:"
            st.markdown("\n".join([way, "", *steps]))
    more = len(item.conflicts) - _CLASHES_SHOWN
    if more > 0:
        st.caption("There is one further clash." if more == 1 else f"There are {more} further clashes.")


def _facts(advice: Advice) -> None:
    rows = [
        {
            "Fact": plain_text(sentence(fact.text)),
            "How binding": "Must" if fact.strength == Strength.MUST else "Nice to have",
            "Comes from": _origin(fact),
        }
        for fact in advice.scenario.facts
    ]
    with st.expander(f"The {len(rows)} facts that the answer rests on", key="facts", on_change="rerun") as facts:
        if not facts.open:
            return
        if advice.scenario.objective:
            st.markdown(f"**Objective.** {plain_text(advice.scenario.objective)}")
        st.table(rows, border="horizontal", hide_index=True, alt="Facts stated, computed and concluded")
        for unread in advice.scenario.unread:
            st.markdown(f"- Not understood: “{plain_text(unread)}”")


def _origin(fact: FactShown) -> str:
    if fact.computed:
        return f"computed: {plain_text(fact.computed.text)} ({plain_text(fact.computed.source)})"
    if fact.rules:
        return f"concluded by {', '.join(map(code, fact.rules))}"
    return f"“{plain_text(fact.words)}”" if fact.words else "stated"


def foot(advice: Advice) -> None:
    """From what, and as of when, the answer was made."""
    st.divider()
    version, engine = plain_text(advice.rulebase.version), plain_text(advice.engine)
    st.caption(f"As of {day(advice.as_of)} · rule base {version} · engine {engine}")
