"""What the tests of evaluations share: the command as another process, and runs without their times."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from assistant.evaluation import folder as runs
from assistant.settings import PREFIX

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "testsets" / "voorbeeld.jsonl"
CODE = "from ui.cli import main; main()"


def evaluate(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as another process."""
    return subprocess.run(command(*arguments), capture_output=True, text=True, env=clean(), cwd=ROOT, check=False)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", CODE, "evaluate", *map(str, arguments)]


def clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}


def some(path: Path, count: int) -> Path:
    """Write the first questions of the sample test set, with follow-ups among them."""
    lines = SAMPLE.read_text("utf-8").splitlines()
    follow = [i for i, line in enumerate(lines) if '"after"' in line][:2]
    chosen = sorted({*range(count), *follow, *(i - 1 for i in follow)} | {i - 2 for i in follow})
    known = {json.loads(lines[i])["question"] for i in chosen}
    kept = [lines[i] for i in chosen if json.loads(lines[i]).get("after", None) in {None, *known}]
    path.write_text("\n".join(kept) + "\n", "utf-8")
    return path


def timeless(folder: Path) -> Any:
    """Everything of a run but the seconds and the moment it started."""
    run = runs.read(folder)
    assert run.figures
    results = {
        name: (
            result.query,
            result.verdict.outcome,
            {key: value for key, value in result.verdict.measures.items() if key != "seconds"},
            {key: value for key, value in (result.answer or {}).items() if key != "seconds"},
            result.ranking,
        )
        for name, result in run.results.items()
    }
    metrics = {name: metric for name, metric in run.figures.metrics.items() if not name.startswith("seconds")}
    about = {name: getattr(run.about, name) for name in ("testset", "sha256", "legs", "settings", "versions", "commit")}
    return about, list(results), results, metrics, run.figures.outcomes, run.figures.curve
