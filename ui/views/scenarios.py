"""The shipped scenarios; one click opens one in the form."""

from __future__ import annotations

import streamlit as st

from advising import library, scenario_title
from components import plain_text

st.title("Scenarios", anchor=False)
st.markdown(
    "Situations as exams and projects pose them. Open one, read the answer, then change a fact and watch what follows."
)

if not library():
    st.info("No scenarios are installed. The form on the page “Advice” works without them.")

with st.grid(2, min_column_width=320, key="library"):
    for name, scenario in library().items():
        with st.container(border=True, height="stretch"):
            st.header(plain_text(scenario_title(name, scenario)), anchor=False)
            st.text(scenario.prompt or scenario.objective)
            if st.button("Open in the form", key=f"open:{name}"):
                st.switch_page("views/advise.py", query_params={"scenario": name})
