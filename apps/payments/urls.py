"""/payments/"""

from django.urls import path

from apps.pages.engine import register_urls
from apps.payments import views, views_return, views_run

app_name = "payments"

urlpatterns = [
    path("", views.Runs.as_view(), name="runs"),
    path("make/", views.make, name="make"),
    *register_urls("entitlements"),
    path("runs/<int:pk>/", views_run.RunPage.as_view(), name="run"),
    path("runs/<int:pk>/check/", views_run.CheckRun.as_view(), name="run_check"),
    path("runs/<int:pk>/send/", views_run.SendRun.as_view(), name="run_send"),
    path("runs/<int:pk>/void/", views_run.VoidRun.as_view(), name="run_void"),
    path("runs/<int:run_pk>/files/<int:pk>/", views_run.RunFile.as_view(), name="run_file"),
    path("runs/<int:pk>/return/", views_return.ReturnUpload.as_view(), name="run_return"),
    path("runs/<int:pk>/return/<uuid:file>/", views_return.ReturnCheck.as_view(), name="run_return_check"),
]
