"""What a run was made with: settings, versions of what matters, and the commit, where git knows of one."""

from __future__ import annotations

import platform
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.evaluation.types import ANSWERS, About, TestSet
from assistant.settings import Settings

PACKAGES = (
    "vraagbaak",
    "chromadb",
    "numpy",
    "pystemmer",
    "sentence-transformers",
    "sentencex",
    "tantivy",
    "tokenizers",
)
PLACES = frozenset(
    ("index", "host", "port", "wait_seconds", "max_file_mb", "keep_questions", "keep_days", "manage_password")
)
"""Settings that say where or how, but do not change an answer."""

HYBRID = "hybrid"


def about(
    testset: TestSet,
    settings: Settings,
    *,
    legs: str = HYBRID,
    index: str = "",
    generation: str = "",
    left_out: str | None = None,
) -> About:
    """Describe a run that starts now; secrets among the settings are not written."""
    kept = {name: value for name, value in settings.model_dump(mode="json").items() if name not in PLACES}
    mode = "llm" if kept.get("llm") and testset.kind == ANSWERS else "extractive"
    return About(
        datetime.now(UTC).isoformat(timespec="seconds"),
        testset.name,
        testset.sha256,
        testset.kind,
        mode,
        legs,
        index,
        kept,
        versions(),
        commit(),
        left_out,
        generation,
    )


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that can change an answer, as far as they are installed."""
    found: dict[str, str] = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def commit() -> str | None:
    """Name the commit of this code, with "-dirty" when files were changed since; None without git or repository."""
    root, git = Path(__file__).parents[2], shutil.which("git")
    if git is None or not (root / ".git").exists():
        return None
    command = [git, "-C", str(root), "describe", "--always", "--dirty", "--abbrev=7", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words only
    return done.stdout.strip() or None


def differs(mine: About, other: About) -> tuple[str, Any, Any] | None:
    """Name the first thing, beside the moment, in which two runs differ, with what it is in each."""
    for name in ("testset", "sha256", "kind", "mode", "legs", "left_out", "index", "generation", "commit"):
        if getattr(mine, name) != getattr(other, name):
            return name, getattr(mine, name), getattr(other, name)
    for name in ("settings", "versions"):
        a, b = dict(getattr(mine, name)), dict(getattr(other, name))
        for key in sorted(a.keys() | b.keys()):
            if a.get(key) != b.get(key):
                return key, a.get(key), b.get(key)
    return None
