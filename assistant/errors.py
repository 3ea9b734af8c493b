"""Every error that we raise on purpose, one tree.

VraagbaakError
├── SettingsError          a setting has a value that cannot be right
├── StoreError
│   ├── IndexMissing       no index in this folder yet
│   ├── IndexBusy          another process is writing to it
│   ├── IndexMismatch      built with other settings than it is opened with
│   ├── IndexDamaged       a part is lost or unreadable
│   ├── IndexLost          the document store itself cannot be read
│   ├── DocumentMissing    no live document has this id
│   └── ServerUnreachable  the Chroma server does not answer
├── BatchError             a line of a file of questions is no question
├── EvaluationError
│   ├── TestSetError       a file or folder is no test set
│   ├── RunMissing         no run in this folder
│   ├── RunDamaged         the files of a run cannot be read
│   ├── RunDiffers         a run that was stopped was of something else
│   ├── RunBusy            another process is writing to it
│   └── RunUnwritable      the folder cannot be written
├── EmbeddingError         the embedding model cannot be loaded
├── CheckerError           the bundled model that checks statements cannot be loaded
├── ModelError             the language model cannot be used
│   ├── ProviderMissing    the package of its provider is not installed
│   ├── KeyRefused         the provider wants an API key, or another one
│   ├── ModelUnreachable   no server answers
│   ├── ModelUnknown       the server does not know the model
│   └── ModelSilent        it was asked, and gave no reply that can be read in time
├── QuoteError             something that is not a slice of a stored text was offered as a quote
└── ReadError              a file cannot be read
    ├── FileMissing        nothing has this name
    ├── UnknownFileType
    ├── FileTooLarge
    ├── EmptyFile
    ├── ScannedFile        pages without a text layer
    ├── EncryptedFile
    └── DamagedFile

Messages are English and name the remedy; `ui.texts` holds the Dutch sentence for each.
"""

from __future__ import annotations

from pathlib import Path


class VraagbaakError(Exception):
    """Base of every error that a user can mend."""


class SettingsError(VraagbaakError):
    """A setting has a value that cannot be right."""

    def __init__(self, variable: str, value: object, reason: str) -> None:
        self.variable, self.value, self.reason = variable, value, reason
        super().__init__(f"{variable}={value!r}: {reason}")


class StoreError(VraagbaakError):
    """Something about the index folder."""


class IndexMissing(StoreError):
    """There is no index in the folder yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"no index in {folder}; build one with: vraagbaak ingest PATH --index {folder}")


class IndexBusy(StoreError):
    """Another process is writing to the index; `holder` says who, as far as known."""

    def __init__(self, folder: Path, holder: str) -> None:
        self.folder, self.holder = folder, holder
        super().__init__(f"{folder} is being written by {holder}; wait until it is done, then try again")


class IndexMismatch(StoreError):
    """The index was built with another setting than it is opened with."""

    def __init__(self, folder: Path, name: str, stored: object, wanted: object) -> None:
        self.folder, self.name, self.stored, self.wanted = folder, name, stored, wanted
        super().__init__(
            f"{folder} was built with {name} {stored!r}, not {wanted!r}; "
            f"rebuild with: vraagbaak ingest --rebuild --index {folder}"
        )


class IndexDamaged(StoreError):
    """A part of the index is lost or unreadable."""

    def __init__(self, folder: Path, part: str, reason: str) -> None:
        self.folder, self.part, self.reason = folder, part, reason
        super().__init__(f"{part} in {folder}: {reason}; mend with: vraagbaak check --index {folder}")


class IndexLost(StoreError):
    """The document store, from which the other parts can be mended, cannot be read itself."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"the documents in {folder} cannot be read ({reason}); delete {folder} and ingest again")


class DocumentMissing(StoreError):
    """No document of the index, as it is now, has this id."""

    def __init__(self, document_id: str) -> None:
        self.document_id = document_id
        super().__init__(f"no document {document_id!r} in the index; it may have been replaced or removed")


class ServerUnreachable(StoreError):
    """The Chroma server does not answer."""

    def __init__(self, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"no Chroma server answers at {url} ({reason}); start it, or unset VRAAGBAAK_CHROMA_URL")


class BatchError(VraagbaakError):
    """A line of a file of questions (counted from 1) is no question; line 0 is the file itself."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f'{path}, line {line}: {reason}; write one JSON object a line, such as {{"question": "…"}}')


class EvaluationError(VraagbaakError):
    """Something about a test set or a run."""


class TestSetError(EvaluationError):
    """A file or folder is no test set; `reason` is a key of `ui.texts_evaluation.REASONS`."""

    __test__ = False

    def __init__(self, path: Path, reason: str, detail: str = "") -> None:
        self.path, self.reason, self.detail = path, reason, detail
        super().__init__(f"{path}: {reason}{': ' if detail else ''}{detail}; see: vraagbaak evaluate --new FILE.xlsx")


class RunMissing(EvaluationError):
    """There is no run in the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"no run in {folder}; make one with: vraagbaak evaluate TESTSET --out {folder}")


class RunDamaged(EvaluationError):
    """The files of a run cannot be read."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"the run in {folder} cannot be read ({reason}); delete the folder and run again")


class RunDiffers(EvaluationError):
    """The folder holds a run of something else, which cannot be gone on with; `name` says what differs."""

    def __init__(self, folder: Path, name: str, stored: object, wanted: object) -> None:
        self.folder, self.name, self.stored, self.wanted = folder, name, stored, wanted
        super().__init__(
            f"{folder} holds a run with {name} {stored!r}, not {wanted!r}; choose another folder with --out"
        )


class RunBusy(EvaluationError):
    """Another process is writing to the run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"another process is busy with the run in {folder}; wait until it is done")


class RunUnwritable(EvaluationError):
    """The folder of a run cannot be written."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"{folder} cannot be written ({reason}); choose another folder with --out")


class EmbeddingError(VraagbaakError):
    """The embedding model cannot be loaded."""

    def __init__(self, model: str, reason: str) -> None:
        self.model, self.reason = model, reason
        super().__init__(f"embedding model {model!r}: {reason}")


class CheckerError(VraagbaakError):
    """The bundled model that checks statements cannot be loaded."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"model in {folder}: {reason}; install vraagbaak again")


class ModelError(VraagbaakError):
    """The language model `model` (as `provider:model`) cannot be used; the reason holds no text of a user."""

    def __init__(self, model: str, reason: str) -> None:
        self.model, self.reason = model, reason
        super().__init__(f"language model {model!r}: {reason}")


class ProviderMissing(ModelError):
    """The package of the model's provider is not installed; `install` is what pip needs to be told."""

    def __init__(self, model: str, install: str) -> None:
        self.install = install
        super().__init__(model, f'its package is missing; install it with: pip install "{install}"')


class KeyRefused(ModelError):
    """The provider wants an API key, or another one."""

    def __init__(self, model: str) -> None:
        super().__init__(model, "the provider refuses the API key; set VRAAGBAAK_LLM_API_KEY")


class ModelUnreachable(ModelError):
    """No server answers."""

    def __init__(self, model: str, url: str) -> None:
        self.url = url
        super().__init__(model, f"no server answers at {url}; start it, or set VRAAGBAAK_LLM_BASE_URL")


class ModelUnknown(ModelError):
    """The server does not know the model, or has nothing at this address."""

    def __init__(self, model: str, url: str) -> None:
        self.url = url
        super().__init__(model, f"{url} does not know it; set VRAAGBAAK_LLM and VRAAGBAAK_LLM_BASE_URL")


class ModelSilent(ModelError):
    """The model was asked, and gave no reply that can be read in time; `wait` is how many seconds it asks to wait."""

    def __init__(self, model: str, reason: str, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(model, reason)


class QuoteError(VraagbaakError):
    """Something that is not a slice of a stored text was offered as a quote."""


class ReadError(VraagbaakError):
    """A file cannot be read; subclasses say why."""

    def __init__(self, path: Path, reason: str = "") -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {type(self).__name__}{': ' if reason else ''}{reason}")


class FileMissing(ReadError):
    """No file or folder has this name."""


class UnknownFileType(ReadError):
    """No reader for this kind of file."""


class FileTooLarge(ReadError):
    """The file is larger than the limit; `limit_mb` is the setting's value in megabytes."""

    def __init__(self, path: Path, limit_mb: float, size_mb: float) -> None:
        self.limit_mb, self.size_mb = limit_mb, size_mb
        super().__init__(path, f"{size_mb:.1f} MB is over the limit of {limit_mb:g} MB")


class EmptyFile(ReadError):
    """There is no text in the file."""


class ScannedFile(ReadError):
    """The pages are pictures: there is no text layer, so OCR is needed first."""


class EncryptedFile(ReadError):
    """The file asks for a password."""


class DamagedFile(ReadError):
    """The file does not follow its own format."""
