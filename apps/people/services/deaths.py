"""Deaths: entered by an officer or taken from a list of the police or a funeral home, and revoked when in error."""

from datetime import date

from django.db import transaction

from apps.accounts.actor import Actor
from apps.accounts.actors import system_actor
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import DomainError, Refused
from apps.core.periods import day_label
from apps.core.registries import death_followups
from apps.people.models import DeathRecord, Person
from apps.people.services.proposals import lock_persons, require_reason
from apps.people.services.telling import tell_town


@transaction.atomic
def register_death(
    person: Person,
    day: date,
    *,
    actor: Actor,
    source: str = DeathRecord.Source.FAMILY,
    certificate: str = "",
) -> Person:
    """Note that ``person`` died on ``day`` and open what follows from it (a change of the benefit).

    The same day again changes nothing. ``Refused`` for a day before birth or after today, another day than the one on
    file, or a source that is none.
    """
    (person,) = lock_persons(person)
    if source not in DeathRecord.Source.values:
        raise Refused("请选择信息来源。", code="source")
    if day > clock.today():
        raise Refused("死亡日期不能晚于今天，请核对。", code="day")
    if day < person.birth_date:
        raise Refused(f"死亡日期不能早于出生日期（{day_label(person.birth_date)}），请核对。", code="day")
    if person.death_date is not None and person.death_date != day:
        raise Refused(
            f"{person.name}已登记于 {day_label(person.death_date)}死亡。",
            hint="日期有误的，请先撤销原登记，再重新登记。",
            code="another_day",
        )
    if DeathRecord.objects.filter(person=person, revoked_on=None).exists():
        return person
    report = DeathRecord.objects.create(
        person=person,
        day=day,
        source=source,
        certificate=certificate.strip(),
        registered_by_id=actor.account,
        registered_on=clock.today(),
    )
    person.death_date = day
    person.version += 1
    person.save(update_fields=["death_date", "version"])
    record(
        "people.death",
        "登记死亡",
        actor=actor,
        subject=person,
        region_code=person.home_region_id,
        detail={"day": day.isoformat(), "source": source, "record": report.pk},
    )
    follow(report, actor)
    tell_town(report, actor)
    return person


@transaction.atomic
def revoke_death(person: Person, reason: str, *, actor: Actor) -> Person:
    """Take an erroneous report back; it stays on file. What was opened on its account is not undone by itself."""
    (person,) = lock_persons(person)
    reason = require_reason(reason, "撤销理由")
    if person.death_date is None:
        raise Refused("这份档案没有登记死亡。", code="alive")
    DeathRecord.objects.filter(person=person, revoked_on=None).update(
        revoked_on=clock.today(), revoked_by_id=actor.account, revoke_reason=reason
    )
    before, person.death_date = person.death_date, None
    person.version += 1
    person.save(update_fields=["death_date", "version"])
    record(
        "people.death_revoked",
        "撤销死亡登记",
        actor=actor,
        subject=person,
        region_code=person.home_region_id,
        reason=reason,
        detail={"day": before.isoformat()},
    )
    return person


def follow(report: DeathRecord, actor: Actor) -> None:
    """Open what follows. What cannot be opened now is tried again by the daily tick; the death stays registered."""
    try:
        with transaction.atomic():
            for followup in death_followups:
                followup.run(report.person, report.day, actor)
    except DomainError:
        return
    report.followed_on = clock.today()
    report.save(update_fields=["followed_on"])


def follow_open(day: date | None = None) -> dict[str, int]:
    """Open what follows from every report for which it has not been done: those of a list, and those put off."""
    actor = system_actor("system_tick")
    rows = (
        DeathRecord.objects.filter(revoked_on=None, followed_on=None).select_related("person").order_by("pk")
    )
    done = 0
    for report in rows:
        with transaction.atomic():
            follow(report, actor)
            if report.followed_on is not None:
                tell_town(report, actor)
        done += report.followed_on is not None
    return {"reports": len(rows), "followed": done}
