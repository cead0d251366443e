"""Markdown of letters as the blocks of a paper. Letters use headings, paragraphs, bullets and terms, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from casework.letters.paper import Block, Bullets, Heading, Paragraph, Terms

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LEVELS = {"h2": 2, "h3": 3}
_NAMES = {
    "ordered_list_open": "a numbered list",
    "blockquote_open": "a quotation",
    "code_block": "a line that begins with four spaces",
    "fence": "a block of code",
    "code_inline": "code",
    "hr": "a rule",
    "html_block": "HTML",
    "html_inline": "HTML",
    "em_open": "italics",
    "strong_open": "bold type inside a sentence",
    "link_open": "a link",
    "image": "a picture",
    "hardbreak": "a forced line break",
}
_FIRST, _LAST = "\ue000", "\ue001"
_PLACE = re.compile(f"{_FIRST}(\\d+){_LAST}")


class NotInSubset(ValueError):  # noqa: N818 - named for what is wrong
    """Something that letters do not use; `line` counts from 1."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(
            f"{what} is not for letters; use headings (##, ###), paragraphs, bullets (-) and terms (**Term** text)"
        )
        self.line = line


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # slow to import, and most commands fill no letter

    return MarkdownIt("commonmark")


@dataclass(frozen=True, slots=True)
class _Term:
    """A paragraph that begins with a term in bold."""

    term: str
    text: str


def place_of(number: int) -> str:
    """What stands in the markdown in place of a value, so that no value is read as markdown."""
    return f"{_FIRST}{number}{_LAST}"


def filled(text: str, values: Sequence[str]) -> str:
    """A text with its values in their places. Spaces that the text itself repeats become one."""
    tidy = re.sub(r" +([.,;:])", r"\1", re.sub(r" {2,}", " ", text)).strip()
    return _PLACE.sub(lambda found: values[int(found[1])], tidy)


def blocks_of(markdown: str, values: Sequence[str] = ()) -> tuple[Block, ...]:
    """The blocks of a markdown text, with the values in their places. Raises NotInSubset."""
    found: list[Block] = []
    for one in _read(_parser().parse(markdown), values):
        if not isinstance(one, _Term):
            found.append(one)
        elif found and isinstance(found[-1], Terms):
            found[-1] = Terms((*found[-1].rows, (one.term, one.text)))
        else:
            found.append(Terms(((one.term, one.text),)))
    return tuple(found)


def paragraphs(written: str) -> Iterator[Paragraph]:
    """The paragraphs that a person made of what they wrote."""
    yield from (Paragraph(part.strip()) for part in re.split(r"\n\s*\n", written) if part.strip())


def _read(tokens: Sequence[Token], values: Sequence[str]) -> Iterator[Block | _Term]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        line = token.map[0] + 1 if token.map else 1
        match token.type:
            case "heading_open":
                if token.tag not in _LEVELS:
                    raise NotInSubset(line, f"A heading of level {token.tag[1:]}")
                text = filled(_plain(tokens[place + 1], line), values)
                yield Heading(" ".join(text.split()), _LEVELS[token.tag])
                place += 3
            case "paragraph_open":
                yield from _paragraph(tokens[place + 1], line, values)
                place += 3
            case "bullet_list_open":
                end = _end_of(tokens, place)
                yield Bullets(tuple(_items(tokens[place + 1 : end], values)))
                place = end + 1
            case _:
                raise NotInSubset(line, _named(token))


def _paragraph(inline: Token, line: int, values: Sequence[str]) -> Iterator[Block | _Term]:
    children = [child for child in inline.children or [] if child.type != "text" or child.content]
    kinds = [child.type for child in children[:3]]
    if kinds == ["strong_open", "text", "strong_close"]:
        rest = replace(inline, children=children[3:])
        yield _Term(
            filled(children[1].content, values).rstrip(":"), filled(_plain(rest, line), values).lstrip(": ")
        )
        return
    yield from paragraphs(filled(_plain(inline, line), values))


def _items(tokens: Sequence[Token], values: Sequence[str]) -> Iterator[str]:
    for place, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 1
        if token.type == "inline":
            yield filled(_plain(token, line), values)
        elif token.type not in ("list_item_open", "list_item_close", "paragraph_open", "paragraph_close"):
            raise NotInSubset(line, "A list inside a list" if "list" in token.type else _named(token))
        elif token.type == "paragraph_open" and tokens[place - 1].type != "list_item_open":
            raise NotInSubset(line, "A second paragraph in a bullet")


def _plain(inline: Token, line: int) -> str:
    """The text of an inline token. Raises NotInSubset where it has more than text."""
    said: list[str] = []
    for child in inline.children or []:
        if child.type == "text":
            said.append(child.content)
        elif child.type == "softbreak":
            said.append(" ")
        else:
            raise NotInSubset(line, _named(child))
    return "".join(said)


def _end_of(tokens: Sequence[Token], begin: int) -> int:
    """The place of the token that closes the one at a place."""
    level = tokens[begin].level
    return next(
        place
        for place in range(begin + 1, len(tokens))
        if tokens[place].level == level and tokens[place].nesting == -1
    )


def _named(token: Token) -> str:
    name = _NAMES.get(token.type, token.type.replace("_", " "))
    return name[:1].upper() + name[1:]
