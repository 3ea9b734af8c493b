"""A run on a real index: what it holds, and that it can be killed, stopped and gone on with."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from evaluating import CODE, ROOT, SAMPLE, clean, command, evaluate, timeless

from assistant.errors import RunBusy, RunDiffers
from assistant.evaluation import folder as runs
from assistant.evaluation import running
from assistant.evaluation.provenance import about, commit
from assistant.evaluation.types import Case, Result, TestSet
from assistant.settings import Settings
from assistant.types import Turn
from ui.evaluate import choose_folder


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


def test_every_process_gives_the_same_answer_to_the_last_digit(sample_settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "vragen.jsonl"
    path.write_text("".join(SAMPLE.read_text("utf-8").splitlines(keepends=True)[:6]), "utf-8")
    argument = [sys.executable, "-c", CODE, "ask", "--batch", str(path), "--json"]
    argument += ["--index", str(sample_settings.index)]
    told = []
    for seed in "01":
        process = subprocess.run(
            argument, capture_output=True, text=True, cwd=ROOT, env=clean() | {"PYTHONHASHSEED": seed}, check=True
        )
        answers = [json.loads(line) for line in process.stdout.splitlines()]
        told.append([{name: value for name, value in answer.items() if name != "seconds"} for answer in answers])
    assert len(told[0]) == 6
    assert told[0] == told[1]


@pytest.mark.parametrize("after", [1, 11])
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


def test_stopped_from_the_keyboard_it_says_how_to_go_on(sample_settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "run"
    arguments = command(SAMPLE, "--index", sample_settings.index, "--out", out)
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may ignore it for what runs behind
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, env=clean(), cwd=ROOT) as child:
        signal.signal(signal.SIGINT, heard)
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
