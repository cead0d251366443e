"""Letters as tagged PDF (PDF/UA-1), that a screen reader reads and a printer prints, and what they are made of.

The same content gives the same bytes on every machine: the fonts that come with the typesetter are used, and no date
is written into the file. So what is kept of a letter and its hash prove which letter it was. Only a text that those
fonts have no letters for takes the machine's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from casework.letters.paper import Block, Bullets, Heading, Paper, Paragraph, Table, Terms

_LAYOUT = str(Path(__file__).with_name("templates") / "letter.typ")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_OWN = typst.Fonts(include_system_fonts=False)


class Unprintable(Exception):  # noqa: N818 - named for what it says
    """No font of this machine has a letter that the text needs: the message is the sentence for the officer."""


def content_of(papers: Mapping[str, Paper]) -> bytes:
    """What a letter and its enclosures, by their names, are made of: as it is kept."""
    content = [{"name": name, **_paper(paper)} for name, paper in papers.items()]
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def as_pdf(content: bytes) -> bytes:
    """The PDF of a content: the letter, and each enclosure from a new page. Raises Unprintable."""
    try:
        return _compiled(content, _OWN)
    except typst.TypstError:
        try:
            return _compiled(content, typst.Fonts())
        except typst.TypstError as failure:
            wanted = re.findall(r'`"(.+?)"`', str(failure))[:1]
            raise Unprintable(
                f"a font for the letters of {wanted[0] if wanted else 'its text'!r}, which this machine does not have"
            ) from None


def papers_of(content: bytes) -> dict[str, Paper]:
    """The papers of a content, by their names."""
    return {str(told["name"]): _read(told) for told in json.loads(content)}


def _compiled(content: bytes, fonts: typst.Fonts) -> bytes:
    made: Any = typst.compile(
        _LAYOUT, sys_inputs={"papers": content.decode()}, pdf_standards=["ua-1"], font_paths=fonts
    )
    return bytes(made)


def _paper(paper: Paper) -> dict[str, Any]:
    told = {name: value for name, value in asdict(paper).items() if name != "blocks"}
    told["author"] = paper.sender[0] if paper.sender else ""
    told["blocks"] = [{"kind": type(block).__name__, **asdict(block)} for block in paper.blocks]
    cleaned: dict[str, Any] = _clean(told)
    return cleaned


def _clean(value: Any) -> Any:
    """The value without characters that no text holds."""
    if isinstance(value, str):
        return _NOT_TEXT.sub("", value)
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return {name: _clean(each) for name, each in value.items()} if isinstance(value, dict) else value


_BLOCKS: dict[str, type[Block]] = {
    each.__name__: each for each in (Heading, Paragraph, Terms, Bullets, Table)
}


def _read(told: Mapping[str, Any]) -> Paper:
    known = {name: _frozen(told[name]) for name in Paper.__dataclass_fields__ if name != "blocks"}
    blocks = tuple(
        _BLOCKS[block["kind"]](**{name: _frozen(value) for name, value in block.items() if name != "kind"})
        for block in told["blocks"]
    )
    return Paper(**known, blocks=blocks)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
