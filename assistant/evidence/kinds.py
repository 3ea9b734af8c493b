"""The kinds of answer that a Dutch question can ask for, told from its own words."""

from __future__ import annotations

import re

from assistant.dutch.tokens import fold

WORD = re.compile(r"[^\W_]+(?:[.,:][0-9]+)*(?:['’-][^\W_]+)*")

# The first pattern that fits names the kind; they read a folded question.
_KINDS: tuple[tuple[str, str], ...] = (
    ("afkorting", r"\b(waar|waarvoor) staa[nt]\b.*\bvoor\b|\bafkorting\b|\bwaar(voor)? is .* een afkorting\b"),
    (
        "naam",
        r"\bhoe he(et|ten|ette|etten)\b|\b(wat is|wat zijn|wat was|weet je|noem) (de|het|zijn|haar|hun) (naam"
        r"|namen)\b",
    ),
    ("hoe_laat", r"\bhoe laat\b|\bwelke? (tijd|tijdstip|openingstijden)\b"),
    (
        "wanneer",
        r"\bwanneer\b|\b(op|in|van|sinds|vanaf|voor|tot) welke? (jaar|jaartal|datum|dag|dagen|maand|periode|moment)\b"
        r"|\bwelke? (jaar|jaartal|datum|dag|maand)\b|\bper wanneer\b|\b(wat is|wat was) de (datum"
        r"|geboortedatum|deadline)\b",
    ),
    (
        "waarom",
        r"\bwaarom\b|\bwaardoor\b|\bhoezo\b|\bhoe ko(mt|men) het\b|\bom welke redenen?\b|\bwelke redenen?\b"
        r"|\bwat (is|was|zijn|waren) de (reden|redenen|oorzaak|oorzaken|aanleiding)\b|\bmet welke reden\b",
    ),
    (
        "hoelang",
        r"\bhoe ?lang\b|\bhoeveel (jaar|jaren|maanden|weken|dagen|uur|uren|minuten|tijd)\b"
        r"|\bbinnen welke termijn\b|\bwat is de (termijn|duur|looptijd)\b",
    ),
    (
        "bedrag",
        r"\bhoeveel (euro|geld|budget|subsidie|kost|kosten|betaal|betaalt|betalen|verdient)\b|\bwat kost(en"
        r"|te|ten)?\b"
        r"|\bwelk(e)? (bedrag|bedragen|tarief|tarieven)\b|\bhoe duur\b"
        r"|\b(wat is|wat zijn|hoe hoog (is|zijn|was)) (de|het) (prijs|kosten|tarief|bedrag|salaris|boete"
        r"|budget|begroting|bijdrage|eigen bijdrage|subsidie|vergoeding|uitkering)\b",
    ),
    ("mailadres", r"\be-?mail ?adres|\bmailadres|\be-mail\b"),
    ("telefoon", r"\btelefoonnummer|\bwelk nummer\b.*\bbellen\b|\bnummer van\b"),
    ("website", r"\bwebsite\b|\bwebadres\b|\bop welke site\b"),
    ("leeftijd", r"\bhoe oud\b|\bwat is de leeftijd\b|\bwelke leeftijd\b|\bleeftijd van\b"),
    (
        "hoeveel",
        r"\bhoeveel\b|\bhoe (hoog|groot|oud|vaak|ver|zwaar|breed|diep|snel|veel)\b|\bwelk (percentage|aantal"
        r"|deel|nummer)\b|\bwat is het (aantal|percentage|nummer|telefoonnummer)\b",
    ),
    (
        "wie",
        r"\bwie(ns)?\b|\bwelke (persoon|personen|mensen|directeur|wethouder|burgemeester|minister|schrijver"
        r"|auteur)\b",
    ),
    (
        "waar",
        r"\bwaar\b|\bwaarheen\b|\bwaarnaartoe\b|\b(in|uit|bij|naar|op|voor) welke? (plaats|stad|gemeente"
        r"|gemeenten|land|landen|locatie|adres|gebouw|zaal|provincie|regio|dorp|wijk|straat)\b"
        r"|\bwat is het adres\b",
    ),
    ("hoe", r"\bhoe\b|\bop welke (manier|wijze)\b"),
    ("welke", r"\bwelke?\b|\bwat voor\b"),
    ("wat", r"\bwat\b|\bwaar(aan|bij|door|in|mee|na|naar|op|over|toe|uit|van|voor|tegen|onder|tussen)\b"),
)  # fmt: skip
KINDS = (*(kind for kind, _ in _KINDS), "ja-nee", "trefwoorden")
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_MEANING = re.compile(
    r"\b[Ww]at (?:betekent|is|houdt|zijn)(?: een| de| het)? ['\"]?[A-Z][A-Za-z]*[A-Z]\b['\"]?(?: in)?\s*\??$"
)
_VERB_FIRST = re.compile(
    r"^(en |maar |of )?(is|zijn|was|waren|heeft|hebben|had|hadden|kan|kun|kunnen|kon|mag|mogen|moet|moeten"
    r"|wordt|worden|werd|werden|"
    r"gaat|gaan|ging|krijg|krijgt|krijgen|kreeg|doet|doen|deed|bestaat|bestaan|geldt|gelden|wil|wilde|zal|zou"
    r"|komt|komen|kwam|"
    r"werkt|werken|werkte|ben|hoef|hoeft|vindt|vond|staat|houdt|geeft|gaf|maakt|maakte|telt|klopt|helpt|biedt"
    r"|betaalt|betaal|"
    r"woont|woonde|speelt|speelde|neemt|nam|blijft|bleef|heb|doe|ga|[a-z]{3,}t) "
)


def kind_of(text: str) -> str:
    """Name the kind of answer that is asked; "ja-nee" for a question that opens with a verb, else "trefwoorden"."""
    folded = " ".join(fold(word) for word in WORD.findall(text))
    if _MEANING.search(text):
        return "afkorting"
    if _VERB_FIRST.match(folded) and not re.search(r"\b(wie|wanneer|hoeveel|waarom|welke?)\b", folded):
        return "ja-nee"
    return next((kind for kind, pattern in _COMPILED if pattern.search(folded)), "trefwoorden")
