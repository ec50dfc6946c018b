"""The log of care visits (探访关爱)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.assistance.models import CareVisit, VisitPhoto
from apps.assistance.services.visits_due import settle, unanswered, unsettle
from apps.core import clock, numbers
from apps.core.declarations import (
    Column,
    Filter,
    FormField,
    FormSection,
    Panel,
    Pick,
    Preset,
    Register,
    RegisterForm,
)
from apps.files.services import store_upload
from apps.pages import formats
from apps.pages.fields import FilesField
from apps.people.models import HouseholdMember, Person
from apps.people.services.aliases import digest_of
from apps.policy.services import parameter

PHOTO = "visit.photo"
TONES = {"urgent": "late", "need": "soon", "well": "done", "absent": "off"}
NEAR = timedelta(days=3)


def _rows(rows: Any) -> Any:
    return rows.select_related("household__head", "region__parent", "created_by")


def in_force(rows: Any) -> Any:
    return rows.filter(voided_on__isnull=True)


def _this_month(rows: Any) -> Any:
    today = clock.today()
    return in_force(rows).filter(visited_on__gte=today.replace(day=1), visited_on__lte=today)


def counted(rows: Any) -> Any:
    """Visits of this year that count (户次): somebody was met, at home or in a way that the parameter lets count."""
    today = clock.today()
    rows = in_force(rows).exclude(finding=CareVisit.Finding.ABSENT)
    if not parameter("visit.phone_counts", today):
        rows = rows.filter(mode=CareVisit.Mode.HOME)
    return rows.filter(visited_on__gte=today.replace(month=1, day=1), visited_on__lte=today)


def overdue(rows: Any) -> Any:
    """Whose next visit has passed without one."""
    return unanswered(rows).filter(next_visit_on__lt=clock.today())


def _found(rows: Any, text: str) -> Any:
    return rows.filter(household__head__in=Person.objects.named(text))


def _households(rows: Any, text: str) -> Any:
    """Households with a present member of this name, pinyin or exact number."""
    try:
        persons = Person.objects.with_digest(digest_of(text))
    except numbers.NumberError:
        persons = Person.objects.named(text)
    present = HouseholdMember.objects.filter(left_on__isnull=True, person__in=persons.order_by())
    return (
        rows.filter(closed_on__isnull=True, pk__in=present.values("household"))
        .select_related("head", "region__parent")
        .order_by("head__name_sort", "pk")
    )


HOUSEHOLD = Pick(
    model="people.Household",
    find=_households,
    label=lambda row: f"{row.head.name}家，{row.region.full_name}{row.address}",
    none="管辖范围内没有找到这一户，请核对姓名，或先在家庭档案中登记。",
)


def _check(values: Mapping[str, Any], visit: CareVisit, actor: Actor) -> Mapping[str, str]:
    if values["visited_on"] > clock.today():
        return {"visited_on": "探访日期不能晚于今天，请核对。"}
    return {}


def _place(visit: CareVisit, values: Mapping[str, Any], actor: Actor) -> None:
    """The place is the household's on the day it was entered."""
    visit.region_id = visit.household.region_id


def _near(values: Mapping[str, Any], actor: Actor) -> str:
    """That the household was visited just before or after, for whoever enters the same visit a second time."""
    day = values["visited_on"]
    other = (
        in_force(CareVisit.objects.filter(household=values["household"]))
        .filter(visited_on__range=(day - NEAR, day + NEAR))
        .exclude(visited_on=day)
        .order_by("-visited_on")
        .first()
    )
    if other is None:
        return ""
    return f"这一户 {formats.day(other.visited_on)} 已由{other.visitors}{other.get_mode_display()}探访，请核对是否重复登记。"


def _after(visit: CareVisit, values: Mapping[str, Any], actor: Actor) -> None:
    settle(visit, actor=actor)
    for upload in values.get("photos") or ():
        VisitPhoto.objects.create(visit=visit, file=store_upload(upload, kind=PHOTO, actor=actor))


def _others(visit: CareVisit, actor: Actor) -> dict[str, Any]:
    rows = CareVisit.objects.visible_to(actor).filter(household=visit.household_id).exclude(pk=visit.pk)
    return {
        "others": list(in_force(rows).order_by("-visited_on")[:12]),
        "household": visit.household,
        "may_add": actor.has("assistance.record_visit"),
    }


def _pictures(visit: CareVisit, actor: Actor) -> dict[str, Any]:
    return {"photos": list(visit.photos.select_related("file").order_by("pk"))}


_WHO = FormSection(
    "探访",
    (
        FormField("household", pick=HOUSEHOLD, help="输入户主或成员的姓名、拼音首字母、身份证号"),
        FormField(
            "visited_on", sticky=True, initial=lambda row, actor: row.visited_on if row else clock.today()
        ),
        FormField("mode", look="radio", sticky=True, initial=lambda row, actor: row.mode if row else "home"),
        FormField("visitors", help="几个人的，用顿号分开", sticky=True),
    ),
)
_WHAT = FormSection(
    "情况",
    (
        FormField("finding", look="radio", initial=lambda row, actor: row.finding if row else "well"),
        FormField("needs", look="textarea", help="有需求的必须填写：需要什么，怎样处理"),
        FormField("next_visit_on", help="到这一天列入待办；到期没有再次探访的，列入“逾期未探访”"),
        FormField("signature", look="radio"),
        FormField(
            "photos",
            make=lambda actor: FilesField(label="照片、签字单", required=False),
            help="PDF、JPG、PNG，可以不交",
        ),
    ),
)

CARE_VISITS = Register(
    name="care_visits",
    label="探访记录",
    model="assistance.CareVisit",
    permission="assistance.view_visit",
    unit="户次",
    columns=(
        Column("head", "户主", path="household__head__name", kind="name"),
        Column("visited_on", "探访日期", kind="date", sort="visited_on"),
        Column("mode", "方式"),
        Column("finding", "情况", kind="status", tones=TONES),
        Column("region", "村（社区）", path="region__full_name", kind="region"),
        Column("visitors", "探访人员"),
        Column("next_visit_on", "下次探访", kind="date"),
        Column("needs", "需求和处理", default=False),
        Column("signature", "签字", default=False),
        Column("recorded_on", "登记日期", kind="date", default=False),
        Column("created_by", "登记人", path="created_by__name", default=False),
    ),
    filters=(
        Filter("region", "镇街、村（社区）", "region"),
        Filter("mode", "方式", "choice", "mode", choices=lambda actor: CareVisit.Mode.choices),
        Filter("finding", "情况", "choice", "finding", choices=lambda actor: CareVisit.Finding.choices),
        Filter("visited", "探访日期", "date_range", "visited_on"),
    ),
    presets=(
        Preset("month", "本月", _this_month),
        Preset("year", "本年计入户次", counted),
        Preset("overdue", "逾期未探访", overdue, tone="soon"),
        Preset(
            "need",
            "有需求",
            lambda rows: in_force(rows).filter(Q(finding="need") | Q(finding="urgent")),
        ),
        Preset("all", "全部", in_force),
        Preset("voided", "已作废", lambda rows: rows.filter(voided_on__isnull=False)),
    ),
    panels=(
        Panel(
            "facts",
            "探访情况",
            fields=(
                ("户主", "household__head__name"),
                ("探访日期", "visited_on"),
                ("探访方式", "mode"),
                ("探访人员", "visitors"),
                ("探访情况", "finding"),
                ("需求和处理", "needs"),
                ("签字", "signature"),
                ("下次探访日期", "next_visit_on"),
                ("登记人", "created_by__name"),
            ),
        ),
        Panel("photos", "照片、签字单", template="assistance/registers/photos.html", context=_pictures),
        Panel(
            "others",
            "这一户的其他探访",
            template="assistance/registers/visits.html",
            context=_others,
            aside=True,
        ),
    ),
    form=RegisterForm(
        permission="assistance.record_visit",
        create_label="登记探访",
        sections=(_WHO, _WHAT),
        check=_check,
        prepare=_place,
        after=_after,
        voided=lambda visit, actor: unsettle(visit, actor=actor),
        doubt=_near,
        quick=True,
        override="assistance.correct_visit",
    ),
    queryset=_rows,
    order=("-visited_on", "-id"),
    search=_found,
    search_hint="户主姓名或拼音首字母",
    title=lambda visit: f"{visit.household.head.name}家 {formats.day(visit.visited_on)} 探访",
    note="一户一天记一次。未见到人的探访留作记录，不计入户次；电话、视频探访是否计入，按政策参数。",
    empty="还没有探访记录",
)
