"""What the ledger says of the act that a letter tells."""

from __future__ import annotations

from casework.letters.letter_ledger import attends_none, draft_sent_before, line_of, named_setting, reasons_of
from tests.casework.letters.samples import SampleLine, dispatch


def test_a_dispatch_tells_the_line_of_its_step_its_act_and_its_service() -> None:
    lines = (
        SampleLine(1, "request_received"),
        SampleLine(2, "advice_requested", of="school"),
        SampleLine(3, "advice_requested", of="health"),
    )
    assert line_of(dispatch("advice_requested", 3, of="health"), lines) is lines[2]
    assert line_of(dispatch("advice_requested", 2), lines) is lines[1]
    assert (
        line_of(dispatch("advice_requested", 3, of="camhs"), lines) is lines[2]
    )  # the act has no such service
    assert line_of(dispatch("request_received", 3), lines) is None


def test_a_letter_that_is_sent_again_or_to_a_second_person_tells_the_same_line() -> None:
    line = SampleLine(2, "draft_issued")
    for dispatch_id in ("case-a-2-1", "case-a-2-1.2", "case-a-2-1.2e", "case-a-2-1~1"):
        assert line_of(dispatch("draft_issued", dispatch_id=dispatch_id), (line,)) is line


def test_reasons_are_those_of_the_decision_or_the_first_that_were_given_later() -> None:
    earlier = SampleLine(1, "reasons_given", {"reason": "note-0"})
    with_reason = SampleLine(2, "assessment_refused", {"reason": "note-1"})
    without = SampleLine(2, "assessment_refused")
    later = (
        SampleLine(3, "reasons_given", {"reason": "note-2"}),
        SampleLine(4, "reasons_given", {"reason": "note-3"}),
    )
    assert reasons_of(with_reason, (earlier, with_reason, *later))[0] == "note-1"
    assert reasons_of(without, (earlier, without, *later))[0] == "note-2"
    assert reasons_of(without, (earlier, without)) == ()
    assert reasons_of(None, later) == ()


def test_a_setting_is_consulted_on_the_draft_that_the_family_was_sent_before_it() -> None:
    first = SampleLine(1, "draft_issued", {"document": "plan-1"})
    second = SampleLine(2, "draft_issued", {"document": "plan-2"})
    consulted = SampleLine(3, "setting_consulted", of="urn-1")
    changed = SampleLine(4, "draft_issued", {"document": "plan-3"})
    assert draft_sent_before(consulted, (first, second, consulted, changed)) == "plan-2"
    assert draft_sent_before(consulted, (consulted, changed)) is None
    assert draft_sent_before(consulted, (first, SampleLine(2, "draft_issued"), consulted)) is None


def test_the_named_setting_is_that_of_the_last_final_plan() -> None:
    final = SampleLine(1, "final_issued", {"setting": "urn-1"})
    assert named_setting(()) is None
    assert named_setting((final,)) == "urn-1"
    assert named_setting((final, SampleLine(2, "amended_final_issued", {"setting": "urn-2"}))) == "urn-2"
    assert named_setting((final, SampleLine(2, "amended_final_issued"))) is None


def test_only_the_request_says_that_a_child_attends_no_setting() -> None:
    assert attends_none((SampleLine(1, "request_received", {"attends": "none"}),))
    assert not attends_none((SampleLine(1, "request_received"), SampleLine(2, "x", {"attends": "none"})))
    assert not attends_none(())
