"""A lab proof as Markdown: what it shows, how to run it, what it costs, how to take it away."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.lab.proof import LabProof
from advisor.rulebase.schema import Thing


def lab_markdown(proof: LabProof, things: Mapping[str, Thing]) -> str:
    """Everything a reader needs to run the lab, the template included."""
    shows = [f"- {decision}: {things[option].name}" for decision, option in proof.shows.items()]
    cost = [
        f"- {line.item}: {line.quantity} × {line.unit_price_usd} USD = {line.amount_usd} USD "
        f"(source {line.source}, as of {line.as_of})"
        for line in proof.hourly
    ]
    parts = [
        "# Minimal lab proof",
        "It shows, in your own account:\n\n" + "\n".join(shows),
        f"Estimated cost of an hour: {proof.hourly_usd} USD, requests and stored data not counted.\n\n"
        + ("\n".join(cost) or "- Nothing in it is charged by the hour."),
        *(["The lab leaves out: " + ", ".join(things[option].name for option in proof.left_out.values()) + "."]
          if proof.left_out else []),
        *(["Know before you start:\n\n" + "\n".join(f"- {note}" for note in proof.notes)] if proof.notes else []),
        "## Deploy\n\nSave the template below as `lab.yaml`."
        + (f" Put your own values in place of {', '.join(f'`<{name}>`' for name in proof.parameters)}."
           if proof.parameters else ""),
        _shell(proof.deploy),
        "## Prove\n\n" + _shell(proof.prove),
        "## Take it away\n\n" + _shell(proof.tear_down),
        f"## lab.yaml\n\n```yaml\n{proof.template.rstrip()}\n```",
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _shell(lines: tuple[str, ...]) -> str:
    return "```sh\n" + "\n".join(lines) + "\n```"
