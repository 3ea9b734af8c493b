"""The store answers from one generation, follows other processes, and mends what is damaged."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from snapshot import snapshot

from assistant import embedding
from assistant.errors import (
    DocumentMissing,
    IndexDamaged,
    IndexLost,
    IndexMismatch,
    IndexMissing,
    ServerUnreachable,
)
from assistant.settings import Settings
from assistant.store import Store
from assistant.store.check import check
from ingest import split
from ingest.build import build, mend

TEXTS = {
    "wmo.txt": "Hulp bij het huishouden is er voor inwoners van Meerwolde. De eigen bijdrage is € 20,60 per maand.\n",
    "team.txt": "Het wijkteam Noord zit in het oude postkantoor. Ria de Vries is sinds 2009 de coördinator.\n",
    "pas.txt": "Met de Meedoenpas sport u met korting. De pas kost niets voor wie bijstand heeft.\n",
}
LONG = "".join(
    f"Artikel {i} gaat over regel {i} van de gemeente. " + "Dit is een gewone zin erbij. " * 12 for i in range(9)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bronnen"
    made.mkdir()
    for name, text in TEXTS.items():
        (made / name).write_text(text, "utf-8")
    return made


@pytest.fixture
def settings(folder: Path, tmp_path: Path) -> Settings:
    made = Settings(index=tmp_path / "index")
    build([folder], made)
    return made


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with Store.open(settings, embedding.load(settings)) as opened:
        yield opened


def vector(text: str) -> np.ndarray:
    return embedding.load(Settings()).queries([text])[0]


def sources(store: Store, scored: list[tuple[str, float]]) -> list[str]:
    return [hit.source for hit in store.hits(scored)]


def test_both_legs_put_the_best_first_and_score_it_highest(store: Store) -> None:
    for found in (
        store.lexical("Wie is de coördinator van het wijkteam?", 3),
        store.dense(vector("wijkteam Noord"), 3),
    ):
        assert sources(store, found)[0] == "bronnen/team.txt"
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_the_dense_score_is_the_cosine(store: Store) -> None:
    hit = store.hits(store.dense(vector("Meedoenpas"), 1))[0]
    own = embedding.load(Settings()).passages([f"{hit.title}\n{hit.text}"])[0]
    assert hit.score == pytest.approx(float(own @ vector("Meedoenpas")), abs=1e-5)


def test_a_query_is_never_a_query_language(store: Store) -> None:
    for query in ('pas" OR (', "stems:pas^9", "\\", "*", "pas AND NOT [a TO b]", "", "de het een"):
        store.lexical(query, 3)
    assert sources(store, store.lexical('"pas" AND (sport', 1)) == ["bronnen/pas.txt"]


def test_a_dropped_letter_still_finds(store: Store) -> None:
    assert sources(store, store.lexical("Medoenpas", 1)) == ["bronnen/pas.txt"]


def test_hits_keep_their_order_and_drop_what_is_not_live(store: Store) -> None:
    names = [name for name, _ in store.lexical("wijkteam pas huishouden", 3)]
    scored = [(names[2], 1.0), ("weg:0-5", 9.0), (names[0], 2.0)]
    assert [(hit.passage.id, hit.score) for hit in store.hits(scored)] == [(names[2], 1.0), (names[0], 2.0)]


def test_neighbours_stand_before_and_after_in_the_same_document(folder: Path, settings: Settings) -> None:
    (folder / "lang.txt").write_text(LONG, "utf-8")
    build([folder], settings)
    with Store.open(settings, None) as store:
        here = store.hits(store.lexical("Artikel 4 regel 4", 1))[0].passage
        around = store.neighbours([here])
        assert [hit.passage.position - here.position for hit in around] == [-1, 1]
        assert {hit.passage.document_id for hit in around} == {here.document_id}
        assert store.neighbours([]) == []
        both = store.neighbours([here, around[1].passage])
        assert [hit.passage.position - here.position for hit in both] == [-1, 2]


def test_a_document_that_is_not_there_is_a_store_error(store: Store) -> None:
    with pytest.raises(DocumentMissing, match="nergens"):
        store.document("nergens")


def test_an_index_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="vraagbaak ingest"):
        Store.open(Settings(index=tmp_path), None)


class OtherModel:
    """The bundled encoder under another name."""

    name = "een-ander-model"

    def __init__(self) -> None:
        bundled = embedding.load(Settings())
        self.dimension, self.queries, self.passages = bundled.dimension, bundled.queries, bundled.passages


def test_another_model_is_an_error_that_names_both_and_the_command(settings: Settings, folder: Path) -> None:
    known = embedding.load(settings).name
    for use in (lambda: Store.open(settings, OtherModel()), lambda: build([folder], settings, encoder=OtherModel())):
        with pytest.raises(IndexMismatch, match=f"{known}.*een-ander-model.*vraagbaak ingest --rebuild"):
            use()
    build([], settings, encoder=OtherModel(), rebuild=True)
    with Store.open(settings, OtherModel()) as store:
        assert sources(store, store.dense(vector("Meedoenpas"), 1)) == ["bronnen/pas.txt"]


def test_a_reader_sees_what_another_process_ingests(folder: Path, settings: Settings, store: Store) -> None:
    assert sources(store, store.dense(vector("bibliotheek"), 3)).count("bronnen/boek.txt") == 0
    (folder / "boek.txt").write_text("De bibliotheek leent boeken uit.\n", "utf-8")
    (folder / "pas.txt").unlink()
    for generation in (2, 3):
        command = "from ui.cli import main; main()"
        subprocess.run(
            [sys.executable, "-c", command, "ingest", str(folder), "--index", str(settings.index)],
            check=True,
            capture_output=True,
            cwd=Path(__file__).parents[1],
        )
        assert store.generation == generation
        assert sources(store, store.dense(vector("bibliotheek boeken"), 1)) == ["bronnen/boek.txt"]
        assert sources(store, store.lexical("bibliotheek", 1)) == ["bronnen/boek.txt"]
        assert "bronnen/pas.txt" not in sources(store, store.dense(vector("pas"), 5))
        (folder / "nog.txt").write_text("De bakker bakt brood.\n", "utf-8")


def test_threads_may_search_while_ingests_replace_the_index(folder: Path, settings: Settings, store: Store) -> None:
    stop = time.monotonic() + 60
    done = []

    def search(number: int) -> int:
        count = 0
        while not done and time.monotonic() < stop:
            assert sources(store, store.lexical("coördinator wijkteam", 2))[0] == "bronnen/team.txt"
            assert "bronnen/team.txt" in sources(store, store.dense(vector("coördinator wijkteam"), 9))
            count += 1
        return count

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(search, number) for number in range(4)]
        try:
            for number in range(5):
                (folder / "teller.txt").write_text(f"De teller staat op {number}.\n", "utf-8")
                build([folder], settings)
        finally:
            done.append(True)
        assert all(one.result() > 0 for one in running)
    assert store.generation == 6


def test_a_reader_never_writes(settings: Settings) -> None:
    before = {path: path.stat().st_mtime_ns for path in settings.index.rglob("*.bin")}
    with Store.open(settings, embedding.load(settings)) as store:
        store.dense(vector("pas"), 3)
    assert {path: path.stat().st_mtime_ns for path in settings.index.rglob("*.bin")} == before


def part(settings: Settings, pattern: str) -> Path:
    return next(iter(sorted(settings.index.glob(pattern))))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    path.write_bytes(bytes(byte ^ 0x55 for byte in path.read_bytes()))


def sql(settings: Settings, *statements: str) -> None:
    with sqlite3.connect(settings.index / "documents.sqlite") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def chroma(settings: Settings, change: Callable[..., None]) -> None:
    """Change the Chroma collection behind the back of the store."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    client = chromadb.PersistentClient(str(part(settings, "chroma-*")), ChromaSettings(anonymized_telemetry=False))
    change(client.get_collection("passages", embedding_function=None))
    client.close()


def drop_vector(settings: Settings) -> None:
    chroma(settings, lambda collection: collection.delete(ids=collection.get(limit=1)["ids"]))


def add_vector(settings: Settings) -> None:
    chroma(settings, lambda collection: collection.add(ids=["vreemd:0-9"], embeddings=[vector("vreemd")]))


def lexical(settings: Settings, change: Callable[..., object]) -> None:
    from assistant.store.lexical import LexicalWriter

    writer = LexicalWriter(part(settings, "lexical-*"))
    change(writer)
    writer.finish()


def drop_row(settings: Settings) -> None:
    lexical(settings, lambda writer: writer.delete([snapshot(settings)["lexical"][0]]))


def add_row(settings: Settings) -> None:
    from assistant.store.lexical import Row

    lexical(settings, lambda writer: writer.add([Row("vreemd:0-9", "", "", "Een vreemde rij.")]))


DAMAGE: dict[str, tuple[str, Callable[[Settings], object]]] = {
    "no chroma folder": ("vectors", lambda s: shutil.rmtree(part(s, "chroma-*"))),
    "chroma graph cut": ("vectors", lambda s: cut(part(s, "chroma-*/*/data_level0.bin"))),
    "chroma graph scrambled": ("vectors", lambda s: scramble(part(s, "chroma-*/*/data_level0.bin"))),
    "chroma pickle gone": ("vectors", lambda s: part(s, "chroma-*/*/index_metadata.pickle").unlink()),
    "chroma database scrambled": ("vectors", lambda s: scramble(part(s, "chroma-*/chroma.sqlite3"))),
    "chroma database gone": ("vectors", lambda s: part(s, "chroma-*/chroma.sqlite3").unlink()),
    "chroma seal scrambled": ("vectors", lambda s: scramble(part(s, "chroma-*/seal.json"))),
    "a vector too few": ("vectors", drop_vector),
    "a vector too many": ("vectors", add_vector),
    "no lexical folder": ("lexical", lambda s: shutil.rmtree(part(s, "lexical-*"))),
    "lexical file cut": ("lexical", lambda s: cut(part(s, "lexical-*/*.store"))),
    "lexical file scrambled": ("lexical", lambda s: scramble(part(s, "lexical-*/*.idx"))),
    "lexical file gone": ("lexical", lambda s: part(s, "lexical-*/meta.json").unlink()),
    "a row too few": ("lexical", drop_row),
    "a row too many": ("lexical", add_row),
    "manifest gone": ("manifest", lambda s: sql(s, "DELETE FROM manifest")),
    "manifest unreadable": ("manifest", lambda s: sql(s, "UPDATE manifest SET value = '{'")),
    "a text changed": ("documents", lambda s: sql(s, "UPDATE documents SET text = replace(text, '20,60', '99,60')")),
    "a digest changed": ("documents", lambda s: sql(s, "UPDATE documents SET sha256 = 'x' WHERE row = 2")),
    "an offset changed": ("documents", lambda s: sql(s, "UPDATE passages SET start = start + 3 WHERE row = 2")),
    "spans changed": ("documents", lambda s: sql(s, "UPDATE passages SET sentences = '[[0,5]]' WHERE row = 1")),
    "words changed": ("documents", lambda s: sql(s, "UPDATE passages SET words = 'boom' WHERE row = 1")),
    "a passage gone": ("documents", lambda s: sql(s, "DELETE FROM passages WHERE row = 3")),
    "a document gone": ("documents", lambda s: sql(s, "DELETE FROM documents WHERE row = 1")),
    "a file gone": ("documents", lambda s: sql(s, "DELETE FROM sources WHERE row = 1")),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_check_finds_and_mends(damage: str, settings: Settings, folder: Path) -> None:
    whole = snapshot(settings)
    name, harm = DAMAGE[damage]
    harm(settings)
    findings = mend(settings)
    assert name in {finding.part for finding, _ in findings}
    if damage == "a file gone":
        assert len(build([folder], settings).added) == 1
    else:
        assert all(mended for _, mended in findings)
    assert snapshot(settings) == whole
    assert mend(settings) == []


def test_check_of_a_sound_index_changes_nothing(settings: Settings) -> None:
    before = {path: path.stat().st_mtime_ns for path in settings.index.rglob("*.bin")}
    assert mend(settings) == []
    assert {path: path.stat().st_mtime_ns for path in settings.index.rglob("*.bin")} == before


def test_a_damaged_text_whose_file_is_gone_is_removed_and_not_called_mended(settings: Settings, folder: Path) -> None:
    sql(settings, "UPDATE documents SET text = text || ' en nog iets' WHERE title LIKE '%'")
    (folder / "pas.txt").unlink()
    findings = mend(settings)
    assert [mended for _, mended in findings] == [False]
    with Store.open(settings, None) as store:
        assert len(store.documents()) == 2


@pytest.mark.parametrize("harm", [cut, scramble], ids=["cut", "scrambled"])
def test_a_document_store_that_cannot_be_read_asks_for_the_sources(
    harm: Callable[[Path], None], settings: Settings
) -> None:
    harm(settings.index / "documents.sqlite")
    with pytest.raises(IndexLost, match="ingest again"):
        check(settings, embedding.load(settings), split.VERSION)


def test_a_damaged_part_is_an_error_that_names_the_command(settings: Settings) -> None:
    cut(part(settings, "chroma-*/*/data_level0.bin"))
    with pytest.raises(IndexDamaged, match=r"data_level0.bin was changed; mend with: vraagbaak check"):
        Store.open(settings, embedding.load(settings))


def test_the_next_ingest_mends_a_lost_folder_by_itself(settings: Settings, folder: Path) -> None:
    whole = snapshot(settings)
    shutil.rmtree(part(settings, "chroma-*"))
    build([folder], settings)
    assert snapshot(settings) == whole


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real `chroma run` on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [Path(sys.executable).with_name("chroma"), "run", "--host", "127.0.0.1", "--port", str(port)]
    data = tmp_path_factory.mktemp("server")
    environment = os.environ | {"ANONYMIZED_TELEMETRY": "False"}
    process = subprocess.Popen(
        [*command, "--path", data], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()


def test_a_chroma_server_holds_the_vectors_just_as_well(server: str, folder: Path, tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "ver", chroma_url=server)
    build([folder], settings)
    assert not list(settings.index.glob("chroma-*"))
    encoder = embedding.load(settings)
    with Store.open(settings, encoder) as store:
        assert sources(store, store.dense(vector("Meedoenpas sport"), 1)) == ["bronnen/pas.txt"]
        (folder / "pas.txt").write_text("De Meedoenpas bestaat niet meer.\n", "utf-8")
        (folder / "team.txt").unlink()
        build([folder], settings)
        assert store.hits(store.dense(vector("Meedoenpas"), 1))[0].text == "De Meedoenpas bestaat niet meer."
    found = snapshot(settings)
    assert found["vectors"] == found["lexical"]
    assert len(found["vectors"]) == 2
    build([], settings, rebuild=True)
    assert snapshot(settings) == found
    assert mend(settings) == []


def test_rows_that_a_killed_ingest_left_on_a_server_are_swept(server: str, folder: Path, tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "ver", chroma_url=server)
    build([folder], settings)

    class Killed(BaseException):
        pass

    def kill(step: object) -> None:
        if getattr(step, "stage", "") == "switch":
            raise Killed

    (folder / "boek.txt").write_text("De bibliotheek leent boeken uit.\n", "utf-8")
    with pytest.raises(Killed):
        build([folder], settings, progress=kill)
    assert len(snapshot(settings)["vectors"]) == 4
    with Store.open(settings, embedding.load(settings)) as store:
        assert "bronnen/boek.txt" not in sources(store, store.dense(vector("bibliotheek"), 3))
    (folder / "boek.txt").unlink()
    build([folder], settings)
    assert len(snapshot(settings)["vectors"]) == 3


def test_moving_to_a_server_asks_for_a_rebuild(server: str, settings: Settings) -> None:
    there = settings.model_copy(update={"chroma_url": server})
    with pytest.raises(IndexMismatch, match="vector store"):
        Store.open(there, embedding.load(there))
    build([], there, rebuild=True)
    assert not list(settings.index.glob("chroma-*"))
    with Store.open(there, embedding.load(there)) as store:
        assert sources(store, store.dense(vector("Meedoenpas"), 1)) == ["bronnen/pas.txt"]


def test_a_server_that_does_not_answer_is_named(folder: Path, tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index", chroma_url="http://127.0.0.1:9")
    with pytest.raises(ServerUnreachable, match=r"127\.0\.0\.1:9"):
        build([folder], settings)
