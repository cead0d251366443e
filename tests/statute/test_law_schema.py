"""FACTS.json: what is refused, in one sentence each, and the way back."""

import json

import pytest
from law_says import claim, day, facts

from statute.errors import BadFacts
from statute.facts import Event, Facts
from statute.schema import facts_from_json, facts_to_json


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", "not JSON"),
        ("[]", "must be a JSON object"),
        ("[" * 100_000, "nested too deeply"),
        ("{}", '"events"'),
        ('{"events": 3}', "must be a list"),
        ('{"events": [3]}', "Event 1 must be an object"),
        ('{"events": [{"on": "2024-01-01"}]}', "event"),
        ('{"events": [{"event": "draft_issued"}]}', '"on"'),
        ('{"events": [{"event": "draft_isued", "on": "2024-01-01"}]}', "did you mean 'draft_issued'"),
        (
            '{"events": [{"event": "draft_issued", "on": "2024-02-30"}]}',
            "is not a real date: February 2024 has 29 days",
        ),
        ('{"events": [{"event": "draft_issued", "on": "01/02/2024"}]}', "YYYY-MM-DD"),
        ('{"events": [{"event": "draft_issued", "on": "1066-10-14"}]}', "out of range"),
        ('{"events": [{"event": "draft_issued", "on": 20240101}]}', "not a date"),
        ('{"events": [{"event": "draft_issued", "on": "2024-W10-1"}]}', "not a date"),
        ('{"events": [{"event": "draft_issued", "on": "20240101"}]}', "not a date"),
        ('{"events": [{"event": "draft_issued", "on": "1800-01-01"}]}', "from 2000 to 2055"),
        ('{"events": [{"event": "draft_issued", "on": "2100-01-01"}]}', "from 2000 to 2055"),
        ('{"events": [{"event": "draft_issued", "on": ' + "9" * 5000 + "}]}", "too long"),
        ('{"events": [{"event": "advice_requested", "on": "2024-01-01", "of": 5}]}', "text in quotes"),
        ('{"events": [{"event": "advice_requested", "on": "2024-01-01", "of": " "}]}', '"of" is empty'),
        (
            r'{"events": [{"event": "advice_requested", "on": "2024-01-01", "of": "\ud800"}]}',
            "cannot be shown",
        ),
        (r'{"events": [{"event": "advice_requested", "on": "2024-01-01", "of": "\u001b[1m"}]}', "cannot be"),
        ('{"events": [' + "0," * 2000 + "0]}", "Event 1 must be an object"),
        (
            '{"events": ['
            + '{"event": "withdrawn", "on": null},' * 2000
            + '{"event": "withdrawn", "on": null}]}',
            "at most 2000",
        ),
        ('{"events": [], "exceptions": {}}', "must be a list"),
        (
            '{"events": [{"event": "draft_issued", "on": null, "x": ' + "[" * 99 + "]" * 99 + "}]}",
            "nested too deeply",
        ),
        (
            '{"events": [{"event": "phase_transfer", "on": "2024-01-01", "to_phase": 3, "year": 2025}]}',
            "text in quotes",
        ),
        ('{"events": [{"event": "draft_issued", "on": "2024-01-01", "on": "2024-01-02"}]}', "twice"),
        ('{"events": [{"event": "tribunal_order", "on": "2024-01-01"}]}', '"to" is missing'),
        ('{"events": [{"event": "tribunal_order", "on": "2024-01-01", "to": "x"}]}', "must be one of"),
        (
            '{"events": [{"event": "phase_transfer", "on": "2024-01-01", "to_phase": "x"}]}',
            '"year" is missing',
        ),
        (
            '{"events": [{"event": "phase_transfer", "on": "2024-01-01", "to_phase": "x", "year": 7}]}',
            "calendar year",
        ),
        ('{"events": [{"event": "move_known", "on": "2024-01-01", "moves_on": "soon"}]}', "moves_on"),
        (
            '{"events": [{"event": "request_received", "on": "2024-01-01", "detained": "no"}]}',
            "true or false",
        ),
        (
            '{"events": [{"event": "draft_issued", "on": "2024-01-01", "not_after": "2024-01-02"}]}',
            "not_after",
        ),
        ('{"events": [], "exeptions": []}', "did you mean 'exceptions'"),
        ('{"events": [], "as_at": "today"}', '"as_at"'),
        ('{"events": [], "exceptions": [{}]}', "exception 1"),
        ('{"events": [], "exceptions": [{"ground": "reg13(3)(z)"}]}', "not a known ground"),
        ('{"events": [], "exceptions": [{"ground": "reg13(3)(c)", "form": "2024-01-01"}]}', "form"),
        (
            '{"events": [], "exceptions": [{"ground": "reg13(3)(c)", "from": "2024-02-01", "to": "2024-01-01"}]}',
            '"to" is before "from"',
        ),
        ('{"events": [{"event": "draft_issued", "on": NaN}]}', "not JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(BadFacts) as refused:
        facts_from_json(text)
    sentence = str(refused.value)
    assert says in sentence
    assert "\n" not in sentence and sentence[-1] in ".?"


def test_facts_read_back_as_they_were_written() -> None:
    known = facts(
        "request_received 2024-03-04",
        ("tribunal_order 2024-09-02", {"to": "assess"}),
        ("move_known 2024-10-01", {"moves_on": day("2024-12-01")}),
        "advice_requested 2024-04-10 health",
        Event("assessment_agreed", None, not_after=day("2024-04-15")),
        exceptions=[claim("reg13(3)(c)", "2024-07-01", "2024-08-20")],
    )
    assert facts_from_json(facts_to_json(known, day("2024-09-30"))) == (known, day("2024-09-30"))


def test_the_key_of_an_exceptions_first_day_is_from() -> None:
    written = json.loads(facts_to_json(Facts((), (claim("reg13(3)(c)", "2024-07-01", "2024-08-20"),))))
    assert written["exceptions"][0]["from"] == "2024-07-01"


def test_a_shortage_is_read_so_that_it_can_be_answered() -> None:
    known, _ = facts_from_json('{"events": [], "exceptions": [{"ground": "shortage of psychologists"}]}')
    assert known.exceptions[0].ground == "shortage of psychologists"


def test_an_event_keeps_fields_that_are_not_in_the_vocabulary() -> None:
    known, _ = facts_from_json(
        '{"events": [{"event": "draft_issued", "on": "2024-01-01", "note": "x"}], "case": "c1"}'
    )
    assert known.events[0].fields == {"note": "x"}


def test_an_act_may_be_written_as_done_without_a_date() -> None:
    known, _ = facts_from_json(
        '{"events": [{"event": "plan_agreed", "on": null, "not_after": "2024-01-01"}]}'
    )
    assert known.events[0] == Event("plan_agreed", None, not_after=day("2024-01-01"))


def test_post_16_may_be_written_as_people_write_it() -> None:
    known, _ = facts_from_json(
        '{"events": [{"event": "phase_transfer", "on": "2024-01-01", "to_phase": "post-16", "year": "2025"}]}'
    )
    assert known.events[0].fields == {"to_phase": "post16", "year": 2025}
