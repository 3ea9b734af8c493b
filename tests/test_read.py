"""Readers: what a person sees in a file is in the text, under the right heading, on the right page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document as Docx
from odf import table as odf_table
from odf import text as odf_text
from odf.opendocument import OpenDocumentText
from pptx import Presentation
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from assistant.errors import EmptyFile, FileTooLarge, ReadError, UnknownFileType
from ingest.clean import clean
from ingest.read import SUFFIXES, read
from ingest.read.extract import Extract
from ingest.split import split

ADVICE = "Het wijkteam geeft gratis advies aan iedere inwoner van Oudedorp."


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def load(path: Path) -> Extract:
    return clean(read(path, max_mb=5))


def headings(extract: Extract) -> list[str]:
    return [" ".join(extract.text[h.start : h.end].split()) for h in extract.headings]


def page_of(extract: Extract, words: str) -> int:
    at = extract.text.index(words)
    return sum(start <= at for start in extract.pages)


# --- plain text -------------------------------------------------------------------------------------------------


def test_a_text_file_is_kept_letter_for_letter(tmp_path: Path) -> None:
    text = "‘Hulp dichtbij’\n\nDe heer  Bos\u00a0helpt.  \n\n\n\tMet tab <b>en</b> {{ haken }} 😀\n"
    assert load(write(tmp_path, "a.txt", text)).text == text
    assert load(write(tmp_path, "b.txt", text.replace("\n", "\r\n"))).text == text
    assert load(write(tmp_path, "c.txt", b"\xef\xbb\xbf" + text.encode())).text == text
    assert load(write(tmp_path, "d.txt", text.encode("utf-16"))).text == text


def test_windows_1252_is_recognised(tmp_path: Path) -> None:
    text = "Cliënten betalen € 25 – “eigen bijdrage” – per maand."
    assert load(write(tmp_path, "oud.txt", text.encode("cp1252"))).text == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("‘Ik help graag’\n\nEen gesprek met Ria.", "Ik help graag"),
        ("Ria Bos: ‘Ik help graag’\n\nEen gesprek.", "Ria Bos: ‘Ik help graag’"),
        ("NIEUWSBRIEF\nSociaal domein\n\nWij beginnen.", "NIEUWSBRIEF Sociaal domein"),
        (
            "Een avond over samenwerken in het\nsociaal domein\n\nWij beginnen.",
            "Een avond over samenwerken in het sociaal domein",
        ),
        ("\n\n***\n\n" + "Deze eerste alinea is lang. " * 12, "verslag van juni"),
        ("", "verslag van juni"),
    ],
)
def test_a_text_is_called_by_its_first_line_or_else_its_file(tmp_path: Path, text: str, title: str) -> None:
    assert load(write(tmp_path, "verslag_van-juni.txt", text + " .")).title.rstrip(" .") == title


def test_headings_of_plain_text_are_short_lines_questions_and_numbers(tmp_path: Path) -> None:
    text = (
        "Interview met Ria\n\nRia werkt in de wijk. Zij doet dat al lang.\n\nWat doe je precies?\n\nIk help mensen.\n\n"
        "Artikel 4 Aanvraag\nU doet een aanvraag bij het college.\n\n3.2 Eigen bijdrage\n\nU betaalt mee.\n\n"
        "- een los punt\n\nDit is een korte zin.\n\nCOLOFON\nTekst: Jan\nFoto: Piet"
    )
    found = headings(load(write(tmp_path, "a.txt", text)))
    assert found == ["Interview met Ria", "Wat doe je precies?", "Artikel 4 Aanvraag", "3.2 Eigen bijdrage", "COLOFON"]


# --- Markdown ---------------------------------------------------------------------------------------------------

MARKDOWN = """---
title: "Hulp bij schulden"
date: 2025-03-01
---

# Hulp bij schulden

Wij **helpen** u [gratis](https://example.nl/a_b) met *alle* schulden, zie `formulier A`.

## Wat neemt u mee?

* uw paspoort
* uw loonstrook { .knop }

1. U belt.
2. Wij komen.

| Soort | Bedrag |
|:------|-------:|
| Advies | € 0 |

!!! tip "Let op"
    Kom op tijd.

<div><h3>Adres</h3><p>Dorpsstraat 1</p></div>

Vul <naam> in, en 3 < 4. <!-- niet tonen -->

    Een ingesprongen **alinea**.

[Folder](map/met spatie.pdf)
"""


def test_markdown_reads_without_its_marks(tmp_path: Path) -> None:
    extract = load(write(tmp_path, "a.md", MARKDOWN))
    assert extract.title == "Hulp bij schulden" and extract.metadata["date"] == "2025-03-01"
    assert headings(extract) == ["Hulp bij schulden", "Wat neemt u mee?", "Adres"]
    for line in (
        "Wij helpen u gratis met alle schulden, zie formulier A.",
        "- uw paspoort\n- uw loonstrook\n",
        "1. U belt.\n2. Wij komen.",
        "Soort | Bedrag\nAdvies | € 0",
        "Let op\n\nKom op tijd.",
        "Vul <naam> in, en 3 < 4.\n",
        "Een ingesprongen alinea.",
        "Folder",
    ):
        assert line in extract.text
    bold = "**Wat doet u?**\n\nIk **help**.\n\n**Let op.** Ja.\n\n**Nu u.**\n\nTot ziens."
    assert headings(load(write(tmp_path, "b.md", bold))) == ["Wat doet u?", "Nu u."]
    assert "niet tonen" not in extract.text and "**" not in extract.text and "spatie" not in extract.text


def test_broken_front_matter_stays_text(tmp_path: Path) -> None:
    assert "[kapot" in load(write(tmp_path, "a.md", "---\ntitle: [kapot\n---\n\nTekst.")).text
    assert load(write(tmp_path, "b.md", "---\n- los\n---\nTekst.")).title


# --- HTML -------------------------------------------------------------------------------------------------------

HTML = f"""<!DOCTYPE html><html lang="nl"><head><title>Advies - Oudedorp</title><script>var x = 1</script>
<meta property="article:published_time" content="2024-05-06T10:00"></head><body>
<header><nav><a href="/">Naar het menu</a></nav></header>
<main><h1>Gratis advies</h1><p>{ADVICE} Bel <b>14 0123</b>.<br>Of kom langs.</p>
<h2>Wat kost het?</h2><table><tr><th>Soort</th><th>Prijs</th></tr><tr><td>Gesprek</td><td><p>€ 0</p></td></tr></table>
<ul><li>op maandag<li>op vrijdag</ul><p>Typ &lt;script&gt;alert(1)&lt;/script&gt; niet over.</p>
<details><summary>Kan ik ook bellen?</summary><p>Ja, dat kan elke dag.</p></details></main>
<footer>Cookies en voorwaarden</footer></body></html>"""


def test_a_web_page_reads_as_its_main_part(tmp_path: Path) -> None:
    extract = load(write(tmp_path, "a.html", HTML))
    assert extract.title == "Advies - Oudedorp" and extract.metadata["date"] == "2024-05-06"
    assert headings(extract) == ["Gratis advies", "Wat kost het?", "Kan ik ook bellen?"]
    assert "Bel 14 0123.\nOf kom langs." in extract.text
    assert "Soort | Prijs\nGesprek | € 0\n\n- op maandag\n- op vrijdag" in extract.text
    assert "Typ <script>alert(1)</script> niet over." in extract.text
    assert not any(word in extract.text for word in ("menu", "Cookies", "var x"))


def test_a_page_without_a_marked_main_part_keeps_headings_and_tables(tmp_path: Path) -> None:
    loose = HTML.replace("<main>", "<div class='tekst'>").replace("</main>", "</div>")
    extract = load(write(tmp_path, "a.htm", loose))
    assert headings(extract)[:2] == ["Gratis advies", "Wat kost het?"]
    assert ADVICE in extract.text and "Gesprek | € 0" in extract.text and "var x" not in extract.text


def test_a_page_made_of_nothing_but_divs_loses_its_menu_and_keeps_its_prose(tmp_path: Path) -> None:
    menu = "".join(f"<div class='menu-item'><a href='/{n}'>Menu {n}</a></div>" for n in range(60))
    text = "".join(f"<h2>Onderwerp {n}</h2><p>{ADVICE} Dit is alinea {n} met nog een zin erbij.</p>" for n in range(8))
    page = f"<html><body><div class='menu'>{menu}</div><div class='inhoud'><h1>Advies</h1>{text}</div></body></html>"
    extract = load(write(tmp_path, "a.html", page))
    assert extract.text.count(ADVICE) == 8 and "Menu 5" not in extract.text
    assert headings(extract)[-8:] == [f"Onderwerp {n}" for n in range(8)]


def test_the_character_set_of_a_page_is_obeyed(tmp_path: Path) -> None:
    page = '<meta charset="iso-8859-1"><p>Cliënten krijgen één brief.</p>'.encode("latin-1")
    assert "Cliënten krijgen één brief." in load(write(tmp_path, "a.html", page)).text


# --- office files -----------------------------------------------------------------------------------------------


def docx(folder: Path) -> Path:
    document = Docx()
    document.core_properties.title = "Beleidsregels hulp"
    document.add_heading("Artikel 1 Begrippen", 1)
    document.add_paragraph(ADVICE)
    document.add_paragraph("op maandag", style="List Bullet")
    document.add_paragraph("op vrijdag", style="List Bullet")
    document.add_paragraph("eerst bellen", style="List Number")
    document.add_paragraph("dan komen", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        [c for row in table.rows for c in row.cells], ("Soort", "Prijs", "Gesprek", "€ 0"), strict=True
    ):
        cell.text = words
    inner = table.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "altijd", "gratis"
    document.add_heading("Artikel 2 Slot", 2)
    document.add_paragraph("Dit besluit gaat in op 1 mei.")
    path = folder / "regels.docx"
    document.save(str(path))
    return path


def odt(folder: Path) -> Path:
    document = OpenDocumentText()
    document.text.addElement(odf_text.H(outlinelevel=1, text="Convenant schulden"))
    document.text.addElement(odf_text.P(text=ADVICE))
    items = odf_text.List()
    for words in ("op maandag", "op vrijdag"):
        item = odf_text.ListItem()
        item.addElement(odf_text.P(text=words))
        items.addElement(item)
    document.text.addElement(items)
    rows = odf_table.Table(name="tarief")
    for line in (("Soort", "Prijs"), ("Gesprek", "€ 0")):
        row = odf_table.TableRow()
        for words in line:
            cell = odf_table.TableCell()
            cell.addElement(odf_text.P(text=words))
            row.addElement(cell)
        rows.addElement(row)
    document.text.addElement(rows)
    document.text.addElement(odf_text.H(outlinelevel=2, text="Slot"))
    last = odf_text.P(text="Getekend op 1 mei")
    note = odf_text.Note(noteclass="footnote")
    body = odf_text.NoteBody()
    body.addElement(odf_text.P(text="Een voetnoot."))
    note.addElement(odf_text.NoteCitation(text="1"))
    note.addElement(body)
    last.addElement(note)
    last.addText(" te Oudedorp.")
    document.text.addElement(last)
    path = folder / "convenant.odt"
    document.save(str(path))
    return path


def pptx(folder: Path) -> Path:
    deck = Presentation()
    for title, lines in (("Welkom", "Het wijkteam\nDe cijfers"), ("Cijfers 2025", "312 gesprekken\n45 klachten")):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = lines
    slide.notes_slide.notes_text_frame.text = "Noem ook de wachttijd van zes weken."
    grid = slide.shapes.add_table(2, 2, 0, 0, 100, 100).table
    for i, words in enumerate(("Soort", "Aantal", "Wmo", "200")):
        grid.cell(i // 2, i % 2).text = words
    path = folder / "cijfers.pptx"
    deck.save(str(path))
    return path


def test_a_word_file_keeps_order_lists_tables_and_headings(tmp_path: Path) -> None:
    extract = load(docx(tmp_path))
    assert extract.title == "Beleidsregels hulp"
    assert headings(extract) == ["Artikel 1 Begrippen", "Artikel 2 Slot"]
    assert [h.level for h in extract.headings] == [1, 2]
    assert extract.text.index(ADVICE) < extract.text.index("- op maandag\n- op vrijdag")
    assert "1. eerst bellen\n2. dan komen" in extract.text
    assert "Soort | Prijs\nGesprek | € 0 altijd | gratis\n" in extract.text and extract.text.count("altijd") == 1


def test_an_open_document_keeps_order_lists_tables_and_notes(tmp_path: Path) -> None:
    extract = load(odt(tmp_path))
    assert extract.title == "Convenant schulden" and headings(extract) == ["Convenant schulden", "Slot"]
    assert "- op maandag\n- op vrijdag" in extract.text and "Soort | Prijs\nGesprek | € 0" in extract.text
    assert "Getekend op 1 mei te Oudedorp." in extract.text and extract.text.endswith("Een voetnoot.")


def test_a_slide_is_a_page_with_its_title_notes_and_table(tmp_path: Path) -> None:
    extract = load(pptx(tmp_path))
    assert headings(extract) == ["Welkom", "Cijfers 2025"] and len(extract.pages) == 2
    assert page_of(extract, "De cijfers") == 1 and page_of(extract, "312 gesprekken") == 2
    assert page_of(extract, "wachttijd van zes weken") == 2 and "Soort | Aantal\nWmo | 200" in extract.text
    assert {p.page for p in split("d", extract)} == {1, 2}


# --- PDF --------------------------------------------------------------------------------------------------------


def pdf(folder: Path, password: str | None = None) -> Path:
    canvas = Canvas(str(folder / "nota.pdf"), pagesize=A4, encrypt=password)
    canvas.setTitle("Nota iedereen doet mee")
    for page in range(1, 5):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(70, 810, "Gemeente Oudedorp - Nota")
        canvas.drawString(290, 30, f"Pagina {page} van 4")
        canvas.setFont("Helvetica-Bold", 15)
        canvas.drawString(70, 760, f"{page}. Hoofdstuk nummer {page}")
        canvas.setFont("Helvetica", 11)
        for i, line in enumerate(BODY if page != 2 else [*BODY, *OPEN]):
            canvas.drawString(70, 730 - 15 * i, line)
        if page == 2:
            canvas.setFont("Helvetica", 7)
            canvas.drawString(70, 80, "1 Zie de brief aan de raad.")
        if page == 3:
            canvas.setFont("Helvetica", 11)
            canvas.drawString(70, 785, "verder liep op de derde pagina.")
        canvas.showPage()
    canvas.save()
    return folder / "nota.pdf"


BODY = [
    "De gemeente wil dat iedere inwoner mee kan doen, ook wie weinig geld heeft. Daarom is er de mee-",
    "doenpas. Met de meedoenpas gaat u voor de helft van de prijs naar de bibliotheek en het zwembad.",
    "U vraagt de pas aan bij het wijkteam.",
]
OPEN = ["", "Op de tweede pagina van deze nota staat een zin die niet afgelopen was op het einde, en die nog"]


def test_a_pdf_reads_as_whole_paragraphs_on_the_right_pages(tmp_path: Path) -> None:
    extract = load(pdf(tmp_path))
    assert extract.title == "Nota iedereen doet mee" and len(extract.pages) == 4
    assert headings(extract) == [f"{n}. Hoofdstuk nummer {n}" for n in range(1, 5)]
    assert "Daarom is er de meedoenpas. Met de meedoenpas gaat u voor de helft" in extract.text
    assert "die nog verder liep op de derde pagina." in extract.text
    assert page_of(extract, "verder liep") == 3 and page_of(extract, "Zie de brief") == 2
    assert "Pagina" not in extract.text and "Gemeente Oudedorp - Nota" not in extract.text


def test_the_contents_of_a_pdf_are_left_out_and_forms_stay(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    lines = [
        "Inhoudsopgave",
        "1. Inleiding 1",
        "2. Een hoofdstuk met een naam die",
        "over twee regels loopt 2",
        "Bijlagen .... 2",
    ]
    for i, line in enumerate([*lines, "", "", "Naam: ............................", "Wij zijn open sinds 2012."]):
        canvas.drawString(70, 780 - 15 * i, line)
    canvas.showPage()
    canvas.drawString(70, 780, "De tweede pagina gaat over iets anders, en dat is ook goed.")
    canvas.save()
    text = load(tmp_path / "a.pdf").text
    assert "Bijlagen" not in text and "hoofdstuk" not in text and "Inleiding" not in text
    assert "Naam:" in text and "sinds 2012." in text


def test_a_long_pdf_made_with_flowing_text_keeps_every_word(tmp_path: Path) -> None:
    styles, path = getSampleStyleSheet(), tmp_path / "lang.pdf"
    story = []
    for n in range(1, 6):
        story += [Paragraph(f"Onderwerp {n}", styles["Heading1"])]
        story += [
            Paragraph(f"Zin {n}.{i} gaat over hulp bij het huishouden in de wijk. " * 9, styles["Normal"])
            for i in range(9)
        ]
        story += [PageBreak()]
    SimpleDocTemplate(str(path)).build(story)
    extract = load(path)
    assert headings(extract) == [f"Onderwerp {n}" for n in range(1, 6)]
    assert extract.text.count("gaat over hulp bij het huishouden in de wijk.") == 5 * 9 * 9
    assert {p.heading for p in split("d", extract)} == set(headings(extract))


# --- what is refused --------------------------------------------------------------------------------------------


def test_a_file_that_is_empty_too_large_unknown_or_absent_says_so(tmp_path: Path) -> None:
    for path, error in (
        (write(tmp_path, "leeg.txt", ""), EmptyFile),
        (write(tmp_path, "wit.txt", " \n\n "), EmptyFile),
        (write(tmp_path, "leeg.html", "<html><body><script>x</script></body></html>"), EmptyFile),
        (write(tmp_path, "groot.txt", "a" * 2_000_000), FileTooLarge),
        (write(tmp_path, "foto.jpg", "x"), UnknownFileType),
        (tmp_path / "weg.txt", ReadError),
    ):
        with pytest.raises(error) as caught:
            read(path, max_mb=1)
        assert caught.value.path == path


def test_every_suffix_has_a_reader(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        with pytest.raises(ReadError) as caught:
            read(write(tmp_path, f"a{suffix}", b"\0" * 64), max_mb=1)
        assert not isinstance(caught.value, UnknownFileType)


def picture() -> io.BytesIO:
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    data.seek(0)
    return data
