"""The questions of a run: how they end, what was expected, what was shown, and why that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.types import Case, Change, Outcome, Result, Run
from ui import texts_report as said

RANKED = 5
"""Documents of a ranking that are named."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its result; `follows` is the question that it follows up on, or empty."""

    case: Case
    follows: str
    result: Result

    @property
    def refused(self) -> bool:
        """Say whether it got no answer."""
        return bool(self.result.answer and self.result.answer["refused"])

    @property
    def ending(self) -> str:
        """A key of `texts_report.ENDINGS`: how it ends for the person who asks."""
        if self.result.verdict.passed:
            return "rightly_refused" if self.result.verdict.outcome is Outcome.RIGHTLY_REFUSED else "right"
        return "missed" if self.refused else "wrong"

    @property
    def ranking(self) -> tuple[str, ...]:
        """The best documents of a run without answers."""
        return self.result.ranking[:RANKED]


@dataclass(frozen=True, slots=True)
class Ending:
    """How many questions end in this way, and the part of a bar of 0 to 100 that they take."""

    name: str
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose outcome changed; the results are None where their run is not at hand."""

    case: Case
    follows: str
    change: Change
    before: Result | None
    after: Result | None


def asked(run: Run) -> list[Asked]:
    """List the questions that have a result, in the order of the test set."""
    cases = _by_id(run)
    done = [case for case in run.testset.cases if case.id in run.results]
    return [Asked(case, _follows(case, cases), run.results[case.id]) for case in done]


def endings(rows: Sequence[Asked]) -> list[Ending]:
    """Count how the questions end, in the order of `texts_report.ENDINGS`."""
    ended = [row.ending for row in rows]
    made: list[Ending] = []
    for name in said.ENDINGS:
        start = made[-1].start + made[-1].width if made else 0.0
        made.append(Ending(name, ended.count(name), start, 100 * ended.count(name) / max(len(ended), 1)))
    return made


def failed(rows: Sequence[Asked]) -> list[tuple[Outcome, list[Asked]]]:
    """Group the questions that do not pass by what went wrong; what went wrong most comes first."""
    groups = {outcome: [row for row in rows if row.result.verdict.outcome is outcome] for outcome in Outcome}
    wrong = [(outcome, found) for outcome, found in groups.items() if found and not outcome.passed]
    return sorted(wrong, key=lambda group: -len(group[1]))


def changed(changes: Sequence[Change], run: Run, earlier: Run | None) -> list[Changed]:
    """Find the questions of changes and, where the runs are at hand, what was shown."""
    cases, before = _by_id(run), _by_words(earlier) if earlier else {}
    found = [(cases[change.id], change) for change in changes if change.id in cases]
    return [
        Changed(case, _follows(case, cases), change, before.get(_words(case, cases)), run.results.get(case.id))
        for case, change in found
    ]


def _by_id(run: Run) -> dict[str, Case]:
    return {case.id: case for case in run.testset.cases}


def _follows(case: Case, cases: Mapping[str, Case]) -> str:
    return cases[case.after].question if case.after and case.after in cases else ""


def _by_words(run: Run) -> dict[tuple[str, ...], Result]:
    """Find the results of another run by the words of the question, as its ids may differ."""
    cases = _by_id(run)
    return {_words(case, cases): run.results[case.id] for case in run.testset.cases if case.id in run.results}


def _words(case: Case, cases: Mapping[str, Case]) -> tuple[str, ...]:
    earlier = _words(cases[case.after], cases) if case.after and case.after in cases else ()
    return (*earlier, " ".join(case.question.split()))
