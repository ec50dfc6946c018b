"""What a merge does to the rows, and how it is taken back; ``services.merging`` decides whether."""

from datetime import date
from typing import Any

from django.db.models import Q

from apps.core.errors import Refused
from apps.core.periods import day_label
from apps.people.models import (
    BankAccount,
    DeathRecord,
    HouseholdMember,
    Person,
    PersonAlias,
    PersonMerge,
    PersonScope,
)
from apps.people.services import rows
from apps.people.services.identity import LONGEST

_FILLED = ("phone", "address", "disability", "ethnicity")


def require_one_life(keep: Person, drop: Person) -> None:
    """Refuse what one person cannot be: two days of death, two households at the same time."""
    if keep.death_date and drop.death_date and keep.death_date != drop.death_date:
        raise Refused(
            f"两份档案的死亡日期不同（{day_label(keep.death_date)}、{day_label(drop.death_date)}）。",
            hint="请先更正死亡登记，再合并档案。",
            code="deaths",
        )
    theirs = list(HouseholdMember.objects.filter(person=keep))
    for row in HouseholdMember.objects.filter(person=drop).select_related("household__head"):
        if any(_overlap(row, other) and other.household_id != row.household_id for other in theirs):
            raise Refused(
                f"两份档案同时登记在两户家庭中（其中一户为{row.household.head.name}家庭）。",
                hint="请先在其中一户办理成员变更，再合并档案。",
                code="households",
            )


def _overlap(one: HouseholdMember, other: HouseholdMember) -> bool:
    return (one.left_on is None or other.joined_on <= one.left_on) and (
        other.left_on is None or one.joined_on <= other.left_on
    )


def put_together(asked: PersonMerge, keep: Person, drop: Person, day: date) -> dict[str, Any]:
    """Move everything to ``keep`` and leave ``drop`` as a stone. Answers what undoing it takes: ids and columns."""
    before = rows.rows_of(keep)
    detail: dict[str, Any] = {
        "left": _drop_double_memberships(keep, drop),
        "closed": _close_second_account(keep, drop, day),
        "deaths": list(DeathRecord.objects.filter(person=drop).values_list("pk", flat=True)),
        "stones": list(drop.merged.values_list("pk", flat=True)),
    }
    moved = rows.rows_of(drop)
    rows.move(moved, keep)
    detail |= {"moved": rows.without_empty(moved), "before": rows.without_empty(before)}
    detail["deaths"] = _move_death(keep, detail["deaths"])
    detail["scopes"] = _copy_scopes(keep, drop)
    _lay_stone(keep, drop)
    detail["taken"] = _fill(asked, keep, drop)
    detail["alias"] = PersonAlias.objects.create(
        person=keep, name=drop.name, number=asked.drop_number, cause=PersonAlias.Cause.MERGE, until=day
    ).pk
    detail["version"] = keep.version
    return detail


def _drop_double_memberships(keep: Person, drop: Person) -> list[dict[str, Any]]:
    """Memberships of ``drop`` in a household in which ``keep`` is at the time: they end up as nobody's."""
    theirs = list(HouseholdMember.objects.filter(person=keep))
    gone = []
    for row in HouseholdMember.objects.filter(person=drop):
        if any(_overlap(row, other) for other in theirs):
            gone.append(
                {
                    "household": row.household_id,
                    "relation": row.relation,
                    "joined_on": row.joined_on.isoformat(),
                    "left_on": row.left_on.isoformat() if row.left_on else None,
                }
            )
            row.delete()
    return gone


def _close_second_account(keep: Person, drop: Person, day: date) -> list[int]:
    """A person has one account in use: that of the kept file, when it has one."""
    if not BankAccount.objects.filter(person=keep, valid_to=None).exists():
        return []
    closed = []
    for account in BankAccount.objects.filter(person=drop, valid_to=None):
        account.valid_to = max(day, account.valid_from)
        account.save(update_fields=["valid_to"])
        closed.append(account.pk)
    return closed


def _move_death(keep: Person, ids: list[int]) -> list[int]:
    """Reports of death follow, save one that says what the kept file says already."""
    reports = DeathRecord.objects.filter(pk__in=ids)
    if DeathRecord.objects.filter(person=keep, revoked_on=None).exists():
        reports = reports.filter(revoked_on__isnull=False)
    moved = list(reports.values_list("pk", flat=True))
    DeathRecord.objects.filter(pk__in=moved).update(person=keep)
    return moved


def _copy_scopes(keep: Person, drop: Person) -> list[int]:
    """Whoever had to do with the merged file has to do with the kept one; the stone keeps its own."""
    have = set(PersonScope.objects.filter(person=keep).values_list("region_id", "reason"))
    fresh = [
        PersonScope(person=keep, region_id=region, reason=reason)
        for region, reason in PersonScope.objects.filter(person=drop).values_list("region_id", "reason")
        if (region, reason) not in have
    ]
    return [row.pk for row in PersonScope.objects.bulk_create(fresh)]


def _lay_stone(keep: Person, drop: Person) -> None:
    Person.objects.filter(merged_into=drop).update(merged_into=keep)
    drop.number, drop.merged_into = "", keep
    drop.version += 1
    drop.save()


def _fill(asked: PersonMerge, keep: Person, drop: Person) -> dict[str, str]:
    """What only the merged file knew. Answers the columns that changed with what they held before."""
    before = {"former_names": keep.former_names}
    known = [
        *filter(None, keep.former_names.split("、")),
        drop.name,
        *filter(None, drop.former_names.split("、")),
    ]
    names = [name for name in dict.fromkeys(known) if name != keep.name]
    while len("、".join(names)) > LONGEST:
        names.pop(0)
    keep.former_names = "、".join(names)
    for column in _FILLED:
        if not getattr(keep, column) and getattr(drop, column):
            before[column] = ""
            setattr(keep, column, getattr(drop, column))
    if drop.death_date and not keep.death_date:
        before["death_date"] = ""
        keep.death_date = drop.death_date
    if asked.drop_number and not keep.number:
        before["number"] = ""
        before |= {"sex": keep.sex, "birth_date": keep.birth_date.isoformat()}
        keep.number, keep.number_kind = asked.drop_number, Person.NumberKind.RESIDENT
        keep.sex, keep.birth_date = drop.sex, drop.birth_date
    keep.version += 1
    keep.save()
    return before


def changed_since(done: PersonMerge, keep: Person) -> bool:
    """Whether anything was done in the kept file after the merge: its own columns, rows added, rows changed."""
    detail = done.detail
    if keep.merged_into_id is not None or keep.version != detail["version"]:
        return True
    now = rows.rows_of(keep)
    own = {"people_personalias.person_id": [detail["alias"]]}
    if rows.differs(now, [detail["before"], detail["moved"], own]):
        return True
    deaths = DeathRecord.objects.filter(person=keep)
    fresh = deaths.filter(
        Q(registered_on__gt=done.decided_on or done.asked_on)
        | Q(revoked_on__gt=done.decided_on or done.asked_on)
    )
    return fresh.exists() or rows.touched_since(detail["moved"], done.applied_at)


def take_apart(done: PersonMerge, keep: Person, drop: Person) -> None:
    """Put every row back where it was; ``done`` says which (``put_together``)."""
    detail, taken = done.detail, done.detail["taken"]
    PersonAlias.objects.filter(pk=detail["alias"]).delete()
    if "number" in taken:
        keep.number, keep.number_kind = "", Person.NumberKind.TEMPORARY
        keep.sex, keep.birth_date = taken["sex"], date.fromisoformat(taken["birth_date"])
    for column in ("former_names", *_FILLED):
        if column in taken:
            setattr(keep, column, taken[column])
    if "death_date" in taken:
        keep.death_date = None
    keep.version += 1
    keep.save()
    drop.number, drop.merged_into = done.drop_number, None
    drop.version += 1
    drop.save()
    Person.objects.filter(pk__in=detail["stones"]).update(merged_into=drop)
    rows.move(detail["moved"], drop)
    DeathRecord.objects.filter(pk__in=detail["deaths"]).update(person=drop)
    PersonScope.objects.filter(pk__in=detail["scopes"]).delete()
    BankAccount.objects.filter(pk__in=detail["closed"]).update(valid_to=None)
    for row in detail["left"]:
        HouseholdMember.objects.create(
            household_id=row["household"],
            person=drop,
            relation=row["relation"],
            joined_on=row["joined_on"],
            left_on=row["left_on"],
        )
