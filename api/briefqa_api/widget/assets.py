"""The static files of widget and demo page, ready to be sent: path, bytes, headers.

The widget is served twice: at `/widget.js`, which always is the newest, and at a path that carries the hash of
its content and never changes. Host pages that pin the second one can add its integrity hash to their script tag.

Its source stands in a few files that share one scope. They are joined in the order of `PARTS` when the server starts,
without indentation and lines of comments, so host pages load one small module, and there is nothing to build.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256, sha384
from importlib.resources import files

WIDGET_PATH = "/widget.js"
PARTS = (
    "words.js",
    "style.css",
    "elements.js",
    "server.js",
    "memory.js",
    "card.js",
    "actions.js",
    "frame.js",
    "chat.js",
    "page.js",
)

# only comments that have a line to themselves; strings may hold anything that looks like one
_COMMENT = re.compile(r"//.*|/\*.*\*/")
_HEAD = """\
/*
 * <briefqa-chat server="https://briefs.example" title="Ask the briefs"> answers questions by quoting the documents.
 *
 * One module without dependencies. What a document or a server says enters the page as text nodes only, and becomes
 * a link only as http(s). Offsets count code points, so text is cut with Array.from and never with String.slice.
 */"""

# the demo page needs nothing but its own files and its own API; styles of the widget are constructed, not inline
DEMO_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

_SHORT = "public, max-age=300"
_PAGE = "no-cache"
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file: the `path` it is served at, its `body` and the headers that go with it."""

    path: str
    body: bytes
    media_type: str
    cache_control: str
    content_security_policy: str | None = None

    @property
    def etag(self) -> str:
        """A strong entity tag, quoted as the header wants it."""
        return f'"{sha256(self.body).hexdigest()[:32]}"'

    @property
    def integrity(self) -> str:
        """The value of the `integrity` attribute (W3C Subresource Integrity, sha384)."""
        return "sha384-" + b64encode(sha384(self.body).digest()).decode("ascii")


def read_assets() -> tuple[Asset, ...]:
    """Read the widget, its versioned twin and the demo page with its files from the package."""
    script = read_script()
    widget = Asset(WIDGET_PATH, script, "text/javascript; charset=utf-8", _SHORT)
    twin = Asset(versioned_path(script), script, widget.media_type, _FOREVER)
    return (
        widget,
        twin,
        Asset("/", _demo_page(twin), "text/html; charset=utf-8", _PAGE, DEMO_CONTENT_SECURITY_POLICY),
        Asset("/demo.css", _read("demo.css"), "text/css; charset=utf-8", _SHORT),
        Asset("/demo.js", _read("demo.js"), "text/javascript; charset=utf-8", _SHORT),
    )


def read_script() -> bytes:
    """The widget's module: its parts joined, the style as a string."""
    joined = [_HEAD]
    for name in PARTS:
        lines = [line.lstrip("\t") for line in _read(f"chat/{name}").decode("utf-8").splitlines()]
        text = "\n".join(line for line in lines if line and not _COMMENT.fullmatch(line))
        joined.append(f"const STYLE = `\n{text}`;" if name.endswith(".css") else text)
    return "\n".join([*joined, ""]).encode("utf-8")


def versioned_path(script: bytes) -> str:
    """The path of the widget that is bound to exactly this content."""
    return f"/widget-{sha256(script).hexdigest()[:12]}.js"


def _demo_page(widget: Asset) -> bytes:
    page = _read("demo.html").decode("utf-8")
    page = page.replace("{{widget_path}}", widget.path).replace("{{widget_integrity}}", widget.integrity)
    return page.encode("utf-8")


def _read(name: str) -> bytes:
    return files("briefqa_api.widget").joinpath(name).read_bytes()
