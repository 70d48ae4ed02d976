"""Practice: choose what about, answer, say how sure, see why every other option falls."""

from __future__ import annotations

import streamlit as st

from advisor import InputError, Mode, Wish, choose, exam_of
from components import plain_text, problem_list
from studying import Asking, ask, now, pool, store

_KEY = "practise"
_WEAKEST, _DOMAIN, _DECISION, _PAIR = "What I am weakest in", "A domain", "A decision", "Two options I mix up"

st.title("Practise", anchor=False)
base, kept = pool().base, store()
settings = kept.settings()


def _wish() -> Wish:
    about = st.segmented_control(
        "What about?",
        [_WEAKEST, _DOMAIN, _DECISION, _PAIR],
        default=_WEAKEST,
        required=True,
        key="practise_about",
        persist_state="session",
    )
    exam = exam_of(base, settings.exam)
    if about == _DOMAIN:
        titles = {domain.id: domain.title for domain in exam.domains}
        domain = st.selectbox(f"Domain of {exam.code}", list(titles), format_func=titles.get, key="practise_domain")
        return Wish(domain=domain)
    if about in (_DECISION, _PAIR):
        questions = {name: base.decisions[name].question for name in pool().decisions}
        decision = st.selectbox("Decision", list(questions), format_func=questions.get, key="practise_decision")
        if about == _DECISION:
            return Wish(decision=decision)
        names = {option: base.things[option].name for option in base.decisions[decision].options}
        with st.container(horizontal=True):
            right = st.selectbox("The right one is", list(names), format_func=names.get, key="practise_right")
            others = [option for option in names if option != right]
            wrong = st.selectbox("and not", others, format_func=names.get, key="practise_wrong")
        return Wish(decision=decision, right=right, wrong=wrong)
    return Wish()


def _start() -> None:
    st.markdown(
        "You say how sure you are before you see the answer. Then every option that falls is shown with the words and "
        "the rule that speak against it."
    )
    wish = _wish()
    count = st.segmented_control(
        "How many questions?", [3, 5, 10, 20], default=5, required=True, key="practise_count", persist_state="session"
    )
    if not st.button("Ask me", key="practise-start", type="primary"):
        return
    try:
        items = choose(pool(), wish, kept.attempts(), settings, now(), count)
    except InputError as error:
        problem_list("There is nothing to ask", error.problems)
        return
    if not items:
        st.info("There is no question for this choice yet. Please choose more widely.")
        return
    st.session_state[_KEY] = Asking(items, Mode.PRACTICE)
    st.rerun()


st.caption(plain_text(f"For {settings.exam}. The exam and its date are set on the page “Plan”."))
if _KEY in st.session_state:
    ask(_KEY, _start)
else:
    _start()
