"""The refusal of an id says what the id is of, by what it looks like, and what to do."""

from __future__ import annotations

import pytest

from office.refusals import no_such_process


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("case-12ab", "'case-12ab' is the number of a case; open the case"),
        ("child-12ab", "'child-12ab' is the number of a child; open a case of the child"),
        ("urn-900001", "'urn-900001' is the number of a school or college; open the case"),
        ("doc-1", "'doc-1' is the number of a document; open the case"),
        ("12ab", "'12ab' is not a number that this service gives; such a number begins with "),
        ("case-", "'case-' is not a number that this service gives"),
        ("sitting-none", "There is no sitting 'sitting-none'; `ehcp panel sittings` lists them."),
    ],
)
def test_a_wrong_id_is_answered_by_what_it_looks_like(written: str, said: str) -> None:
    sentence = str(no_such_process(written))
    assert said in sentence and sentence.endswith(".") and sentence.count(". ") == 0
