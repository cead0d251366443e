"""What the plan checks say of a row of Section F that is linked to a standard. They stop nothing."""

from __future__ import annotations

from casework.standards.catalogue import LAYERS, Standard
from casework.standards.links import ABOVE, Link


def note(link: Link, standard: Standard | None) -> str:
    """Return what to know about a row: that it repeats what every school must do, or is above every catalogue."""
    if link.answer == ABOVE:
        return (
            "Above the catalogue: no standard provides this. Keep it in full; the plan must secure it (s.42)."
        )
    if standard is None:
        return f"Linked to standard {link.standard}, whose text is not kept here."
    if standard.is_for_every_school:
        return (
            f"This repeats what every school must do ({standard.id}: {standard.statement.rstrip('.')}). "
            "Say what this child needs beyond it. If the need calls for it, it stays in the plan."
        )
    layer = LAYERS.get(standard.layer, standard.layer).lower()
    return f"As the {layer} standard {standard.id}: {standard.statement.rstrip('.')}. The plan must still secure it (s.42)."
