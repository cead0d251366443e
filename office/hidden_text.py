"""Find text in a PDF that lies hidden under a filled rectangle, and so is not redacted: it can still be copied.

Each page is drawn step by step. A character is hidden if a solid rectangle is drawn over it later, or if it has the
colour of the rectangle that it stands on. The invisible text of a scanned page counts as lying under everything. Marks
for redaction that were not applied count too. Where a font gives no widths, the width of a character is estimated.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Colour = tuple[str, tuple[float, ...]]
_STILL: Matrix = (1, 0, 0, 1, 0, 0)
_BLACK: Colour = ("g", (0.0,))
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_ENDS = _FILLS | {"S", "s", "n"}
_COLOURS = {"g": "g", "rg": "rg", "k": "k", "sc": "sc", "scn": "sc"}
_SEE_THROUGH = 0.9
"""A fill with less opacity than this is a highlight."""
_DEEPEST = 6
_MOST_MARKS = 20_000
"""The most characters and rectangles of one page that are compared."""
_FEWEST = 2
"""The number of hidden characters from which a page is told."""
_MIDDLE_HEIGHT, _WIDTH = 0.3, 0.5
"""The height of the middle of a letter, and the width of one without a width, as parts of its size."""
_INVISIBLE = 3


@dataclass(slots=True)
class _State:
    """The state of drawing: the matrices, the fill, and the text settings."""

    matrix: Matrix = _STILL
    fill: Colour = _BLACK
    opacity: float = 1.0
    font: Any = None
    size: float = 1.0
    leading: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    mode: int = 0


@dataclass(slots=True)
class _Drawn:
    """What was drawn on a page, with the order in which it was."""

    characters: list[tuple[int, float, float, Colour, bool]] = field(default_factory=list)
    boxes: list[tuple[int, Box, Colour]] = field(default_factory=list)
    order: int = 0

    def next(self) -> int:
        self.order += 1
        return self.order

    @property
    def is_full(self) -> bool:
        return len(self.characters) + len(self.boxes) >= _MOST_MARKS


def pages_with_hidden_text(content: bytes) -> list[int]:
    """Return the numbers of the pages of a PDF that have hidden text. A file that cannot be read has none."""
    import pikepdf  # slow to import, and only uploads and bundles need it

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return [number for number, page in enumerate(pdf.pages, 1) if _hides(page)]
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, TypeError):
        return []


def _hides(page: Any) -> bool:
    drawn = _Drawn()
    _Reader(drawn, _State()).draw(page, page.resources, 0)
    boxes = [*drawn.boxes, *_marks(page, drawn)]
    return sum(_is_hidden(one, boxes) for one in drawn.characters) >= _FEWEST


def _is_hidden(
    character: tuple[int, float, float, Colour, bool], boxes: Sequence[tuple[int, Box, Colour]]
) -> bool:
    order, x, y, colour, is_invisible = character
    on: Colour | None = None
    for when, (left, bottom, right, top), fill in boxes:
        if left <= x <= right and bottom <= y <= top:
            if when > order or is_invisible:
                return True
            on = fill
    return on == colour


def _marks(page: Any, drawn: _Drawn) -> Iterator[tuple[int, Box, Colour]]:
    """Yield the rectangles of notes over the page: marks for redaction, and squares that are filled."""
    for note in page.get("/Annots", []):
        kind = str(note.get("/Subtype", ""))
        if kind == "/Redact" or (
            kind == "/Square" and len(note.get("/IC", [])) and float(note.get("/CA", 1)) >= _SEE_THROUGH
        ):
            x0, y0, x1, y1 = (float(each) for each in note["/Rect"])
            yield drawn.next(), (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), _BLACK


class _Reader:
    """Reads the steps of a page, or of a drawing within it."""

    def __init__(self, drawn: _Drawn, state: _State) -> None:
        self._drawn, self._state = drawn, state
        self._kept: list[_State] = []
        self._path: list[Box] = []
        self._points: list[tuple[float, float]] = []
        self._line = self._text = _STILL

    def draw(self, stream: Any, resources: Any, depth: int) -> None:
        import pikepdf

        steps: Any = pikepdf.parse_content_stream(stream)
        for operands, operator in steps:
            if self._drawn.is_full:
                return
            name = str(operator)
            if name == "Do" and depth < _DEEPEST:
                self._draw_within(resources, str(operands[0]), depth)
            elif name in ("q", "Q", "cm", "gs") or name in _COLOURS:
                self._set(name, operands, resources)
            elif name in ("re", "m", "l", "c", "v", "y", "h") or name in _ENDS:
                self._trace(name, operands)
            else:
                self._write(name, operands, resources)

    def _draw_within(self, resources: Any, name: str, depth: int) -> None:
        form = resources.get("/XObject", {}).get(name)
        if form is None or str(form.get("/Subtype", "")) != "/Form":
            return
        inner = _matrix(form.get("/Matrix", _STILL))
        state = replace(self._state, matrix=_times(inner, self._state.matrix))
        _Reader(self._drawn, state).draw(form, form.get("/Resources", resources), depth + 1)

    def _set(self, name: str, operands: Any, resources: Any) -> None:
        match name:
            case "q":
                self._kept.append(replace(self._state))
            case "Q":
                self._state = self._kept.pop() if self._kept else self._state
            case "cm":
                self._state.matrix = _times(_matrix(operands), self._state.matrix)
            case "gs":
                how = resources.get("/ExtGState", {}).get(str(operands[0]), {})
                self._state.opacity = float(how.get("/ca", self._state.opacity))
            case _:
                numbers = tuple(float(each) for each in operands if not str(each).startswith("/"))
                self._state.fill = (_COLOURS[name], numbers)

    def _trace(self, name: str, operands: Any) -> None:
        """Follow a path. Only rectangles are kept, also those that are drawn line by line."""
        numbers = [float(each) for each in operands] if name not in _ENDS else []
        if name == "re":
            x, y, width, height = numbers
            self._keep([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
        elif name == "m":
            self._close()
            self._points = [(numbers[0], numbers[1])]
        elif name == "l":
            self._points.append((numbers[0], numbers[1]))
        elif name in ("c", "v", "y"):
            self._points = []
        elif name in _ENDS:
            self._close()
            if name in _FILLS and self._state.opacity >= _SEE_THROUGH:
                for box in self._path:
                    self._drawn.boxes.append((self._drawn.next(), box, self._state.fill))
            self._path = []

    def _close(self) -> None:
        points = self._points[:-1] if self._points[:1] == self._points[-1:] else self._points
        across, up = {x for x, _ in points}, {y for _, y in points}
        if len(points) == 4 and len(across) == 2 and len(up) == 2:
            self._keep(points)
        self._points = []

    def _keep(self, corners: Sequence[tuple[float, float]]) -> None:
        placed = [_at(self._state.matrix, x, y) for x, y in corners]
        across, up = [x for x, _ in placed], [y for _, y in placed]
        self._path.append((min(across), min(up), max(across), max(up)))

    def _write(self, name: str, operands: Any, resources: Any) -> None:
        state = self._state
        match name:
            case "BT":
                self._line = self._text = _STILL
            case "Tf":
                state.font = resources.get("/Font", {}).get(str(operands[0]))
                state.size = float(operands[1])
            case "TL":
                state.leading = float(operands[0])
            case "Tc":
                state.char_space = float(operands[0])
            case "Tw":
                state.word_space = float(operands[0])
            case "Tz":
                state.scale = float(operands[0]) / 100
            case "Tr":
                state.mode = int(operands[0])
            case "Tm":
                self._line = self._text = _matrix(operands)
            case "Td" | "TD":
                state.leading = -float(operands[1]) if name == "TD" else state.leading
                self._move(float(operands[0]), float(operands[1]))
            case "T*":
                self._move(0, -state.leading)
            case "Tj" | "TJ" | "'" | '"':
                if name in "'\"":
                    self._move(0, -state.leading)
                shown = operands[-1]
                self._show(shown if name == "TJ" else (shown,))

    def _move(self, x: float, y: float) -> None:
        self._line = self._text = _times((1, 0, 0, 1, x, y), self._line)

    def _show(self, pieces: Any) -> None:
        state = self._state
        for piece in pieces:
            if not hasattr(piece, "__bytes__") or isinstance(piece, (int, float)):
                self._step(-float(piece) / 1000 * state.size)
                continue
            for code, length in _codes(bytes(piece), state.font):
                width = _width(state.font, code)
                middle = (width * state.size / 2, _MIDDLE_HEIGHT * state.size)
                if code != ord(" ") or length > 1:
                    x, y = _at(_times(self._text, state.matrix), *middle)
                    is_invisible = state.mode == _INVISIBLE
                    self._drawn.characters.append((self._drawn.next(), x, y, state.fill, is_invisible))
                space = state.word_space if code == ord(" ") and length == 1 else 0.0
                self._step(width * state.size + state.char_space + space)

    def _step(self, across: float) -> None:
        self._text = _times((1, 0, 0, 1, across * self._state.scale, 0), self._text)


def _codes(shown: bytes, font: Any) -> Iterator[tuple[int, int]]:
    """Yield each character code with its length in bytes: two in a composite font, one in any other."""
    length = 2 if font is not None and str(font.get("/Subtype", "")) == "/Type0" else 1
    for at in range(0, len(shown), length):
        yield int.from_bytes(shown[at : at + length], "big"), length


def _width(font: Any, code: int) -> float:
    """Return the width of a character as a part of its size."""
    widths = font.get("/Widths") if font is not None else None
    if widths is None:
        return _WIDTH
    place = code - int(font.get("/FirstChar", 0))
    return float(widths[place]) / 1000 if 0 <= place < len(widths) else _WIDTH


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in numbers)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
