"""Files that are scanned, locked, broken or hostile end in a ReadError that says why, never in another exception."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from test_read import HTML, MARKDOWN, docx, odt, pdf, picture, pptx, write

from assistant.errors import DamagedFile, EncryptedFile, FileTooLarge, ReadError, ScannedFile
from ingest.clean import clean
from ingest.read import read
from ingest.split import split

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = '<!DOCTYPE a [<!ENTITY b "boem"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


def replaced(path: Path, part: str, change: dict[str, str], name: str) -> Path:
    """Copy an office file with words in one part replaced."""
    copy = path.with_name(name)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            data = old.read(item)
            if item == part:
                text = data.decode()
                for before, after in change.items():
                    assert before in text
                    text = text.replace(before, after, 1)
                data = text.encode()
            new.writestr(item, data)
    return copy


def test_a_scan_is_named_as_one(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    for _ in range(3):
        canvas.drawImage(ImageReader(picture()), 0, 0, 500, 700)
        canvas.showPage()
    canvas.save()
    with pytest.raises(ScannedFile):
        read(tmp_path / "scan.pdf", max_mb=5)


def test_a_password_is_named(tmp_path: Path) -> None:
    locked = [pdf(tmp_path, password="geheim")]
    for name in ("a.docx", "a.pptx", "a.odt"):
        locked.append(write(tmp_path, name, OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600))
    entry = 'manifest:full-path="content.xml" manifest:media-type="text/xml"'
    secret = f"{entry}><manifest:encryption-data/></manifest:file-entry>"
    entry += "/>"
    locked.append(replaced(odt(tmp_path), "META-INF/manifest.xml", {entry: secret}, "slot.odt"))
    for path in locked:
        with pytest.raises(EncryptedFile):
            read(path, max_mb=5)


def test_an_old_word_file_is_not_taken_for_a_locked_one(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="old binary"):
        read(write(tmp_path, "oud.docx", OLE + b"\0" * 900), max_mb=5)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bom.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 30_000_000)
    with pytest.raises(FileTooLarge):
        read(tmp_path / "bom.docx", max_mb=1)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = docx(tmp_path)
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
    change = {head: head + BOMB, "Het wijkteam geeft": "Het &c;&f; wijkteam geeft"}
    text = read(replaced(path, "word/document.xml", change, "boem.docx"), max_mb=5).text
    assert "boemboem" not in text and "root:" not in text and "Artikel 2 Slot" in text


def test_parts_that_are_lost_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "leeg.docx", "w") as archive:
        archive.writestr("iets.txt", "niets")
    with pytest.raises(DamagedFile, match=r"word/document\.xml"):
        read(tmp_path / "leeg.docx", max_mb=5)


@pytest.mark.parametrize("make", [docx, odt, pptx, pdf])
def test_cut_and_flipped_files_read_or_fail_with_a_reason(tmp_path: Path, make: object) -> None:
    assert callable(make)
    good = make(tmp_path)
    chance, data = random.Random(7), good.read_bytes()
    for round_ in range(120):
        broken = bytearray(data[: chance.randrange(len(data))] if round_ % 3 == 0 else data)
        for _ in range(round_ % 3 * chance.randrange(1, 40)):
            if broken:
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        try_to_read(write(tmp_path, f"kapot{good.suffix}", bytes(broken)))


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"]
)
def test_broken_xml_inside_a_whole_zip_reads_or_fails_with_a_reason(tmp_path: Path, part: str) -> None:
    broken_parts(tmp_path, docx(tmp_path), part)


@pytest.mark.parametrize("part", ["ppt/presentation.xml", "ppt/slides/slide2.xml", "ppt/slides/_rels/slide2.xml.rels"])
def test_broken_slides_read_or_fail_with_a_reason(tmp_path: Path, part: str) -> None:
    broken_parts(tmp_path, pptx(tmp_path), part)


@pytest.mark.parametrize("part", ["content.xml", "meta.xml", "META-INF/manifest.xml"])
def test_broken_open_documents_read_or_fail_with_a_reason(tmp_path: Path, part: str) -> None:
    broken_parts(tmp_path, odt(tmp_path), part)


@pytest.mark.parametrize(("suffix", "content"), [(".html", HTML), (".md", MARKDOWN), (".txt", MARKDOWN)])
def test_broken_markup_reads_or_fails_with_a_reason(tmp_path: Path, suffix: str, content: str) -> None:
    chance, data = random.Random(3), content.encode()
    for _ in range(150):
        broken = bytearray(data[: chance.randrange(1, len(data))])
        for _ in range(chance.randrange(30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try_to_read(write(tmp_path, f"kapot{suffix}", bytes(broken)))


def test_deep_nesting_reads_or_fails_with_a_reason(tmp_path: Path) -> None:
    for name, content in (
        ("a.html", "<div>" * 5000 + "diep"),
        ("b.html", "<ul><li>" * 3000 + "diep"),
        ("c.html", "<table><tr><td>" * 2000 + "diep"),
        ("d.md", "> " * 3000 + "diep"),
        ("e.md", "[" * 5000 + "diep"),
        ("f.md", "".join("  " * n + "- diep\n" for n in range(300))),
        ("g.md", "---\na: " + "[" * 3000 + "\n---\ndiep"),
    ):
        try_to_read(write(tmp_path, name, content))


def broken_parts(folder: Path, path: Path, part: str) -> None:
    """Drop tags, attributes and digits from one part, at random, and read the result."""
    chance = random.Random(11)
    with zipfile.ZipFile(path) as archive:
        text = archive.read(part).decode()
    for _ in range(40):
        start = chance.randrange(len(text) - 1)
        piece = text[start : start + chance.randrange(1, 60)]
        try_to_read(replaced(path, part, {piece: chance.choice(["", "9", "x", "<a/>", "-1"])}, f"stuk{path.suffix}"))
    tags = sorted(set(text.replace("/", " ").replace(">", " ").split("<")))
    for tag in chance.sample(tags, min(25, len(tags))):
        if name := tag.split(" ")[0]:
            swapped = text.replace(f"<{name}", "<xx").replace(f"</{name}", "</xx")
            try_to_read(replaced(path, part, {text: swapped}, f"stuk{path.suffix}"))


def try_to_read(path: Path) -> None:
    try:
        extract = clean(read(path, max_mb=5))
    except ReadError as error:
        assert error.path == path and str(error)
    else:
        assert extract.title and split("d", extract)
