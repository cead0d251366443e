"""The reference of the API's operations, read from its OpenAPI description."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docs.generator.tables import cell, code, first_sentence, table
from office.dependencies import read_only_parts
from records.database import Database
from starter.api.app import api


@cache
def operations() -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Every operation: its method, its path and its description."""
    return tuple(_operations())


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'records.db'}")
        described = api(read_only_parts(database)).openapi()
        database.close()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def page() -> str:
    """The page of all operations."""
    rows = (
        [code(f"{method} {path}"), cell(f"{each['summary']}. {first_sentence(each['description'])}")]
        for method, path, each in operations()
    )
    return "\n".join(
        (
            "# API operations\n",
            "Paths are below `/api/v1`. `/api/v1/openapi.json` gives every field and refusal. "
            "[The JSON API](api.md) shows how to begin.\n",
            table(("Operation", "What it does"), rows),
        )
    )
