"""/, /cases/, /search/, /notices/"""

from django.urls import URLPattern, path

from apps.casework import views, views_case, views_new, views_notices, views_oversight, views_search
from apps.pages.engine import register_urls

app_name = "casework"


def _without_row(name: str, at: str | None = None) -> list[URLPattern]:
    """The addresses of a register whose rows have a page of their own."""
    return [pattern for pattern in register_urls(name, at=at) if pattern.name != f"{name}_row"]


case_page = views_case.CasePage.as_view()

urlpatterns = [
    path("", views.Inbox.as_view(), name="inbox"),
    path("search/", views_search.SearchPage.as_view(), name="search"),
    path("notices/", views_notices.Notices.as_view(), name="notices"),
    path("cases/new/", views_new.New.as_view(), name="new"),
    path("cases/next/", views.NextItem.as_view(), name="next"),
    path("cases/done/", views.Done.as_view(), name="done"),
    path("cases/drafts/", views.Drafts.as_view(), name="drafts"),
    path("cases/drafts/<uuid:pk>/discard/", views.Discard.as_view(), name="discard"),
    path("cases/items/<int:pk>/", views.Preview.as_view(), name="preview"),
    path("cases/items/<str:what>/", views.ItemsPost.as_view(), name="items"),
    path("cases/delegations/new/", views_oversight.DelegationNew.as_view(), name="delegation_new"),
    path("cases/delegations/<int:pk>/end/", views_oversight.DelegationEnd.as_view(), name="delegation_end"),
    *register_urls("delegations", at="cases/delegations/"),
    *register_urls("samples", at="cases/samples/"),
    path("cases/complaints/new/", views_oversight.ComplaintNew.as_view(), name="complaint_new"),
    *_without_row("complaints", at="cases/complaints/"),
    path("cases/complaints/<int:pk>/", views_oversight.ComplaintPage.as_view(), name="complaints_row"),
    # What the register has of its own; the page of a row is the case page.
    *_without_row("cases"),
    path("cases/notices/", views_notices.StaffNotices.as_view(), name="staff_notices"),
    path("cases/<str:number>/", case_page, name="case"),
    path("cases/<str:number>/", case_page, name="cases_row"),
    path("cases/<str:number>/act/<slug:action>/", views_case.Act.as_view(), name="act"),
    path("cases/<str:number>/presence/", views_case.Presence.as_view(), name="presence"),
    path("cases/<str:number>/numbers/", views_case.ShowNumbers.as_view(), name="numbers"),
    path("cases/<str:number>/papers/", views_case.Papers.as_view(), name="papers"),
    path("cases/<str:number>/papers/<int:pk>/withdraw/", views_case.Papers.as_view(), name="withdraw_paper"),
    path("cases/<str:number>/notice.pdf", views_notices.NoticeSheet.as_view(), name="notice_sheet"),
]
