"""The address of a page: it leads back to what is shown, survives a reload, and can be sent to somebody else."""

from __future__ import annotations

import base64
import binascii
import datetime
import zlib
from collections.abc import Mapping

import streamlit as st

import prompt
import state
from advising import library, reading_of
from advisor import InputError, Scenario, Vocabulary, parse_scenario, scenario_text

_MOST_BYTES = 200_000
_KEYS = ("scenario", "text", "facts", "as_of", "pinned")


def packed(text: str) -> str:
    """Any text, short enough for an address."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpacked(written: str) -> str | None:
    """The text that was packed; None where the address is damaged or the text would be larger than anyone writes."""
    try:
        squeezed = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
        opener = zlib.decompressobj()
        text = opener.decompress(squeezed, _MOST_BYTES)
        return text.decode() if opener.eof else None
    except (ValueError, binascii.Error, zlib.error):
        return None


def follow(vocabulary: Vocabulary, exam_days: Mapping[str, datetime.date]) -> list[str]:
    """Opens what the address asks for where it is not what is shown; what it asks for in vain is told in sentences."""
    asked = {key: value for key, value in st.query_params.to_dict().items() if key in _KEYS}
    if not asked or asked == st.session_state.get("address"):
        return []
    st.session_state["address"] = asked
    missed: list[str] = []
    if asked.keys() & {"scenario", "text", "facts"}:
        _open(asked, vocabulary, missed)
    if "pinned" in asked:
        st.session_state["pinned"] = _scenario(asked["pinned"], vocabulary, missed)
    try:
        date = datetime.date.fromisoformat(asked["as_of"]) if "as_of" in asked else datetime.date.today()
    except ValueError:
        missed.append(f"“{asked['as_of']}” is not a date such as 2026-03-31, so the answer is as of today.")
        date = datetime.date.today()
    state.set_date(date, exam_days)
    return missed


def _open(asked: Mapping[str, str], vocabulary: Vocabulary, missed: list[str]) -> None:
    """What the visitor began with, then what the form said."""
    name, text = asked.get("scenario", ""), unpacked(asked["text"]) if "text" in asked else ""
    begun = Scenario()
    if name in library():
        begun = library()[name]
    elif name:
        missed.append(f"There is no scenario called “{name}” here, so the form is blank.")
        name = ""
    elif text:
        try:
            begun = prompt.take(reading_of(text))
        except InputError as error:
            missed.append(f"The text in the address cannot be read: {error.problems[0].message}.")
    elif text is None:
        missed.append("The address is damaged, so its text is lost.")
    now = _scenario(asked["facts"], vocabulary, missed) if "facts" in asked else None
    state.open_scenario(begun if begun != Scenario() or now is None else now, vocabulary, name)
    if now is not None:
        state.fill_form(now, vocabulary)


def _scenario(written: str, vocabulary: Vocabulary, missed: list[str]) -> Scenario | None:
    text = unpacked(written)
    if text is None:
        missed.append("The address is damaged, so a part of it could not be opened.")
        return None
    try:
        return parse_scenario(text, "the address", vocabulary)
    except InputError as error:
        missed.append(f"A part of the address cannot be opened: {error.problems[0].message}.")
        return None


def to_scenario(scenario: Scenario) -> dict[str, str]:
    """The address of any scenario, as the page for advice takes it."""
    return {"facts": packed(scenario_text(scenario))}


def write(scenario: Scenario, date: datetime.date, pinned: Scenario | None = None) -> None:
    """Makes the address lead back to what is shown."""
    wanted = _base(scenario)
    if date != datetime.date.today():
        wanted["as_of"] = date.isoformat()
    if pinned is not None:
        wanted |= {"pinned": packed(scenario_text(pinned))}
    shown = st.query_params.to_dict()
    if shown == wanted:
        st.session_state["address"] = wanted
        return
    # Back to the bare page: what is in the form stays, and the next change writes the address again. Writing it at
    # once would send whoever goes back forward again.
    if not shown and st.session_state.get("stayed") and wanted == st.session_state.get("address"):
        return
    st.session_state["address"] = wanted
    st.query_params.from_dict(wanted)


def _base(scenario: Scenario) -> dict[str, str]:
    """What the visitor began with, and what the form says where it differs from that."""
    begun, name = state.started_from(), st.session_state.get("scenario", "")
    reading = prompt.current()
    if name:
        base = {"scenario": name}
    elif reading is not None:
        base = {"text": packed(reading.scenario.prompt)}
    elif scenario.statements or scenario.prompt:
        return to_scenario(scenario)
    else:
        return {}
    if scenario == begun:
        return base
    # The words stand in what it began with; they come back with it.
    bare = tuple(item.model_copy(update={"words": None}) for item in scenario.statements)
    return {**base, **to_scenario(Scenario(statements=bare))}
