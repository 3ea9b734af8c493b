"""What became of the statements of a language model, where an answer has them."""

from __future__ import annotations

from assistant.types import Answer


def statement_counts(answer: Answer) -> dict[str, float]:
    """Count what a language model said ("statements"), what was supported as it stood, and what was dropped.

    The figures are supported / statements and dropped / statements over all answers; an extractive answer has none.
    """
    verdicts = getattr(answer, "verdicts", ())
    if not verdicts:
        return {}
    outcomes = [verdict.outcome for verdict in verdicts]
    return {
        "statements": float(len(outcomes)),
        "supported": float(outcomes.count("kept")),
        "dropped": float(outcomes.count("dropped")),
    }
