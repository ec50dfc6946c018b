"""The notice to a family that was paid too much (追回告知书): asked for with the step, made by a job."""

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.files.pdf import render_pdf
from apps.files.services import store_bytes
from apps.jobs.services import enqueue
from apps.payments.models import Overpayment
from apps.payments.services import overpayments
from apps.payments.services.programmes import programme_label

JOB, NOTICE_KIND = "payments.overpayment_notice", "payments.overpayment_notice"
LABEL = "多发待遇追回告知书"
STYLES = ("css/letter.css",)


@transaction.atomic(durable=True)
def notify(overpayment: Overpayment, *, version: int, cause: str, note: str, actor: Actor) -> Overpayment:
    """Tell the family, and have the notice made once the step is committed. Raises as ``overpayments.notify``."""
    row = overpayments.notify(overpayment, version=version, cause=cause, note=note, actor=actor)
    enqueue(JOB, actor=actor, arguments={"overpayment": row.pk}, key=f"overpayment:{row.pk}:notice")
    return row


def make_notice(pk: int, *, actor: Actor) -> Overpayment:
    """Render and file the notice of one overpayment; the same request again answers with the one that is there."""
    with transaction.atomic():
        rows = Overpayment.objects.select_for_update(of=("self",))
        row: Overpayment = rows.select_related("entitlement__payee", "entitlement__case").get(pk=pk)
        if row.notice_id is not None:
            return row
        row.notice = store_bytes(
            render_pdf(
                render_to_string("letters/overpayment.html", _words(row)), stylesheets=STYLES, title=LABEL
            ),
            kind=NOTICE_KIND,
            name=f"{LABEL}-{row.number}.pdf",
            content_type="application/pdf",
        )
        row.save(update_fields=["notice"])
        record("overpayment.notice", f"出具{LABEL}", actor=actor, subject=row)
    return row


def _words(row: Overpayment) -> dict[str, Any]:
    bureau = str(settings.BUREAU_NAME)
    return {
        "letter": SimpleNamespace(label=LABEL, is_negative=False),
        "number": row.number,
        "case": row.entitlement.case,
        "applicant": row.entitlement.payee,
        "programme": programme_label(row.entitlement.programme),
        "row": row,
        "months": list(row.months.all()),
        "total": overpayments.balance(row).total,
        "issued_on": row.notified_on or clock.today(),
        "issuer": bureau,
        "bureau": bureau,
        "review_body": f"{bureau.removesuffix('民政局')}人民政府",
    }
