"""A tailored list is corrected into a list of its own."""

from __future__ import annotations

from casework.settings.list_correction import Addition, KeptEntry, corrected, why_not_corrected
from casework.settings.settings import Setting

CONTENT = {
    "rights": "You may ask for any.",
    "entries": [
        {"urn": "1", "name": "One", "kind": "special", "miles": 1.0, "by": "authority", "reasons": ["near"], "cautions": []},
        {"urn": None, "name": "Two", "kind": None, "miles": None, "by": "family", "reasons": ["asked"], "cautions": []},
    ],
    "near_misses": [{"urn": "3", "name": "Three", "miles": 3.0, "why_not": "It is full."}],
}  # fmt: skip
THREE = Setting("3", "Three", "mainstream", "Sample", 4, 11, True)


def test_entries_are_left_out_changed_and_added() -> None:
    kept = [KeptEntry(1, ("the family asks for it",), ("It is far away.",))]
    made = corrected(CONTENT, "list-1", kept, [Addition(THREE, "a place was promised")])
    assert made["corrects"] == "list-1" and made["rights"] == CONTENT["rights"]
    two, three = made["entries"]
    assert (two["name"], two["reasons"], two["cautions"], two["by"]) == (
        "Two", ["the family asks for it"], ["It is far away."], "family",
    )  # fmt: skip
    assert (three["name"], three["miles"], three["kind"]) == ("Three", 3.0, "mainstream")
    assert (three["reasons"], three["cautions"]) == (("a place was promised",), ("It is full.",))
    assert made["near_misses"] == [] and len(CONTENT["near_misses"]) == 1, "the list before stays as it is"


def test_a_correction_leaves_a_setting_on_the_list_and_names_none_twice() -> None:
    kept = [KeptEntry(0, ("near",), ())]
    one = Setting("1", "One", "special", "Sample", 4, 11, True)
    assert why_not_corrected(CONTENT, kept, []) is None
    assert "Keep at least one" in str(why_not_corrected(CONTENT, [], []))
    assert "is on the list already" in str(why_not_corrected(CONTENT, kept, [Addition(one, "again")]))
