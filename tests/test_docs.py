"""The documents of the project say what is there: commands, options, links, dependencies.

Routes and settings are compared with their documents in tests/api/test_http_pages.py.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from briefqa.cli.app import make_app
from briefqa.settings import ServerSettings, Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("training/*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
IN_LINE = re.compile(r"`([^`\n]+)`")


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def commands(group: TyperGroup | None = None, path: str = "briefqa") -> Iterator[tuple[str, TyperCommand]]:
    """Every command that does something, by the words that call it."""
    if group is None:
        root = get_command(make_app())
        assert isinstance(root, TyperGroup)
        group = root
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, f"{path} {name}")
        elif isinstance(command, TyperCommand):
            yield f"{path} {name}", command


COMMANDS = dict(commands())


def sections(text: str) -> dict[str, str]:
    """What stands under each heading of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def written_options(section: str) -> set[str]:
    cells = re.findall(r"^\| (`.+?) \| ", section, re.MULTILINE)
    return {option for cell in cells for option in re.findall(r"`(--?[a-z][a-z-]*)", cell)}


def written_arguments(section: str) -> set[str]:
    cells = re.findall(r"^\| (`.+?) \| ", section, re.MULTILINE)
    return {word.lower() for cell in cells for word in re.findall(r"`([A-Z]+)`", cell)}


def code_lines(text: str) -> Iterator[str]:
    """Lines of code of a page: fenced, indented or within a sentence, without prompt and comment."""
    bare = FENCE.sub("", text)
    blocks = [body for language, body in FENCE.findall(text) if language in {"", "console", "bash", "sh"}]
    lines = [line for body in blocks for line in body.splitlines()]
    for line in [*lines, *INDENTED.findall(bare), *IN_LINE.findall(bare)]:
        yield line.strip().removeprefix("$ ").removeprefix(".venv/bin/")


def calls(text: str) -> Iterator[str]:
    """Calls of the command line on a page, up to a pipe or a comment."""
    for line in code_lines(text):
        if re.match(r"briefqa [a-z]", line):
            yield re.split(r" {2,}| [|>] ", line)[0]


def called(call: str) -> tuple[str, list[str]]:
    """The command that a line calls, and the options that it gives."""
    words = shlex.split(re.sub(r"[\[\]]", " ", call))
    name = max((name for name in COMMANDS if words[: len(name.split())] == name.split()), key=len, default="")
    return name, [word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)]


def options_of(command: TyperCommand) -> set[str]:
    return {
        name for item in command.params if isinstance(item, TyperOption) for name in (*item.opts, *item.secondary_opts)
    }


def test_the_commands_are_those_with_a_section_in_the_docs() -> None:
    assert {title for title in sections(page("docs/cli.md")) if title.startswith("briefqa ")} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_of_a_command_is_in_its_section(name: str) -> None:
    section = sections(page("docs/cli.md"))[name]
    assert written_options(section) == options_of(COMMANDS[name]) - {"--help"}
    arguments = {item.name for item in COMMANDS[name].params if isinstance(item, TyperArgument)}
    assert written_arguments(section) == arguments


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_call_on_a_page_names_a_command_and_options_that_exist(path: Path) -> None:
    wrong = []
    for call in calls(path.read_text("utf-8")):
        name, options = called(call)
        if not name or set(options) - options_of(COMMANDS[name]):
            wrong.append(call)
    assert wrong == []


def test_calls_are_found_wherever_they_are_written() -> None:
    fenced = "```console\n$ .venv/bin/briefqa keys list --json\n```\n"
    text = f"`briefqa ask` then\n\n    briefqa eval --json x.json | less\n\n{fenced}"
    assert sorted(calls(text)) == ["briefqa ask", "briefqa eval --json x.json", "briefqa keys list --json"]
    assert called("briefqa keys list --json") == ("briefqa keys list", ["--json"])
    assert called("briefqa invent --json") == ("", ["--json"])


def test_the_readme_shows_the_two_commands_and_the_four_questions_to_an_index() -> None:
    text = page("README.md")
    shown = {called(call)[0] for call in calls(text)}
    assert {"briefqa ask", "briefqa search", "briefqa facts", "briefqa audit"} <= shown
    assert {"make serve", "make test"} <= set(code_lines(text))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_make_target_on_a_page_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))
    lines = code_lines(path.read_text("utf-8"))
    named = {found[1] for line in lines if (found := re.match(r"make ([a-z]+)", line))}
    assert named - targets == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_to_a_file(path: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", path.read_text("utf-8")))
    files = [link.split("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]
    assert [file for file in files if not (path.parent / file).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_part_of_the_project_that_a_page_names_is_there(path: Path) -> None:
    named = IN_LINE.findall(FENCE.sub("", path.read_text("utf-8")))
    tracked = re.compile(r"(?:src|api|docs|tests|training|benchmarks|deploy|eval|corpus)/[\w./-]*\w/?")
    assert [name for name in named if tracked.fullmatch(name) and not (ROOT / name).exists()] == []


def test_every_environment_variable_in_the_docs_is_a_setting_or_read_by_the_code() -> None:
    settings = {name.upper() for name in Settings.model_fields}
    settings |= {f"SERVER__{name.upper()}" for name in ServerSettings.model_fields}
    code = [*ROOT.glob("training/**/*.py"), *ROOT.glob("tests/browser/*.py"), *ROOT.glob("benchmarks/*.py")]
    read = {name for path in code for name in re.findall(r'"BRIEFQA_([A-Z_]+)"', path.read_text("utf-8"))}
    named = {name for path in PAGES for name in re.findall(r"BRIEFQA_([A-Z_]+)", path.read_text("utf-8"))}
    assert len(named) > 2
    assert named - settings - read == set()


def test_the_readme_links_to_every_page_of_the_docs() -> None:
    links = set(re.findall(r"\]\((docs/[a-z]+\.md)\)", page("README.md")))
    assert links == {f"docs/{path.name}" for path in ROOT.glob("docs/*.md")}


def test_every_dependency_has_a_line_that_says_why() -> None:
    project = tomllib.loads(page("pyproject.toml"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    needed = {Requirement(line).name.lower() for names in lists for line in names} - {"briefqa"}
    lines = [line for line in page("docs/dependencies.md").splitlines() if line.startswith("- ")]
    explained = {name.lower() for line in lines for name in re.findall(r"\*\*([\w.-]+)\*\*", line)}
    assert needed - explained == set()
    assert explained - needed == {"sqlite"}


def test_the_changelog_has_the_version_of_the_package() -> None:
    import briefqa

    heading = re.search(r"^## \[([^\]]+)\]", page("CHANGELOG.md"), re.MULTILINE)
    assert heading is not None
    assert heading[1] == briefqa.__version__
