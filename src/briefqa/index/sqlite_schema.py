"""The tables of the SQLite store and the file's own settings."""

SCHEMA = """
CREATE TABLE documents (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    summary TEXT NOT NULL,
    text TEXT NOT NULL,
    blocks TEXT NOT NULL
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents (position),
    paragraph_row INTEGER NOT NULL,
    view_hash TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX passages_by_document ON passages (document, row);
CREATE TABLE facts (
    position INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (position),
    passage_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT,
    words TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX facts_by_passage ON facts (passage_id);
CREATE INDEX facts_by_document ON facts (document);
CREATE TABLE corpus (name TEXT PRIMARY KEY, content TEXT NOT NULL);
"""

# The file is written once, beside everything else, and synced as a whole: a journal would protect nothing.
WRITE_PRAGMAS = ("PRAGMA page_size = 8192", "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF")
READ_PRAGMAS = ("PRAGMA query_only = ON", "PRAGMA mmap_size = 268435456")
