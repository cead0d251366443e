"""An officer's day by the API, on a real office: the same acts and refusals as by page and command."""

from __future__ import annotations

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from fastapi import FastAPI

from activities.case_starts import start
from casework.access.permissions import Person, Role
from office.gate import Gate
from office.seal import seal
from records.database import Database
from starter.api.app import api
from tests.activities.receiver import receiving
from tests.activities.steps import Story
from tests.conftest import days_ago
from tests.plans import sample_plan
from tests.running import ROOT, Up, wait_until
from tests.starter.api.conftest import ADMIN, EVERYBODY, FAST, HEAD, Caller, Opens, calling
from workflows.messages import Opening

pytestmark = pytest.mark.xdist_group("office")


def test_a_case_from_its_request_to_an_act(whole: Caller, opens: Opens) -> None:
    case = opens(
        child_name="Sample Day",
        born_on="2018-05-14",
        family="Mx Sample\n1 Example Road\nZZ1 1ZZ",
        reference="ref-day",
    )
    shown = whole.get(f"/cases/{case}")
    assert (shown["stage"], shown["child"]) == ("deciding_to_assess", None)
    assert "Sample Day" not in str(shown)
    assert whole.get(f"/cases/{case}", params={"personal": True})["child"]["name"] == "Sample Day"
    names = [one["action"] for one in whole.get(f"/cases/{case}/acts")["actions"]]
    assert "assessment_agreed" in names and "final_issued" not in names
    act = {"action": "assessment_agreed", "on": days_ago(20), "fields": {"reason": "Needs were seen."}}
    done = whole("POST", f"/cases/{case}/acts", act)
    assert (done.status_code, done.json()["stage"]) == (201, "assessing")
    assert done.json()["warnings"][0].startswith("No evidence shows that you told them")
    lines = whole.get(f"/cases/{case}/ledger")["ledger"]
    agreed = next(line for line in lines if line["event"] == "assessment_agreed")
    assert (agreed["by"], agreed["fields"]["reason"]) == ("officer-1", "withheld because it is personal")
    assert [one["by"] for one in whole.get(f"/cases/{case}")["decisions"]] == ["officer-1"]
    assert not [one for one in done.json()["warnings"] if "No one is named" in one]
    words = whole.get(f"/cases/{case}/ledger", params={"personal": True})["ledger"]
    assert "Needs were seen." in [line["fields"].get("reason") for line in words]
    assert [one["kind"] for one in whole.get(f"/cases/{case}/notices")["notices"]]


def test_a_refusal_is_the_sentence_of_the_validator_and_leaves_no_trace(
    whole: Caller, opens: Opens, office: Up
) -> None:
    case = opens()
    answer = whole("POST", f"/cases/{case}/acts", {"action": "final_issued", "on": days_ago(0)})
    told = answer.json()
    assert (answer.status_code, told["type"]) == (409, "urn:ehcp:problem:refused")
    assert told["detail"] == office("act", case, "final_issued", "--on", "today").err
    assert "final_issued" not in [line["event"] for line in whole.get(f"/cases/{case}/ledger")["ledger"]]


def test_past_work_is_checked_and_entered_in_one_step_and_tells_no_one(whole: Caller, opens: Opens) -> None:
    case = opens()
    before = len(whole.get(f"/cases/{case}/notices")["notices"])
    acts = [
        {"action": "tailored_list_declined", "on": days_ago(9)},
        {"action": "withdrawn", "on": days_ago(5), "fields": {"reason": "They told us by letter."}},
    ]
    path = f"/cases/{case}/past-work"
    checked = whole("POST", path, {"acts": acts[:1], "check": True})
    assert (checked.status_code, checked.json()["recorded"], checked.json()["sequence"]) == (200, 0, None)
    assert {one["status"] for one in checked.json()["owed"]} == {"running"}
    untold = whole("POST", path, {"acts": [{"action": "assessment_agreed", "on": days_ago(9)}]})
    assert untold.status_code == 409 and untold.json()["detail"].startswith(
        "Row 1: Agree to assess needs how"
    )
    assert whole.get(f"/cases/{case}")["sequence"] == 1, "neither recorded anything"
    entered = whole("POST", path, {"acts": acts}, key="past")
    assert (entered.status_code, entered.json()) == (
        201,
        {"case": case, "recorded": 2, "sequence": 2, "owed": []},
    )
    assert whole("POST", path, {"acts": acts}, key="past").json() == entered.json()
    assert len(whole.get(f"/cases/{case}/notices")["notices"]) == before


def test_nothing_is_recorded_in_a_closed_case(whole: Caller, opens: Opens) -> None:
    case = opens()
    assert whole("POST", f"/cases/{case}/acts", {"action": "withdrawn", "on": days_ago(0)}).status_code == 201
    wait_until(lambda: whole.get(f"/cases/{case}")["closed_on"], "the case is closed")
    assert whole.get(f"/cases/{case}/acts")["actions"] == []
    again = whole("POST", f"/cases/{case}/acts", {"action": "assessment_agreed", "on": days_ago(0)})
    assert (again.status_code, again.json()["type"]) == (409, "urn:ehcp:problem:closed")


def test_the_same_key_is_one_act_however_often_and_however_fast_it_comes(whole: Caller, opens: Opens) -> None:
    case = opens()
    act = {"action": "assessment_agreed", "on": days_ago(20)}
    with ThreadPoolExecutor(4) as threads:
        answers = list(
            threads.map(lambda _: whole("POST", f"/cases/{case}/acts", act, key=f"once-{case}"), range(4))
        )
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert all(a.json()["type"] == "urn:ehcp:problem:key-busy" for a in answers if a.status_code == 409)
    first = next(answer.json() for answer in answers if answer.status_code == 201)
    again = whole("POST", f"/cases/{case}/acts", act, key=f"once-{case}")
    assert (again.json(), again.headers["idempotent-replayed"]) == (first, "true")
    events = [line["event"] for line in whole.get(f"/cases/{case}/ledger")["ledger"]]
    assert events.count("assessment_agreed") == 1
    other = whole("POST", f"/cases/{case}/acts", {**act, "on": days_ago(19)}, key=f"once-{case}")
    assert (other.status_code, other.json()["type"]) == (422, "urn:ehcp:problem:key-reused")


def test_an_act_on_what_has_changed_since_is_refused(whole: Caller, opens: Opens) -> None:
    case = opens()
    read = whole("GET", f"/cases/{case}")
    assert read.headers["etag"] == f'"{read.json()["sequence"]}"'
    assert whole(
        "POST", f"/cases/{case}/acts", {"action": "assessment_agreed", "on": days_ago(20)}
    ).status_code == 201  # fmt: skip
    asked = {"action": "advice_requested", "on": days_ago(19), "of": "school,health"}
    for stale in ({"headers": {"If-Match": read.headers["etag"]}}, {"seen": read.json()["sequence"]}):
        body = {**asked, **({"seen": stale["seen"]} if "seen" in stale else {})}
        late = whole("POST", f"/cases/{case}/acts", body, headers=stale.get("headers", {}))
        assert (late.status_code, late.json()["type"]) == (412, "urn:ehcp:problem:moved-on")
    now = {"If-Match": late.headers["etag"]}
    fresh = whole("POST", f"/cases/{case}/acts", asked, key=f"fresh-{case}", headers=now)
    assert fresh.status_code == 201, fresh.text
    replayed = whole("POST", f"/cases/{case}/acts", asked, key=f"fresh-{case}", headers=now)
    assert replayed.status_code == 201


def test_of_two_who_read_the_same_case_only_one_acts_and_the_other_is_told_who(
    whole: Caller, opens: Opens
) -> None:
    case = opens()
    asked = {"action": "assessment_agreed", "on": days_ago(20), "seen": 1}
    with ThreadPoolExecutor(2) as threads:
        both = list(
            threads.map(lambda who: who("POST", f"/cases/{case}/acts", asked), (whole, whole.as_(HEAD)))
        )
    assert sorted(one.status_code for one in both) == [201, 412]
    late = next(one for one in both if one.status_code == 412)
    assert late.json()["detail"].startswith("Since you looked at this case, ")
    assert late.headers["etag"] == '"2"'


def test_of_several_requests_none_is_opened_where_one_is_wrong(whole: Caller) -> None:
    good = {
        "child_name": "Sample Twin",
        "received_on": days_ago(5),
        "team": "north",
        "reference": "several-1",
    }
    before = len(whole.get("/cases", params={"limit": 200})["cases"])
    for bad, sentence in (
        ({**good, "reference": "several-2", "received_on": days_ago(-3)}, "is in the future"),
        (good, "repeats request 1"),
        ({**good, "reference": "several-5"}, "may be for the same child as request 1"),
        (
            {**good, "child_name": "Sample Third", "reference": "several-3", "acts": [{"action": "final_issued", "on": days_ago(1)}, {"action": "no_such", "on": days_ago(1)}]},
            "There is no act 'no_such'",
        ),
    ):  # fmt: skip
        answer = whole("POST", "/requests", {"requests": [good, bad]})
        assert answer.status_code == 422 and sentence in answer.text
        assert answer.json()["errors"][0]["pointer"] == "/requests/1"
    assert len(whole.get("/cases", params={"limit": 200})["cases"]) == before
    both = {"requests": [good, {**good, "child_name": "Sample Fourth", "reference": "several-4"}]}
    opened = whole("POST", "/requests", both)
    assert (opened.status_code, opened.json()["opened"]) == (201, 2)
    again = whole("POST", "/requests", both)
    assert (again.status_code, again.json()["already_open"]) == (200, 2)
    assert [one["case"] for one in again.json()["cases"]] == [one["case"] for one in opened.json()["cases"]]


def test_a_child_with_an_open_case_gets_a_second_one_only_where_that_is_said(
    whole: Caller, opens: Opens
) -> None:
    child = {"child_name": "Sample Once", "born_on": "2017-02-03"}
    first = opens(**child)
    row = {**child, "received_on": days_ago(1), "team": "north", "reference": "second"}
    refused = whole("POST", "/requests", {"requests": [row]})
    assert refused.json()["type"] == "urn:ehcp:problem:duplicate" and first in refused.json()["detail"]
    later = {"requests": [{**row, "opens": "reassessment"}], "second": True}
    opened = whole("POST", "/requests", later)
    assert opened.status_code == 201
    told = whole.get(f"/cases/{opened.json()['cases'][0]['case']}")
    assert (told["opens"], told["stage"], told["next_due"]) == (
        "reassessment",
        "plan_issued",
        "Decide whether to re-assess and tell the family",
    )


def test_a_plan_is_saved_checked_and_printed(whole: Caller, opens: Opens) -> None:
    child = f"Wren {secrets.token_hex(4)}"
    case, content = opens(child_name=child), sample_plan(child)
    assert whole.get("/plans/template")["about"]["name"] == ""
    other = whole("POST", f"/cases/{case}/plans", sample_plan())
    assert (
        other.status_code == 409
        and "'Wren Example', which is not recorded for this child" in other.json()["detail"]
    )
    saved = whole("POST", f"/cases/{case}/plans", content)
    assert (saved.status_code, saved.json()["version"], saved.json()["findings"]) == (201, 1, [])
    plan = saved.json()["plan"]
    assert whole.get(f"/plans/{plan}")["content"]["about"]["preferred_name"] == "Wren"
    assert [one["section"] for one in whole.get(f"/plans/{plan}/findings", params={"final": True})["findings"]] == ["I"]  # fmt: skip
    page = whole("GET", f"/plans/{plan}/print")
    assert page.headers["content-type"].startswith("text/html") and "Wren" in page.text
    word = whole("GET", f"/plans/{plan}/print", params={"as": "docx"})
    assert word.content[:2] == b"PK"
    bad = whole("POST", f"/cases/{case}/plans", {**content, "areas": {"magic": {}}})
    assert bad.status_code == 422 and bad.json()["errors"][0]["pointer"].startswith("/areas")
    assert [one["plan"] for one in whole.get(f"/cases/{case}/plans")["versions"]] == [plan]
    confirmed = {**sample_plan(), "confirmed_because": "The child has used this name since the summer."}
    again = whole("POST", f"/cases/{case}/plans", confirmed)
    assert (again.status_code, again.json()["version"]) == (201, 2)


def test_a_tailored_list_is_made_once_and_kept(whole: Caller, opens: Opens, office: Up) -> None:
    assert office("settings", "load", str(ROOT / "samples" / "settings.csv")).code == 0
    case = opens(days=100, born_on="2018-09-09", acts=[{"action": "draft_issued", "on": days_ago(10)}])
    wanted = {"needs": ["ASD"], "origin": "400000,290000", "miles": 100}
    made = whole("POST", f"/cases/{case}/lists", wanted, key=f"list-{case}")
    assert made.status_code == 201, made.text
    assert made.json()["rights"].startswith("This list is advice")
    assert whole("POST", f"/cases/{case}/lists", wanted, key=f"list-{case}").json() == made.json()
    assert whole.get(f"/lists/{made.json()['list']}")["entries"] == made.json()["entries"]
    assert len(whole.get(f"/cases/{case}")["lists"]) == 1
    nowhere = whole("POST", f"/cases/{case}/lists", {**wanted, "origin": "999999999"})
    assert nowhere.status_code == 409 and "is not a setting with a known location" in nowhere.json()["detail"]


def test_a_mediator_sees_and_changes_their_own_dispute_alone(whole: Caller, opens: Opens) -> None:
    case = opens(days=50)
    for act in (
        {"action": "assessment_refused", "on": days_ago(0), "fields": {"reason": "No need was seen."}},
        {"action": "mediation_adviser_contacted", "on": days_ago(0)},
        {"action": "mediation_requested", "on": days_ago(0), "fields": {"issues": ["education"]}},
    ):
        assert whole("POST", f"/cases/{case}/acts", act).status_code == 201
    mediation = case.replace("case", "mediation")
    wait_until(lambda: whole("GET", f"/disputes/{mediation}").json().get("mediator"), "one is invited")
    invited = whole.get(f"/disputes/{mediation}")["mediator"]
    mine, other = whole.as_(_mediator(invited)), whole.as_(_mediator("mediator-none"))
    wait_until(lambda: mine.get("/disputes")["disputes"], "the mediator sees it")
    assert mediation in [one["dispute"] for one in mine.get("/disputes", params={"limit": 200})["disputes"]]
    shown = mine.get(f"/disputes/{mediation}")
    assert "Sample Child" not in str(shown) and "No need was seen" not in str(shown)
    assert other.get("/disputes")["disputes"] == []
    refused, unknown = (other("GET", f"/disputes/{one}") for one in (mediation, "mediation-none"))
    assert (refused.status_code, refused.json()["detail"].replace(mediation, "X")) == (
        404, unknown.json()["detail"].replace("mediation-none", "X"),
    )  # fmt: skip
    accept = {"action": "accept_invitation", "on": days_ago(0), "seen": shown["sequence"]}
    assert other("POST", f"/disputes/{mediation}/acts", accept).status_code == 404
    late = mine("POST", f"/disputes/{mediation}/acts", {**accept, "seen": 1})
    assert (late.status_code, late.json()["type"]) == (412, "urn:ehcp:problem:moved-on")
    assert "Since you looked at this mediation, another part of the process has recorded that" in late.text
    closing = {"action": "end_mediation", "on": days_ago(0), "fields": {"why": "withdrawn"}}
    refused = mine("POST", f"/disputes/{mediation}/acts", closing)
    assert refused.status_code == 403 and "it is for the authority" in refused.json()["detail"]
    offered = {one["action"] for one in mine.get(f"/disputes/{mediation}")["actions"]}
    assert "accept_invitation" in offered and "end_mediation" not in offered

    def accepted() -> bool:  # a date may come between the look and the act: then it is looked at again
        now = {**accept, "seen": mine.get(f"/disputes/{mediation}")["sequence"]}
        return mine("POST", f"/disputes/{mediation}/acts", now).status_code == 201

    wait_until(accepted, "the mediator accepts")
    assert mine("GET", f"/cases/{case}").status_code == 403
    assert whole.get(f"/cases/{case}/disputes")["disputes"][0]["mediator"] == invited


def test_a_sitting_is_called_once_and_advises(whole: Caller, opens: Opens) -> None:
    case = opens()
    members = [{"id": f"member-{role}", "role": role} for role in ("education", "health", "social_care")]
    call = {"sits_on": days_ago(0), "chair": "member-health", "members": members}
    made = whole("POST", "/sittings", call, key=f"call-{case}")
    sitting = made.json()["sitting"]
    wait_until(lambda: whole("GET", f"/sittings/{sitting}").status_code == 200, "the sitting is there")
    assert whole("POST", "/sittings", call, key=f"call-{case}").json() == made.json()
    seen = whole.get(f"/sittings/{sitting}")["sequence"]
    for action, of, fields in (
        ("list_case", case, {"about": "assess"}),
        ("record_attendance", None, {"present": [member["id"] for member in members]}),
        ("recommend", case, {"recommendation": "assess", "reason": "It is needed."}),
    ):
        act = {"action": action, "on": days_ago(0), "of": of, "fields": fields, "seen": seen}
        done = whole("POST", f"/sittings/{sitting}/acts", act, key=f"{action}-{case}")
        assert done.status_code == 201, done.text
        late = whole.as_(HEAD)("POST", f"/sittings/{sitting}/acts", act)
        assert (late.status_code, late.json()["type"]) == (412, "urn:ehcp:problem:moved-on")
        assert "Since you looked at this sitting, officer-1 has recorded that" in late.json()["detail"]
        again = whole("POST", f"/sittings/{sitting}/acts", act, key=f"{action}-{case}")
        assert again.json() == done.json(), "a repetition is answered as it was"
        seen = int(late.headers["etag"].strip('"'))
    (item,) = whole.get(f"/sittings/{sitting}")["items"]
    assert (item["recommendation"], item["reason"]) == ("assess", "It is needed.")
    assert sitting in [one["sitting"] for one in whole.get("/sittings")["sittings"]]
    short = whole("POST", "/sittings", {**call, "members": members[:2]})
    assert (
        short.json()["detail"]
        == "The panel has no member for social care, so it cannot be quorate; name one."
    )


def test_the_law_and_the_services_are_read(whole: Caller) -> None:
    facts = {"events": [{"event": "request_received", "on": "2024-03-04"}], "as_at": "2024-03-05"}
    told = whole("POST", "/timeline", facts).json()
    assert {"reg13_2.final_plan": "2024-07-22"}.items() <= {
        one["rule"]: one["due_on"] for one in told["obligations"]
    }.items()
    assert whole.get("/rules/reg13_2.final_plan")["verified"] is True
    assert len(whole.get("/rules")["rules"]) > 90
    assert isinstance(whole.get("/services")["services"], list)
    assert whole.get("/me")["rights"]["act"] == "team"
    wrong = whole("POST", "/timeline", {"events": [{"event": "request_recieved", "on": "2024-03-04"}]})
    assert wrong.status_code == 422 and "did you mean 'request_received'?" in wrong.json()["detail"]


def test_a_sealed_case_is_in_no_list_of_those_who_are_not_named(whole: Caller, opens: Opens) -> None:
    case = opens()
    head = whole.as_(HEAD)
    assert case in {one["case"] for one in head.get("/cases", params={"limit": 200})["cases"]}
    seal(Gate(whole.database, "cli"), HEAD, case, "The child of a member of staff.")
    assert case not in {one["case"] for one in head.get("/cases", params={"limit": 200})["cases"]}
    refused = head("GET", f"/cases/{case}")
    assert refused.status_code == 403 and "sealed" in refused.json()["detail"]


def test_facts_leave_the_worker_as_webhooks(whole: Caller, opens: Opens) -> None:
    admin = whole.as_(ADMIN)
    with receiving() as receiver:
        made = admin("POST", "/webhooks", {"url": receiver.url, "events": ["assessment_agreed"]})
        assert made.status_code == 201 and made.json()["secret"].startswith("whsec_")
        hook = made.json()["webhook"]
        assert admin("POST", f"/webhooks/{hook}/test").json() == {"status": 204}
        case = opens()
        whole("POST", f"/cases/{case}/acts", {"action": "assessment_agreed", "on": days_ago(20)})
        wait_until(lambda: len(receiver.came) == 2, "the fact")
        told = receiver.verified(made.json()["secret"])[1]
        assert (
            told["data"].items() >= {"id": case, "event": "assessment_agreed", "stage": "assessing"}.items()
        )
        wait_until(lambda: admin.get(f"/webhooks/{hook}")["arrived"] == 1, "it is noted")
        assert "secret" not in admin.get(f"/webhooks/{hook}")
        assert admin("POST", f"/webhooks/{hook}/removal").status_code == 200
        assert admin.get(f"/webhooks/{hook}")["ended_why"] == "Removed by admin-1."


def test_an_act_that_no_worker_confirms_is_503_and_may_be_repeated_under_its_key(
    whole_app: tuple[FastAPI, Database], whole: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, database = whole_app
    parts = replace(app.state.parts, task_queue="nobody-works-here")
    case = f"case-unworked{secrets.token_hex(3)}"
    Story(case).record(database)
    monkeypatch.setattr("starter.api.idempotency.PATIENCE_SECONDS", 0.5)

    async def begin() -> None:
        office = await replace(parts).office()
        await start(office.client, parts.task_queue, Opening(case_id=case, on=date(2024, 3, 4)))

    asyncio.run(begin())
    with calling(api(parts, pace=FAST), database, HEAD) as caller:
        for _ in range(2):
            act = {"action": "assessment_agreed", "on": "2024-04-10"}
            answer = caller("POST", f"/cases/{case}/acts", act, key="unworked")
            assert (answer.status_code, answer.json()["type"]) == (503, "urn:ehcp:problem:away")
            assert "the same Idempotency-Key" in answer.json()["detail"]


def test_everybody_is_somebody(whole: Caller) -> None:
    assert set(whole.as_(EVERYBODY).get("/me")["roles"]) >= {"ops", "mediator"}


def _mediator(its_id: str) -> Person:
    return Person(its_id, "Sample Mediator", frozenset({Role.MEDIATOR}))
