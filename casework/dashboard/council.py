"""What the dashboard must know of a council: which authority it is, its neighbours, and its areas of the health service."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from casework.dashboard.areas import AUTHORITIES, authority_code

_MOST_NEIGHBOURS = 30


def _authority(written: str) -> str:
    code = authority_code(written)
    if code is None or AUTHORITIES[code].is_ended:
        raise ValueError(
            f"{written!r} is no local authority; write its name, its three-digit number or its code, such as E09000007"
        )
    return code


def _not_too_many(written: tuple[str, ...]) -> tuple[str, ...]:
    if len(written) > _MOST_NEIGHBOURS:
        raise ValueError(f"there are more than {_MOST_NEIGHBOURS}; leave some out")
    return tuple(dict.fromkeys(written))


_AuthorityCode = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_authority)]
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class DashboardCouncil(BaseModel):
    """The council of the dashboard. `neighbours` are its statistical neighbours, which the council chooses.

    `health_areas` are the names of its areas in the files of the health service, whose borders are not those of a council.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    authority: _AuthorityCode
    neighbours: Annotated[tuple[_AuthorityCode, ...], AfterValidator(_not_too_many)] = ()
    health_areas: tuple[_Line, ...] = ()
