"""Turn answers into HTML through templates that escape everything; no source text is ever interpreted."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.types import Answer, Citation
from ui import texts

ROOM = Path(__file__).parent
TEMPLATES, STATIC = ROOM / "templates", ROOM / "static"


def parts(citation: Citation) -> tuple[str, str, str]:
    """Split a quote around its marked sentence: before, marked, after; together they are the quote."""
    text, start, end = citation.document.text, citation.start, citation.end
    first = min(max(citation.mark[0], start), end)
    last = min(max(citation.mark[1], first), end)
    return text[start:first], text[first:last], text[last:end]


def link(citation: Citation) -> str:
    """Give the viewer's address at this quote, relative to the chat page; it works with and without script."""
    path, _, fragment = citation.url.partition("#")
    return f"{path.lstrip('/')}?start={citation.start}&end={citation.end}#{fragment}"


@cache
def environment() -> Environment:
    """Make the templates' environment, once; autoescape is on for every template."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(parts=parts, link=link, date=texts.date)
    made.globals.update(words=texts.PAGE_WORDS, texts=texts)
    return made


def template(name: str, /, **values: Any) -> Markup:
    """Fill a template; the result is safe HTML."""
    return Markup(environment().get_template(name).render(**values))  # noqa: S704  (the template escaped it)


def exchange(question: str, answer: Answer | None, *, judged: bool = False) -> Markup:
    """Show one question with its answer; without an answer it says that the search is going on.

    `judged` asks whether the answer was useful.
    """
    return template("exchange.html", question=question, answer=answer, judged=judged)


def log(shown: tuple[Markup, ...], *, busy: bool = False) -> Markup:
    """Show the conversation, oldest first."""
    return template("log.html", shown=shown, busy=busy)


def alert(sentence: str = "", thanks: str = "") -> Markup:
    """Show one sentence about what went wrong, one of thanks, or nothing."""
    return template("alert.html", sentence=sentence, thanks=thanks)
