"""Notices of a change of standard (告知书): one page a family, made on demand, or one print file a town."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string

from apps.accounts.actor import Actor
from apps.assistance.models import StandardChange, StandardChangeRow
from apps.assistance.services.standard_change import VIEW
from apps.audit.services import record
from apps.casework.services.letters import town_office
from apps.core.errors import Forbidden, NotVisible, Refused
from apps.core.money import ZERO
from apps.files.models import StoredFile
from apps.files.pdf import LETTER_STYLES, render_pdf
from apps.files.services import store_bytes
from apps.jobs.models import Job
from apps.jobs.services import enqueue
from apps.regions.models import Region

JOB = "assistance.standard_letters"
TITLE = "最低生活保障金调整告知书"


def letter_pdf(change: StandardChange, entitlement_id: int, *, actor: Actor) -> bytes:
    """The notice to one family. Raises NotVisible when it is not among the rows that the actor sees."""
    _decided(change)
    rows = list(_rows(change, actor).filter(entitlement_id=entitlement_id))
    if not rows:
        raise NotVisible("没有找到这户的告知书。")
    record("standard_change.letter", f"打印{TITLE}", actor=actor, subject=rows[0].entitlement)
    return _pdf(change, rows)


def ask_letters(change: StandardChange, town: Region, *, actor: Actor) -> Job:
    """Ask for the print file of a town, once; whoever asks again gets the same file."""
    _decided(change)
    if not _rows(change, actor).filter(town_code=town.code).exists():
        raise NotVisible("没有找到这个镇（街道）的告知书。")
    return enqueue(
        JOB, actor=actor, arguments={"change": change.pk, "town": town.code}, key=_key(change.pk, town.code)
    )


def made_letters(change: StandardChange, town_code: str) -> StoredFile | None:
    """The print file of a town, once it is made."""
    job = Job.objects.filter(key=_key(change.pk, town_code)).first()
    file_id = (job.result or {}).get("file") if job else None
    return StoredFile.objects.filter(pk=file_id).first() if file_id else None


def make_letters(change: StandardChange, town: Region, *, actor: Actor) -> tuple[StoredFile, int]:
    """Draw the print file of a town: a page a family, in the order of its villages. Answers file and pages."""
    if not actor.has(VIEW):
        raise Forbidden("当前岗位不能打印告知书。", code="permission")
    rows = list(_rows(change, actor).filter(town_code=town.code))
    stored = store_bytes(
        _pdf(change, rows),
        kind=JOB,
        name=f"{TITLE}-{town.name}.pdf",
        content_type="application/pdf",
        actor=actor,
    )
    count = len({row.entitlement_id for row in rows})
    record(
        "standard_change.letters",
        f"生成{TITLE}打印文件 {count} 户",
        actor=actor,
        subject=change,
        detail={"town": town.code, "count": count},
    )
    return stored, count


def _key(change_id: int, town_code: str) -> str:
    return f"standard_letters:{change_id}:{town_code}"


def _decided(change: StandardChange) -> None:
    if change.state != StandardChange.State.DECIDED:
        raise Refused("这次标准调整还没有决定，没有告知书。", code="state")


def _rows(change: StandardChange, actor: Actor) -> QuerySet[StandardChangeRow]:
    rows: QuerySet[StandardChangeRow] = StandardChangeRow.objects.visible_to(actor).filter(
        change=change, after__isnull=False
    )
    return rows.select_related("entitlement__payee", "region__parent").order_by(
        "region_id", "entitlement_id", "first_month"
    )


def _pdf(change: StandardChange, rows: list[StandardChangeRow]) -> bytes:
    families: dict[int, list[StandardChangeRow]] = {}
    for row in rows:
        families.setdefault(row.entitlement_id, []).append(row)
    html = render_to_string(
        "assistance/standards/letter.html",
        {
            "change": change,
            "standard": change.standard,
            "bureau": settings.BUREAU_NAME,
            "title": TITLE,
            "families": [_family(each) for each in families.values()],
        },
    )
    return render_pdf(html, stylesheets=LETTER_STYLES, title=TITLE, dated=change.decided_on)


def _family(rows: list[StandardChangeRow]) -> dict[str, Any]:
    last = rows[-1]
    back_pay = sum(((row.after or ZERO) - (row.before or ZERO)) * row.booked_months for row in rows)
    return {
        "number": last.entitlement.number,
        "name": last.entitlement.payee.name,
        "office": town_office(last.region),
        "rows": rows,
        "back_pay": back_pay,
    }
