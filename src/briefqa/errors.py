"""The error tree.

BriefqaError                 every error a user can cause or mend; the message says what happened and what to do
├── SettingsError            a setting that cannot be used
├── CorpusError              the corpus folder or its manifest
│   └── DocumentError        one document that cannot be read
├── ModelError               weights missing, truncated or of another shape
├── StoredIndexError         an index that cannot be opened or written
│   ├── IndexMissingError    nothing was built there yet
│   ├── IndexFormatError     built by another format version
│   ├── IndexCorruptError    a file does not match its checksum
│   └── IndexBusyError       another build holds the lock
├── QuestionError            a question that cannot be asked
├── NotFoundError            an id the index does not hold
├── SavedAnswerError         a saved answer that cannot be read again
└── EvaluationError          a questions file or baseline that cannot be used
"""


class BriefqaError(Exception):
    """Base of every error with one clear sentence for the person who can mend it."""


class SettingsError(BriefqaError):
    """A setting that cannot be used."""


class CorpusError(BriefqaError):
    """The corpus folder or its manifest cannot be used."""


class DocumentError(CorpusError):
    """One document cannot be read; the others still can."""


class ModelError(BriefqaError):
    """Weights are missing, truncated or of another shape."""


class StoredIndexError(BriefqaError):
    """An index that cannot be opened or written."""


class IndexMissingError(StoredIndexError):
    """Nothing was built at that place yet."""


class IndexFormatError(StoredIndexError):
    """The index was built by another format version."""


class IndexCorruptError(StoredIndexError):
    """A file of the index does not match its checksum."""


class IndexBusyError(StoredIndexError):
    """Another build holds the lock."""


class QuestionError(BriefqaError):
    """A question that cannot be asked: empty, too long, not text."""


class NotFoundError(BriefqaError):
    """An id that the index does not hold."""


class SavedAnswerError(BriefqaError):
    """A saved answer that cannot be read again."""


class EvaluationError(BriefqaError):
    """A questions file, gold file or baseline that cannot be used."""


class ServerError(BriefqaError):
    """A server refuses a request, cannot be reached, or says what this client does not understand.

    `status` is the HTTP status and `kind` the last part of the problem's type; both are None without an answer.
    """

    def __init__(self, message: str, status: int | None = None, kind: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
