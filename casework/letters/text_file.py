"""A text of a letter, a message or a notice as a file holds it: front matter that declares, and the words below it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from statute.strict_reading import Repeated, yaml_from

OUR_RULE = "our own rule"
"""The source of a fact that no regulation asks for, and without which this product sends no letter."""
SUFFIX = ".md.jinja"
_FENCE = "---\n"
Sort = Literal["letter", "notice", "message", "part"]


class BadText(ValueError):  # noqa: N818 - named for what is wrong
    """A text is not as it should be: `line` counts from 1, and the message is one sentence with file and line."""

    def __init__(self, name: str, line: int, what: str) -> None:
        super().__init__(f"{name}, line {line}: {what}.")
        self.name, self.line, self.what = name, line, what


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DeclaredFact(_Strict):
    """A fact that a text requires: its name in the catalogue, what the officer calls it, and what requires it."""

    name: str
    called: str
    source: str

    @property
    def said(self) -> str:
        """What a held letter says is missing."""
        return self.called if self.source == OUR_RULE else f"{self.called} ({self.source})"


class Statement(_Strict):
    """Something that the text itself must say, by including a part; not where the fact `unless` holds."""

    part: str
    called: str
    source: str
    unless: str | None = None

    @property
    def said(self) -> str:
        """What a held letter says is missing."""
        return f"{self.called} ({self.source})"


class Announcement(_Strict):
    """How an e-mail or a text message announces a letter: the stage, and what to do. Neither names a child or a need."""

    stage: str
    to_do: str


class Head(_Strict):
    """The front matter of a text. `heading` stands above the alerts of a kind in a digest; without one the title does."""

    kind: str
    title: str
    to: Literal["family", "others", "anyone"]
    reader: str
    citation: str
    version: int = Field(ge=1)
    facts: tuple[DeclaredFact, ...] = ()
    statements: tuple[Statement, ...] = ()
    optional: tuple[str, ...] = ()
    announcement: Announcement | None = None
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text with the name of its file; `first_line` is the line on which its words begin. A part has no head."""

    name: str
    head: Head | None
    body: str
    first_line: int
    is_own: bool = False

    @property
    def sort(self) -> Sort:
        """What it is a text of."""
        return sort_of(self.name)

    @property
    def content_hash(self) -> str:
        """The SHA-256 of the front matter and the words."""
        told = self.head.model_dump_json() if self.head is not None else ""
        return hashlib.sha256(f"{told}\n{self.body}".encode()).hexdigest()

    @property
    def declared(self) -> tuple[str, ...]:
        """The names of the facts that it declares, required or optional."""
        head = self.head
        return (*(one.name for one in head.facts), *head.optional) if head is not None else ()


def sort_of(name: str) -> Sort:
    """What a file is a text of, by its folder."""
    folders = name.split("/")[:-1]
    if folders[:1] == ["parts"]:
        return "part"
    if folders[:1] == ["messages"]:
        return "message"
    return "notice" if "notices" in folders else "letter"


def text_file(name: str, source: str, *, is_own: bool = False) -> TextFile:
    """The text of a file. Raises BadText where its front matter is not as it should be."""
    if sort_of(name) == "part":
        return TextFile(name, None, source, 1, is_own)
    if not source.startswith(_FENCE) or (end := source.find(f"\n{_FENCE}", len(_FENCE) - 1)) < 0:
        raise BadText(name, 1, "the file does not begin with front matter between two lines of ---")
    written, body = source[len(_FENCE) : end + 1], source[end + 1 + len(_FENCE) :]
    try:
        content = yaml_from(written)
    except Repeated as error:
        raise BadText(name, 2, str(error).rstrip(".")) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadText(name, mark.line + 2 if mark else 2, "the front matter is not YAML") from None
    if not isinstance(content, dict):
        raise BadText(name, 2, "the front matter is not a list of names with values")
    try:
        head = Head.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        said = {"missing": "is missing", "extra_forbidden": "is not part of the front matter"}
        key = str(first["loc"][0])
        line = next((at for at, row in enumerate(written.splitlines(), 2) if row.startswith(f"{key}:")), 2)
        raise BadText(
            name, line, f"{where} {said.get(first['type'], 'is wrong: ' + first['msg'].lower())}"
        ) from None
    return TextFile(name, head, body, source[: end + 1 + len(_FENCE)].count("\n") + 1, is_own)
