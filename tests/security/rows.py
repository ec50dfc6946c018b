"""Which rows of two towns each address with arguments is asked for. A route that is missing here fails the matrix."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from apps.assistance.models import StandardChange
from apps.assistance.services.standard_change import begin_standard_change, decide_standard_change
from apps.audit.models import Event
from apps.casework.models import Complaint, Delegation, SampleCheck, SampleDraw
from apps.casework.services.complaints import Told, register_complaint
from apps.core.registries import entries
from apps.people.models import FileView
from apps.policy.standards import StandardData, enter_standard
from tests.factories import DISTRICT, make_actor
from tests.payments.once import make_stage
from tests.people.files import waiting
from tests.security.matrix import ABSENT_ID, Rows, by_pk, fixed, of_bureau, of_case
from tests.security.world import World

KEY = "assistance.dibao_households"
DECEMBER = date(2021, 12, 1)


def paper(world: World) -> dict[str, dict[str, Any]]:
    """A document of a case of each town."""
    return {
        "here": {"number": world.here.rows["case"].number, "pk": world.here.rows["paper"].pk},
        "there": {"number": world.there.rows["case"].number, "pk": world.there.rows["paper"].pk},
        "absent": {"number": world.here.rows["case"].number, "pk": ABSENT_ID},
    }


def stored(**more: Any) -> Rows:
    """A stored file of a case of each town."""
    return by_pk("file", **more)


def run_file(world: World) -> dict[str, dict[str, Any]]:
    return {"absent": {"run_pk": world.shared["run"].pk, "pk": ABSENT_ID}}


def return_file(world: World) -> dict[str, dict[str, Any]]:
    return {"absent": {"pk": world.shared["run"].pk, "file": "00000000-0000-4000-8000-000000000000"}}


def delegation(world: World) -> dict[str, dict[str, Any]]:
    """The bureau's: no town opens it."""
    found = Delegation.objects.order_by("pk").first()
    return {"bureau": {"pk": found.pk if found else ABSENT_ID}, "absent": {"pk": ABSENT_ID}}


def sample_draw(world: World) -> dict[str, dict[str, Any]]:
    draw, _ = SampleDraw.objects.get_or_create(
        region_id=DISTRICT,
        month=DECEMBER,
        defaults={"share": 1, "seed": 1, "population": 1, "drawn_on": date(2022, 1, 1)},
    )
    SampleCheck.objects.get_or_create(draw=draw, case=world.there.rows["waiting"])
    return {"bureau": {"pk": draw.pk}, "absent": {"pk": ABSENT_ID}}


def complaint(world: World) -> dict[str, dict[str, Any]]:
    """About a case of a town, registered by a colleague there: whoever has not registered it finds nothing."""
    row = Complaint.objects.filter(case=world.there.rows["waiting"]).first()
    if row is None:
        told = Told("phone", "反映", date(2022, 1, 12), case=world.there.rows["waiting"], name="胡明德")
        row = register_complaint(told, actor=world.there.office.reviewer)
    return {"bureau": {"pk": row.pk}, "absent": {"pk": ABSENT_ID}}


def member(world: World) -> dict[str, dict[str, Any]]:
    """A member of a household of each town."""
    found = {
        name: {"pk": place.rows["household"].pk, "member": place.rows["household"].members.first().pk}
        for name, place in (("here", world.here), ("there", world.there))
    }
    return {**found, "absent": {"pk": world.here.rows["household"].pk, "member": ABSENT_ID}}


def other_file(world: World) -> dict[str, dict[str, Any]]:
    """Two files of one town each, and one of either."""
    found = {
        name: {"pk": place.rows["person"].pk, "other": place.rows["benefit"].payee_id}
        for name, place in (("here", world.here), ("there", world.there))
    }
    return {**found, "absent": {"pk": world.here.rows["person"].pk, "other": ABSENT_ID}}


def proposal(kind: str, **more: Any) -> Rows:
    """A correction or merge that waits in each town; made when it is first asked for."""

    def rows(world: World) -> dict[str, dict[str, Any]]:
        found = {
            name: {"pk": waiting(place, kind).pk, **more}
            for name, place in (("here", world.here), ("there", world.there))
        }
        return {**found, "absent": {"pk": ABSENT_ID, **more}}

    return rows


def stage(world: World) -> dict[str, dict[str, Any]]:
    """Cash that waits to be given in each town; granted when it is first asked for."""
    found = {}
    for name, place in (("here", world.here), ("there", world.there)):
        if "stage" not in place.rows:
            place.rows["stage"] = make_stage(town=place.town)
        found[name] = {"pk": place.rows["stage"].pk}
    return {**found, "absent": {"pk": ABSENT_ID}}


def looked(world: World) -> dict[str, dict[str, Any]]:
    """Somebody looked at a file of this town."""
    place = world.here
    look, _ = FileView.objects.get_or_create(
        person=place.rows["person"],
        user_id=place.office.clerk.user_id,
        day=date(2022, 1, 12),
        post_label="经办人",
    )
    return {"bureau": {"pk": look.pk}, "absent": {"pk": ABSENT_ID}}


def event(world: World) -> dict[str, dict[str, Any]]:
    """Something that was written into the trail while the world was made."""
    return {"bureau": {"pk": Event.objects.order_by("at").first().pk}, "absent": {"pk": uuid.UUID(int=0)}}


def standard_change(key: str = "") -> Rows:
    """A decided change of standard over both towns: the decision is everybody's, its families are each town's."""

    def rows(world: World) -> dict[str, dict[str, Any]]:
        change = decided_change(world)
        if key == "standard":
            return {"fixed": {"pk": change.standard_id}, "absent": {"pk": ABSENT_ID}}
        places = (("here", world.here), ("there", world.there))
        if key == "town":
            found = {name: {"pk": change.pk, "town": place.town} for name, place in places}
            return {**found, "absent": {"pk": change.pk, "town": "330212999"}}
        if key == "entitlement":
            found = {name: {"pk": change.pk, key: place.rows["benefit"].pk} for name, place in places}
            return {**found, "absent": {"pk": change.pk, key: ABSENT_ID}}
        return {"fixed": {"pk": change.pk}, "absent": {"pk": ABSENT_ID}}

    return rows


def decided_change(world: World) -> StandardChange:
    """Made when it is first asked for."""
    if "standard_change" not in world.shared:
        maker = make_actor("section_officer", DISTRICT, name="标准提出人")
        data = StandardData(Decimal(1065), date(2022, 2, 1), "测试〔2022〕1号")
        change = begin_standard_change(enter_standard("dibao", data, actor=maker), actor=maker)
        leader = make_actor("leader", DISTRICT, name="标准决定人")
        decide_standard_change(change, version=change.version, accept=True, comment="", actor=leader)
        world.shared["standard_change"] = change
    return world.shared["standard_change"]


ROWS: dict[str, Rows] = {
    **{
        f"assistance:standard_{page}": standard_change("standard")
        for page in ("correct", "withdraw", "preview")
    },
    "assistance:standard_change": standard_change(),
    **{
        f"assistance:standard_change_{page}": standard_change()
        for page in ("export", "renew", "withdraw", "decide")
    },
    "assistance:standard_letters": standard_change("town"),
    "assistance:standard_letter": standard_change("entitlement"),
    "assistance:dibao_done": of_case(),
    "assistance:dibao_supplement": of_case(),
    **{
        f"assistance:dibao_{page}": by_pk("draft", "draft_id")
        for page in ("form", "autosave", "live", "related", "discard", "check", "print")
    },
    **{f"assistance:{entry.kind}_{page}": of_case() for entry in entries for page in ("done", "supplement")},
    **{
        f"assistance:{entry.kind}_{page}": by_pk("draft", "draft_id")
        for entry in entries
        for page in ("form", "save", "live", "related", "discard", "check", "print")
    },
    **{f"assistance:child_homes_{page}": by_pk("home") for page in ("row", "edit", "close", "reopen")},
    **{f"assistance:care_visits_{page}": by_pk("visit") for page in ("row", "edit", "void")},
    "assistance:entitlement_lists_row": by_pk("list"),
    **{f"assistance:list_{page}": by_pk("list") for page in ("deliver", "print", "pdf")},
    "assistance:change_choose": by_pk("benefit"),
    "assistance:change_supplement": of_case(),
    "assistance:change_apply": of_case(),
    **{
        f"assistance:change_{page}": by_pk("draft", "draft_id")
        for page in ("form", "autosave", "live", "related", "discard", "check")
    },
    "console:event": event,
    "casework:discard": by_pk("draft"),
    "casework:preview": by_pk("item"),
    "casework:items": fixed(what="claim"),
    "casework:case": of_case(),
    "casework:cases_row": of_case(),
    "casework:cases_look": of_case(),
    "casework:act": of_case(action="accept"),
    "casework:numbers": of_case(),
    "casework:presence": of_case(),
    "casework:delegation_end": delegation,
    "casework:delegations_row": delegation,
    "casework:delegations_look": delegation,
    "casework:samples_row": sample_draw,
    "casework:samples_look": sample_draw,
    "casework:complaints_row": complaint,
    "casework:complaints_look": complaint,
    "casework:papers": of_case(),
    "casework:withdraw_paper": paper,
    "casework:notice_sheet": of_case(),
    "console:account": of_bureau("user"),
    "console:message": fixed(pk=ABSENT_ID),
    "console:parameter": fixed(key="notice.days"),
    "console:parameter_withdraw": fixed(pk=ABSENT_ID),
    "console:appoint": of_bureau("user"),
    "console:hand_over": of_bureau("user"),
    "console:substitution_decide": fixed(pk=ABSENT_ID, answer="give"),
    "console:account_step": of_bureau("user", step="unlock"),
    "console:grant_end": of_bureau("grant"),
    **{f"imports:{page}": of_bureau("batch") for page in ("batch", "status", "errors", "confirm", "discard")},
    **{f"imports:{page}": of_bureau("batch") for page in ("choice", "columns", "cancel", "undo")},
    "imports:template": fixed(name="people.persons"),
    "people:households_row": by_pk("household"),
    **{f"people:household_{page}": by_pk("household") for page in ("head", "home", "join", "close")},
    "people:household_leave": member,
    **{
        f"people:{page}": by_pk("person")
        for page in ("edit", "account", "custody", "correct", "find_other", "death")
    },
    "people:revoke_death": by_pk("person"),
    "people:merge": other_file,
    "people:corrections_row": proposal("corrections"),
    "people:corrections_withdraw": proposal("corrections"),
    "people:corrections_decide": proposal("corrections", step="confirm"),
    "people:merges_row": proposal("merges"),
    "people:merges_withdraw": proposal("merges"),
    "people:merges_decide": proposal("merges", step="confirm"),
    "people:looks_row": looked,
    "people:persons_row": by_pk("person"),
    "people:reveal": by_pk("person"),
    "payments:entitlements_row": by_pk("benefit"),
    "payments:overpayments_row": of_bureau("overpayment"),
    **{
        f"payments:overpayment_{step}": of_bureau("overpayment")
        for step in ("notice", "notify", "agree", "repay", "propose", "decide", "reverse", "reversal")
    },
    "payments:stages_row": stage,
    "payments:stage_give": stage,
    "payments:run": of_bureau("run"),
    "payments:run_check": of_bureau("run"),
    "payments:run_send": of_bureau("run"),
    "payments:run_void": of_bureau("run"),
    "payments:run_file": run_file,
    "payments:run_return": of_bureau("run"),
    "payments:run_return_check": return_file,
    "reports:year": fixed(year=2021),
    "reports:month": fixed(month=DECEMBER),
    "reports:pdf": fixed(year=2021),
    "reports:make": fixed(year=2021),
    "reports:freeze": fixed(year=2021),
    "reports:words": fixed(year=2021, section="assistance"),
    "statistics:closing": fixed(kind="month", start=DECEMBER),
    "statistics:figure_year": fixed(year=2021, key=KEY),
    "statistics:figure_month": fixed(month=DECEMBER, key=KEY),
    "statistics:figure_year_export": fixed(year=2021, key=KEY),
    "statistics:figure_month_export": fixed(month=DECEMBER, key=KEY),
    "jobs:detail": of_bureau("job", "job_id"),
    "jobs:status": of_bureau("job", "job_id"),
    "jobs:retry": of_bureau("job", "job_id"),
    "jobs:cancel": of_bureau("job", "job_id"),
    "files:download": stored(),
    "files:preview": stored(page=1),
}
# The drawer of a register shows the rows that its pages show.
ROWS |= {f"{name.removesuffix('_row')}_look": rows for name, rows in ROWS.items() if name.endswith("_row")}
