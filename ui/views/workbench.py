"""The author's workbench: read a rule, and try a change of it without writing anything."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

import streamlit as st

from advisor import (
    Finding,
    InputError,
    Report,
    Rule,
    RuleBase,
    Trial,
    changed_verdicts,
    check,
    deciding,
    default_folder,
    ending,
    graph,
    in_english,
    limits_of_rule,
    shipped,
    shipped_scenarios,
    texts_of,
    try_text,
)
from busy import beside, one_by_one
from components import code, plain_text, problem_list, sentence, source

_EVERYWHERE = "implications"
_ANY = "Any"
_WORD = re.compile(r"[a-z0-9-]+")
# After so many scenarios the progress of a comparison is shown.
_STEP = 10
_WITH_FINDINGS = "with findings"
_FIRES = {True: "fires", False: "stays silent", "unknown": "cannot be decided"}


@st.cache_resource(max_entries=1, show_spinner="Reading the rules…")
def _texts() -> dict[str, str]:
    return texts_of(default_folder())


def _follow_link(base: RuleBase) -> None:
    """Chooses the rule that the address names, where it is not the one that is shown."""
    name = st.query_params.get("rule", "")
    if not name or name == st.session_state.get("wb-address"):
        return
    st.session_state["wb-address"] = name
    rule = base.rules.get(name)
    if rule is None:
        st.warning(plain_text(f"There is no rule called “{name}”."))
        return
    st.session_state["wb-task"] = st.session_state["wb-status"] = _ANY
    st.session_state["wb-decision"] = rule.decision or _EVERYWHERE
    st.session_state["wb-rule"] = name


def _write_link(rule: Rule) -> None:
    """Makes the address lead back to the rule."""
    shown, known = st.query_params.get("rule", ""), st.session_state.get("wb-address") == rule.id
    st.session_state["wb-address"] = rule.id
    if shown != rule.id and not (not shown and known and st.session_state.get("stayed")):
        st.query_params["rule"] = rule.id


@st.cache_resource(
    max_entries=200, show_spinner="Proving this decision…", hash_funcs={RuleBase: lambda base: base.sha256}
)
def _proved(base: RuleBase, decision: str, date: datetime.date) -> Report:
    return check(base, date, decision)


def _found(base: RuleBase, decision: str) -> frozenset[str]:
    """The rules that the findings about a decision name."""
    findings = _proved(base, decision, datetime.date.today()).findings
    return frozenset(word for item in findings for word in _WORD.findall(f"{item.subject} {item.message}"))


def _chosen(base: RuleBase) -> Rule | None:
    """The rule that the lists above lead to."""
    decision_column, task_column, status_column = st.columns(3)
    tasks = sorted({task for item in base.decisions.values() for task in item.tasks})
    with task_column:
        task = st.selectbox("Exam task", [_ANY, *tasks], key="wb-task", persist_state="session")
    with status_column:
        status = st.selectbox(
            "Status",
            [_ANY, "stable", "draft", "with known gaps", _WITH_FINDINGS],
            key="wb-status",
            persist_state="session",
            help="“With findings” proves the chosen decision, which takes some seconds, and leaves the rules it names.",
        )
    homes = [name for name, item in base.decisions.items() if task in (_ANY, *item.tasks)]
    homes += [_EVERYWHERE] if task == _ANY else []
    with decision_column:
        home = st.selectbox(
            "Decision",
            homes,
            key="wb-decision",
            format_func=lambda name: sentence(name.replace("-", " ")),
            persist_state="session",
        )
    found = _found(base, home) if status == _WITH_FINDINGS and home in base.decisions else frozenset()
    rules = [
        rule
        for rule in base.rules.values()
        if (rule.decision or _EVERYWHERE) == home
        and (
            status in (_ANY, rule.status.value)
            or (status == "with known gaps" and rule.known_gaps)
            or (status == _WITH_FINDINGS and rule.id in found)
        )
    ]
    if not rules:
        st.info("No rule matches. Choose another status or decision.")
        return None
    titles = {rule.id: rule.title for rule in sorted(rules, key=lambda rule: rule.title)}
    identifier = st.selectbox(
        "Rule", list(titles), format_func=lambda name: titles.get(name, name), key="wb-rule", persist_state="session"
    )
    return base.rules.get(identifier) if identifier else None


def _read(base: RuleBase, rule: Rule) -> None:
    when, then = in_english(base, rule)
    st.header(plain_text(rule.title), anchor=False)
    st.markdown(f"{code(rule.id)} :gray-badge[{rule.status.value}]")
    st.markdown(f"**When** {plain_text(when)}  \n**then** it {plain_text(then)}.")
    st.markdown(f"**Because:** {plain_text(rule.because)}")
    if rule.instead:
        st.markdown(f"**Instead:** {plain_text(rule.instead)}")
    for name, text in limits_of_rule(base, rule).items():
        st.markdown(f"**Limit** {code(name)}: {plain_text(text)}")
    for name in rule.overrides:
        st.markdown(f"**Exception to** {code(name)}: {plain_text(base.rules[name].title)}")
    for gap in rule.known_gaps:
        st.markdown(f"**Known gap:** {plain_text(gap)}")
    st.markdown("**Sources:** " + ", ".join(map(source, rule.references)))
    st.graphviz_chart(graph(base, rule), width="content")
    st.caption(f"In words: {plain_text(when)}; the rule then {plain_text(then)}.")
    rows = [
        {
            "Case": plain_text(case.name),
            "Facts": ", ".join(f"{code(name)}: {plain_text(value)}" for name, value in case.facts.items())
            or "nothing known",
            "The rule": _FIRES[case.fires] + (f"; {plain_text(ending(base, case.ends))}" if case.ends else ""),
        }
        for case in rule.cases
    ]
    st.subheader("Its cases", anchor=False)
    st.table(rows, border="horizontal", hide_index=True, alt="The cases of this rule")


@st.fragment
def _where(base: RuleBase, rule: Rule) -> None:
    st.subheader("Where it decides", anchor=False)
    if st.button("Show the scenarios it decides", key="wb-where"):
        with one_by_one(shipped_scenarios(), "Asking every shipped scenario", "wb-stop-where") as scenarios:
            found = list(deciding(base, rule.id, scenarios))
        if not found:
            st.info("It decides no shipped scenario.")
        for one in found:
            told = plain_text("; ".join(one.what))
            st.markdown(f"- [{plain_text(one.scenario)}](/advise?scenario={one.scenario}): {told}")


@st.fragment
def _findings(base: RuleBase, decision: str | None) -> None:
    """What the proofs say of this decision; only on request, because it takes a while."""
    if decision is None:
        st.caption("Rules that hold in every decision are checked by `advisor rules check`.")
    elif st.button("Prove this decision", key="wb-check", help="Looks for contradictions, dead ends and unused rules."):
        report = beside(lambda: check(base, datetime.date.today(), decision), "Proving", "wb-check-stop")
        if report.clean:
            st.success("Nothing was found.")
        _say(report.findings)
        _undecided(report)


def _say(findings: Iterable[Finding]) -> None:
    for found in findings:
        st.warning(f"{plain_text(found.message)} {plain_text(sentence(found.remedy))}.", title=found.code)
        if found.witness is not None:
            st.caption(f"A scenario that shows it: {plain_text(found.witness)}")


def _undecided(report: Report) -> None:
    for undone in report.undecided:
        st.info(f"Not known: {plain_text(undone.code)}. The solver gave up: {plain_text(undone.reason)}.")


@st.fragment
def _edit(base: RuleBase, rule: Rule) -> None:
    st.subheader("Try a change", anchor=False)
    st.markdown("Edit the text. Nothing is written to disk; download the file when you like it.")
    name = rule.place.removeprefix("rules/")
    text = st.text_area("The rule’s file (YAML)", _texts()[name], height=360, key=f"wb-text:{rule.id}")
    if text == _texts()[name]:
        st.caption("The text is unchanged.")
    else:
        _trial(base, rule, try_text(base, _texts(), rule, text))
    st.download_button(
        "Download the file", text, file_name=name.rpartition("/")[2], mime="text/yaml", key="wb-download"
    )


def _trial(base: RuleBase, rule: Rule, trial: Trial) -> None:
    """What an edited text is worth: its mistakes, then what changes, then what can be proved of it."""
    if trial.base is None:
        problem_list("The text cannot be used yet", trial.problems)
        return
    if trial.failing:
        st.error("\n".join(f"- {plain_text(line)}" for line in trial.failing), title="These cases fail")
    else:
        st.success("The text loads, and its cases pass.")
    _verdicts(base, rule, trial.base)
    if rule.decision is not None:
        _new_findings(base, trial.base, rule.decision)


def _verdicts(base: RuleBase, rule: Rule, tried: RuleBase) -> None:
    """The verdicts that change, as they are found; another edit, or Stop, ends the comparison."""
    scenarios = shipped_scenarios()
    bar, stop, place = st.progress(0.0, "Comparing the shipped scenarios…"), st.empty(), st.empty()
    stop.button("Stop", key="wb-stop")
    rows: list[dict[str, str]] = []
    for index, found in enumerate(changed_verdicts(base, tried, rule, scenarios), 1):
        if index % _STEP == 0:
            bar.progress(index / len(scenarios), f"{index} of {len(scenarios)} shipped scenarios are compared.")
        rows += [
            {
                "Scenario and decision": f"**{plain_text(item.scenario)}**  \n{plain_text(item.decision)}",
                "Before": plain_text(item.before),
                "With your text": plain_text(item.after),
            }
            for item in found
        ]
        if found:
            place.table(rows, border="horizontal", hide_index=True, alt="Verdicts that change")
    bar.empty()
    stop.empty()
    if not rows:
        place.info("No shipped scenario ends differently.")


def _new_findings(base: RuleBase, tried: RuleBase, decision: str) -> None:
    """The findings that the edited text brings, and those that it settles."""
    date = datetime.date.today()
    before, after = _proved(base, decision, date), _proved(tried, decision, date)
    had, has = ({(item.code, item.subject) for item in report.findings} for report in (before, after))
    new = [item for item in after.findings if (item.code, item.subject) not in had]
    _say(new)
    _undecided(after)
    settled = [f"{code_} ({plain_text(subject)})" for code_, subject in sorted(had - has)]
    if settled:
        st.success(f"Your text settles: {'; '.join(settled)}.")
    if not new and not after.undecided:
        st.info(
            f"The proofs find nothing new; {len(has)} of what they found before remains."
            if has
            else "The proofs find nothing."
        )


st.title("Workbench", anchor=False)
st.markdown("Read a rule, see what it rests on, and try a change of it.")
try:
    base = shipped()
except InputError as error:
    problem_list("The rules cannot be read", error.problems)
    st.stop()
_follow_link(base)
rule = _chosen(base)
if rule is not None:
    _write_link(rule)
    _read(base, rule)
    _where(base, rule)
    st.subheader("Findings", anchor=False)
    _findings(base, rule.decision)
    _edit(base, rule)
