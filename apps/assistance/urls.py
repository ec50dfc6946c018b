"""/assistance/ and /cases/new/dibao/"""

from django.urls import path

from apps.assistance import urls_finding, urls_standards
from apps.assistance.kinds import children, disability, tekun
from apps.assistance.views import changes, changes_begin, check, entry, index, search
from apps.casework.entry.urls import entry_urls
from apps.pages.engine import register_urls

app_name = "assistance"

ENTRIES = (
    tekun.ENTRY,
    children.ORPHAN_ENTRY,
    children.CHILD_ENTRY,
    disability.LIVING_ENTRY,
    disability.NURSING_ENTRY,
)
_CHANGE = "cases/new/dibao_change/<uuid:draft_id>/"
_DRAFT = "cases/new/dibao/<uuid:draft_id>/"

urlpatterns = [
    path("assistance/", index.Index.as_view(), name="index"),
    path("cases/new/dibao/", search.Search.as_view(), name="dibao_entry"),
    path("cases/new/dibao/done/<str:number>/", check.Done.as_view(), name="dibao_done"),
    path("cases/new/dibao/supplement/<str:number>/", check.Supplement.as_view(), name="dibao_supplement"),
    path(_DRAFT, entry.Entry.as_view(), name="dibao_form"),
    path(f"{_DRAFT}save/", entry.Autosave.as_view(), name="dibao_autosave"),
    path(f"{_DRAFT}live/", entry.Live.as_view(), name="dibao_live"),
    path(f"{_DRAFT}related/", entry.RelatedPart.as_view(), name="dibao_related"),
    path(f"{_DRAFT}discard/", entry.Discard.as_view(), name="dibao_discard"),
    path(f"{_DRAFT}print/", check.Paper.as_view(), name="dibao_print"),
    path(f"{_DRAFT}check/", check.Check.as_view(), name="dibao_check"),
    path("cases/new/dibao_change/", changes_begin.Find.as_view(), name="change_entry"),
    path("cases/new/dibao_change/of/<int:pk>/", changes_begin.Choose.as_view(), name="change_choose"),
    path(
        "cases/new/dibao_change/supplement/<str:number>/",
        changes_begin.Supplement.as_view(),
        name="change_supplement",
    ),
    path("cases/new/dibao_change/apart/<str:number>/", changes_begin.Apply.as_view(), name="change_apply"),
    path(_CHANGE, changes.ChangeEntry.as_view(), name="change_form"),
    path(f"{_CHANGE}save/", changes.ChangeAutosave.as_view(), name="change_autosave"),
    path(f"{_CHANGE}live/", changes.ChangeLive.as_view(), name="change_live"),
    path(f"{_CHANGE}related/", changes.ChangeRelated.as_view(), name="change_related"),
    path(f"{_CHANGE}discard/", changes.ChangeDiscard.as_view(), name="change_discard"),
    path(f"{_CHANGE}check/", changes.ChangeCheck.as_view(), name="change_check"),
    *(url for entry in ENTRIES for url in entry_urls(entry, namespace=app_name)),
    *urls_standards.urlpatterns,
    *urls_finding.urlpatterns,
    *register_urls("child_homes", at="assistance/homes/"),
    *register_urls("care_visits", at="assistance/visits/"),
]
