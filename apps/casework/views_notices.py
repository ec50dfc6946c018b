"""Public notices: the page for everybody, and the sheet to post in the village."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from apps.audit.services import record
from apps.casework.models import PublicNotice
from apps.casework.services.notices import sheet
from apps.casework.views_case import CaseView
from apps.core import clock
from apps.core.declarations import CaseKind, Filter
from apps.core.numbers import mask_name
from apps.core.permissions import PUBLIC
from apps.core.registries import case_kinds
from apps.files.responses import harmless
from apps.pages.filters import FilterBar
from apps.pages.listing import page_of
from apps.pages.returning import from_here
from apps.pages.views import ListPage, PageView
from apps.regions.models import Region

PAGE_SIZE = 50
# What a paper of ours may do in the browser's own viewer.
PAPER_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def _towns(actor: Any) -> list[tuple[str, str]]:
    return list(Region.objects.towns().open_on(clock.today()).values_list("code", "name"))


class Notices(PageView):
    """Notices on show today: masked name, heads, amount, place and dates. Nothing else leaves the database."""

    permission = PUBLIC
    template_name = "casework/notices.html"
    filters = (Filter("town", "镇（街道）", "region", "case__", choices=_towns),)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        bar = FilterBar(self.filters, self.request.GET, self.actor)
        rows = PublicNotice.objects.public_on(today).select_related("place__parent", "case__applicant")
        page = page_of(bar.apply(rows), ("-posted_on", "-id"), self.request.GET, unit="户", size=PAGE_SIZE)
        kinds = {kind.code: _public_label(kind) for kind in case_kinds}
        return {
            "bar": bar,
            "page": page,
            "today": today,
            "rows": [
                {
                    "name": public_name(notice),
                    "kind": kinds.get(notice.case.kind, ""),
                    "town": notice.place.parent.name if notice.place.parent else "",
                    "place": notice.place.name,
                    "heads": notice.head_count,
                    "amount": notice.amount,
                    "posted_on": notice.posted_on,
                    "ends_on": notice.ends_on,
                }
                for notice in page.rows
            ],
        }


def _public_label(kind: CaseKind) -> str:
    label = kind.full_label or kind.label
    return f"{label}（拟停发）" if kind.notice_purpose == "stop" else label


def public_name(notice: PublicNotice) -> str:
    """The name as the web shows it; of a minor only the surname (浙江省社会救助条例 §55)."""
    return mask_name(notice.case.applicant.name, minor=notice.suppress_name)


class StaffNotices(ListPage):
    """Notices on show today of the cases that the actor may see, with the case and the sheet to post."""

    permission = "casework.view_case"
    model = PublicNotice
    template_name = "casework/staff_notices.html"
    order = ("ends_on", "id")
    unit = "户"
    filters = (
        Filter("place", "区域", "region", "case__"),
        Filter("ends", "公示截止日", "date_range", "ends_on"),
    )

    def queryset(self) -> Any:
        return self.visible().public_on(clock.today()).select_related("place__parent", "case__applicant")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        kinds = {kind.code: _public_label(kind) for kind in case_kinds}
        context = super().context(**kwargs)
        rows = [(notice, kinds.get(notice.case.kind, "")) for notice in context["page"].rows]
        return {**context, "rows": rows, "arrived": from_here(self.request)}


class NoticeSheet(CaseView):
    """The printed sheet with full names, minors suppressed."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        notice = self.object.notices.select_related("place__parent").first()
        if notice is None:
            raise Http404
        record("case.notice_sheet", "打印公示张贴版", actor=self.actor, subject=self.object)
        response = HttpResponse(
            sheet(notice, self.kind.full_label or self.kind.label, purpose=self.kind.notice_purpose),
            content_type="application/pdf",
        )
        response["Content-Disposition"] = content_disposition_header(False, f"公示-{self.object.number}.pdf")
        harmless(response, policy=PAPER_POLICY)
        return response
