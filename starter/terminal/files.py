"""Files that a command reads or writes; where that fails, one sentence."""

from __future__ import annotations

from pathlib import Path

from starter.terminal.errors import BadUsage


def read_text(file: Path) -> str:
    """The text of a file. Raises BadUsage."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadUsage(f"{file} cannot be read: {_why(error)}.") from None
    except UnicodeDecodeError:
        raise BadUsage(f"{file} is not text in UTF-8; save it as UTF-8.") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise BadUsage(f"Line {line} of {file} holds a NUL character; remove it.")
    return text


def read_bytes(file: Path) -> bytes:
    """The content of a file. Raises BadUsage."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadUsage(f"{file} cannot be read: {_why(error)}.") from None


def write_bytes(file: Path, content: bytes) -> None:
    """Write a file. Raises BadUsage."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise BadUsage(f"{file} cannot be written: {_why(error)}.") from None


def _why(error: OSError) -> str:
    return (error.strerror or "no reason is given").lower()
