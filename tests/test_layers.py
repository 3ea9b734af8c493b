"""The direction of imports, and what the quick path leaves alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {"assistant": {"assistant"}, "ingest": {"assistant", "ingest"}, "ui": {"assistant", "ingest", "ui"}}
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "langsmith",
    "openai",
)
FILES = [path.relative_to(ROOT) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
AT_THE_EDGE = (Path("assistant/chain.py"), Path("assistant/generate/model.py"))
MODELS = (Path("assistant/embedding/transformer.py"), Path("assistant/embedding/train"), Path("assistant/entail/train"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of every module that a file names in an import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def tree_of(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_room_imports_only_what_lies_below_it(path: Path) -> None:
    rooms = {name.split(".")[0] for name in imported(tree_of(path))} & ROOMS.keys()
    assert rooms <= ROOMS[path.parts[0]]


def test_types_import_nothing_of_the_project() -> None:
    assert not {name.split(".")[0] for name in imported(tree_of(Path("assistant/types.py")))} & ROOMS.keys()


@pytest.mark.parametrize("path", [p for p in FILES if p not in AT_THE_EDGE and p.parts[0] == "assistant"], ids=str)
def test_langchain_stays_at_the_edge(path: Path) -> None:
    assert not [name for name in imported(tree_of(path)) if name.startswith("langchain")]
    assert "assistant.chain" not in " ".join(imported(tree_of(path)))


@pytest.mark.parametrize("path", [p for p in FILES if not any(p.is_relative_to(m) for m in MODELS)], ids=str)
def test_only_the_models_know_torch(path: Path) -> None:
    assert not {name.split(".")[0] for name in imported(tree_of(path))} & {"torch", "sentence_transformers"}


STEPS = """
import sys
from pathlib import Path
from assistant.chat import Assistant
from assistant.settings import Settings
from ingest.build import build
settings = Settings(index=Path(sys.argv[2]))
build([Path(sys.argv[1])], settings)
with Assistant.open(settings) as assistant:
    assert not assistant.ask("Waar woont Ria de Vries?").refused
from ui.record import record
print(*sorted(name for name in sys.argv[3:] if name in sys.modules))
"""


def test_ingest_and_ask_import_no_model_library_and_no_langchain(tmp_path: Path) -> None:
    (tmp_path / "ria.txt").write_text("Ria de Vries woont in Meerwolde. Zij is coördinator.\n", "utf-8")
    command = [sys.executable, "-c", STEPS, tmp_path / "ria.txt", tmp_path / "index", *HEAVY, "gradio", "posthog"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_the_page_imports_no_model_library_and_no_langchain() -> None:
    code = "import sys, ui.server; print(*(name for name in sys.argv[1:] if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
