"""A paper as an accessible HTML page with headings, table captions, row headings and its own style."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from casework.letters.paper import Paper

_TEMPLATES = Environment(
    loader=PackageLoader("activities"),
    autoescape=select_autoescape(["html", "jinja"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def as_html(paper: Paper) -> bytes:
    """The page."""
    blocks = [(type(block).__name__, block) for block in paper.blocks]
    return _TEMPLATES.get_template("paper.html.jinja").render(paper=paper, blocks=blocks).encode()
