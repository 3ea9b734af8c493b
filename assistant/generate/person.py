"""Questions that ask for a decision about somebody: those are for a human."""

from __future__ import annotations

import re

_SOMEBODY = (
    r"(?:mevrouw|meneer|mevr\.?|mw\.?|dhr\.?|de heer)\s+(?:(?:van|de|der|den|el)\s+)*[A-ZÀ-Þ][\w’'-]*"
    r"|(?:mijn|onze|haar|zijn|hun|deze|die) (?:(?-i:[a-z]+)e )?(?:buurvrouw|buurman|buur|moeder|vader|ouders|zoon"
    r"|dochter|kind|zus|broer|oma|opa|partner|man|vrouw|vriend|vriendin|cliënt|klant|inwoner|aanvrager|mevrouw|meneer)"
    r"|(?-i:[A-ZÀ-Þ][a-zà-þ’'-]+)(?: (?:(?:van|de|der|den|el) )*(?-i:[A-ZÀ-Þ][\w’'-]+))+"
)
_DECIDED = (
    r"krijgt|krijgen|kreeg|recht op|in aanmerking|toegekend|toekennen|toegewezen|afgewezen|afwijzen|geweigerd|"
    r"verdient|behoudt|houdt|verliest|goedgekeurd|mag|moet|schuldig|aansprakelijk|beslissen|beslist|besluiten"
)
_VERBS = (
    r"krijgt|krijgen|heeft|hebben|mag|mogen|moet|moeten|komt|komen|kan|wordt|worden|behoudt|houdt|verliest|is|zou|zal"
)
_ASKS = re.compile(rf"^(?:en |maar |of |dus )?(?:{_VERBS})\s+(?:{_SOMEBODY})\b", re.IGNORECASE)
_ORDERS = re.compile(
    rf"\b(?:keur|ken|wijs|beslis|besluit|beoordeel|bepaal)\b.*(?:{_SOMEBODY})"
    rf"|\b(?:moeten|moet|zullen|kunnen) (?:wij|we|ik|jij|u)\b.*(?:{_SOMEBODY}).*"
    r"\b(?:toekennen|afwijzen|weigeren|goedkeuren|korten|straffen|beboeten)\b",
    re.IGNORECASE,
)
_DECISIONS = re.compile(rf"\b(?:{_DECIDED})\b", re.IGNORECASE)


def about_person(question: str) -> bool:
    """Tell whether a question asks to decide something about one person ("Krijgt mevrouw X een traplift?")."""
    text = " ".join(question.split())
    return bool(_ORDERS.search(text) or (_ASKS.match(text) and _DECISIONS.search(text)))
