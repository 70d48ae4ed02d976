"""The page list. Run it with `advisor ui`, or with `streamlit run ui/app.py` from any folder.

The pages lie in views/: a folder called pages/ is served by Streamlit itself until this list has run once.
"""

from __future__ import annotations

import sys

import streamlit as st

import visitor
from components import STYLE

# By task, in the order of the work: the heading in the menu, then file, name and what the page is for.
TASKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "": (("start", "Start", "Paste a scenario or a question, or choose what to do."),),
    "Advise": (
        (
            "advise",
            "Advice",
            "State what is known about a workload and see which option fits, and why every other falls.",
        ),
        ("compare", "Compare", "Keep a scenario, change a constraint, and see both answers side by side."),
        ("cost", "Cost", "What each surviving option costs in a month, with its assumptions."),
        ("scenarios", "Scenarios", "The examples that ship with the advisor."),
    ),
    "Practise": (
        ("question", "Question", "Paste an exam question; see which options fall, and why."),
        ("practise", "Practise", "Questions made from the rules, each with a proved answer."),
        ("mock", "Mock exam", "A whole exam against the clock."),
        ("review", "Review", "What is due today, and what went wrong before."),
        ("plan", "Plan", "How many minutes a day until your exam."),
        ("sheet", "Sheet", "A page for each exam domain to read, print and rebuild from memory."),
        ("notes", "Notes", "The decision notes that you kept."),
    ),
    "Author": (("workbench", "Workbench", "Read a rule, and try a change of it."),),
    "Help": (("about", "About", "How to read the answers and where they come from."),),
}

# Whoever computes hands over after a millisecond, so that everybody else's page is sent meanwhile.
sys.setswitchinterval(0.001)

st.set_page_config(page_title="AWS ML architecture advisor", layout="wide", initial_sidebar_state="collapsed")
st.html(STYLE)

page = st.navigation(
    {
        task: [
            st.Page(f"views/{name}.py", title=title, default=name == "start", help=purpose)
            for name, title, purpose in pages
        ]
        for task, pages in TASKS.items()
    },
    position="hidden" if visitor.must_sign_in() else "top",
)
if visitor.must_sign_in():
    visitor.door()
    st.stop()
visitor.way_out()
st.session_state["stayed"] = st.session_state.get("here") == page.url_path
st.session_state["here"] = page.url_path
page.run()
