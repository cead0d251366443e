"""Values and files that no person means to send: seeded, so that what failed fails again."""

from __future__ import annotations

import io
import os
import re
import zipfile
from random import Random

TRIES = int(os.environ.get("EHCP_BAD_INPUT", "6"))
"""How often each field and each file is sent with something bad in it. `make bad-input` sets more."""
WORDS = (
    "",
    " ",
    "-1",
    "0",
    "9" * 5000,
    "1e999",
    "NaN",
    "2026-13-45",
    "0001-01-01",
    "9999-12-31",
    "x" * 30_000,
    "a\nb",
    "=1+1",
    "\u202eright to left",
    "e\u0301\U0001f642",
    "null",
    "[]",
    "{",
    "&a [*a, *a]",
    "!!python/object/apply:os.getcwd []",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "../../etc/passwd",
    "'; DROP TABLE cases; --",
    "--help",
    "today+99999999",
    "%00",
    "a,b,,c=",
)
"""Text that a field may hold. A NUL and half a character are tested where text is read."""
_BYTES = (b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b'"', b"\x1a", b"\xed\xa0\x80")
_TOKEN = re.compile(rb"[\w.\-]+")


def bad_file(chosen: Random, content: bytes) -> bytes:
    """A file with one to three things wrong in it."""
    if content[:2] == b"PK":
        return _bad_archive(chosen, content)
    for _ in range(chosen.randint(1, 3)):
        content = _worse(chosen, content)
    return content


def _worse(chosen: Random, content: bytes) -> bytes:
    at = chosen.randrange(len(content) + 1)
    match chosen.randrange(6):
        case 0:
            return content[:at]
        case 1:
            return content[:at] + chosen.choice(_BYTES) + content[at:]
        case 2:
            end = min(len(content), at + chosen.randrange(1, 200))
            return content[:at] + content[end:]
        case 3:
            end = min(len(content), at + chosen.randrange(1, 200))
            return content[:end] + content[at:end] + content[end:]
    tokens = list(_TOKEN.finditer(content))
    if not tokens:
        return content
    token = chosen.choice(tokens)
    return content[: token.start()] + chosen.choice(WORDS).encode() + content[token.end() :]


def _bad_archive(chosen: Random, content: bytes) -> bytes:
    """A Word or spreadsheet file whose archive is damaged, or one of whose parts is."""
    if chosen.randrange(4) == 0:
        return _worse(chosen, content)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(made, "w") as written:
        names = read.namelist()
        bad = chosen.choice([name for name in names if name.endswith(".xml")])
        for name in names:
            part = read.read(name)
            if name != bad:
                written.writestr(name, part)
            elif chosen.randrange(5):
                written.writestr(name, _worse(chosen, part))
    return made.getvalue()
