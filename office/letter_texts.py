"""The texts of letters: the shipped ones, an authority's own in their place, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

from casework.letters.text_file import BadText
from casework.letters.text_lint import faults
from casework.letters.text_set import TextSet, put_in_force, shipped, sources_in
from engine.configuration import Settings
from engine.errors import EngineError


def text_set(folder: Path | None) -> TextSet:
    """The shipped texts, with those of an authority's own folder in their place. Raises BadText or EngineError."""
    if folder is None:
        return shipped()
    if not folder.is_dir():
        raise EngineError(f"There is no folder {folder} with texts of letters.")
    try:
        return shipped().with_own(sources_in(folder))
    except (OSError, UnicodeDecodeError):
        raise EngineError(f"The texts of letters in {folder} cannot be read.") from None


def text_faults(folder: Path | None) -> list[BadText]:
    """What is wrong with the texts, an authority's own in place of those shipped. Raises EngineError."""
    try:
        return faults(text_set(folder))
    except BadText as fault:
        return [fault]


def use_own_texts(settings: Settings) -> None:
    """Make letters of the authority's own texts from now on. The caller has checked them when it started."""
    if (folder := settings.sending.letter_texts) is None:
        return
    try:
        put_in_force(text_set(folder))
    except BadText as fault:
        raise EngineError(str(fault)) from None


def check_and_use_texts(settings: Settings) -> None:
    """Check the texts and use them from now on. Raises EngineError with one sentence that names file and line.

    A test finds the faults of the shipped texts, so a start only reads them; an authority's own are checked in full.
    """
    try:
        shipped()
    except BadText as fault:
        raise EngineError(str(fault)) from None
    own = settings.sending.letter_texts
    if own is not None and (found := text_faults(own)):
        raise EngineError(str(found[0]))
    use_own_texts(settings)
