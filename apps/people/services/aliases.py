"""Who is meant by a number: present, former, or an old one of 15 digits."""

from datetime import date

from django.db import models

from apps.core import crypto, numbers
from apps.core.periods import add_months
from apps.people.models import Person, PersonAlias
from apps.policy import services as policy


def numbers_of(person: Person) -> set[bytes]:
    """Digests of the numbers that the file has or had."""
    found = {bytes(row) for row in _digests(person)}
    return found | ({bytes(person.number_digest)} if person.number_digest else set())


def _digests(person: Person) -> list[bytes]:
    rows = PersonAlias.objects.filter(person=person, number_digest__isnull=False)
    return list(rows.values_list("number_digest", flat=True))


def digest_of(text: str) -> bytes:
    """The digest by which a typed number of 18 or 15 digits is looked for. Raises ``numbers.NumberError``."""
    return crypto.digest(numbers.read_any_number(text).value)


def holder_of(digest: bytes, *, names: frozenset[str] | None = None) -> Person | None:
    """Whose number it is, else the one file that had it before; with ``names``, only a file of one of these names.

    A former number that several files have had leads nowhere.
    """
    found = list(Person.objects.with_digest(digest)[:3])
    present = [person for person in found if person.number_digest and bytes(person.number_digest) == digest]
    if present:
        return present[0]
    fitting = [person for person in found if names is None or person.all_names & names]
    return fitting[0] if len(fitting) == 1 else None


def without_number_in(month: date) -> "models.QuerySet[Person]":
    """Persons who in ``month`` (first day) have lived too long under a temporary code for cash (rulebook 5.2).

    How long is the parameter ``person.temporary_months``, as in force in that month.
    """
    limit = int(policy.parameter("person.temporary_months", month))
    return Person.objects.without_number_since(add_months(month, -limit))
