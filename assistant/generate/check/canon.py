"""Ways of saying the same: limits, exceptions, what costs nothing, and abbreviations with their full forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from assistant.dutch.lexicon import entries
from assistant.dutch.tokens import fold, stem, stems
from assistant.evidence.match import SYNONYM
from assistant.generate.check.words import met

_SAME: tuple[tuple[str, str], ...] = (
    (r"[’‘]", "'"),
    (r"\bt/m\b", "tot en met"),
    (r"\b(?:mag|mogen) (?:niet|nooit) (?:minder|lager|korter|kleiner) (?:worden |zijn )?dan\b", "moet minimaal"),
    (r"\b(?:niet|nooit) (?:meer|hoger|langer|ouder|groter|later|verder|vaker) ((?:\w+ ){0,4})dan\b", r"\1maximaal"),
    (r"\b(?:niet|nooit) (?:minder|lager|korter|jonger|kleiner|eerder) ((?:\w+ ){0,4})dan\b", r"\1minimaal"),
    (r"\b(?:ten hoogste|hoogstens|hooguit|op (?:zijn|z'n) hoogst|(?:met )?een maximum van)\b", "maximaal"),
    (r"\b(?:ten minste|tenminste|minstens|op (?:zijn|z'n) minst|niet minder dan)\b", "minimaal"),
    (r"\bnog geen (?=\d|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w+(?:tien|tig)\b)", "minder dan "),
    (r"\bin geen geval\b", "nooit"),
    (r"\b(?:ontbreekt|ontbreken|ontbrak|ontbraken|mist|missen|miste|misten|uitblijft|uitblijven)\b", "is er niet"),
    (r"\bachterwege\b", "niet aanwezig"),
    (r"\ballesbehalve\b", "niet"),
    (r"\bonderzoek (?:wijst|wees) uit\b|\buit onderzoek (?:blijkt|bleek)\b", "bewezen"),
    (
        r"\bniet on(?=(?:aanzienlijk|begrijpelijk|bekend|belangrijk|denkbaar|gebruikelijk|gewoon|gunstig|juist|logisch"
        r"|mogelijk|redelijk|terecht|verstandig|verwacht|waarschijnlijk|wenselijk)e?\b)",
        "",
    ),
    (r"\bniet uitgesloten\b", "mogelijk"),
    (r"\b(?:uitgesloten|onmogelijk)\b", "niet mogelijk"),
    (r"\bom het even\b", "maakt niet uit"),
    (r"\bval(t|len) ((?:\w+ ){0,3})buiten\b", r"val\1 \2niet onder"),
    (r"\bgeen enkele?\b", "geen"),
    (r"\bniet alleen\b", "ook"),
    (r"\b(?:voor )?onbepaalde (?:tijd|duur)\b", "zonder einddatum"),
    (r"\bin plaats van (?:een |de |het )?(?=[a-zà-ÿ])", "geen "),
    (r"\bvoorafgaand aan\b", "voor"),
    (r"\bniet (?:zo )?goed\b", "slecht"),
    (r"\b(?:met )?(?:een )?gebrek aan\b", "zonder"),
    (r"\bverboden\b", "niet toegestaan"),
    (r"\bniet (?:meer )?zo (vaak|veel|hoog|snel|lang|groot)\b", r"minder \1"),
    (r"\b(?:is|zijn|was) niet (?:nodig|verplicht|noodzakelijk)\b", "hoeft niet"),
    (r"\bgeweigerd\b", "niet verleend"),
    (r"\bweiger(?:t|en)\b", "niet verlenen"),
    (r"\bonvoldoende\b|\bte weinig\b|\b(?:een )?tekort aan\b", "niet genoeg"),
    (r"\bbeperk(?:t|te|en|ten)? (?:(?:zich|ons|me|mij|we|wij|je|daarbij|hierbij) ){1,3}tot\b", "alleen"),
    (r"\bniet (?:de|het)?zelfde\b", "anders"),
    (r"\bvoor- en najaar\b", "voorjaar en najaar"),
    (r"\bniet\b([^.;\n]{0,60}?)\bvoordat\b", r"alleen\1 nadat"),
    (r"\bpas\b([^.;,\n]{0,60}?)\b(na|nadat|als|wanneer|toen)\b", r"alleen\1 \2"),
    (r"\b(?:ziet af|afgezien|afzien)\b", "hoeft niet"),
    (
        r"\b(?:gelden|geldt) niet (?:meer|langer)\b|\b(?:niet|geen) (?:meer|langer) (?:geldig|van kracht)\b",
        "ingetrokken",
    ),
    (r"\bniet (?:kunnen |te )?(?:beloven|garanderen)\b|\bgeen (?:garantie|zekerheid)\b", "niet zeker"),
    (r"\b(dag|dagen|keer|uur) in de (week|maand)\b", r"\1 per \2"),
    (r"\b(?:geen|niet)\b([^.;!?\n]*?\b(?:als|wanneer)\b (?:(?!die\b|dat\b)\w+ ){0,5})(?:geen|niet)\b", r"alleen\1"),
    (r"\bblij(?:ft|ven) buiten beschouwing\b", "telt niet mee"),
    (r"\bhaal(?:t|de) het niet\b", "kreeg geen meerderheid"),
    (r"\bmaar (?=(?:één|een|\d+) op de\b)", "alleen "),
    (r"\bmag (?:u |je |hij |zij )?niet (\w+ jaar) of ouder\b", r"moet jonger dan \1"),
    (r"\bstem(?:t|de|men|den)? (voor|tegen)\b", r"stem\1"),
    (r"\bniks\b", "niets"),
    (
        r"\bkost(?:en)? (?:(?:u|je|hem|haar|dan|ook|het) )*niets\b|\bbetaal(?:t|en)? (?:(?:u|je|men|dan|er|daar|ze) )*"
        r"(?:helemaal )?niets\b|\bhoe(?:f|ft|ven) (?:(?:u|je|men|dan|er|ervoor|daarvoor) )*(?:niets|niet) te betalen"
        r"\b|\bniets (?:te )?betalen\b|\bzonder (?:kosten|betaling|te betalen)\b|\bgeen kosten\b|\bkosteloos\b|"
        r"\bonbetaald\b|\bbetalen niets\b|\bkostenloos\b",
        "gratis",
    ),
    (
        r"\b(?:behalve|uitgezonderd|behoudens|tenzij)(?: als| wanneer| indien| nadat| bij)?\b|\bmet uitzondering van\b",
        "tenzij",
    ),
    (r"\b(?:alleen maar|uitsluitend|slechts|enkel|louter)\b", "alleen"),
    (r"\b(?:als|de|het) enige\b", "alleen"),
    (r"\bsnachts\b", "'s nachts"),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), new) for pattern, new in _SAME)

_ON = re.compile(
    r"\bon((?!t|d|s\b|ze\b|line|kost)\w{5,}|(?:tevreden|terecht|toegankelijk|toereikend|tijdig|duidelijk|deugdelijk"
    r"|deskundig|doelmatig|doorzichtig)\w*)\b",
    re.IGNORECASE,
)
_NO_NOT = frozenset(
    """
    ongeacht onvoldoende ongeveer ongeval ongevallen onkosten onlangs onroerende onmiddellijk onafhankelijk
    onafhankelijke
    """.split()
)

_RUN = re.compile(r"[A-ZÀ-Þ][\w-]+(?:(?: (?:van|de|der|den|het|en|voor|in|op))* [A-ZÀ-Þ][\w-]+)+")


@cache
def _full() -> Mapping[str, str]:
    """Well-known abbreviations, folded, with their full forms."""
    pairs = (line.partition(":") for line in entries("afkortingen.txt"))
    return {short.strip(): full.strip() for short, _, full in pairs}


def canonical(text: str, other: str) -> str:
    """Put one way of saying for others that mean the same; the result is for comparing with the other text only."""
    for pattern, new in _COMPILED:
        text = pattern.sub(new, text)
    known = tuple(stems(other))
    return _ON.sub(lambda match: _not(match, known), text)


def _not(match: re.Match[str], known: tuple[str, ...]) -> str:
    """Read "onvolledig" as "niet volledig" where the other text has "volledig"."""
    means_not = met(stem(fold(match.group(1))), known) >= SYNONYM and match.group().lower() not in _NO_NOT
    return f"niet {match.group(1)}" if means_not else match.group()


def other_forms(text: str) -> str:
    """The full forms of the abbreviations in a text, and the abbreviations of its full forms."""
    folded = text.lower()
    words = set(re.findall(r"[\w&]+", folded))
    found = [full for short, full in _full().items() if short in words and full not in folded]
    found += [short for short, full in _full().items() if full in folded and short not in words]
    return " ".join((*found, *acronyms(text)))


def acronyms(text: str) -> dict[str, frozenset[str]]:
    """Folded initials that the capitalised words of a name make ("AP"), of two words or more, with those words.

    The first words may be left out: "Ministerie van Economische Zaken" is "EZ" too.
    """
    found = {}
    for run in _RUN.finditer(text):
        names = [fold(word) for word in run.group().split() if word[0].isupper()]
        for first in range(len(names) - 1):
            found["".join(name[0] for name in names[first:])] = frozenset(names[first:])
    return found
