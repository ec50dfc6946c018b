"""/assistance/ and /cases/new/dibao/"""

from django.urls import path

from apps.assistance.views import check, entry, index, search

app_name = "assistance"

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
]
