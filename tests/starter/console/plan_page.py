"""A section of the plan as a browser shows it, and the two officers who write it."""

from __future__ import annotations

import html
import re

from httpx2 import Response
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from tests.starter.console.signed import post

NORTH = frozenset({"north"})
ASH = Person("officer-1", "Ash Sample", frozenset({Role.CASE_OFFICER}), NORTH)
ROWAN = Person("officer-2", "Rowan Sample", frozenset({Role.CASE_OFFICER}), NORTH)
CHILD = "Lark Sample"
AREA = "communication-and-interaction"


class Page:
    """A section as a browser shows it: the fields of its form, to change and send."""

    def __init__(self, browser: TestClient, case_id: str, section: str) -> None:
        self.browser = browser
        self.address = f"/cases/{case_id}/plan/sections/{section}"
        self.load()

    def load(self) -> None:
        self.answer = self.browser.get(self.address)
        self.text = self.answer.text
        self.fields: dict[str, str] = {}
        for tag in re.findall(r"<input [^>]*>", self.text):
            given = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
            if given.get("type") in ("checkbox", "radio") and " checked" not in tag:
                continue
            if given.get("name") not in (None, "csrf"):
                self.fields[given["name"]] = given.get("value", "")
        for name, value in re.findall(
            r'<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', self.text, re.DOTALL
        ):
            self.fields[name] = html.unescape(value)
        for name, options in re.findall(
            r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', self.text, re.DOTALL
        ):
            chosen = re.search(r'value="([^"]*)" selected', options)
            self.fields[name] = chosen[1] if chosen else ""

    @property
    def rows(self) -> list[str]:
        return re.findall(r'<section [^>]*id="(row-[a-z]+)"', self.text)

    def send(self, do: str = "save", **changed: str) -> Response:
        """Send the form with a button, and load the page that comes after it."""
        answer = post(self.browser, self.address, {**self.fields, **changed, "do": do})
        if answer.status_code == 303 and answer.headers["location"].startswith(self.address):
            self.answer = self.browser.get(answer.headers["location"].partition("#")[0])
            said, self.banner = self.answer.text, self.answer.text
            self.load()
            self.text = said
        return answer


def area(browser: TestClient, case: str) -> tuple[Page, str]:
    page = Page(browser, case, AREA)
    page.send("add:")
    return page, page.rows[-1]
