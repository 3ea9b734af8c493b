"""Runs a test set: one question after the other, each written down before the next, so that it can be stopped."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from assistant.errors import RunBusy, RunDiffers, RunUnwritable
from assistant.evaluation import folder as runs
from assistant.evaluation.figures import figures
from assistant.evaluation.provenance import differs
from assistant.evaluation.types import About, Case, Result, Run, TestSet
from assistant.types import Turn

Evaluate = Callable[[Case, Sequence[Turn]], Result]
"""Ask a question, given the turns before it, and judge what comes."""

Progress = Callable[[int, int], None]


def run(folder: Path, about: About, testset: TestSet, evaluate: Evaluate, progress: Progress | None = None) -> Run:
    """Ask every question that has no result in the folder yet, and work out the figures.

    A folder with a run that was stopped is gone on with; raise RunDiffers when that was a run of something else,
    RunBusy when another process is at work in it, RunUnwritable when the folder cannot be written.
    """
    with _results(folder) as file:
        with _writing(folder):
            about = _begin(folder, about, testset)
        done = {name: result for name, result in runs.read(folder).results.items()}
        for number, case in enumerate(ordered(testset.cases)):
            if progress:
                progress(number, len(testset.cases))
            if case.id not in done:
                done[case.id] = evaluate(case, turns(case, testset.cases, done))
                with _writing(folder):
                    _append(file, runs.line_of(done[case.id]))
        if progress:
            progress(len(testset.cases), len(testset.cases))
        results = {case.id: done[case.id] for case in testset.cases}
        found = figures(testset.cases, results)
        with _writing(folder):
            runs.finish(folder, found)
    return Run(about, testset, results, found)


def ordered(cases: Sequence[Case]) -> Iterator[Case]:
    """Yield the questions in their order, but a question before its follow-ups."""
    known = {case.id: case for case in cases}
    given: set[str] = set()
    for case in cases:
        waiting = [case]
        while waiting[-1].after and waiting[-1].after not in given:
            waiting.append(known[waiting[-1].after])
        for one in reversed(waiting):
            if one.id not in given:
                given.add(one.id)
                yield one


def turns(case: Case, cases: Sequence[Case], done: Mapping[str, Result]) -> tuple[Turn, ...]:
    """The conversation before a question, oldest first, as it went in this run."""
    known = {one.id: one for one in cases} if case.after else {}
    found: list[Turn] = []
    name = case.after
    while name:
        result = done[name]
        found.append(Turn(known[name].question, result.query, str((result.answer or {}).get("text", ""))))
        name = known[name].after
    return tuple(reversed(found))


def _begin(folder: Path, about: About, testset: TestSet) -> About:
    """Lay out the run, or go on with the one that is there."""
    if not (folder / runs.RUN).is_file():
        runs.start(folder, about, testset)
        return about
    earlier = runs.read(folder)
    found = differs(earlier.about, about)
    if found is None and earlier.testset.cases != testset.cases:
        found = "testset", earlier.testset.name, testset.name
    if found:
        raise RunDiffers(folder, *found)
    return earlier.about


@contextmanager
def _results(folder: Path) -> Iterator[IO[bytes]]:
    """Open the results for one writer, without a last line that was cut off."""
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / runs.RESULTS).open("ab+")
    with file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunBusy(folder) from None
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
        yield file


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RunUnwritable(folder, error.strerror or type(error).__name__) from error


def _append(file: IO[bytes], line: str) -> None:
    file.write(line.encode())
    file.flush()
    os.fsync(file.fileno())
