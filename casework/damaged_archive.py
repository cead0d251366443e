"""What reading a Word file or a spreadsheet raises if its archive or its XML is damaged."""

from __future__ import annotations

import zipfile
import zlib

DAMAGED: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # the errors of both XML readers are kinds of it
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    OSError,
)
"""The errors of the archive, of the XML, and of a library that does not find what it expects in them."""
