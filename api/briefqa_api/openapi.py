"""The OpenAPI document and the page that shows it, without anything from another server."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi

from briefqa_api.problems import PROBLEM_MEDIA_TYPE
from briefqa_api.schemas.common import Problem

_DESCRIPTION = (
    "Answers questions about documents by quoting them. Every answer carries the exact place it stands, and an honest "
    "refusal says what the documents lack. Offsets count Unicode code points. Errors are RFC 9457 problem details."
)
_STYLE = (
    ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;"
    "padding:0 1rem}pre{overflow:auto;padding:.75rem;border:1px solid #8886;border-radius:.5rem;font-size:.85rem}"
    "section{border-top:1px solid #8886;padding:.5rem 0}code{font-size:.95em}table{border-collapse:collapse}"
    "td,th{padding:.15rem .75rem .15rem 0;text-align:left;vertical-align:top}"
)


def describe(app: FastAPI) -> None:
    """Give the application its OpenAPI document and /docs."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    async def show(_: Request) -> Response:
        digest = b64encode(sha256(_STYLE.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
        return Response(_page(app.openapi()), media_type="text/html", headers={"Content-Security-Policy": policy})

    app.openapi = document  # type: ignore[method-assign]
    app.add_route("/docs", show, include_in_schema=False)


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=_DESCRIPTION, routes=app.routes)
    parts = document.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    parts["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "a key of `briefqa keys create`, or a host's JWT"}
    }
    refusal = {
        "description": "a problem (RFC 9457)",
        "content": {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path, operations in document["paths"].items():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = refusal
            if path.startswith("/v1/") or path == "/metrics":
                operation["security"] = [{"key": []}, {}]
    return document


def _page(document: dict[str, Any]) -> str:
    """The document as one plain page: each address, what it takes, what it gives, with examples."""
    sections = [
        _operation(document, path, method, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(document["info"]["title"])}'
        f'</title><meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><main>'
        f"<h1>{escape(document['info']['title'])} {escape(document['info']['version'])}</h1>"
        f"<p>{escape(document['info'].get('description', ''))}</p>"
        f'<p><a href="/openapi.json">OpenAPI document</a></p>{"".join(sections)}</main></body></html>'
    )


def _operation(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><th><code>{escape(one['name'])}</code></th><td>{escape(one['in'])}</td>"
        f"<td>{escape(one.get('description', ''))}</td></tr>"
        for one in operation.get("parameters", ())
    )
    bodies = [
        _example(document, title, content["schema"])
        for title, holder in (("Body", operation.get("requestBody")), ("Answer", operation["responses"].get("200")))
        if holder
        for media_type, content in holder.get("content", {}).items()
        if media_type == "application/json" and "schema" in content
    ]
    return (
        f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p><b>{escape(operation.get('summary', ''))}"
        f"</b> {escape(operation.get('description', ''))}</p>{f'<table>{rows}</table>' if rows else ''}"
        f"{''.join(bodies)}</section>"
    )


def _example(document: dict[str, Any], title: str, schema: dict[str, Any]) -> str:
    name = schema.get("$ref", "").rpartition("/")[2]
    examples = document["components"]["schemas"].get(name, {}).get("examples", ())
    shown = "".join(f"<pre>{escape(json.dumps(one, indent=1, ensure_ascii=False))}</pre>" for one in examples)
    return f"<h3>{title}: {escape(name)}</h3>{shown}" if name else ""
