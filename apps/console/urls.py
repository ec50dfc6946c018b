from django.urls import path

from apps.console import views, views_accounts, views_audit, views_messages

app_name = "console"

urlpatterns = [
    path("messages/", views_messages.Messages.as_view(), name="messages"),
    path("messages/read/", views_messages.read, name="messages_read"),
    path("messages/<int:pk>/", views_messages.open_message, name="message"),
    path("audit/", views_audit.Trail.as_view(), name="audit"),
    path("console/parameters/", views.Parameters.as_view(), name="parameters"),
    path("console/accounts/", views_accounts.Accounts.as_view(), name="accounts"),
    path("console/accounts/new/", views_accounts.NewAccount.as_view(), name="account_new"),
    path("console/accounts/<int:pk>/", views_accounts.Account.as_view(), name="account"),
    path("console/accounts/<int:pk>/appoint/", views_accounts.Appoint.as_view(), name="appoint"),
    path("console/accounts/<int:pk>/<slug:step>/", views_accounts.steer, name="account_step"),
    path("console/grants/<int:pk>/end/", views_accounts.EndGrant.as_view(), name="grant_end"),
]
