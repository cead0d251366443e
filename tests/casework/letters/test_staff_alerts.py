"""The alerts to staff are text files: they read as reviewed, an authority can replace them, and the ledger stays as it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from casework.case.moment import Moment, MomentKind
from casework.forecast.early_warning import EARLY_WARNING, PLAN_PASSED
from casework.letters import short_messages
from casework.letters.notice_sentences import sentence
from casework.letters.notices import of_moment
from casework.letters.text_lint import faults
from casework.letters.text_set import in_force, shipped, sources_in
from tests.casework.letters.staff_alerts import ACTS, alerts
from tests.running import ROOT

REVIEWED = Path(__file__).with_name("staff_alerts.txt")
TEXTS = ROOT / "casework" / "letters" / "texts"


def _moment(kind: MomentKind, due_on: date) -> Moment:
    return Moment(
        date(2024, 6, 3), kind, "rule", "school", due_on, 0, ("case_officer",), "Final plan sent", "reg 13(2)",
        after_window="The family can still appeal.",
    )  # fmt: skip


def test_every_alert_reads_as_it_was_reviewed() -> None:
    found = list(dict.fromkeys(alerts()))
    assert found == REVIEWED.read_text(encoding="utf-8").splitlines(), (
        "If the words are better now, write what is found to staff_alerts.txt and read the difference."
    )


def test_every_kind_of_alert_has_a_text() -> None:
    kinds = {
        *get_args(MomentKind),
        "message_held",
        "letter_problem",
        EARLY_WARNING,
        PLAN_PASSED,
        *(action for action, _ in ACTS),
    }
    assert not [kind for kind in sorted(kinds) if shipped().find("notice", kind) is None]


@pytest.mark.parametrize("kind", get_args(MomentKind))
def test_the_ledger_and_the_shipped_text_say_the_same_of_a_moment(kind: MomentKind) -> None:
    for due_on in (date(2024, 6, 1), date(2024, 6, 3), date(2024, 6, 12)):
        moment = _moment(kind, due_on)
        (told,) = of_moment(moment, moment.on)
        assert told.text == moment.told_on(moment.on)


def test_an_authority_replaces_an_alert_and_its_heading_and_the_ledger_keeps_its_words() -> None:
    name = "notices/breach_alert.md.jinja"
    source = sources_in(TEXTS)[name]
    own = source.replace("The limit is breached.", "Please call your manager today.")
    own = own.replace("heading: Limits missed", "heading: Late")
    chosen = shipped().with_own({name: own})
    assert faults(chosen) == []
    moment = _moment("breach_alert", date(2024, 6, 1))
    with in_force(chosen):
        (told,) = of_moment(moment, moment.on)
        lines = [{"kind": "breach_alert", "case_id": "case-a", "text": told.text, "link": None}]
        digest = short_messages.staff_digest(moment.on, lines).text
    assert told.text.endswith("Please call your manager today.") and "Late" in digest
    assert moment.told_on(moment.on).endswith("The limit is breached.")


def test_a_letter_that_did_not_arrive_is_told_by_what_became_of_it() -> None:
    known = {"way": "letter", "sent_on": "3 June 2024", "subject": "draft plan", "why": "Ask the family."}
    for outcome, said in (
        ("sent", "was sent."), ("unsure", "may not have arrived."), ("failed", "did not arrive."),
    ):  # fmt: skip
        text = sentence("letter_problem", outcome=outcome, **known)
        assert text == f"The letter of 3 June 2024 (draft plan) {said} Ask the family."
