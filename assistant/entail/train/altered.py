"""Blocks that nobody wrote: sentences of prose told again without harm, and altered so that they no longer follow.

They teach the encoder to compare two texts word by word, which it never had to, before it learns from what was written.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, permutations

from assistant.dutch import lexicon
from assistant.dutch.sentences import sentence_spans
from assistant.embedding.static import BUNDLED_MODEL, StaticEncoder
from assistant.entail.train.examples import Block, Told

SHORTEST, LONGEST = 5, 45
"""Words of a sentence that is told of."""
LETTERED = 0.7
"""Share of the characters of a sentence that are letters, at least."""
MOST = 110
"""Words of the sentences of a block, at most."""
HONEST, UNTRUE = 3, 4
FOUND, LETTERS = 4, 4
"""Times that a word occurs, and its length, before it is put in the place of another."""
ALIKE = 0.3
"""Cosine of two words that may stand for each other, at least: the lexicon has words in all of their meanings."""

Change = Callable[[str, Sequence[str]], str]
Others = Mapping[str, Sequence[str]]


def _map(pairs: str, *, both: bool = False) -> Others:
    """Words with what may stand in their place, of pairs written with a stroke between."""
    found: dict[str, list[str]] = {}
    for one, other in (pair.split("/") for pair in pairs.split()):
        found.setdefault(one, []).append(other)
        if both:
            found.setdefault(other, []).append(one)
    return found


def _rest(words: Sequence[str], without: str = "") -> Others:
    """Each of some words with all the others."""
    return {word: [other for other in words if other != word] for word in words if word != without}


PLAIN = """
indien/als teneinde/om reeds/al tevens/ook echter/maar tenminste/minstens verstrekken/geven verstrekt/geeft
dienen/moeten dient/moet betreffende/over inzake/over omtrent/over jegens/tegenover doch/maar aangezien/omdat daar/omdat
thans/nu geschiedt/gebeurt geschieden/gebeuren aanvangt/begint ontvangt/krijgt ontvangen/krijgen benodigd/nodig
bedoelde/genoemde gedurende/tijdens middels/via krachtens/volgens conform/volgens ingevolge/volgens eveneens/ook
slechts/alleen uitsluitend/alleen alsmede/en hetgeen/wat welke/die tegenwoordig/nu onmiddellijk/direct
wijzigen/veranderen wijziging/verandering wijzigt/verandert verzoekt/vraagt verzoeken/vragen verzoek/vraag
toezenden/sturen zenden/sturen zendt/stuurt vermelden/noemen vermeldt/noemt selecteert/kiest selecteren/kiezen
gebruikt/benut gebruiken/benutten creëren/maken starten/beginnen start/begint vaststellen/bepalen stelt/bepaalt
nodig/vereist
"""
OPPOSED = """
meer/minder hoger/lager hoogste/laagste groter/kleiner langer/korter eerder/later eerste/laatste voor/na binnen/buiten
toename/afname stijgt/daalt stijgen/dalen gestegen/gedaald verhogen/verlagen verhoogd/verlaagd verhoging/verlaging
altijd/nooit soms/altijd vaak/zelden iedereen/niemand alles/niets open/gesloten vrijwillig/verplicht toegestaan/verboden
met/zonder wel/niet mogelijk/onmogelijk goed/slecht beter/slechter oud/nieuw oude/nieuwe makkelijk/moeilijk
sneller/langzamer begin/einde begint/eindigt openbaar/geheim publieke/private interne/externe intern/extern
automatisch/handmatig tijdelijk/blijvend tijdelijke/blijvende zelf/niet direct/indirect directe/indirecte
"""
DUTIES = """
moet/kan moet/mag moeten/kunnen moeten/mogen kan/moet kunnen/moeten mag/moet mogen/moeten verplicht/bevoegd moet/wil
moeten/willen zal/kan zullen/kunnen dient/hoeft wil/moet willen/moeten bevoegd/verplicht raadzaam/verplicht
aanbevolen/verplicht
"""
AMOUNTS = """
alle/sommige alle/veel sommige/alle enkele/alle veel/alle meeste/alle elke/sommige ieder/geen iedere/geen één/elke
minstens/hoogstens hoogstens/minstens minimaal/maximaal maximaal/minimaal tenminste/hoogstens beide/geen beide/één
verschillende/alle diverse/alle bijna/meer gedeeltelijk/volledig volledig/gedeeltelijk geheel/deels
"""
TIMES = """
is/was wordt/werd worden/werden heeft/had hebben/hadden was/is werd/wordt werden/worden had/heeft zal/heeft gaat/ging
jaarlijks/maandelijks maandelijks/jaarlijks dagelijks/wekelijks wekelijks/dagelijks dag/week week/maand maand/jaar
dagen/weken weken/maanden maanden/jaren jaren/maanden uur/dagen nu/vroeger vooraf/achteraf voordat/nadat nadat/voordat
tot/vanaf vanaf/tot sinds/tot
"""
CAUSES = """
omdat/hoewel omdat/zodat zodat/omdat daarom/toch hierdoor/desondanks waardoor/hoewel doordat/zodat om/door
"""
REPLACED: Mapping[str, Others] = {
    "tegendeel": _map(OPPOSED, both=True),
    "plicht": _map(DUTIES),
    "hoeveelheid": _map(AMOUNTS),
    "tijd": _map(TIMES),
    "oorzaak": _map(CAUSES),
}
"""By the kind of what is wrong with a statement: words that are replaced by one other word."""
NUMERALS = _rest(
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf vijftien twintig dertig vijftig honderd".split(),
    without="een",
)
MONTHS = _rest(sorted(lexicon.kind("maand")))
FINITE = frozenset(
    "is zijn wordt worden kan kunnen moet moeten heeft hebben mag mogen was waren werd werden zal zullen gaat gaan "
    "geldt gelden krijgt krijgen komt komen geeft geven".split()
)
TURNED = {"niet": "", "geen": "een ", "zonder": "met ", "nooit": "altijd "}

COUNTED = {
    f"{lexicon.number(word):g}": word
    for word in "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien".split()
}
LIMITS = (
    ("ten hoogste", "maximaal", "hooguit", "niet meer dan"),
    ("ten minste", "minimaal", "minstens", "niet minder dan"),
)

_WORD = re.compile(r"[^\W\d_][\w-]*")
_BULLET = re.compile(r"^(?:\d+[.)]|[-–•*▪a-z][.)]?)\s+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_SPARED = re.compile(r", (?:waarbij|waardoor|zodat|omdat|zoals|bijvoorbeeld|aldus|hetgeen|zulks) [^,;]*$")
_PAIR = re.compile(r"\b([^\W\d_]{4,}) (en|of) ([^\W\d_]{4,})\b")
_THING = re.compile(r"\b(?i:de|het|een|deze|dit|die|dat|uw|onze|zijn|haar) ([^\W\d_]{4,})\b")
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,6}(?![\w-]|[.,]\d)")
_COUNT = re.compile(rf"(?<![\w.,:/-])(?:{'|'.join(COUNTED)})(?= [^\W\d_])|\b(?:{'|'.join(COUNTED.values())})\b")
_SHARE = re.compile(r"(\d) ?%|(\d) procent\b")
_EURO = re.compile(r"€ ?(\d[\d.]*(?:,\d\d)?)|(\d[\d.]*(?:,\d\d)?) euro\b")
_LIMIT = re.compile("|".join(rf"\b{limit}\b" for same in LIMITS for limit in same), re.IGNORECASE)
_CONDITION = re.compile(
    r",? \b(?:tenzij|mits|indien|voor zover|behalve|behoudens|met uitzondering van|alleen als)\b [^,;.]*"
)
_ONLY = re.compile(
    r"\b(?:alleen|uitsluitend|slechts|maximaal|minimaal|ten minste|ten hoogste|hoogstens|minstens|bijna) "
)


class Alterer:
    """Tells sentences again, with and without harm; `draw` decides how, `prose` lends its words."""

    def __init__(self, prose: Sequence[str], draw: random.Random) -> None:
        self.draw = draw
        counts = Counter(match.group() for text in prose for match in _WORD.finditer(text))
        self._alike: dict[str, list[str]] = {}
        for word, count in counts.items():
            if count >= FOUND and len(word) >= LETTERS:
                self._alike.setdefault(_shape(word), []).append(word)
        self._same = {**_synonyms(), **_map(PLAIN)}
        self._changes: dict[str, Change] = {
            "getal": self._other_number,
            "datum": lambda text, _: self._replaced(text, MONTHS, 1),
            "naam": self._other_name,
            "ontkenning": self._turned,
            "rol": self._swapped,
            "attribuut": self._other_thing,
            "verzonnen": self._other_word,
            "voorwaarde": _unconditional,
            "samenvoeging": self._glued,
            "ander": lambda _, others: self.told(draw.choice(others)) if others else "",
        }

    @property
    def kinds(self) -> list[str]:
        """What can be made wrong about any sentence."""
        return [*REPLACED, *(kind for kind in self._changes if kind != "ander")]

    def told(self, sentence: str) -> str:
        """Tell a sentence with other words of the same meaning, or with less around it."""
        draw = self.draw
        text = _BULLET.sub("", sentence).strip()
        if draw.random() < 0.7:
            text = _BRACKETS.sub("", text)
        if draw.random() < 0.6:
            shorter = _SPARED.sub("", text.rstrip(".;:"))
            text = f"{shorter}." if len(shorter.split()) >= SHORTEST else text
        if draw.random() < 0.4:
            text = _PAIR.sub(lambda m: f"{m[3]} {m[2]} {m[1]}" if (m[1] + m[3]).islower() else m[0], text, count=1)
        if draw.random() < 0.7:
            text = self._recounted(text)
        if draw.random() < 0.8:
            text = self._replaced(text, self._same, draw.choice((1, 1, 2, 3)))
        return text[:1].upper() + text[1:].rstrip(";:")

    def _recounted(self, text: str) -> str:
        """Write numbers, shares, amounts and limits in another way."""
        text = _COUNT.sub(lambda m: COUNTED.get(m[0]) or f"{lexicon.number(m[0]):g}", text)
        text = _SHARE.sub(lambda m: f"{m[1]} procent" if m[1] else f"{m[2]}%", text)
        text = _EURO.sub(lambda m: f"{m[1]} euro" if m[1] else f"€ {m[2]}", text)
        return _LIMIT.sub(lambda m: self._same_limit(m[0]), text)

    def _same_limit(self, limit: str) -> str:
        same = next(same for same in LIMITS if limit.lower() in same)
        return _cased(self.draw.choice([one for one in same if one != limit.lower()]), limit)

    def untrue(self, text: str, others: Sequence[str], kind: str) -> str:
        """Alter a sentence in one way; the same text when it cannot be. `others` stand beside it."""
        if kind in REPLACED:
            return self._replaced(text, REPLACED[kind], 1)
        return self._changes[kind](text, others)

    def _replaced(self, text: str, by: Others, times: int) -> str:
        places = [m for m in _WORD.finditer(text) if m.group().lower() in by]
        for match in sorted(self.draw.sample(places, min(times, len(places))), key=lambda m: -m.start()):
            word = self.draw.choice(by[match.group().lower()])
            text = _put(text, match.span(), _cased(word, match.group()))
        return text

    def _other_number(self, text: str, others: Sequence[str]) -> str:
        places = list(_NUMBER.finditer(text))
        if not places or self.draw.random() < 0.2:
            return self._replaced(text, NUMERALS, 1)
        match = self.draw.choice(places)
        old = int(match.group())
        near = [old + 1, old + self.draw.choice((-3, -2, -1, 2, 3, 5, 10)), old * 2, old * 10]
        near += [int(number) for other in others for number in _NUMBER.findall(other)]
        return _put(text, match.span(), str(self.draw.choice([n for n in near if n > 0 and n != old])))

    def _other_name(self, text: str, others: Sequence[str]) -> str:
        places = [m for m in _named(text) if len(m.group()) >= LETTERS - 1]
        if not places:
            return text
        match = self.draw.choice(places)
        pool = [m.group() for other in others for m in _named(other) if m.group() not in text]
        if not pool or self.draw.random() < 0.4:
            pool = self._alike.get(_shape(match.group()), [])
        return _put(text, match.span(), self.draw.choice(pool)) if pool else text

    def _turned(self, text: str, _: Sequence[str]) -> str:
        """Take a negation away, or put one in."""
        words = list(_WORD.finditer(text))
        if turned := [m for m in words if m.group().lower() in TURNED]:
            match = self.draw.choice(turned)
            return text[: match.start()] + TURNED[match.group().lower()] + text[match.end() :].lstrip()
        ones = [m for m in words if m.group() == "een"]
        if ones and self.draw.random() < 0.4:
            return _put(text, self.draw.choice(ones).span(), "geen")
        verbs = [i for i, m in enumerate(words) if m.group() in FINITE]
        if not verbs:
            return text
        end = words[min(self.draw.choice(verbs) + self.draw.choice((0, 0, 1, 2)), len(words) - 1)].end()
        return f"{text[:end]} niet{text[end:]}"

    def _swapped(self, text: str, _: Sequence[str]) -> str:
        """Let two things, or two names, change places."""
        things, named = [m.span(1) for m in _THING.finditer(text)], [m.span() for m in _named(text)]
        several = [places for places in (things, named) if len(places) > 1]
        if not several:
            return text
        (a, b), (c, d) = sorted(self.draw.sample(self.draw.choice(several), 2))
        return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]

    def _other_thing(self, text: str, others: Sequence[str]) -> str:
        """Say of a thing what is said of one that stands beside it."""
        here = list(_THING.finditer(text))
        beside = [m.group(1) for other in others for m in _THING.finditer(other) if m.group(1) not in text]
        if not here or not beside:
            return text
        match = self.draw.choice(here)
        return _put(text, match.span(1), self.draw.choice(beside))

    def _other_word(self, text: str, _: Sequence[str]) -> str:
        """Put a word of the same shape in the place of another."""
        places = [m for m in _WORD.finditer(text) if len(m.group()) >= LETTERS and m.group().lower() not in FINITE]
        if not places:
            return text
        match = self.draw.choice(places)
        pool = self._alike.get(_shape(match.group()))
        return _put(text, match.span(), self.draw.choice(pool)) if pool else text

    def _glued(self, text: str, others: Sequence[str]) -> str:
        """Begin as one sentence, and end as another."""
        if not others:
            return text
        other = self.draw.choice(others)
        head, tail = text.split(), other.split()
        cut = [i for i, word in enumerate(head) if word in FINITE and 1 < i < len(head) - 2]
        end = [i for i, word in enumerate(tail) if word in FINITE and 1 < i < len(tail) - 2]
        made = " ".join([*head[: cut[0]], *tail[end[0] :]]) if cut and end else text
        return text if made in other else made


def blocks(prose: Sequence[str], draw: random.Random, count: int) -> list[Block]:
    """Make so many blocks of paragraphs."""
    return list(islice(_endless(Alterer(prose, draw), prose), count))


def _endless(alterer: Alterer, prose: Sequence[str]) -> Iterator[Block]:
    draw = alterer.draw
    while True:
        at = draw.randrange(len(prose) - 1)
        near = [" ".join(text[a:b].split()) for text in prose[at : at + 2] for a, b in sentence_spans(text)]
        near = [sentence for sentence in near if _tells(sentence)]
        if not near:
            continue
        count = draw.choice((1, 2, 2, 3))
        start = draw.randrange(max(1, len(near) - count + 1))
        held, around = near[start : start + count], near[:start] + near[start + count :]
        if sum(len(sentence.split()) for sentence in held) <= MOST:
            told = tuple(_statements(alterer, held, around))
            if len({statement.kind is None for statement in told}) > 1:
                yield Block("", tuple(held), told)


def _tells(sentence: str) -> bool:
    letters = sum(map(str.isalpha, sentence))
    whole = sentence.endswith((".", ";")) and SHORTEST <= len(sentence.split()) <= LONGEST
    return whole and letters > LETTERED * len(sentence)


def _statements(alterer: Alterer, held: Sequence[str], around: Sequence[str]) -> Iterator[Told]:
    draw, seen = alterer.draw, set(held)
    for text in {alterer.told(draw.choice(held)): None for _ in range(HONEST)}:
        seen.add(text)
        yield Told(text, None)
    yield from islice(_untrue(alterer, held, around, seen), UNTRUE)


def _untrue(alterer: Alterer, held: Sequence[str], around: Sequence[str], seen: set[str]) -> Iterator[Told]:
    """Alter sentences in one way after the other, to what was not told before."""
    draw = alterer.draw
    kinds = draw.sample(alterer.kinds, len(alterer.kinds))
    if around and draw.random() < 0.3:
        kinds.insert(0, "ander")
    for kind in kinds:
        base = draw.choice(held)
        text = alterer.told(base)
        altered = alterer.untrue(text, _beside(kind, base, held, around), kind)
        if altered and altered != text and altered not in seen:
            seen.add(altered)
            yield Told(altered, kind)


def _beside(kind: str, base: str, held: Sequence[str], around: Sequence[str]) -> Sequence[str]:
    """The sentences that lend something to what is made wrong about one of them."""
    if kind in ("samenvoeging", "attribuut"):
        return [sentence for sentence in held if sentence != base]
    return around if kind == "ander" else [*held, *around]


def _unconditional(text: str, _: Sequence[str]) -> str:
    shorter = _CONDITION.sub("", text, count=1)
    return shorter if shorter != text and len(shorter.split()) >= SHORTEST else _ONLY.sub("", text, count=1)


def _named(text: str) -> list[re.Match[str]]:
    """Words with a capital, but for the first of a sentence."""
    return [m for m in _WORD.finditer(text) if m.start() and m.group()[0].isupper()]


def _put(text: str, place: tuple[int, int], word: str) -> str:
    return text[: place[0]] + word + text[place[1] :]


def _cased(word: str, like: str) -> str:
    """A word with a capital where the one that it replaces has one."""
    return word[:1].upper() + word[1:] if like[0].isupper() else word


def _shape(word: str) -> str:
    """Words of one shape can mostly stand in each other's place."""
    return ("A" if word[0].isupper() else "a") + word[-2:].lower() + str(min(len(word) // 4, 3))


def _synonyms() -> Others:
    """Words of one group of the lexicon that are much alike."""
    found: dict[str, list[str]] = {}
    groups = [
        [word for word in lexicon.members(line) if " " not in word and len(word) >= LETTERS]
        for line in lexicon.entries("synoniemen.txt")
    ]
    listed = sorted({word for group in groups for word in group})
    vectors = StaticEncoder.open(BUNDLED_MODEL).passages(listed)
    at = {word: i for i, word in enumerate(listed)}
    for group in groups:
        for word, other in permutations(group, 2):
            if word.endswith("en") == other.endswith("en") and vectors[at[word]] @ vectors[at[other]] >= ALIKE:
                found.setdefault(word, []).append(other)
    return found
