"""Taking the answer away: each document is made when it is asked for, by the function that the command line uses."""

from __future__ import annotations

import re

import streamlit as st

from advising import advice_for, advisor_for
from advisor import Advice, Export, InputError, Scenario, export, lab_markdown, lab_proof, scenario_text

_ORDER = (Export.ADR, Export.NOTE, Export.HTML, Export.MARKDOWN, Export.JSON, Export.SVG)


def draw(advice: Advice, scenario: Scenario) -> None:
    """The choice of a document, the button that downloads it, and the scenario file that makes it again."""
    with st.expander("Take the answer away", key="documents", on_change="rerun") as opened:
        if not opened.open:
            return
        form = st.selectbox(
            "Document", _ORDER, format_func=lambda one: one.label, key="document", persist_state="session"
        )
        name = re.sub(r"[^a-z0-9]+", "-", (scenario.title or "advice").lower()).strip("-")[:60] or "advice"

        def written() -> str:
            whole = advice_for(advice.as_of, scenario, changes=True, costs=True)
            return export(form, whole, scenario, advisor_for(advice.as_of).snapshot.base.things)

        with st.container(horizontal=True):
            st.download_button(
                "Download",
                written,
                file_name=f"{name}.{form.suffix}",
                mime=form.media_type,
                on_click="ignore",
                key="download",
            )
            st.download_button(
                "Download the scenario file", scenario_text(scenario), file_name="scenario.yaml", mime="text/yaml",
                on_click="ignore", key="download-scenario",
            )  # fmt: skip
        _lab(advice, name)
        st.caption(
            "Each document names the rule base, the date and a fingerprint. "
            f"`advisor advise scenario.yaml --as-of {advice.as_of.isoformat()} --format {form.value}` writes it again."
        )


def _lab(advice: Advice, name: str) -> None:
    """The stack that proves the advice in the reader's own account, where there is something to prove."""
    base = advisor_for(advice.as_of).snapshot.base
    try:
        proof = lab_proof(advice, base.prices)
    except InputError:
        return
    st.download_button(
        "Download the lab proof",
        lab_markdown(proof, base.things),
        file_name=f"{name}-lab.md",
        mime="text/markdown",
        on_click="ignore",
        key="download-lab",
        help=f"A small CloudFormation stack and its commands, about {proof.hourly_usd} USD an hour.",
    )
