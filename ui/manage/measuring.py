"""One evaluation at a time, in a thread of its own, that a page can watch and stop."""

from __future__ import annotations

import logging
import re
import secrets
import shutil
import threading
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from assistant.errors import EvaluationError, VraagbaakError
from assistant.evaluation import folder as runs
from assistant.evaluation.types import About, Metric, Problem
from assistant.settings import Settings
from ui import report, texts
from ui import texts_manage as said

FOLDER = "runs"
ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
SHUTDOWN_SECONDS = 10

log = logging.getLogger(__name__)


class Phase(StrEnum):
    """How far an evaluation is."""

    READING = "reading"
    ASKING = "asking"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """An evaluation as it is now; `sentence` says in Dutch why it failed."""

    id: str
    name: str
    phase: Phase = Phase.READING
    done: int = 0
    total: int = 0
    problems: tuple[Problem, ...] = ()
    sentence: str = ""

    @property
    def running(self) -> bool:
        """Say whether it is at work."""
        return self.phase in (Phase.READING, Phase.ASKING)


@dataclass(frozen=True, slots=True)
class Listed:
    """A run that is kept; `passed` is None when it was not finished."""

    id: str
    about: About
    passed: Metric | None


class Busy(Exception):
    """Another evaluation is at work."""


class _Stopped(Exception):
    """Somebody asked to stop."""


class Measuring:
    """Runs evaluations and keeps their folders under the index."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._root = settings, settings.index / FOLDER
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._job: Job | None = None
        self._thread: threading.Thread | None = None

    @property
    def job(self) -> Job | None:
        """The evaluation that is at work, or was the last."""
        return self._job

    def start(self, testset: Path, earlier: str = "") -> Job:
        """Evaluate a test set whose folder is thrown away after; raise Busy when another one is at work."""
        with self._lock:
            if self._job and self._job.running:
                raise Busy
            moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
            self._job = Job(f"{moment}-{secrets.token_hex(4)}", testset.name)
            self._stop.clear()
            self._thread = threading.Thread(target=self._work, args=(testset, earlier), name="evaluation", daemon=True)
            self._thread.start()
            return self._job

    def stop(self) -> None:
        """Ask the evaluation to stop after the question it is at."""
        self._stop.set()

    def close(self) -> None:
        """Stop, and wait for that a while."""
        self.stop()
        if self._thread:
            self._thread.join(SHUTDOWN_SECONDS)

    def folder(self, id: str) -> Path | None:
        """Find the folder of a run that is kept; None for anything else."""
        path = self._root / id
        return path if ID.fullmatch(id) and (path / runs.RUN).is_file() else None

    def listed(self) -> Sequence[Listed]:
        """List the runs that are kept and not at work, newest first."""
        names = sorted((path.name for path in self._root.glob("*/") if ID.fullmatch(path.name)), reverse=True)
        busy = self._job.id if self._job and self._job.running else None
        found = [_summary(self._root / name, (self._root / name / runs.METRICS).exists()) for name in names]
        return [one for one in found if one and one.id != busy]

    def remove(self, id: str) -> None:
        """Remove a run that is not at work."""
        path = self.folder(id)
        if path and not (self._job and self._job.running and self._job.id == id):
            shutil.rmtree(path)

    def _work(self, testset: Path, earlier: str) -> None:
        assert self._job  # noqa: S101  (made before the thread)
        folder = self._root / self._job.id
        try:
            self._evaluate(testset, folder, self.folder(earlier))
            self._tell(phase=Phase.DONE)
            return
        except _Stopped:
            self._tell(phase=Phase.STOPPED)
        except VraagbaakError as error:
            self._tell(phase=Phase.FAILED, sentence=texts.message(error).replace(str(testset), testset.name))
        except Exception as error:  # noqa: BLE001  (a thread has nobody above it; the page must not wait for ever)
            trace = "".join(traceback.format_tb(error.__traceback__))  # without the message: it may hold a question
            log.error("an evaluation failed: %s\n%s", type(error).__name__, trace)
            self._tell(phase=Phase.FAILED, sentence=said.MEASURE_FAILED)
        finally:
            shutil.rmtree(testset.parent, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)

    def _evaluate(self, testset: Path, folder: Path, earlier: Path | None) -> None:
        from ui.evaluate import compared, finished, opened

        before = finished(earlier) if earlier else None
        with opened(testset, self._settings) as evaluation:
            self._tell(total=len(evaluation.testset.cases), problems=evaluation.testset.problems, phase=Phase.ASKING)
            run = evaluation.run(folder, progress=self._progress)
        if before:
            compared(folder, run, before)
        report.write(run, folder / report.FILE, runs.read_comparison(folder), before)

    def _progress(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise _Stopped
        self._tell(done=done, total=total)

    def _tell(self, **changes: object) -> None:
        assert self._job  # noqa: S101  (made before the thread)
        self._job = replace(self._job, **changes)  # type: ignore[arg-type]


@lru_cache(maxsize=256)
def _summary(folder: Path, finished: bool) -> Listed | None:
    """Read what a run is and how it went; `finished` only tells the cache when to look again."""
    try:
        run = runs.read(folder)
    except EvaluationError:
        return None
    return Listed(folder.name, run.about, run.figures.metrics.get("passed") if run.figures else None)
