"""Find what is wrong between the four parts of an index, and mend it from the documents, which are the truth."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, delete, func, select, text
from sqlalchemy.exc import DatabaseError

from assistant.citations import digest
from assistant.errors import IndexDamaged, IndexLost, IndexMissing
from assistant.evidence.stems import opening, words_of
from assistant.settings import Settings
from assistant.store import lock, manifest, rows, schema, seal
from assistant.store.documents import words
from assistant.store.draft import Draft
from assistant.store.lexical import Lexical
from assistant.store.manifest import Manifest
from assistant.store.schema import documents, live, passages, sources
from assistant.store.staging import File
from assistant.store.store import open_vectors

if TYPE_CHECKING:
    from assistant.embedding import Encoder

BATCH = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was wrong; with `files` it is mended only when those have been read again."""

    part: str
    problem: str
    files: tuple[File, ...] = ()


def check(settings: Settings, encoder: Encoder, splitter: str) -> list[Finding]:
    """Inspect an index and mend it; a document that is damaged is removed, and its files are named in the finding.

    Raises IndexMissing, IndexBusy, IndexMismatch, and IndexLost when the document store cannot be read.
    """
    if not (settings.index / schema.FILE).is_file():
        raise IndexMissing(settings.index)
    with lock.writing(settings.index, settings.wait_seconds):
        engine = schema.connect(settings.index)
        try:
            return list(_check(settings, encoder, splitter, engine))
        except DatabaseError as error:
            raise IndexLost(settings.index, str(error.orig)) from error
        finally:
            engine.dispose()


def _check(settings: Settings, encoder: Encoder, splitter: str, engine: Engine) -> Iterator[Finding]:
    _whole(engine, settings)
    yield from _manifest(engine, settings, manifest.wanted(settings, encoder), splitter)
    with closing(Draft(settings, encoder, engine, rebuild=False)) as draft:
        yield from _parts(draft, settings, engine)


def _parts(draft: Draft, settings: Settings, engine: Engine) -> Iterator[Finding]:
    if not draft.manifest.generation:
        raise IndexMissing(settings.index)
    found = [*_documents(draft, engine), *_vectors(draft, settings, engine), *_lexical(draft, settings, engine)]
    if found:
        draft.publish(draft.manifest.splitter, lambda *_: None, force=True)
    yield from found


def _whole(engine: Engine, settings: Settings) -> None:
    """Raise IndexLost when the file of the document store is not sound."""
    with engine.connect() as connection:
        verdict = connection.scalar(text("PRAGMA quick_check(1)"))
    if verdict != "ok":
        raise IndexLost(settings.index, str(verdict))


def _manifest(engine: Engine, settings: Settings, wanted: Manifest, splitter: str) -> Iterator[Finding]:
    """Make a new manifest when it is lost, for the newest rows that are there and with nothing derived yet."""
    schema.create(engine)
    try:
        with engine.connect() as connection:
            manifest.read(connection, settings.index)
    except IndexDamaged:
        with engine.begin() as connection:
            newest = connection.scalar(select(func.max(sources.c.added)))
            if newest:
                manifest.write(connection, replace(wanted, generation=newest, splitter=splitter, key=manifest.key()))
        if newest:
            yield Finding("manifest", "missing")


def _documents(draft: Draft, engine: Engine) -> Iterator[Finding]:
    """Drop the documents whose text or passages are not what they were, with the files they came from."""
    generation = draft.manifest.generation
    with engine.begin() as connection:
        lost = connection.execute(delete(passages).where(passages.c.document.not_in(select(documents.c.row)))).rowcount
        known = set(connection.scalars(select(documents.c.row)))
        unused = select(documents.c.row).where(live(documents, generation))
        unused = unused.where(documents.c.row.not_in(select(sources.c.document).where(live(sources, generation))))
        homeless = set(connection.scalars(unused))
    bad = {row: problem for row, problem in _problems(engine, generation) if row not in homeless}
    if lost:
        yield Finding("documents", "passages without document")
    if homeless:
        yield Finding("documents", "documents without file")
    for problem in sorted({*bad.values()}):
        yield _drop(draft, problem, {row for row, why in bad.items() if why == problem})
    missing = {file.document for file in draft.staging.files.values()} - known
    if missing:
        yield _drop(draft, "missing", missing)


def _drop(draft: Draft, problem: str, rows: set[int]) -> Finding:
    files = tuple(file for file in draft.staging.files.values() if file.document in rows)
    for file in files:
        draft.staging.drop(file.path)
    return Finding("documents", problem, files)


def _problems(engine: Engine, generation: int) -> Iterator[tuple[int, str]]:
    """Yield the row of each document that is damaged, and how."""
    with engine.connect() as connection:
        order = list(connection.scalars(select(documents.c.row).where(live(documents, generation))))
        for i in range(0, len(order), BATCH):
            some = order[i : i + BATCH]
            parts: dict[int, list[Any]] = {row: [] for row in some}
            found = select(passages).where(passages.c.document.in_(some)).order_by(passages.c.position)
            for part in connection.execute(found):
                parts[part.document].append(part)
            for document in connection.execute(select(documents).where(documents.c.row.in_(some))):
                if digest(document.text) != document.sha256 or not document.sha256.startswith(document.id):
                    yield document.row, "text changed"
                elif document.opening not in {"", opening(document.text)}:
                    yield document.row, "opening changed"
                elif not _fit(document, parts[document.row]):
                    yield document.row, "passages changed"


def _fit(document: Any, parts: Iterable[Any]) -> bool:
    """Say whether the passages of a document follow each other in its text and leave out only white space."""
    end = 0
    for position, part in enumerate(parts):
        if part.position != position or part.id != f"{document.id}:{part.start}-{part.end}":
            return False
        known = words(part.words)
        for i, (first, last) in enumerate(json.loads(part.sentences)):
            if not end <= first < last <= part.end or document.text[end:first].strip():
                return False
            if known and known[i : i + 1] != (words_of(document.text[first:last]),):
                return False
            end = last
    return not document.text[end:].strip()


def _vectors(draft: Draft, settings: Settings, engine: Engine) -> Iterator[Finding]:
    """Have the vectors made anew unless they are exactly those of the live passages."""
    problem = None
    if not settings.chroma_url:
        problem = seal.broken(settings.index / (draft.manifest.vectors or "chroma"), thorough=True)
    if not problem:
        try:
            vectors = open_vectors(settings, draft.manifest)
            found = list(vectors.ids())
            vectors.close()
        except IndexDamaged as error:
            problem = error.reason
        else:
            problem = _difference(found, engine, draft.manifest.generation)
    if problem:
        draft.derivation.suspect.add("vectors")
        yield Finding("vectors", problem)


def _lexical(draft: Draft, settings: Settings, engine: Engine) -> Iterator[Finding]:
    """Have the lexical index made anew unless it has exactly the live passages."""
    folder = settings.index / (draft.manifest.lexical or "lexical")
    problem = seal.broken(folder, thorough=True)
    if not problem:
        try:
            found = list(Lexical(folder).ids())
        except IndexDamaged as error:
            problem = error.reason
        else:
            problem = _difference(found, engine, draft.manifest.generation)
    if problem:
        draft.derivation.suspect.add("lexical")
        yield Finding("lexical", problem)


def _difference(found: list[str], engine: Engine, generation: int) -> str | None:
    with engine.connect() as connection:
        wanted = rows.ids(connection, live(documents, generation))
    missing, extra = len(wanted.difference(found)), len(found) - len(wanted.intersection(found))
    return f"{missing} missing, {extra} too many" if missing or extra else None
