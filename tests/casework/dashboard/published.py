"""Published files for tests: a few real rows, and invented rows in the layouts of the publishers.

`sen2_mi_rows.csv` holds eight rows of "Education, health and care plans" (Department for Education, reporting year 2023),
under the Open Government Licence v3.0.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

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


def workbook(sheets: Mapping[str, Mapping[str, str | float | date]]) -> bytes:
    """Return an Excel workbook with these cells, by sheet and by place, such as B2. A day is a number with the format of a day."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        as_day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for place, value in cells.items():
                if isinstance(value, date):
                    sheet.write_datetime(place, value, as_day)
                elif isinstance(value, str):
                    sheet.write_string(place, value)
                else:
                    sheet.write_number(place, value)
    return made.getvalue()


HIGH_NEEDS_HEAD: Mapping[str, str | float | date] = {
    "B2": "Year", "C2": "2021-22", "BI3": "Section 251 outturn",
    "AA4": "Special schools and academies (1)", "AB4": "PRUs and AP academies (1)",
    "BT4": "Special schools and academies (1)", "BU4": "PRUs and AP academies (1)",
    "CB4": "Special schools and academies (2)", "CC4": "PRUs and AP academies (2)",
    "CO4": "Table 3b: High needs outturn reported in section 251 and amounts per head",
    "B5": "Region", "C5": "LA code", "D5": "LA name", "E5": "2-18 Population (ONS mid-2021 projection)",
    "CZ6": "Special schools and academies (1)", "DA6": "PRUs and AP academies (1)",
    "DH6": "Special schools and academies (2)", "DI6": "PRUs and AP academies (2)",
}  # fmt: skip
"""The headings that are read of the Department's workbook "Outturn data 2021-22", at their places."""
DERBY: Mapping[str, str | float | date] = {
    "B8": "EAST MIDLANDS ", "C8": "831", "D8": "Derby", "E8": 57263.85, "BT8": 14690608, "BU8": 1395708,
    "CB8": 12153270, "CC8": 0, "AA8": 10459683, "CZ8": 256.54244344381317, "DA8": 24.373282620710977,
    "DH8": 212.23284847246563, "DI8": 0,
}  # fmt: skip
YORK: Mapping[str, str | float | date] = {
    "C9": "816", "D9": "York", "E9": 35523.311, "BT9": 3784623, "BU9": 2302622, "CB9": 3606228, "CC9": 0,
    "CZ9": "#N/A", "DA9": "#N/A", "DH9": "#N/A", "DI9": "#N/A",
}  # fmt: skip
"""Two real rows of it (Department for Education, in its public repository of the prototype dashboard, Open Government Licence)."""
