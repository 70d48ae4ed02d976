"""The prompt box: a pasted text, read into facts, its words marked in place; each reading can be mended."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import streamlit as st

from advising import reading_of
from advisor import Advice, Ambiguity, InputError, Reading, Scenario, Statement, Strength, Vocabulary, describe
from components import plain_text, problem_list, sentence
from state import NEEDS, Filled, fact_key, open_scenario, set_fact

_TAGS = {Strength.MUST: "must", Strength.SHOULD: "should"}
_EXAMPLE = (
    "Analysts upload documents of up to 3 MB a few times a day and wait for the answer. "
    "They want the MOST cost-effective solution."
)


def draw(vocabulary: Vocabulary, filled: Filled) -> None:
    """The box, and below it what was read."""
    with st.container(border=True, key="prompt"):
        st.text_area(
            "Paste a prompt, in the words it was written in",
            placeholder=_EXAMPLE,
            key="prompt_text",
            max_chars=20_000,
            height=130,
            persist_state="session",
        )
        st.button("Read", key="read_prompt", type="primary", on_click=_read, args=(vocabulary,))
        if problems := st.session_state.get("prompt_problems"):
            problem_list("The text could not be read", problems)
        found = current()
        if found is not None:
            _what_was_read(found, vocabulary, filled)


def current() -> Reading | None:
    """The reading that the form was filled from, while the page still shows that prompt."""
    found: Reading | None = st.session_state.get("reading")
    begun: Scenario | None = st.session_state.get("started_from")
    return found if found is not None and begun is not None and begun.prompt == found.scenario.prompt else None


def _read(vocabulary: Vocabulary) -> None:
    try:
        found = reading_of(st.session_state["prompt_text"])
    except InputError as error:
        st.session_state["prompt_problems"] = error.problems
        return
    open_scenario(take(found), vocabulary)


def take(found: Reading) -> Scenario:
    """Makes a reading the one that is shown; its scenario is what the form is then filled from."""
    st.session_state["prompt_problems"] = ()
    st.session_state["reading"] = found
    st.session_state["prompt_text"] = found.scenario.prompt
    return found.scenario


def summary(advice: Advice) -> None:
    """What the prompt wants and which area decides, under the recommendation."""
    found = current()
    if found is not None and found.scenario.objective:
        st.markdown(f"**What is wanted:** {plain_text(found.scenario.objective)}")
    if advice.scenario.domain is not None:
        st.markdown(f"**What it is mostly about:** {plain_text(sentence(advice.scenario.domain.value))}")


def _what_was_read(found: Reading, vocabulary: Vocabulary, filled: Filled) -> None:
    now = {statement.name: statement for statement in filled.statements}
    st.html(marked(found.scenario, now, vocabulary))
    for question in found.ambiguities:
        if question.fact not in now:
            _ask(question, vocabulary)
    read = [statement for statement in found.scenario.statements if statement.name in now]
    asked = [now[question.fact] for question in found.ambiguities if question.fact in now]
    if read or asked:
        st.markdown("**What was read.** Correct what is wrong; the answer follows at once.")
    else:
        st.info("No words of this text state a fact that the rules ask about. You can still fill in the form below.")
    for statement in (*read, *asked):
        _line(statement, now[statement.name], vocabulary)
    if found.scenario.unread:
        count = len(found.scenario.unread)
        label = "One sentence gave no fact" if count == 1 else f"{count} sentences gave no fact"
        with st.expander(label, key="unread"):
            st.markdown("\n".join(f"- {plain_text(unread)}" for unread in found.scenario.unread))


def marked(scenario: Scenario, now: dict[str, Statement], vocabulary: Vocabulary) -> str:
    """The prompt as HTML: words that gave a fact are marked, sentences that gave none are greyed, all of it escaped."""
    spans = [*_facts(scenario, now, vocabulary), *_unread(scenario)]
    parts, at = [], 0
    for start, end, before, after in sorted(spans):
        if start < at:  # a sentence without a fact holds no mark; where two still meet, the first one stays
            continue
        parts += [html.escape(scenario.prompt[at:start]), before, html.escape(scenario.prompt[start:end]), after]
        at = end
    parts.append(html.escape(scenario.prompt[at:]))
    legend = (
        '<p class="legend"><mark class="must">words</mark> must hold · <mark class="should">words</mark> nice to have'
        ' · <span class="unread">words</span> gave no fact</p>'
    )
    return f'<div class="marked">{"".join(parts)}</div>{legend}'


def _facts(
    scenario: Scenario, now: dict[str, Statement], vocabulary: Vocabulary
) -> Iterator[tuple[int, int, str, str]]:
    groups: list[tuple[int, int, list[Statement]]] = []
    told = [item for item in scenario.statements if item.start is not None and item.name in now]
    for item in sorted(told, key=lambda one: (one.start or 0, -(one.end or 0))):
        start, end = item.start or 0, item.end or 0
        if groups and start < groups[-1][1]:
            first, last, items = groups[-1]
            groups[-1] = (first, max(last, end), [*items, item])
        else:
            groups.append((start, end, [item]))
    for start, end, items in groups:
        current_ones = [now[item.name] for item in items]
        must = any(item.strength == Strength.MUST for item in current_ones)
        strength = Strength.MUST if must else Strength.SHOULD
        said = "; ".join(describe(vocabulary[item.name], item.value) for item in current_ones)
        tag = _TAGS[strength]
        yield (
            start,
            end,
            f'<mark class="{tag}" title="{html.escape(said, quote=True)}">',
            f'<span class="tag"> {tag}</span><span class="spoken">: {html.escape(said)}. </span></mark>',
        )


def _unread(scenario: Scenario) -> Iterator[tuple[int, int, str, str]]:
    at = 0
    for text in scenario.unread:
        found = re.compile(r"\s+".join(map(re.escape, text.split()))).search(scenario.prompt, at)
        if found:
            at = found.end()
            yield (
                found.start(),
                found.end(),
                '<span class="unread">',
                '<span class="spoken"> (gave no fact)</span></span>',
            )


def _ask(question: Ambiguity, vocabulary: Vocabulary) -> None:
    """Two readings that exclude each other: the reader chooses, nothing is decided for them."""
    spec = vocabulary[question.fact]
    said = " and ".join(f"“{plain_text(reading.words)}”" for reading in question.readings if reading.words)
    with st.container(key=f"ask:{question.fact}"):
        st.warning(f"The prompt says {said}. {plain_text(question.question)}", title=plain_text(spec.question.ask))
        with st.container(horizontal=True):
            for index, reading in enumerate(_different(question)):
                st.button(
                    plain_text(sentence(describe(spec, reading.value))),
                    key=f"take:{question.fact}:{index}",
                    on_click=set_fact,
                    args=(spec, reading.value, reading.strength),
                )


def _different(question: Ambiguity) -> list[Statement]:
    return list({repr(reading.value): reading for reading in question.readings}.values())


def _line(read: Statement, now: Statement, vocabulary: Vocabulary) -> None:
    """One fact: what it says, its words, and how to mend it."""
    spec = vocabulary[now.name]
    words = f" :small[from “{plain_text(read.words)}”]" if read.words else ""
    corrected = " :small[(corrected)]" if read.value != now.value else ""
    binding = ":red-badge[must]" if now.strength == Strength.MUST else ":blue-badge[should]"
    with st.container(horizontal=True, vertical_alignment="center", key=f"line:{now.name}"):
        st.markdown(f"{binding} {plain_text(sentence(describe(spec, now.value)))}{corrected}{words}", width="stretch")
        with st.popover("Correct", key=f"correct:{now.name}"):
            _editor(now, vocabulary)
        st.button(
            "Remove", key=f"remove:{now.name}", on_click=set_fact, args=(spec, None),
            help=f"Forget that {describe(spec, now.value)}",
        )  # fmt: skip


def _editor(now: Statement, vocabulary: Vocabulary) -> None:
    spec = vocabulary[now.name]
    key = f"mend:{now.name}"
    label = plain_text(spec.question.ask)

    def changed() -> None:
        st.session_state[fact_key(spec)] = st.session_state[key]

    if spec.group != NEEDS:
        st.session_state[key] = st.session_state[fact_key(spec)]
        labels = {"yes": "Yes", "no": "No", **{word: sentence(text) for word, text in spec.labels.items()}}

        def shown(word: str) -> str:
            return labels.get(word, word)

        if spec.kind.value == "number":
            st.text_input(label, key=key, on_change=changed)
        elif spec.kind.value in ("members", "order"):
            st.multiselect(label, list(spec.words), format_func=shown, key=key, on_change=changed)
        else:
            words = ["yes", "no"] if spec.kind.value == "flag" else list(spec.words)
            st.selectbox(label, words, format_func=shown, key=key, on_change=changed)
    if spec.kind.value != "order" and now.value is not False:
        soft = now.strength == Strength.SHOULD
        st.button(
            "It must hold" if soft else "It is only nice to have",
            key=f"soften:{now.name}",
            on_click=set_fact,
            args=(spec, now.value, Strength.MUST if soft else Strength.SHOULD),
        )
