"""The texts and questions that both pipelines get: real Dutch paragraphs, or our own samples over and over."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
TRAINING = REPOSITORY.parent / "shared" / "training"
SAMPLES = REPOSITORY / "data"

SEED = 7
PARAGRAPHS = 100
"""Paragraphs a document."""

WORDS = 84
"""Words that make a passage of Vraagbaak, as counted in these texts, where many paragraphs are short."""

QUESTIONS = 200
PHRASE = 8
"""Words of a text that half of the questions ask about; the other half were asked by people."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of .txt files, the questions about them, and where both came from."""

    folder: Path
    questions: Path
    origin: str
    files: int
    characters: int


def make(folder: Path, passages: int) -> Corpus:
    """Write documents for about so many passages of Vraagbaak, in an order that the seed alone decides."""
    origin, documents = _real() if TRAINING.is_dir() else _samples(passages)
    random.Random(SEED).shuffle(documents)
    texts: list[str] = []
    words = 0
    while documents and words < passages * WORDS:
        texts.append("\n\n".join(documents.pop()) + "\n")
        words += len(texts[-1].split())
    (folder / "bronnen").mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / "bronnen" / f"{number:05}.txt").write_text(text, "utf-8")
    (folder / "questions.json").write_text(json.dumps(_questions(texts)), "utf-8")
    characters = sum(map(len, texts))
    return Corpus(folder / "bronnen", folder / "questions.json", origin, len(texts), characters)


def texts(folder: Path) -> Iterator[str]:
    """Yield the documents of a folder that `make` wrote."""
    for path in sorted(folder.glob("*.txt")):
        yield path.read_text("utf-8")


def _real() -> tuple[str, list[list[str]]]:
    documents = []
    for path in sorted((TRAINING / "prose").glob("*.txt.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            paragraphs = [line.strip() for line in file if line.strip()]
        documents += [paragraphs[i : i + PARAGRAPHS] for i in range(0, len(paragraphs), PARAGRAPHS)]
    return "paragraphs of ../shared/training/prose", documents


def _samples(passages: int) -> tuple[str, list[list[str]]]:
    """Draw documents from the sample sources, with repetition."""
    sources = [path.read_text("utf-8") for path in sorted((SAMPLES / "bronnen").glob("*.[mt][dx]*"))]
    paragraphs = [block for source in sources for block in re.split(r"\n\s*\n", source) if block.strip()]
    draw = random.Random(SEED)
    mean = sum(len(block.split()) for block in paragraphs) / len(paragraphs)
    count = int(passages * WORDS / mean / PARAGRAPHS) + 2
    return "paragraphs of data/bronnen, repeated", [draw.choices(paragraphs, k=PARAGRAPHS) for _ in range(count)]


def _questions(texts: list[str]) -> list[str]:
    draw = random.Random(SEED)
    asked = sorted(set(_asked()))
    people = draw.sample(asked, min(len(asked), QUESTIONS // 2))
    lines = [line.split() for text in draw.sample(texts, min(len(texts), QUESTIONS)) for line in text.split("\n")]
    long = [line for line in lines if len(line) >= 2 * PHRASE]
    phrases = [line[PHRASE // 2 :][:PHRASE] for line in draw.choices(long, k=QUESTIONS - len(people))]
    questions = people + [f"Wat is er bekend over {' '.join(phrase)}?" for phrase in phrases]
    draw.shuffle(questions)
    return questions


def _asked() -> Iterator[str]:
    if not TRAINING.is_dir():
        with (SAMPLES / "testsets" / "voorbeeld.jsonl").open(encoding="utf-8") as file:
            yield from (json.loads(line)["question"] for line in file)
        return
    for path in sorted((TRAINING / "pairs").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = (json.loads(line) for line in file if "?" in line)
            yield from (row["query"] for row in rows if str(row.get("query", "")).endswith("?"))
