"""Read a static model without torch: a text's vector is the mean of its pieces' vectors."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from assistant.errors import EmbeddingError

BUNDLED_MODEL = Path(__file__).parent / "model"
MODULE = "0_StaticEmbedding"
BATCH, SHORT = 256, 12
"""Texts at a time, and the pieces of a short one."""

MOST_KNOWN, FEW = 200_000, 200
START = "▁"
"""Stands before a word in the vocabulary."""

_PLAIN = re.compile(r"[a-z0-9]+")
SIGNS = ".,:;!?()[]{}'\"‘’“”«»…–-•|*"


@dataclass(frozen=True, slots=True)
class StaticEncoder:
    """A table of whole numbers (pieces, dimension) with one float32 scale per row, and the tokenizer it belongs to.

    `divided` holds the words that the tokenizer cuts although they are a piece themselves. `known` remembers the pieces
    of words between white space: the tokenizer cuts each by itself, and takes most of the time. Words are only ever
    added to it, so that threads can share it.
    """

    name: str
    tokenizer: Tokenizer
    table: np.ndarray
    scales: np.ndarray
    divided: frozenset[str]
    known: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    _cutter: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep what cuts words: the tokenizer makes it anew whenever it is asked for it."""
        object.__setattr__(self, "_cutter", self.tokenizer.model)

    @classmethod
    def open(cls, folder: Path) -> StaticEncoder:
        """Read a sentence-transformers folder that holds a StaticEmbedding; raises EmbeddingError."""
        module = folder / MODULE
        try:
            config = json.loads((module / "config.json").read_text("utf-8"))
            tensors = load_file(module / "model.safetensors")
            tokenizer = Tokenizer.from_str((module / "tokenizer.json").read_text("utf-8"))
            scales, divided = tensors["weights"], frozenset(config["divided"])
            return cls(config["name"], tokenizer, tensors["embeddings"], scales, divided)
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise EmbeddingError(str(folder), f"{error}; install vraagbaak again") from error

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.table.shape[1])

    def queries(self, texts: list[str]) -> np.ndarray:
        """Encode queries, in the same way as passages."""
        return self.passages(texts)

    def passages(self, texts: list[str]) -> np.ndarray:
        """Encode texts into float32 (texts, dimension) of length 1; a text without letters or digits gives zeros."""
        return unit(self.sums(texts))

    def sums(self, texts: list[str]) -> np.ndarray:
        """Add up the vectors of the pieces of each text, into float32 (texts, dimension) of any length.

        The sum of two texts is that of the texts with a space between.
        """
        found = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            self._sum(self._pieces(texts[start : start + BATCH]), found[start : start + BATCH])
        return found

    def likeness(self, words: list[str], asked: list[str]) -> np.ndarray:
        """Cosines (words, asked) of the vectors of words with those of a few others.

        The vectors of the words are never made: each piece is measured against what is asked, and most words are one.
        """
        about = self.passages(asked)
        known = self._words(set(words))
        cut = [known[word] for word in words]
        counts = np.array(list(map(len, cut)))
        found = np.zeros((len(words), len(asked)), dtype=np.float32)
        if not counts.any():
            return found
        rows = np.fromiter(chain.from_iterable(cut), dtype=np.intp)
        pieces, scales = self.table[rows].astype(np.float32), self.scales[rows, None]
        some, several = counts > 0, np.repeat(counts > 1, counts)
        lengths = np.ones((len(words), 1), dtype=np.float32)
        lengths[counts == 1, 0] = np.sqrt(np.einsum("ij,ij->i", pieces, pieces)[~several]) * scales[~several, 0]
        lengths[counts > 1, 0] = np.linalg.norm(_added(pieces[several] * scales[several], counts[counts > 1]), axis=1)
        found[some] = _added(pieces @ about.T * scales, counts[some])
        return np.divide(found, lengths, out=found, where=lengths > 0)

    def _sum(self, texts: Sequence[Sequence[int]], into: np.ndarray) -> None:
        """Add up the vectors of the pieces of each text: of short texts all at once, of long ones one by one."""
        counts = np.array([len(pieces) for pieces in texts])
        if counts.sum() > SHORT * len(texts):
            for i, pieces in enumerate(texts):
                rows = np.array(pieces, dtype=np.intp)
                into[i] = self.scales[rows] @ self.table[rows].astype(np.float32)
        elif counts.any():
            rows = np.fromiter(chain.from_iterable(texts), dtype=np.intp)
            into[counts > 0] = _added(self.table[rows] * self.scales[rows, None], counts[counts > 0])

    def cut(self, word: str) -> tuple[int, ...]:
        """Tokenize what stands between white space; plain letters and digits need none of its normaliser."""
        if _is_plain(word):
            return tuple(piece for part in _PLAIN.findall(word.lower()) for piece in self._whole(part))
        return tuple(self.tokenizer.encode(word, add_special_tokens=False).ids)

    def _fresh(self, words: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Tokenize words; where many are not plain, those together, so that the tokenizer may use its threads."""
        odd = [word for word in words if not _is_plain(word)]
        if len(odd) <= FEW:
            return {word: self.cut(word) for word in words}
        cut = {word: self.cut(word) for word in words if _is_plain(word)}
        found = self.tokenizer.encode_batch_fast(odd, add_special_tokens=False)
        return cut | {word: tuple(encoding.ids) for word, encoding in zip(odd, found, strict=True)}

    def _whole(self, word: str) -> Sequence[int]:
        """Look up a plain word among the pieces, or cut it."""
        whole = None if word in self.divided else self.tokenizer.token_to_id(START + word)
        return (whole,) if whole is not None else [token.id for token in self._cutter.tokenize(START + word)]

    def _pieces(self, texts: Sequence[str]) -> list[Sequence[int]]:
        """Cut each text into pieces."""
        split = [text.split() for text in texts]
        cut = self._words({word for words in split for word in words})
        return [
            cut[words[0]] if len(words) == 1 else [piece for word in words for piece in cut[word]] for words in split
        ]

    def _words(self, distinct: Set[str]) -> dict[str, tuple[int, ...]]:
        """Cut words into pieces; only new ones are tokenized."""
        cut = {word: self.known[word] for word in distinct if word in self.known}
        plain = {word: _plain(word) for word in distinct - cut.keys()}
        fresh = self._fresh([word for word in dict.fromkeys(plain.values()) if word not in self.known])
        cut |= {word: fresh[bare] if bare in fresh else self.known[bare] for word, bare in plain.items()}
        if len(self.known) < MOST_KNOWN:
            self.known.update(fresh)
            self.known.update(cut)
        return cut


def _added(rows: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Add up rows by so many at a time, each at least 1."""
    return np.add.reduceat(rows, np.cumsum(counts) - counts, axis=0) if len(counts) else rows


def unit(vectors: np.ndarray) -> np.ndarray:
    """Scale vectors (…, dimension) to length 1; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)


def _is_plain(word: str) -> bool:
    return word.isascii() and word in {word.lower(), word.upper()}


def _plain(word: str) -> str:
    """Write a word as the tokenizer reads it: without signs around it, and a capital in front is no other letter."""
    bare = word.strip(SIGNS)
    return bare.lower() if bare[1:].islower() else bare
