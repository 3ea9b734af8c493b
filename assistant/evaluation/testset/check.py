"""Whether the gold of a test set is in the sources: said before anything runs."""

from __future__ import annotations

from dataclasses import replace

from assistant.evaluation.library import Library
from assistant.evaluation.testset.followups import without_broken
from assistant.evaluation.types import Case, Problem, TestSet

SHOWN = 100
"""Characters of a quote that a message shows."""


def check(testset: TestSet, library: Library) -> TestSet:
    """Move rows whose source or quote is not there to the problems."""
    wrong = [problem for case in testset.cases if (problem := _problem(case, library))]
    rows = {problem.row for problem in wrong}
    kept, dropped = without_broken(case for case in testset.cases if case.row not in rows)
    problems = sorted((*testset.problems, *wrong, *dropped), key=lambda problem: problem.row)
    return replace(testset, cases=kept, problems=tuple(problems))


def _problem(case: Case, library: Library) -> Problem | None:
    for gold in case.gold:
        among = library.named(gold.source) if gold.source else None
        if gold.source and not among:
            return Problem(case.row, "source_absent", gold.source)
        if gold.quote and not library.places(gold.quote, among):
            shown = gold.quote if len(gold.quote) <= SHOWN else gold.quote[:SHOWN].rstrip() + " …"
            return Problem(case.row, _absence(gold.quote, among, library), shown)
    return None


def _absence(quote: str, among: frozenset[str] | None, library: Library) -> str:
    if library.nearly(quote, among):
        return "quote_nearly"
    return "quote_elsewhere" if among is not None and library.places(quote) else "quote_absent"
