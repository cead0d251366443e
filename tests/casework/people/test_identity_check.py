"""A paper about another child is found, and a text that names other people is not one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.people.child import Details
from casework.people.identity_check import Difference, Identity, said, text_differences, unconfirmed
from casework.plans.plan import plan_of
from casework.plans.plan_identity import plan_differences
from tests.plans import sample_plan

WREN = Identity(
    Details(
        "Wren Example",
        date(2017, 5, 14),
        "H801200001001",
        "9434765919",
        "1 Sample Street\nExampleton EX1 1AA",
    ),
    ("Ash Example", "Rowan Example"),
    ("1 Sample Street\nExampleton EX1 1AA",),
)


def changed(part: str, **to: Any) -> dict[str, Any]:
    content = sample_plan()
    content[part] |= to
    return content


def found(content: dict[str, Any]) -> list[str]:
    return [one.what for one in plan_differences(plan_of(content), WREN)]


def test_the_childs_own_plan_differs_in_nothing() -> None:
    assert found(sample_plan()) == []


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (changed("about", name="Robin Sample"), ["name"]),
        (changed("about", name="Wren Marie Example"), []),
        (changed("about", name="Wren"), ["name"]),
        (changed("about", name="Wren Sample"), ["name"]),
        (changed("about", born_on="2016-05-14"), ["date of birth"]),
        (changed("front", nhs_number="943 476 5870"), ["NHS number"]),
        (changed("front", nhs_number="943 476 5919"), []),
        (changed("front", contacts=[{"name": "Ash Example", "address": "9 Other Road, Elsewhere EX9 9ZZ"}]), ["address"]),
        (changed("front", contacts=[{"name": "Sky Other", "address": "1 Sample Street, Exampleton, EX1 1AA"}]), []),
        (changed("front", contacts=[{"name": "Sky Other"}]), ["name"]),
    ],
)  # fmt: skip
def test_the_fields_for_the_identity_are_strict(content: dict[str, Any], what: list[str]) -> None:
    assert found(content) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Wren has a brother, Robin, and a teacher called Mrs Sample. Telephone 020 7946 0000.", []),
        ("Name: Wren Example\nDate of birth: 14/05/2017\nUPN H801200001001\nNHS 943 476 5919", []),
        ("Name: Ash Example, mother", []),
        ("Name: Wren", []),
        ("School name: Sample Larch Primary School", []),
        ("Name: Robin Sample", ["name"]),
        ("Child's name: Robin Sample   DOB: 1.2.2016", ["name", "date of birth"]),
        ("Name of the child: Robin Sample", ["name"]),
        ("Name | Robin Sample", ["name"]),
        ("Name\n\nRobin Sample\n\nDate of birth\n\n3 June 2016\n", ["name", "date of birth"]),
        ("Name\n\nDate of birth\n\nSignature\n", []),
        ("Name\nsigned by the head\n", []),
        ("D.O.B. 3rd June 2015", ["date of birth"]),
        ("Date of birth: 2015-06-03", ["date of birth"]),
        ("Date of birth: not known", []),
        ("Date of birth: 31/02/2015", []),
        ("UPN A801200001009 and H801200001001", []),
        ("NHS number 943 476 5870", ["NHS number"]),
        ("NHS no. 9434765870", ["NHS number"]),
        ("NHS number 943 476 5871 is no valid number", []),
        ("Home address: 9 Other Road, Elsewhere EX9 9ZZ", ["address"]),
        ("Address: 1 Sample Street, Exampleton EX1 1AA", []),
    ],
)
def test_free_text_is_read_for_numbers_and_labels_only(text: str, what: list[str]) -> None:
    assert [one.what for one in text_differences(text, "The document", WREN)] == what


def test_another_valid_pupil_number_is_found_in_any_section() -> None:
    content = changed("about", history="Moved here with UPN L801200001003.")
    (one,) = plan_differences(plan_of(content), WREN)
    assert (one.what, one.where) == ("unique pupil number", "Section A")


def test_what_is_not_recorded_of_a_child_cannot_differ() -> None:
    unknown = Identity(Details("Wren Example"))
    text = "Date of birth: 2015-06-03. UPN H801200001001. NHS number 943 476 5870. Address: EX9 9ZZ"
    assert list(text_differences(text, "The document", unknown)) == []


def test_a_confirmation_covers_the_same_detail_only() -> None:
    first = plan_differences(plan_of(changed("about", name="Robin Sample")), WREN)
    other = plan_differences(plan_of(changed("about", name="Lark Sample")), WREN)
    assert unconfirmed(first, [one.key for one in first]) == ()
    assert unconfirmed(other, [one.key for one in first]) == other


def test_the_refusal_names_every_difference_by_its_place() -> None:
    name, born = (
        Difference("name", "Wren", "Section A"),
        Difference("date of birth", "2015-05-05", "Section A"),
    )
    home = Difference("address", "2 Sample Road", "The main contact")
    assert said((name,)) == "Section A gives the name 'Wren', which is not recorded for this child"
    assert said((name, home, born)) == (
        "Section A gives the name 'Wren' and the date of birth '2015-05-05', and the main contact gives the address "
        "'2 Sample Road', which are not recorded for this child"
    )
