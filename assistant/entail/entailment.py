"""Run the bundled model: how likely it is that sentences carry a statement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from tokenizers import Tokenizer

from assistant.errors import CheckerError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL = Path(__file__).parent / "model"
OPENS, PADDING, CLOSES = 0, 1, 2
"""Pieces that are no words: before the sentences, where nothing stands, and around a statement."""

LONGEST_SENTENCES, LONGEST_STATEMENT = 254, 62
"""Pieces that are read; what follows is not."""


class Packed(NamedTuple):
    """Sentences and the statements about them in one row, so that the sentences are read once.

    `pieces` and `places` have the shape (1, length), `seen` (1, 1, length, length) tells what each piece looks at: the
    sentences at themselves, a statement at the sentences and itself. `first` (1, statements) holds where each
    statement opens, `said` (1, statements, length) the weights of the mean over its pieces.
    """

    pieces: np.ndarray
    places: np.ndarray
    seen: np.ndarray
    first: np.ndarray
    said: np.ndarray


class Entailment:
    """The model in memory; threads may share it."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer) -> None:
        self._session, self._tokenizer = session, tokenizer

    @classmethod
    def open(cls, folder: Path = MODEL) -> Entailment:
        """Read the model, or raise CheckerError; onnxruntime is imported here, as most uses need no model."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        try:
            tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8"))
            model = (folder / "model.onnx").read_bytes()
            session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise CheckerError(folder, str(error)) from error
        return cls(session, tokenizer)

    def scores(self, title: str, sentences: Sequence[str], statements: Sequence[str]) -> np.ndarray:
        """Return for each statement (statements,) how surely the sentences carry it: log odds, 0 for even."""
        if not statements:
            return np.zeros(0, dtype=np.float32)
        packed = pack(self._tokenizer, title, sentences, statements)
        found = self._session.run(["scores"], dict(zip(Packed._fields, packed, strict=True)))[0]
        return np.asarray(found[0], dtype=np.float32)


@cache
def bundled() -> Entailment:
    """The bundled model, read once."""
    return Entailment.open()


def pack(tokenizer: Tokenizer, title: str, sentences: Sequence[str], statements: Sequence[str]) -> Packed:
    """Cut texts into pieces, and put them in a row."""
    above = f"{title}: " if title else ""
    cut = tokenizer.encode(above + " ".join(sentences), add_special_tokens=False).ids
    held = [OPENS, *cut[:LONGEST_SENTENCES], CLOSES]
    told = [tokenizer.encode(text, add_special_tokens=False).ids[:LONGEST_STATEMENT] for text in statements]
    length = len(held) + sum(len(ids) + 2 for ids in told)
    pieces = np.full((1, length), PADDING, dtype=np.int64)
    places = np.zeros((1, length), dtype=np.int64)
    seen = np.zeros((1, 1, length, length), dtype=bool)
    first = np.zeros((1, len(told)), dtype=np.int64)
    said = np.zeros((1, len(told), length), dtype=np.float32)
    pieces[0, : len(held)], places[0, : len(held)] = held, np.arange(len(held))
    seen[..., : len(held)] = True
    start = len(held)
    for i, ids in enumerate(told):
        end = start + len(ids) + 2
        pieces[0, start:end] = [CLOSES, *ids, CLOSES]
        places[0, start:end] = np.arange(len(held), len(held) + len(ids) + 2)
        seen[0, 0, start:end, start:end] = True
        first[0, i] = start
        said[0, i, start + 1 : end - 1] = 1.0 / max(1, len(ids))
        start = end
    return Packed(pieces, places, seen, first, said)
