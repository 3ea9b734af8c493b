"""What the check of statements does with true and untrue ones: `python -m tests.benchmarks.statements [FILE ...]`.

Without files it takes the sample sets. A file holds one JSON object a line, as `data/README.md` tells; where there is
no `source`, the `sentences` themselves are the source, under their `title`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.generate.phrase import quotable
from assistant.generate.support import Judged
from tests.benchmarks.corpus import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "tests"))

from statements import Row, judged, rows

SETS = ("parafrase.jsonl", "onwaar.jsonl", "verdraaid.jsonl", "vreemd.jsonl")
SHOWN, QUOTED, LEFT_OUT = "in its own words", "as its sentences", "left out"


def outcome(found: Judged) -> str:
    """What the reader sees of a statement."""
    if found.failure is None:
        return SHOWN
    return QUOTED if quotable(found) else LEFT_OUT


def table(name: str, found: Sequence[Row]) -> Table:
    """Count the outcomes of the true statements of a set, and of the untrue ones, by kind."""
    counts = Counter((_group(row), outcome(judged(row))) for row in found)
    groups = Counter(_group(row) for row in found)
    made = Table("statements", "number", SHOWN, QUOTED, LEFT_OUT, title=name, title_justify="left")
    for group, number in sorted(groups.items(), key=lambda pair: (not pair[0][0], pair[0])):
        said = " ".join(("true" if group[0] else "untrue", group[1])).strip()
        made.add_row(said, str(number), *(str(counts[group, one]) for one in (SHOWN, QUOTED, LEFT_OUT)))
    return made


def _group(row: Row) -> tuple[bool, str]:
    """Whether a statement is true, and its kind; the paraphrases, which are all true, have none."""
    return row.get("honest", "kind" not in row), row.get("kind", "")


def main(names: Sequence[str]) -> None:
    """Print a table for each set."""
    found = {name: [json.loads(line) for line in Path(name).read_text("utf-8").splitlines()] for name in names}
    for name, some in (found or {name: rows(name) for name in SETS}).items():
        Console().print(table(name, some))


if __name__ == "__main__":
    main(sys.argv[1:])
