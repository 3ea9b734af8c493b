"""Bring an index up to date with files: only what changed is read, and all of it answers at once, at the end."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import embedding
from assistant.citations import digest
from assistant.errors import DamagedFile, FileMissing, ReadError
from assistant.evidence.stems import opening
from assistant.settings import Settings
from assistant.store.check import Finding, check
from assistant.store.draft import Draft, draft
from assistant.types import Document
from ingest import files, split
from ingest.clean import clean
from ingest.files import Found, key
from ingest.read import read
from ingest.report import Failure, Report

if TYPE_CHECKING:
    from assistant.embedding import Encoder

ID_LENGTH = 20
"""Hexadecimal digits of a text's SHA-256 that make its document's id."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far an ingest is; `stage` is "read", "index", "switch" or "sweep", and `name` a file being read."""

    stage: str
    done: int
    total: int
    name: str = ""


Progress = Callable[[Step], None]


def build(
    paths: Iterable[Path],
    settings: Settings,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
) -> Report:
    """Read what is new or changed under the paths, forget what vanished there, and let the result answer.

    Rebuild makes vectors and lexical rows anew, and reads all recorded files again when the rules for sentences
    or passages changed. Raises StoreError, EmbeddingError; a file that cannot be read is in the report.
    Without an encoder it loads the one that the settings name.
    """
    started = time.perf_counter()
    roots = [Path(os.path.abspath(path)) for path in paths]
    with draft(settings, encoder or embedding.load(settings), rebuild=rebuild) as target:
        run = _Run(target, settings, progress or _silent)
        report = run.run(roots)
        run.publish()
    report.seconds = time.perf_counter() - started
    return report


def mend(settings: Settings, *, encoder: Encoder | None = None) -> list[tuple[Finding, bool]]:
    """Check an index and read damaged documents again from their files; say of each finding whether it is mended."""
    encoder = encoder or embedding.load(settings)
    findings = check(settings, encoder, split.VERSION)
    lost = {file.path: Found(Path(file.path), Path(file.root), file.name) for one in findings for file in one.files}
    report = Report()
    if lost:
        with draft(settings, encoder) as target:
            run = _Run(target, settings, _silent, report)
            run.read([lost[path] for path in sorted(lost)])
            run.publish()
    failed = {failure.name for failure in report.failed}
    return [(one, not any(file.name in failed for file in one.files)) for one in findings]


@dataclass(slots=True)
class _Run:
    draft: Draft
    settings: Settings
    progress: Progress
    report: Report = field(default_factory=Report)

    def run(self, roots: Sequence[Path]) -> Report:
        again = self.draft.stale(split.VERSION)
        if again:
            roots = [*roots, *(root for root in self._recorded() if root not in roots)]
        there = [root for root in roots if root.exists()]
        found = files.find(there)
        self.read(found, again=again)
        self._vanished(roots, {key(file.path) for file in found})
        return self.report

    def read(self, found: Sequence[Found], *, again: bool = False) -> None:
        """Stage files; unless `again`, one that did not change is passed over."""
        for i, file in enumerate(found):
            self.progress(Step("read", i, len(found), file.name))
            self._file(file, again=again)
        self.progress(Step("read", len(found), len(found)))

    def publish(self) -> None:
        """Let what was staged answer."""
        published = self.draft.publish(split.VERSION, lambda *step: self.progress(Step(*step)))
        self.report.rebuilt = published and self.draft.rebuild
        self.report.documents, self.report.passages = self.draft.totals()

    def _recorded(self) -> list[Path]:
        return sorted({Path(file.root) for file in self.draft.staging.files.values()})

    def _file(self, file: Found, *, again: bool) -> None:
        known = self.draft.staging.files.get(key(file.path))
        try:
            content = files.digest(file.path)
            if known and known.sha256 == content and not again:
                self.report.unchanged.append(known.name)
                return
            if not self.draft.staging.resume(key(file.path), content):
                self._read(file, content)
        except ReadError as error:
            self.report.failed.append(Failure(file.name, error, kept=known is not None))
            return
        (self.report.changed if known else self.report.added).append(file.name)
        twin = self.draft.staging.twin(key(file.path))
        if twin:
            self.report.duplicates.append((file.name, twin))

    def _read(self, file: Found, content: str) -> None:
        extract = clean(read(file.path, max_mb=self.settings.max_file_mb))
        if extract.text != _whole(extract.text):
            raise DamagedFile(file.path, "it holds halves of characters")
        sha256 = digest(extract.text)
        name = sha256[:ID_LENGTH]
        title, opens = _whole(extract.title), opening(extract.text)
        document = Document(name, title, file.name, extract.text, sha256, extract.metadata, opens)
        parts = split.split(name, extract)
        self.draft.put(key(file.path), key(file.root), file.name, content, document, parts)

    def _vanished(self, roots: Sequence[Path], found: set[str]) -> None:
        """Forget recorded files that are gone from a folder that is there, or that were given by name.

        A folder that is gone itself may be a disk that is not connected: what came from it stays.
        """
        known = self.draft.staging.files
        for root in roots:
            under = [path for path in known if Path(path).is_relative_to(root) and path not in found]
            if root.exists() or under == [key(root)]:
                for path in under:
                    self.draft.staging.drop(path)
                    self.report.removed.append(known[path].name)
            else:
                kept = bool(under)
                self.report.failed.append(Failure(root.name, FileMissing(root), kept=kept))


def _whole(text: str) -> str:
    """Replace halves of characters (lone surrogates), which cannot be stored."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _silent(_step: Step) -> None:
    return None
