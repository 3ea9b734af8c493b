"""Learn the weights: ``python -m assistant.evidence.train INDEX QUESTIONS [INDEX QUESTIONS …] [--out FILE]``."""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path

from assistant import settings
from assistant.chat import Assistant
from assistant.embedding import BUNDLED_MODEL, StaticEncoder
from assistant.evidence.train import fit, practice
from assistant.evidence.train.examples import Example, examples

WEIGHTS = Path(__file__).parent.parent / "weights.json"
LOG = logging.getLogger("assistant.evidence.train")


def main() -> None:
    """Read practice questions about indexed texts and write the weights of the evidence."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    parser = argparse.ArgumentParser(prog="python -m assistant.evidence.train", description=main.__doc__)
    parser.add_argument("pairs", nargs="+", type=Path, help="an index and the questions about it, in turn")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="file to write the weights in")
    arguments = parser.parse_args()
    pairs = zip(arguments.pairs[::2], arguments.pairs[1::2], strict=True)
    found = [example for index, questions in pairs for example in gather(index, questions)]
    ranked = fit.rank(found)
    weights = fit.stored(ranked, fit.answer(found, ranked))
    arguments.out.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    LOG.info("learned from %d examples, wrote %s", len(found), arguments.out)


def gather(index: Path, questions: Path) -> list[Example]:
    """Measure every question of a file against the index of its texts."""
    meaning = StaticEncoder.open(BUNDLED_MODEL)
    with Assistant.open(settings.load(index=index)) as assistant:
        asked = list(practice.read(questions, assistant.store))
        LOG.info("read %d questions from %s", len(asked), questions)
        return [example for one in asked for example in examples(assistant, meaning, one)]


if __name__ == "__main__":
    main()
