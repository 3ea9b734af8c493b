"""Every Dutch sentence that a user reads, at B1 level."""

from __future__ import annotations

from assistant import errors
from ui import texts_evaluation

# --- Web pages: the chat and the source viewer ---------------------------------------------------------------------

TITLE = "Vraagbaak"
DESCRIPTION = "Stel een vraag en krijg antwoord met letterlijke citaten uit de bronnen."
NOTICE = (
    "U stelt uw vraag aan een computerprogramma. Het geeft letterlijke citaten uit de bronnen. "
    "Het kan iets missen: lees ook de bron zelf."
)
NEEDS_SCRIPT = "Deze pagina werkt alleen als JavaScript aanstaat in uw browser."
QUESTION_LABEL = "Uw vraag"
ASK = "Verstuur"
CLEAR = "Wis gesprek"
EXAMPLES = "U kunt bijvoorbeeld vragen:"
WELCOME = "Waar bent u naar op zoek?"
WELCOME_TEXT = "Stel uw vraag in gewone woorden. U krijgt het antwoord met citaten uit de bronnen."
NO_SOURCES = "Er zijn nog geen bronnen om in te zoeken."
QUESTION_LIMIT = 1000
QUESTION_EMPTY = "Typ eerst uw vraag."
CHAT_FAILED = "Er ging iets mis. Uw vraag is niet beantwoord. Probeer het straks nog eens."
THANKS = "Bedankt voor uw oordeel."
TROUBLE = "Er ging iets mis"
CONNECTION_LOST = "Er is geen verbinding met Vraagbaak. We proberen het opnieuw."
PAGE_WORDS = {
    "log": "Gesprek",
    "question": "Uw vraag:",
    "busy": "Ik zoek in de bronnen …",
    "writing": "Ik schrijf een antwoord …",
    "worded": "Geformuleerd door een taalmodel: controleer de citaten.",
    "searched": "Gezocht naar:",
    "quotes": "Citaten uit de bronnen",
    "quote": "Citaat uit de bronnen",
    "related": "Wel gevonden over dit onderwerp",
    "number": "Citaat",
    "page": "bladzijde",
    "read": "Lees dit in de bron",
    "new_tab": "opent in een nieuw tabblad",
    "useful": "Was dit nuttig?",
    "yes": "Ja",
    "no": "Nee",
    "copy_button": "Kopieer antwoord",
    "copied": "Gekopieerd",
    "copy_failed": "Kopiëren lukt niet in deze browser",
    "copy_question": "Vraag",
    "copy_answer": "Antwoord",
    "source": "Bron",
    "source_file": "Bestand",
    "source_files": "Bestanden met deze tekst",
    "source_date": "Datum",
    "to_quote": "Naar het citaat",
    "to_top": "Terug naar boven",
    "quote_here": "Het citaat is gemarkeerd in de tekst.",
    "quote_absent": "Dit citaat staat niet op deze plek in de tekst. U ziet de hele bron.",
    "to_chat": "Naar Vraagbaak",
    "text": "Tekst van de bron",
}
SOURCE_ABSENT = "Deze bron is er niet"
SOURCE_ABSENT_TEXT = (
    "De tekst die u zoekt, staat niet of niet meer in de bronnen. "
    "Misschien is de tekst veranderd. Stel uw vraag dan opnieuw."
)
PAGE_ABSENT = "Deze pagina is er niet"
PAGE_ABSENT_TEXT = "Het adres klopt niet, of de pagina is weg."
FAILED = "Dat lukt nu niet"
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


def question_too_long(length: int) -> str:
    """Say that a question of `length` characters is over the limit."""
    return f"Uw vraag is te lang: {length} tekens. Gebruik niet meer dan {QUESTION_LIMIT} tekens."


def kept(days: int) -> str:
    """Say on the chat page which questions are kept, how long and what for."""
    return (
        f"Vragen zonder goed antwoord worden hooguit {days} {'dag' if days == 1 else 'dagen'} bewaard om de bronnen "
        "te verbeteren. Zet geen persoonlijke gegevens in uw vraag."
    )


def date(iso: str) -> str:
    """Write an ISO date (year, year-month or year-month-day) in Dutch words; return anything else as it came."""
    parts = iso[:10].split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return iso
    if len(parts) == 1 or not 1 <= int(parts[1]) <= 12:
        return iso
    day = f"{int(parts[2])} " if len(parts) == 3 else ""
    return f"{day}{MONTHS[int(parts[1]) - 1]} {parts[0]}"


# --- Errors: what, why, and what to do -----------------------------------------------------------------------------

MESSAGES: dict[type[errors.VraagbaakError], str] = {
    errors.VraagbaakError: "Dit lukt niet ({0}). Probeer het opnieuw.",
    errors.SettingsError: "De instelling {0.variable} heeft een waarde die niet kan, {0.value!r} ({0.reason}): "
    "kies een andere waarde, zie de tabel met instellingen in de README.",
    errors.StoreError: "De index werkt niet goed ({0}): typ vraagbaak check.",
    errors.IndexMissing: "Er is nog geen index in {0.folder}: maak er een met vraagbaak ingest MAP --index {0.folder}.",
    errors.IndexBusy: "Een ander programma werkt nu aan de index in {0.folder}, namelijk {0.holder}: "
    "wacht tot het klaar is, of stel met VRAAGBAAK_WAIT_SECONDS in hoe lang u wilt wachten.",
    errors.IndexMismatch: "De index in {0.folder} past niet bij de instellingen, want {name} is {0.stored!r} in de "
    "index en {0.wanted!r} in de instellingen: typ vraagbaak ingest --rebuild --index {0.folder}.",
    errors.IndexDamaged: "De index in {0.folder} is beschadigd, in het deel {0.part} ({0.reason}): "
    "typ vraagbaak check --index {0.folder}.",
    errors.IndexLost: "De documenten in de index {0.folder} zijn niet meer te lezen ({0.reason}): "
    "gooi de map {0.folder} weg en lees de bronnen opnieuw in met vraagbaak ingest MAP --index {0.folder}.",
    errors.DocumentMissing: "De tekst met nummer {0.document_id} staat niet meer in de bronnen, want die is veranderd "
    "of verwijderd: stel de vraag opnieuw.",
    errors.ServerUnreachable: "De Chroma-server op {0.url} geeft geen antwoord ({0.reason}): "
    "start de server, of haal VRAAGBAAK_CHROMA_URL weg.",
    errors.BatchError: "In {0.path} gaat regel {0.line} mis ({reason}): "
    'zet op elke regel een JSON-object met een vraag, zoals {{"question": "…"}}.',
    errors.EvaluationError: "De evaluatie lukt niet ({0}): kijk het bestand met vragen na.",
    errors.TestSetError: "Met {0.path} lukt het niet, want {reason}.",
    errors.RunDiffers: "In de map {0.folder} staat een andere meting ({name} is daar {0.stored!r} en nu {0.wanted!r}): "
    "kies een andere map met --out.",
    errors.RunBusy: "Een ander programma is bezig met de meting in de map {0.folder}: wacht tot dat klaar is, "
    "of kies een andere map met --out.",
    errors.RunUnwritable: "In de map {0.folder} kan niet worden geschreven ({0.reason}): "
    "maak ruimte op de schijf, of kies een andere map met --out.",
    errors.RunMissing: "In de map {0.folder} staat geen meting: maak er een met "
    "vraagbaak evaluate BESTAND --out {0.folder}.",
    errors.RunDamaged: "De meting in de map {0.folder} is niet te lezen of niet af ({0.reason}): "
    "maak de meting af met vraagbaak evaluate, of gooi de map weg.",
    errors.EmbeddingError: "Het zoekmodel {0.model} kan niet worden geladen ({0.reason}): "
    "kies een ander model met VRAAGBAAK_EMBEDDING_MODEL.",
    errors.CheckerError: "Het model dat uitspraken controleert, in {0.folder}, kan niet worden geladen ({0.reason}): "
    "installeer Vraagbaak opnieuw, of haal VRAAGBAAK_LLM weg.",
    errors.ModelError: "Het taalmodel {0.model} werkt niet ({0.reason}): kijk of VRAAGBAAK_LLM en "
    "VRAAGBAAK_LLM_BASE_URL goed zijn.",
    errors.ProviderMissing: "Het pakket voor het taalmodel {0.model} is er niet: "
    'typ pip install "{0.install}", of haal VRAAGBAAK_LLM weg.',
    errors.KeyRefused: "De sleutel voor het taalmodel {0.model} ontbreekt of klopt niet: "
    "zet de goede sleutel in VRAAGBAAK_LLM_API_KEY.",
    errors.ModelUnreachable: "De server van het taalmodel {0.model} geeft geen antwoord op {0.url}: "
    "start de server, of zet het goede adres in VRAAGBAAK_LLM_BASE_URL.",
    errors.ModelUnknown: "De server op {0.url} kent het taalmodel {0.model} niet: "
    "zet een model dat er wel is in VRAAGBAAK_LLM, en kijk of het adres in VRAAGBAAK_LLM_BASE_URL klopt.",
    errors.ModelSilent: "Het taalmodel {0.model} gaf geen antwoord ({0.reason}): "
    "probeer het opnieuw, of verhoog VRAAGBAAK_LLM_SECONDS.",
    errors.QuoteError: "Een citaat staat niet letterlijk in de bron en wordt daarom niet getoond ({0}): "
    "typ vraagbaak check.",
    errors.ReadError: "Dit bestand kan niet worden gelezen ({0.reason}): "
    "kijk of u het zelf kunt openen en of u het mag lezen.",
    errors.FileMissing: "Dit bestand of deze map is er niet: kijk of de naam goed is geschreven.",
    errors.UnknownFileType: "Dit soort bestand kan Vraagbaak niet lezen: "
    "bewaar het als PDF, Word (docx), ODT, PowerPoint (pptx), HTML, Markdown of tekst.",
    errors.FileTooLarge: "Dit bestand is te groot, {0.size_mb:.1f} MB terwijl {0.limit_mb:g} MB mag: "
    "verhoog VRAAGBAAK_MAX_FILE_MB of deel het bestand op.",
    errors.EmptyFile: "Er staat geen tekst in dit bestand: vul het, of haal het weg.",
    errors.ScannedFile: "Dit bestand is een scan zonder tekst: maak er eerst leesbare tekst van met "
    "tekstherkenning (OCR).",
    errors.EncryptedFile: "Dit bestand is beveiligd met een wachtwoord: bewaar het zonder wachtwoord.",
    errors.DamagedFile: "Dit bestand is beschadigd ({0.reason}): open het in het programma waarin het is gemaakt en "
    "bewaar het opnieuw.",
}
NAMES = {
    "testset": "de lijst met vragen",
    "sha256": "de inhoud van de vragen",
    "legs": "de manier van zoeken",
    "left_out": "de weggelaten stap",
    "mode": "de werkwijze",
    "index": "de index",
    "generation": "de stand van de index",
    "commit": "de versie van de code",
    "schema": "de indeling",
    "vector store": "de plek van de vectoren",
    "embedding model": "het zoekmodel",
    "embedding dimension": "de lengte van de vectoren",
    "passage prompt": "de tekst voor een passage",
    "token rules": "de versie van de woordregels",
    "sentence rules": "de versie van de zinsregels",
    "passage rules": "de versie van de passageregels",
}
REASONS = {
    "not found": "het bestand is er niet of kan niet worden geopend",
    "not UTF-8": "de regel is geen UTF-8",
    "not JSON": "de regel is geen geldige JSON",
    "no question": 'de sleutel "question" met een tekst ontbreekt',
}


def message(error: errors.VraagbaakError) -> str:
    """Say in one Dutch sentence what is wrong, why, and what to do; about a file it starts with the name."""
    template = next(MESSAGES[kind] for kind in type(error).__mro__ if kind in MESSAGES)
    name = NAMES.get(getattr(error, "name", ""), "een instelling")
    text = template.format(error, name=name, reason=_reason(error))
    return f"{error.path}: {text}" if isinstance(error, errors.ReadError) else text


def _reason(error: errors.VraagbaakError) -> str:
    if isinstance(error, errors.TestSetError):
        return texts_evaluation.reason(error.reason, error.detail)
    return REASONS.get(getattr(error, "reason", ""), "")


def reason(error: errors.ReadError) -> str:
    """Say in one Dutch sentence why a file could not be read and what to do, without its name."""
    return message(error).removeprefix(f"{error.path}: ")
