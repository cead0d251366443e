"""The papers of a letter as they are kept: one JSON text from which the PDF can always be made again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from casework.letters.paper import Block, Bullets, Heading, Paper, Paragraph, Table, Terms

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_BLOCKS: dict[str, type[Block]] = {
    each.__name__: each for each in (Heading, Paragraph, Terms, Bullets, Table)
}


def content_of(papers: Mapping[str, Paper]) -> bytes:
    """What a letter and its enclosures, by their names, are made of: as it is kept."""
    content = [{"name": name, **_paper(paper)} for name, paper in papers.items()]
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def papers_of(content: bytes) -> dict[str, Paper]:
    """The papers of a content, by their names."""
    return {str(told["name"]): _read(told) for told in json.loads(content)}


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


def _read(told: Mapping[str, Any]) -> Paper:
    known = {name: _frozen(told[name]) for name in Paper.__dataclass_fields__ if name != "blocks"}
    blocks = tuple(
        _BLOCKS[block["kind"]](**{name: _frozen(value) for name, value in block.items() if name != "kind"})
        for block in told["blocks"]
    )
    return Paper(**known, blocks=blocks)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
