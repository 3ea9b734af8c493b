"""The questions that are kept: none by default, nothing but the question, and not for ever."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from assistant.chat import Assistant
from assistant.errors import SettingsError
from assistant.settings import Settings
from ui import feedback, texts
from ui.chat import Page, Talk
from ui.feedback import NOT_USEFUL, REFUSED, Feedback, Kept

ABSENT = "Wie is de koning van Spanje?"
PRESENT = "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?"


class Clock:
    """A date that a test sets."""

    def __init__(self) -> None:
        self.day = date(2026, 1, 1)

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(tmp_path: Path, clock: Clock) -> Feedback:
    return Feedback(tmp_path, 30, clock)


@pytest.fixture
def page(web_settings: Settings, tmp_path: Path) -> Page:
    """The chat over the shared index, that keeps its questions in a folder of this test."""
    made = Page(Assistant.open(web_settings))
    made.feedback = Feedback(tmp_path, 30)
    return made


def _said(page: Page, question: str, talk: Talk) -> Talk:
    *_, last = page.respond(question, talk)
    return last[3]


def test_nothing_is_kept_unless_the_setting_asks(tmp_path: Path) -> None:
    assert Feedback.of(Settings(index=tmp_path)) is None
    assert list(tmp_path.iterdir()) == []
    assert Feedback.of(Settings(index=tmp_path, keep_questions=True)) is not None


def test_the_chat_keeps_nothing_by_default(web_settings: Settings) -> None:
    with Assistant.open(web_settings) as assistant:
        page = Page(assistant)
        *_, (log, *_, talk, _, _) = page.respond(PRESENT, Talk())
        assert texts.PAGE_WORDS["useful"] not in log
        page.judge(_said(page, ABSENT, talk), useful=False)
    assert not (web_settings.index / feedback.FILE).exists()


def test_a_refused_question_is_kept_and_an_answered_one_is_not(page: Page, kept: Feedback) -> None:
    talk = _said(page, PRESENT, Talk())
    assert page.feedback.rows() == []
    _said(page, ABSENT, talk)
    assert [(row.question, row.after, row.reason, row.times) for row in page.feedback.rows()] == [
        (ABSENT, "", REFUSED, 1)
    ]


def test_a_judgement_counts_once_and_can_be_taken_back(page: Page) -> None:
    talk = _said(page, PRESENT, Talk())
    for _ in range(2):
        _, talk = page.judge(talk, useful=False)
    assert [(row.question, row.reason, row.times) for row in page.feedback.rows()] == [(PRESENT, NOT_USEFUL, 1)]
    for _ in range(2):
        _, talk = page.judge(talk, useful=True)
    assert page.feedback.rows() == []


def test_a_follow_up_is_kept_with_what_it_leans_on(page: Page) -> None:
    first = "Wie is coördinator van het wijkteam Noord?"
    talk = _said(page, "En waar woont zij?", _said(page, first, Talk()))
    page.judge(talk, useful=False)
    assert [(row.question, row.after) for row in page.feedback.rows()] == [("En waar woont zij?", first)]


def test_only_newest_answers_that_are_not_refused_ask_for_a_judgement(page: Page) -> None:
    answered, refused = _said(page, PRESENT, Talk()), _said(page, ABSENT, Talk())
    assert texts.PAGE_WORDS["useful"] in answered.shown[0]
    assert texts.PAGE_WORDS["useful"] not in refused.shown[0]


def test_old_questions_go_and_so_do_the_oldest_of_too_many(
    kept: Feedback, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "MOST", 3)
    for day in range(1, 6):
        clock.day = date(2026, 1, day)
        kept.keep(f"Vraag {day}?", "", REFUSED)
    assert [row.question for row in kept.rows()] == ["Vraag 3?", "Vraag 4?", "Vraag 5?"]
    clock.day = date(2026, 2, 3)
    assert [row.question for row in kept.rows()] == ["Vraag 4?", "Vraag 5?"]
    clock.day = date(2026, 3, 3)
    assert kept.rows() == []


def test_a_question_that_was_removed_is_gone_from_the_disk(kept: Feedback) -> None:
    kept.keep("Heeft mevrouw Xylofoon een uitkering?", "", REFUSED)
    assert b"Xylofoon" in kept.path.read_bytes()
    kept.empty()
    assert b"Xylofoon" not in kept.path.read_bytes()
    assert kept.rows() == []


def test_only_the_owner_reads_the_file(kept: Feedback) -> None:
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_threads_and_processes_share_the_file(tmp_path: Path, clock: Clock) -> None:
    both = Feedback(tmp_path, 30, clock), Feedback(tmp_path, 30, clock)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: both[n % 2].keep(f"Vraag {n % 5}?", "", REFUSED), range(40)))
    assert both[0].rows() == [Kept(f"Vraag {n}?", "", REFUSED, "2026-01-01", 8) for n in range(5)]


def test_a_file_that_cannot_be_written_costs_no_answer_and_logs_no_question(
    page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    with page.feedback._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE kept")
    *_, (log, *_) = page.respond("Heeft mevrouw Xylofoon een gouden koets?", Talk())
    assert "vb-refused" in log
    assert "could not be kept" in caplog.text
    assert "Xylofoon" not in caplog.text


def test_a_folder_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="KEEP_QUESTIONS"):
        Feedback(tmp_path / "nergens", 30)


def test_a_secret_is_in_no_error(caplog: pytest.LogCaptureFixture) -> None:
    from assistant import settings

    with pytest.raises(SettingsError) as caught:
        settings.load(manage_password="geheim")
    assert caught.value.variable == "VRAAGBAAK_MANAGE_PASSWORD"
    assert "geheim" not in str(caught.value) + str(caught.value.__cause__) + texts.message(caught.value)


def test_an_empty_password_is_none() -> None:
    assert Settings(manage_password="").manage_password is None
