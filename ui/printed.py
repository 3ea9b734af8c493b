"""What the command prints: answers, reports, and a progress bar where there is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from assistant.types import Answer, Citation
from ui import texts, texts_cli

if TYPE_CHECKING:
    from assistant.store.check import Finding
    from assistant.store.documents import Listed
    from assistant.store.manifest import Manifest
    from ingest.build import Step
    from ingest.report import Report


@contextmanager
def progress() -> Iterator[Callable[[Step], None] | None]:
    """Show a progress bar on stderr when that is a terminal; otherwise give None."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {stage: bar.add_task(text, total=None, visible=False) for stage, text in texts_cli.STAGES.items()}
        yield lambda step: bar.update(tasks[step.stage], completed=step.done, total=step.total, visible=step.total > 0)


def report(done: Report) -> None:
    """Print what an ingest did: how much of each, and which files; every failure with its reason and remedy."""
    lines = [texts_cli.done(done.seconds, done.documents, done.passages)]
    for group, title in texts_cli.GROUPS.items():
        lines.append(f"{title}: {texts_cli.number(len(getattr(done, group)))}")
        if group in ("added", "changed", "removed"):
            lines += _some(getattr(done, group))
    for failure in done.failed:
        kept = f" {texts_cli.KEPT}" if failure.kept else ""
        lines.append(f"  {failure.name}: {texts.reason(failure.error)}{kept}")
    lines += [texts_cli.duplicate(*pair) for pair in done.duplicates]
    if done.nothing_read:
        lines.append(texts_cli.NOTHING_READ)
    _print("\n".join(lines))


def answer(growing: Iterable[Answer]) -> None:
    """Print statements as they come, then the rest of the answer and its quotes, the answering sentence in bold."""
    said = 0
    for given in growing:
        for statement in given.statements[said:]:
            _print(f"{statement.text} {''.join(f'[{citation.number}]' for citation in statement.citations)}")
        said = max(said, len(given.statements))
    if not given.statements:
        _print(given.text)
    for line in (texts_cli.WORDED if given.statements else None, given.notice):
        if line:
            _print(f"\n{line}")
    for title, quotes in ((texts_cli.QUOTES, given.citations), (texts_cli.RELATED, given.related)):
        if quotes:
            _print(f"\n{title}")
        for quote in quotes:
            _quote(quote)


def status(folder: Path, manifest: Manifest, documents: Sequence[Listed]) -> None:
    """Print what an index was built with and what it holds."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    _print(texts_cli.state(str(folder), manifest.built, manifest.model, manifest.dimension, size))
    names = sorted(name for document in documents for name in document.sources)
    _print(texts_cli.contents(len(documents), len(names), sum(document.passages for document in documents)))
    _print("\n".join(f"  {name}" for name in names))


def findings(found: Sequence[tuple[Finding, bool]]) -> None:
    """Print what a check found, and whether it is mended."""
    lines = [texts_cli.finding(one.part, one.problem, [f.name for f in one.files], mended) for one, mended in found]
    _print("\n".join(lines) or texts_cli.SOUND)


def _quote(quote: Citation) -> None:
    place = [quote.document.source, quote.heading, f"{texts_cli.PAGE} {quote.page}" if quote.page else None]
    _print(f"\n[{quote.number}] {quote.document.title} ({', '.join(part for part in place if part)})")
    text = Text(f"“{quote.quote}”")
    text.stylize("bold", quote.mark[0] - quote.start + 1, quote.mark[1] - quote.start + 1)
    _print(text)


def _some(names: Sequence[str]) -> list[str]:
    lines = [f"  {name}" for name in names[: texts_cli.LISTED]]
    left = len(names) - len(lines)
    return [*lines, f"  {texts_cli.more(left)}"] if left else lines


def _print(text: str | Text) -> None:
    Console(soft_wrap=True, highlight=False).print(Text(text) if isinstance(text, str) else text)
