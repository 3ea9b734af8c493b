"""Which model turns text into vectors: the bundled Dutch one, or any sentence-transformers model."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from assistant.embedding.static import BUNDLED_MODEL, StaticEncoder
from assistant.settings import BUNDLED, Settings

__all__ = ["BUNDLED_MODEL", "Encoder", "StaticEncoder", "load"]


class Encoder(Protocol):
    """Turns texts into float32 vectors (texts, dimension) of length 1; a text without words gives zeros.

    `name` changes when the vectors of passages change, so that an index knows which model built it.
    """

    @property
    def name(self) -> str:
        """The model, as the index's manifest keeps it."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def queries(self, texts: list[str]) -> np.ndarray:
        """Encode what is searched."""

    def passages(self, texts: list[str]) -> np.ndarray:
        """Encode what is found."""


def load(settings: Settings) -> Encoder:
    """Open the model that the settings name; raises EmbeddingError when that cannot be done."""
    if settings.embedding_model == BUNDLED:
        return StaticEncoder.open(BUNDLED_MODEL)
    from assistant.embedding.transformer import TransformerEncoder

    return TransformerEncoder.open(settings.embedding_model, settings.query_prompt, settings.passage_prompt)
