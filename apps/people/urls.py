"""/people/"""

from django.urls import URLPattern, path

from apps.pages.engine import register_urls
from apps.people import views, views_households, views_identity, views_life

app_name = "people"

# A person's page has more than the register knows, so its own view takes the place of the register's.
_persons = [pattern for pattern in register_urls("persons", at="") if pattern.name != "persons_row"]

urlpatterns: list[URLPattern] = [
    *register_urls("households"),
    *register_urls("corrections"),
    *register_urls("merges"),
    *register_urls("looks"),
    path(
        "corrections/<int:pk>/withdraw/",
        views_identity.WithdrawCorrection.as_view(),
        name="corrections_withdraw",
    ),
    path(
        "corrections/<int:pk>/<slug:step>/",
        views_identity.DecideCorrection.as_view(),
        name="corrections_decide",
    ),
    path("merges/<int:pk>/withdraw/", views_identity.WithdrawMerge.as_view(), name="merges_withdraw"),
    path("merges/<int:pk>/<slug:step>/", views_identity.DecideMerge.as_view(), name="merges_decide"),
    path("households/<int:pk>/head/", views_households.Head.as_view(), name="household_head"),
    path("households/<int:pk>/home/", views_households.Home.as_view(), name="household_home"),
    path("households/<int:pk>/join/", views_households.Join.as_view(), name="household_join"),
    path("households/<int:pk>/leave/<int:member>/", views_households.Leave.as_view(), name="household_leave"),
    path("households/<int:pk>/close/", views_households.Close.as_view(), name="household_close"),
    *_persons,
    path("find/", views.find, name="find"),
    path("<int:pk>/", views.PersonPage.as_view(), name="persons_row"),
    path("<int:pk>/edit/", views_life.Edit.as_view(), name="edit"),
    path("<int:pk>/account/", views_life.Account.as_view(), name="account"),
    path("<int:pk>/account/keeper/", views_life.Custody.as_view(), name="custody"),
    path("<int:pk>/correct/", views_identity.Correct.as_view(), name="correct"),
    path("<int:pk>/merge/", views_identity.FindOther.as_view(), name="find_other"),
    path("<int:pk>/merge/<int:other>/", views_identity.Merge.as_view(), name="merge"),
    path("<int:pk>/death/", views_life.Death.as_view(), name="death"),
    path("<int:pk>/death/revoke/", views_life.RevokeDeath.as_view(), name="revoke_death"),
    path("<int:pk>/reveal/", views.RevealNumber.as_view(), name="reveal"),
]
