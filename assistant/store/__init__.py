"""The four parts of an index (documents, vectors, lexical rows, manifest) behind one object."""

from assistant.store.store import Store

__all__ = ["Store"]
