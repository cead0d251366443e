"""Texts filled with facts. Nothing is read while a text is filled: the set holds every part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from traceback import extract_tb
from typing import Any

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    nodes,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from casework.letters.markdown_blocks import NotInSubset, blocks_of, filled, place_of
from casework.letters.paper import Block
from casework.letters.text_file import BadText, TextFile
from casework.letters.text_set import TextSet

_SYNTAX = ImmutableSandboxedEnvironment()
"""Reads the syntax of texts, and fills none."""
_PART = re.compile(r"^parts/(.+)\.md\.jinja$")


@dataclass(slots=True)
class _Filling:
    """What is noted while one text is filled: the values in the order of their places, and the parts that were said."""

    values: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)

    def place(self, value: object) -> Markup:
        """The place of a value."""
        self.values.append(str(value))
        return Markup(place_of(len(self.values) - 1))

    def say(self, part: str) -> Markup:
        """Note that a part is said."""
        self.said.add(part)
        return Markup("")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled text: its blocks, and the parts that it says."""

    blocks: tuple[Block, ...]
    said: frozenset[str]


@pass_context
def _finalize(context: Context, value: Any) -> Any:
    """A place for a value. Raises an error for a fact that is not there, so that no letter reads "None"."""
    if isinstance(value, Markup):
        return value
    if value is None or isinstance(value, bool):
        raise TemplateError("a fact is used that is not there")
    return context["filling"].place(value)


@lru_cache(maxsize=16)
def environment(chosen: TextSet) -> ImmutableSandboxedEnvironment:
    """The environment in which the texts of a set are filled."""
    sources = {name: (_source(text), name, None) for name, text in chosen.files.items()}
    return ImmutableSandboxedEnvironment(
        loader=FunctionLoader(sources.get), undefined=StrictUndefined, autoescape=True, finalize=_finalize
    )


def _source(text: TextFile) -> str:
    """The words of a text; a part notes that it was said. No line is added, so that lines are those of the file."""
    part = _PART.match(text.name)
    return f'{{{{ filling.say("{part[1]}") }}}}{text.body}' if part else text.body


def fill(chosen: TextSet, text: TextFile, facts: Mapping[str, object]) -> Filled:
    """The blocks of a text with its facts. Raises BadText."""
    words, filling = _filled(chosen, text, facts)
    try:
        return Filled(blocks_of(words, filling.values), frozenset(filling.said))
    except NotInSubset as error:
        raise BadText(text.name, text.first_line, str(error)) from None


def fill_plain(chosen: TextSet, text: TextFile, facts: Mapping[str, object]) -> str:
    """A text with its facts as plain text: its paragraphs with an empty line between them. Raises BadText."""
    words, filling = _filled(chosen, text, facts)
    parts = (part.strip("\n") for part in re.split(r"\n\s*\n", words))
    lines = (
        "\n".join(filled(line, filling.values) for line in part.splitlines())
        for part in parts
        if part.strip()
    )
    return "\n\n".join(lines)


def fill_line(chosen: TextSet, line: str, facts: Mapping[str, object]) -> str:
    """One line with its facts, such as the subject of an e-mail."""
    filling = _Filling()
    return filled(_line(chosen, line).render(**facts, filling=filling), filling.values)


@lru_cache(maxsize=512)
def _line(chosen: TextSet, line: str) -> Template:
    return environment(chosen).from_string(line)


def _filled(chosen: TextSet, text: TextFile, facts: Mapping[str, object]) -> tuple[str, _Filling]:
    filling = _Filling()
    try:
        return environment(chosen).get_template(text.name).render(**facts, filling=filling), filling
    except TemplateSyntaxError as error:
        raise _bad(chosen, error.name or text.name, error.lineno, error) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        found = [
            (frame.filename, frame.lineno or 1)
            for frame in extract_tb(error.__traceback__)
            if frame.filename in chosen.files
        ]
        name, line = found[-1] if found else (text.name, 1)
        raise _bad(chosen, name, line, error) from None


def _bad(chosen: TextSet, name: str, line: int, error: Exception) -> BadText:
    """The fault of a text at a line of its words."""
    return BadText(name, chosen.files[name].first_line + line - 1, _sentence(error))


def _sentence(error: Exception) -> str:
    return str(error).strip().rstrip(".").replace("\n", " ") or type(error).__name__


def parsed(text: TextFile) -> nodes.Template:
    """The syntax tree of a text. Raises BadText with the line of the file."""
    try:
        return _tree(text.body)
    except TemplateSyntaxError as error:
        raise BadText(text.name, text.first_line + error.lineno - 1, _sentence(error)) from None


@lru_cache(maxsize=1024)
def _tree(body: str) -> nodes.Template:
    return _SYNTAX.parse(body)


def included(chosen: TextSet, text: TextFile) -> Iterator[TextFile]:
    """The parts that a text includes, and theirs, each once. Raises BadText where there is no such part."""
    seen: set[str] = set()
    waiting: list[TextFile] = [text]
    while waiting:
        one = waiting.pop()
        for node in parsed(one).find_all(nodes.Include):
            name = node.template.value if isinstance(node.template, nodes.Const) else None
            part = chosen.files.get(str(name))
            if part is None or part.sort != "part":
                raise BadText(
                    one.name, one.first_line + node.lineno - 1, f"there is no part {name!r} to include"
                )
            if part.name not in seen:
                seen.add(part.name)
                waiting.append(part)
                yield part


def masked(text: TextFile) -> str:
    """The words of a text line by line, with x in place of each value and nothing in place of conditions."""
    said: list[str] = []
    for _, kind, value in _SYNTAX.lex(text.body):
        if kind == "data":
            said.append(value)
        else:
            if kind == "variable_begin":
                said.append("x")
            said.append("\n" * value.count("\n"))
    return "".join(said)
