"""The report in a real browser, on a screen and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from made_run import CASES

from assistant.evaluation import folder as runs
from assistant.evaluation.figures import compare
from ui import report

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def file(example_run: Path, earlier_run: Path) -> Path:
    """The report with a comparison, as a file."""
    run, earlier = runs.read(example_run), runs.read(earlier_run)
    report.write(run, example_run / "rapport.html", compare(run, earlier), earlier)
    return example_run / "rapport.html"


@pytest.fixture
def page(chromium: Any, file: Path) -> Any:
    """The file, opened; it may ask for nothing and meet no error."""
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: asked.append(said.text))
    page.goto(file.as_uri())
    yield page
    page.close()
    assert asked == [file.as_uri()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_the_report(page: Any, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme)
    assert page.locator("main").evaluate("main => getComputedStyle(main).maxWidth") != "none"  # the style is let in
    assert not axe.Axe().run(page, options=RULES).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_print_is_a4_and_whole(page: Any, tmp_path: Path) -> None:
    page.emulate_media(color_scheme="dark")
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert [round(side) for side in printed[0].get_size()] == [595, 842]
    text = " ".join(" ".join(one.get_textpage().get_text_range() for one in printed).split())
    for case in CASES:
        assert case.question in text
    assert f"1 / {len(printed)}" in text
    corner = printed[0].render(scale=0.2).to_pil().getpixel((2, 2))
    assert corner == (255, 255, 255)


def test_the_policy_lets_no_script_run(chromium: Any, file: Path) -> None:
    html = file.read_text("utf-8").replace(
        "<main>", '<script>window.gehackt=1</script><main><img src="https://x.example/">'
    )
    file.write_text(html, "utf-8")
    page = chromium.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text))
    page.goto(file.as_uri())
    assert page.evaluate("window.gehackt") is None
    assert len([text for text in refused if "Content Security Policy" in text]) == 2
    page.close()
