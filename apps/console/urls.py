from django.urls import path

from apps.console import (
    views,
    views_accounts,
    views_audit,
    views_home,
    views_messages,
    views_policy,
    views_substitution,
)

app_name = "console"

urlpatterns = [
    path("console/", views_home.Home.as_view(), name="home"),
    path("console/security/", views_home.SecurityRules.as_view(), name="security"),
    path("audit/export/", views_audit.TrailExport.as_view(), name="audit_export"),
    path("audit/<uuid:pk>/", views_audit.EventPage.as_view(), name="event"),
    path("messages/", views_messages.Messages.as_view(), name="messages"),
    path("messages/read/", views_messages.read, name="messages_read"),
    path("messages/<int:pk>/", views_messages.open_message, name="message"),
    path("audit/", views_audit.Trail.as_view(), name="audit"),
    path("console/parameters/", views.Parameters.as_view(), name="parameters"),
    path("console/parameters/values/<int:pk>/withdraw/", views_policy.withdraw, name="parameter_withdraw"),
    path("console/parameters/<str:key>/", views_policy.ParameterPage.as_view(), name="parameter"),
    path("console/calendar/", views_policy.CalendarPage.as_view(), name="calendar"),
    path("console/calendar/new/", views_policy.CalendarEntry.as_view(), name="calendar_entry"),
    path("console/accounts/", views_accounts.Accounts.as_view(), name="accounts"),
    path("console/accounts/new/", views_accounts.NewAccount.as_view(), name="account_new"),
    path("console/accounts/<int:pk>/", views_accounts.Account.as_view(), name="account"),
    path("console/accounts/<int:pk>/hand-over/", views_accounts.hand_over_items, name="hand_over"),
    path("console/accounts/<int:pk>/appoint/", views_accounts.Appoint.as_view(), name="appoint"),
    path("console/accounts/<int:pk>/<slug:step>/", views_accounts.steer, name="account_step"),
    path("session/substitution/", views_substitution.AskSubstitution.as_view(), name="substitution"),
    path("console/substitutions/", views_substitution.Substitutions.as_view(), name="substitutions"),
    path(
        "console/substitutions/<int:pk>/<slug:answer>/",
        views_substitution.decide,
        name="substitution_decide",
    ),
    path("console/grants/<int:pk>/end/", views_accounts.EndGrant.as_view(), name="grant_end"),
]
