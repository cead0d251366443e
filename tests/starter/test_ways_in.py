"""Each group of processes has its command, its operations and its pages, whatever its kinds declare."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import typer.main

from casework.access.permissions import Person, Role
from casework.processes.group import Group
from casework.processes.registry import GROUPS, of_group
from office.dependencies import read_only_parts
from records.database import Database
from starter.api.app import api
from starter.command import command
from starter.console.routes import ROUTERS
from starter.console.views.navigation import more_pages, navigation

PAGES = {route.path for router in ROUTERS for route in router.routes}  # type: ignore[attr-defined]
COMMANDS = {str(one.name): one.typer_instance for one in command().registered_groups}


@cache
def operations() -> dict[str, Any]:
    """The description of the API."""
    return api(read_only_parts(Database("sqlite://"))).openapi()


@pytest.fixture(params=GROUPS, ids=lambda group: group.noun)
def group(request: pytest.FixtureRequest) -> Group:
    found: Group = request.param
    return found


def test_its_command_lists_shows_and_records(group: Group) -> None:
    command = COMMANDS[group.command]
    assert isinstance(command, typer.Typer)
    words = {str(one.name) for one in command.registered_commands}
    assert {group.words.list, "show"} <= words
    verbs = [verb for process in of_group(group) for verb in process.verbs or ()]
    assert {verb.name for verb in verbs} <= words
    assert "act" in words or verbs


def test_its_operations_are_described(group: Group) -> None:
    one = f"/{group.path}/{{{group.noun}_id}}"
    assert {f"/{group.path}", one, f"{one}/acts"} <= set(operations()["paths"])
    calls = any(process.shapes.call or process.called_with for process in of_group(group))
    assert ("post" in operations()["paths"][f"/{group.path}"]) is calls
    assert {"name": group.pages, "description": group.help} in operations()["tags"]
    assert (group.case_key in operations()["components"]["schemas"]["Case"]["properties"]) is group.in_cases


def test_its_pages_are_there_and_in_the_navigation_of_those_who_may(group: Group) -> None:
    at = group.shown.address
    one = f"{at}/{{{group.noun}_id}}"
    assert {at, one, f"{one}/act/{{action}}"} <= PAGES
    officer = Person("officer-1", "Sample Officer", frozenset({Role.CASE_OFFICER}))
    stranger = Person("stranger", "Stranger", frozenset())
    grouped = [place for _, places in more_pages(officer) for place in places]
    assert (at, group.shown.page.title) in [(place.href, place.text) for place in grouped]
    assert [link["text"] for link in navigation(officer, at) if link["active"]] == ["More"]
    assert navigation(stranger, at) == []
    assert more_pages(stranger) == []


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_one_row_of_links_that_leads_to_all_its_pages(role: Role) -> None:
    person = Person("person-1", "Sample Person", frozenset({role}))
    links = navigation(person, "/")
    assert 1 <= len(links) <= 7
    if role in (Role.CASE_OFFICER, Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE):
        assert [links[0]["text"], links[-1]["text"]] == ["Today", "More"]
    assert role is not Role.PANEL_CHAIR or links[0]["text"] == "Panel"
    assert [link["href"] for link in navigation(person, links[-1]["href"]) if link["active"]] == [
        links[-1]["href"]
    ]
    grouped = {place.href for _, places in more_pages(person) for place in places}
    assert links[-1]["href"] == "/more" or grouped <= {link["href"] for link in links}


def test_a_webhook_tells_of_each_kind() -> None:
    told = operations()["components"]["schemas"]["FactTold"]["properties"]["of"]["enum"]
    assert set(told) == {"case", *(process.noun for group in GROUPS for process in of_group(group))}
