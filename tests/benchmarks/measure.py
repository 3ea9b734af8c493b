"""What a process measures of itself: wall and processor seconds, peak memory, disk."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

SHORT = "Dit is een korte tekst. Hij houdt zo weer op."
"""What each pipeline ingests before the clock counts, so that what it loads at first use is loaded."""

WARMING = 5
"""Questions asked before the clock counts."""


class Clock:
    """Wall and processor seconds (of all threads) since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Return seconds on the wall and of processors."""
        return time.perf_counter() - self._wall, time.process_time() - self._cpu


def peak_mb() -> float:
    """Peak resident memory of this process since it was started, in millions of bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage also counts the parent's memory at the moment of the fork
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def disk_mb(folder: Path) -> float:
    """Size of the files under a folder, in millions of bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def time_questions(ask: Callable[[str], object], questions: Path) -> dict[str, float]:
    """Ask every question; return p50 and p95 in milliseconds, on the wall (`p50`) and of processors (`cpu50`)."""
    asked = json.loads(questions.read_text("utf-8"))
    for question in asked[:WARMING]:
        ask(question)
    walls, cpus = zip(*(_time(ask, question) for question in asked), strict=True)
    found = {}
    for name, seconds in (("p", sorted(walls)), ("cpu", sorted(cpus))):
        found |= {f"{name}{share}": 1000 * seconds[len(seconds) * share // 100] for share in (50, 95)}
    return found


def _time(ask: Callable[[str], object], question: str) -> tuple[float, float]:
    clock = Clock()
    ask(question)
    return clock.read()


def report(**figures: float) -> None:
    """Print figures as the last line of the output, with the peak memory."""
    print(json.dumps({**figures, "memory_mb": peak_mb()}))
