"""Ingest: only what changed is read, every file is accounted for, and the index follows the files."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from snapshot import snapshot

from assistant import embedding
from assistant.errors import (
    EmptyFile,
    FileMissing,
    FileTooLarge,
    IndexBusy,
    IndexMismatch,
    IndexMissing,
    UnknownFileType,
)
from assistant.settings import Settings
from assistant.store import Store, lock
from assistant.store.schema import FILE
from ingest import split
from ingest.build import Step, build

WMO = "Hulp bij het huishouden is er voor inwoners van Meerwolde. De eigen bijdrage is € 20,60 per maand.\n"
TEAM = "Het wijkteam Noord zit in het oude postkantoor. Ria de Vries is sinds 2009 de coördinator.\n"
PASS = "Met de Meedoenpas sport u met korting. De pas kost niets voor wie een bijstandsuitkering heeft.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bronnen"
    made.mkdir()
    for name, text in {"wmo.txt": WMO, "team.txt": TEAM, "pas.txt": PASS}.items():
        (made / name).write_text(text, "utf-8")
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index=tmp_path / "index")


def found(settings: Settings, query: str) -> list[str]:
    with Store.open(settings, embedding.load(settings)) as store:
        return [hit.source for hit in store.hits(store.lexical(query, 5))]


def test_every_file_is_added_once_and_can_be_found(folder: Path, settings: Settings) -> None:
    report = build([folder], settings)
    assert report.added == ["bronnen/pas.txt", "bronnen/team.txt", "bronnen/wmo.txt"]
    assert (report.documents, report.passages) == (3, 3)
    assert found(settings, "coördinator wijkteam") == ["bronnen/team.txt"]


def test_ingesting_twice_changes_nothing(folder: Path, settings: Settings) -> None:
    build([folder], settings)
    before = snapshot(settings)
    files = {path: path.stat().st_mtime_ns for path in settings.index.rglob("*.bin")}
    report = build([folder], settings)
    assert len(report.unchanged) == 3
    assert not (report.added or report.changed or report.removed or report.failed)
    assert snapshot(settings) == before
    assert {path: path.stat().st_mtime_ns for path in settings.index.rglob("*.bin")} == files


def test_a_changed_file_is_replaced(folder: Path, settings: Settings) -> None:
    build([folder], settings)
    (folder / "team.txt").write_text(TEAM.replace("Ria de Vries", "Sanne Bakker"), "utf-8")
    report = build([folder], settings)
    assert report.changed == ["bronnen/team.txt"]
    assert found(settings, "Sanne Bakker") == ["bronnen/team.txt"]
    assert found(settings, "Ria Vries") == []
    assert len(snapshot(settings)["vectors"]) == 3


def test_a_file_that_vanished_is_removed_and_reported(folder: Path, settings: Settings) -> None:
    build([folder], settings)
    (folder / "pas.txt").unlink()
    report = build([folder], settings)
    assert report.removed == ["bronnen/pas.txt"]
    assert report.documents == 2
    assert "Meedoenpas" not in (settings.index / "documents.sqlite").read_bytes().decode("latin-1")


def test_an_index_that_lost_all_its_files_still_answers_with_nothing(folder: Path, settings: Settings) -> None:
    build([folder], settings)
    for path in folder.iterdir():
        path.unlink()
    assert len(build([folder], settings).removed) == 3
    encoder = embedding.load(settings)
    with Store.open(settings, encoder) as store:
        assert store.lexical("huishouden", 3) == []
        assert store.dense(encoder.queries(["huishouden"])[0], 3) == []


def test_another_folder_is_added_beside_the_first(folder: Path, settings: Settings, tmp_path: Path) -> None:
    build([folder], settings)
    other = tmp_path / "nieuws"
    other.mkdir()
    (other / "brief.txt").write_text("De bibliotheek gaat in mei verhuizen naar het station.\n", "utf-8")
    report = build([other], settings)
    assert report.added == ["nieuws/brief.txt"]
    assert not report.removed
    assert report.documents == 4


def test_two_files_with_one_text_are_stored_once_and_both_named(folder: Path, settings: Settings) -> None:
    (folder / "wmo-kopie.txt").write_text(WMO, "utf-8")
    report = build([folder], settings)
    assert report.documents == 3
    assert report.duplicates == [("bronnen/wmo.txt", "bronnen/wmo-kopie.txt")]
    with Store.open(settings, None) as store:
        assert ("bronnen/wmo-kopie.txt", "bronnen/wmo.txt") in {listed.sources for listed in store.documents()}
    (folder / "wmo-kopie.txt").unlink()
    assert build([folder], settings).documents == 3
    assert found(settings, "eigen bijdrage")[0] == "bronnen/wmo.txt"


def test_bad_files_stop_nothing_and_are_named_with_their_reason(folder: Path, tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index", max_file_mb=0.001)
    (folder / "leeg.txt").write_text("")
    (folder / "groot.txt").write_text("Een lange tekst. " * 100, "utf-8")
    (folder / "foto.xyz").write_bytes(b"\x00\x01")
    report = build([folder, tmp_path / "nergens"], settings)
    assert {failure.name: type(failure.error) for failure in report.failed} == {
        "bronnen/foto.xyz": UnknownFileType,
        "bronnen/groot.txt": FileTooLarge,
        "bronnen/leeg.txt": EmptyFile,
        "nergens": FileMissing,
    }
    assert len(report.added) == 3
    assert not report.nothing_read


def test_a_file_that_became_unreadable_keeps_its_earlier_version_and_says_so(folder: Path, settings: Settings) -> None:
    build([folder], settings)
    (folder / "team.txt").write_text("")
    report = build([folder], settings)
    assert [(failure.name, failure.kept) for failure in report.failed] == [("bronnen/team.txt", True)]
    assert found(settings, "coördinator") == ["bronnen/team.txt"]


def test_a_file_given_by_name_that_is_gone_is_removed(folder: Path, settings: Settings) -> None:
    build([folder / "team.txt", folder / "wmo.txt"], settings)
    (folder / "team.txt").unlink()
    assert build([folder / "team.txt"], settings).removed == ["bronnen/team.txt"]


def test_a_folder_that_is_gone_keeps_its_documents(folder: Path, settings: Settings) -> None:
    build([folder], settings)
    folder.rename(folder.with_name("elders"))
    report = build([folder], settings)
    assert [(failure.name, failure.kept) for failure in report.failed] == [("bronnen", True)]
    assert report.documents == 3


def test_nothing_readable_leaves_no_index(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "leeg.txt").write_text("")
    assert build([tmp_path / "leeg.txt"], settings).nothing_read
    with pytest.raises(IndexMissing):
        Store.open(settings, None)


def test_hidden_files_and_links_that_leave_the_folder_are_left_out(
    folder: Path, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "geheim.txt").write_text("Dit staat buiten de map.\n", "utf-8")
    (folder / ".verborgen.txt").write_text("Dit is verborgen.\n", "utf-8")
    (folder / ".map").mkdir()
    (folder / ".map" / "x.txt").write_text("Dit is ook verborgen.\n", "utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "geheim.txt")
    (folder / "linkmap").symlink_to(tmp_path)
    assert len(build([folder], settings).added) == 3


def test_a_name_that_is_no_utf8_is_no_obstacle(folder: Path, settings: Settings) -> None:
    os.rename(os.fsencode(folder / "pas.txt"), os.fsencode(folder) + b"/caf\xe9.txt")
    report = build([folder], settings)
    assert "bronnen/caf\\udce9.txt" in report.added
    assert len(build([folder], settings).unchanged) == 3


def test_a_document_is_known_by_its_text_and_its_quotes_are_the_file(folder: Path, settings: Settings) -> None:
    build([folder], settings)
    with Store.open(settings, None) as store:
        hit = store.hits(store.lexical("eigen bijdrage", 1))[0]
        document = store.document(hit.passage.document_id)
    assert document.text == WMO
    assert document.sha256.startswith(document.id)
    assert document.text[hit.passage.start : hit.passage.end] == hit.text == WMO.strip()


def test_another_title_of_the_same_text_replaces_the_document(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "pas.md"
    file.write_text(f"---\ntitle: De oude pas\n---\n{PASS}", "utf-8")
    build([file], settings)
    file.write_text(f"---\ntitle: De nieuwe Meedoenpas\n---\n{PASS}", "utf-8")
    build([file], settings)
    with Store.open(settings, None) as store:
        assert [listed.title for listed in store.documents()] == ["De nieuwe Meedoenpas"]
        assert store.hits(store.lexical("nieuwe pas", 1))[0].title == "De nieuwe Meedoenpas"


def test_other_passage_rules_ask_for_a_rebuild_that_reads_the_recorded_files(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([folder], settings)
    before = snapshot(settings)
    monkeypatch.setattr(split, "VERSION", "morgen")
    with pytest.raises(IndexMismatch, match="'morgen'"):
        build([folder], settings)
    report = build([], settings, rebuild=True)
    assert report.rebuilt
    assert len(report.changed) == 3
    assert snapshot(settings) == before
    assert len(build([folder], settings).unchanged) == 3


def test_an_index_of_the_first_version_is_rebuilt_with_the_words_of_its_sentences(
    folder: Path, settings: Settings
) -> None:
    build([folder], settings)
    before = snapshot(settings)
    with closing(sqlite3.connect(settings.index / FILE)) as connection, connection:
        connection.execute("ALTER TABLE passages DROP COLUMN words")
        connection.execute("UPDATE documents SET shape = 'as it was'")
        value = json.loads(connection.execute("SELECT value FROM manifest").fetchone()[0]) | {"schema": "1"}
        connection.execute("UPDATE manifest SET value = ?", (json.dumps(value | {"splitter": "1"}),))
    for use in (lambda: Store.open(settings, embedding.load(settings)), lambda: build([folder], settings)):
        with pytest.raises(IndexMismatch, match="schema"):
            use()
    assert len(build([], settings, rebuild=True).changed) == 3
    assert snapshot(settings) == before
    with closing(sqlite3.connect(settings.index / FILE)) as connection:
        assert all(words for (words,) in connection.execute("SELECT words FROM passages"))


def test_the_steps_are_told_in_order(folder: Path, settings: Settings) -> None:
    steps: list[Step] = []
    build([folder], settings, progress=steps.append)
    assert [step.name for step in steps[:4]] == ["bronnen/pas.txt", "bronnen/team.txt", "bronnen/wmo.txt", ""]
    stages = list(dict.fromkeys(step.stage for step in steps))
    assert stages == ["read", "index", "switch", "sweep"]


def test_a_second_writer_is_told_who_holds_the_index(folder: Path, settings: Settings) -> None:
    build([folder], settings)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(settings.index)], stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    try:
        with pytest.raises(IndexBusy, match=f"pid {holder.pid} "):
            build([folder], settings)
        assert found(settings, "coördinator") == ["bronnen/team.txt"]
    finally:
        holder.kill()
        holder.communicate()
    assert len(build([folder], settings).unchanged) == 3


def test_a_second_writer_waits_as_long_as_the_setting_says(folder: Path, settings: Settings) -> None:
    build([folder], settings)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(settings.index), "1"], stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    patient = settings.model_copy(update={"wait_seconds": 30})
    assert len(build([folder], patient).unchanged) == 3
    holder.communicate()


HOLD = f"""
import sys, time
from pathlib import Path
sys.path.insert(0, {str(Path(lock.__file__).parents[2])!r})
from assistant.store.lock import writing
with writing(Path(sys.argv[1]), 0):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]) if len(sys.argv) > 2 else 600)
"""
