"""Two towns with the same things in them, so that what belongs to one can be looked for in the other's pages."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from apps.assistance.models import CareVisit, ChildHome, EntitlementList
from apps.casework.models import Case, CaseDocument
from apps.casework.services.drafts import start_draft
from apps.files.services import store_bytes
from apps.imports.models import Batch
from apps.jobs.models import Job
from apps.payments.models import Entitlement, Overpayment
from apps.payments.services import runs
from tests.factories import DISTRICT, DONGSHENG, ZHONGHE, Office, advance, delegate, make_dibao
from tests.payments.factories import make_benefit, make_desk
from tests.support.accounts import account


@dataclass
class Place:
    """A town's rows, by what they are; ``marks`` are texts that only somebody with a right to this town may read."""

    town: str
    community: str
    office: Office
    rows: dict[str, Any] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)


@dataclass
class World:
    here: Place
    there: Place
    shared: dict[str, Any]


def build() -> World:
    delegate()
    here, there = _place(DONGSHENG, "东"), _place(ZHONGHE, "中")
    return World(here, there, _shared())


def _place(town: str, mark: str) -> Place:
    office = Office(town)
    place = Place(town, office.community, office)
    submitted = make_dibao(office)
    _name(submitted, f"{mark}门甲子")
    waiting = advance(make_dibao(office), office, "confirmation")
    _name(waiting, f"{mark}门乙丑")
    benefit = make_benefit(town=town, name=f"{mark}门丙寅")
    place.rows = {
        **_papers(submitted, office),
        **_registers(submitted, place, mark),
        "case": submitted,
        "waiting": waiting,
        "person": submitted.applicant,
        "household": submitted.household,
        "benefit": benefit,
        "draft": start_draft("dibao", actor=office.clerk, fields={}, label=f"{mark}*丁"),
        "item": submitted.work_items.get(),
    }
    place.marks = {
        submitted.number,
        waiting.number,
        benefit.number,
        *(f"{mark}门{end}" for end in ("甲子", "乙丑", "丙寅", "儿童之家", "戊")),
        *(f"{mark}*{end}" for end in ("子", "丑", "寅")),
    }
    return place


def _papers(case: Case, office: Office) -> dict[str, Any]:
    """A document of the case, and the file in which it is stored."""
    stored = store_bytes(b"a,b", kind="case.document", name="a.csv", content_type="text/csv")
    paper = CaseDocument.objects.create(
        case=case,
        slot="identity",
        label="身份证",
        source="upload",
        file=stored,
        added_by_id=office.clerk.user_id,
    )
    return {"file": stored, "paper": paper}


def _registers(case: Case, place: Place, mark: str) -> dict[str, Any]:
    """A row of each register of the town."""
    kept = {
        "region_id": place.community,
        "created_by_id": place.office.acceptor.user_id,
        "recorded_on": date(2022, 1, 4),
    }
    home = ChildHome.objects.create(
        name=f"{mark}门儿童之家",
        area=Decimal(60),
        opened_on=date(2020, 1, 1),
        upgraded_on=date(2021, 6, 1),
        **kept,
    )
    visit = CareVisit.objects.create(
        household=case.household,
        visited_on=date(2022, 1, 4),
        mode="home",
        visitors=f"{mark}门戊",
        finding="well",
        **kept,
    )
    issued = EntitlementList.objects.create(
        household=case.household,
        year=2022,
        edition=1,
        cause="change",
        issued_on=date(2022, 1, 11),
        **kept,
    )
    return {"home": home, "visit": visit, "list": issued}


def _name(case: Case, name: str) -> None:
    case.applicant.name = name
    case.applicant.save()


def _shared() -> dict[str, Any]:
    """What belongs to the bureau or to one person."""
    desk = make_desk()
    run = runs.make_run("dibao", date(2022, 1, 1), actor=desk.maker)
    overpayment = Overpayment.objects.create(
        entitlement=Entitlement.objects.order_by("pk").first(),
        found_on=date(2022, 1, 12),
        found_by_id=desk.maker.user_id,
    )
    overpayment.months.create(benefit_month=date(2022, 1, 1), amount=Decimal("100.00"))
    owner = account("data_admin", DISTRICT)
    batch = Batch.objects.create(
        name="批次",
        datasets=["people.persons"],
        state=Batch.State.ERRORS,
        business_date=date(2022, 1, 12),
        created_by_id=owner.pk,
    )
    job = Job.objects.create(
        kind="imports.check", user_id=owner.pk, arguments={"batch": batch.pk}, business_date=date(2022, 1, 12)
    )
    return {
        "overpayment": overpayment,
        "run": run,
        "batch": batch,
        "job": job,
        "user": owner,
        "grant": owner.grants.get(),
    }
