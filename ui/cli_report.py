"""The `vraagbaak report` command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui import texts_evaluation as texts


def report(
    run: Annotated[Path, typer.Argument(help=texts.RUN_HELP, show_default=False)],
    compare: Annotated[Path | None, typer.Option("--compare", help=texts.COMPARE_HELP)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=texts.REPORT_OUT_HELP)] = None,
) -> None:
    """Write the report on a run again; with another run beside it when asked, else with the one it was made with."""
    from assistant.evaluation import folder as runs
    from assistant.evaluation.figures import compare as compared
    from ui import report as reports
    from ui.evaluate import finished

    this, earlier = runs.read(run), finished(compare) if compare else None
    path = out or run / reports.FILE
    reports.write(this, path, compared(this, earlier) if earlier else runs.read_comparison(run), earlier)
    typer.echo(texts.REPORT.format(path))
