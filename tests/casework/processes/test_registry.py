"""The clock roles that processes need: a rule pack without one of them is refused."""

from __future__ import annotations

import pytest

from casework.processes.registry import ROLES, check_roles
from statute.clock_roles import ClockRole
from statute.errors import RoleNotBound
from statute.pack import load_pack, pack_from
from tests.renamed_pack import content


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_pack_without_a_clock_for_a_role_of_a_process_is_refused_with_the_name_of_the_role(
    role: str,
) -> None:
    without = content()
    without["clocks"] = [clock for clock in without["clocks"] if clock.get("role") != role]
    with pytest.raises(RoleNotBound, match=f"binds no clock to the role '{role}', which the process needs"):
        check_roles(pack_from(without))


def test_every_role_of_the_pack_is_one_that_a_case_or_a_process_asks_for() -> None:
    bound = {clock.role for clock in load_pack("england-2014").clocks} - {None}
    assert bound == {*ClockRole, *ROLES}
