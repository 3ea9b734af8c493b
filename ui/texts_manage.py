"""Every Dutch sentence of the manage page, at B1 level."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluation.types import Metric
from ui.feedback import NOT_USEFUL, REFUSED
from ui.texts_cli import number
from ui.texts_evaluation import problem as problem
from ui.texts_report import low_high, questions, share
from ui.texts_report import moment as moment

TITLE = "Beheer"
CLOSED = "Deze pagina is dicht"
DOOR_TEXT = "Voor deze pagina is een wachtwoord nodig. Laad de pagina opnieuw en vul het in. De naam maakt niet uit."
ELSEWHERE = "Deze opdracht kwam niet van de beheerpagina zelf. Ga naar de beheerpagina en probeer het daar."
TOO_MANY_TRIES = "Er is te vaak een verkeerd wachtwoord gegeven. Wacht een minuut en probeer het opnieuw."
INTRO = "Hier meet u hoe goed Vraagbaak de vragen van uw organisatie beantwoordt."

UPLOAD = "Meten met een vragenlijst"
UPLOAD_TEXT = (
    "Kies een bestand met vragen waarvan u het antwoord weet. Vraagbaak stelt ze allemaal en maakt een rapport."
)
UPLOAD_NEW = "Nog geen vragenlijst? Vul dit lege bestand in."
UPLOAD_LABEL = "Vragenlijst"
UPLOAD_HINT = "Een bestand van het soort {0}, van hooguit {1} MB."
COMPARE_LABEL = "Vergelijken met"
COMPARE_NONE = "niet vergelijken"
START = "Start de meting"
NO_FILE = "Kies eerst een bestand."
WRONG_KIND = "Dit soort bestand kan niet. Kies een bestand van het soort {0}."
TOO_LARGE = "Dit bestand is te groot. Het mag hooguit {0} MB zijn."
UNREADABLE = "Het bestand is niet goed aangekomen. Probeer het opnieuw."
BUSY = "Er loopt al een meting. Wacht tot die klaar is, of stop die eerst."
RUNNING = "Er loopt een meting."
WATCH = "Bekijk hoe ver die is"

RUNS = "Metingen"
NO_RUNS = "Er zijn nog geen metingen."
RUNS_PASSED = "Gaat goed"
OPEN = "Bekijk rapport"
DOWNLOAD = "Download rapport"
REMOVE = "Gooi weg"
NOT_FINISHED = "niet af"

MEASURING = "Bezig met meten"
LEAVE = "U mag deze pagina sluiten: de meting gaat door. Via de beheerpagina komt u hier terug."
READING = "De vragenlijst en de bronnen worden gelezen."
STOP = "Stop de meting"
READY = "De meting is klaar"
STOPPED = "De meting is gestopt"
STOPPED_TEXT = "Er is niets van bewaard."
FAILED = "De meting is niet gelukt"
MEASURE_FAILED = "Er ging iets mis. Probeer het later nog eens, of vraag de technisch beheerder om hulp."
PROBLEMS = "Deze regels kunnen niet kloppen en tellen niet mee:"
AGAIN = "Terug naar beheer"
PROGRESS = "Voortgang"
OVER = "Klaar met meten."
FORWARD = "Ga verder"

KEPT = "Vragen zonder goed antwoord"
KEPT_OFF = (
    "Vraagbaak bewaart geen vragen. Wilt u dat wel, om de bronnen te verbeteren? Laat dan de instelling "
    "VRAAGBAAK_KEEP_QUESTIONS aanzetten. De chat vertelt het dan aan wie een vraag stelt."
)
KEPT_LEFT = "Vraagbaak bewaart nu geen nieuwe vragen. Deze zijn er nog van eerder."
KEPT_NONE = "Er zijn geen vragen bewaard."
TIMES = "{0} keer gevraagd"
KEPT_SHOWN = 20
KEPT_EXPORT = "Download als vragenlijst"
KEPT_EXPORT_TEXT = (
    "Vul in wat het antwoord moet zijn, of dat het niet in de bronnen hoort te staan. Meet daarna opnieuw."
)
KEPT_EMPTY = "Wis alle bewaarde vragen"
KEPT_SURE = "Ja, wis ze allemaal"
WHY = {REFUSED: "geen antwoord", NOT_USEFUL: "niet nuttig"}
TEMPLATE_NAME, KEPT_NAME = "vragenlijst.xlsx", "vragen-zonder-goed-antwoord.xlsx"


def kinds(suffixes: Sequence[str]) -> str:
    """List kinds of files."""
    return f"{', '.join(suffixes[:-1])} of {suffixes[-1]}"


def kept(count: int, days: int) -> str:
    """Say how many questions are kept, and how long at most."""
    return f"Er {'is' if count == 1 else 'zijn'} {questions(count)} bewaard. Elke vraag wordt na {days} dagen gewist."


def more(count: int) -> str:
    """Say how many questions are not shown."""
    return f"En nog {questions(count)}: die staan in het bestand."


def progress(done: int, total: int) -> str:
    """Say how far an evaluation is."""
    return f"{number(done)} van de {questions(total)}"


def passed(metric: Metric | None) -> str:
    """Say which share passes, with its interval."""
    if metric is None:
        return NOT_FINISHED
    between = low_high(metric, "share")
    return share(metric.value) + (f" ({between})" if between else "")
