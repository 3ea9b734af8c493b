"""The `evaluate` command on real files: figures, bars, misuse, files to fill in."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from evaluating import ROOT, SAMPLE, clean, command, evaluate

from assistant.evaluation import folder as runs
from assistant.evaluation.ablation import steps
from assistant.settings import Settings


def test_a_run_is_compared_with_an_earlier_one_and_held_against_a_bar(
    undisturbed: Path, questions: Path, sample_settings: Settings, tmp_path: Path
) -> None:
    arguments = (questions, "--index", sample_settings.index, "--out", tmp_path / "run", "--legs", "dense")
    bars = ("--fail-under", "quote_exactness=1", "--fail-under", "over_refusal=0,0", "--fail-under", "token_f1=0.1")
    done = evaluate(*arguments, "--compare", undisturbed, *bars)
    assert done.returncode == 1
    found = runs.read_comparison(tmp_path / "run")
    run, earlier = runs.read(tmp_path / "run"), runs.read(undisturbed)
    assert found and run.figures and earlier.figures
    assert found.shared == len(run.results)
    difference = run.figures.metrics["passed"].value - earlier.figures.metrics["passed"].value
    assert found.differences["passed"].value == pytest.approx(difference)
    assert len(found.better) - len(found.worse) == round(difference * found.shared)
    assert "Verschil met de meting van" in done.stdout
    assert "quote_exactness" not in done.stderr
    assert "over_refusal" in done.stderr and "hoogstens 0,0 %" in done.stderr
    assert "token_f1" in done.stderr and "niet te meten" in done.stderr


def test_the_exit_code_is_0_when_every_bar_is_met(
    undisturbed: Path, questions: Path, sample_settings: Settings
) -> None:
    done = evaluate(
        questions, "--index", sample_settings.index, "--out", undisturbed, "--fail-under", "quote_exactness=1"
    )
    assert done.returncode == 0, "a finished run is not asked again, and measures the same"


MISUSE = [
    ((), "--new"),
    (("x.xlsx", "--new", "y.xlsx"), "zonder een ander bestand"),
    (("x.xlsx", "--fail-under", "goed=1"), "correctness"),
    (("x.xlsx", "--fail-under", "passed"), "naam=getal"),
    (("x.xlsx", "--ablate", "--legs", "dense"), "zonder --legs"),
    (("--new", "y.docx"), ".xlsx of .csv"),
]


@pytest.mark.parametrize(("arguments", "words"), MISUSE, ids=str)
def test_misuse_is_one_dutch_sentence_and_exit_code_2(arguments: tuple[str, ...], words: str) -> None:
    done = evaluate(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_what_is_no_test_set_is_one_dutch_sentence_and_exit_code_1(sample_settings: Settings, tmp_path: Path) -> None:
    done = evaluate(tmp_path / "weg.xlsx", "--index", sample_settings.index)
    assert done.returncode == 1
    assert "is er niet" in done.stderr and "Traceback" not in done.stderr
    (tmp_path / "v.csv").write_text("vraag;bron\nWat?;bestaat-niet.txt\n", "utf-8")
    done = evaluate(tmp_path / "v.csv", "--index", sample_settings.index, "--out", tmp_path / "run")
    assert done.returncode == 1
    assert "regel 2" in done.stdout and "bestaat-niet.txt" in done.stdout
    assert "geen enkele regel" in done.stderr
    assert not (tmp_path / "run").exists()
    done = evaluate(SAMPLE, "--index", sample_settings.index, "--out", tmp_path / "v.csv" / "run")
    assert done.returncode == 1
    assert "kan niet worden geschreven" in done.stderr and "Traceback" not in done.stderr
    done = evaluate(SAMPLE, "--index", sample_settings.index, "--compare", tmp_path, "--out", tmp_path / "run")
    assert done.returncode == 1
    assert "geen meting" in done.stderr


def test_a_terminal_gets_a_progress_bar(questions: Path, sample_settings: Settings, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    arguments = command(questions, "--index", sample_settings.index, "--out", tmp_path / "run")
    with subprocess.Popen(arguments, stderr=theirs, stdout=subprocess.DEVNULL, env=clean(), cwd=ROOT) as child:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b""))
        assert child.wait() == 0
    assert "Vragen stellen" in shown.decode("utf-8", "replace")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_a_beir_folder_is_run_over_an_index_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "beir"
    folder.mkdir()
    texts = {"a": "Het wijkteam helpt bij schulden.", "b": "De bibliotheek leent boeken uit.", "leeg": ""}
    texts["tweeling"] = texts["b"]
    lines = (json.dumps({"_id": name, "title": "", "text": text}) for name, text in texts.items())
    (folder / "corpus.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "Wie helpt bij schulden?"}\n{"_id": "q2", "text": "Waar leen ik boeken?"}\n', "utf-8"
    )
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\ta\t1\nq2\tb\t1\nq2\ttweeling\t1\n", "utf-8")
    done = evaluate(folder, "--out", tmp_path / "run", "--ablate")
    assert done.returncode == 0, done.stderr
    run = runs.read(tmp_path / "run")
    assert run.results["q1"].ranking[0] == "a"
    assert run.results["q2"].ranking[:2] == ("b", "tweeling"), "both names of one text, in a fixed order"
    assert run.figures and run.figures.metrics["ndcg@10"].value == 1
    rows = [line for line in done.stdout.splitlines() if line.startswith("| zonder")]
    assert len(rows) == len(steps(ranking_only=True)) == 4
    again = evaluate(folder, "--out", tmp_path / "run")
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_template_that_the_command_writes_can_be_filled_in(
    suffix: str, sample_settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / f"vragen{suffix}"
    assert evaluate("--new", path).returncode == 0
    assert evaluate("--new", path).returncode == 2, "a file that is there is not written over"
    _fill(path, ["Hoeveel uur poetshulp krijg je in een jaar?", "105 uur", "wmo-verordening-2026.md"])
    done = evaluate(path, "--index", sample_settings.index, "--out", tmp_path / "run")
    assert done.returncode == 0, done.stderr
    run = runs.read(tmp_path / "run")
    assert [result.verdict.outcome.value for result in run.results.values()] == ["right"]


def _fill(path: Path, cells: list[str]) -> None:
    if path.suffix == ".csv":
        with path.open("a", encoding="utf-8") as file:
            file.write(";".join(cells) + "\n")
        return
    from openpyxl import load_workbook

    book = load_workbook(path)
    for column, text in enumerate(cells, 1):
        book.worksheets[0].cell(2, column, text)
    assert book.sheetnames == ["Vragen", "Uitleg"]
    book.save(path)


@pytest.fixture(autouse=True)
def _no_runs_are_left_behind() -> Iterator[None]:
    before = set((ROOT / "data" / "runs").glob("*"))
    yield
    assert set((ROOT / "data" / "runs").glob("*")) == before
