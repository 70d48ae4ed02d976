"""The architecture picture on the page: wide beside the text, tall on a phone, and in words for a screen reader."""

from __future__ import annotations

import streamlit as st

from advising import advisor_for
from advisor import Advice, picture, svg


def draw(advice: Advice, key: str, *, eliminated: bool = False) -> None:
    """The picture of an advice; one of the two shapes is shown, whichever fits the window."""
    drawn = picture(advice, advisor_for(advice.as_of).snapshot.base.things, eliminated=eliminated)
    if drawn.empty:
        st.caption("There is nothing to draw yet.")
        return
    dark = st.context.theme.type == "dark"
    with st.container(key=f"figure-wide-{key}"):
        st.image(svg(drawn, dark=dark), alt=drawn.alt, width="content")
    with st.container(key=f"figure-narrow-{key}"):
        st.image(svg(drawn, dark=dark, narrow=True), alt=drawn.alt, width="stretch")
