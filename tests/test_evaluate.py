"""The `evaluate` command on real files and a real index: run, kill, resume, compare, bar."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from assistant.errors import RunBusy, RunDiffers
from assistant.evaluation import folder as runs
from assistant.evaluation import running
from assistant.evaluation.ablation import FEATURES, Ablated, steps
from assistant.evaluation.provenance import about, commit
from assistant.evaluation.types import Case, Result, TestSet
from assistant.evidence import score
from assistant.evidence.features import NAMES
from assistant.evidence.score import layers
from assistant.settings import PREFIX, Settings
from assistant.store import lexical
from assistant.types import Turn
from ui import texts_evaluation
from ui.evaluate import choose_folder, opened

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "testsets" / "voorbeeld.jsonl"
CODE = "from ui.cli import main; main()"


def evaluate(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as another process."""
    return subprocess.run(command(*arguments), capture_output=True, text=True, env=clean(), cwd=ROOT, check=False)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", CODE, "evaluate", *map(str, arguments)]


def clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}


def some(path: Path, count: int) -> Path:
    """Write the first questions of the sample test set, with follow-ups among them."""
    lines = SAMPLE.read_text("utf-8").splitlines()
    follow = [i for i, line in enumerate(lines) if '"after"' in line][:2]
    chosen = sorted({*range(count), *follow, *(i - 1 for i in follow)} | {i - 2 for i in follow})
    known = {json.loads(lines[i])["question"] for i in chosen}
    kept = [lines[i] for i in chosen if json.loads(lines[i]).get("after", None) in {None, *known}]
    path.write_text("\n".join(kept) + "\n", "utf-8")
    return path


def timeless(folder: Path) -> Any:
    """Everything of a run but the seconds and the moment it started."""
    run = runs.read(folder)
    assert run.figures
    results = {
        name: (
            result.query,
            result.verdict.outcome,
            {key: value for key, value in result.verdict.measures.items() if key != "seconds"},
            {key: value for key, value in (result.answer or {}).items() if key != "seconds"},
            result.ranking,
        )
        for name, result in run.results.items()
    }
    metrics = {name: metric for name, metric in run.figures.metrics.items() if not name.startswith("seconds")}
    about = {name: getattr(run.about, name) for name in ("testset", "sha256", "legs", "settings", "versions", "commit")}
    return about, list(results), results, metrics, run.figures.outcomes, run.figures.curve


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return some(tmp_path_factory.mktemp("vragen") / "vragen.jsonl", 40)


@pytest.fixture(scope="module")
def undisturbed(questions: Path, sample_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("rustig") / "run"
    done = evaluate(questions, "--index", sample_settings.index, "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "quiet in a pipe"
    assert "Juist antwoord" in done.stdout
    return out


def test_a_run_holds_everything_that_tells_how_it_came_about(undisturbed: Path, questions: Path) -> None:
    run = runs.read(undisturbed)
    head = json.loads((undisturbed / runs.RUN).read_text("utf-8"))
    assert head["about"]["settings"]["top_k"] == 12
    assert {"python", "vraagbaak", "chromadb", "tantivy"} <= head["about"]["versions"].keys()
    assert head["about"]["commit"] == commit()
    lines = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    assert list(run.results) == [str(i) for i in range(1, len(lines) + 1)]
    assert all(result.answer for result in run.results.values())
    assert any(case.after for case in run.testset.cases)


def test_answers_in_a_run_are_what_ask_json_prints(undisturbed: Path, sample_settings: Settings) -> None:
    run = runs.read(undisturbed)
    case = next(case for case in run.testset.cases if not case.after)
    argument = [sys.executable, "-c", CODE, "ask", case.question, "--json", "--index", str(sample_settings.index)]
    printed = json.loads(subprocess.run(argument, capture_output=True, text=True, cwd=ROOT, check=True).stdout)
    stored = dict(run.results[case.id].answer or {})
    assert list(printed) == list(stored)
    del printed["seconds"], stored["seconds"]
    assert printed == stored


@pytest.mark.parametrize("after", [1, 17])
def test_a_killed_run_goes_on_to_the_same_result(
    after: int, undisturbed: Path, questions: Path, sample_settings: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    arguments = (questions, "--index", sample_settings.index, "--out", out)
    child = subprocess.Popen(
        command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean(), cwd=ROOT
    )
    results = out / runs.RESULTS
    while child.poll() is None and (not results.is_file() or results.read_bytes().count(b"\n") < after):
        time.sleep(0.002)
    child.kill()
    assert child.wait() == -signal.SIGKILL
    assert not (out / runs.METRICS).exists()
    kept = results.read_bytes()
    assert after <= kept.count(b"\n") < len(runs.read(undisturbed).results)
    results.write_bytes(kept + b'{"id": "half')
    done = evaluate(*arguments)
    assert done.returncode == 0, done.stderr
    assert results.read_bytes().startswith(kept), "what was answered is not asked again"
    assert timeless(out) == timeless(undisturbed)


def test_stopped_from_the_keyboard_it_says_how_to_go_on(
    questions: Path, sample_settings: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    arguments = command(questions, "--index", sample_settings.index, "--out", out)
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, env=clean(), cwd=ROOT) as child:
        while child.poll() is None and not (out / runs.RESULTS).exists():
            time.sleep(0.002)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate()
    assert child.returncode == 130
    assert said.startswith("Gestopt.") and str(out) in said
    assert len(said.strip().splitlines()) == 1


def test_without_git_there_is_no_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert commit() is None
    assert about(TestSet("v", ()), Settings()).commit is None


def test_without_a_folder_the_run_that_was_stopped_is_found(tmp_path: Path) -> None:
    testset = TestSet("vragen.xlsx", (Case("1", 1, "Wat?", needed=(("dit",),)),), sha256="0" * 64)
    mine, other = about(testset, Settings(), index="a"), about(testset, Settings(top_k=3), index="a")
    folder, resumed = choose_folder(mine, tmp_path)
    assert (folder.parent, resumed) == (tmp_path, False)
    runs.start(folder, mine, testset)
    assert choose_folder(mine, tmp_path) == (folder, True)
    assert choose_folder(other, tmp_path)[1] is False
    (folder / runs.METRICS).write_text("{}", "utf-8")
    assert choose_folder(mine, tmp_path)[1] is False


def test_a_folder_with_another_run_is_left_alone(undisturbed: Path, questions: Path, sample_settings: Settings) -> None:
    before = (undisturbed / runs.RESULTS).read_bytes()
    done = evaluate(questions, "--index", sample_settings.index, "--out", undisturbed, "--legs", "lexical")
    assert done.returncode == 1
    assert "een andere meting" in done.stderr
    assert "--out" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert (undisturbed / runs.RESULTS).read_bytes() == before


def told(case: Case, turns: tuple[Turn, ...]) -> Result:
    from assistant.evaluation.types import Outcome, Verdict

    words = " | ".join(f"{turn.question} {turn.query} {turn.answer}" for turn in turns)
    return Result(
        case.id, f"q{case.id}", Verdict(Outcome.RIGHT, {"passed": 1.0}), {"text": f"a{case.id}", "told": words}
    )


def test_a_follow_up_is_asked_after_what_it_follows_and_hears_it(tmp_path: Path) -> None:
    cases = (Case("3", 1, "C", after="2"), Case("2", 2, "B", after="1"), Case("1", 3, "A"))
    testset = TestSet("v", cases)
    run = running.run(tmp_path / "run", about(testset, Settings()), testset, told)  # type: ignore[arg-type]
    lines = [json.loads(line)["id"] for line in (tmp_path / "run" / runs.RESULTS).read_text("utf-8").splitlines()]
    assert lines == ["1", "2", "3"]
    assert (run.results["3"].answer or {})["told"] == "A q1 a1 | B q2 a2"
    assert list(run.results) == ["3", "2", "1"]


def test_two_processes_do_not_write_one_run(tmp_path: Path) -> None:
    testset = TestSet("v", (Case("1", 1, "A"),))
    here = about(testset, Settings())

    def again(case: Case, turns: tuple[Turn, ...]) -> Result:
        with pytest.raises(RunBusy):
            running.run(tmp_path / "run", here, testset, told)  # type: ignore[arg-type]
        return told(case, turns)

    running.run(tmp_path / "run", here, testset, again)  # type: ignore[arg-type]
    with pytest.raises(RunDiffers):
        running.run(tmp_path / "run", about(testset, Settings(top_k=5)), testset, told)  # type: ignore[arg-type]


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


def test_the_same_texts_give_the_same_ranking_in_every_build(tmp_path: Path) -> None:
    words = "bijdrage wijkteam schuld hulp school vervoer woning zorg inkomen bezwaar kind taal geld huur wet".split()
    texts = [f"In {a} en {b} staat hoe {c} en {d} gaan." for a, b, c, d in combinations(words, 4)]
    folder = tmp_path / "beir"
    folder.mkdir()
    lines = (json.dumps({"_id": f"d{i}", "text": text}) for i, text in enumerate(texts))
    (folder / "corpus.jsonl").write_text("\n".join(lines), "utf-8")
    asked = [
        {"_id": f"q{i}", "text": f"Hoe zit het met {a} en {b}?"} for i, (a, b) in enumerate(combinations(words, 2))
    ]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, asked)), "utf-8")
    (folder / "qrels.tsv").write_text("".join(f"q{i}\td{i}\t1\n" for i in range(len(asked))), "utf-8")
    rankings = []
    for number in range(2):
        with opened(folder, Settings()) as evaluation:
            run = evaluation.run(tmp_path / str(number), "dense")
        rankings.append({name: result.ranking for name, result in run.results.items()})
    assert rankings[0] == rankings[1]


def test_leaving_out_a_step_changes_answers_and_is_undone_after(sample_settings: Settings, tmp_path: Path) -> None:
    shipped = dict(lexical.BOOSTS), layers()
    path = some(tmp_path / "vragen.jsonl", 12)
    with opened(path, sample_settings) as evaluation:
        whole = evaluation.run(tmp_path / "run")
        found = evaluation.ablate(tmp_path / "run")
    assert (dict(lexical.BOOSTS), layers()) == shipped
    assert list(found) == [step.name for step in steps()]
    for name, run in found.items():
        assert run.about.left_out == name
        changed = any(differs(run, whole, case) for case in run.testset.cases)
        assert changed or not weighs(FEATURES[name]), name


def weighs(names: Sequence[str]) -> bool:
    """Say whether features count for anything, as shipped."""
    sentence, answer = layers()
    orders = (sentence, NAMES), (answer, score.SUMMARY)
    return any(layer.weight[order.index(name)] for layer, order in orders for name in names)


def differs(run: Any, whole: Any, case: Case) -> bool:
    mine, theirs = (one.results[case.id] for one in (run, whole))
    keys = ("confidence", "citations", "hits")
    return mine.query != theirs.query or any(mine.answer[key] != theirs.answer[key] for key in keys)


def test_the_steps_and_features_that_are_left_out_are_there() -> None:
    assert {step.name for step in steps()} == set(texts_evaluation.STEPS)
    assert {name for names in FEATURES.values() for name in names} <= set(NAMES)
    assert Ablated.legs == "hybrid"


SHEET: list[list[str]] = [
    ["Vragenlijst klantcontact, najaar"],
    [],
    ["Nr", "Verwacht citaat", "Vraag", "Verwachte bron", "Niet te beantwoorden", "Opmerking van Karin"],
    [
        "1",
        "geldt als uitgangspunt 105 uur per jaar",
        "Hoeveel uur poetshulp krijg je in een jaar?",
        "wmo-verordening-2026",
        "",
        "!",
    ],
    [],
    ["2", "", "Hoe bak ik een appeltaart?", "", "ja", ""],
    ["3", "Hulp is voor iedereen gratis, altijd.", "Is hulp gratis?", "wmo-verordening-2026.md", "", "klopt dit?"],
    [],
]


def libre_office_file(folder: Path) -> Path:
    """Make a workbook with LibreOffice itself: a title over merged cells, empty lines, a stray column."""
    book = OpenDocumentSpreadsheet()
    table = Table(name="Blad1")
    book.spreadsheet.addElement(table)
    for number, cells in enumerate(SHEET):
        row = TableRow()
        table.addElement(row)
        for text in cells:
            cell = TableCell(valuetype="string", **({"numbercolumnsspanned": "6"} if number == 0 else {}))
            cell.addElement(P(text=text))
            row.addElement(cell)
            if number == 0:
                for _ in range(5):
                    row.addElement(CoveredTableCell())
    book.save(str(folder / "vragen.ods"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder),
        str(folder / "vragen.ods"),
    ]
    subprocess.run(convert, capture_output=True, check=True, timeout=180)
    return folder / "vragen.xlsx"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (Debian: libreoffice-calc)")
def test_a_file_made_with_libreoffice_runs_and_its_impossible_row_is_named(
    sample_settings: Settings, tmp_path: Path
) -> None:
    path = libre_office_file(tmp_path)
    done = evaluate(path, "--index", sample_settings.index, "--out", tmp_path / "run")
    assert done.returncode == 0, done.stderr
    named = re.findall(r"regel (\d+): (.*)", done.stdout)
    assert [row for row, _ in named] == ["7"]
    assert "Hulp is voor iedereen gratis, altijd." in named[0][1]
    run = runs.read(tmp_path / "run")
    assert [(case.row, run.results[case.id].verdict.outcome.value) for case in run.testset.cases] == [
        (4, "right"),
        (6, "rightly_refused"),
    ]


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
