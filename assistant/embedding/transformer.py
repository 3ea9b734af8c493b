"""Any sentence-transformers model by name or folder, with the prompts that it was trained with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import EmbeddingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

QUERY_NAMES = ("query",)
PASSAGE_NAMES = ("document", "passage", "corpus")
TASK = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
FAMILIES = (
    (re.compile(r"(^|[-_/])e5-.*instruct"), TASK, ""),
    (re.compile(r"(^|[-_/])e5([-_]|$)"), "query: ", "passage: "),
    (re.compile(r"nomic-embed-text"), "search_query: ", "search_document: "),
    (re.compile(r"snowflake-arctic-embed"), "query: ", ""),
)
"""What well-known models ask for where their own configuration does not say so: name, query prompt, passage prompt."""

BATCH = 32


@dataclass(frozen=True, slots=True)
class TransformerEncoder:
    """A loaded model with what it puts before a query and before a passage."""

    name: str
    dimension: int
    model: SentenceTransformer
    query_prompt: str
    passage_prompt: str

    @classmethod
    def open(cls, name: str, query_prompt: str | None = None, passage_prompt: str | None = None) -> TransformerEncoder:
        """Load a model, from this machine when it is here; raises EmbeddingError with the reason and the remedy."""
        model = _load(name)
        family = next((pair for known, *pair in FAMILIES if known.search(name.lower())), ["", ""])
        query = _prompt(query_prompt, model.prompts, QUERY_NAMES, family[0])
        passage = _prompt(passage_prompt, model.prompts, PASSAGE_NAMES, family[1])
        label = name if passage_prompt is None else f"{name} with passage prompt {passage_prompt!r}"
        return cls(label, int(model.get_embedding_dimension() or 0), model, query, passage)

    def queries(self, texts: list[str]) -> np.ndarray:
        """Encode queries, each behind the query prompt."""
        return self._encode(texts, self.query_prompt)

    def passages(self, texts: list[str]) -> np.ndarray:
        """Encode passages, each behind the passage prompt."""
        return self._encode(texts, self.passage_prompt)

    def _encode(self, texts: list[str], prompt: str) -> np.ndarray:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self.model.encode(
            texts, prompt=prompt, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def _prompt(chosen: str | None, own: Mapping[str, str | None], names: tuple[str, ...], family: str) -> str:
    """Take the setting, else what the model's configuration says, else what its family is known to ask for."""
    if chosen is not None:
        return chosen
    return next((prompt for name in names if (prompt := own.get(name))), family)


def _load(name: str) -> SentenceTransformer:
    """Load from a folder or from what was downloaded before; nothing is fetched here, so it is quick offline."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EmbeddingError(name, "needs sentence-transformers; type: pip install 'vraagbaak[models]'") from error
    folder = Path(name).expanduser()
    if name.startswith((".", "/", "~")) and not folder.is_dir():
        raise EmbeddingError(name, "there is no such folder")
    try:
        return SentenceTransformer(str(folder), local_files_only=True, device="cpu")
    except (OSError, ValueError, KeyError) as error:
        if folder.is_dir():
            raise EmbeddingError(name, f"not a sentence-transformers folder ({error})") from error
        public = name if "/" in name else f"sentence-transformers/{name}"
        raise EmbeddingError(name, f"not on this machine; fetch it once with: hf download {public}") from error
