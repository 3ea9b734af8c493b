"""The README says what is there: every setting with its default, every command, every file it links to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from assistant.settings import PREFIX, Settings
from ui.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ROWS = dict(re.findall(rf"^\| `({PREFIX}\w+)` \| (.*?) \|", README, re.M))


def test_every_setting_has_a_row_and_every_row_a_setting() -> None:
    assert set(ROWS) == {PREFIX + name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_row_tells_the_default(name: str) -> None:
    default = Settings.model_fields[name].default
    told = ROWS[PREFIX + name.upper()].strip("`")
    assert told == ("none" if default is None else str(default))


def test_every_command_is_told_and_every_told_command_exists() -> None:
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert set(re.findall(r"^\| `vraagbaak (\w+)", README, re.M)) == commands
    assert set(re.findall(r"vraagbaak (\w+)", README)) >= commands


def test_every_make_target_that_is_told_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"make ([a-z]+)", README):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_every_linked_file_exists() -> None:
    for link in re.findall(r"\]\(([^)]+)\)", README):
        assert link.startswith("http") or (ROOT / link).exists(), link
