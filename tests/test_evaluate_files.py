"""Test sets from elsewhere, run whole: a BEIR folder, and a workbook that LibreOffice made."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from itertools import combinations
from pathlib import Path

import pytest
from evaluating import evaluate
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from assistant.evaluation import folder as runs
from assistant.evaluation.types import Outcome
from assistant.settings import Settings
from ui.evaluate import opened


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
    assert [(case.row, case.answerable) for case in run.testset.cases] == [(4, True), (6, False)]
    assert run.results["4"].verdict.measures["recall@10"] == 1
    assert run.results["6"].verdict.outcome in (Outcome.RIGHTLY_REFUSED, Outcome.SHOULD_REFUSE)
