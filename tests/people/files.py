"""Stored evidence for tests of corrections and merges."""

from apps.files.services import store_bytes


def paper():
    return store_bytes(b"a", kind="people.evidence", name="户口簿.csv", content_type="text/csv")
