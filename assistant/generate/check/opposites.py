"""Words that became their opposite: "hoger" for "lager", "na" for "voor"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.dutch.lexicon import number
from assistant.dutch.tokens import fold, stem
from assistant.generate.check.signs import NEGATIONS, telling
from assistant.generate.check.words import Word, clauses, cover, words

UP = (
    "stijgt steeg stijgen gestegen stijging toename toegenomen groeit groeide verhogen verhoogt "
    "verhoogd verhoging verhoogde omhoog"
)
DOWN = (
    "daalt daalde dalen gedaald daling afname afgenomen krimpt halveert verlagen verlaagt verlaagd "
    "verlaging verlaagde omlaag zakte"
)
_OPPOSITES = f"""
    hoger hogere hoog hoogste / lager lagere laag laagste
    meer extra erbij / minder
    veel / weinig
    klacht klachten / compliment complimenten
    kost kosten / scheelt bespaart
    grootste / kleinste
    langer / korter
    goed goede beter / slecht slechte slechter
    ouder / jonger
    groter / kleiner
    groot grote enorm enorme omvangrijk / klein kleine gering geringe
    sneller / langzamer trager
    {UP} / {DOWN}
    gehalveerd / verdubbeld
    goedkoopste goedkoper goedkoop / duurste duurder duur
    minimaal / maximaal
    altijd / nooit
    vaak regelmatig geregeld / zelden
    iedereen / niemand
    alles / niets
    open geopend / gesloten dicht
    dichterbij / verder
    verder / dichtbij
    bruto / netto
    vrijwillig vrijwillige / verplicht verplichte
    toegestaan / verboden
    toegekend toekennen / geweigerd weigeren afgewezen
    verleend verstrekt / geweigerd
    gegrond / ongegrond
    positief / negatief
    gunstig gunstiger / ongunstig
    bekend / onbekend
    voordat vooraf / nadat achteraf
    voordat / na
    inclusief / exclusief
    dag / nacht
    overdag / 's nachts
    voorjaar / najaar
    eerste / laatste
    begin / eind einde
    gift / lening
    gratis / betaling
    stemvoor / stemtegen
    gelden geldt geldig / ingetrokken vervallen
    kopen koopt / huren huurt verkopen
    zelfde dezelfde / ander andere anders
    gehandhaafd / ingetrokken
    blijven blijft bewaard / verwijderd verwijderen gewist vernietigd
    afhankelijk hangt afhangt mits / ongeacht onafhankelijk
"""
_SIDES_OF = {
    "before": frozenset({"voor", "vóór", "tot", "binnen"}),
    "after": frozenset({"na", "vanaf", "sinds", "buiten"}),
    "with": frozenset({"met", "inclusief"}),
    "without": frozenset({"zonder", "exclusief"}),
}
_COUNTER = {"before": "after", "after": "before", "with": "without", "without": "with"}
_PLACED = re.compile(
    r"\b(voor|vóór|tot|binnen|na|vanaf|sinds|buiten|met|inclusief|zonder|exclusief) "
    r"(?:(?:de|het|een|die|dat|deze|uw|zijn|haar) )?([^\W\d_]{3,}|\d[\d.:]*\d)",
    re.IGNORECASE,
)


def _sides() -> list[tuple[frozenset[str], frozenset[str]]]:
    rows = [line.split("/") for line in _OPPOSITES.strip().splitlines()]
    return [(_forms(one), _forms(other)) for one, other in rows]


def _forms(side: str) -> frozenset[str]:
    return frozenset(side.split())


SIDES = _sides()
_ANY = frozenset[str]().union(*(side for pair in SIDES for side in pair))
ABOUT, REST = 0.25, 0.5
"""Share of a text's clause that the source's must meet, or the other way around, to be about the same."""


def opposed(text: str, sentences: str) -> bool:
    """Tell whether a clause holds one of two opposites where the clause that it retells holds the other."""
    held_all = _common(sentences)
    groups = [group for line in sentences.split("\n") for group in clauses(line)]
    for clause in clauses(text):
        said = _common_words(clause)
        rest = telling(clause)
        for pair in SIDES:
            for one, other in (pair, pair[::-1]):
                if not said & one or said & other or held_all & one or not held_all & other:
                    continue
                held = [group for group in groups if _common_words(group) & other]
                about = [word for word in rest if word.folded not in one]
                if any(_alike_denied(group, clause, one | other) and _retold(about, group, clause) for group in held):
                    return True
    return False


def _alike_denied(group: Sequence[Word], clause: Sequence[Word], opposites: frozenset[str]) -> bool:
    """Tell whether a clause of a source is denied as much as one of the text, beside by the opposites themselves."""
    own, other = (len({word.folded for word in part} & (NEGATIONS - opposites)) % 2 for part in (group, clause))
    return own == other


def _retold(about: Sequence[Word], group: Sequence[Word], clause: Sequence[Word]) -> bool:
    """Tell whether a clause of a source is about the same as one of the text, or the latter repeats the rest of it."""
    told = telling(group)
    if not told or not about or cover(about, [w.stem for w in group if w.content]) >= ABOUT:
        return True
    rest = [word for word in told if word.folded not in _ANY]
    return bool(rest) and cover(rest, [w.stem for w in clause if w.content]) >= REST


def moved(text: str, sentences: str) -> bool:
    """Tell whether "before", "within" or the like became its opposite in front of the same word."""
    held: dict[str, set[str]] = {}
    for side, noun in _placed(sentences):
        held.setdefault(noun, set()).add(side)
    return any(noun in held and _COUNTER[side] in held[noun] and side not in held[noun] for side, noun in _placed(text))


def _placed(text: str) -> list[tuple[str, str]]:
    found = []
    for match in _PLACED.finditer(text):
        side = next(side for side, those in _SIDES_OF.items() if match.group(1).lower() in those)
        found.append((side, stem(fold(match.group(2)))))
    return found


def _common_words(group: Sequence[Word]) -> set[str]:
    """Folded words of a clause but names, and but "meer dan" and the like, which limit a number."""
    folded = [word.folded for word in group]
    return {
        word.folded
        for i, word in enumerate(group)
        if (word.text[0].islower() or not word.start)
        and not (folded[i + 1 : i + 2] == ["dan"] and _figure(folded, i + 2))
    }


def _figure(folded: Sequence[str], at: int) -> bool:
    return at < len(folded) and number(folded[at]) is not None


def _common(text: str) -> set[str]:
    return _common_words(words(text))
