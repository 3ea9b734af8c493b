"""Write a trained table as a sentence-transformers folder: one byte a number, one scale a row."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save
from tokenizers import Tokenizer

from assistant.embedding.static import MODULE, START

NAME = "vraagbaak-static-nl"
CARD = Path(__file__).parent / "card.md"
STATIC = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
MODULES = (
    (MODULE, STATIC),
    ("1_Normalize", "sentence_transformers.base.modules.normalize.Normalize"),
)


def write(folder: Path, tokenizer: Tokenizer, vectors: np.ndarray) -> None:
    """Write the folder; its name ends in a digest of the weights, so that an index knows one training from another."""
    table, scales = shrink(vectors)
    for path, _ in MODULES:
        (folder / path).mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / MODULE / "tokenizer.json"), pretty=False)
    (folder / MODULE / "model.safetensors").write_bytes(save({"embeddings": table, "weights": scales}))
    digest = hashlib.sha256(table.tobytes() + scales.tobytes() + tokenizer.to_str().encode()).hexdigest()[:8]
    config = {"name": f"{NAME}-{digest}", "dimension": table.shape[1], "divided": divided(tokenizer)}
    _json(folder / MODULE / "config.json", config)
    _json(folder / "1_Normalize" / "config.json", {})
    _json(
        folder / "modules.json",
        [{"idx": i, "name": str(i), "path": path, "type": kind} for i, (path, kind) in enumerate(MODULES)],
    )
    _json(
        folder / "config_sentence_transformers.json",
        {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"},
    )
    shutil.copyfile(CARD, folder / "README.md")


def divided(tokenizer: Tokenizer) -> list[str]:
    """List the words that are a piece themselves, and that the tokenizer cuts all the same."""
    pieces = tokenizer.get_vocab()
    known = sorted(piece.removeprefix(START) for piece in pieces if piece.startswith(START))
    found = tokenizer.encode_batch_fast(known, add_special_tokens=False)
    return [word for word, cut in zip(known, found, strict=True) if cut.ids != [pieces[START + word]]]


def shrink(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Round each row to whole numbers of -127..127 (int8) times its own float32 scale."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-12).astype(np.float32) / 127
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", "utf-8")
