"""An ingest that is killed at any moment: the index that was there answers, and the next ingest makes up for it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from snapshot import snapshot

from assistant import embedding
from assistant.settings import Settings
from assistant.store import Store
from ingest.build import build

QUESTION = "Wat kost hulp bij het huishouden in wijk 7?"
WIJK = "In wijk {0} kost hulp bij het huishouden {1} euro per maand. Het wijkteam van wijk {0} helpt bij de aanvraag.\n"
FILES = 24

CHILD = f"""
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from assistant.settings import Settings
from assistant.store import derive, staging
from ingest.build import build
folder, index, at = sys.argv[1:]
derive.BATCH, staging.FLUSH = 5, 6
if not at.startswith("index"):
    derive.EARLY = 8

def step(step):
    if f"{{step.stage}}:{{step.done}}" == at:
        os.kill(os.getpid(), signal.SIGKILL)

print("ready", flush=True)
build([Path(folder)], Settings(index=Path(index)), progress=step)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index=tmp_path / "index")


def write(folder: Path, price: int, left_out: int) -> None:
    """Fill a folder; another price changes every third file, and one file is left out."""
    folder.mkdir(exist_ok=True)
    for i in range(FILES):
        path = folder / f"wijk{i:02}.txt"
        path.write_text(WIJK.format(i, price + i if i % 3 == 0 else 20 + i) * (1 + i % 4), "utf-8")
    (folder / f"wijk{left_out:02}.txt").unlink()


def answers(settings: Settings) -> Any:
    """Search with both legs, and return what is found, to the last digit."""
    encoder = embedding.load(settings)
    with Store.open(settings, encoder) as store:
        legs = store.lexical(QUESTION, 10), store.dense(encoder.queries([QUESTION])[0], 10)
        return legs, [store.hits(leg) for leg in legs]


def run(folder: Path, settings: Settings, at: str = "", after: float | None = None) -> bool:
    """Ingest in another process that dies at a step or after some seconds; say whether it died."""
    command = [sys.executable, "-c", CHILD, str(folder), str(settings.index), at]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout
    child.stdout.readline()
    if after is not None:
        time.sleep(after)
        child.kill()
    _, errors = child.communicate()
    assert child.returncode in (0, -signal.SIGKILL), errors.decode()
    return child.returncode != 0


def undisturbed(folder: Path, tmp_path: Path) -> dict[str, Any]:
    settings = Settings(index=tmp_path / "rustig")
    build([folder], settings)
    return snapshot(settings)


POINTS = ["read:0", "read:9", "read:23", "index:0", "index:5", "switch:0"]


@pytest.mark.parametrize("at", POINTS)
def test_killed_before_the_switch_the_earlier_index_answers_and_the_next_ingest_finishes(
    at: str, tmp_path: Path, settings: Settings
) -> None:
    folder = tmp_path / "wijken"
    write(folder, 30, left_out=5)
    build([folder], settings)
    before, earlier = answers(settings), snapshot(settings)
    write(folder, 70, left_out=8)
    assert run(folder, settings, at)
    assert answers(settings) == before
    assert snapshot(settings) == earlier
    report = build([folder], settings)
    assert (len(report.added), len(report.changed), len(report.removed)) == (1, 8, 1)
    assert snapshot(settings) == undisturbed(folder, tmp_path)


@pytest.mark.parametrize("at", ["switch:1", "sweep:1"])
def test_killed_after_the_switch_the_new_index_answers_and_the_next_ingest_sweeps(
    at: str, tmp_path: Path, settings: Settings
) -> None:
    folder = tmp_path / "wijken"
    write(folder, 30, left_out=5)
    build([folder], settings)
    write(folder, 70, left_out=8)
    assert run(folder, settings, at)
    wanted = undisturbed(folder, tmp_path)
    assert snapshot(settings) == wanted
    assert not build([folder], settings).changed
    assert snapshot(settings) == wanted
    assert len([*settings.index.glob("chroma-*"), *settings.index.glob("lexical-*")]) == 2


def test_what_a_killed_ingest_read_is_not_read_again(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "wijken"
    write(folder, 30, left_out=5)
    assert run(folder, settings, "index:0")
    monkeypatch.setattr("ingest.build.read", None)
    assert len(build([folder], settings).added) == FILES - 1


def test_killed_at_any_moment_many_times(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "wijken"
    write(folder, 30, left_out=5)
    build([folder], settings)
    before = answers(settings)
    write(folder, 70, left_out=8)
    started = time.monotonic()
    run(folder, Settings(index=tmp_path / "maat"))
    whole = time.monotonic() - started
    chance = random.Random(7)
    killed = 0
    for _ in range(15):
        generation = _generation(settings)
        killed += run(folder, settings, after=chance.uniform(0.2, 1.0) * whole)
        if _generation(settings) == generation == 1:
            assert answers(settings) == before
    assert killed
    build([folder], settings)
    assert snapshot(settings) == undisturbed(folder, tmp_path)


def _generation(settings: Settings) -> int:
    with Store.open(settings, None) as store:
        return store.generation
