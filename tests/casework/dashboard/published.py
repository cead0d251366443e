"""Published files for tests: a few real rows, and invented rows in the layouts of the publishers.

`sen2_mi_rows.csv` holds eight rows of "Education, health and care plans" (Department for Education, reporting year 2023),
under the Open Government Licence v3.0.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from casework.dashboard.areas import AUTHORITIES

SEN2_ROWS = (Path(__file__).parent / "sen2_mi_rows.csv").read_bytes()
AREA = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,new_la_code,old_la_code,la_name"
"""The first columns of a file of Explore education statistics."""
TIMELINESS = "plans_issued_den,plans_issued_den_ex,plans_issued_within_20_weeks,plans_issued_20_weeks_ex,avg_weeks_issue_plan_exc"
CAMDEN = "Local authority,E92000001,England,E12000007,London,E09000007,202,Camden"
BARNET = "Local authority,E92000001,England,E12000007,London,E09000003,302,Barnet"


def timeliness(*rows: tuple[str, str, str], more: str = "") -> bytes:
    """Return invented rows of the timeliness set from 2025: period, area, and the five numbers."""
    lines = [f"{AREA},{TIMELINESS}{more}"]
    lines += [f"{period},Calendar year,{area},{numbers}" for period, area, numbers in rows]
    return "\n".join(lines).encode()


def every_authority(numbers: str) -> bytes:
    """Return the same five numbers of 2025 for every authority of today."""
    rows = [
        ("2025", f"Local authority,E92000001,England,{one.region},,{one.code},{one.number},", numbers)
        for one in AUTHORITIES.values()
        if not one.is_ended
    ]
    return timeliness(*rows)


def spreadsheet(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Return an OpenDocument spreadsheet with these cells as text."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(
            "<table:table-row>"
            + "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row)
            + "</table:table-row>"
            for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("content.xml", f"<office:document-content {spaces}>{tables}</office:document-content>")
    return packed.getvalue()
