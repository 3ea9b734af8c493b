"""What `vraagbaak evaluate` prints: rows that cannot be right, figures, differences, and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from assistant.evaluation.metrics import METRICS
from assistant.evaluation.types import Comparison, Metric, Problem, Run
from ui import texts_evaluation as texts

ABLATION = ("passed", "correctness", "refusal_recall", "over_refusal", "curve_area", "ndcg@10", "hit@1")
"""Metrics in the table of an ablation, as far as a run has them."""


@contextmanager
def counting(title: str = texts.STAGE) -> Iterator[Callable[[int, int], None] | None]:
    """Show a progress bar on stderr when that is a terminal; otherwise give None."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def problems(found: Sequence[Problem]) -> None:
    """Print the rows that cannot be right."""
    if found:
        _print("\n".join([texts.PROBLEMS_TITLE, *(f"  {texts.problem(one)}" for one in found)]))


def run(done: Run) -> None:
    """Print the figures of a run with their intervals, and how its questions ended."""
    if done.figures:
        _figures(done.figures.metrics)


def comparison(found: Comparison) -> None:
    """Print how much each figure differs from an earlier run, and whether that can be chance."""
    _print("\n" + texts.COMPARED.format(found.earlier.created, found.shared))
    rows = []
    for name, metric in found.differences.items():
        unit = METRICS[name].unit
        noise = texts.NOISE if metric.low <= 0 <= metric.high else ""
        if metric.low == metric.high == 0:
            noise = texts.SAME
        sign = "+" if metric.value > 0 else ""
        spread = f"{texts.figure(metric.low, unit)} – {texts.figure(metric.high, unit)}"
        rows.append((texts.LABELS[name], sign + texts.figure(metric.value, unit), spread, noise))
    _columns(rows)


def ablation(whole: Run, without: Mapping[str, Run]) -> None:
    """Print a Markdown table: the figures with everything, and without each step."""
    rows = {texts.WHOLE: whole, **{f"{texts.WITHOUT} {texts.STEPS[name]}": one for name, one in without.items()}}
    names = [name for name in ABLATION if whole.figures and name in whole.figures.metrics]
    lines = [["", *names], ["---"] * (len(names) + 1)]
    for title, one in rows.items():
        metrics = one.figures.metrics if one.figures else {}
        lines.append([title, *(f"{metrics[name].value:.3f}" if name in metrics else "" for name in names)])
    _print("\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines))


def _figures(metrics: Mapping[str, Metric]) -> None:
    rows = []
    for name, metric in metrics.items():
        unit = METRICS[name].unit
        rows.append((texts.LABELS[name], texts.figure(metric.value, unit), texts.interval(metric, unit), name))
    _columns(rows)


def _columns(rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Print columns that line up, also in a pipe: the second to the right, the others to the left."""
    first, second, third = (max((len(row[i]) for row in rows), default=0) for i in range(3))
    _print("\n".join(f"{a:<{first}}  {b:>{second}}  {c:<{third}}  {d}".rstrip() for a, b, c, d in rows))


def _print(text: str) -> None:
    Console(soft_wrap=True, highlight=False).print(Text(text))
