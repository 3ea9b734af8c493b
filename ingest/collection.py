"""Bring texts that are no files into an index, such as the corpus of a test set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant import embedding
from assistant.citations import digest
from assistant.settings import Settings
from assistant.store import Store, vectors
from assistant.store.draft import draft
from assistant.types import Document
from ingest import split
from ingest.build import ID_LENGTH, Progress, Step
from ingest.clean import clean
from ingest.read.extract import Extract

if TYPE_CHECKING:
    from assistant.embedding import Encoder

ROOT = "collection:"
REACH, THOROUGH = 100, 50_000


def build_texts(
    texts: Iterable[tuple[str, str, str]],
    settings: Settings,
    *,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
) -> None:
    """Fill a new index with (name, title, text); what has no text has its title as text, or is left out.

    Its searches by meaning are exact up to THOROUGH passages, so that the same texts always give the same figures.
    """
    with draft(settings, encoder or embedding.load(settings)) as target:
        for name, title, text in texts:
            extract = clean(Extract(title, text if text.strip() else title))
            if not extract.text.strip():
                continue
            sha256 = digest(extract.text)
            document = Document(sha256[:ID_LENGTH], title, name, extract.text, sha256)
            parts = split.split(document.id, extract)
            target.put(f"{ROOT}{name}", ROOT, name, sha256, document, parts)
        target.publish(split.VERSION, lambda *step: progress(Step(*step)) if progress else None)
        _, passages = target.totals()
    with Store.open(settings, None) as store:
        vectors.search_thoroughly(settings.index / store.manifest.vectors, min(max(REACH, passages), THOROUGH))
