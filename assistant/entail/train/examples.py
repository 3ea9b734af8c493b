"""Blocks of sentences with statements that follow from them and statements that do not."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WRITTEN, PROSE = "*.txt", "proza.jsonl"
KINDS = (
    "getal datum naam ontkenning tegendeel rol attribuut voorwaarde plicht hoeveelheid tijd oorzaak verzonnen mening"
    " samenvoeging generalisering ander"
).split()
"""What can be wrong with a statement."""

_UNTRUE = re.compile(r"-\s*(\w+):\s*(.+)")


@dataclass(frozen=True, slots=True)
class Told:
    """A statement; `kind` is what is wrong with it, None when it follows."""

    text: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences under a title, and what is told of them."""

    title: str
    sentences: tuple[str, ...]
    statements: tuple[Told, ...]


def blocks(folder: Path, prose: Path | None = None) -> Iterator[Block]:
    """Read the blocks that were written, and with the folder of the prose those about sentences of it."""
    for path in sorted(folder.glob(WRITTEN)):
        for raw in re.split(r"\n\s*\n", path.read_text("utf-8")):
            yield _written(raw)
    if prose is not None:
        yield from _about(folder / PROSE, prose)


def _written(raw: str) -> Block:
    """Read the lines of a block: "T:" a title, "E:" a sentence, "+" what follows, "- kind:" what does not."""
    title, sentences, statements = "", list[str](), list[Told]()
    for line in map(str.strip, raw.splitlines()):
        if line.startswith("T:"):
            title = line[2:].strip()
        elif line.startswith("E:"):
            sentences.append(line[2:].strip())
        elif line.startswith("+"):
            statements.append(Told(line[1:].strip(), None))
        elif found := _UNTRUE.match(line):
            statements.append(Told(found[2], found[1].lower()))
    return Block(title, tuple(sentences), tuple(statements))


def _about(path: Path, prose: Path) -> Iterator[Block]:
    """Read blocks that name the places of their sentences in a file of the prose."""
    texts: dict[str, str] = {}
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            name = row["file"]
            if name not in texts:
                texts[name] = gzip.decompress((prose / name).read_bytes()).decode()
            sentences = tuple(" ".join(texts[name][start:end].split()) for start, end in row["sentences"])
            near = [_near(parts, sentences) for parts in row.get("near", ())]
            told = [Told(text, None) for text in (*row["true"], *near)]
            told += [Told(text, kind) for kind, text in row["untrue"]]
            yield Block("", sentences, tuple(told))


def _near(parts: Sequence[str | tuple[int, int]], sentences: Sequence[str]) -> str:
    """Put a statement together of words and of what it repeats: places in the sentences, with a space between."""
    held = " ".join(sentences)
    return " ".join(part if isinstance(part, str) else held[slice(*part)] for part in parts)
