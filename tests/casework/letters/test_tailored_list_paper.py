"""Each setting on the family's list says whether it has been consulted: to be listed is not to have a place."""

from __future__ import annotations

from casework.letters.paper import Table
from casework.letters.tailored_list_paper import list_paper

CONTENT = {
    "rights": "You may ask for another school.",
    "entries": [
        {"urn": urn, "name": name, "miles": 1.0, "reasons": ["It is near."], "cautions": []}
        for urn, name in (
            ("900001", "Sample Larch School"),
            ("900002", "Sample Ash School"),
            (None, "Sample College"),
        )
    ],
    "near_misses": [],
    "data_as_at": None,
}


def test_every_entry_is_marked_as_not_yet_consulted_until_it_is() -> None:
    (table,) = [one for one in list_paper(CONTENT).blocks if isinstance(one, Table)]
    assert [row[0][1] for row in table.rows] == ["Not yet consulted"] * 3
    (table,) = [one for one in list_paper(CONTENT, {"urn-900002"}).blocks if isinstance(one, Table)]
    assert [row[0][1] for row in table.rows] == ["Not yet consulted", "Consulted", "Not yet consulted"]
