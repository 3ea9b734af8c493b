"""Run both pipelines, each step in a process of its own, and print them side by side."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.corpus import REPOSITORY, Corpus, make

SIZES = (1_000, 10_000, 100_000)
RESULTS = Path(__file__).parent / "results"
INGEST_TIMES, ASK_MS, MEMORY_MB = 20, 60, 2000
"""The bars: ingest so many times as fast as the tutorial; ask (p95) and memory at the largest size."""

Figures = dict[str, Any]


def run(sizes: Sequence[int] = SIZES) -> None:
    """Measure at each size, print tables and bars, and write everything to `results/<commit>.json`."""
    console = Console()
    console.print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}: a busy machine slows both pipelines.")
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="vraagbaak-bench-") as folder:
            rows.append(_measure(Path(folder), size, console))
        _print(console, rows[-1])
    _bars(console, rows[-1], rows)
    RESULTS.mkdir(exist_ok=True)
    target = RESULTS / f"{_commit()}.json"
    target.write_text(json.dumps({"date": datetime.now(UTC).isoformat(), "sizes": rows}, indent=1) + "\n", "utf-8")
    console.print(f"Written to {target.relative_to(REPOSITORY)}")


def ratio(row: Figures) -> float:
    """How many times as fast the same texts go into Vraagbaak as into the tutorial's Chroma."""
    return row["tutorial"]["ingest"]["seconds"] / row["vraagbaak"]["ingest"]["seconds"]


def _measure(folder: Path, size: int, console: Console) -> Figures:
    with console.status(f"{size:,} passages: texts and the tutorial's model"):
        corpus = make(folder / "corpus", size)
        _step("tutorial", "make", corpus.folder, folder / "model")
    with console.status(f"{size:,} passages: Vraagbaak"):
        ours = _pipeline("ours", corpus, folder / "index")
    with console.status(f"{size:,} passages: the tutorial"):
        theirs = _pipeline("tutorial", corpus, folder / "model", folder / "chroma")
    return {
        "size": size,
        "texts": corpus.origin,
        "files": corpus.files,
        "characters": corpus.characters,
        "vraagbaak": ours,
        "tutorial": theirs,
    }


def _pipeline(module: str, corpus: Corpus, *folders: Path) -> Figures:
    ingest = _step(module, "ingest", corpus.folder, *folders)
    return {"ingest": ingest, "ask": _step(module, "ask", corpus.questions, *folders)}


def _step(module: str, step: str, *paths: Path) -> Figures:
    """Run one step in a fresh process, without settings from the environment; return what it reports."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VRAAGBAAK_")}
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", step, *map(str, paths)]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    lines = done.stdout.strip().splitlines()
    return json.loads(lines[-1]) if lines else {}


def _print(console: Console, row: Figures) -> None:
    ours, theirs = row["vraagbaak"], row["tutorial"]
    table = Table(title=f"{row['characters'] / 1e6:.1f} million characters in {row['files']:,} files ({row['texts']})")
    for name in ("", "Vraagbaak", "tutorial", "tutorial : Vraagbaak"):
        table.add_column(name, justify="left" if not name else "right")
    table.add_row("passages", f"{ours['ingest']['passages']:,}", f"{theirs['ingest']['passages']:,}", "")
    for name, step, key, form in _LINES:
        a, b = ours[step][key], theirs[step][key]
        table.add_row(name, format(a, form), format(b, form), f"{b / a:.1f}")
    speeds = [one["ingest"]["passages"] / one["ingest"]["seconds"] for one in (ours, theirs)]
    table.add_row("ingest, passages a second", *(f"{speed:,.0f}" for speed in speeds), "")
    console.print(table)
    encoded, total = theirs["ingest"]["encoded"], theirs["ingest"]["passages"]
    if encoded < total:
        console.print(
            f"The tutorial encoded {encoded} of its {total:,} chunks; the seconds of encoding are worked out for all "
            f"from these. Its Chroma holds random vectors with the real texts, so storing and asking are measured."
        )


_LINES = (
    ("ingest, seconds", "ingest", "seconds", ",.1f"),
    ("ingest, processor seconds", "ingest", "cpu", ",.1f"),
    ("ingest, peak memory (MB)", "ingest", "memory_mb", ",.0f"),
    ("disk (MB)", "ingest", "disk_mb", ",.0f"),
    ("ask p50 (ms)", "ask", "p50", ",.1f"),
    ("ask p95 (ms)", "ask", "p95", ",.1f"),
    ("ask p50 (processor ms)", "ask", "cpu50", ",.1f"),
    ("ask p95 (processor ms)", "ask", "cpu95", ",.1f"),
    ("ask, peak memory (MB)", "ask", "memory_mb", ",.0f"),
)


def _bars(console: Console, largest: Figures, rows: Sequence[Figures]) -> None:
    ours, theirs = largest["vraagbaak"], largest["tutorial"]
    times = min(map(ratio, rows))
    p95, memory = ours["ask"]["p95"], max(ours[step]["memory_mb"] for step in ("ingest", "ask"))
    for name, met in (
        (f"the same texts at least {INGEST_TIMES}x as fast: {times:.0f}x at least", times >= INGEST_TIMES),
        (f"ask p95 at most {ASK_MS} ms at the largest size: {p95:.1f} ms", p95 <= ASK_MS),
        (f"ask p95 no slower than the tutorial's {theirs['ask']['p95']:.1f} ms", p95 <= theirs["ask"]["p95"]),
        (f"memory under {MEMORY_MB} MB: {memory:,.0f} MB", memory < MEMORY_MB),
    ):
        console.print(f"[green]✓[/] {name}" if met else f"[red]✗[/] {name}")


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
