"""Train the bundled model: ``python -m assistant.embedding.train --from DIR --out DIR``."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from assistant.embedding.train import contrast, cooccurrence, corpus, folder, tokenizer

PIECES = 48_000
DIMENSION = 256
LEADING = 8
LOG = logging.getLogger("assistant.embedding.train")


def main() -> None:
    """Read the folder of training texts and write a model folder."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    parser = argparse.ArgumentParser(prog="python -m assistant.embedding.train", description=main.__doc__)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="holds prose/ and pairs/")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model in")
    parser.add_argument("--epochs", type=int, default=contrast.Plan().epochs)
    parser.add_argument("--pieces", type=int, default=PIECES)
    arguments = parser.parse_args()
    build(arguments.source, arguments.out, contrast.Plan(epochs=arguments.epochs), arguments.pieces)


def build(source: Path, out: Path, plan: contrast.Plan, pieces: int = PIECES, dimension: int = DIMENSION) -> None:
    """Learn pieces, start vectors and contrast in turn, and write the result."""
    windows, pairs = corpus.windows(source), corpus.pairs(source)
    LOG.info("read %d windows of prose and %d pairs", len(windows), len(pairs))
    learned = tokenizer.learn([s for window in windows for s in window] + [pair.query for pair in pairs], pieces)
    LOG.info("learned %d pieces", learned.get_vocab_size())
    examples = _from_prose(learned, windows)
    sentences = [np.concatenate(example.parts) for example in examples]
    vectors = cooccurrence.start_vectors(sentences, learned.get_vocab_size(), dimension, plan.seed)
    LOG.info("made start vectors")
    examples += _from_pairs(learned, pairs, first_group=len(windows))
    openers = _ids(learned, list(contrast.OPENERS))
    vectors = contrast.train(vectors, tokenizer.families(learned), examples, openers, plan, LOG.info)
    folder.write(out, learned, contrast.without_leading(vectors, LEADING))
    LOG.info("wrote %s", out)


def _from_prose(learned: Tokenizer, windows: list[tuple[str, ...]]) -> list[contrast.Example]:
    flat = iter(_ids(learned, [sentence for window in windows for sentence in window]))
    split = [tuple(ids for _ in window if len(ids := next(flat))) for window in windows]
    return [contrast.Example(parts, group, fixed=False) for group, parts in enumerate(split) if len(parts) > 1]


def _from_pairs(learned: Tokenizer, pairs: list[corpus.Pair], first_group: int) -> list[contrast.Example]:
    queries, passages = _ids(learned, [p.query for p in pairs]), _ids(learned, [p.passage for p in pairs])
    groups = {name: first_group + i for i, name in enumerate(dict.fromkeys(pair.group for pair in pairs))}
    return [
        contrast.Example((query, passage), groups[pair.group], fixed=True)
        for pair, query, passage in zip(pairs, queries, passages, strict=True)
        if len(query) and len(passage)
    ]


def _ids(learned: Tokenizer, texts: list[str]) -> list[np.ndarray]:
    return [np.array(e.ids, dtype=np.int64) for e in learned.encode_batch(texts, add_special_tokens=False)]


if __name__ == "__main__":
    main()
