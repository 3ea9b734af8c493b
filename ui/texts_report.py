"""Every Dutch sentence of the report on a run, at B1 level."""

from __future__ import annotations

from datetime import datetime

from assistant.evaluation.types import Metric, Outcome
from ui.texts import date
from ui.texts_cli import number

QUOTE_SHOWN = 220
"""Characters of a quote that are shown beside an answer."""
NBSP = "\u00a0"
FEW = 30
"""Questions below which the report warns that the figures say little."""

TITLE = "Rapport over de vragenlijst"
KIND = "Vraagbaak · rapport"
CONTENTS = "In dit rapport"
VERDICT = "Het oordeel in het kort"
FIGURES = "De cijfers"
FIGURES_TEXT = (
    "Achter elk cijfer staat tussen haakjes waar het waarschijnlijk tussen ligt. Hoe meer vragen, hoe kleiner die "
    "ruimte. Bij 95 van de 100 metingen ligt het echte cijfer erbinnen."
)
CURVE = "Vaker weigeren of vaker antwoorden?"
CURVE_TEXT = (
    "Vraagbaak antwoordt alleen als het zeker genoeg is. Leg die grens hoger, en het antwoordt minder vaak, maar wat "
    "het zegt is vaker goed. De lijn laat zien wat elke grens oplevert."
)
CURVE_X = "deel van de vragen dat antwoord krijgt"
CURVE_Y = "deel van die antwoorden dat goed is"
CURVE_PICTURE = "Lijn die bij elk deel van de vragen dat antwoord krijgt, toont welk deel van de antwoorden goed is."
CURVE_SAME = "Dezelfde cijfers staan in de tabel hieronder."
CURVE_NOW = "nu"
CURVE_HEAD = ("Grens", "Krijgt antwoord", "Antwoord is goed")
KINDS = "Per soort vraag"
KINDS_TEXT = "Bij soorten met weinig vragen zegt het cijfer weinig: let dan op de ruimte tussen haakjes."
KINDS_HEAD = ("Soort", "Vragen", "Gaat goed")
NO_KIND = "overig"
CHANGES = "Wat er veranderd is"
CHANGES_TEXT = (
    "We vergelijken alleen de vragen die in beide metingen zitten, vraag voor vraag. Ligt 0 tussen de twee grenzen "
    "van het verschil, dan kan het verschil toeval zijn."
)
CHANGES_HEAD = "Cijfer"
DIFFERENCE = "Verschil"
CHANCE = "verschil kan toeval zijn"
BETTER, WORSE, SAME = "beter", "slechter", "gelijk"
POINTS = "procentpunt"
OTHERWISE = "andere uitkomst"
WAS, IS = "was", "is nu"
NO_CHANGES = "Geen enkele vraag heeft nu een andere uitkomst."
FAILED = "De vragen die niet goed gaan"
NONE_FAILED = "Alle vragen gaan goed."
EXPECTED, SHOWN, WHY = "Verwacht", "Getoond", "Waarom fout"
FOLLOWS = "Vervolg op:"
ROW = "Regel"
NO_ANSWER = "Geen antwoord, want dat staat niet in de bronnen."
NEEDED = "Deze woorden moeten erin staan:"
OR, AND = "of", "en"
SOURCE = "Bron:"
QUOTE = "Citaat:"
RELATED = "Wel getoond, als “gevonden over dit onderwerp”:"
RANKING = "Gevonden documenten, beste eerst:"
NOTHING = "Niets gevonden."
CONFIDENCE = "Zekerheid"
LIMIT = "grens"
PAGE = "bladzijde"
PROBLEMS = "Regels die niet kunnen kloppen"
PROBLEMS_TEXT = "Deze regels van de vragenlijst zijn niet gemeten. Verbeter ze en meet opnieuw."
PASSED = "De vragen die goed gaan"
ABOUT = "Hoe deze meting is gedaan"
UNFINISHED = "Deze meting is niet af, dus er zijn nog geen cijfers."
ALL_LITERAL = "Alle citaten staan letterlijk in de bronnen."
OUTCOME_PICTURE = "Balk die laat zien hoe de vragen aflopen; de aantallen staan eronder."
END = "Gemaakt door Vraagbaak. Dit bestand staat op zichzelf: het haalt niets op van internet."

RANKINGS = "alleen zoeken"
NOT_IN_TEN = "Geen goed document stond bij de eerste 10."
SECTIONS: dict[str, tuple[str | None, str]] = {
    "cijfers": ("groups", FIGURES),
    "grens": ("curve", CURVE),
    "soorten": ("kinds", KINDS),
    "veranderd": ("changes", CHANGES),
    "fout": (None, FAILED),
    "regels": ("problems", PROBLEMS),
    "goed": ("passed", PASSED),
    "meting": (None, ABOUT),
}
"""The headings by their id, with the part that must be there."""

FACTS = {
    "created": "Datum",
    "testset": "Vragenlijst",
    "mode": "Werkwijze",
    "legs": "Zoeken",
    "left_out": "Zonder de stap",
    "index": "Index",
    "generation": "Stand van de index",
    "commit": "Versie van de code",
    "sha256": "Controlegetal van de vragenlijst",
}
SETTINGS, VERSIONS = "Instellingen", "Programma’s"
MODES = {"extractive": "zonder taalmodel", "llm": "met taalmodel"}
LEGS = {"hybrid": "op woorden en op betekenis", "lexical": "op woorden", "dense": "op betekenis"}

ENDINGS = {
    "right": "goed antwoord",
    "rightly_refused": "terecht geen antwoord",
    "missed": "ten onrechte geen antwoord",
    "wrong": "verkeerd antwoord getoond",
}
"""The four ways in which a question ends for the person who asks it."""

OUTCOMES = {
    Outcome.RIGHT: "goed antwoord",
    Outcome.RIGHTLY_REFUSED: "terecht geen antwoord",
    Outcome.NOT_RETRIEVED: "niet gevonden",
    Outcome.NOT_CHOSEN: "gevonden, maar niet gekozen",
    Outcome.REFUSED: "ten onrechte geen antwoord",
    Outcome.SHOULD_REFUSE: "had geen antwoord mogen geven",
    Outcome.QUOTE_DIFFERS: "citaat staat niet letterlijk in de bron",
    Outcome.WRONG_WORDS: "andere woorden dan verwacht",
}
REASONS = {
    Outcome.NOT_RETRIEVED: "De bron met het antwoord zat niet bij de zoekresultaten.",
    Outcome.NOT_CHOSEN: "De bron met het antwoord is gevonden, maar Vraagbaak koos een andere zin.",
    Outcome.REFUSED: "Het antwoord was gevonden, maar Vraagbaak was niet zeker genoeg en zei dat het er niet staat.",
    Outcome.SHOULD_REFUSE: "Het antwoord staat niet in de bronnen, maar Vraagbaak gaf toch een antwoord.",
    Outcome.QUOTE_DIFFERS: "Een citaat staat niet letterlijk in de bron. Dat mag nooit gebeuren: meld dit.",
    Outcome.WRONG_WORDS: "Vraagbaak koos de goede plek, maar de verwachte woorden staan niet in het antwoord.",
}

GROUPS = {
    "Antwoorden": ("passed", "correctness", "answer_precision", "token_f1"),
    "Geen antwoord geven": ("refusal_precision", "refusal_recall", "over_refusal"),
    "Citaten": ("quote_exactness", "citation_precision", "citation_recall"),
    "Zinnen van het taalmodel": ("supported_statements", "dropped_statements"),
    "Zoeken": ("hit@1", "recall@5", "recall@10", "mrr", "ndcg@10"),
    "Snelheid": ("seconds_p50", "seconds_p95"),
}
OTHER = "Andere cijfers"
MEANINGS = {
    "passed": "Het deel van alle vragen dat goed afloopt: een goed antwoord, of terecht geen antwoord.",
    "correctness": "Het deel van de vragen met een antwoord in de bronnen dat juist is beantwoord.",
    "answer_precision": "Als Vraagbaak een antwoord geeft, is het zo vaak goed.",
    "token_f1": "Hoeveel woorden het antwoord deelt met het verwachte antwoord: 1 is alle woorden, 0 is geen enkel "
    "woord.",
    "refusal_precision": "Als Vraagbaak zegt dat het antwoord niet in de bronnen staat, klopt dat zo vaak.",
    "refusal_recall": "Van de vragen zonder antwoord in de bronnen herkent Vraagbaak dit deel.",
    "over_refusal": "Van de vragen met een antwoord in de bronnen krijgt dit deel toch geen antwoord. Lager is beter.",
    "quote_exactness": "Het deel van de citaten dat teken voor teken in de bron staat. Dit moet altijd 100 % zijn.",
    "citation_precision": "Van de getoonde citaten bevat dit deel wat de vragenlijst verwacht.",
    "citation_recall": "Van de verwachte citaten laat Vraagbaak dit deel zien.",
    "supported_statements": "Van de zinnen die het taalmodel schreef, heeft dit deel een citaat dat de zin steunt.",
    "dropped_statements": "Van de zinnen die het taalmodel schreef, is dit deel weggelaten, want er was geen bewijs "
    "voor. Lager is beter.",
    "hit@1": "Bij dit deel van de vragen staat een goede bron op de eerste plaats.",
    "recall@5": "Dit deel van de goede bronnen staat bij de eerste 5 zoekresultaten.",
    "recall@10": "Dit deel van de goede bronnen staat bij de eerste 10 zoekresultaten.",
    "mrr": "Hoe hoog de eerste goede bron staat: 1 is altijd bovenaan, 0,5 is meestal op de tweede plaats.",
    "ndcg@10": "Hoe goed de volgorde van de eerste 10 is: 1 is de beste volgorde die kan (nDCG@10).",
    "seconds_p50": "De helft van de vragen is binnen deze tijd beantwoord.",
    "seconds_p95": "19 van de 20 vragen zijn binnen deze tijd beantwoord.",
    "curve_area": "Hoe vaak een antwoord goed is, gemiddeld over alle grenzen: 1 is altijd goed.",
}
"""What each figure of `texts_evaluation.LABELS` tells, in one sentence."""


def questions(count: int) -> str:
    """Count questions."""
    return f"{number(count)} {'vraag' if count == 1 else 'vragen'}"


def headline(passed: int, total: int) -> str:
    """Say how many questions pass."""
    if passed == total:
        return "De enige vraag gaat goed." if total == 1 else f"Alle {number(total)} vragen gaan goed."
    if not passed:
        return "De enige vraag gaat niet goed." if total == 1 else f"Geen van de {number(total)} vragen gaat goed."
    return f"Van de {questions(total)} {'gaat' if passed == 1 else 'gaan'} er {number(passed)} goed."


def found(passed: int, total: int) -> str:
    """Say for a run of rankings how often a right document is among the first ten."""
    return f"Bij {number(passed)} van de {questions(total)} staat een goed document bij de eerste 10."


def meaning(metric: Metric) -> str:
    """Say what the share of passed questions tells about other questions."""
    likely = low_high(metric, "share")
    later = f" Bij andere vragen van dit soort is dat waarschijnlijk {likely}." if likely else ""
    return f"Dat is {share(metric.value)}.{later}"


def wrong(count: int) -> str:
    """Say how often a wrong answer is shown."""
    return f"Bij {questions(count) if count else 'geen enkele vraag'} laat Vraagbaak een verkeerd antwoord zien."


def missed(count: int) -> str:
    """Say how often an answer is missed."""
    asked = questions(count) if count else "geen enkele vraag"
    return f"Bij {asked} zegt Vraagbaak ten onrechte dat het antwoord niet in de bronnen staat."


def not_literal(value: float) -> str:
    """Say that some quotes are not in their source, which may never be."""
    return f"Let op: {share(value)} van de citaten staat letterlijk in de bron. Dat moet 100{NBSP}% zijn: meld dit."


def few(count: int) -> str:
    """Warn that so many questions say little."""
    these = "dit is" if count == 1 else "dit zijn"
    return f"Let op: {these} maar {questions(count)}. Bij meer vragen kunnen de cijfers flink anders zijn."


def left_out(count: int) -> str:
    """Say how many rows cannot be right."""
    if count == 1:
        return "1 regel van de vragenlijst kan niet kloppen en is niet gemeten."
    return f"{number(count)} regels van de vragenlijst kunnen niet kloppen en zijn niet gemeten."


def compared(label: str, better: int, worse: int, shared: int) -> str:
    """Say how many of the questions that two runs share changed."""
    return (
        f"Vergeleken met {label}: van de {questions(shared)} die in beide metingen zitten, "
        f"{'gaat' if better == 1 else 'gaan'} er {number(better)} beter en {number(worse)} slechter."
    )


def chance(verdict: str) -> str:
    """Say what a difference in passed questions means."""
    if verdict == CHANCE:
        return "Dat verschil kan toeval zijn."
    return "" if verdict == SAME else f"Alles bij elkaar is het {verdict}; dat is geen toeval."


def dropped(count: int) -> str:
    """Say how many sentences of a language model were left out of an answer."""
    if count == 1:
        return "1 zin van het taalmodel is weggelaten, want er was geen bewijs voor."
    return f"{number(count)} zinnen van het taalmodel zijn weggelaten, want er was geen bewijs voor."


def unfinished(done: int, total: int) -> str:
    """Say how far a run came."""
    return f"De meting is gestopt na {number(done)} van de {questions(total)}."


def share(value: float) -> str:
    """Write a share as percentage; only what is whole is written as 0 % or 100 %."""
    percent = value * 100
    digits = 1 if (percent > 99.5 or percent < 0.5) and percent not in (0, 100) else 0
    rounded = min(max(percent, 0.1), 99.9) if digits else percent
    return f"{number(rounded, digits)}{NBSP}%"


def amount(value: float, unit: str) -> str:
    """Write a figure in its unit: "share", "score" or "seconds"."""
    if unit == "share":
        return share(value)
    if unit == "seconds":
        return f"{number(value, 2)}{NBSP}{'seconde' if f'{value:.2f}' == '1.00' else 'seconden'}"
    return number(value, 2)


def interval(low: str, high: str) -> str:
    """Write an interval, or nothing where it has no width."""
    return "" if low == high else f"tussen {low} en {high}"


def low_high(metric: Metric, unit: str) -> str:
    """Write the interval of a figure, or nothing where it has no width."""
    low, high = (number(x, 2) if unit == "seconds" else amount(x, unit) for x in (metric.low, metric.high))
    return interval(low, high)


def signed(value: float, unit: str) -> str:
    """Write a difference with its sign."""
    scaled, digits, after = (value * 100, 0, f"{NBSP}{POINTS}") if unit == "share" else (value, 2, "")
    if unit == "share" and round(scaled) == 0 and round(scaled, 1):
        digits = 1
    if not round(scaled, digits):
        return f"0{after}"
    return f"{'+' if scaled > 0 else '−'}{number(abs(scaled), digits)}{after}"


def moment(created: str) -> str:
    """Write an ISO moment as a Dutch date and time of this machine's zone; return anything else as it came."""
    try:
        local = datetime.fromisoformat(created).astimezone()
    except ValueError:
        return created
    return f"{date(local.date().isoformat())}, {local:%H.%M} uur"


def mode(name: str) -> str:
    """Name a way of answering."""
    return MODES.get(name, name)
