"""An Answer as the JSON object that other programs read."""

from __future__ import annotations

from typing import Any

from assistant.types import Answer, Citation, Hit


def record(answer: Answer) -> dict[str, Any]:
    """Write an answer with keys in a fixed order; everything in it is plain JSON."""
    told = {
        "question": answer.question,
        "refused": answer.refused,
        "text": answer.text,
        "mode": answer.mode,
        "confidence": round(answer.confidence, 6),
        "citations": [_citation(citation) for citation in answer.citations],
        "related": [_citation(citation) for citation in answer.related],
        "hits": [_hit(hit) for hit in answer.hits],
        "seconds": {name: round(seconds, 6) for name, seconds in answer.seconds.items()},
    }
    return told | _phrased(answer) if answer.statements or answer.verdicts or answer.notice else told


def _phrased(answer: Answer) -> dict[str, Any]:
    """The keys that an answer has only where a language model was asked."""
    return {
        "statements": [
            {"text": one.text, "citations": [citation.number for citation in one.citations]}
            for one in answer.statements
        ],
        "dropped": answer.dropped,
        "notice": answer.notice,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    document = citation.document
    return {
        "number": citation.number,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "document": {"id": document.id, "title": document.title, "source": document.source},
        "heading": citation.heading,
        "page": citation.page,
        "url": citation.url,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "passage_id": passage.id,
        "document_id": passage.document_id,
        "source": hit.source,
        "start": passage.start,
        "end": passage.end,
        "score": hit.score,
    }
