"""The `briefqa` command: one module for each group of commands, imported when the command line is read."""

from __future__ import annotations

import sys

import typer

from briefqa.cli import ask, build, evaluate, facts, keys
from briefqa.cli.build import one_sentence
from briefqa.errors import (
    BriefqaError,
    IndexBusyError,
    IndexCorruptError,
    IndexFormatError,
    ModelError,
)

GROUPS = (build, ask, facts, evaluate, keys)
"""Modules with a `register(app)`; their heavy imports stand inside the commands."""

CHECK_FAILED = (ModelError, IndexBusyError, IndexCorruptError, IndexFormatError)
"""Errors in what is there rather than in how the command was called."""


def make_app() -> typer.Typer:
    """The application with every command."""
    app = typer.Typer(
        name="briefqa",
        help="Answers questions about policy briefs by quoting them.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for group in GROUPS:
        group.register(app)
    return app


def main() -> None:
    """Run the command line; ends the process with 0, 1 (a check failed) or 2 (bad use)."""
    try:
        make_app()()
    except BriefqaError as error:
        sys.stderr.write(one_sentence(error) + "\n")
        sys.exit(1 if isinstance(error, CHECK_FAILED) else 2)
