"""/assistance/lists/ and what finds people first"""

from django.urls import path

from apps.assistance.views import lists
from apps.pages.engine import register_urls

_LISTS = "assistance/lists/"

urlpatterns = [
    path(f"{_LISTS}issue/", lists.Issue.as_view(), name="lists_issue"),
    path(f"{_LISTS}print/", lists.PrintWaiting.as_view(), name="lists_print"),
    path(f"{_LISTS}<int:pk>/deliver/", lists.Deliver.as_view(), name="list_deliver"),
    path(f"{_LISTS}<int:pk>/print/", lists.PrintPage.as_view(), name="list_print"),
    path(f"{_LISTS}<int:pk>/pdf/", lists.Paper.as_view(), name="list_pdf"),
    *register_urls("entitlement_lists", at=_LISTS),
]
