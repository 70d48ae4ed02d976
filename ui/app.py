"""The page list. Run it with `advisor ui`, or with `streamlit run ui/app.py` from any folder.

The pages lie in views/: a folder called pages/ is served by Streamlit itself until this list has run once.
"""

from __future__ import annotations

import streamlit as st

from components import STYLE

st.set_page_config(page_title="AWS ML architecture advisor", layout="wide")
st.html(STYLE)

page = st.navigation(
    [
        st.Page(
            "views/advise.py",
            title="Advise",
            default=True,
            help="State what is known about a workload and see which option fits, and why every other falls.",
        ),
        st.Page(
            "views/question.py",
            title="Question",
            help="Paste an exam question; see which options fall, and why.",
        ),
        st.Page(
            "views/practise.py", title="Practise", help="Questions made from the rules, each with a proved answer."
        ),
        st.Page("views/mock.py", title="Mock exam", help="A whole exam against the clock."),
        st.Page("views/review.py", title="Review", help="What is due today, and what went wrong before."),
        st.Page("views/plan.py", title="Plan", help="How many minutes a day until your exam."),
        st.Page("views/notes.py", title="Notes", help="Decision notes that you kept."),
        st.Page("views/scenarios.py", title="Scenarios", help="The examples that ship with the advisor."),
        st.Page("views/workbench.py", title="Workbench", help="Read a rule, and try a change of it."),
        st.Page("views/about.py", title="About", help="How to read the answers and where they come from."),
    ],
    position="top",
)
page.run()
