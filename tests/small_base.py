"""A tiny rule base for tests that need shapes the shipped one does not have."""

from __future__ import annotations

EXAM = """\
code: MLS-C01
name: An exam
status: retired
last_day: 2026-03-31
minutes: 180
minutes_source: third-party
scored_questions: 50
unscored_questions: 15
pass_mark: 750
question_types: [multiple choice]
question_types_source: official
source: https://example.org
checked: 2026-11-23
domains:
  - {id: 4, title: Operations, weight: 20, tasks: [{id: '4.4', gist: deploy models}]}
"""

CAPABILITIES = """\
fly: Fly through the air
swim: Swim in water
"""


def thing(name: str, extra: str = "") -> str:
    return f"name: {name}\nkind: feature\narea: deployment\nwhat: A {name}.\nsources: [https://example.org]\n{extra}"


def rule(when: str, then: str, *, fires: str, silent: str, extra: str = "", because: str = "For a reason.") -> str:
    return (
        f"title: A rule\nwhen: {when}\nthen: {then}\nbecause: {because}\nreferences: [https://example.org]\n{extra}"
        f"cases:\n  - {{name: fires, facts: {fires}, fires: true}}\n"
        f"  - {{name: silent, facts: {silent}, fires: false}}\n"
    )


LIMIT = """\
limits:
  max-payload-mb:
    says: largest payload
    value: 4
    unit: MB
    source: https://example.org
    checked: 2026-11-23
    expires: 2027-11-23
"""


def texts(**more: str) -> dict[str, str]:
    """File names and texts of a loadable base: one decision with the options boat, plane and train."""
    base = {
        "exams/MLS-C01.yaml": EXAM,
        "catalogue/capabilities/motion.yaml": CAPABILITIES,
        "catalogue/boat.yaml": thing(
            "Boat", "can: [swim]\ncannot: {fly: {because: A boat has no wings., source: s}}\n" + LIMIT
        ),
        "catalogue/plane.yaml": thing("Plane", "can: [fly]\n"),
        "catalogue/train.yaml": thing("Train"),
        "decisions/travel/decision.yaml": (
            "question: How do we travel?\narea: deployment\napplies: {request.payload_mb: known}\n"
            "options: {boat: {}, plane: {}, train: {}}\ntasks: [MLS-C01/4.4]\n"
        ),
        "decisions/travel/heavy-load-sinks-the-boat.yaml": rule(
            "{request.payload_mb: {above: {limit: boat.max-payload-mb}}}",
            "{rules_out: boat}",
            fires="{request.payload_mb: 5}",
            silent="{request.payload_mb: 4}",
            because="The load is {request.payload_mb}, and a boat carries {boat.max-payload-mb}.",
        ),
        "decisions/travel/a-waiting-caller-takes-the-plane.yaml": rule(
            "{request.caller_waits: true}",
            "{requires: plane}",
            fires="{request.caller_waits: true}",
            silent="{request.caller_waits: false}",
        ),
        "implications/fast-answers-keep-a-caller-waiting.yaml": rule(
            "{request.latency_p95_ms: {at_most: 1000}}",
            "{implies: {request.caller_waits: true}}",
            fires="{request.latency_p95_ms: 100}",
            silent="{request.latency_p95_ms: 2000}",
        ),
    }
    base.update(more)
    return base
