"""Stored evidence, and corrections and merges that wait, for tests."""

from typing import Any

from apps.files.services import store_bytes
from apps.people.models import IdentityChange, PersonMerge
from apps.people.services import correct_identity, merge
from tests.factories import make_person, resident_number


def paper() -> Any:
    return store_bytes(b"a", kind="people.evidence", name="户口簿.csv", content_type="text/csv")


def waiting(place: Any, kind: str) -> Any:
    """The open correction or merge of a town of ``tests.security.world``, asked for by its acceptance clerk."""
    person, payee = place.rows["person"], place.rows["benefit"].payee
    given = {"reason": "更正", "evidence": paper(), "actor": place.office.acceptor}
    if kind == "corrections":
        found = IdentityChange.objects.filter(person=person, state="asked").first()
        return found or correct_identity(person, name=person.name, number=resident_number(), **given)
    found = PersonMerge.objects.filter(keep=payee, state="asked").first()
    return found or merge(payee, make_person(region=place.community), **given)
