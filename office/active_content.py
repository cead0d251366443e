"""Find what a document could do by itself when a person opens it: macros, remote parts, embedded objects, scripts.

Such a document is refused with a sentence that says how to save it without that part.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from casework.damaged_archive import DAMAGED

if TYPE_CHECKING:
    import pikepdf

_MACROS = "The document contains macros, which are programs; save it without macros (as .docx or .xlsx), or as a PDF."
_OBJECT = "The document contains an embedded object, which can run a program; remove the object, or save the document as a PDF."
_REMOTE = "The document loads a part from another place when it is opened; save it as a PDF, or remove the link to its template."
_DDE = "The document contains a field that starts another program; remove the field, or save the document as a PDF."
_TOO_LARGE = "The document is too large when it is unpacked; save it as a PDF."
_UNREADABLE = "The document cannot be read; save it again, or save it as a PDF."
_SCRIPT = "The PDF contains JavaScript or starts another program; print it to a new PDF, and upload that."
_PASSWORD = "The PDF needs a password; save it without one, so that it can be read later."

_MOST_UNPACKED, _MOST_PARTS = 200_000_000, 5_000
_HEAD = 20_000_000
"""The most bytes of one part that are read."""
_DDE_FIELD = re.compile(rb"\bDDE(?:AUTO)?\b")
_FIELD = re.compile(rb"<w:instrText[^>]*>(.*?)</w:instrText>|w:instr=\"([^\"]*)\"", re.DOTALL)
_LOCAL = re.compile(r"^(?:file:/{0,3})?[a-z]:[\\/]", re.IGNORECASE)
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
_PACKAGES = (".xlsx", ".docx", ".pptx")
_PDF_NAMES = re.compile(rb"/(?:JavaScript|JS|Launch)\b")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_DEEPEST = 50
_COMPOUND_NAMES = {
    "_VBA_PROJECT".encode("utf-16-le"): _MACROS,
    "ObjectPool".encode("utf-16-le"): _OBJECT,
}
"""Names of parts in the older format of Word, as the directory of the file holds them."""


def in_office_file(content: bytes, *, embedded: bool = False) -> str | None:
    """Return why a Word or Excel file (.docx, .xlsx) is refused, or None. `embedded` is whether it lies in another."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                return _TOO_LARGE
            return next(_in_parts(archive, [part.filename for part in parts], embedded), None)
    except DAMAGED:
        return _UNREADABLE


def _in_parts(archive: zipfile.ZipFile, names: list[str], embedded: bool) -> Iterator[str]:
    for name in names:
        lower = name.lower()
        if lower.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in lower:
            yield _MACROS
        elif lower.endswith("[content_types].xml"):
            if b"macroenabled" in _read(archive, name).lower():
                yield _MACROS
        elif lower.endswith(".rels"):
            yield from _in_relationships(_read(archive, name))
        elif "/activex/" in lower:
            yield _OBJECT
        elif "/embeddings/" in lower and not lower.endswith("/"):
            if embedded or not lower.endswith(_PACKAGES):
                yield _OBJECT
            elif (why := in_office_file(_read(archive, name), embedded=True)) is not None:
                yield why
        elif lower.startswith("word/") and lower.endswith(".xml") and _starts_a_program(_read(archive, name)):
            yield _DDE


def _in_relationships(content: bytes) -> Iterator[str]:
    """Yield why the relationships of a part are refused: objects, and parts that lie outside the document."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        yield _UNREADABLE
        return
    for each in ElementTree.fromstring(content).iter():
        kind = each.get("Type", "").rpartition("/")[2].lower()
        target = each.get("Target", "").strip()
        if kind in ("oleobject", "control", "vbaproject"):
            yield _MACROS if kind == "vbaproject" else _OBJECT
        elif (
            each.get("TargetMode", "").lower() == "external" and kind != "hyperlink" and _is_elsewhere(target)
        ):
            yield _REMOTE


def _is_elsewhere(target: str) -> bool:
    """Return whether a target is on another machine. Word names its author's own template by a path with a drive."""
    return bool(_ELSEWHERE.match(target)) and not _LOCAL.match(target)


def _starts_a_program(content: bytes) -> bool:
    """Return whether a field starts another program. The words of a field may lie in several pieces."""
    fields = b"".join(first or second for first, second in _FIELD.findall(content))
    return _DDE_FIELD.search(fields) is not None


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_HEAD)


def in_compound_file(content: bytes) -> str | None:
    """Return why a Word document in the older format (.doc) is refused, or None."""
    return next((why for name, why in _COMPOUND_NAMES.items() if name in content), None)


def in_pdf(content: bytes) -> str | None:
    """Return why a PDF is refused, or None. A PDF that cannot be read is searched for the names of scripts."""
    import pikepdf  # slow to import, and needed only for an upload

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return _SCRIPT if any(_acts(each, 0) for each in pdf.objects) or _acts(pdf.trailer, 0) else None
    except pikepdf.PasswordError:
        return _PASSWORD
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        return _SCRIPT if _PDF_NAMES.search(_HEX.sub(_letter, content)) else None


def _letter(escape: re.Match[bytes]) -> bytes:
    return bytes([int(escape[1], 16)])


def _acts(found: Any, depth: int) -> bool:
    """Return whether an object of a PDF holds a script or starts a program. Objects with a number are asked one by one."""
    import pikepdf

    if depth > _DEEPEST:
        return True
    if isinstance(found, pikepdf.Array):
        return any(_is_direct(each) and _acts(each, depth + 1) for each in found)
    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return False
    held: dict[str, Any] = dict(found.items())
    if "/JS" in held or "/JavaScript" in held or str(held.get("/S", "")) in ("/JavaScript", "/Launch"):
        return True
    if "/XFA" in held and _has_scripts(held["/XFA"]):
        return True
    return any(_is_direct(each) and _acts(each, depth + 1) for each in held.values())


def _is_direct(found: Any) -> bool:
    return not getattr(found, "is_indirect", False)


def _has_scripts(form: pikepdf.Object) -> bool:
    """Return whether a form in XFA, a stream or a list of names and streams, holds scripts."""
    import pikepdf

    parts = [form] if isinstance(form, pikepdf.Stream) else list(form)
    return any(isinstance(part, pikepdf.Stream) and b"<script" in part.read_bytes().lower() for part in parts)
