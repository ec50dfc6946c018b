"""The one look across scope: what does the holder of exactly this number receive?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import numbers
from apps.core.declarations import Benefit
from apps.core.errors import Forbidden, Refused
from apps.core.registries import benefit_lookups
from apps.people.models import Person
from apps.people.services.aliases import digest_of, holder_of


@dataclass(frozen=True)
class Match:
    """What is known of a number: the person, only when visible to the asker, and what he receives anywhere."""

    person_visible: Person | None
    benefits: Sequence[Benefit]

    @property
    def sentences(self) -> list[str]:
        """`在中河街道享受最低生活保障（2021 年 3 月起）`, one a benefit: all that may be told across scope."""
        return [
            f"在{benefit.town}享受{benefit.programme}（{benefit.since.year} 年 {benefit.since.month} 月起）"
            for benefit in self.benefits
        ]


@transaction.atomic
def match(number: str, *, actor: Actor, reason: str = "") -> Match:
    """Look for the holder of a resident number everywhere; tell programme, town and first month, no more.

    Old numbers of 15 digits and numbers from before a correction find their file too.
    Every look leaves an event, whether or not somebody was found. ``Forbidden`` without
    ``people.match_person``; ``Refused`` with a sentence when the number cannot be right.
    """
    if not (actor.is_system or actor.has("people.match_person")):
        raise Forbidden("当前岗位不能按身份证号比对。", hint="请由经办人或受理员办理。")
    try:
        digest = digest_of(number)
    except numbers.NumberError as error:
        raise Refused(str(error), code="number") from error
    person = holder_of(digest)
    visible = (
        Person.objects.visible_to(actor).select_related("home_region__parent").filter(pk=person.pk).first()
        if person
        else None
    )
    known = bytes(person.number_digest) if person and person.number_digest else digest
    benefits = [benefit for lookup in benefit_lookups for benefit in lookup.find(known)]
    record(
        "people.match",
        "按身份证号比对",
        actor=actor,
        subject_type=Person._meta.label_lower,
        subject_id=person.pk if person else "",
        region_code=actor.region_code,
        reason=reason,
        detail={"visible": visible is not None, "benefits": len(benefits)},
    )
    return Match(visible, benefits)
