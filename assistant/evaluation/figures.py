"""From verdicts to figures: which statistic each metric is, over which questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluation import bootstrap, refusing
from assistant.evaluation.bootstrap import Statistic
from assistant.evaluation.metrics import METRICS
from assistant.evaluation.types import Case, Change, Comparison, Figures, Metric, Outcome, Result, Run, Verdict

MEANS = (
    "passed",
    "token_f1",
    "citation_precision",
    "citation_recall",
    "ndcg@10",
    "recall@5",
    "recall@10",
    "mrr",
    "hit@1",
)
"""Metrics that are the mean of the measure of the same name, over the questions that have it."""

RATIOS = {
    "correctness": ("correct", None),
    "quote_exactness": ("exact_quotes", "quotes"),
    "supported_statements": ("supported", "statements"),
    "dropped_statements": ("dropped", "statements"),
}
"""Metrics that are the sum of one measure over the sum of another, or over the questions that have the first."""

QUANTILES = {"seconds_p50": 0.5, "seconds_p95": 0.95}
AROUND_KINDS = ("passed", "correctness", "over_refusal", "refusal_recall", "recall@10", "citation_recall")
"""Metrics that are given for each kind of question too."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric as a statistic over the questions of a run; `counted` have it, `parts` are part and whole of a ratio."""

    statistic: Statistic
    counted: int
    parts: tuple[np.ndarray, np.ndarray] | None = None

    def metric(self, n: int) -> Metric | None:
        """Measure it over n questions."""
        return bootstrap.share(*self.parts) if self.parts else bootstrap.metric(self.statistic, n, self.counted)


def figures(cases: Sequence[Case], results: Mapping[str, Result]) -> Figures:
    """Work out the figures of the questions that have a result."""
    done = [case for case in cases if case.id in results]
    verdicts = [results[case.id].verdict for case in done]
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    kinds: dict[str, list[Verdict]] = {}
    for case, verdict in zip(done, verdicts, strict=True):
        if case.kind:
            kinds.setdefault(case.kind, []).append(verdict)
    return Figures(
        _metrics(verdicts),
        {outcome.value: outcomes[outcome] for outcome in Outcome},
        refusing.curve(*_sure(verdicts)) if _all_sure(verdicts) else (),
        {kind: _metrics(some, AROUND_KINDS) for kind, some in kinds.items()} if len(kinds) > 1 else {},
    )


def compare(run: Run, earlier: Run) -> Comparison:
    """Set a run beside an earlier one, over the questions (by their words and what they follow) that both have."""
    before = _by_question(earlier)
    pairs = [(case.id, run.results[case.id].verdict, before[key]) for key, case in _asked(run) if key in before]
    mine, theirs = measured([verdict for _, verdict, _ in pairs]), measured([verdict for *_, verdict in pairs])
    differences = {
        name: bootstrap.difference(mine[name].statistic, theirs[name].statistic, len(pairs), mine[name].counted)
        for name in mine
        if name in theirs
    }
    changes = [Change(name, old.outcome, new.outcome) for name, new, old in pairs if old.outcome != new.outcome]
    return Comparison(
        earlier.about,
        {name: found for name, found in differences.items() if found},
        better=tuple(c for c in changes if c.after.passed and not c.before.passed),
        worse=tuple(c for c in changes if c.before.passed and not c.after.passed),
        other=tuple(c for c in changes if c.before.passed == c.after.passed),
        shared=len(pairs),
    )


def measured(verdicts: Sequence[Verdict]) -> dict[str, Measured]:
    """Every metric that these verdicts can give, in the order of METRICS."""
    found = {name: _ratio(*_column(verdicts, name), name) for name in MEANS}
    for name, (part, whole) in RATIOS.items():
        there = _column(verdicts, part)
        found[name] = _ratio(there[0], _column(verdicts, whole)[0] if whole else there[1], name)
    found |= _refusals(verdicts)
    seconds, timed = _column(verdicts, "seconds")
    for name, share in QUANTILES.items():
        ordered = np.where(timed > 0, seconds, np.nan)
        found[name] = Measured(bootstrap.quantile(ordered, share), int(timed.sum()))
    return {name: found[name] for name in METRICS if name in found and found[name].counted}


def _refusals(verdicts: Sequence[Verdict]) -> dict[str, Measured]:
    refused, there = _column(verdicts, "refused")
    if not there.all() or not len(there):
        return {}
    answerable, _ = _column(verdicts, "answerable")
    correct, _ = _column(verdicts, "correct")
    found = {
        "answer_precision": _ratio(correct * (1 - refused), 1 - refused, "answer_precision"),
        "refusal_precision": _ratio(*refusing.refusal_precision(refused, answerable), "refusal_precision"),
        "refusal_recall": _ratio(*refusing.refusal_recall(refused, answerable), "refusal_recall"),
        "over_refusal": _ratio(*refusing.over_refusal(refused, answerable), "over_refusal"),
    }
    if _all_sure(verdicts):
        found["curve_area"] = Measured(refusing.curve_area(*_sure(verdicts)), len(verdicts))
    return found


def _ratio(part: np.ndarray, whole: np.ndarray, name: str) -> Measured:
    shares = METRICS[name].unit == "share"
    return Measured(bootstrap.ratio(part, whole), int((whole > 0).sum()), (part, whole) if shares else None)


def _column(verdicts: Sequence[Verdict], name: str) -> tuple[np.ndarray, np.ndarray]:
    """A measure (n,), 0 where it is absent, and where it is there (n,) as 0 or 1."""
    there = np.array([float(name in verdict.measures) for verdict in verdicts])
    return np.array([float(verdict.measures.get(name, 0.0)) for verdict in verdicts]), there


def _sure(verdicts: Sequence[Verdict]) -> tuple[np.ndarray, np.ndarray]:
    return _column(verdicts, "confidence")[0], _column(verdicts, "right_if_answered")[0]


def _all_sure(verdicts: Sequence[Verdict]) -> bool:
    """Say whether every answer tells how sure it is; a language model's does not."""
    return bool(verdicts) and all("confidence" in verdict.measures for verdict in verdicts)


def _metrics(verdicts: Sequence[Verdict], names: Sequence[str] | None = None) -> dict[str, Metric]:
    wanted = {name: one for name, one in measured(verdicts).items() if names is None or name in names}
    found = {name: one.metric(len(verdicts)) for name, one in wanted.items()}
    return {name: metric for name, metric in found.items() if metric}


def _asked(run: Run) -> list[tuple[tuple[str, ...], Case]]:
    """The questions that have a result, each with its words and those of the questions that it follows."""
    cases = {case.id: case for case in run.testset.cases}
    return [(_words(case, cases), case) for case in run.testset.cases if case.id in run.results]


def _words(case: Case, cases: Mapping[str, Case]) -> tuple[str, ...]:
    earlier = _words(cases[case.after], cases) if case.after else ()
    return (*earlier, " ".join(case.question.split()))


def _by_question(run: Run) -> dict[tuple[str, ...], Verdict]:
    return {key: run.results[case.id].verdict for key, case in _asked(run)}
