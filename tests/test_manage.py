"""The manage page: nobody gets in without the password, and nothing comes from another site."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from starlette.requests import Request

from assistant.evaluation import folder as runs
from assistant.evaluation.testset import read
from assistant.settings import Settings
from ui import report, texts
from ui import texts_manage as said
from ui.feedback import NOT_USEFUL, REFUSED, Feedback
from ui.manage import WATCH_SECONDS, measuring, router, upload
from ui.manage.door import TRIES, WINDOW, Closed, Door
from ui.manage.measuring import Measuring, Phase
from ui.server import create_app

PASSWORD = "een-lang-wachtwoord"
PRIVATE = "Heeft mevrouw Xylofoon een uitkering?"
OURS = {"Sec-Fetch-Site": "same-origin"}
QUESTIONS = [
    {"question": "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?", "needed": [["20,60"]]},
    {"question": "Waar woont Ria de Vries?", "answer": "Meerwolde", "source": "ria.txt"},
    {"question": "Wie is de koning van Spanje?", "answerable": False},
    {"question": "Wat kost de pas?", "source": "weg.txt"},
    {"question": "Waar werkt het team van Ria de Vries?", "needed": [["stadhuis"]]},
]
LIST = "".join(f"{json.dumps(row)}\n" for row in QUESTIONS).encode()
PATHS = ("", "/vragenlijst.xlsx", "/metingen/x", "/metingen/x/rapport.html", "/vragen-zonder-goed-antwoord.xlsx")
POSTS = ("/metingen", "/metingen/x/stop", "/metingen/x/weg", "/vragen/weg")


@pytest.fixture(scope="module")
def managed(web_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a copy of the shared index with a manage page that keeps questions."""
    folder = tmp_path_factory.mktemp("managed") / "index"
    shutil.copytree(web_settings.index, folder)
    return Settings(index=folder, keep_questions=True, manage_password=SecretStr(PASSWORD))


@pytest.fixture(scope="module")
def client(managed: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(managed)) as opened:
        opened.auth = ("beheer", PASSWORD)
        opened.headers.update(OURS)
        yield opened


def _send(client: TestClient, name: str = "vragen.jsonl", content: bytes = LIST, **fields: str) -> Any:
    return client.post("/beheer/metingen", files={"testset": (name, content)}, data=fields, follow_redirects=False)


def _watched(client: TestClient, started: Any) -> Any:
    """Watch an evaluation to its end; return the page that it ends with."""
    assert started.status_code == 303, started.text
    client.get(started.headers["location"])
    return client.get(started.headers["location"])


@pytest.fixture(scope="module")
def finished(client: TestClient) -> Any:
    """The page of an evaluation that is done."""
    return _watched(client, _send(client))


def test_without_a_password_in_the_settings_there_is_no_such_page(web_settings: Settings) -> None:
    with TestClient(create_app(web_settings)) as client:
        client.auth = ("beheer", PASSWORD)
        for path in PATHS:
            assert client.get(f"/beheer{path}").status_code == 404
        for path in POSTS:
            assert client.post(f"/beheer{path}", headers=OURS).status_code in (404, 405)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_asks_for_the_password(client: TestClient, path: str) -> None:
    answer = client.get(f"/beheer{path}", auth=("beheer", "een-ander-wachtwoord"))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert said.DOOR_TEXT in answer.text


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_nothing_changes_on_the_word_of_another_site(client: TestClient, path: str, headers: dict[str, str]) -> None:
    del client.headers["Sec-Fetch-Site"]
    try:
        assert client.post(f"/beheer{path}", headers=headers).status_code == 403
    finally:
        client.headers.update(OURS)


def test_an_origin_that_is_this_host_will_do_where_a_browser_says_no_more(client: TestClient) -> None:
    del client.headers["Sec-Fetch-Site"]
    try:
        answer = client.post("/beheer/metingen/x/stop", headers={"Origin": "http://testserver"}, follow_redirects=False)
    finally:
        client.headers.update(OURS)
    assert answer.status_code == 303


def _request(password: str | None) -> Request:
    import base64

    token = base64.b64encode(f"x:{password}".encode()).decode()
    headers = [] if password is None else [(b"authorization", f"Basic {token}".encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers})


async def _status(door: Door, password: str | None) -> int:
    try:
        await door(_request(password))
    except Closed as closed:
        return closed.status
    return 200


def test_guessing_shuts_the_door_for_a_while() -> None:
    now = [0.0]
    door = Door(SecretStr(PASSWORD), lambda: now[0])

    async def tries() -> None:
        assert await _status(door, PASSWORD) == 200
        for _ in range(TRIES):
            assert await _status(door, None) == 401
        for _ in range(TRIES):
            assert await _status(door, "fout") == 401
        assert await _status(door, PASSWORD) == 429
        now[0] += WINDOW + 1
        assert await _status(door, PASSWORD) == 200

    asyncio.run(tries())


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic eA==", "Bearer x", "Basic /////w=="])
def test_a_header_that_is_no_password_is_no_password(client: TestClient, header: str) -> None:
    answer = client.build_request("GET", "/beheer")
    answer.headers["authorization"] = header
    assert client.send(answer, auth=None).status_code == 401


@pytest.mark.parametrize("path", ["", "/vragenlijst.xlsx", "/metingen/x"])
def test_every_page_has_its_headers(client: TestClient, path: str) -> None:
    headers = client.get(f"/beheer{path}").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"] or "'self'" in headers["content-security-policy"]


def test_an_evaluation_ends_with_its_figures_its_report_and_the_rows_that_were_wrong(
    client: TestClient, finished: Any
) -> None:
    assert said.READY in finished.text
    assert "Van de 4 vragen" in finished.text
    assert "regel 4:" in finished.text
    assert "weg.txt" in finished.text
    link = f"{finished.url.path}/{report.FILE}"
    opened = client.get(link)
    assert "Rapport over de vragenlijst <bdi>vragen.jsonl</bdi>" in opened.text
    assert opened.headers["content-security-policy"] == f"{report.policy()}; frame-ancestors 'none'; sandbox"
    assert "content-disposition" not in opened.headers
    saved = client.get(link, params={"download": "true"})
    assert saved.headers["content-disposition"].startswith("attachment; ")
    assert saved.content == opened.content
    assert finished.url.path in client.get("/beheer").text


def test_a_run_can_be_compared_with_an_earlier_one_and_thrown_away(client: TestClient, finished: Any) -> None:
    earlier = finished.url.path.rsplit("/", 1)[1]
    again = _watched(client, _send(client, compare=earlier))
    assert "Vergeleken met" in again.text
    assert "Wat er veranderd is" in client.get(f"{again.url.path}/{report.FILE}").text
    assert client.post(f"{again.url.path}/weg", follow_redirects=False).status_code == 303
    assert client.get(again.url.path).status_code == 404
    assert client.get(finished.url.path).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/cron.d/x.jsonl",
        "..\\..\\x.jsonl",
        "/etc/x.jsonl",
        "<img src=x onerror=alert(1)>.jsonl",
        "a" * 300 + ".jsonl",
    ],
)
def test_the_name_of_an_upload_does_no_harm(client: TestClient, managed: Settings, name: str) -> None:
    page = _watched(client, _send(client, name))
    assert "Van de 4 vragen" in page.text
    assert "<img" not in page.text
    folder = managed.index / measuring.FOLDER / page.url.path.rsplit("/", 1)[1]
    assert "/" not in runs.read(folder).about.testset
    assert ".." not in runs.read(folder).about.testset.removesuffix(".jsonl")


def test_what_cannot_be_a_test_set_is_refused_in_one_sentence(client: TestClient) -> None:
    for name in ("vragen.exe", "vragen", "vragen.xlsx.html", ".jsonl"):
        answer = _send(client, name)
        assert answer.status_code == 400
        assert "Dit soort bestand kan niet." in answer.text
    assert said.NO_FILE in client.post("/beheer/metingen", data={"compare": "x"}).text
    assert said.NO_FILE in client.post("/beheer/metingen", data={"testset": "geen bestand"}).text
    large = _send(client, content=b"x" * (upload.LARGEST_MB * 1_000_000 + upload.FORM_BYTES + 1))
    assert said.TOO_LARGE.format(upload.LARGEST_MB) in large.text
    page = _watched(client, _send(client, "vragen.xlsx", b"geen werkmap"))
    assert said.FAILED in page.text
    assert "vragen.xlsx" in page.text
    assert "/tmp" not in page.text
    page = _watched(client, _send(client, content=json.dumps({"question": "Wat kost de pas?"}).encode()))
    assert page.text.index("regel 1:") < page.text.index("geen enkele regel kan worden gebruikt")


def test_a_body_that_is_said_to_be_too_large_is_not_read(client: TestClient) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post(
        "/beheer/metingen", content=io.BytesIO(b"--x--"), headers=kind | {"Content-Length": "99999999"}
    )
    assert said.TOO_LARGE.format(upload.LARGEST_MB) in answer.text


@pytest.mark.parametrize("id", ["..", "..%2f..", "20261125-000000-00000000", "x/../../questions.sqlite"])
def test_only_runs_are_served_and_removed(client: TestClient, managed: Settings, id: str) -> None:
    assert client.get(f"/beheer/metingen/{id}/{report.FILE}").status_code == 404
    before = sorted(path.name for path in managed.index.iterdir())
    client.post(f"/beheer/metingen/{id}/weg")
    assert sorted(path.name for path in managed.index.iterdir()) == before


class Slow(Measuring):
    """An evaluation that waits at every question until a test lets it go on."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.begun, self.go = threading.Event(), threading.Event()

    def _progress(self, done: int, total: int) -> None:
        self.begun.set()
        self.go.wait(20)
        super()._progress(done, total)


def _copied(tmp_path: Path) -> Path:
    folder = tmp_path / "upload"
    folder.mkdir()
    (folder / "vragen.jsonl").write_bytes(LIST)
    return folder / "vragen.jsonl"


def _until(true: Callable[[], bool]) -> None:
    for _ in range(400):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it never came true")


def test_one_evaluation_at_a_time_that_can_be_stopped(managed: Settings, tmp_path: Path) -> None:
    slow, testset = Slow(managed), _copied(tmp_path)
    job = slow.start(testset)
    assert slow.begun.wait(30)
    with pytest.raises(measuring.Busy):
        slow.start(testset)
    assert job.id not in [one.id for one in slow.listed()]
    slow.remove(job.id)
    assert slow.folder(job.id)
    slow.stop()
    slow.go.set()
    _until(lambda: bool(slow.job) and not slow.job.running)
    assert slow.job and slow.job.phase is Phase.STOPPED
    slow.close()
    assert slow.folder(job.id) is None
    assert not testset.parent.exists()


def test_the_page_grows_while_it_is_watched(managed: Settings, tmp_path: Path) -> None:
    slow, app = Slow(managed), FastAPI()
    app.state.stop = asyncio.Event()
    app.include_router(router(managed, SecretStr(PASSWORD), slow))
    job = slow.start(_copied(tmp_path))
    assert slow.begun.wait(30)
    with ThreadPoolExecutor(1) as pool:
        watched = pool.submit(TestClient(app).get, f"/beheer/metingen/{job.id}", auth=("", PASSWORD))
        _until(slow.begun.is_set)
        time.sleep(2 * WATCH_SECONDS)
        slow.go.set()
        page = watched.result(30)
    first, second = (page.text.index(text) for text in (said.progress(0, 4), said.OVER))
    assert first < second < page.text.index("</html>")
    assert "weg.txt" in page.text
    assert page.headers["x-accel-buffering"] == "no"
    slow.close()
    slow.remove(job.id)


class Broken(Measuring):
    """An evaluation with a bug that knows a question."""

    def _progress(self, done: int, total: int) -> None:
        raise RuntimeError(PRIVATE)


def test_a_bug_ends_the_evaluation_and_logs_no_question(
    managed: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Broken(managed)
    broken.start(_copied(tmp_path))
    _until(lambda: bool(broken.job) and not broken.job.running)
    assert broken.job and (broken.job.phase, broken.job.sentence) == (Phase.FAILED, said.MEASURE_FAILED)
    assert "RuntimeError" in caplog.text
    assert PRIVATE not in caplog.text


def test_kept_questions_come_out_as_a_test_set_and_can_be_wiped(
    client: TestClient, managed: Settings, tmp_path: Path
) -> None:
    kept = Feedback.of(managed)
    assert kept
    hostile = '=HYPERLINK("https://x.example","<img src=x onerror=alert(1)>")'
    for question, after, reason in (
        (hostile, "", REFUSED),
        (hostile, "", NOT_USEFUL),
        ("En waar woont zij?", "Wie is coördinator?", NOT_USEFUL),
        ("Wat kost\x07 de pas?", "", REFUSED),
    ):
        kept.keep(question, after, reason)
    page = client.get("/beheer").text
    assert "4 vragen bewaard" in page
    assert "<img" not in page
    sheet = client.get(f"/beheer/{said.KEPT_NAME}")
    assert said.KEPT_NAME in sheet.headers["content-disposition"]
    (tmp_path / "uit.xlsx").write_bytes(sheet.content)
    from openpyxl import load_workbook

    rows = list(load_workbook(tmp_path / "uit.xlsx").worksheets[0].iter_rows(min_row=2, max_row=6))
    asked = [(row[0].value, row[5].value, row[6].value) for row in rows if row[0].value]
    assert asked == [
        (hostile, None, None),
        ("Wat kost de pas?", None, None),
        ("Wie is coördinator?", 1, 1),
        ("En waar woont zij?", 1, 2),
    ]
    assert all(row[0].data_type == "s" for row in rows if row[0].value)
    assert {one.code for one in read(tmp_path / "uit.xlsx").problems} == {"nothing_expected"}
    assert client.post("/beheer/vragen/weg", follow_redirects=False).status_code == 303
    assert kept.rows() == []
    assert said.KEPT_NONE in client.get("/beheer").text


def test_the_page_says_when_nothing_is_kept(managed: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(managed.index, folder)
    (folder / "questions.sqlite").unlink(missing_ok=True)
    off = Settings(index=folder, manage_password=SecretStr(PASSWORD))
    with TestClient(create_app(off)) as client:
        assert said.KEPT_OFF in client.get("/beheer", auth=("", PASSWORD)).text
    assert not (folder / "questions.sqlite").exists()


def test_no_password_and_no_question_is_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    _watched(client, _send(client, content=LIST.replace(b"koning", b"xylofoon")))
    client.get("/beheer", auth=("x", "mijn-geheime-poging"))
    written = capfd.readouterr()
    for secret in ("xylofoon", PASSWORD, "mijn-geheime-poging"):
        assert secret not in caplog.text + written.out + written.err


def test_the_texts_of_why_are_complete() -> None:
    assert said.WHY.keys() == {REFUSED, NOT_USEFUL}
    assert texts.TITLE
