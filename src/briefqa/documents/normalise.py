"""Characters: what a source's text keeps, what is noise of its format, and how bytes become text."""

from __future__ import annotations

import re
import unicodedata

from briefqa.errors import DocumentError

MARK_OPEN = "\ufdd0"
"""Begins a note mark inside a draft's text; a noncharacter, so no source text contains it after `clean_line`."""
MARK_CLOSE = "\ufdd1"
"""Ends a note mark or the number of a page."""
TURN_OPEN = "\ufdd2"
"""Begins the number of the page that begins at this place inside a draft's text."""

_SPACE = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LATIN_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_FORMAT_NOISE = dict.fromkeys(
    [
        0x00AD,  # soft hyphen
        0x061C,
        0x180E,
        0x200B,  # zero-width space
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),  # bidirectional embedding
        *range(0x2060, 0x2070),  # word joiner, invisible operators, bidirectional isolates
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        0xFFFC,  # object replacement
    ]
)
_TABLE = {**_FORMAT_NOISE, **_LATIN_LIGATURES}
_BINARY_SHARE = 0.005
"""More control characters than this share of a file mean that it is not text."""
_SAMPLE = 1 << 16


def _dropped(character: str) -> bool:
    """Whether a character is a control, a lone surrogate or a noncharacter."""
    code = ord(character)
    return (
        (unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t")
        or 0xFDD0 <= code <= 0xFDEF
        or code & 0xFFFE == 0xFFFE
    )


def clean_text(text: str) -> str:
    """Normalise the characters of a source: NFC, line ends as newlines, no control or invisible formatting characters.

    Visible characters stay as they are, typographic quotation marks and dashes included; only the Latin ligatures
    that fonts draw (U+FB00 to U+FB06) are written out.
    """
    text = _LINE_ENDS.sub("\n", text).translate(_TABLE)
    if not text.isprintable():
        text = "".join(character for character in text if not _dropped(character))
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Normalise a text that is one line in the end: `clean_text` with every run of white space as one space.

    Non-breaking and other wide or thin spaces become plain spaces too.
    """
    return collapse(clean_text(text))


def collapse(text: str) -> str:
    """Write every run of white space, newlines included, as one space and trim the ends."""
    return " ".join(text.split())


def collapse_keeping_lines(text: str) -> str:
    """Write every run of white space other than newlines as one space."""
    return _SPACE.sub(" ", text)


def decode(content: bytes) -> str:
    """Decode the bytes of a text file: a byte order mark, else UTF-8, else the encoding detected from the bytes.

    Raises:
        DocumentError: the bytes are binary, or no encoding fits them.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _decode_as(content, encoding)
    refuse_binary(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as(content, _detect(content))


def refuse_binary(content: bytes) -> None:
    """Raise a DocumentError where the first bytes are not those of a text file."""
    sample = content[:_SAMPLE]
    controls = sum(1 for byte in sample if byte < 32 and byte not in b"\t\n\v\f\r\x1b")
    if 0 in sample or controls > max(2, len(sample) * _BINARY_SHARE):
        raise DocumentError("it is a binary file, not text; save it as PDF, DOCX, HTML, Markdown or UTF-8 text")


def _detect(content: bytes) -> str:
    """Name the encoding that fits bytes which are not UTF-8."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[: 16 * _SAMPLE], cp_exclusion=["utf_7"]).best()
    if best is None:
        raise DocumentError("its characters are in no known encoding; save it as UTF-8 text")
    return best.encoding


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise DocumentError(f"its bytes are not valid {encoding}; save it as UTF-8 text") from error
