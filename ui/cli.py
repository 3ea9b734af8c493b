"""The `vraagbaak` command."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from assistant import settings as configuration
from assistant.errors import SettingsError, VraagbaakError
from ui import texts, texts_cli, texts_evaluation
from ui.cli_evaluate import evaluate
from ui.cli_report import report

if TYPE_CHECKING:
    from assistant.settings import Settings

app = typer.Typer(help=texts_cli.APP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Index = Annotated[Path | None, typer.Option("--index", help=texts_cli.INDEX_HELP)]


@app.command(help=texts_cli.INGEST)
def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(help=texts_cli.PATHS_HELP, show_default=False)] = None,
    index: Index = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help=texts_cli.REBUILD_HELP)] = False,
) -> None:
    """Read files into the index; exit with 1 when none could be read."""
    from ingest.build import build
    from ui import printed

    if not paths and not rebuild:
        raise _misused(texts_cli.NO_PATHS)
    with printed.progress() as progress:
        report = build(paths or [], configuration.load(index=index), rebuild=rebuild, progress=progress)
    printed.report(report)
    if report.nothing_read:
        raise typer.Exit(1)


@app.command(help=texts_cli.ASK)
def ask(
    question: Annotated[str | None, typer.Argument(help=texts_cli.QUESTION_HELP, show_default=False)] = None,
    index: Index = None,
    batch: Annotated[Path | None, typer.Option("--batch", help=texts_cli.BATCH_HELP)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=texts_cli.JSON_HELP)] = False,
) -> None:
    """Answer one question, or every question of a file."""
    from ui.batch import questions

    if question and batch:
        raise _misused(texts_cli.TWO_QUESTIONS)
    if batch and not as_json:
        raise _misused(texts_cli.BATCH_NEEDS_JSON)
    if batch:
        asked = questions(batch)
    elif question and question.strip():
        asked = [question]
    else:
        raise _misused(texts_cli.NO_QUESTION)
    _answer(asked, configuration.load(index=index), as_json=as_json)


@app.command(help=texts_cli.STATUS)
def status(index: Index = None) -> None:
    """Show what the index holds."""
    from assistant.store import Store
    from ui import printed

    settings = configuration.load(index=index)
    with Store.open(settings, None) as store:
        printed.status(settings.index, store.manifest, store.documents())


@app.command(help=texts_cli.CHECK)
def check(index: Index = None) -> None:
    """Find and mend what is wrong with the index; exit with 1 when sources must be ingested again."""
    from ingest.build import mend
    from ui import printed

    findings = mend(configuration.load(index=index))
    printed.findings(findings)
    if not all(mended for _, mended in findings):
        raise typer.Exit(1)


@app.command(help=texts_cli.SERVE)
def serve(
    index: Index = None,
    host: Annotated[str | None, typer.Option("--host", help=texts_cli.HOST_HELP)] = None,
    port: Annotated[int | None, typer.Option("--port", help=texts_cli.PORT_HELP)] = None,
) -> None:
    """Serve the chat until it is stopped."""
    from ui.server import run

    run(configuration.load(index=index, host=host, port=port), lambda url: _say(texts_cli.serving(url)))


app.command(help=texts_evaluation.EVALUATE)(evaluate)
app.command(help=texts_evaluation.REPORT_AGAIN)(report)


def main() -> None:
    """Run the command; a VraagbaakError becomes one Dutch sentence and an exit code."""
    try:
        app()
    except VraagbaakError as error:
        _say(texts.message(error))
        raise SystemExit(2 if isinstance(error, SettingsError) else 1) from None


def _answer(asked: list[str], settings: Settings, *, as_json: bool) -> None:
    from assistant.chat import Assistant
    from ui import printed
    from ui.record import record

    logging.getLogger("assistant").addHandler(logging.NullHandler())  # the answer itself says what went wrong
    with Assistant.open(settings) as assistant:
        for question in asked:
            if as_json:
                typer.echo(json.dumps(record(assistant.ask(question)), ensure_ascii=False))
            else:
                printed.answer(assistant.stream(question))


def _misused(sentence: str) -> typer.Exit:
    _say(sentence)
    return typer.Exit(2)


def _say(sentence: str) -> None:
    Console(stderr=True, soft_wrap=True, highlight=False).print(Text(sentence))
