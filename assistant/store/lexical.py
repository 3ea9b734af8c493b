"""The lexical leg: tantivy over our own Dutch tokens; scores are BM25, weighted by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tantivy

from assistant.dutch.roots import roots
from assistant.dutch.tokens import grams, spaced_grams
from assistant.errors import IndexDamaged
from assistant.store.seal import broken, seal

VERSION = "3"
BOOSTS = {"roots": 1.0, "grams": 0.35}
"""What a match weighs, in the roots and in the letter groups of title, heading and text together."""

COMMON, FEW = 0.1, 200
"""Share of the passages above which a letter group says too little to look for, where it stands in more than a few."""

HEAP = 96_000_000
SEALED = ("[!.]*",)


@dataclass(frozen=True, slots=True)
class Row:
    """What the lexical index and the encoder learn of a passage."""

    id: str
    title: str
    heading: str
    text: str

    @property
    def whole(self) -> str:
        """Title, heading and text as one; a heading that opens the text stands there once."""
        heading = "" if self.text.startswith(self.heading) else self.heading
        return "\n".join(part for part in (self.title, heading, self.text) if part)


class Lexical:
    """One folder with a finished lexical index, open for reading; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Open the index; raise IndexDamaged when a file is not as it was sealed."""
        reason = broken(folder, thorough=False)
        if reason:
            raise IndexDamaged(folder.parent, "lexical index", reason)
        self._schema = _schema()
        try:
            index = tantivy.Index(self._schema, path=str(folder))
        except ValueError as error:
            raise IndexDamaged(folder.parent, "lexical index", str(error)) from error
        self._searcher = index.searcher()

    def search(self, query: str, k: int) -> list[tuple[str, float]]:
        """Return up to k passage ids with their scores, best first; nothing for a query without telling words."""
        clauses = list(self._clauses(query))
        if not clauses or not k:
            return []
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), k, count=False).hits
        return [(self._id(address), float(score)) for score, address in found]

    def ids(self) -> Iterator[str]:
        """Yield the id of every row."""
        everything = tantivy.Query.all_query()
        for _, address in self._searcher.search(everything, max(1, self._searcher.num_docs), count=False).hits:
            yield self._id(address)

    def _id(self, address: tantivy.DocAddress) -> str:
        return str(self._searcher.doc(address)["id"][0])

    def _clauses(self, query: str) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        words, groups = Counter(roots(query)), Counter(grams(query))
        for field, boost in BOOSTS.items():
            for term, count in (words if field == "roots" else groups).items():
                if field == "grams" and self._common(term):
                    continue
                match = tantivy.Query.term_query(self._schema, field, term, "freq")
                yield tantivy.Occur.Should, tantivy.Query.boost_query(match, boost * count)

    def _common(self, group: str) -> bool:
        return self._searcher.doc_freq("grams", group) > max(FEW, COMMON * self._searcher.num_docs)


class LexicalWriter:
    """Writes rows into a folder that no reader uses yet; `finish` makes it whole.

    With `replaces`, the folder holds rows already, and a new row takes the place of one with the same id.
    """

    def __init__(self, folder: Path, *, replaces: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._replaces = folder, replaces
        self._writer = tantivy.Index(_schema(), path=str(folder)).writer(heap_size=HEAP, num_threads=1)

    def delete(self, ids: Iterable[str]) -> None:
        """Forget rows; an id that is not there is fine."""
        for name in ids:
            self._writer.delete_documents_by_term("id", name)

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        if self._replaces:
            self.delete(row.id for row in rows)
        for row in rows:
            title, heading = _tokens(row.title), _tokens(row.heading)
            words = " ".join((title[0], heading[0], *roots(row.text)))
            groups = " ".join((title[1], heading[1], spaced_grams(row.text)))
            self._writer.add_document(tantivy.Document(id=row.id, roots=words, grams=groups))

    def finish(self) -> None:
        """Commit, wait for merges, and seal the folder."""
        self._writer.commit()
        self._writer.garbage_collect_files()
        self._writer.wait_merging_threads()
        seal(self._folder, SEALED)

    def close(self) -> None:
        """Nothing is held open."""


@lru_cache(maxsize=512)
def _tokens(text: str) -> tuple[str, str]:
    """Roots and letter groups of a title or heading, which many passages share."""
    return " ".join(roots(text)), spaced_grams(text)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in BOOSTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
