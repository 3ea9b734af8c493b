"""The figures of a run as rows that a template shows, and what changed in them since another run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.evaluation.metrics import METRICS, Kind
from assistant.evaluation.types import Comparison, Figures, Metric, Run
from ui import texts_report as said
from ui.texts_evaluation import LABELS

TRACK = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a figure and its interval stand on a track of 0 to 100."""

    low: float
    value: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in words; `interval` is empty where it has no width, `bar` is None for seconds."""

    title: str
    meaning: str
    value: str
    interval: str
    questions: str
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two runs; `before` and `after` are empty where only the difference is known."""

    title: str
    before: str
    after: str
    difference: str
    interval: str
    verdict: str


def grouped(figures: Figures, but: Collection[str] = ()) -> list[tuple[str, list[Figure]]]:
    """List the figures under their headings, in the order of `texts_report.GROUPS`, but not these ones."""
    known = {name for names in said.GROUPS.values() for name in names} | {"curve_area"}
    groups = {**said.GROUPS, said.OTHER: tuple(name for name in figures.metrics if name not in known)}
    rows = {
        title: [figure(name, figures.metrics[name]) for name in names if name in figures.metrics and name not in but]
        for title, names in groups.items()
    }
    return [(title, found) for title, found in rows.items() if found]


def figure(name: str, metric: Metric) -> Figure:
    """Put one figure in words."""
    unit = _kind(name).unit
    bar = None if unit == "seconds" else Bar(*(_place(x) for x in (metric.low, metric.value, metric.high)))
    value, interval = said.amount(metric.value, unit), said.low_high(metric, unit)
    return Figure(LABELS.get(name, name), said.MEANINGS.get(name, ""), value, interval, said.questions(metric.n), bar)


def kinds(figures: Figures) -> list[tuple[str, int, Figure]]:
    """List how each kind of question does, most questions first; nothing when there is one kind."""
    rows = [(kind, metrics["passed"]) for kind, metrics in figures.kinds.items() if "passed" in metrics]
    rows.sort(key=lambda row: (-row[1].n, row[0]))
    found = [(kind or said.NO_KIND, metric.n, figure("passed", metric)) for kind, metric in rows]
    return found if len(found) > 1 else []


def differences(comparison: Comparison, run: Run, earlier: Run | None) -> list[Difference]:
    """List what changed in the figures; the earlier run's own figures are there when that run is given."""
    before = earlier.figures.metrics if earlier and earlier.figures else {}
    after = run.figures.metrics if run.figures else {}
    order = [*METRICS, *(name for name in comparison.differences if name not in METRICS)]
    names = [name for name in order if name in comparison.differences or (name in before and name in after)]
    return [_difference(name, comparison.differences.get(name), before, after) for name in names]


def _difference(
    name: str, change: Metric | None, before: Mapping[str, Metric], after: Mapping[str, Metric]
) -> Difference:
    kind, title = _kind(name), LABELS.get(name, name)
    old, new = (said.amount(side[name].value, kind.unit) if name in side else "" for side in (before, after))
    if change is None:
        return Difference(title, old, new, "", "", "")
    low, high = (said.signed(value, kind.unit).partition(said.NBSP)[0] for value in (change.low, change.high))
    return Difference(
        title, old, new, said.signed(change.value, kind.unit), said.interval(low, high), verdict(change, kind)
    )


def verdict(change: Metric, kind: Kind) -> str:
    """Say whether a difference is better, worse, nothing, or no more than chance."""
    if not change.low and not change.high:
        return said.SAME
    if change.low <= 0 <= change.high:
        return said.CHANCE
    return said.BETTER if (change.value > 0) is kind.higher_is_better else said.WORSE


def _kind(name: str) -> Kind:
    return METRICS.get(name, Kind("score"))


def _place(value: float) -> float:
    return round(TRACK * min(max(value, 0.0), 1.0), 2)
