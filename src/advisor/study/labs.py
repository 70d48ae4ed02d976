"""The labs of the plan: each leaves an artefact behind that the next one uses."""

from __future__ import annotations

from advisor.study.model import Frozen


class Lab(Frozen):
    """One lab: what is made, and how to see that it works. `minutes` is what it takes with the console open."""

    id: str
    title: str
    proof: str
    minutes: int = 30


LABS = (
    Lab(
        id="bucket-layout",
        title="Lay out the buckets: raw, curated, and a prefix for models and logs",
        proof="A listing of the prefixes, with default encryption by a KMS key and public access blocked.",
    ),
    Lab(
        id="role",
        title="Write an execution role that reaches these prefixes and this key, and nothing else",
        proof="A job that reads the curated prefix, and a refused read of the raw one.",
    ),
    Lab(
        id="pipeline",
        title="Build a pipeline that processes, trains and evaluates",
        proof="One execution in which every step succeeded, with its metric.",
    ),
    Lab(
        id="registry",
        title="Register the model, approve it, and deploy the approved version",
        proof="An approved model package, and one answer from its endpoint. Delete the endpoint afterwards.",
    ),
    Lab(
        id="monitor",
        title="Capture requests, make a baseline and run a monitor",
        proof="A report of violations after a request that lies outside the baseline.",
    ),
)
