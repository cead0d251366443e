"""The form of the ids of people and teams, wherever they come from."""

from __future__ import annotations

import re

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
"""Letters, digits, `_`, `.` and `-`, at most 64, beginning with a letter or digit."""
