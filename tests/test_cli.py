"""The command as a user, a script and a program meet it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from assistant import errors
from assistant.settings import PREFIX, Settings
from assistant.types import Answer, Citation, Document, Hit, Passage
from ui import texts
from ui.record import record

ROOT = Path(__file__).parents[1]
TEAM = "Het wijkteam Noord zit in het oude postkantoor. Ria de Vries is sinds 2009 de coördinator van het wijkteam.\n"
HELP = "Hulp bij het huishouden is er voor inwoners. De eigen bijdrage is € 20,60 per maand.\n"
HEAVY = ("torch", "sentence_transformers", "langchain", "langchain_core", "gradio", "transformers", "posthog")


def vraagbaak(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command as another process."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | variables
    command = [Path(sys.executable).with_name("vraagbaak"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("cli") / "bronnen"
    made.mkdir()
    (made / "team.txt").write_text(TEAM, "utf-8")
    (made / "hulp.txt").write_text(HELP, "utf-8")
    return made


@pytest.fixture(scope="module")
def index(folder: Path) -> Path:
    made = folder.with_name("index")
    assert vraagbaak("ingest", folder, "--index", made).returncode == 0
    return made


def test_the_report_counts_and_names_files_and_is_quiet_in_a_pipe(folder: Path, tmp_path: Path) -> None:
    (folder.parent / "foto.jpg").write_bytes(b"\xff\xd8")
    done = vraagbaak("ingest", folder, folder.parent / "foto.jpg", "--index", tmp_path / "index")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "Nieuw: 2\n  bronnen/hulp.txt\n  bronnen/team.txt\n" in done.stdout
    assert "Niet gelezen: 1\n" in done.stdout
    assert "foto.jpg: Dit soort bestand kan Vraagbaak niet lezen" in done.stdout
    again = vraagbaak("ingest", folder, VRAAGBAAK_INDEX=str(tmp_path / "index"))
    assert "Niet veranderd: 2\n" in again.stdout


def test_exit_code_1_only_when_nothing_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "leeg.txt").write_text("")
    done = vraagbaak("ingest", tmp_path / "leeg.txt", "--index", tmp_path / "index")
    assert done.returncode == 1
    assert "Geen enkel bestand kon worden gelezen." in done.stdout
    assert vraagbaak("ingest", "--index", tmp_path / "index").returncode == 2


def test_a_terminal_gets_a_progress_bar(folder: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [Path(sys.executable).with_name("vraagbaak"), "ingest", folder, "--index", tmp_path / "index"]
    with subprocess.Popen(command, stderr=theirs, stdout=subprocess.DEVNULL, cwd=ROOT) as child:
        os.close(theirs)
        shown = b""
        while block := _read(ours):
            shown += block
        assert child.wait() == 0
    assert "Bestanden lezen" in shown.decode("utf-8", "replace")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_json_is_the_object_that_the_design_promises(index: Path) -> None:
    done = vraagbaak("ask", "Wie is de coördinator van het wijkteam?", "--json", "--index", index)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert list(answer) == [
        *("question", "refused", "text", "mode", "confidence", "citations", "related", "hits", "seconds"),
    ]
    assert set(answer["seconds"]) == {"retrieve", "answer"}
    assert set(answer["hits"][0]) == {"passage_id", "document_id", "source", "start", "end", "score"}
    citation = (answer["citations"] or answer["related"])[0]
    assert list(citation) == ["number", "quote", "start", "end", "document", "heading", "page", "url"]
    assert citation["document"]["source"] == "bronnen/team.txt"
    assert TEAM[citation["start"] : citation["end"]] == citation["quote"]
    assert citation["url"] == f"/bron/{citation['document']['id']}#c{citation['start']}-{citation['end']}"


def test_a_record_holds_everything_of_an_answer() -> None:
    document = Document("d1", "Titel", "map/bestand.txt", "Een zin. En nog een.", "0" * 64)
    citation = Citation(1, document, 9, 20, (9, 20), "Kop", 3)
    hit = Hit(Passage("d1:0-20", "d1", 0, 0, 20, ((0, 8), (9, 20))), document.text, "Titel", "map/bestand.txt", 1.5)
    answer = Answer(
        "V?", "v", True, "Nee.", "extractive", (), (citation,), (hit,), {"retrieve": 0.004, "answer": 0.002}, 0.25
    )
    assert json.loads(json.dumps(record(answer))) == {
        "question": "V?",
        "refused": True,
        "text": "Nee.",
        "mode": "extractive",
        "confidence": 0.25,
        "citations": [],
        "related": [
            {
                "number": 1,
                "quote": "En nog een.",
                "start": 9,
                "end": 20,
                "document": {"id": "d1", "title": "Titel", "source": "map/bestand.txt"},
                "heading": "Kop",
                "page": 3,
                "url": "/bron/d1#c9-20",
            }
        ],
        "hits": [
            {
                "passage_id": "d1:0-20",
                "document_id": "d1",
                "source": "map/bestand.txt",
                "start": 0,
                "end": 20,
                "score": 1.5,
            }
        ],
        "seconds": {"retrieve": 0.004, "answer": 0.002},
    }


def test_a_person_reads_the_answer_and_its_source(index: Path) -> None:
    done = vraagbaak("ask", "Wie is de coördinator van het wijkteam?", "--index", index)
    assert done.returncode == 0
    assert "“" in done.stdout and "bronnen/team.txt" in done.stdout


def test_a_batch_keeps_the_order_and_ignores_other_keys(index: Path, tmp_path: Path) -> None:
    asked = ["Wie is de coördinator?", "Hoe hoog is de eigen bijdrage?", "Wie is de coördinator?"]
    lines = [json.dumps({"id": number, "question": question}) for number, question in enumerate(asked)]
    file = tmp_path / "vragen.jsonl"
    file.write_text("\ufeff" + "\n\n".join(lines) + "\n", "utf-8")
    done = vraagbaak("ask", "--batch", file, "--json", "--index", index)
    assert [json.loads(line)["question"] for line in done.stdout.splitlines()] == asked


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "geen geldige JSON"),
        (b'{"vraag": "x"}', '"question" met een tekst ontbreekt'),
        (b'["x"]', '"question" met een tekst ontbreekt'),
        (b'{"question": " "}', '"question" met een tekst ontbreekt'),
        (b'{"question": "\xff"}', "geen UTF-8"),
    ],
)
def test_a_bad_line_of_a_batch_is_named(line: bytes, why: str, index: Path, tmp_path: Path) -> None:
    file = tmp_path / "vragen.jsonl"
    file.write_bytes(b'{"question": "Wie?"}\n' + line + b"\n")
    done = vraagbaak("ask", "--batch", file, "--json", "--index", index)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "regel 2" in done.stderr and why in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_wrong_use_is_one_dutch_sentence(index: Path, tmp_path: Path) -> None:
    for arguments in (("ask",), ("ask", " "), ("ask", "x", "--batch", "y"), ("ask", "--batch", "y"), ("ingest",)):
        done = vraagbaak(*arguments, "--index", index)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    done = vraagbaak("ask", "--batch", tmp_path / "nergens", "--json", "--index", index)
    assert "is er niet" in done.stderr


def test_a_missing_index_says_what_to_type(tmp_path: Path) -> None:
    for command in (("ask", "Wie?"), ("status",), ("check",), ("serve",)):
        done = vraagbaak(*command, "--index", tmp_path)
        assert done.returncode == 1
        assert f"vraagbaak ingest MAP --index {tmp_path}" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_wrong_setting_is_named_with_its_variable(tmp_path: Path) -> None:
    done = vraagbaak("status", VRAAGBAAK_TOP_K="veel")
    assert done.returncode == 2
    assert "VRAAGBAAK_TOP_K" in done.stderr and "'veel'" in done.stderr


def test_status_and_check_tell_about_the_index(index: Path) -> None:
    told = vraagbaak("status", "--index", index).stdout
    assert "2 documenten uit 2 bestanden, 2 passages" in told
    assert "  bronnen/team.txt\n" in told
    checked = vraagbaak("check", "--index", index)
    assert (checked.returncode, checked.stdout) == (0, "De index is in orde.\n")


def test_check_tells_what_it_mended(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    vraagbaak("ingest", folder, "--index", index)
    next(index.glob("lexical-*/meta.json")).unlink()
    done = vraagbaak("check", "--index", index)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Dit is hersteld." in done.stdout
    assert vraagbaak("check", "--index", index).stdout == "De index is in orde.\n"


def test_a_cold_ask_imports_nothing_heavy(index: Path) -> None:
    code = f"import sys; sys.argv = ['vraagbaak', 'ask', 'Wie is de coördinator?', '--index', {str(index)!r}]\n"
    code += f"from ui.cli import main\ntry:\n    main()\nfinally:\n    print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_a_cold_ask_costs_little_more_than_importing_chroma(index: Path) -> None:
    """Importing Chroma takes 1.2 s where nothing else runs, so that this ratio means 3 s."""
    chroma = min(_processor([sys.executable, "-c", "import chromadb"]) for _ in range(3))
    command = [Path(sys.executable).with_name("vraagbaak"), "ask", "Wie is de coördinator?", "--index", index]
    assert min(_processor(command) for _ in range(3)) < 2.5 * chroma


def _processor(command: list[str | Path]) -> float:
    """Seconds of processor time that a command takes, which other work on the machine hardly lengthens."""
    before = os.times()
    subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


@pytest.fixture
def served(index: Path) -> Iterator[str]:
    port = "17861"
    command = [Path(sys.executable).with_name("vraagbaak"), "serve", "--port", port, "--index", index]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stderr
        yield child.stderr.readline()
        child.terminate()


def test_serve_says_where_the_chat_is_and_serves_it(served: str) -> None:
    assert "http://127.0.0.1:17861/" in served
    for _ in range(100):
        try:
            with urlopen("http://127.0.0.1:17861/healthz", timeout=30) as answer:
                assert json.load(answer)["status"] == "ok"
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


EXAMPLES: dict[type[errors.VraagbaakError], errors.VraagbaakError] = {
    type(error): error
    for error in (
        errors.VraagbaakError("x"),
        errors.SettingsError("VRAAGBAAK_PORT", 0, "x"),
        errors.StoreError("x"),
        errors.IndexMissing(Path("i")),
        errors.IndexBusy(Path("i"), "pid 1"),
        errors.IndexMismatch(Path("i"), "embedding model", "a", "b"),
        errors.IndexDamaged(Path("i"), "vectors", "x"),
        errors.IndexLost(Path("i"), "x"),
        errors.DocumentMissing("x"),
        errors.ServerUnreachable("http://x", "x"),
        errors.BatchError(Path("v"), 3, "not JSON"),
        errors.EvaluationError("x"),
        errors.TestSetError(Path("v.xlsx"), "header"),
        errors.RunMissing(Path("r")),
        errors.RunDamaged(Path("r"), "x"),
        errors.RunDiffers(Path("r"), "legs", "dense", "hybrid"),
        errors.RunBusy(Path("r")),
        errors.RunUnwritable(Path("r"), "x"),
        errors.EmbeddingError("m", "x"),
        errors.CheckerError(Path("model"), "x"),
        errors.ModelError("openai:m", "x"),
        errors.ProviderMissing("openai:m", "vraagbaak[openai]"),
        errors.KeyRefused("openai:m"),
        errors.ModelUnreachable("openai:m", "http://x"),
        errors.ModelUnknown("openai:m", "http://x"),
        errors.ModelSilent("openai:m", "late"),
        errors.QuoteError("x"),
        errors.ReadError(Path("f"), "x"),
        errors.FileMissing(Path("f")),
        errors.UnknownFileType(Path("f")),
        errors.FileTooLarge(Path("f"), 50, 60),
        errors.EmptyFile(Path("f")),
        errors.ScannedFile(Path("f")),
        errors.EncryptedFile(Path("f")),
        errors.DamagedFile(Path("f"), "x"),
    )
}


def _classes(top: type[errors.VraagbaakError]) -> Iterator[type[errors.VraagbaakError]]:
    yield top
    for below in top.__subclasses__():
        yield from _classes(below)


@pytest.mark.parametrize("kind", [k for k in _classes(errors.VraagbaakError) if k.__module__ == "assistant.errors"])
def test_every_error_has_one_dutch_sentence_with_a_remedy(kind: type[errors.VraagbaakError]) -> None:
    assert kind in texts.MESSAGES
    sentence = texts.message(EXAMPLES[kind])
    assert sentence.endswith(".")
    assert ": " in sentence or "Probeer" in sentence
    assert "{" not in sentence.replace('{"question"', "")


def test_a_mismatch_names_both_models(tmp_path: Path) -> None:
    sentence = texts.message(errors.IndexMismatch(tmp_path, "embedding model", "oud", "nieuw"))
    assert "het zoekmodel is 'oud' in de index en 'nieuw' in de instellingen" in sentence


def test_every_setting_has_a_description() -> None:
    assert all(field.description for field in Settings.model_fields.values())
