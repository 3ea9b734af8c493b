"""Web pages: the main part as blocks, by its own tags where it has them, else by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from assistant.errors import DamagedFile
from ingest.read import titles
from ingest.read.blocks import Block, assemble
from ingest.read.extract import Extract
from ingest.read.markup import blocks
from ingest.read.text import decode

KEPT = 0.7
"""Share of the page's prose, and of the headings over it, that trafilatura must keep to be believed."""

PROSE = 12
"""Words: shorter blocks may be menus, buttons and notices."""

ALMOST = 0.85
"""Share of the page's words in its main part from which the rest is no frame but a title page and the like."""

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)|<\?xml[^>]+encoding=[\"']([\w-]+)", re.IGNORECASE)
_NOT_XML = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
    r"|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATES = (
    "article:published_time",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "date",
    "dcterms.modified",
    "article:modified_time",
)
_AUTHORS = ("author", "dcterms.creator", "dc.creator", "article:author")


def read_html(path: Path) -> Extract:
    """Read a web page; raises DamagedFile where there is no HTML in it."""
    root = parse(path, _decode(path, path.read_bytes()))
    meta = _meta(root)
    found = main_blocks(root)
    first = next((block.text for block in found if block.level == 1), None)
    title = titles.choose(path, meta.pop("title", None), root.findtext(".//title"), first)
    return assemble(title, found, meta)


def parse(path: Path, text: str) -> HtmlElement:
    """Parse text as HTML; raises DamagedFile where the parser finds nothing."""
    text = _NOT_XML.sub(" ", text)
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError as error:
        raise DamagedFile(path, "no HTML in it") from error


def main_blocks(root: HtmlElement) -> list[Block]:
    """Return the blocks of the part that the page is about."""
    marked = [*root.iter("main")] or [*root.iter("article")]
    if len(marked) == 1:
        found = list(blocks(marked[0]))
        whole = _without_frame(root)
        if _words(found) > ALMOST * _words(whole):
            return whole
        if _words(found) > 20:
            return [*_lead(root, found), *found]
    whole = _without_frame(root)
    guess = _trafilatura(root)
    return guess if _keeps(guess, whole) else whole


def _lead(root: HtmlElement, found: Sequence[Block]) -> list[Block]:
    """Return the page's own heading where it stands outside the main part."""
    outside = [" ".join(node.text_content().split()) for node in root.iter("h1") if _outside(node)]
    return [Block(outside[0], 1)] if len(outside) == 1 and not any(block.level == 1 for block in found) else []


def _outside(node: HtmlElement) -> bool:
    return not any(parent.tag in ("main", "article", "nav") for parent in node.iterancestors())


def _without_frame(root: HtmlElement) -> list[Block]:
    body = root.find("body")
    if body is None:
        return list(blocks(root))
    for node in [*body.iter("header", "footer")]:
        if not any(parent.tag in ("main", "article", "section") for parent in node.iterancestors()):
            headings = [*node.iter("h1")]
            node.drop_tree() if not headings else None
    return list(blocks(body))


def _trafilatura(root: HtmlElement) -> list[Block]:
    from trafilatura import extract

    text = extract(
        lxml_html.tostring(root, encoding="unicode"),
        output_format="html",
        include_tables=True,
        favor_recall=True,
        include_comments=False,
    )
    return list(blocks(lxml_html.document_fromstring(text))) if text else []


def _keeps(guess: Sequence[Block], whole: Sequence[Block]) -> bool:
    """Say whether a guess at the main part has the prose and tables of the whole page, and the headings over them."""
    kept, all_ = _substance(guess), _substance(whole)
    return bool(guess) and kept[0] >= KEPT * all_[0] and kept[1] >= KEPT * all_[1]


def _substance(found: Sequence[Block]) -> tuple[int, int]:
    """Count the words of long blocks and of table rows, and the headings right above such a block."""
    rich = [not block.level and (_words([block]) > PROSE or " | " in block.text) for block in found]
    headings = sum(block.level > 0 and below for block, below in zip(found, rich[1:], strict=False))
    return _words([block for block, good in zip(found, rich, strict=True) if good]), headings


def _words(found: Sequence[Block]) -> int:
    return sum(len(block.text.split()) for block in found)


def _decode(path: Path, data: bytes) -> str:
    named = _CHARSET.search(data[:4096])
    name = (named.group(1) or named.group(2)).decode("ascii").lower() if named else ""
    if name in ("iso-8859-1", "latin-1", "windows-1252", "iso-8859-15"):
        return data.decode("iso-8859-15" if name.endswith("15") else "cp1252", errors="replace")
    return decode(path, data)


def _meta(root: HtmlElement) -> dict[str, str]:
    tags = {
        (node.get("name") or node.get("property") or "").lower(): node.get("content") or ""
        for node in root.iter("meta")
    }
    date = next((m.group() for key in _DATES if (m := _DATE.search(tags.get(key, "")))), "")
    author = next((tags[key] for key in _AUTHORS if tags.get(key)), "")
    language = root.get("lang") or ""
    found: Mapping[str, str] = {"title": tags.get("og:title", ""), "date": date, "author": author, "language": language}
    return {key: " ".join(value.split()) for key, value in found.items() if value.strip()}
