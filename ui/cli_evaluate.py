"""The `vraagbaak evaluate` command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import settings as configuration
from ui import texts_cli
from ui import texts_evaluation as texts

if TYPE_CHECKING:
    from assistant.evaluation.types import Run
    from assistant.settings import Settings

STOPPED = 130
"""Exit code of a command that was stopped from the keyboard."""


class Legs(StrEnum):
    """Which legs search."""

    lexical = "lexical"
    dense = "dense"
    hybrid = "hybrid"


def evaluate(
    testset: Annotated[Path | None, typer.Argument(help=texts.TESTSET_HELP, show_default=False)] = None,
    index: Annotated[Path | None, typer.Option("--index", help=texts_cli.INDEX_HELP)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=texts.OUT_HELP)] = None,
    compare: Annotated[Path | None, typer.Option("--compare", help=texts.COMPARE_HELP)] = None,
    fail_under: Annotated[list[str] | None, typer.Option("--fail-under", help=texts.FAIL_HELP)] = None,
    legs: Annotated[Legs, typer.Option("--legs", help=texts.LEGS_HELP)] = Legs.hybrid,
    ablate: Annotated[bool, typer.Option("--ablate", help=texts.ABLATE_HELP)] = False,
    new: Annotated[Path | None, typer.Option("--new", help=texts.NEW_HELP)] = None,
) -> None:
    """Run a test set; exit with 1 when a figure is worse than its bar."""
    if new:
        if testset:
            raise _misused(texts.TESTSET_AND_NEW)
        _template(new)
        return
    if testset is None:
        raise _misused(texts.NO_TESTSET)
    if ablate and legs is not Legs.hybrid:
        raise _misused(texts.ABLATE_LEGS)
    bars = [_bar(text) for text in fail_under or ()]
    run = _run(testset, configuration.load(index=index), out, compare, legs.value, ablate=ablate)
    under = [sentence for name, bar in bars if (sentence := _worse(run, name, bar))]
    for sentence in under:
        _say(sentence)
    if under:
        raise typer.Exit(1)


def _run(testset: Path, settings: Settings, out: Path | None, earlier: Path | None, legs: str, *, ablate: bool) -> Run:
    from ui import printed_evaluation as printed
    from ui import report
    from ui.evaluate import choose_folder, compared, finished, opened

    before = finished(earlier) if earlier else None
    with opened(testset, settings) as evaluation:
        printed.problems(evaluation.testset.problems)
        folder, resumed = (out, False) if out else choose_folder(evaluation.about(legs))
        if resumed:
            _say(texts.RESUMED.format(folder))
        with _stoppable(folder), printed.counting() as progress:
            run = evaluation.run(folder, legs, progress)
        printed.run(run)
        comparison = compared(folder, run, before) if before else None
        if comparison:
            printed.comparison(comparison)
        report.write(run, folder / report.FILE, comparison, before)
        if ablate:
            with _stoppable(folder), printed.counting() as progress:
                told = None if progress is None else (lambda _name, done, total: progress(done, total))
                without = evaluation.ablate(folder, told)
            printed.ablation(run, without)
    typer.echo(texts.DONE.format(folder))
    typer.echo(texts.REPORT.format(folder / report.FILE))
    return run


@contextmanager
def _stoppable(folder: Path) -> Iterator[None]:
    """Say how to go on when the run is stopped from the keyboard."""
    try:
        yield
    except KeyboardInterrupt:
        _say(texts.STOPPED.format(folder))
        raise typer.Exit(STOPPED) from None


def _template(path: Path) -> None:
    from ui import testset_file

    if path.suffix.lower() not in testset_file.SUFFIXES:
        raise _misused(texts.NEW_SUFFIX)
    try:
        testset_file.write(path)
    except FileExistsError:
        raise _misused(texts.NEW_EXISTS.format(path)) from None
    except OSError as error:
        raise _misused(texts.NEW_FAILED.format(path, error.strerror)) from None
    typer.echo(texts.NEW_MADE.format(path))


def _bar(text: str) -> tuple[str, float]:
    """Read "metric=value"; a comma may stand for the point."""
    from assistant.evaluation.metrics import METRICS

    name, _, value = text.partition("=")
    try:
        bar = float(value.replace(",", "."))
    except ValueError:
        bar = float("nan")
    if name.strip() not in METRICS or bar != bar:
        raise _misused(texts.BAD_BAR.format(text, ", ".join(METRICS)))
    return name.strip(), bar


def _worse(run: Run, name: str, bar: float) -> str | None:
    """Say in Dutch that a figure is worse than its bar, or not there; None when it is good enough."""
    from assistant.evaluation.metrics import METRICS

    metric = run.figures.metrics.get(name) if run.figures else None
    if metric is None:
        return texts.NOT_MEASURED.format(texts.LABELS[name], name)
    kind = METRICS[name]
    if metric.value >= bar if kind.higher_is_better else metric.value <= bar:
        return None
    sentence = texts.UNDER if kind.higher_is_better else texts.OVER
    return sentence.format(
        f"{texts.LABELS[name]} ({name})", texts.figure(metric.value, kind.unit), texts.figure(bar, kind.unit)
    )


def _misused(sentence: str) -> typer.Exit:
    _say(sentence)
    return typer.Exit(2)


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)
