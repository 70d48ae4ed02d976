"""How to read the answers, and what they are made from."""

from __future__ import annotations

import datetime

import streamlit as st

from advising import advisor_for
from components import code, day, plain_text

advisor = advisor_for(datetime.date.today())
base = advisor.snapshot.base

st.title("How to read the answers", anchor=False)
st.markdown(
    """
The advisor compares the options of each decision with the facts you state. It follows written rules and nothing else,
so the same facts always give the same answer.

- **Ruled out**: a fact that must hold, or a closed service, excludes the option. The rule that says so is named.
- **Recommended**: no rule excludes it, and it comes first in the order of your priorities; the simplest wins a tie.
- **Would also work**: no rule excludes it either, but it comes later. The reason for its place is named.
- **Open**: the answer depends on something you have not said. You see which answer would give which option.
- **Nothing fits**: your requirements exclude every option. You see which of them clash and what to give up.

Whatever you leave **unknown** excludes nothing. A fact that is only **nice to have** never rules an option out.

Numbers carry the date on which they were checked and the page they come from. Where AWS's own pages disagree,
the answer says so.
"""
)
st.header("What the answers are made from", anchor=False)
st.table(
    {
        "Rule base": plain_text(base.version),
        "Fingerprint (SHA-256)": code(base.sha256),
        "Decisions": str(len(base.decisions)),
        "Rules": str(len(base.rules)),
        "Named services, features and settings": str(len(base.things)),
        "Engine": plain_text(advisor.evaluator.name),
    },
    border="horizontal",
    alt="Rule base and engine",
)
st.header("Exams", anchor=False)
st.table(
    [
        {
            "Exam": plain_text(f"{exam.code}: {exam.name}"),
            "Status": plain_text(exam.status),
            "Last day": day(exam.last_day) if exam.last_day else "not announced",
        }
        for exam in base.exams.values()
    ],
    border="horizontal",
    hide_index=True,
    alt="Exams and their last days",
)
