"""What a solver says that has given up."""

from __future__ import annotations


class Undecided(Exception):
    """z3 gave up: nothing is known, least of all that there is no answer."""
