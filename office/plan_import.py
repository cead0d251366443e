"""Read an existing plan from a Word file into the draft, as a proposal to correct."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from casework.damaged_archive import DAMAGED
from casework.plans.draft import DraftPart
from casework.plans.word_import import Grid, Text, proposal
from office.plan_writing import Desk, replace_parts
from office.refusals import ActRefused
from office.uploads import kind_of
from records import plan_writing
from records.plan_writing import Draft

_LARGEST_UNPACKED = 100_000_000
"""The largest content of a Word file when it is unpacked, in bytes."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read: how many rows, and how many texts were not placed and are comments now."""

    rows: int
    left: int


def read_word(desk: Desk, name: str, content: bytes) -> Imported:
    """Read a plan from a Word file into the draft. Raises ActRefused if it cannot be read.

    Fields that the file fills are replaced. Rows of the draft are removed, and can be restored. Each text that could not be
    placed becomes a comment on its section.
    """
    found = proposal(_blocks(name, content))
    if not found.parts:
        raise ActRefused(
            "We found no sections of a plan in this file. Check that it is the plan, or start a new one."
        )
    at = datetime.now(UTC)
    with desk.database.write() as session:
        there = {one.part: one for one in plan_writing.parts_of(session, desk.case_id)}
        parts = [
            replace(part, content={**there[part.part].content, **part.content})
            if part.part in there
            else part
            for part in found.parts
        ]
        named = {part.part for part in parts}
        kept = [
            DraftPart(one.part, one.section, one.place, one.content)
            for one in there.values()
            if one.part == one.section and one.part not in named
        ]
        replace_parts(session, desk, [*parts, *kept])
        if plan_writing.find_draft(session, desk.case_id) is None:
            plan_writing.keep_draft(session, Draft(desk.case_id, 0, at, desk.by))
        for section, text in found.left:
            said = f"From the Word file, not placed: {text}"
            plan_writing.new_comment(session, desk.case_id, section, said, desk.by, at)
    return Imported(sum(part.part != part.section for part in found.parts), len(found.left))


def _blocks(name: str, content: bytes) -> Iterator[Text | Grid]:
    if kind_of(name, content) != "docx":
        raise ActRefused("The selected file must be a Word document (.docx); save it as one.")
    from docx import Document  # slow to import, and only an import needs it
    from docx.table import Table

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNPACKED:
                raise ActRefused("The selected file is too large to read; take the pictures out of it.")
        document = Document(io.BytesIO(content))
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                yield Grid(tuple(tuple(cell.text for cell in row.cells) for row in block.rows))
            else:
                style = (block.style.name if block.style is not None else "") or ""
                yield Text(block.text, heading=style.startswith(("Heading", "Title", "Caption")))
    except DAMAGED:
        raise ActRefused("The selected file cannot be read; open it in Word and save it again.") from None
