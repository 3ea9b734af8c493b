"""Evaluating, for the command and the page: open or build the index, check the test set, run and compare it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.errors import RunDamaged, TestSetError
from assistant.evaluation import folder as runs
from assistant.evaluation.ablation import Ablated, Step, steps
from assistant.evaluation.asking import answering, searching
from assistant.evaluation.figures import compare
from assistant.evaluation.library import Library
from assistant.evaluation.provenance import HYBRID, about, differs
from assistant.evaluation.running import Evaluate, Progress, run
from assistant.evaluation.testset import beir, read
from assistant.evaluation.testset.check import check
from assistant.evaluation.types import RETRIEVAL, About, Comparison, Run, TestSet
from assistant.settings import Settings
from ingest.collection import build_texts
from ui.record import record

RUNS = Path("data/runs")

StepProgress = Callable[[str, int, int], None]
"""What is told of an ablation: the step that is left out, the questions done, and all of them."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A checked test set and the assistant that answers it; `index` is empty when it is thrown away after."""

    path: Path
    testset: TestSet
    assistant: Ablated
    index: str

    def about(self, legs: str = HYBRID, left_out: str | None = None) -> About:
        """Describe a run that starts now."""
        manifest = self.assistant.store.manifest
        generation = f"{manifest.generation} ({manifest.built})" if self.index else ""
        return about(
            self.testset,
            self.assistant.settings,
            legs=legs,
            index=self.index,
            generation=generation,
            left_out=left_out,
        )

    def run(self, folder: Path, legs: str = HYBRID, progress: Progress | None = None) -> Run:
        """Run the test set into a folder, or go on where that was stopped; raise TestSetError without a good row."""
        return self._run(folder, Step("", {"legs": legs}), self.about(legs), progress)

    def ablate(self, folder: Path, progress: StepProgress | None = None) -> dict[str, Run]:
        """Run the test set without each step in turn, in folders under this one."""
        found = {}
        for step in steps(ranking_only=self.testset.kind == RETRIEVAL):
            described = self.about(step.changes.get("legs", HYBRID), step.name)
            found[step.name] = self._run(folder / _slug(step.name), step, described, _of(step.name, progress))
        return found

    def _run(self, folder: Path, step: Step, described: About, progress: Progress | None) -> Run:
        if not self.testset.cases:
            raise TestSetError(self.path, "no_good_rows")
        assistant = copy(self.assistant)
        for name, value in step.changes.items():
            setattr(assistant, name, value)
        with step.context():
            return run(folder, described, self.testset, self._evaluate(assistant, step), progress)

    def _evaluate(self, assistant: Ablated, step: Step) -> Evaluate:
        if self.testset.kind == RETRIEVAL:
            return searching(assistant)
        return answering(assistant, record, talks=step.talks)


@contextmanager
def opened(path: Path, settings: Settings) -> Iterator[Evaluation]:
    """Open a test set with its index: the one of the settings, or for a BEIR folder one that is thrown away.

    Raises TestSetError, StoreError or EmbeddingError.
    """
    testset = read(path)
    if testset.kind != RETRIEVAL:
        with Ablated.open(settings) as assistant:
            yield Evaluation(path, check(testset, Library(assistant.store)), assistant, str(settings.index))
        return
    with tempfile.TemporaryDirectory(prefix="vraagbaak-evaluate-") as folder:
        thrown_away = settings.model_copy(update={"index": Path(folder) / "index", "chroma_url": None})
        build_texts(((text.id, text.title, text.text) for text in beir.corpus(path)), thrown_away)
        with Ablated.open(thrown_away) as assistant:
            yield Evaluation(path, testset, assistant, "")


def finished(folder: Path) -> Run:
    """Read a run that has its figures; raise RunMissing or RunDamaged."""
    found = runs.read(folder)
    if found.figures is None:
        raise RunDamaged(folder, "it is not finished")
    return found


def compared(folder: Path, run: Run, earlier: Run) -> Comparison:
    """Set a run beside an earlier one, and write that into its folder."""
    found = compare(run, earlier)
    runs.write_comparison(folder, found)
    return found


def choose_folder(described: About, root: Path = RUNS) -> tuple[Path, bool]:
    """Name the folder of the newest run of this kind that was stopped, with True, or a new folder."""
    stem = _slug(Path(described.testset).stem)
    for folder in sorted(root.glob(f"{stem}-*/"), reverse=True):
        if _stopped(folder, described):
            return folder, True
    moment = datetime.fromisoformat(described.created).strftime("%Y%m%d-%H%M%S")
    return root / f"{stem}-{moment}", False


def _stopped(folder: Path, described: About) -> bool:
    if (folder / runs.METRICS).is_file() or not (folder / runs.RUN).is_file():
        return False
    try:
        return differs(runs.read(folder).about, described) is None
    except RunDamaged:
        return False


def _of(name: str, progress: StepProgress | None) -> Progress | None:
    return None if progress is None else lambda done, total: progress(name, done, total)


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-") or "run"
