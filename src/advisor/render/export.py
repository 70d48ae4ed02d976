"""The forms in which an advice leaves the advisor: the command line and the page write the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from advisor.advise import Advice
from advisor.render.adr import record
from advisor.render.markdown import advice as as_markdown
from advisor.render.note import note
from advisor.render.picture import picture
from advisor.render.report import report
from advisor.render.stamp import fingerprint
from advisor.render.svg import svg
from advisor.rulebase.schema import Thing
from advisor.scenario.model import Scenario


class Export(StrEnum):
    """A document that an advice can be written as."""

    JSON = "json"
    MARKDOWN = "markdown"
    ADR = "adr"
    HTML = "html"
    NOTE = "note"
    SVG = "svg"

    @property
    def label(self) -> str:
        """What the document is called where people choose one."""
        return _LABELS[self]

    @property
    def suffix(self) -> str:
        """The ending of its file's name."""
        return {"json": "json", "html": "html", "svg": "svg"}.get(self.value, "md")

    @property
    def media_type(self) -> str:
        """What a browser is told that the file is."""
        known = {"json": "application/json", "html": "text/html", "svg": "image/svg+xml"}
        return known.get(self.value, "text/markdown")


_LABELS = {
    Export.ADR: "Decision record (MADR)",
    Export.NOTE: "Decision note, half a page",
    Export.HTML: "Report, one HTML file",
    Export.MARKDOWN: "Everything, as Markdown",
    Export.JSON: "Everything, as JSON",
    Export.SVG: "The picture, as SVG",
}


def export(form: Export, given: Advice, scenario: Scenario, things: Mapping[str, Thing]) -> str:
    """The advice as a document; the same advice gives the same bytes, and each document says what it was made from."""
    match form:
        case Export.JSON:
            # After the advice's own keys, so that its contract stays as it is.
            own = given.model_dump_json(indent=2).removesuffix("}").rstrip()
            return f'{own},\n  "sha256": "{fingerprint(given)}"\n}}\n'
        case Export.MARKDOWN:
            return as_markdown(given, scenario)
        case Export.ADR:
            return record(given, scenario, things)
        case Export.HTML:
            return report(given, scenario, things)
        case Export.NOTE:
            return note(given, scenario)
        case Export.SVG:
            return svg(picture(given, things), stamp=given)
