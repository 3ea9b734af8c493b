"""Office files: a zip of XML parts, opened with a limit on what it may unpack to and without entities."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

from assistant.errors import DamagedFile, EncryptedFile, FileTooLarge

UNPACKED = 20
"""Times the limit on a file's size that its parts together may take."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"

Element: TypeAlias = Any
"""An lxml element; lxml has no types of its own."""


class Package:
    """The XML parts of one office file."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path, self._archive = path, archive
        self.names = frozenset(archive.namelist())

    def xml(self, name: str) -> Element:
        """Parse a part; raises DamagedFile where it is absent or no XML."""
        try:
            data = self._archive.read(name)
            root = etree.fromstring(data, _parser())
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise DamagedFile(self.path, f"cannot unpack {name}") from error
        except RuntimeError as error:
            raise EncryptedFile(self.path, f"{name} asks for a password") from error
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DamagedFile(self.path, f"{name} is no XML") from error
        if root is None:
            raise DamagedFile(self.path, f"{name} is empty")
        return root

    def optional(self, name: str) -> Element | None:
        """Parse a part that a file may lack."""
        return self.xml(name) if name in self.names else None

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return, of an OOXML part, the last word of the kind and the target part of each relation."""
        folder, base = posixpath.split(name)
        root = self.optional(f"{folder}/_rels/{base}.rels")
        found: dict[str, tuple[str, str]] = {}
        for node in root.iter(_RELATIONS) if root is not None else ():
            target = posixpath.normpath(posixpath.join("/" + folder, node.get("Target", "")))
            found[node.get("Id", "")] = (posixpath.basename(node.get("Type", "")), target.lstrip("/"))
        return found

    def properties(self) -> dict[str, str]:
        """Return title, author and date from an OOXML file, as far as present."""
        root = self.optional("docProps/core.xml")
        if root is None:
            return {}
        found = {
            "title": root.findtext(f"{_DC}title"),
            "author": root.findtext(f"{_DC}creator"),
            "date": (root.findtext(f"{_TERMS}modified") or root.findtext(f"{_TERMS}created") or "")[:10],
        }
        return {key: value.strip() for key, value in found.items() if value and value.strip()}


@contextmanager
def opened(path: Path, max_mb: float) -> Iterator[Package]:
    """Open an office file; raises EncryptedFile, FileTooLarge (unpacked) or DamagedFile."""
    _refuse_ole(path)
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(item.file_size for item in archive.infolist()) / 1e6
            if size > UNPACKED * max_mb:
                raise FileTooLarge(path, UNPACKED * max_mb, size)
            yield Package(path, archive)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise DamagedFile(path, "not a whole zip file") from error


def own(node: Element, tag: str, holder: str) -> list[Element]:
    """Return the descendants with a tag whose nearest ancestor `holder` is the node, so those of no inner table."""
    return [child for child in node.iter(tag) if next(child.iterancestors(holder), None) is node]


def _refuse_ole(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(len(_OLE))
        if head != _OLE:
            return
        if _ENCRYPTED in file.read():
            raise EncryptedFile(path, "asks for a password")
    raise DamagedFile(path, "an old binary Office file; save it in the current format")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
