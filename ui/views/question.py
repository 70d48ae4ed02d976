"""A whole question: the options that fall, each for its reason, and the one that is left."""

from __future__ import annotations

import datetime

import streamlit as st

from address import packed, unpacked
from advising import advisor_for, answer_for, question_library
from advisor import (
    Answered,
    InputError,
    OptionReason,
    OptionVerdict,
    Question,
    Standing,
    describe,
    limits_of_rule,
    parse_pasted,
)
from components import code, plain_text, problem_list, sentence, source

_BADGES = {
    Standing.BEST: ":green-badge[Kept: the best]",
    Standing.WORKS: ":blue-badge[Would also work]",
    Standing.SUPERFLUOUS: ":orange-badge[More than is needed]",
    Standing.INCOMPLETE: ":orange-badge[Something is missing]",
    Standing.ANOTHER_PROBLEM: ":gray-badge[No rule ties it to the question]",
    Standing.CLOSED: ":red-badge[Out: closed to new customers]",
    Standing.ELIMINATED: ":red-badge[Out]",
}
_EXAMPLE = """A company ... Which option meets these requirements?

A. The first option
B. The second option
C. The third option
D. The fourth option"""

base = advisor_for(datetime.date.today()).snapshot.base


def _written(question: Question) -> str:
    return "\n".join([question.stem, "", *(f"{letter}. {text}" for letter, text in question.options.items())])


def _load(name: str) -> None:
    found = question_library().get(name)
    st.session_state["question_text"] = st.session_state["asked"] = _written(found) if found else ""


def _chosen() -> None:
    _load(st.session_state["question_example"])


def _ask() -> None:
    st.session_state["asked"] = st.session_state["question_text"]


def _follow_link() -> None:
    """Opens the question that the address names or holds, where it is not the one that is shown."""
    asked = {key: value for key, value in st.query_params.to_dict().items() if key in ("question", "text")}
    if not asked or asked == st.session_state.get("question_address"):
        return
    st.session_state["question_address"] = asked
    name = asked.get("question", "")
    if name and name not in question_library():
        st.warning(plain_text(f"There is no question called “{name}” here, so the box is empty."))
        name = ""
    st.session_state["question_example"] = name
    _load(name)
    if "text" in asked:
        text = unpacked(asked["text"])
        if text is None:
            st.warning("The address is damaged, so its question is lost.")
        else:
            st.session_state["question_text"] = st.session_state["asked"] = text


def _write_link() -> None:
    """Makes the address lead back to the question that is judged."""
    name, text = st.session_state.get("question_example"), st.session_state.get("asked", "")
    found = question_library().get(name) if name else None
    wanted = {"question": name} if found and _written(found) == text else {"text": packed(text)} if text else {}
    shown = st.query_params.to_dict()
    known = wanted == st.session_state.get("question_address")
    st.session_state["question_address"] = wanted
    # As on the page for advice: who goes back to the bare page is not sent forward again.
    if shown != wanted and not (not shown and known and st.session_state.get("stayed")):
        st.query_params.from_dict(wanted)


def _options(question: Question, answered: Answered) -> None:
    for letter, text in question.options.items():
        judged = answered.options[letter]
        with st.container(border=True, key=f"option:{letter}"):
            badge = _badge(answered, judged)
            st.markdown(f"**{letter}.** {plain_text(text)} {badge}")
            if judged.things:
                names = ", ".join(base.things[thing].name for thing in judged.things)
                st.caption(f"It proposes: {plain_text(names)}")
            else:
                st.caption("It names nothing that the catalogue knows.")
            for reason in judged.reasons:
                st.markdown("- " + plain_text(reason.text) + "".join(_evidence(reason)))


def _badge(answered: Answered, judged: OptionVerdict) -> str:
    """The fate of an option; where no rule spoke, it claims nothing."""
    if answered.abstained and judged.verdict == Standing.BEST:
        return ":gray-badge[Best guess]"
    if all(reason.rule == "not-decided" for reason in judged.reasons):
        return ":gray-badge[Not decided]"
    return _BADGES[judged.verdict]


def _evidence(reason: OptionReason) -> list[str]:
    """The words, the rule, its limits and its sources, one line each in small print."""
    parts = []
    if reason.words:
        parts.append("the question says: " + ", ".join(f"“{plain_text(words)}”" for words in reason.words))
    if reason.option_words:
        parts.append("the option says: " + ", ".join(f"“{plain_text(words)}”" for words in reason.option_words))
    rule = base.rules.get(reason.rule)
    if rule is not None:
        parts.append(f"rule: {code(rule.id)}")
        parts += [f"limit: {code(name)}, {plain_text(text)}" for name, text in limits_of_rule(base, rule).items()]
        parts.append("source: " + ", ".join(map(source, rule.references)))
    return [f"  \n  :small[{part}]" for part in parts]


def _facts(answered: Answered) -> None:
    if not answered.facts:
        st.info("No fact was found in the question, so the rules have little to go on.")
        return
    rows = [
        {
            "What the question says": plain_text(sentence(describe(base.vocabulary[fact.name], fact.value))),
            "How binding": "Must" if fact.strength.value == "must" else "Nice to have",
            "Its words": f"“{plain_text(fact.words)}”" if fact.words else "",
        }
        for fact in answered.facts
    ]
    st.table(rows, border="horizontal", hide_index=True, alt="Facts found in the question")


st.title("Which answer is right, and why do the others fall?", anchor=False)
st.markdown("Paste a question with its options, each on its own line after its letter. Or try an example.")
_follow_link()
names = list(question_library())
st.session_state.setdefault("question_example", "")
st.selectbox(
    "Example",
    ["", *names],
    format_func=lambda name: sentence(name.rpartition("/")[2].replace("-", " ")) if name else "None",
    key="question_example",
    on_change=_chosen,
    persist_state="session",
)
st.text_area(
    "The question and its options",
    placeholder=_EXAMPLE,
    height=260,
    max_chars=20_000,
    key="question_text",
    persist_state="session",
)
st.button("Judge the options", key="judge", type="primary", on_click=_ask)

_write_link()
if st.session_state.get("asked"):
    try:
        question = parse_pasted(st.session_state["asked"])
    except InputError as error:
        problem_list("The question cannot be judged yet", error.problems)
        st.stop()
    answered = answer_for(question)
    letters = " and ".join(answered.answer)
    st.header("The answer", anchor="answer")
    if answered.abstained:
        st.warning(
            f"The rules alone do not settle this question. The nearest guess is {letters}; please do not rely on it.",
            title="Abstained",
        )
    else:
        st.success(
            f"{letters} is what the rules leave." if len(letters) == 1 else f"{letters} are what the rules leave."
        )
    _options(question, answered)
    st.subheader("What was found in the question", anchor=False)
    _facts(answered)
    if answered.unread:
        with st.expander("Sentences that gave no fact", key="question-unread"):
            st.markdown("\n".join(f"- {plain_text(text)}" for text in answered.unread))
