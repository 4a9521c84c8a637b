"""The static files: size, integrity, and what they may not contain."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256, sha384
from pathlib import Path

import pytest

from briefqa_api.widget import Asset, read_assets


@pytest.fixture(scope="module")
def assets() -> dict[str, Asset]:
    return {asset.path: asset for asset in read_assets()}


def test_the_widget_is_one_module_of_at_most_40_kb_without_imports(assets: dict[str, Asset]) -> None:
    script = assets["/widget.js"].body
    assert len(script) <= 40_000
    assert not re.search(rb"^\s*import[\s{(]|\bimport\(|require\(", script, re.MULTILINE)


@pytest.mark.parametrize("path", ["/widget.js", "/demo.js"])
@pytest.mark.parametrize(
    "sink",
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "setHTML", ".srcdoc"],
)
def test_no_script_can_turn_text_into_markup(assets: dict[str, Asset], path: str, sink: str) -> None:
    assert sink not in assets[path].body.decode("utf-8")


def test_the_widget_keeps_nothing_beyond_the_tab(assets: dict[str, Asset]) -> None:
    script = assets["/widget.js"].body.decode("utf-8")
    assert "sessionStorage" in script
    assert not {word for word in ("localStorage", "indexedDB", "cookie") if word in script}


def test_the_versioned_twin_is_bound_to_its_content(assets: dict[str, Asset]) -> None:
    script = assets["/widget.js"].body
    twin = assets[f"/widget-{sha256(script).hexdigest()[:12]}.js"]
    assert twin.body == script
    assert "immutable" in twin.cache_control and "immutable" not in assets["/widget.js"].cache_control
    assert twin.integrity == "sha384-" + b64encode(sha384(script).digest()).decode("ascii")


def test_the_demo_page_loads_the_twin_with_its_integrity_and_no_inline_code(assets: dict[str, Asset]) -> None:
    page = assets["/"].body.decode("utf-8")
    twin = next(asset for path, asset in assets.items() if path.startswith("/widget-"))
    assert f'src="{twin.path}" integrity="{twin.integrity}"' in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", page)
    assert "{{" not in page


def test_the_demo_page_may_talk_to_nobody_but_its_server(assets: dict[str, Asset]) -> None:
    policy = assets["/"].content_security_policy
    assert policy is not None
    assert policy.startswith("default-src 'none'") and "connect-src 'self'" in policy and "unsafe" not in policy


def test_entity_tags_follow_the_content(assets: dict[str, Asset]) -> None:
    tags = {asset.etag for asset in assets.values()}
    assert len(tags) == len(assets) - 1  # the widget and its twin are the same bytes
    assert all(re.fullmatch(r'"[0-9a-f]{32}"', tag) for tag in tags)


@pytest.fixture(scope="module")
def guide() -> str:
    return (Path(__file__).parents[2] / "docs" / "widget.md").read_text("utf-8")


def _written(pattern: str, assets: dict[str, Asset]) -> set[str]:
    found = set(re.findall(pattern, assets["/widget.js"].body.decode("utf-8")))
    assert found, "the pattern fits nothing any more"
    return found


def test_every_theme_property_is_documented(assets: dict[str, Asset], guide: str) -> None:
    used = _written(r"var\((--briefqa-[a-z-]+)", assets)
    assert used == set(re.findall(r"`(--briefqa-[a-z-]+)`", guide))


def test_every_attribute_is_documented(assets: dict[str, Asset], guide: str) -> None:
    read = _written(r'(?:getAttribute|hasAttribute|#list)\("([a-z]+)"', assets)
    read |= set(_written(r":host\(\[([a-z]+)=", assets)) | {"lang"}
    read -= {"popover"}
    assert read == set(re.findall(r"^\| `([a-z]+)` \|", guide, re.MULTILINE))


def test_every_event_is_documented(assets: dict[str, Asset], guide: str) -> None:
    sent = _written(r'#emit\("([a-z]+)"', assets) | {"open", "close"}
    assert sent == set(re.findall(r"`briefqa:([a-z]+)`", guide))


def test_every_documented_part_exists(assets: dict[str, Asset], guide: str) -> None:
    parts = re.findall(r"`([a-z]+)`", guide[guide.index("style its parts") : guide.index("Colours of your own")])
    script = assets["/widget.js"].body.decode("utf-8")
    classes = {name for tag in re.findall(r'[`"]([a-z]+(?:\.[a-z]+)+)', script) for name in tag.split(".")[1:]}
    classes |= set(re.findall(r'#add\("([a-z]+)"', script)) | {"close"}
    assert len(parts) > 15
    assert set(parts) <= classes
