"""The usual tutorial pipeline: RecursiveCharacterTextSplitter, a MiniLM-size model, langchain-chroma, top 4.

The model's weights are random, because its speed does not depend on them. It has a Dutch vocabulary, made here, which
cuts Dutch words in fewer pieces than the English one of all-MiniLM-L6-v2, and so makes it faster.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentence_transformers import SentenceTransformer

from tests.benchmarks.corpus import SEED, texts
from tests.benchmarks.measure import SHORT, Clock, disk_mb, report, time_questions

CHUNK, OVERLAP, K = 1000, 200, 4
DIMENSION, LAYERS, HEADS, INNER, LONGEST = 384, 6, 12, 1536, 256
VOCABULARY = 30_000
SAMPLE = 500
"""Chunks that are encoded for real when there are more than ENCODED; the rest gets random vectors."""

ENCODED = 1000
BATCH = 1000
"""Chunks that go to Chroma at a time."""


class Model(Embeddings):
    """A sentence-transformers model for LangChain, as langchain-huggingface wraps it."""

    def __init__(self, folder: Path) -> None:
        self._model = SentenceTransformer(str(folder), device="cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Encode texts."""
        return self._model.encode(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        """Encode a question."""
        return self.embed_documents([text])[0]


class Known(Embeddings):
    """Vectors that are there already, handed out in order."""

    def __init__(self, vectors: Sequence[list[float]]) -> None:
        self._vectors = iter(vectors)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vectors of the next texts."""
        return [next(self._vectors) for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        """Nothing is asked while storing."""
        raise NotImplementedError


def make(corpus: Path, folder: Path) -> None:
    """Save a model with random weights, and a WordPiece vocabulary of the texts."""
    import torch
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    pieces = BertWordPieceTokenizer()
    pieces.train_from_iterator(texts(corpus), vocab_size=VOCABULARY)
    base = folder / "bert"
    base.mkdir(parents=True)
    pieces.save_model(str(base))
    torch.manual_seed(SEED)
    config = BertConfig(
        vocab_size=pieces.get_vocab_size(),
        hidden_size=DIMENSION,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
    )
    BertModel(config).save_pretrained(base)
    BertTokenizerFast(str(base / "vocab.txt")).save_pretrained(base)
    modules = [Transformer(str(base), max_seq_length=LONGEST), Pooling(DIMENSION), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"))


def ingest(corpus: Path, folder: Path, chroma: Path) -> None:
    """Split, encode and store; the seconds of encoding are those of a sample, times what there is to encode."""
    model = Model(folder / "model")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as warming:
        Chroma(embedding_function=model, persist_directory=warming).add_documents([Document(SHORT)])
    clock = Clock()
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    documents = [Document(text, metadata={"source": str(i)}) for i, text in enumerate(texts(corpus))]
    chunks = splitter.split_documents(documents)
    split = clock.read()
    sample = chunks if len(chunks) <= ENCODED else random.Random(SEED).sample(chunks, SAMPLE)
    clock = Clock()
    vectors = model.embed_documents([chunk.page_content for chunk in sample])
    encode = [seconds * len(chunks) / len(sample) for seconds in clock.read()]
    if len(sample) < len(chunks):
        vectors = _random(len(chunks))
    clock = Clock()
    store = Chroma(embedding_function=Known(vectors), persist_directory=str(chroma))
    for i in range(0, len(chunks), BATCH):
        store.add_documents(chunks[i : i + BATCH])
    wall, cpu = (sum(parts) for parts in zip(split, encode, clock.read(), strict=True))
    report(passages=len(chunks), encoded=len(sample), encode=encode[0], seconds=wall, cpu=cpu, disk_mb=disk_mb(chroma))


def ask(questions: Path, folder: Path, chroma: Path) -> None:
    """Encode each question and fetch the nearest chunks; there is no answer yet."""
    store = Chroma(embedding_function=Model(folder / "model"), persist_directory=str(chroma))
    report(**time_questions(lambda question: store.similarity_search(question, k=K), questions))


def _random(count: int) -> list[list[float]]:
    drawn = np.random.default_rng(SEED).standard_normal((count, DIMENSION), dtype=np.float32)
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).tolist()


if __name__ == "__main__":
    {"make": make, "ingest": ingest, "ask": ask}[sys.argv[1]](*map(Path, sys.argv[2:]))
