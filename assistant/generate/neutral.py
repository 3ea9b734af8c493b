"""Source text made harmless for a prompt: it can be read, and can pass for nothing else."""

from __future__ import annotations

import re
import unicodedata

_BRACKETS = str.maketrans("[]【】⟦⟧{}<>`", "()()()()‹›'")
_ROLE = re.compile(
    r"\b(system|systeem|user|gebruiker|assistant|assistent|human|ai|instruction|instructie|inst|im_start|im_end|"
    r"begin_of_text|end_of_text|eot_id|start_header_id|end_header_id|vraag|antwoord|zinnen)(\s?)(:|\|)",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"‹\s?[|/]?\s?(\w{1,40})\s?\|?\s?›|\|(\w{1,40})\|")
_LINES = re.compile(r"[-=#*_~]{3,}|'{3,}")
_HEADING = re.compile(r"^\s*#+\s*")


def neutral(text: str) -> str:
    """Put a source's text on one line, without what a model may take for a number, a role, mark-up or a boundary.

    Square, curly and pointed brackets become round or angled ones, "system:" loses its colon, rulers become a dash;
    what tells the model to do something stays, as text between the boundaries that say that it is only text.
    """
    seen = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in unicodedata.normalize("NFC", text))
    seen = _LINES.sub("–", _HEADING.sub("", seen.translate(_BRACKETS)))
    return " ".join(_ROLE.sub(r"\1\2 –", _SPECIAL.sub(lambda m: m.group(1) or m.group(2), seen)).split())
