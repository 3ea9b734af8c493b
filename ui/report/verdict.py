"""The verdict on a run in a few plain sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.evaluation.metrics import METRICS
from assistant.evaluation.types import RETRIEVAL, Comparison, Run
from ui import texts_report as said
from ui.report.figures import verdict
from ui.report.questions import Asked


def headline(run: Run, asked: Sequence[Asked]) -> str:
    """Say in one sentence how it went."""
    if run.figures is None:
        return said.UNFINISHED
    passed = sum(row.result.verdict.passed for row in asked)
    return (said.found if run.about.kind == RETRIEVAL else said.headline)(passed, len(asked))


def meaning(run: Run) -> str:
    """Say what that means for other questions."""
    passed = run.figures.metrics.get("passed") if run.figures else None
    return said.meaning(passed) if passed else ""


def points(run: Run, asked: Sequence[Asked], changes: Mapping[str, object] | None) -> list[str]:
    """List what else one must know: what goes wrong, quotes, what changed, and what the figures cannot tell."""
    found = [said.unfinished(len(asked), len(run.testset.cases))] if run.figures is None else []
    if run.about.kind != RETRIEVAL and asked:
        endings = [row.ending for row in asked]
        found += [said.wrong(endings.count("wrong")), said.missed(endings.count("missed"))]
    exact = run.figures.metrics.get("quote_exactness") if run.figures else None
    if exact:
        found.append(said.ALL_LITERAL if exact.value == 1 else said.not_literal(exact.value))
    if changes:
        found.append(f"{changes['summary']} {changes['chance']}".strip())
    if run.testset.problems:
        found.append(said.left_out(len(run.testset.problems)))
    if len(asked) < said.FEW:
        found.append(said.few(len(asked)))
    return found


def chance(comparison: Comparison) -> str:
    """Say whether the difference in passed questions is more than chance."""
    passed = comparison.differences.get("passed")
    return said.chance(verdict(passed, METRICS["passed"])) if passed else ""
