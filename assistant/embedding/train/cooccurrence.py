"""Start vectors from the company that pieces keep: positive PMI, reduced by a truncated SVD."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.utils.extmath import randomized_svd

REACH = 6
SMOOTHING = 0.75
SHIFT = 0.0
RARITY = 1e-4


def start_vectors(sentences: Sequence[np.ndarray], pieces: int, dimension: int, seed: int) -> np.ndarray:
    """Return a float32 table (pieces, dimension) whose rows are shorter as pieces are more common."""
    counts = _count(sentences, pieces)
    u, s, _ = randomized_svd(_ppmi(counts), dimension, n_iter=3, random_state=seed)
    table = u * np.sqrt(s)
    table -= table.mean(axis=0)
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    frequency = np.bincount(np.concatenate(sentences), minlength=pieces)
    weight = RARITY / (RARITY + frequency / frequency.sum())
    return np.asarray(table * weight[:, None], dtype=np.float32)


def _count(sentences: Sequence[np.ndarray], pieces: int) -> csr_matrix:
    """Count the pairs of pieces at most `REACH` apart in one sentence, a nearer pair for more."""
    ids = np.concatenate(sentences)
    owner = np.repeat(np.arange(len(sentences)), [len(sentence) for sentence in sentences])
    total = csr_matrix((pieces, pieces), dtype=np.float32)
    for gap in range(1, REACH + 1):
        same = owner[gap:] == owner[:-gap]
        left, right = ids[:-gap][same], ids[gap:][same]
        weight = np.full(len(left), 1 / gap, dtype=np.float32)
        total = total + coo_matrix((weight, (left, right)), shape=total.shape).tocsr()
    return (total + total.T).tocsr()


def _ppmi(counts: csr_matrix) -> csr_matrix:
    matrix = counts.tocoo()
    row = np.asarray(counts.sum(axis=1)).ravel()
    context = row**SMOOTHING
    pmi = np.log(matrix.data * context.sum() / (row[matrix.row] * context[matrix.col])) - SHIFT
    keep = pmi > 0
    return coo_matrix((pmi[keep], (matrix.row[keep], matrix.col[keep])), shape=counts.shape).tocsr().astype(np.float32)
