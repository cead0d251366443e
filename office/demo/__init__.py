"""A seeded caseload of an invented authority, made with virtual dates through the recorder, for demonstrations and measurements."""
