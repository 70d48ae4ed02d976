"""Which engine this machine has."""

from __future__ import annotations

from advisor.engine.direct import DirectEvaluator
from advisor.engine.program import Evaluator, Program


def best_evaluator(program: Program) -> Evaluator:
    """durable_rules where it can be imported, else the direct evaluator, which gives the same answers."""
    try:
        from advisor.engine.durable import DurableEvaluator
    except ImportError:  # Python 3.13 and newer, or no C compiler when the package was installed
        return DirectEvaluator(program)
    return DurableEvaluator(program)
