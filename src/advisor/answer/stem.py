"""What a stem asks for: how many options, and whether it asks for the wrong one."""

from __future__ import annotations

import re

_NUMBER = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
_CHOOSE = re.compile(r"\b(?:choose|select|pick|which)\s+(?:the\s+)?(two|three|four|2|3|4)\b", re.IGNORECASE)
# In capitals it is meant for the reader; in small letters it counts only close to a "Which" that begins the question.
# What need not be done is no wrong option: "Which algorithm does NOT require scaling?" asks for one that fits.
_NEEDLESS = r"(?! (?:require|need|have to|be affected)\b)"
_NEGATIVE = re.compile(
    rf"\b[Ww]hich\b[^.?]{{0,80}}\b(?:NOT{_NEEDLESS}|EXCEPT|LEAST likely)\b"
    r"|(?:^|[.?!:\n]\s{0,2})Which(?: of (?:the following|these))?(?: \w+){0,2} "
    rf"(?:cannot|(?:does|do|can|is|are|would|should)(?: not|n't))\b{_NEEDLESS}[^.]{{0,200}}\?"
    r"|\b(?:[Ff]or )?[Ww]hich\b[^.?]{0,80}\b(?:impossible|ruled out)\b"
    r"|\b[Ww]hich\b[^.?]{0,120}\b(?:NO|no) (?:help|effect|influence|benefit)\b"
    r"|\b(?:One|Two) of [^.?]{1,60}\bcannot\b[^.?]{1,80}\.\s+Which\b"
)


def how_many(stem: str, given: int | None) -> int:
    """How many options are to be chosen: as given, else as the stem says, else one."""
    if given is not None:
        return given
    found = _CHOOSE.search(stem)
    return _NUMBER[found[1].lower()] if found else 1


def asks_for_the_wrong_one(stem: str) -> bool:
    """Whether the option that does not fit is wanted ('Which of these does NOT ...')."""
    return _NEGATIVE.search(stem) is not None
