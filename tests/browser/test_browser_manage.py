"""The manage page in a real browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from pydantic import SecretStr

from assistant.settings import Settings
from ui.feedback import REFUSED, Feedback
from ui.server import create_app

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = pytest.mark.browser

PASSWORD = "een-lang-wachtwoord"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
HOSTILE = "<img src=x onerror=window.gehackt=1> Waar woont Ria de Vries?"


@pytest.fixture(scope="module")
def managed(web_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a copy of the shared index with a manage page and a kept question."""
    folder = tmp_path_factory.mktemp("managed") / "index"
    shutil.copytree(web_settings.index, folder)
    settings = Settings(index=folder, keep_questions=True, manage_password=SecretStr(PASSWORD))
    kept = Feedback.of(settings)
    assert kept
    kept.keep(HOSTILE, "", REFUSED)
    kept.close()
    return settings


@pytest.fixture(scope="module")
def address(managed: Settings, serve: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serve(create_app(managed)) as url:
        yield url


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    """The manage page, opened with the password; it may meet no error."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 860},
        http_credentials={"username": "beheer", "password": PASSWORD},
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    page.goto(f"{address}beheer")
    yield page
    context.close()
    assert not wrong


@pytest.fixture
def testset(tmp_path: Path) -> Path:
    """A test set of many questions with code in them and one row that cannot be right."""
    rows = [{"question": f"{HOSTILE} ({n})", "needed": [["Meerwolde"]]} for n in range(60)]
    rows.append({"question": "Wat kost de pas?", "source": "<b>weg</b>.txt"})
    path = tmp_path / "onze vragen.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def _start(page: Any, testset: Path) -> None:
    page.get_by_label("Vragenlijst", exact=True).set_input_files(testset)
    page.get_by_role("button", name="Start de meting").click(no_wait_after=True)


def _steps(page: Any) -> list[str]:
    """The steps that can be seen; none while one page takes the place of another."""
    found = "[...document.querySelectorAll('.vb-step')].filter(e => e.offsetHeight).map(e => e.innerText)"
    try:
        return list(page.evaluate(found))
    except PlaywrightError as error:
        if "Execution context was destroyed" not in error.message:
            raise
        return []


def test_an_evaluation_is_watched_and_its_report_opened(page: Any, testset: Path) -> None:
    _start(page, testset)
    seen: set[str] = set()
    while not page.get_by_role("link", name="Bekijk rapport").count() or page.url.endswith("beheer"):
        steps = [] if page.url.endswith("beheer") else _steps(page)
        assert len(steps) <= 1
        seen |= {line for line in "\n".join(steps).splitlines() if "van de" in line}
        page.wait_for_timeout(100)
    assert all(line.endswith("van de 60 vragen") for line in seen)
    assert page.title().startswith("De meting is klaar")
    assert "<b>weg</b>.txt" in page.locator("main").inner_text()
    page.get_by_role("link", name="Bekijk rapport").click()
    page.get_by_role("heading", name="Rapport over de vragenlijst onze vragen.jsonl").wait_for()
    assert page.locator("img, script").count() == 0
    page.go_back()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download rapport").click()
    assert "onze vragen.jsonl" in download.value.path().read_text("utf-8")


def test_an_evaluation_can_be_stopped(page: Any, testset: Path) -> None:
    testset.write_bytes(testset.read_bytes() * 50)
    _start(page, testset)
    while page.url.endswith("beheer"):
        page.wait_for_timeout(50)
    # A locator would wait for the end of the page, which comes with the end of the evaluation.
    page.evaluate("document.querySelector('form button').click()")
    page.get_by_role("heading", name="De meting is gestopt").wait_for()


def test_kept_questions_are_shown_saved_and_wiped(page: Any, managed: Settings) -> None:
    assert HOSTILE in page.locator(".vb-kept").inner_text()
    assert page.evaluate("window.gehackt") is None
    with page.expect_download() as download:
        page.get_by_role("link", name="Download als vragenlijst").click()
    assert download.value.suggested_filename == "vragen-zonder-goed-antwoord.xlsx"
    page.get_by_role("button", name="Wis alle bewaarde vragen").click()
    assert HOSTILE in page.locator(".vb-kept").inner_text()  # the browser asks to tick the box first
    page.get_by_label("Ja, wis ze allemaal").check()
    page.get_by_role("button", name="Wis alle bewaarde vragen").click()
    page.get_by_text("Er zijn geen vragen bewaard.").wait_for()
    kept = Feedback.of(managed)
    assert kept
    assert kept.rows() == []
    kept.keep(HOSTILE, "", REFUSED)
    kept.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_manage_page(page: Any, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme)
    assert not axe.Axe().run(page, options=RULES).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.locator(":is(a, button, select, input):visible").evaluate_all(
        "all => all.map(e => [e.textContent, e.getBoundingClientRect().height])"
    )
    assert not [size for size in sizes if size[1] < 24 and len(size[0]) > 40]


def test_a_page_of_another_site_can_start_nothing(chromium: Any, address: str) -> None:
    context = chromium.new_context(http_credentials={"username": "beheer", "password": PASSWORD})
    page = context.new_page()
    page.set_content(f'<form method="post" action="{address}beheer/vragen/weg"><button>Win!</button></form>')
    with page.expect_response("**/vragen/weg") as answer:
        page.get_by_role("button").click()
    assert answer.value.status == 403
    context.close()


def test_without_the_password_there_is_nothing_to_see(chromium: Any, address: str) -> None:
    context = chromium.new_context(http_credentials={"username": "beheer", "password": "geraden-wachtwoord"})
    page = context.new_page()
    assert page.goto(f"{address}beheer").status == 401
    assert page.get_by_role("heading", name="Deze pagina is dicht").is_visible()
    assert "Ria" not in page.content()
    context.close()
