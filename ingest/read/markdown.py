"""Markdown: front matter to metadata, the rest to blocks without its marks."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from lxml.html import defs
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

from ingest.read import titles
from ingest.read.blocks import assemble
from ingest.read.extract import Extract
from ingest.read.html import parse
from ingest.read.markup import blocks
from ingest.read.text import decode

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ADMONITION = re.compile(
    r"^[ ]*(?:!!!|\?\?\?\+?|===\+?)[ \t]+([\w-]*)[^\"\n]*(?:\"([^\"\n]*)\")?[ \t]*\n((?:(?:[ \t]+.*)?\n)+)", re.M
)
_ATTRIBUTES = re.compile(
    r"[ \t]*\{:?[ \t]*(?:[#.][\w-]+|[\w-]+(?:=[^{}\n]*)?)(?:[ \t][^{}\n]*)?\}[ \t]*$", re.MULTILINE
)
_ICON = re.compile(r":(?:material|octicons|fontawesome|simple)-[\w-]+:(?:\{[^}\n]*\})?")
_ALERT = re.compile(r"^(>[ \t]*)\[!\w+\][ \t]*$", re.MULTILINE)
_SPACED_LINK = re.compile(r"\]\([ ]*([^()<>\"'\n]*[^()<>\"'\n ] [^()<>\"'\n]*)\)")
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)")


def read_markdown(path: Path) -> Extract:
    """Read a Markdown file; HTML inside it is read as HTML, `<words>` that are no tags stay text."""
    text = decode(path, path.read_bytes())
    front, body = _front_matter(text)
    found = list(blocks(parse(path, f"<html><body>{render(body)}</body></html>")))
    first = next((block.text for block in found if block.level), None)
    title = titles.choose(path, _plain(front.get("title")), first, found[0].text if found else None)
    return assemble(title, found, _metadata(front))


def render(text: str) -> str:
    """Render Markdown, with tables and MkDocs admonitions, to HTML."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")
    for rule in ("html_inline", "html_block"):
        markdown.add_render_rule(rule, _raw_html)
    plain = _ICON.sub("", _ALERT.sub(r"\1", _ATTRIBUTES.sub("", _dedent(text.expandtabs(4)))))
    return str(markdown.render(_SPACED_LINK.sub(r"](<\1>)", plain)))


def _raw_html(_self: Any, tokens: Any, index: int, *_: Any) -> str:
    content = str(tokens[index].content)
    named = _TAG.match(content.lstrip())
    return escapeHtml(content) if named and named.group(1).lower() not in defs.tags | {"main", "article"} else content


def _dedent(text: str) -> str:
    """Bring the indented text of admonitions and tabs to the margin, under their title."""

    def plain(match: re.Match[str]) -> str:
        title = f"{match.group(2)}\n\n" if match.group(2) else ""
        return title + _dedent(textwrap.dedent(match.group(3))) + "\n"

    return _ADMONITION.sub(plain, text)


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Split off the YAML at the top; what is no valid YAML mapping stays in the text."""
    match = _FRONT.match(text)
    if not match:
        return {}, text
    try:
        front = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    return (front, text[match.end() :]) if isinstance(front, dict) else ({}, text)


def _metadata(front: dict[str, Any]) -> dict[str, str]:
    keys = {
        "date": ("date", "datum", "published", "updated"),
        "author": ("author", "authors", "auteur"),
        "language": ("lang", "language"),
        "summary": ("summary", "description", "samenvatting"),
    }
    found = {name: next((_plain(front[key]) for key in names if front.get(key)), "") for name, names in keys.items()}
    return {name: value for name, value in found.items() if value}


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    return "" if value is None or isinstance(value, dict) else str(value)
