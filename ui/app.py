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
        st.Page("views/scenarios.py", title="Scenarios", help="The examples that ship with the advisor."),
        st.Page("views/workbench.py", title="Workbench", help="Read a rule, and try a change of it."),
        st.Page("views/about.py", title="About", help="How to read the answers and where they come from."),
    ],
    position="top",
)
page.run()
