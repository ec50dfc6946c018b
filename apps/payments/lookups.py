"""What lower apps ask of payments: who receives what, where a run's work is done, a person's benefits, whose files."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.declarations import (
    Benefit,
    BenefitLookup,
    HouseholdTie,
    MergeCheck,
    PersonPanel,
    SubjectLink,
)
from apps.core.periods import first_of
from apps.core.registries import (
    benefit_lookups,
    household_ties,
    merge_checks,
    person_panels,
    search_groups,
    subject_links,
)
from apps.files.models import StoredFile
from apps.files.owners import register_owner
from apps.payments.models import BankFile, Coverage, Overpayment, Run, Stage
from apps.payments.panels import person_benefits
from apps.payments.personyears import years
from apps.payments.searching import BENEFITS
from apps.payments.services.bankfile import OUT_KIND, RETURN_KIND
from apps.payments.services.inbox import OVERPAYMENT, STAGE, SUBJECT
from apps.payments.services.notices import NOTICE_KIND
from apps.payments.services.programmes import programme_label
from apps.payments.services.returns import IMPORT
from apps.payments.services.runs import run_title
from apps.payments.ties import double_months, running_benefits
from apps.regions.models import Region

VIEW_OVERPAYMENT = "payments.view_run"


def benefits_of(digest: bytes) -> Sequence[Benefit]:
    """What the holder of the number receives now or will: coverage that has not ended, wherever it is."""
    rows = list(
        Coverage.objects.filter(person__number_digest=digest)
        .filter(Q(last_month__isnull=True) | Q(last_month__gte=first_of(clock.today())))
        .select_related("entitlement")
        .order_by("first_month")
    )
    towns = Region.objects.in_bulk({row.entitlement.town_code for row in rows})
    return [
        Benefit(
            programme_label(row.entitlement.programme),
            towns[row.entitlement.town_code].name,
            row.first_month,
        )
        for row in rows
    ]


def _run_url(subject_id: str) -> str:
    return reverse("payments:run", args=[subject_id])


def _run_title(subject_id: str) -> str:
    run = Run.objects.filter(pk=subject_id).first()
    return run_title(run) if run else "发放批次"


def _overpayment_url(subject_id: str) -> str:
    return reverse("payments:overpayments_row", args=[subject_id])


def _overpayment_title(subject_id: str) -> str:
    row = Overpayment.objects.filter(pk=subject_id).select_related("entitlement__payee").first()
    return f"{row.entitlement.payee.name}户多发追回" if row else "多发追回"


def _stage_url(subject_id: str) -> str:
    return reverse("payments:stages_row", args=[subject_id])


def _stage_title(subject_id: str) -> str:
    row = Stage.objects.filter(pk=subject_id).select_related("entitlement__payee").first()
    return f"{row.entitlement.payee.name}户{row.get_way_display()}发放" if row else "一次性发放"


def _notice_visible(stored: StoredFile, actor: Actor) -> bool:
    return (
        actor.has(VIEW_OVERPAYMENT) and Overpayment.objects.visible_to(actor).filter(notice=stored).exists()
    )


def _never(stored: StoredFile, actor: Actor) -> bool:
    """A bank file carries account numbers: it goes out by the page of its run only, which tells the trail."""
    return False


def _return_visible(stored: StoredFile, actor: Actor) -> bool:
    return actor.has(IMPORT) and BankFile.objects.visible_to(actor).filter(file=stored).exists()


benefit_lookups.register(BenefitLookup("payments", benefits_of))
merge_checks.register(MergeCheck("payments", double_months))
household_ties.register(HouseholdTie("payments", running_benefits))
subject_links.register(SubjectLink(SUBJECT, _run_url, _run_title))
subject_links.register(SubjectLink(STAGE, _stage_url, _stage_title))
subject_links.register(SubjectLink(OVERPAYMENT, _overpayment_url, _overpayment_title))
person_panels.register(
    PersonPanel("benefits", "待遇", "payments/person_panel.html", person_benefits, order=20),
    PersonPanel("years", "历年发放", "payments/person_years.html", years, order=30),
)
register_owner(NOTICE_KIND, _notice_visible)
register_owner(OUT_KIND, _never)
register_owner(RETURN_KIND, _return_visible)
search_groups.register(BENEFITS)
