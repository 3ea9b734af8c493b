"""Search: two legs side by side, fused into hits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from assistant.embedding import Encoder
from assistant.fuse import fuse
from assistant.store import Store
from assistant.types import Hit

DEPTH, ASKED_AT_ONCE = 50, 8

_beside = ThreadPoolExecutor(ASKED_AT_ONCE, "lexical")


def retrieve(store: Store, encoder: Encoder, query: str, top_k: int) -> tuple[Hit, ...]:
    """Find the `top_k` passages nearest to a query by words and by meaning, best first."""
    lexical = _beside.submit(store.lexical, query, DEPTH)
    dense = store.dense(encoder.queries([query])[0], DEPTH)
    return tuple(store.hits(fuse(lexical.result(), dense)[:top_k]))
