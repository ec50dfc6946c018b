"""Entitlement lists as papers: one to print at the counter, or all that wait to be brought as one file."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string

from apps.accounts.actor import Actor
from apps.assistance.models import EntitlementList
from apps.audit.services import record
from apps.casework.services.letters import town_office
from apps.core import clock
from apps.core.errors import Forbidden, Refused
from apps.core.money import ZERO
from apps.files.models import StoredFile
from apps.files.pdf import LETTER_STYLES, render_pdf
from apps.files.services import store_bytes
from apps.jobs.models import Job
from apps.jobs.services import enqueue
from apps.payments.services.programmes import programme_label

JOB, VIEW = "assistance.list_papers", "assistance.view_list"
TITLE = "社会救助幸福清单"
AT_MOST = 400  # sheets of one print file


def with_content(rows: QuerySet[EntitlementList]) -> QuerySet[EntitlementList]:
    """``rows`` with everything that their papers show."""
    return rows.select_related("household__head", "household__region__parent", "region__parent")


def content(row: EntitlementList) -> dict[str, Any]:
    """What the paper and the page of a list say: its benefits in words, and what they come to a month."""
    lines = [
        {
            "programme": programme_label(line.programme),
            "from_month": line.from_month,
            "heads": line.heads,
            "amount": line.amount,
        }
        for line in row.lines.all().order_by("pk")
    ]
    amounts = [line["amount"] for line in lines if line["amount"] is not None]
    return {
        "row": row,
        "name": row.household.head.name,
        "office": town_office(row.region),
        "lines": lines,
        "total": sum(amounts, ZERO) if amounts else None,
        "bureau": settings.BUREAU_NAME,
        "title": TITLE,
    }


def paper(row: EntitlementList, *, actor: Actor) -> bytes:
    """The list as PDF."""
    record("entitlement_list.printed", "打印幸福清单", actor=actor, subject=row)
    return _pdf([row])


def ask_papers(*, actor: Actor) -> Job:
    """Ask for one print file of all lists in the actor's region that wait to be brought. Refused when none does."""
    if not EntitlementList.objects.visible_to(actor).waiting().exists():
        raise Refused("没有待送达的幸福清单。", hint="出具后再打印。", code="none")
    return enqueue(JOB, actor=actor)


def make_papers(*, actor: Actor) -> tuple[StoredFile, int]:
    """Draw the print file, in the order of the villages; answers the file and how many lists are in it."""
    if not actor.has(VIEW):
        raise Forbidden("当前岗位不能打印幸福清单。", code="permission")
    rows = with_content(EntitlementList.objects.visible_to(actor).waiting()).order_by("region_id", "pk")
    chosen = list(rows.prefetch_related("lines")[:AT_MOST])
    if not chosen:
        raise Refused("没有待送达的幸福清单。", code="none")
    stored = store_bytes(
        _pdf(chosen),
        kind=JOB,
        name=f"幸福清单-{actor.region_name}.pdf",
        content_type="application/pdf",
        actor=actor,
    )
    record(
        "entitlement_list.printed_many",
        f"生成幸福清单打印文件 {len(chosen)} 户",
        actor=actor,
        subject_type="register",
        subject_id="entitlement_lists",
        detail={"count": len(chosen)},
    )
    return stored, len(chosen)


def _pdf(rows: Sequence[EntitlementList]) -> bytes:
    html = render_to_string("assistance/lists/paper.html", {"sheets": [content(row) for row in rows]})
    return render_pdf(html, stylesheets=LETTER_STYLES, title=TITLE, dated=clock.today())
